"""From rules to histories: what they need is asked for together, and laid out for each of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from analysis import periods
from analysis.alerts import instances
from analysis.alerts.condition import History
from analysis.alerts.histories import Measured, Setting, Starts, histories, measured, nothing, parted
from analysis.alerts.judge import reach
from analysis.alerts.rule import Kind, Rule
from analysis.alerts.windows import Windows
from analysis.errors import Mistake, Unavailable
from analysis.model import Filter, Op, Period, Query, Result
from handlers.alerts.past.due import Due, Share, share, windows
from handlers.alerts.past.goals import Goals, goals
from handlers.command import Shop

AHEAD = timedelta(31)
"""How far ahead occasions are known to a rule: to the end of the month that it is in."""

Failure = Mistake | Unavailable


@dataclass(frozen=True)
class Material:
    """What one rule is judged on: its metric in all windows, the volume it may need, occasions and targets."""

    rule: Rule
    windows: Windows
    values: Measured
    volume: Measured | None
    setting: Setting
    goals: Goals | None

    def histories(self, end: datetime, known: Collection[str] = (), count: int = 1) -> Mapping[str, History]:
        """The history of each instance there is in the window that ends then, and of each that is `known` already.

        It may go on after that window, for later ones are judged on it too: whoever judges looks no further.
        Targets are given for the last `count` windows up to it.
        """
        wanted: Iterable[str] = (instances.WHOLE,)
        if self.rule.by:
            lately = reach(self.rule) if self.rule.trigger.kind is Kind.FRESHNESS else 1
            wanted = dict.fromkeys((*self.values.recorded(self.windows.local(end), lately), *known))
        keys = tuple(wanted)
        setting = self.setting
        if self.goals:
            ends = tuple(self.windows.ends(self.windows.earlier(end, count - 1), end))
            setting = replace(setting, targets=self.goals.series(keys, ends, self.values))
        return histories(keys, self.values, setting, self.volume)


def gather(dues: Sequence[Due], shop: Shop) -> Mapping[int, Material | Failure]:
    """What each rule is judged on, by its number, or why that cannot be had.

    The rules are of one `Share`, so what they ask of one table is one statement.
    """
    rules = {due.kept.id: due.kept.rule for due in dues}
    period = _period(dues, shop)
    shared = share(dues[0].kept.rule, shop.catalog)
    wide = _Wide(shared, period, tuple(rules.values()))
    asked = {number: tuple(wide.query(metric) for metric in _metrics(rule)) for number, rule in rules.items()}
    fetched = _fetched(tuple(dict.fromkeys(query for queries in asked.values() for query in queries)), shop)
    starts = periods.buckets(period, shared.grain, shop.catalog.week_start)
    laid = {
        query: parted(measured(each, starts), len(shared.lifted)) if isinstance(each, Result) else each
        for query, each in fetched.items()
    }
    setting = Setting(frozenset(shop.catalog.occasions(period.first_day, period.last_day + AHEAD)))
    return {
        number: _material(rule, [_part(laid[query], rule, shared, starts) for query in asked[number]], setting, shop)
        for number, rule in rules.items()
    }


@dataclass(frozen=True)
class _Wide:
    """The question that several rules ask together: split by what each of them holds to one value."""

    shared: Share
    period: Period
    rules: tuple[Rule, ...]

    def query(self, metric: str) -> Query:
        """That question about a metric."""
        dimensions = (*self.shared.by, *self.shared.lifted)
        return Query(metric, self.period, dimensions, (*self.shared.filters, *self._filters), self.shared.grain)

    @cached_property
    def _filters(self) -> tuple[Filter, ...]:
        held = {name: dict.fromkeys(_held(rule, name) for rule in self.rules) for name in self.shared.lifted}
        return tuple(Filter(name, Op.IN, tuple(values)) for name, values in held.items())


def _held(rule: Rule, dimension: str) -> str:
    """The one value of a dimension that a rule is about."""
    return next(each.values[0] for each in rule.filters if each.dimension == dimension and each.op is Op.IN)


def _part(
    laid: Mapping[tuple[str | None, ...], Measured] | Failure, rule: Rule, shared: Share, starts: Starts
) -> Measured | Failure:
    """What one rule is about, of what several asked for."""
    if isinstance(laid, Mistake | Unavailable):
        return laid
    return laid.get(tuple(_held(rule, name) for name in shared.lifted)) or nothing(starts)


def past(rule: Rule, end: datetime, count: int, shop: Shop) -> Mapping[str, History]:
    """The histories of a rule over `count` windows up to the one that ends then, and as many before as it looks at.

    For a rule that is tried out or explained. Raises Mistake and Unavailable.
    """
    cut = windows(rule, shop.catalog)
    back = count - 1 + reach(rule, occasion=True)
    period = Period(cut.earlier(end, back), end, shop.catalog.zone, "")
    asked = [Query(metric, period, rule.by, rule.filters, rule.grain) for metric in _metrics(rule)]
    results = shop.facts.fetch_all(asked)
    starts = periods.buckets(period, rule.grain, shop.catalog.week_start)
    named = frozenset(shop.catalog.occasions(period.first_day, period.last_day + AHEAD))
    found = _material(rule, [measured(result, starts) for result in results], Setting(named), shop)
    if not isinstance(found, Material):
        raise found
    return found.histories(end, tuple(found.values.places), count)


def _material(rule: Rule, found: Sequence[Measured | Failure], setting: Setting, shop: Shop) -> Material | Failure:
    failed = next((each for each in found if isinstance(each, Mistake | Unavailable)), None)
    if failed is not None:
        return failed
    values, volume = [*(each for each in found if isinstance(each, Measured)), None][:2]
    assert values is not None
    metric, cut = shop.catalog.metric(rule.metric), windows(rule, shop.catalog)
    adds = metric.parts and not metric.level
    return Material(rule, cut, values, volume, replace(setting, adds=adds), goals(rule, cut, shop))


def _period(dues: Sequence[Due], shop: Shop) -> Period:
    """From the earliest window that any of the rules looks at to the end of the last one that is judged."""
    starts = [_earliest(due, shop) for due in dues]
    return Period(min(starts), max(due.ends[-1] for due in dues), shop.catalog.zone, "")


def _earliest(due: Due, shop: Shop) -> datetime:
    rule, cut = due.kept.rule, windows(due.kept.rule, shop.catalog)
    span = Period(cut.start(due.ends[0]), due.ends[-1], shop.catalog.zone, "")
    occasion = bool(shop.catalog.occasions(span.first_day, span.last_day))
    return cut.earlier(due.ends[0], reach(rule, occasion=occasion) - 1)


def _metrics(rule: Rule) -> tuple[str, ...]:
    """The rule's own metric, and that of its volume if it is another."""
    volume = rule.trigger.volume.metric if rule.trigger.volume else ""
    return tuple(dict.fromkeys((rule.metric, volume or rule.metric)))


def _fetched(queries: tuple[Query, ...], shop: Shop) -> Mapping[Query, Result | Failure]:
    """The answer to each query. Where one of them fails they are asked one by one, so that it fails alone."""
    try:
        return dict(zip(queries, shop.facts.fetch_all(queries), strict=True))
    except (Mistake, Unavailable) as failure:
        if len(queries) == 1:
            return {queries[0]: failure}
    return {query: each for one in queries for query, each in _fetched((one,), shop).items()}
