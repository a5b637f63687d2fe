"""What a rule would have done: tried on the history there is before it is turned on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from analysis.alerts.backtest import Backtest, backtest
from analysis.alerts.condition import History
from analysis.alerts.judge import reach
from analysis.alerts.rule import Kind, Rule
from handlers.alerts.past import gather
from handlers.alerts.past.due import windows
from handlers.alerts.rules.noise import counts
from handlers.command import Shop


@dataclass(frozen=True)
class Trial:
    """A rule over its past. `recorded` is how many of its windows hold anything, `needed` how many it looks back on.

    `typical` is the largest median of an instance: what is at stake in an ordinary window of the biggest.
    """

    rule: Rule
    tested: Backtest | None
    recorded: int
    needed: int
    typical: float | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing was ever recorded that it could be tried on."""
        return self.tested is None or not self.recorded

    @property
    def firing(self) -> float:
        """For which part of the time it would have been firing."""
        tested = self.tested
        if tested is None or not tested.fired:
            return 0.0
        until = tested.end + self.rule.settle
        return sum((each.lasted(until) for each in tested.fired), timedelta()) / (tested.end - tested.start)

    @property
    def short(self) -> bool:
        """Whether less was recorded than the rule looks back on."""
        return not self.empty and self.recorded < self.needed


def tried(rule: Rule, now: datetime, shop: Shop) -> Trial:
    """Judge the last windows there are as if each had just closed. Raises Mistake and Unavailable."""
    count, cut = counts(rule), windows(rule, shop.catalog)
    end = latest(rule, now, shop)
    histories = gather.past(rule, end, count, shop)
    first = cut.local(cut.end_after(cut.earlier(end, count - 1)))
    tested = backtest(rule, histories, shop.catalog.zone, first)
    needed = 1 if rule.trigger.kind is Kind.FRESHNESS else min(reach(rule), count)
    return Trial(rule, tested, _recorded(histories), needed, _typical(histories))


def closed(rule: Rule, now: datetime, shop: Shop) -> datetime:
    """The end of the last window whose data has settled."""
    cut = windows(rule, shop.catalog)
    return cut.start(cut.end_after(now - rule.settle))


def latest(rule: Rule, now: datetime, shop: Shop) -> datetime:
    """The end of the last window that closed, or of the last that data fills where that is long ago."""
    cut, end, as_of = windows(rule, shop.catalog), closed(rule, now, shop), shop.facts.as_of(rule.metric)
    if as_of is None or rule.trigger.kind is Kind.FRESHNESS or cut.end_after(as_of) >= end:
        return end
    return cut.start(cut.end_after(as_of))


def _recorded(histories: Mapping[str, History]) -> int:
    return max((int(each.values.notna().sum()) for each in histories.values()), default=0)


def _typical(histories: Mapping[str, History]) -> float | None:
    medians = [float(each.values.median()) for each in histories.values() if each.values.notna().any()]
    return max(medians, default=None)
