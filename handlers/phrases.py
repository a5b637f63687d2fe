"""The words around an answer: its headline, what it is set against, how it was limited, when its data is from."""

from datetime import datetime

from analysis import descriptive, words
from analysis.answer import REST, Answer, Change
from analysis.language.writing import period as spoken
from analysis.model import Comparison, Dimension, Filter, Grain, Lang, Metric, Op, Period, Text, Unit
from handlers.command import Shop
from handlers.labels import COMPARISONS

DOT = " · "
FEW = 3


def value(number: float | None, metric: Metric, currency: str, lang: Lang) -> str:
    """A value of the metric in full."""
    return words.number(number, metric.unit, currency, lang, decimals=metric.decimals)


def moved(metric: Metric, before: float | None, now: float | None, lang: Lang) -> str:
    """From one value to another: "+12.3%", for a ratio "+1.2 pts"; "–" where there is nothing to compare."""
    if now is None or before is None:
        return words.NOTHING
    if metric.unit is Unit.RATIO:
        return words.points(now - before, lang, decimals=1 if metric.decimals is None else metric.decimals)
    return words.change((now - before) / abs(before) if before else None, lang)


def when(period: Period, lang: Lang) -> str:
    """The period as asked and its days: "last 7 days (15–21 Nov 2026)"; by its days alone if asked so."""
    span = words.span(period, lang)
    if period.text[:4].isdigit():
        return span
    return _WHEN.of(lang, phrase=spoken(period.text, lang), span=span)


def title(answer: Answer, shop: Shop, lang: Lang) -> str:
    """What the number is of: "Revenue by region (East)"."""
    names = [dimension.label.of(lang) for dimension in answer.dimensions]
    label, limits = answer.metric.label.of(lang), only(answer.query.filters, shop, lang)
    if lang is Lang.ZH:
        split = "按" + "、".join(names) if names else ""
        return f"{label}（{limits}）{split}" if limits else f"{label}{split}"
    split = " by " + words.listing([name.lower() for name in names]) if names else ""
    return f"{label}{split} ({limits})" if limits else f"{label}{split}"


def only(filters: tuple[Filter, ...], shop: Shop, lang: Lang) -> str:
    """The conditions in few words: "East, not email"."""
    return (", " if lang is Lang.EN else "，").join(_condition(item, shop, lang) for item in filters)


def filters(items: tuple[Filter, ...], shop: Shop, lang: Lang) -> str:
    """The conditions in full, each with its dimension: "Region: East"."""
    parts = []
    for item in items:
        dimension = shop.catalog.dimension(item.dimension)
        names = words.listing([dimension.name(value, lang) for value in item.values], lang)
        sense = _WITHOUT if item.op is Op.NOT_IN else _WITH
        parts.append(sense.of(lang, dimension=dimension.label.of(lang), names=names))
    return _ONLY.of(lang, list=("; " if lang is Lang.EN else "；").join(parts))


def against(change: Change, lang: Lang) -> str:
    """What the value is set against: "vs previous period, 8–14 Nov 2026"."""
    name = COMPARISONS[change.kind].of(lang)
    if change.period is None or change.kind is Comparison.TARGET:
        return _VS.of(lang, name=name)
    return _VS_DAYS.of(lang, name=name, span=words.span(change.period, lang))


def state(answer: Answer, currency: str, lang: Lang) -> str:
    """Where the value stands against its target: "¥1,000 (78.4% reached)"."""
    target = answer.target
    told = value(target, answer.metric, currency, lang)
    if answer.value is None or not target:
        return told
    if answer.metric.parts and not answer.metric.level:
        return _REACHED.of(lang, target=told, share=words.number(answer.value / target, Unit.RATIO, "", lang))
    sense = _ABOVE if answer.value > target else _BELOW if answer.value < target else _ON
    return sense.of(lang, target=told)


def bucket(answer: Answer, start: datetime, lang: Lang) -> str:
    """A bucket of the series in a table: "Wed 11 Nov", "14:00"."""
    grain = descriptive.grain(answer.query, answer.metric)
    label = words.bucket(start, grain, lang)
    if grain is not Grain.DAY:
        return label
    day = words.weekday(start.weekday(), lang)
    return f"{day} {label}" if lang is Lang.EN else f"{label} {day}"


def name(dimension: Dimension, held: str | None, lang: Lang) -> str:
    """A value of a dimension as it is read, the rest included."""
    return _OTHER.of(lang) if held == REST else dimension.name(held, lang)


def _condition(item: Filter, shop: Shop, lang: Lang) -> str:
    dimension = shop.catalog.dimension(item.dimension)
    names = [dimension.name(held, lang) for held in item.values[:FEW]]
    more = len(item.values) - len(names)
    told = words.listing(names, lang) if not more else f"{', '.join(names)} +{more}"
    return _NOT.of(lang, names=told) if item.op is Op.NOT_IN else told


_WHEN = Text("{phrase} ({span})", "{phrase}（{span}）")
_ONLY = Text("Only {list}", "仅含 {list}")
_WITH = Text("{dimension}: {names}", "{dimension}：{names}")
_WITHOUT = Text("{dimension}: not {names}", "{dimension}：除{names}")
_NOT = Text("not {names}", "除{names}")
_VS = Text("Against {name}", "对比{name}")
_VS_DAYS = Text("Against {name} ({span})", "对比{name}（{span}）")
_REACHED = Text("{target} ({share} reached)", "{target}（已完成 {share}）")
_ABOVE = Text("{target} (above it)", "{target}（高于目标）")
_BELOW = Text("{target} (below it)", "{target}（低于目标）")
_ON = Text("{target} (met exactly)", "{target}（正好达到）")
_OTHER = Text("Other", "其他")
