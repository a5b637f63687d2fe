"""A rule that somebody wants: read from words or from a button, before anything is kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from analysis.alerts import text
from analysis.alerts.rule import Rule
from analysis.errors import Mistake, NoData, UnclearName, UnknownName
from analysis.language import normal
from analysis.model import Lang, Text
from handlers import manners
from handlers.ask import words
from handlers.command import Call, Shop, mention
from storage.records.alerts import codec
from storage.records.alerts.codec import Broken
from storage.records.alerts.model import Kept, Status

_CARRIED = re.compile(r"(?:R-(\d{1,9}) v(\d{1,9}) )?(\{.*\})", re.DOTALL)


@dataclass(frozen=True)
class Proposed:
    """A rule that somebody wants: new, or in place of `instead`."""

    rule: Rule
    instead: Kept | None = None

    @property
    def action(self) -> str:
        """The button that does it."""
        return "alert.change" if self.instead else "alert.create"


def said(words_of: str, call: Call, shop: Shop, instead: Kept | None = None) -> Proposed:
    """The rule that words describe; it speaks here and is the caller's where they name no channel and no owner.

    Raises a Mistake whose suggestions are whole commands that work.
    """
    opening = f"{_EDIT.of(_spoken(words_of, call))} R-{instead.id} " if instead else ""
    try:
        if instead and known(instead.rule, shop):
            rule = text.anew(instead.rule, words_of, words(shop), call.now, shop.catalog.currency)
        else:
            rule = text.read(words_of, words(shop), call.now, shop.catalog.currency)
    except Mistake as slip:
        raise _prefixed(slip, f"{_ALERT.of(_spoken(words_of, call))} {opening}") from slip
    before = instead.rule if instead else Rule("", rule.trigger, channel=call.channel or "", owner=call.person)
    return Proposed(replace(rule, channel=rule.channel or before.channel, owner=rule.owner or before.owner), instead)


def known(rule: Rule, shop: Shop) -> bool:
    """Whether the catalog still has what a rule watches; where it has not, it can only be said anew."""
    return rule.metric in {metric.id for metric in shop.catalog.metrics}


def carried(proposed: Proposed) -> str:
    """A rule as buttons carry it: whole, and with the version it would replace."""
    of = f"R-{proposed.instead.id} v{proposed.instead.version} " if proposed.instead else ""
    return of + codec.write(proposed.rule)


def spec(value: str) -> tuple[Rule, str]:
    """The rule in what a button carries, and what stands before it. Raises UnclearName."""
    found = _CARRIED.fullmatch(value)
    try:
        rule = codec.read(Rule, found[3]) if found else None
    except Broken:
        rule = None
    if rule is None or found is None:
        raise UnclearName(_OUTLIVED, ("alert list",))
    return rule, f"R-{found[1]} v{found[2]} " if found[1] else ""


def pressed(call: Call, shop: Shop) -> Proposed:
    """What a button carries. Raises UnclearName and UnknownName where that no longer holds."""
    rule, _ = spec(call.value)
    found = _CARRIED.fullmatch(call.value)
    if found is None or not found[1]:
        return Proposed(rule)
    kept = shop.records.rules.find(int(found[1]))
    if kept is None or kept.status is Status.DELETED:
        raise UnknownName(_GONE, ("alert list",))
    if kept.version != int(found[2]):
        raise UnclearName(_CHANGED, (f"alert show R-{kept.id}",))
    return Proposed(rule, kept)


def allowed(rule: Rule, shop: Shop) -> None:
    """Raises Mistake unless the rule may speak in its channel, and can."""
    metric = shop.catalog.metric(rule.metric)
    again = f"alert {text.write(rule, words(shop), Lang.EN)}"
    if not rule.channel:
        raise Mistake(_NOWHERE, (again,))
    if not manners.may_see(metric, rule.channel):
        named = {"metric": (metric.label.en, metric.label.zh), "channel": (mention(rule.channel),) * 2}
        raise Mistake(_filled(_NOT_FOR, named), (again,))
    if shop.mail.reaches(rule.channel) is False:
        raise Mistake(unreached(rule.channel), (again,))


def same(proposed: Proposed, shop: Shop) -> Kept | None:
    """A rule that is on and says the very same."""
    own = proposed.instead.id if proposed.instead else 0
    return next((kept for kept in shop.records.rules.all() if kept.rule == proposed.rule and kept.id != own), None)


def unreached(channel: str) -> Text:
    """That nothing can arrive in a channel, and how it can."""
    return _filled(_UNREACHED, {"channel": (mention(channel),) * 2})


def _spoken(said: str, call: Call) -> Lang:
    return Lang.ZH if normal.is_chinese(said) else call.lang if not said else Lang.EN


def _prefixed(slip: Mistake, opening: str) -> Mistake:
    """The same mistake, its suggestions as they are said to the bot."""
    works = tuple(opening + each for each in slip.suggestions)
    if isinstance(slip, UnknownName):
        return type(slip)(slip.sentence, works, word=slip.word, nearest=slip.nearest)
    if isinstance(slip, NoData):
        return type(slip)(slip.sentence, works, query=slip.query)
    return type(slip)(slip.sentence, works)


def _filled(sentence: Text, holes: Mapping[str, tuple[str, str]]) -> Text:
    return Text(
        sentence.en.format(**{name: texts[0] for name, texts in holes.items()}),
        sentence.zh.format(**{name: texts[-1] for name, texts in holes.items()}),
    )


_ALERT = Text("alert", "预警")
_EDIT = Text("edit", "修改")
_OUTLIVED = Text("That button no longer says what it is for. See the rules here:", "这个按钮已失效。可在这里查看规则：")
_GONE = Text("That rule was deleted meanwhile. These are left:", "这条规则已被删除。查看其余规则：")
_CHANGED = Text(
    "That rule was changed since this was shown. Look at it anew:", "展示之后这条规则已被修改，请重新查看："
)
_NOWHERE = Text(
    "Where should it speak? Add “to #channel”, or choose one in the form.",
    "要发到哪个频道？请加上“发到 #频道”，或在表单里选择。",
)
_NOT_FOR = Text(
    "{metric} is not for {channel}. Choose another channel, or ask its owner to allow it in shop.yaml (audience).",
    "{metric}不对 {channel} 开放。请换一个频道，或请负责人在 shop.yaml 的 audience 中放行。",
)
_UNREACHED = Text(
    "I am not in {channel}, so nothing can arrive there: type `/invite @chestnut` in it, then turn this on.",
    "我不在 {channel} 里，消息发不过去：请先在那里输入 `/invite @chestnut`，再启用。",
)
