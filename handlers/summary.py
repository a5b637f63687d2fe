"""An answer -> what is said of it: headline, figures, the sentence that stands out, table, notes, picture."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from analysis import periods, tidy, words
from analysis.answer import Answer, Change
from analysis.model import Comparison, Lang, Picture, Text, Unit
from handlers import nothing, phrases, steps
from handlers.ask import Answered
from handlers.command import Audience, Fact, Reply, Shop, Table

MOST_ROWS = 10
MOST_BUCKETS = 31
TONES = {True: "favourable", False: "unfavourable", None: "neutral"}
FIGURES = ("mean", "median", "best", "worst", "highest", "lowest")


def reply(answered: Answered, shop: Shop, audience: Audience) -> Reply:
    """Everything to say of an answer to an audience; without data, a sentence and what has some."""
    if nothing.applies(answered):
        return replace(nothing.reply(answered, shop), audience=audience)
    return Reply(
        headline=_headline(answered, shop),
        tone=_tone(answered.answer),
        facts=_facts(answered),
        body=_body(answered),
        table=table(answered),
        charts=(answered.chart,),
        notes=_notes(answered, shop),
        steps=steps.after(answered, shop, audience),
        audience=audience,
        about=answered.canonical,
    )


def as_of(when: datetime, zone: ZoneInfo, lang: Lang) -> str:
    """How fresh the data is."""
    return _AS_OF.of(lang, when=words.moment(when, zone, lang))


def table(answered: Answered) -> Table | None:
    """The ranking of a split, or the series when a table was asked for; None where a picture says it better."""
    if answered.query.dimensions:
        return _ranking(answered)
    return _series(answered) if answered.query.picture is Picture.TABLE else None


def _headline(answered: Answered, shop: Shop) -> str:
    answer, lang = answered.answer, answered.lang
    told = phrases.value(answer.value, answer.metric, answered.look.currency, lang)
    when = phrases.when(answer.query.period, lang)
    return f"{phrases.title(answer, shop, lang)} {told}{phrases.DOT}{when}"


def _tone(answer: Answer) -> str:
    if answer.change is None or answer.change.change is None:
        return ""
    return TONES[answer.change.favourable]


def _facts(answered: Answered) -> tuple[Fact, ...]:
    answer, lang, currency = answered.answer, answered.lang, answered.look.currency
    facts = []
    if answer.change is not None and answer.change.value is not None:
        earlier = phrases.value(answer.change.value, answer.metric, currency, lang)
        moved = phrases.moved(answer.metric, answer.change.value, answer.value, lang)
        told = earlier if answer.change.change is None else f"{moved}  ({earlier})"
        facts.append(Fact(phrases.against(answer.change, lang), told))
    if answer.target is not None and (answer.change is None or answer.change.kind is not Comparison.TARGET):
        facts.append(Fact(_TARGET.of(lang), phrases.state(answer, currency, lang)))
    return tuple(facts)


def _body(answered: Answered) -> tuple[str, ...]:
    lang = answered.lang
    said = {finding.kind: finding.sentence.of(lang) for finding in answered.answer.findings}
    figures = phrases.DOT.join(said[kind] for kind in FIGURES if kind in said)
    return tuple(filter(None, (said.get("standout", ""), figures)))


def _ranking(answered: Answered) -> Table:
    answer, lang = answered.answer, answered.lang
    dimensions = answer.dimensions
    heads = [dimension.label.of(lang) for dimension in dimensions]
    known = [name for name in ("value", "share", "previous") if name in answer.rows and answer.rows[name].notna().any()]
    labels = {"value": answer.metric.label, "share": _SHARE, "previous": _CHANGE}
    columns = [*heads, *(labels[name].of(lang) for name in known)]
    rows = []
    for record in tidy.rows(answer.rows.head(MOST_ROWS)):
        names = [phrases.name(dimension, record[dimension.id], lang) for dimension in dimensions]
        rows.append((*names, *(_cell(answered, name, record) for name in known)))
    return _table(columns, rows, len(heads))


def _series(answered: Answered) -> Table:
    answer, lang = answered.answer, answered.lang
    known = [name for name in ("value", "previous") if answer.series[name].notna().any()]
    columns = [_WHEN.of(lang), *({"value": answer.metric.label, "previous": _CHANGE}[name].of(lang) for name in known)]
    rows = [
        (phrases.bucket(answer, record["bucket"], lang), *(_cell(answered, name, record) for name in known))
        for record in tidy.rows(answer.series.tail(MOST_BUCKETS))
    ]
    return _table(columns, rows, 1)


def _table(columns: list[str], rows: list[tuple[str, ...]], heads: int) -> Table:
    return Table(tuple(columns), tuple(rows), tuple(place >= heads for place in range(len(columns))))


def _cell(answered: Answered, name: str, record: Mapping[str, Any]) -> str:
    metric, lang = answered.answer.metric, answered.lang
    match name:
        case "share":
            return words.number(record["share"], Unit.RATIO, "", lang)
        case "previous":
            return phrases.moved(metric, record["previous"], record["value"], lang)
        case _:
            return phrases.value(record["value"], metric, answered.look.currency, lang)


def _notes(answered: Answered, shop: Shop) -> tuple[str, ...]:
    """What limits the number, how fresh it is, what it means and whom to ask: most needed first."""
    answer, lang, query = answered.answer, answered.lang, answered.query
    notes = [note.of(lang) for note in answer.notes]
    if query.open_until is not None and query.period.text != periods.ALL_TIME:
        so_far = words.moment(query.open_until, query.period.zone, lang)
        notes.insert(0, _open(answer.change).of(lang, when=so_far))
    if answer.change is not None and answer.change.value is None and query.comparison is not None:
        notes.append(_NO_EARLIER.of(lang, against=phrases.against(answer.change, lang)))
    if query.dimensions and len(answer.rows) > MOST_ROWS:
        notes.insert(0, _MORE_ROWS.of(lang, count=len(answer.rows) - MOST_ROWS))
    if query.filters:
        notes.append(phrases.filters(query.filters, shop, lang))
    if answer.as_of is not None:
        notes.append(as_of(answer.as_of, query.period.zone, lang))
    about = f"{answer.metric.label.of(lang)}{_COLON.of(lang)}{answer.metric.description.of(lang)}"
    owner = _OWNER.of(lang, owner=answer.metric.owner) if answer.metric.owner else ""
    return (*notes, about + (" " if lang is Lang.EN and owner else "") + owner)


def _open(change: Change | None) -> Text:
    """What is said of a period that is not over, by what it is set against."""
    if change is None or change.period is None:
        return _OPEN
    return _OPEN_TARGET if change.kind is Comparison.TARGET else _OPEN_ALIKE


_WHEN = Text("When", "时间")
_SHARE = Text("Share", "占比")
_CHANGE = Text("Change", "变化")
_TARGET = Text("Target", "目标")
_COLON = Text(": ", "：")
_OPEN = Text("Not over yet: counted up to {when}.", "周期尚未结束：统计到{when}。")
_OPEN_ALIKE = Text(
    "Not over yet: counted up to {when}, and compared with the same part of the earlier period.",
    "周期尚未结束：统计到{when}，并与此前周期的同一段相比。",
)
_OPEN_TARGET = Text(
    "Not over yet: counted up to {when}; the target is for the whole period.",
    "周期尚未结束：统计到{when}；目标是整个周期的目标。",
)
_MORE_ROWS = Text("{count} more rows are in the CSV.", "另有 {count} 行，可导出 CSV 查看。")
_NO_EARLIER = Text("{against}: nothing was recorded then.", "{against}：当时没有数据。")
_AS_OF = Text("Data as of {when}.", "数据截至{when}。")
_OWNER = Text("Ask {owner}.", "负责人：{owner}。")
