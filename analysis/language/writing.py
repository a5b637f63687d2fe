"""A query as text that reads back as the same query, in either language."""

import re
from collections.abc import Callable
from decimal import Decimal

from analysis.language import normal
from analysis.language.lexicon import Lexicon
from analysis.model import Bound, Comparison, Filter, Grain, Lang, Op, Picture, Query, Text, Unit

GRAINS = {
    Grain.HOUR: Text("hourly", "按小时"),
    Grain.DAY: Text("daily", "按天"),
    Grain.WEEK: Text("weekly", "按周"),
    Grain.MONTH: Text("monthly", "按月"),
}
COMPARISONS = {
    Comparison.PREVIOUS: Text("vs previous", "环比"),
    Comparison.LAST_WEEK: Text("vs last week", "对比上周"),
    Comparison.LAST_MONTH: Text("vs last month", "对比上月"),
    Comparison.LAST_YEAR: Text("vs last year", "同比"),
    Comparison.SAME_WEEKDAY: Text("vs same weekday", "对比同星期"),
    Comparison.TARGET: Text("vs target", "对比目标"),
}
PICTURES = {
    Picture.LINE: Text("as line", "折线图"),
    Picture.BAR: Text("as bar", "柱状图"),
    Picture.STACKED: Text("as stacked", "堆叠图"),
    Picture.PIE: Text("as pie", "饼图"),
    Picture.HEATMAP: Text("as heatmap", "热力图"),
    Picture.TABLE: Text("as table", "表格"),
    Picture.TILES: Text("as tiles", "指标卡"),
}
PHRASES = {"vs previous": "环比", "top 10": "前10", "bottom 10": "后10"}
UNITS = {"hour": "小时", "day": "天", "week": "周", "month": "个月", "quarter": "个季度", "year": "年"}
CALENDAR = {"week": "周", "month": "月", "quarter": "季度", "year": "年"}
DAYS = dict(
    zip(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), "一二三四五六日", strict=True)
)
NAMED = {
    "new year": "元旦",
    "valentine's day": "情人节",
    "women's day": "妇女节",
    "labour day": "劳动节",
    "520": "520",
    "618": "618",
    "national day": "国庆节",
    "double 11": "双十一",
    "black friday": "黑五",
    "cyber monday": "网络星期一",
    "double 12": "双十二",
    "christmas": "圣诞节",
}
_DAY = "|".join(DAYS)
# A canonical English period, and how the same is asked for in Chinese.
CHINESE: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    ("today", lambda _: "今天"),
    ("yesterday", lambda _: "昨天"),
    ("all time", lambda _: "全部时间"),
    ("last weekend", lambda _: "上周末"),
    ("last year", lambda _: "去年"),
    ("this year", lambda _: "今年"),
    ("2 days ago", lambda _: "前天"),
    (r"last (\d+) full weeks", lambda m: f"最近{m[1]}个完整周"),
    (r"last (\d+) (hour|day|week|month|quarter|year)s", lambda m: f"最近{m[1]}{UNITS[m[2]]}"),
    (r"(\d+) (day|week|month|quarter|year)s ago", lambda m: f"{m[1]}{UNITS[m[2]]}前"),
    (r"this (week|month|quarter)", lambda m: f"本{CALENDAR[m[1]]}"),
    (r"last (week|month|quarter)", lambda m: f"上{'个' if m[1] != 'week' else ''}{CALENDAR[m[1]]}"),
    ("year to date", lambda _: "今年至今"),
    (r"(week|month|quarter) to date", lambda m: f"本{CALENDAR[m[1]]}至今"),
    (rf"({_DAY})", lambda m: f"周{DAYS[m[1]]}"),
    (rf"({_DAY}) (this|last) week", lambda m: f"{'本' if m[2] == 'this' else '上'}周{DAYS[m[1]]}"),
    (r"since (.+)", lambda m: f"{period(m[1], Lang.ZH)}以来"),
    (r"(\d{4})-(\d\d)", lambda m: f"{m[1]}年{int(m[2])}月"),
    (r"(\d{4})-(\d\d)-(\d\d)", lambda m: f"{m[1]}年{int(m[2])}月{int(m[3])}日"),
    (r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)", lambda m: f"{period(m[1], Lang.ZH)}到{period(m[2], Lang.ZH)}"),
    (r"(\d{4})", lambda m: f"{m[1]}年"),
    (r"q(\d) (\d{4})", lambda m: f"{m[2]}年{'一二三四'[int(m[1]) - 1]}季度"),
    (r"h(\d) (\d{4})", lambda m: f"{m[2]}年{'上下'[int(m[1]) - 1]}半年"),
    (rf"({'|'.join(NAMED)})(?: (\d{{4}}))?", lambda m: (f"{m[2]}年" if m[2] else "") + NAMED[m[1]]),
)


def phrase(text: str, lang: Lang) -> str:
    """A canonical clause by itself in a language."""
    return PHRASES[text] if lang is Lang.ZH and text in PHRASES else period(text, lang)


def period(text: str, lang: Lang) -> str:
    """A canonical period phrase in a language."""
    if lang is Lang.ZH:
        for pattern, chinese in CHINESE:
            if match := re.fullmatch(pattern, text):
                return chinese(match)
    return text


def write(query: Query, lexicon: Lexicon, lang: Lang) -> str:
    """The canonical question: metric, period, filters, splits, grain, comparison, ranking, bound, picture."""
    parts = [lexicon.metric_name(query.metric, lang), period(query.period.text, lang)]
    parts += [condition(one, lexicon, lang) for one in query.filters]
    if query.dimensions:
        parts.append(split(query.dimensions, lexicon, lang))
    if query.grain:
        parts.append(GRAINS[query.grain].of(lang))
    if query.comparison:
        parts.append(COMPARISONS[query.comparison].of(lang))
    if query.top:
        parts.append((Text("bottom {n}", "后{n}") if query.bottom else Text("top {n}", "前{n}")).of(lang, n=query.top))
    if query.bound:
        metric = lexicon.metrics.get(query.metric)
        parts.append(bound(query.bound, metric.unit if metric else Unit.NUMBER, lang))
    if query.picture:
        parts.append(PICTURES[query.picture].of(lang))
    return " ".join(parts)


def split(dimensions: tuple[str, ...], lexicon: Lexicon, lang: Lang) -> str:
    """By which dimensions."""
    names = [lexicon.dimension_name(dimension, lang) for dimension in dimensions]
    return Text("by ", "按").of(lang) + Text(" and ", "和").of(lang).join(names)


def condition(condition: Filter, lexicon: Lexicon, lang: Lang) -> str:
    """A filter with its dimension named."""
    values = [_quoted(lexicon.value_name(condition.dimension, value, lang)) for value in condition.values]
    sign = Text("not", "不是").of(lang) if condition.op is Op.NOT_IN else "="
    return f"{lexicon.dimension_name(condition.dimension, lang)} {sign} {Text(', ', '、').of(lang).join(values)}"


def _quoted(name: str) -> str:
    """A name that is one plain word as it is, any other in quotes."""
    plain = all(normal.is_cjk(c) for c in name) or (name.isalpha() and name.isascii())
    return name if plain else '"' + name.replace('"', "") + '"'


def bound(bound: Bound, unit: Unit, lang: Lang) -> str:
    """A limit on the value."""
    word = Text("below ", "低于") if bound.op is Op.BELOW else Text("above ", "高于")
    return word.of(lang) + number(bound.limit, unit)


def number(value: float, unit: Unit = Unit.NUMBER) -> str:
    """A value in full, as it is typed; a ratio in percent."""
    ratio = unit is Unit.RATIO
    text = f"{Decimal(repr(float(value))) * (100 if ratio else 1):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text + ("%" if ratio else "")
