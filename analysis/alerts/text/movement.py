"""Readers of movements and what they are measured from: drop 20%, 20% below last year, behind target, 下降20%."""

import re

from analysis.alerts.rule import Side
from analysis.alerts.text import complaints
from analysis.alerts.text.amounts import amount_at, unfinished
from analysis.alerts.text.parts import Average, Beyond, Move, Reference, Versus
from analysis.language import clauses, numerals
from analysis.language.pieces import Against, Wrong
from analysis.language.source import NOTHING, Found, Source
from analysis.model import Text

WEEKS = 4
_DOWN = (
    "drop(?:s|ped|ping)?|fall(?:s|en|ing)?|fell|down|decreas(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|dip(?:s|ped)?"
    "|plunge[sd]?|lose[sd]?|lost|sinks?|slump(?:s|ed)?|shrinks?|下降|下跌|下滑|下挫|减少|降低|降幅|跌幅|走低|跌|降|低|少"
)
_UP = (
    "ris(?:e|es|ing)|rose|up|increas(?:e|es|ed|ing)|grow(?:s|n|ing|th)?|grew|jump(?:s|ed)?|climb(?:s|ed)?|gain(?:s|ed)?"
    "|surge[sd]?|spike[sd]?|上升|上涨|增长|增加|提高|升高|飙升|涨幅|增幅|走高|涨|升|增|高|多"
)
_EITHER = "chang(?:e|es|ed|ing)|mov(?:e|es|ed|ing)|swings?|var(?:y|ies)|变化|变动|波动|涨跌幅?"
_WAY = f"(?:(?P<down>{_DOWN})|(?P<up>{_UP})|(?P<either>{_EITHER}))"
_LINK = "(?: ?(?:by|of|at least|more than|over|of more than|>=?|了|超过|达到?|至少|大于|多于|不少于))*"
_TAIL = re.compile(" ?(?:or more|and more|以上|及以上)")
MOVE = re.compile(rf"(?:it |will |has )?{_WAY}{_LINK} ?(?=[0-9一二两三四五六七八九十百半.¥$€£-])")
MOVE_AFTER = re.compile(rf" ?(?:的|[- ]in )? ?{_WAY}(?![a-z])")
SIGNED = re.compile("(?P<sign>[-+]) ?(?=[0-9])")
_LONG = (
    "drop|drops|fall|falls|rise|rises|increase|increases|decrease|decreases|grow|grows|decline|declines|dip|dips|spike"
)
BARE = re.compile(rf"(?:(?P<down>下降|下跌|下滑|减少|降低)|(?P<up>上升|上涨|增长|增加|提高)|(?P<en>{_LONG}))(?![a-z])")
FALLS = ("drop", "fall", "decrease", "decline", "dip")
_OPENS = "(?:is |are |falls |drops |goes |gets |stays |runs )?"
_UNDER = (
    "below|under|behind|lower than|less than|short of|off|misses|missing"
    "|低于|落后于?|少于|不及|不如|未达到?|没达到|完不成|达不到"
)
_OVER = "above|over|ahead of|higher than|more than|beyond|exceed(?:s|ing)?|高于|超过|超出|超额完成|领先于?|多于"
BEYOND = re.compile(rf"{_OPENS}(?:(?P<under>{_UNDER})|(?P<over>{_OVER})) ?(?:the |our |its )?")
BEYOND_AFTER = re.compile(r" ?(?:by|of|达|超过|了)? ?(?:at least |more than |over )?(?=[0-9一二两三四五六七八九十百])")
_FEW = numerals.COUNT
AVERAGE = re.compile(
    rf"(?:the |our |its )?(?:(?:last|past|previous|recent|trailing) )?(?P<n>{_FEW})[- ]?(?P<unit>week"
    r"|month|day|hour|window)s?"
    r"[- ](?:rolling |moving |trailing )?(?:average|avg|mean|median)(?![a-z])"
    rf"|(?:the |our |its )?(?:average|avg|mean|median)(?: of (?:the )?(?:last |past |previous )?(?P<n2>{_FEW}) "
    "(?P<unit2>week|month|day|hour|window)s?)?(?![a-z])"
    rf"|(?:最?近|过去|前)?(?P<n3>{_FEW})个?(?P<unit3>周|星期|月|天|小时)的?(?:平均值?|均值|均线|平均水平)"
    "|(?:平均值|平均水平|均值|均线|平均)"
)
_CHINESE_UNITS = {"周": "week", "星期": "week", "月": "month", "天": "day", "小时": "hour"}


def move(source: Source, start: int) -> Found:
    """Drop 20%, a 20% drop, -20%, 下降超过20%."""
    text = source.text
    if way := MOVE.match(text, start):
        amount, end = amount_at(text, way.end())
        tail = _TAIL.match(text, end) if amount else None
        return (Move(_side(way), amount), tail.end() if tail else end) if amount else NOTHING
    sign = SIGNED.match(text, start)
    amount, end = amount_at(text, sign.end() if sign else start)
    if amount and amount.percent:
        if sign:
            return Move(Side.BELOW if sign["sign"] == "-" else Side.ABOVE, amount), end
        if after := MOVE_AFTER.match(text, end):
            return Move(_side(after), amount), after.end()
    return NOTHING


def bare(source: Source, start: int) -> Found:
    """A movement of no size."""
    match = BARE.match(source.text, start)
    if match is None:
        return NOTHING
    down = match["down"] or (match["en"] or "").startswith(FALLS)
    instead = Text("drop 20%", "下降20%") if down else Text("rise 20%", "上涨20%")
    return unfinished(source, complaints.HOW_MUCH, instead), match.end()


def versus(source: Source, start: int) -> Found:
    """Vs same weekday, vs 4-week average, 同比, 比4周均值."""
    opening = clauses.VS.match(source.text, start)
    average = AVERAGE.match(source.text, opening.end()) if opening else None
    clause, end = clauses.comparison(source, start)
    if average and average.end() > end:
        return Versus(_average(average)), average.end()
    if isinstance(clause, Against):
        if _odd_length(clause):
            return _no_such(source), end
        return NOTHING if clause.soft else (Versus(clause.kind, clause.days == 1), end)
    return (_no_such(source), end) if isinstance(clause, Wrong) else NOTHING


def beyond(source: Source, start: int) -> Found:
    """20% below last year, behind target by 5%, 低于目标5%, 落后目标."""
    text = source.text
    before, at = amount_at(text, start)
    at = at + text.startswith(" ", at) if before and before.percent else start
    match = BEYOND.match(text, at)
    if match is None:
        return NOTHING
    reference, end = _reference(source, match.end())
    if reference is None:
        return NOTHING
    side = Side.BELOW if match["under"] else Side.ABOVE
    if at > start:
        return Beyond(side, reference, before), end
    link = BEYOND_AFTER.match(text, end)
    amount, stop = amount_at(text, link.end()) if link else (None, 0)
    if amount and amount.percent:
        return Beyond(side, reference, amount), stop
    return Beyond(side, reference), end


def _side(match: re.Match[str]) -> Side:
    return Side.BELOW if match["down"] else Side.ABOVE if match["up"] else Side.EITHER


def _reference(source: Source, start: int) -> tuple[Reference | None, int]:
    average = AVERAGE.match(source.text, start)
    clause, end = clauses.compared_with(source, start)
    if average and average.end() > end:
        return _average(average), average.end()
    return (clause.kind, end) if isinstance(clause, Against) and not _odd_length(clause) else (None, 0)


def _average(match: re.Match[str]) -> Average:
    said = match["n"] or match["n2"] or match["n3"]
    unit = match["unit"] or match["unit2"] or _CHINESE_UNITS.get(match["unit3"] or "", "")
    return Average(numerals.count(said) if said else WEEKS, "" if unit == "window" else unit)


def _odd_length(clause: Against) -> bool:
    """Whether the earlier span has a length of its own: no baseline of a window has."""
    return clause.days > 1


def _no_such(source: Source) -> Wrong:
    return unfinished(source, complaints.NO_SUCH_BASELINE, *BASELINES)


BASELINES = (
    Text("vs same weekday", "对比同星期"),
    Text("vs previous", "环比"),
    Text("vs 4-week average", "对比4周平均"),
    Text("vs last year", "同比"),
)
