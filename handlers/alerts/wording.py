"""What is wrong and how bad it is, by the kind of the rule: for one instance, and for many together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from analysis import words
from analysis.alerts.condition import Reason, Seen
from analysis.alerts.rule import Baseline, Kind, Rule, Side
from analysis.model import Grain, Lang, Metric, Text, Unit
from handlers import phrases
from handlers.alerts import view as views
from handlers.alerts.times import Times
from handlers.alerts.view import Breach, View
from handlers.command import Shop

DOT: Final = " · "


@dataclass(frozen=True)
class Wording:
    """Says what is wrong with an episode's instances, in the language of its channel."""

    view: View
    shop: Shop

    @property
    def lang(self) -> Lang:
        """The language it is said in."""
        return self.view.lang

    @property
    def rule(self) -> Rule:
        """The rule that was broken."""
        return self.view.kept.rule

    @property
    def metric(self) -> Metric | None:
        """What is watched; None when the catalog no longer has it."""
        return views.metric(self.view, self.shop)

    @property
    def times(self) -> Times:
        """When and how long, on the shop's clock."""
        return Times(self.shop.catalog.zone, self.lang, self.view.now)

    def value(self, number: float | None) -> str:
        """A value of the metric in few characters; hours for a rule on silence."""
        if number is not None and self.rule.trigger.kind is Kind.FRESHNESS:
            return self.times.lasting(timedelta(hours=number))
        unit = Unit.DAYS if self.rule.trigger.kind is Kind.COVER else self.metric.unit if self.metric else Unit.NUMBER
        return words.short(number, unit, self.shop.catalog.currency, self.lang)

    def subject(self, *names: str) -> str:
        """What it is about: "Revenue (App) · South"."""
        label = self.metric.label.of(self.lang) if self.metric else self.rule.metric
        if self.rule.filters:
            limits = phrases.only(self.rule.filters, self.shop, self.lang)
            label = _ONLY.of(self.lang, label=label, limits=limits)
        return DOT.join((label, *names))

    def one(self, breach: Breach) -> str:
        """One instance: "Revenue · South 18% below the same weekday: ¥812k (¥990k)"."""
        return self._bad(self.subject(*breach.names), breach)

    def many(self, breaches: tuple[Breach, ...]) -> str:
        """Several: "Revenue by region: 6 are 20% or more below the same weekday. 71% of it is East"."""
        names = [self.shop.catalog.dimension(name).label.of(self.lang) for name in self.rule.by]
        listed = words.listing([name.lower() for name in names], self.lang)
        found = [side for side in map(self.side, breaches) if side]
        which = found[0] if found and len(set(found)) == 1 else Side.EITHER
        said = _MANY[self.rule.trigger.kind][which].of(self.lang, n=len(breaches), limit=self.limit(), base=self.base())
        head = _BY.of(self.lang, subject=self.subject(), names=listed, said=said)
        share = self.share(breaches[0], breaches)
        return head + (_MOSTLY.of(self.lang, share=share, name=breaches[0].name) if share else "")

    def row(self, breach: Breach) -> str:
        """One of several, without what they share: "East −32%: ¥210k (¥310k)"."""
        seen = breach.state.seen
        if seen is None or seen.value is None:
            return _ROW.of(self.lang, name=breach.name, value=_NOTHING.of(self.lang))
        if not seen.baseline:
            return _ROW.of(self.lang, name=breach.name, value=self.value(seen.value))
        change = words.change(round((seen.value - seen.baseline) / abs(seen.baseline), 2), self.lang)
        return _ROW_AGAINST.of(
            self.lang,
            name=breach.name,
            change=change.replace(".0%", "%"),
            value=self.value(seen.value),
            base=self.value(seen.baseline),
        )

    def share(self, breach: Breach, breaches: tuple[Breach, ...]) -> str:
        """How much of what is missing, or too much, over all of them is one's; nothing where that cannot be said."""
        whole = sum(each.impact for each in breaches)
        adds = self.metric is not None and self.metric.adds(self.rule.by)
        return words.number(breach.impact / whole, Unit.RATIO, decimals=0) if adds and whole > 0 else ""

    def side(self, breach: Breach) -> Side | None:
        """Which way the last window of an instance was bad."""
        seen, side = breach.state.seen, self.rule.trigger.side
        if side is not Side.EITHER:
            return side
        if seen is None or seen.value is None:
            return None
        if seen.high is not None and seen.value > seen.high:
            return Side.ABOVE
        if seen.low is not None and seen.value < seen.low:
            return Side.BELOW
        return None if seen.baseline is None else Side.ABOVE if seen.value > seen.baseline else Side.BELOW

    def limit(self) -> str:
        """The rule's limit, as its kind counts it."""
        trigger = self.rule.trigger
        if trigger.kind in (Kind.CHANGE, Kind.TARGET):
            return _percent(trigger.limit)
        return self.value(trigger.limit)

    def base(self) -> str:
        """What the rule measures from: "the same weekday"."""
        trigger = self.rule.trigger
        if trigger.kind is Kind.TARGET:
            return _TARGET.of(self.lang)
        if trigger.baseline is Baseline.PREVIOUS:
            return _BEFORE[self.rule.grain].of(self.lang)
        if trigger.baseline is Baseline.AVERAGE:
            return _AVERAGE.of(self.lang, n=trigger.weeks)
        return (_BASES[trigger.baseline] if trigger.baseline else _USUAL).of(self.lang)

    def _bad(self, subject: str, breach: Breach) -> str:
        state, seen = breach.state, breach.state.seen
        if seen is None or seen.value is None:
            return _CANNOT.get(state.reason, _NO_DATA).of(self.lang, subject=subject)
        side = self.side(breach) or Side.EITHER
        return _ONE[self.rule.trigger.kind][side].of(self.lang, subject=subject, **self._numbers(seen))

    def _numbers(self, seen: Seen) -> Mapping[str, str]:
        value, base = seen.value, seen.baseline
        gap = _percent(abs(value - base) / abs(base)) if value is not None and base else words.NOTHING
        edges = [edge for edge in (seen.low, seen.high) if edge is not None]
        return {
            "value": self.value(value),
            "base": self.base(),
            "held": self.value(base),
            "gap": gap,
            "limit": self.limit(),
            "band": "–".join(self.value(edge) for edge in edges) if edges else self.value(base),
        }


def _percent(fraction: float) -> str:
    return words.number(fraction, Unit.RATIO, decimals=0 if fraction >= 0.0995 or round(fraction, 2) == fraction else 1)


def _sides(below: Text, above: Text, either: Text | None = None) -> Mapping[Side, Text]:
    return {Side.BELOW: below, Side.ABOVE: above, Side.EITHER: either or below}


_ONE: Final[Mapping[Kind, Mapping[Side, Text]]] = {
    Kind.THRESHOLD: _sides(
        Text("{subject} is {value}, below {limit}", "{subject} {value}，低于{limit}"),
        Text("{subject} is {value}, above {limit}", "{subject} {value}，高于{limit}"),
    ),
    Kind.TARGET: _sides(
        Text(
            "{subject} is heading for {value}, {gap} short of the target {held}",
            "{subject} 预计{value}，比目标{held}少{gap}",
        ),
        Text(
            "{subject} has reached its target: {value} ({held})",
            "{subject} 已达成目标：{value}（{held}）",
        ),
    ),
    Kind.CHANGE: _sides(
        Text("{subject} {gap} below {base}: {value} ({held})", "{subject} 比{base}低{gap}：{value}（{held}）"),
        Text("{subject} {gap} above {base}: {value} ({held})", "{subject} 比{base}高{gap}：{value}（{held}）"),
    ),
    Kind.ANOMALY: _sides(
        Text("{subject} unusually low: {value} (usually {band})", "{subject} 异常偏低：{value}（正常{band}）"),
        Text("{subject} unusually high: {value} (usually {band})", "{subject} 异常偏高：{value}（正常{band}）"),
        Text("{subject} unusual: {value} (usually {band})", "{subject} 异常：{value}（正常{band}）"),
    ),
    Kind.COVER: _sides(
        Text("{subject}: {value} left, under {limit}", "{subject} 只够卖{value}，低于{limit}"),
        Text("{subject}: {value} in stock, over {limit}", "{subject} 够卖{value}，高于{limit}"),
    ),
    Kind.FRESHNESS: _sides(
        Text("{subject}: no new data for {value} (limit {limit})", "{subject} 已{value}没有新数据（上限{limit}）"),
        Text("{subject}: no new data for {value} (limit {limit})", "{subject} 已{value}没有新数据（上限{limit}）"),
    ),
}
_MANY: Final[Mapping[Kind, Mapping[Side, Text]]] = {
    Kind.THRESHOLD: _sides(
        Text("{n} are below {limit}", "{n}项低于{limit}"), Text("{n} are above {limit}", "{n}项高于{limit}")
    ),
    Kind.TARGET: _sides(
        Text("{n} are behind their target", "{n}项落后于目标"), Text("{n} are over their target", "{n}项超出目标")
    ),
    Kind.CHANGE: _sides(
        Text("{n} are {limit} or more below {base}", "{n}项比{base}低{limit}以上"),
        Text("{n} are {limit} or more above {base}", "{n}项比{base}高{limit}以上"),
        Text("{n} are {limit} or more away from {base}", "{n}项与{base}相差{limit}以上"),
    ),
    Kind.ANOMALY: _sides(
        Text("{n} are unusually low", "{n}项异常偏低"),
        Text("{n} are unusually high", "{n}项异常偏高"),
        Text("{n} are unusual", "{n}项异常"),
    ),
    Kind.COVER: _sides(
        Text("{n} have under {limit} left", "{n}项不足{limit}"),
        Text("{n} have over {limit} in stock", "{n}项超过{limit}"),
    ),
    Kind.FRESHNESS: _sides(
        Text("{n} are silent for {limit} or longer", "{n}项超过{limit}没有新数据"),
        Text("{n} are silent for {limit} or longer", "{n}项超过{limit}没有新数据"),
    ),
}
_BEFORE: Final = {
    Grain.HOUR: Text("the hour before", "前一小时"),
    Grain.DAY: Text("the day before", "前一天"),
    Grain.WEEK: Text("the week before", "前一周"),
    Grain.MONTH: Text("the month before", "前一个月"),
}
_BASES: Final = {
    Baseline.SAME_WEEKDAY: Text("the same weekday", "上周同日"),
    Baseline.LAST_YEAR: Text("a year earlier", "去年同期"),
}
_CANNOT: Final = {
    Reason.ERROR: Text("{subject} could not be measured", "{subject} 无法计算"),
    Reason.MISSING_SERIES: Text("{subject} is no longer in the data", "{subject} 数据中已不存在"),
}
_NO_DATA = Text("{subject}: nothing was recorded", "{subject} 没有数据")
_USUAL = Text("the usual", "平时")
_AVERAGE = Text("the {n}-week average", "{n}周均值")
_TARGET = Text("the target", "目标")
_ONLY = Text("{label} ({limits})", "{label}（{limits}）")
_BY = Text("{subject} by {names}: {said}", "{subject}（按{names}）：{said}")
_MOSTLY = Text(". {share} of it is {name}", "，其中{share}来自{name}")
_NOTHING = Text("nothing recorded", "没有数据")
_ROW = Text("{name}: {value}", "{name}：{value}")
_ROW_AGAINST = Text("{name} {change}: {value} ({base})", "{name} {change}：{value}（{base}）")
