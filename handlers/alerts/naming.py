"""Which rule a call is about, and how a rule is named to people."""

import re
from dataclasses import dataclass, replace
from typing import Final

from analysis.alerts import text
from analysis.alerts.rule import Rule
from analysis.errors import ImpossibleQuestion, UnclearName, UnknownName
from analysis.model import Lang, Text
from handlers import manners
from handlers.ask import words
from handlers.command import Call, Shop
from storage.records.alerts.model import Kept, Status

MOST: Final = 5
LONGEST: Final = 90
"""A title is for looking at: more than this wraps on a phone."""
_NAMED = re.compile(r"\s*(?:规则|rule )?\s*(?:[rR][-–]?)?(\d{1,9})(?=$|[\s,:，：])[\s,:，：]*", re.IGNORECASE)
_EPISODE = re.compile(r"\s*[aA][-–]?(\d{1,9})(?=$|[\s,:，：])[\s,:，：]*")


@dataclass(frozen=True)
class Which:
    """A rule, and what else was said."""

    kept: Kept
    rest: str


def carried(call: Call, shop: Shop) -> Kept:
    """The rule that a button carries. Raises UnclearName and UnknownName."""
    found = re.fullmatch(r"R-(\d{1,9})", call.value)
    if not found:
        raise UnclearName(_OUTLIVED, ("alert list",))
    return _found(int(found[1]), shop, "show")


def said(call: Call, shop: Shop, verb: str) -> Which:
    """The rule meant by words that begin with its number, an alert of it, or its name; in a thread, that of its alert.

    `verb` is the word that goes before: what can be picked from is offered with it. Raises UnknownName, UnclearName,
    and ImpossibleQuestion where its numbers are not for this channel.
    """
    found = _meant(call, shop, verb)
    if not seen(found.kept, call.channel, shop):
        raise ImpossibleQuestion(_filled(_ELSEWHERE, str(found.kept.id)), ("alert list",))
    return found


def seen(kept: Kept, channel: str | None, shop: Shop) -> bool:
    """Whether a channel may see the numbers of a rule: those of its metric."""
    try:
        return manners.may_see(shop.catalog.metric(kept.rule.metric), channel)
    except UnknownName:
        return True


def _meant(call: Call, shop: Shop, verb: str) -> Which:
    if named := _NAMED.match(call.text):
        return Which(_found(int(named[1]), shop, verb), call.text[named.end() :].strip())
    if alert := _EPISODE.match(call.text):
        episode = shop.records.episodes.find(int(alert[1]))
        if episode is None:
            raise UnknownName(_filled(_NO_ALERT, alert[1]), ("alert list",))
        return Which(_found(episode.rule_id, shop, verb), call.text[alert.end() :].strip())
    rules = shop.records.rules.all()
    for kept in sorted(rules, key=lambda kept: -len(kept.rule.name)):
        name = kept.rule.name.casefold()
        if name and call.text.strip(' "').casefold().startswith(name):
            return Which(kept, call.text.strip(' "')[len(name) :].strip(' "'))
    if call.channel and call.thread and (shown := shop.records.episodes.of_card(call.channel, call.thread)):
        return Which(_found(shown.rule_id, shop, verb), call.text.strip())
    if len(rules) == 1:
        return Which(rules[0], call.text.strip())
    raise UnclearName(_WHICH if rules else _NONE, _offers(shop, verb) or (_EXAMPLE,))


def alert(text: str) -> int | None:
    """The number of the alert that words begin with; None if they do not."""
    found = _EPISODE.match(text)
    return int(found[1]) if found else None


def named(kept: Kept) -> str:
    """The number of a rule: R-3."""
    return f"R-{kept.id}"


def title(kept: Kept, shop: Shop, lang: Lang) -> str:
    """A rule by its number, and its name or what it watches for: "R-3 · revenue below 1,000 by region"."""
    rule = kept.rule
    gist = Rule(rule.metric, rule.trigger, rule.grain, rule.by, rule.filters, rule.pending)
    said = rule.name or _said(gist, shop, lang)
    return f"{named(kept)} · {said}" if len(said) <= LONGEST else f"{named(kept)} · {said[: LONGEST - 1]}…"


def says(kept: Kept, shop: Shop, lang: Lang) -> str:
    """A rule in the words that would make it again, without whose it is and where it speaks."""
    return _said(replace(kept.rule, owner="", channel=""), shop, lang)


def _said(rule: Rule, shop: Shop, lang: Lang) -> str:
    """A rule in words; the id of its metric where the catalog has lost what it names."""
    try:
        return text.write(rule, words(shop), lang)
    except (KeyError, UnknownName):
        return rule.metric


def _found(number: int, shop: Shop, verb: str) -> Kept:
    kept = shop.records.rules.find(number)
    if kept is None:
        raise UnknownName(_filled(_UNKNOWN, str(number)), _offers(shop, verb) or (_EXAMPLE,))
    return kept


def _offers(shop: Shop, verb: str) -> tuple[str, ...]:
    standing = shop.records.rules.all(Status.ACTIVE, Status.PAUSED, Status.BROKEN)
    return tuple(f"alert {verb} R-{kept.id}" for kept in standing[-MOST:])


def _filled(sentence: Text, number: str) -> Text:
    return Text(*(sentence.of(lang, id=number) for lang in (Lang.EN, Lang.ZH)))


_EXAMPLE = "alert revenue drop 20% vs same weekday"
_WHICH = Text("Which rule? These are the latest:", "是哪条规则？最近的有：")
_NONE = Text("There is no rule yet. Make the first one like this:", "还没有规则。可以这样新建第一条：")
_UNKNOWN = Text("There is no rule R-{id}. These are the latest:", "没有编号为 R-{id} 的规则。最近的有：")
_ELSEWHERE = Text(
    "The numbers of R-{id} are for certain channels only: ask there. What you may see here:",
    "R-{id} 的数据只对特定频道开放，请到那里查询。这里可以查看：",
)
_NO_ALERT = Text("There is no alert A-{id}. See all of them:", "没有编号为 A-{id} 的预警。查看全部：")
_OUTLIVED = Text(
    "That button no longer says which rule it is for. See them here:", "这个按钮已失效。可在这里查看规则："
)
