"""The words on and beside a picture: titles, notes, alt text and the text twin, in the reader's language."""

import math
from collections.abc import Iterable, Sequence
from typing import Final

import pandas as pd

from analysis import words
from analysis.model import (
    REST,
    Answer,
    Comparison,
    Dimension,
    Filter,
    Grain,
    Lang,
    Look,
    Metric,
    Op,
    Picture,
    Text,
    Unit,
)

ALT_LIMIT: Final = 1_900
TWIN_LIMIT: Final = 24_000
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
KINDS: Final = {
    Picture.LINE: Text("Line chart", "折线图"),
    Picture.BAR: Text("Bar chart", "条形图"),
    Picture.STACKED: Text("Stacked bars", "堆叠图"),
    Picture.PIE: Text("Donut chart", "环形图"),
    Picture.HEATMAP: Text("Heatmap", "热力图"),
    Picture.TABLE: Text("Table", "表格"),
    Picture.TILES: Text("KPI tiles", "指标卡"),
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


def change(answer: Answer, lang: Lang) -> str:
    """The change with its arrow: "▲ +12.3% vs previous period"."""
    if answer.change is None or answer.change.value is None:
        return ""
    amount = moved(answer, lang)
    against = COMPARISONS[answer.change.kind].of(lang)
    return f"{amount} vs {against}" if lang is Lang.EN else f"较{against} {amount}"


def moved(answer: Answer, lang: Lang) -> str:
    """By how much and which way: "▲ +12.3%", "▼ −1.2 pts"."""
    if answer.change is None or answer.change.value is None:
        return ""
    step = answer.change.change
    ratio = answer.metric.unit is Unit.RATIO and step is not None
    text = words.points(step, lang) if ratio and step is not None else words.change(answer.change.change_pct, lang)
    arrow = "▲ " if text.startswith("+") else "▼ " if text.startswith(words.MINUS) else ""
    return arrow + text


def step(now: float, before: float, metric: Metric, lang: Lang) -> str:
    """How one value moved from another: in points for a rate, in per cent for all else."""
    if math.isnan(now) or math.isnan(before):
        return words.NOTHING
    if metric.unit is Unit.RATIO:
        return words.points(now - before, lang)
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


def lately(parts: Sequence[str], lang: Lang) -> str:
    """The latest values of several lines, as a clause."""
    if not parts:
        return ""
    return Text("at the end {list}", "期末{list}").of(lang, list=words.listing(list(parts), lang))


def pair(label: str, value: str, lang: Lang, asides: Sequence[str] = ()) -> str:
    """A label with its value and what stands in brackets after it."""
    if lang is Lang.ZH:
        return f"{label}：{value}" + (f"（{'，'.join(asides)}）" if asides else "")
    return f"{label}: {value}" + (f" ({', '.join(asides)})" if asides else "")


def list_of(parts: Iterable[str], lang: Lang) -> str:
    """Short clauses in a row."""
    return ("；" if lang is Lang.ZH else "; ").join(parts)


def against(value: float, answer: Answer, look: Look) -> tuple[str, ...]:
    """What a value is set against, for the brackets after it; nothing where it is not compared."""
    if answer.change is None or math.isnan(value):
        return ()
    return (f"{COMPARISONS[answer.change.kind].of(look.lang)} {full(value, answer.metric, look)}",)


def name(dimension: Dimension, value: object, lang: Lang) -> str:
    """A value of a dimension as it is read, the rest included; bounded."""
    if value == REST:
        return OTHER.of(lang)
    text = dimension.name(value, lang)
    return text if len(text) <= NAME_LIMIT else text[: NAME_LIMIT - 1] + "…"


def moment(start: pd.Timestamp, grain: Grain, lang: Lang) -> str:
    """A bucket said so that it cannot be mistaken: an hour with its day."""
    text = words.bucket(start, grain, lang)
    return f"{words.bucket(start, Grain.DAY, lang)} {text}" if grain is Grain.HOUR else text


def alt(kind: Picture, heading: str, answer: Answer, look: Look, said: str) -> str:
    """One or two sentences for someone who cannot see the picture. `said` are its key numbers."""
    lang = look.lang
    total = Text("Overall {value}", "总体{value}").of(lang, value=full(answer.value, answer.metric, look))
    moves = change(answer, lang)
    verdict = {True: Text("favourable", "有利"), False: Text("unfavourable", "不利")}
    favourable = answer.change.favourable if answer.change else None
    if moves and favourable is not None:
        moves += Text(" ({word})", "（{word}）").of(lang, word=verdict[favourable].of(lang))
    comma, stop = (", ", ". ") if lang is Lang.EN else ("，", "。")
    first = f"{KINDS[kind].of(lang)}{': ' if lang is Lang.EN else '：'}{heading}{stop}"
    return bounded(first + comma.join(filter(None, (total, moves, said))) + stop.rstrip(), ALT_LIMIT)


def ends(pairs: Sequence[tuple[str, float]], answer: Answer, look: Look) -> str:
    """The highest and the lowest of named values, as a clause."""
    known = [(text, value) for text, value in pairs if not math.isnan(value)]
    if len(known) < 2:
        return ""
    high, low = max(known, key=lambda pair: pair[1]), min(known, key=lambda pair: pair[1])
    return Text("highest {a} ({b}), lowest {c} ({d})", "最高{a}（{b}），最低{c}（{d}）").of(
        look.lang, a=high[0], b=full(high[1], answer.metric, look), c=low[0], d=full(low[1], answer.metric, look)
    )


def twin(heading: str, answer: Answer, look: Look, lines: Iterable[str]) -> str:
    """All the numbers of a picture as text, one line each."""
    top = [heading, subtitle(answer, look), f"{headline(answer, look)}  {change(answer, look.lang)}".rstrip()]
    return cut([*filter(None, top), *lines, source(answer, look)], look.lang)


def cut(lines: Sequence[str], lang: Lang) -> str:
    """Lines within the limit of a text twin, the last of them saying what was left out."""
    kept, size = 0, 0
    while kept < len(lines) and (size := size + len(lines[kept]) + 1) <= TWIN_LIMIT - 100:
        kept += 1
    rest = len(lines) - kept
    more = Text("… and {n} more lines", "……还有{n}行").of(lang, n=rest)
    return "\n".join([*filter(None, lines[:kept]), *([more] if rest else [])])


def bounded(text: str, limit: int) -> str:
    """The text, its end replaced by an ellipsis beyond the limit."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
