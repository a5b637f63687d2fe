"""Targets in words: revenue 2026-11 1.2m in South; 销售额 2026年11月 120万 华南."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from analysis import calendar
from analysis.alerts.text import complaints, phrases
from analysis.alerts.text.amounts import amount_at
from analysis.alerts.text.moments import coming
from analysis.alerts.text.parts import Amount
from analysis.alerts.text.trigger import Draft, in_unit
from analysis.errors import ImpossibleQuestion
from analysis.language import clauses, compose, lexicon, normal, scan
from analysis.language.filters import where
from analysis.language.mending import MOST_SUGGESTIONS, Mender, Slip
from analysis.language.pieces import Every, Part, Piece
from analysis.language.question import Question, Refused, refuse
from analysis.language.source import NOTHING, Found, Source
from analysis.language.spans import Days, Reader
from analysis.language.writing import condition
from analysis.model import Filter, Grain, Lang, Op, Query, Text, Unit
from analysis.periods import Clock
from analysis.vocabulary import Vocabulary


@dataclass(frozen=True)
class Aim:
    """What a metric should come to: `value` in its unit, for each `every` or for the days named, both included.

    `value` is None where only the place and the time were said, such as of a target to be taken back.
    """

    metric: str
    filters: tuple[Filter, ...]
    value: float | None
    every: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Span(Part):
    """Some days, the end exclusive."""

    first: date
    end: date


@dataclass(frozen=True)
class Size(Part):
    """The number to reach."""

    amount: Amount


_UNIT = "(?P<week>week|周)|(?P<month>month|月)|(?P<quarter>quarter|季度)|(?P<year>year|年)"
RELATIVE = re.compile(
    f"(?:(?P<this>this|current|本|这个?|当|今)|(?P<next>next|下个?|明)) ?(?:{_UNIT})(?![a-z])"
    "|(?P<today>today|今天|今日)"
)
TO = re.compile(r"(?:to|=|:|of|is|at|为|是|定为|设为|达到?)? ?(?=[-0-9一二两三四五六七八九十百¥$€£])")
RANGE = re.compile(r" ?(?:\.{2,3}|–|~|to|到|至) ?")
MIDDLE = re.compile("[0-9一二三四五六七八九十](?:[万千百亿%]|[a-z]|[.,][0-9])")
NUMBER = re.compile("[0-9一二三四五六七八九十]+$")
YEAR = re.compile("(?:19|20)[0-9]{2}(?![0-9.,])")


def span(source: Source, start: int) -> Found:
    """2026-11, november, this month, 2026-11-01..2026-11-11, 2026年11月."""
    clock = source.periods.clock
    if match := RELATIVE.match(source.text, start):
        return Span(*_unit(match, clock)), match.end()
    first, end = coming(source.text, start, clock)
    if end and MIDDLE.match(source.text, end - 1):
        # The day of a month was the beginning of the number to reach: 11月 6万, dec 2m.
        number = NUMBER.search(source.text[start:end])
        first, end = coming(source.text[: start + number.start()].rstrip(), start, clock) if number else (None, 0)
    if first is None:
        return NOTHING
    joint = RANGE.match(source.text, end)
    last, stop = coming(source.text, joint.end(), clock) if joint else (None, 0)
    return (Span(first[0], last[1]), stop) if last and last[1] > first[0] else (Span(*first), end)


def size(source: Source, start: int) -> Found:
    """1.2m, ¥1,200,000, 120万, 3%."""
    opening = TO.match(source.text, start)
    amount, end = amount_at(source.text, opening.end()) if opening else (None, 0)
    return (Size(amount), end) if amount else NOTHING


READERS: tuple[Callable[[Source, int], Found], ...] = (span, size, clauses.metric, where, phrases.fixed)


def read(text: str, vocabulary: Vocabulary, now: datetime, *, sized: bool = True) -> Aim:
    """The target a text describes, `sized` if its number is needed. Raises a Mistake whose suggestions read."""

    def attempt(said: str) -> Aim:
        return _attempt(said, vocabulary, now, sized=sized)

    try:
        return attempt(text)
    except Refused as refused:
        why = refused.why
    lang = Lang.ZH if normal.is_chinese(text) else Lang.EN
    names = lexicon.of(vocabulary)

    def spell(query: Query, said: Lang) -> str:
        limits = [condition(one, names, said) for one in query.filters]
        return " ".join([names.metric_name(query.metric, said), _month(now, vocabulary), "1000", *limits])

    def plainest(said: Lang) -> tuple[str, ...]:
        metrics = vocabulary.metrics[:MOST_SUGGESTIONS]
        return tuple(f"{names.metric_name(metric.id, said)} {_month(now, vocabulary)} 1000" for metric in metrics)

    mender = Mender(attempt, spell, lambda said, _aim, _lang: " ".join(said.split()), plainest)
    raise mender.mistake(why, Slip(text[: normal.LIMIT * 4], lang))


def _attempt(text: str, vocabulary: Vocabulary, now: datetime, *, sized: bool) -> Aim:
    cleaned = normal.cleaned(text[: normal.LIMIT])
    clock = Clock(now, vocabulary.zone, vocabulary.week_start)
    reader = Reader(normal.lowered(cleaned), clock, Days(vocabulary.first_day, vocabulary.last_day))
    source = scan.source(cleaned, lexicon.of(vocabulary), reader)
    lang = Lang.ZH if normal.is_chinese(cleaned) else Lang.EN
    question = Question(cleaned, _settled(scan.pieces(source, READERS), source), source, vocabulary, clock, lang)
    about = compose.scope(question)
    draft = Draft(question, replace(about, grain=None))
    _single(draft)
    first, last = _days(draft, about, clock)
    every = about.grain.value if about.grain else ""
    if sized and not draft.all(Size):
        raise refuse(ImpossibleQuestion, complaints.TARGET_SIZE, f"{cleaned} 1000", f"{cleaned} 10%")
    return Aim(about.metric, about.filters, _value(draft), every, first, last)


def _settled(pieces: list[Piece], source: Source) -> tuple[Piece, ...]:
    """A number that could be a year is the number to reach where another span was said and no other number."""
    spans = [piece for piece in pieces if isinstance(piece.clause, Span)]
    sized = any(isinstance(piece.clause, Size) for piece in pieces)
    years = [piece for piece in spans if YEAR.fullmatch(source.text, piece.start, piece.end)]
    if sized or len(spans) < 2 or not years:
        return tuple(pieces)
    amount, _ = amount_at(source.text, years[-1].start)
    return tuple(replace(p, clause=Size(amount)) if amount and p is years[-1] else p for p in pieces)


def _single(draft: Draft) -> None:
    """A target is for one value of a dimension, or the whole."""
    for wanted in draft.about.filters:
        if wanted.op is not Op.IN or len(wanted.values) != 1:
            one = Filter(wanted.dimension, Op.IN, wanted.values[:1])
            alone = replace(draft.about, filters=tuple(one if each == wanted else each for each in draft.about.filters))
            raise refuse(ImpossibleQuestion, complaints.ONE_VALUE, alone)


def _days(draft: Draft, about: Query, clock: Clock) -> tuple[date | None, date | None]:
    said, month = draft.one(Span), f"{clock.today:%Y-%m}"
    if about.grain is Grain.HOUR:
        bare = draft.question.without(draft.all(Every))
        raise refuse(ImpossibleQuestion, complaints.WHICH_MONTH, bare, f"{bare} {month}")
    if said is None:
        if about.grain:
            return None, None
        raise refuse(ImpossibleQuestion, complaints.WHICH_MONTH, f"{draft.question.text} {month}")
    assert isinstance(said.clause, Span)
    return said.clause.first, said.clause.end - timedelta(1)


def _value(draft: Draft) -> float | None:
    said = draft.one(Size)
    if said is None or not isinstance(said.clause, Size):
        return None
    value, number = in_unit(draft, said, said.clause.amount, draft.metric), f"{abs(said.clause.amount.number):f}"
    if value <= 0:
        plain = draft.said(said).replace("-", "").replace("−", "").replace("–", "") if value else "1000"
        raise draft.refuse(complaints.ABOVE_ZERO, said, Text(plain, plain), Text("10%", "10%"))
    if draft.metric.unit is Unit.RATIO and value > 1:
        less = draft.said(said).replace(number, f"{(said.clause.amount.number / 100).normalize():f}")
        raise draft.refuse(complaints.OVER_ALL, said, Text(less, less), metric=draft.metric.label)
    return value


def _unit(match: re.Match[str], clock: Clock) -> tuple[date, date]:
    """The unit it is, or the next one."""
    today, ahead = clock.today, 1 if match["next"] else 0
    if match["today"]:
        return today, today + timedelta(1)
    if match["week"]:
        first = calendar.week_of(today, clock.week_start) + timedelta(7 * ahead)
        return first, first + timedelta(7)
    months = 1 if match["month"] else 3 if match["quarter"] else 12
    starts = {1: calendar.month_of, 3: calendar.quarter_of, 12: calendar.year_of}
    first = calendar.months_after(starts[months](today), months * ahead)
    return first, calendar.months_after(first, months)


def _month(now: datetime, vocabulary: Vocabulary) -> str:
    return f"{now.astimezone(vocabulary.zone):%Y-%m}"
