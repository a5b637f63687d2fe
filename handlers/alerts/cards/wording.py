"""What is wrong and how bad it is, by the kind of the rule: for one instance, and for many together."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from analysis import words
from analysis.alerts.condition import Seen
from analysis.alerts.rule import Baseline, Kind, Rule, Side
from analysis.model import Grain, Lang, Metric, Unit
from handlers import phrases
from handlers.alerts.cards import sayings
from handlers.alerts.cards import view as views
from handlers.alerts.cards.times import Times, counted
from handlers.alerts.cards.view import Breach, View
from handlers.alerts.past.due import windows
from handlers.command import Shop

DOT: Final = " · "
TELLING: Final = 0.2
"""From which part of the whole on one instance is named in the headline of many."""
_ROUND: Final = 10  # counts from here on are told without fractions
_LONGEST: Final = 24 * 366 * 10  # hours


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

    @property
    def began(self) -> datetime:
        """The start of the first window that was bad."""
        return windows(self.rule, self.shop.catalog).start(self.view.episode.since)

    def value(self, number: float | None) -> str:
        """A value of the metric in few characters; hours for a rule on silence."""
        if number is None or not math.isfinite(number):
            return words.NOTHING
        if self.rule.trigger.kind is Kind.FRESHNESS:
            return self.times.lasting(timedelta(hours=min(number, _LONGEST)))
        unit = self._unit
        if unit in (Unit.DAYS, Unit.RATIO):
            shown = round(number * (100 if unit is Unit.RATIO else 1), 1)
            return words.number(number, unit, lang=self.lang, decimals=0 if shown == int(shown) else 1)
        whole = unit is Unit.COUNT and abs(number) >= _ROUND
        return words.short(round(number) if whole else number, unit, self.shop.catalog.currency, self.lang)

    def subject(self, *names: str) -> str:
        """What it is about: "Revenue (App) · South"."""
        label = self.metric.label.of(self.lang) if self.metric else self.rule.metric
        if self.rule.filters:
            limits = phrases.only(self.rule.filters, self.shop, self.lang)
            label = sayings.ONLY.of(self.lang, label=label, limits=limits)
        return DOT.join((label, *names))

    def one(self, breach: Breach) -> str:
        """One instance: "Revenue · South 18% below the same weekday: ¥812k (¥990k)"."""
        return self._bad(self.subject(*breach.names), breach)

    def verdict(self, breach: Breach) -> str:
        """The same without saying of what: "18% below the same weekday: ¥812k (¥990k)"."""
        said = self._bad("", breach).strip(" :：").removeprefix("is ")
        return said[:1].upper() + said[1:]

    def many(self, breaches: tuple[Breach, ...]) -> str:
        """Several: "Revenue by region: 6 are 20% or more below the same weekday. 71% of it is East"."""
        names = [self.shop.catalog.dimension(name).label.of(self.lang) for name in self.rule.by]
        listed = words.listing([name.lower() for name in names], self.lang)
        found = [side for side in map(self.side, breaches) if side]
        which = found[0] if found and len(set(found)) == 1 else Side.EITHER
        said = sayings.MANY[self.rule.trigger.kind][which].of(
            self.lang, n=len(breaches), limit=self.limit(), base=self.base()
        )
        head = sayings.BY.of(self.lang, subject=self.subject(), names=listed, said=said)
        share = self.share(breaches[0], breaches, TELLING)
        return head + (sayings.MOSTLY.of(self.lang, share=share, name=breaches[0].name) if share else "")

    def row(self, breach: Breach) -> str:
        """One of several, without what they share: "East −32%: ¥210k (¥310k)"."""
        seen = breach.state.seen
        if seen is None or seen.value is None:
            return sayings.ROW.of(self.lang, name=breach.name, value=sayings.NOTHING.of(self.lang))
        if not seen.baseline:
            return sayings.ROW.of(self.lang, name=breach.name, value=self.value(seen.value))
        change = words.change(round((seen.value - seen.baseline) / abs(seen.baseline), 2), self.lang)
        return sayings.ROW_AGAINST.of(
            self.lang,
            name=breach.name,
            change=change.replace(".0%", "%"),
            value=self.value(seen.value),
            base=self.value(seen.baseline),
        )

    def gap(self, breach: Breach) -> str:
        """How far off, in few words: "▼ 18% vs the same weekday"; nothing where there is no baseline."""
        seen = breach.state.seen
        if seen is None or seen.value is None or not seen.baseline:
            return ""
        arrow = "▼" if seen.value < seen.baseline else "▲"
        gap = _percent(abs(seen.value - seen.baseline) / abs(seen.baseline))
        return sayings.VS.of(self.lang, gap=f"{arrow} {gap}", base=self.base())

    def share(self, breach: Breach, breaches: tuple[Breach, ...], least: float = 0.005) -> str:
        """How much of what is missing, or too much, over all of them is one's; nothing below `least`."""
        whole = sum(each.impact for each in breaches)
        if self.metric is None or not self.metric.adds(self.rule.by) or not 0 < whole < math.inf:
            return ""
        part = breach.impact / whole
        return words.number(part, Unit.RATIO, decimals=0) if part >= least else ""

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
            return sayings.TARGET.of(self.lang)
        if trigger.baseline is Baseline.PREVIOUS:
            return sayings.BEFORE[self.rule.grain].of(self.lang)
        if trigger.baseline is Baseline.AVERAGE:
            return sayings.AVERAGE.of(self.lang, n=trigger.weeks)
        return (sayings.BASES[trigger.baseline] if trigger.baseline else sayings.USUAL).of(self.lang)

    def _bad(self, subject: str, breach: Breach) -> str:
        state, seen = breach.state, breach.state.seen
        if seen is None or seen.value is None:
            return sayings.CANNOT.get(state.reason, sayings.NO_DATA).of(self.lang, subject=subject)
        if state.firing and seen.outcome in sayings.BETTER:
            left = counted(max(self.rule.keep + 1 - state.clean, 1), self.rule.grain, self.lang)
            return sayings.BETTER[seen.outcome].of(self.lang, subject=subject, value=self.value(seen.value), left=left)
        side = self.side(breach) or Side.EITHER
        told = sayings.ONE if self.projected else sayings.CLOSED
        return told[self.rule.trigger.kind][side].of(self.lang, subject=subject, **self._numbers(seen))

    @property
    def projected(self) -> bool:
        """Whether a rule on a target tells where its month will close; else what is counted is what there is."""
        adds = self.metric is not None and self.metric.adds(self.rule.by)
        return self.rule.trigger.kind is not Kind.TARGET or (self.rule.grain is Grain.DAY and adds)

    @property
    def _unit(self) -> Unit:
        if self.rule.trigger.kind is Kind.COVER:
            return Unit.DAYS
        return self.metric.unit if self.metric else Unit.NUMBER

    def _beside(self, value: float | None, bound: float | None) -> str:
        """A value in few characters, in more where it would look like the bound that it lies beyond."""
        said = self.value(value)
        alike = value is not None and bound is not None and value != bound and said == self.value(bound)
        if not alike or self.rule.trigger.kind not in (Kind.THRESHOLD, Kind.COVER, Kind.CHANGE):
            return said
        whole = self._unit is Unit.MONEY and round(value or 0) != bound
        return words.number(value, self._unit, self.shop.catalog.currency, self.lang, decimals=0 if whole else 2)

    def _numbers(self, seen: Seen) -> Mapping[str, str]:
        value, base = seen.value, seen.baseline
        gap = _percent(abs(value - base) / abs(base)) if value is not None and base else words.NOTHING
        return {
            "value": self._beside(value, base if self.rule.trigger.kind is Kind.CHANGE else self.rule.trigger.limit),
            "base": self.base(),
            "held": self.value(base),
            "gap": gap,
            "limit": self.limit(),
            "band": self._band(seen),
        }

    def _band(self, seen: Seen) -> str:
        """Within what the value usually is."""
        low, high = seen.low, seen.high
        if low is not None and low < 0 <= (seen.value or 0):
            low = 0.0
        if low is not None and high is not None:
            return f"{self.value(low)}–{self.value(high)}"
        if low is not None:
            return sayings.LEAST.of(self.lang, value=self.value(low))
        return sayings.MOST.of(self.lang, value=self.value(high)) if high is not None else self.value(seen.baseline)


def _percent(fraction: float) -> str:
    return words.number(fraction, Unit.RATIO, decimals=0 if fraction >= 0.0995 or round(fraction, 2) == fraction else 1)
