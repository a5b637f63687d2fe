"""Targets as a rule is held against them: for each instance, window by window."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from analysis import calendar, periods
from analysis.alerts import instances
from analysis.alerts.histories import Measured, Series, series
from analysis.alerts.rule import Kind, Rule
from analysis.alerts.windows import Windows
from analysis.model import Filter, Grain, Metric, Op, Period
from handlers.command import Shop
from storage.catalog import Target, targets


@dataclass(frozen=True)
class Goals:
    """The targets set for a rule's metric: in shop.yaml, then by command; the last one that fits a day counts."""

    rule: Rule
    metric: Metric
    windows: Windows
    entries: tuple[Target, ...]

    def series(self, keys: Iterable[str], ends: Sequence[datetime], values: Measured) -> Mapping[str, Series]:
        """The targets of each instance that has any, for the windows that end then, oldest first.

        A metric that adds up is held against its month day by day, so its days since the first have theirs.
        """
        spans = self._spans(ends)
        found = {key: {start: self._target(key, span) for start, span in spans.items()} for key in keys}
        return {key: series(by_start, values.starts) for key, by_start in found.items() if any(by_start.values())}

    def _spans(self, ends: Sequence[datetime]) -> Mapping[datetime, Period]:
        """The windows that need a target, by their local starts."""
        zone, local = self.windows.zone, self.windows.local
        if self.rule.grain is not Grain.DAY or not self.metric.parts:
            return {local(end): Period(self.windows.start(end), end, zone, "") for end in ends}
        first, last = calendar.month_of(local(ends[0]).date()), local(ends[-1]).date()
        days = [first + timedelta(n) for n in range((last - first).days + 1)]
        return {datetime.combine(day, time()): periods.over(day, day + timedelta(1), zone) for day in days}

    def _target(self, key: str, span: Period) -> float | None:
        split = zip(self.rule.by, instances.values(key), strict=True)
        own = tuple(Filter(name, Op.IN, (value or "",)) for name, value in split)
        return targets.value(self.entries, span, (*self.rule.filters, *own), summed=self.metric.parts)


def goals(rule: Rule, windows: Windows, shop: Shop) -> Goals | None:
    """The targets that a rule on its target is held against; None for any other rule."""
    if rule.trigger.kind is not Kind.TARGET:
        return None
    said = shop.records.targets.all().get(rule.metric, ())
    entries = (*shop.catalog.targets.get(rule.metric, ()), *said)
    return Goals(rule, shop.catalog.metric(rule.metric), windows, entries)
