"""Rules that can no longer be watched as they are: kept, their owners told once, healed as soon as they can be."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final
from zlib import crc32

from analysis.alerts.rule import Rule
from analysis.errors import Mistake
from analysis.model import Lang, Text
from handlers.alerts.cards import view as views
from handlers.alerts.past.due import windows
from handlers.apart import apart
from handlers.command import Audience, Notice, Reply, Shop, Step, mention
from storage.catalog import Catalog
from storage.records.alerts.model import Kept, Status
from storage.records.alerts.rules import Unreadable


def tend(rules: Iterable[Kept], lasts: Mapping[int, datetime], now: datetime, shop: Shop) -> tuple[Kept, ...]:
    """The rules that can be watched; of the others each owner is told. Those that work again are watched again."""
    sound = []
    for kept in rules:
        wrong = fault(kept.rule, shop.catalog)
        with apart(f"R-{kept.id}"):
            if wrong is None and kept.status is Status.BROKEN:
                _heal(kept, now, shop)
            elif wrong is not None and kept.status is Status.ACTIVE:
                _break(kept, wrong, lasts.get(kept.id), now, shop)
        if wrong is None and kept.status is Status.ACTIVE:
            sound.append(kept)
    for lost in shop.records.rules.unreadable(Status.ACTIVE):
        with apart(f"R-{lost.id}"):
            _lose(lost, now, shop)
    return tuple(sound)


def fault(rule: Rule, catalog: Catalog) -> Text | None:
    """What the catalog no longer has of what a rule names; None when it has it all."""
    volume = rule.trigger.volume.metric if rule.trigger.volume else ""
    try:
        for name in filter(None, (rule.metric, volume)):
            metric = catalog.metric(name)
            for dimension in (*rule.by, *(item.dimension for item in rule.filters)):
                label = catalog.dimension(dimension).label
                if dimension not in metric.dimensions:
                    return _both(_NO_SPLIT, metric=metric.label, name=label)
            if rule.grain not in metric.grains:
                return _both(_NO_GRAIN, metric=metric.label)
    except Mistake as unknown:
        return unknown.sentence
    return None


def broke(kept: Kept, wrong: Text, last: datetime | None, shop: Shop) -> Notice:
    """What the channel of a rule that broke is told, its owner called: the same words whoever finds it out."""
    channel = kept.rule.channel
    lang = views.lang(kept, channel, shop)
    said = _BROKE.of(lang, owner=mention(kept.owner), rule=_named(kept), why=wrong.of(lang))
    step = Step("kpi.ask", _SHOW.of(lang), f"alert show R-{kept.id}")
    marked = f"{kept.version}/{crc32(wrong.en.encode()):08x}/{last.isoformat() if last else 'new'}"
    reply = Reply(said, notes=(_KEPT.of(lang),), steps=(step,), audience=Audience.CHANNEL)
    return Notice(f"R-{kept.id}/broken/{marked}", reply, channel, lang, person=kept.owner)


def _break(kept: Kept, wrong: Text, last: datetime | None, now: datetime, shop: Shop) -> None:
    _tell(kept.id, Status.BROKEN, wrong.of(kept.lang), broke(kept, wrong, last, shop), now, shop)


def _heal(kept: Kept, now: datetime, shop: Shop) -> None:
    """From the next window on: those that were missed belong to a rule that nobody could judge."""
    lang = views.lang(kept, kept.rule.channel, shop)
    reply = Reply(_HEALED.of(lang, rule=_named(kept)), audience=Audience.CHANNEL)
    first = windows(kept.rule, shop.catalog).end_after(now)
    notice = Notice(f"R-{kept.id}/healed/{first.isoformat()}", reply, kept.rule.channel, lang, person=kept.owner)
    drafts = shop.mail.pack(notice)
    with shop.records.begin() as within:
        shop.records.rules.mark(kept.id, Status.ACTIVE, starts_at=first, within=within)
        shop.records.outbox.put(drafts, now, within=within)
    shop.mail.look()


def _lose(lost: Unreadable, now: datetime, shop: Shop) -> None:
    """A rule whose text cannot be read: whoever made it is told, for nobody knows its channel."""
    said = _UNREADABLE.of(lost.lang, rule=f"R-{lost.id}", why=lost.reason)
    reply = Reply(said, notes=(_KEPT.of(lost.lang),), audience=Audience.PERSON)
    key = f"R-{lost.id}/unreadable/{crc32(lost.reason.encode()):08x}"
    _tell(lost.id, Status.BROKEN, lost.reason, Notice(key, reply, lost.person, lost.lang), now, shop)


def _tell(rule_id: int, status: Status, note: str, notice: Notice, now: datetime, shop: Shop) -> None:
    drafts = shop.mail.pack(notice)
    with shop.records.begin() as within:
        shop.records.rules.mark(rule_id, status, note, within=within)
        shop.records.outbox.put(drafts, now, within=within)
    shop.mail.look()


def _named(kept: Kept) -> str:
    return f"R-{kept.id} “{kept.rule.name}”" if kept.rule.name else f"R-{kept.id}"


def _both(sentence: Text, **values: Text) -> Text:
    en, zh = (
        sentence.of(lang, **{name: value.of(lang) for name, value in values.items()}) for lang in (Lang.EN, Lang.ZH)
    )
    return Text(en, zh)


_NO_SPLIT: Final = Text("{metric} can no longer be split by {name}.", "{metric}已不能按“{name}”查看。")
_NO_GRAIN: Final = Text(
    "{metric} is no longer counted that finely: use a longer period.", "{metric}不再有这么细的数据：请改用更长的周期。"
)
_BROKE: Final = Text(
    "⚠️ {owner} Rule {rule} cannot be checked any more. {why}",
    "⚠️ {owner} 规则 {rule} 已无法检查。{why}",
)
_KEPT: Final = Text(
    "It is kept, and goes on by itself once that is back. Until then it warns of nothing.",
    "规则会保留，恢复后自动继续；在此之前不会发出预警。",
)
_SHOW: Final = Text("Show the rule", "查看规则")
_HEALED: Final = Text(
    "✅ Rule {rule} can be checked again, from the next period on.", "✅ 规则 {rule} 已恢复，从下一个周期开始检查。"
)
_UNREADABLE: Final = Text(
    "⚠️ I cannot read your rule {rule} any more ({why}).", "⚠️ 您的规则 {rule} 已无法读取（{why}）。"
)
