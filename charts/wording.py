"""The words on a picture: titles, numbers, names and notes, in the reader's language."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import pandas as pd

from analysis import words
from analysis.answer import REST, Answer
from analysis.model import Comparison, Dimension, Filter, Grain, Lang, Look, Metric, Op, Text, Unit

NAME_LIMIT: Final = 200
DOT: Final = " · "
NOTHING: Final = Text("Nothing was recorded here", "这段时间没有数据")
OTHER: Final = Text("Other", "其他")
NOW: Final = Text("This period", "本期")
SHARE: Final = Text("Share", "占比")
CHANGE: Final = Text("Change", "变化")
GRAINS: Final = {
    Grain.HOUR: Text("hourly", "按小时"),
    Grain.DAY: Text("daily", "按天"),
    Grain.WEEK: Text("weekly", "按周"),
    Grain.MONTH: Text("monthly", "按月"),
}
TIMES: Final = {
    Grain.HOUR: Text("Hour", "小时"),
    Grain.DAY: Text("Day", "日期"),
    Grain.WEEK: Text("Week of", "周（起始日）"),
    Grain.MONTH: Text("Month", "月份"),
}
COMPARISONS: Final = {
    Comparison.PREVIOUS: Text("previous period", "上期"),
    Comparison.LAST_WEEK: Text("a week earlier", "上周同期"),
    Comparison.LAST_MONTH: Text("a month earlier", "上月同期"),
    Comparison.LAST_YEAR: Text("a year earlier", "去年同期"),
    Comparison.SAME_WEEKDAY: Text("same weekday", "上周同日"),
    Comparison.TARGET: Text("target", "目标"),
}


def short(value: float | None, metric: Metric, look: Look) -> str:
    """A value of the metric in few characters."""
    return words.short(value, metric.unit, look.currency, look.lang)


def full(value: float | None, metric: Metric, look: Look) -> str:
    """A value of the metric in full."""
    return words.number(value, metric.unit, look.currency, look.lang, decimals=metric.decimals)


def percent(share: float, lang: Lang) -> str:
    """A share of a whole: "12%", "0.4%"."""
    return words.number(share, Unit.RATIO, lang=lang, decimals=0 if abs(share) >= 0.0995 else 1)


def title(answer: Answer, look: Look, grain: Grain | None = None) -> str:
    """What is shown: "Revenue by channel, daily · 15–21 Nov 2026"."""
    lang = look.lang
    names = [dimension.label.of(lang) for dimension in answer.dimensions]
    label, span = answer.metric.label.of(lang), words.span(answer.query.period, lang)
    if lang is Lang.ZH:
        clauses = [f"按{name}" for name in names] + ([GRAINS[grain].zh] if grain else [])
        return f"{label}{'（' + '、'.join(clauses) + '）' if clauses else ''} · {span}"
    by = " by " + words.listing([name.lower() for name in names]) if names else ""
    return f"{label}{by}{', ' + GRAINS[grain].en if grain else ''} · {span}"


def headline(answer: Answer, look: Look) -> str:
    """The one number: in full where that stays readable, else shortened."""
    if answer.value is None:
        return words.NOTHING
    text = full(answer.value, answer.metric, look)
    return text if len(text) <= 11 else short(answer.value, answer.metric, look)


def change(answer: Answer, lang: Lang, *, marked: bool = True) -> str:
    """The change against what: "▲ +12.3% vs previous period"; without the arrow for ears."""
    amount = moved(answer, lang)
    if answer.change is None or not amount:
        return ""
    against = COMPARISONS[answer.change.kind].of(lang)
    shown = arrow(amount) if marked else amount
    return f"{shown} vs {against}" if lang is Lang.EN else f"较{against} {shown}"


def moved(answer: Answer, lang: Lang) -> str:
    """By how much and which way: "+12.3%", "−1.2 pts"; nothing where there is nothing to compare with."""
    change = answer.change
    if change is None or change.value is None:
        return ""
    if answer.metric.unit is Unit.RATIO and change.change is not None:
        return points(change.change, answer.metric, lang)
    return words.change(change.change_pct, lang)


def points(difference: float, metric: Metric, lang: Lang) -> str:
    """The difference of two rates in points, as exactly as the metric itself is written."""
    return words.points(difference, lang, decimals=1 if metric.decimals is None else metric.decimals)


def arrow(amount: str) -> str:
    """An amount with its sign seconded by an arrow."""
    return {"+": "▲ ", words.MINUS: "▼ "}.get(amount[:1], "") + amount


def step(now: float, before: float, metric: Metric, lang: Lang) -> str:
    """How one value moved from another: in points for a rate, in per cent for all else."""
    if math.isnan(now) or math.isnan(before):
        return words.NOTHING
    if metric.unit is Unit.RATIO:
        return points(now - before, metric, lang)
    return words.change(now / before - 1, lang) if before > 0 else words.NOTHING


def subtitle(answer: Answer, look: Look, mark: str = "") -> str:
    """What it is set against and what it is limited to."""
    lang, query = look.lang, answer.query
    parts = []
    if query.top:
        ends = Text("bottom {n}", "后{n}名") if query.bottom else Text("top {n}", "前{n}名")
        parts.append(ends.of(lang, n=query.top))
    if query.bound:
        sense = Text("below {n}", "低于{n}") if query.bound.op is Op.BELOW else Text("above {n}", "高于{n}")
        parts.append(sense.of(lang, n=full(query.bound.limit, answer.metric, look)))
    parts += [_limit(condition, answer.dimensions, lang) for condition in query.filters]
    earlier = answer.change.period if answer.change else None
    if answer.change and earlier:
        against = mark + capital(COMPARISONS[answer.change.kind].of(lang))
        parts.append(Text("{name}: {span}", "{name}：{span}").of(lang, name=against, span=words.span(earlier, lang)))
    return capital(DOT.join(parts))


def capital(text: str) -> str:
    """The text with its first letter raised."""
    return text[:1].upper() + text[1:]


def _limit(condition: Filter, dimensions: Sequence[Dimension], lang: Lang) -> str:
    known = next((d for d in dimensions if d.id == condition.dimension), None)
    names = [known.name(value, lang) if known else value for value in condition.values]
    sense = Text("without {names}", "不含{names}") if condition.op is Op.NOT_IN else Text("only {names}", "仅{names}")
    return sense.of(lang, names=words.listing(names, lang))


def source(answer: Answer, look: Look, *notes: str) -> str:
    """When the data is from, whether the period is over, and what else the picture must own up to."""
    lang = look.lang
    parts = list(filter(None, notes))
    if answer.partial:
        parts.insert(0, Text("Period not over yet", "周期尚未结束").of(lang))
    if answer.as_of:
        when = words.moment(answer.as_of, answer.query.period.zone, lang)
        parts.insert(0, Text("Data as of {when}", "数据截至{when}").of(lang, when=when))
    return DOT.join(parts)


def left_out(count: int, lang: Lang) -> str:
    """How many rows the picture could not hold."""
    return Text("{n} more not shown", "另有{n}项未显示").of(lang, n=count) if count > 0 else ""


def unnamed(count: int, lang: Lang) -> str:
    """How many lines stand behind the others without a name."""
    return Text("{n} more in grey", "另有{n}项以灰线表示").of(lang, n=count) if count > 0 else ""


def name(dimension: Dimension, value: object, lang: Lang) -> str:
    """A value of a dimension as it is read, the rest included; bounded."""
    if value == REST:
        return OTHER.of(lang)
    text = dimension.name(None if value == "" else value, lang)
    return text if len(text) <= NAME_LIMIT else text[: NAME_LIMIT - 1] + "…"


@lru_cache(8192)
def moment(start: pd.Timestamp, grain: Grain, lang: Lang) -> str:
    """A bucket said so that it cannot be mistaken: an hour with its day."""
    text = words.bucket(start, grain, lang)
    return f"{words.bucket(start, Grain.DAY, lang)} {text}" if grain is Grain.HOUR else text
