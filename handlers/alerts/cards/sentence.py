"""A rule in a sentence, as one would tell a colleague what it watches for."""

from typing import Final

from analysis import words
from analysis.alerts.bounds import amount, written
from analysis.alerts.rule import Baseline, Kind, Rule, Side
from analysis.model import Grain, Lang, Metric, Text
from handlers import phrases
from handlers.alerts.cards import sayings
from handlers.alerts.cards.times import counted
from handlers.command import Shop


def sentence(rule: Rule, shop: Shop, lang: Lang) -> str:
    """What is watched, when that is bad, and for how long: "Revenue, for each region: 20% or more below …"."""
    metric = shop.catalog.metric(rule.metric)
    label = metric.label.of(lang)
    if rule.filters:
        label = sayings.ONLY.of(lang, label=label, limits=phrases.only(rule.filters, shop, lang))
    if rule.by:
        names = [shop.catalog.dimension(name).label.of(lang) for name in rule.by]
        listed = words.listing([name.lower() for name in names], lang)
        label = _EACH.of(lang, label=label, names=listed)
    said = _SAID.of(lang, label=label, bad=bad(rule, shop, lang))
    for part in (_run(rule, lang), _volume(rule, shop, lang), _recovery(rule, shop, lang)):
        said += part
    return said


def bad(rule: Rule, shop: Shop, lang: Lang) -> str:
    """What is bad, by itself: "20% or more below the same weekday"."""
    trigger, metric = rule.trigger, shop.catalog.metric(rule.metric)
    limit = written(trigger.limit, rule, metric, shop.catalog.currency).of(lang)
    if trigger.kind is Kind.ANOMALY:
        limit = f"{trigger.limit:g}"
    if trigger.kind is Kind.FRESHNESS:
        limit = counted(int(trigger.limit), Grain.HOUR, lang) if trigger.limit == int(trigger.limit) else limit
    template = _BAD[trigger.kind][trigger.side]
    if trigger.kind is Kind.TARGET:
        template = _target(rule, metric)
    return template.of(lang, limit=limit, base=_base(rule, lang))


def _target(rule: Rule, metric: Metric) -> Text:
    """What a target is missed by; where the month will close only where that is worked out."""
    if rule.trigger.side is Side.BELOW and (rule.grain is not Grain.DAY or not metric.adds(rule.by)):
        return _SHORT if rule.trigger.limit else _MISSED
    return _BAD[Kind.TARGET][rule.trigger.side] if rule.trigger.limit else _TARGET[rule.trigger.side]


def _base(rule: Rule, lang: Lang) -> str:
    match rule.trigger.baseline:
        case Baseline.AVERAGE if rule.grain is Grain.MONTH:
            return _MONTHS.of(lang, n=rule.trigger.weeks)
        case Baseline.AVERAGE:
            return sayings.AVERAGE.of(lang, n=rule.trigger.weeks)
        case Baseline.PREVIOUS | None:
            return sayings.BEFORE[rule.grain].of(lang)
        case baseline:
            return sayings.BASES[baseline].of(lang)


def _run(rule: Rule, lang: Lang) -> str:
    if rule.pending == 1:
        return ""
    return _RUN.of(lang, count=counted(rule.pending, rule.grain, lang))


def _volume(rule: Rule, shop: Shop, lang: Lang) -> str:
    volume = rule.trigger.volume
    if volume is None:
        return ""
    of = shop.catalog.metric(volume.metric or rule.metric)
    least = amount(volume.least, of.unit, shop.catalog.currency).of(lang)
    name = of.label.of(lang) if volume.metric else ""
    return _VOLUME.of(lang, least=f"{least}{' ' * bool(name)}{name.lower()}")


def _recovery(rule: Rule, shop: Shop, lang: Lang) -> str:
    if rule.trigger.recovery is None:
        return ""
    metric = shop.catalog.metric(rule.metric)
    return _RECOVERY.of(lang, value=written(rule.trigger.recovery, rule, metric, shop.catalog.currency).of(lang))


_BAD: Final = {
    Kind.THRESHOLD: {
        Side.BELOW: Text("below {limit}", "低于{limit}"),
        Side.ABOVE: Text("above {limit}", "高于{limit}"),
    },
    Kind.COVER: {
        Side.BELOW: Text("less than {limit} left", "不足{limit}"),
        Side.ABOVE: Text("more than {limit} in stock", "超过{limit}"),
    },
    Kind.CHANGE: {
        Side.BELOW: Text("{limit} or more below {base}", "比{base}低{limit}以上"),
        Side.ABOVE: Text("{limit} or more above {base}", "比{base}高{limit}以上"),
        Side.EITHER: Text("{limit} or more away from {base}", "与{base}相差{limit}以上"),
    },
    Kind.TARGET: {
        Side.BELOW: Text("heading for more than {limit} short of its target", "预计比目标少{limit}以上"),
        Side.ABOVE: Text("{limit} past its target", "超出目标{limit}"),
    },
    Kind.ANOMALY: {
        Side.BELOW: Text(
            "unusually low, {limit} times the usual swing below what was expected",
            "异常偏低（低于预期，偏离达{limit}倍正常波动）",
        ),
        Side.ABOVE: Text(
            "unusually high, {limit} times the usual swing above what was expected",
            "异常偏高（高于预期，偏离达{limit}倍正常波动）",
        ),
        Side.EITHER: Text(
            "unusual, {limit} times the usual swing from what was expected", "异常（偏离预期达{limit}倍正常波动）"
        ),
    },
    Kind.FRESHNESS: {
        Side.ABOVE: Text("no new data for {limit}", "{limit}没有新数据"),
        Side.BELOW: Text("no new data for {limit}", "{limit}没有新数据"),
    },
}
_TARGET: Final = {
    Side.BELOW: Text("heading for less than its target", "预计完不成目标"),
    Side.ABOVE: Text("its target reached", "达成目标"),
}
_SHORT = Text("more than {limit} short of its target", "比目标少{limit}以上")
_MISSED = Text("short of its target", "未达到目标")
_SAID = Text("{label}: {bad}", "{label}：{bad}")
_EACH = Text("{label}, for each {names}", "{label}（按{names}逐一判断）")
_RUN = Text(", {count} in a row", "，连续{count}")
_VOLUME = Text(", where it had {least} or more", "，且至少有{least}")
_RECOVERY = Text(", until it is back at {value}", "，恢复到{value}为止")
_MONTHS = Text("the {n}-month average", "{n}个月均值")
