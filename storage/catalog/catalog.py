"""The shop, described once: what can be asked, how it is counted, and what it should come to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlglot import exp

from analysis.errors import UnknownName
from analysis.holiday import holidays_of
from analysis.model import Dimension, Filter, Lang, Metric, Period, Text
from storage.catalog import definition, targets
from storage.catalog.joins import Route, routes
from storage.catalog.model import Clock, Measure, Promotion, Table, Target


@dataclass(frozen=True)
class Catalog:
    """A shop's tables, dimensions, measures and metrics, checked against one another.

    `homes` gives for each dimension the tables that have it and the expression there;
    `clocks` the dimensions read from the time itself; `formulas` each metric over measures.
    `minor` is how many minor units make one unit of the currency.
    """

    name: str
    zone: ZoneInfo
    currency: str
    minor: int
    week_start: int
    languages: tuple[Lang, ...]
    tables: Mapping[str, Table]
    dimensions: tuple[Dimension, ...]
    homes: Mapping[str, Mapping[str, str]]
    clocks: Mapping[str, Clock]
    measures: Mapping[str, Measure]
    metrics: tuple[Metric, ...]
    formulas: Mapping[str, exp.Expression]
    targets: Mapping[str, tuple[Target, ...]]
    promotions: tuple[Promotion, ...]
    holidays: tuple[str, ...]

    @cached_property
    def _metrics(self) -> dict[str, Metric]:
        return {metric.id: metric for metric in self.metrics}

    @cached_property
    def _dimensions(self) -> dict[str, Dimension]:
        return {dimension.id: dimension for dimension in self.dimensions}

    @cached_property
    def _routes(self) -> dict[str, dict[str, Route]]:
        return {table: dict(routes(self.tables, table)) for table in self.tables}

    def metric(self, metric_id: str) -> Metric:
        """The metric of that id. Raises UnknownName."""
        if metric_id not in self._metrics:
            raise _unknown(metric_id, self._metrics, Text("metric", "指标"))
        return self._metrics[metric_id]

    def dimension(self, dimension_id: str) -> Dimension:
        """The dimension of that id. Raises UnknownName."""
        if dimension_id not in self._dimensions:
            raise _unknown(dimension_id, self._dimensions, Text("dimension", "维度"))
        return self._dimensions[dimension_id]

    def route(self, base: str, target: str) -> Route | None:
        """The joins that lead from one table to another, None if none do."""
        return self._routes[base].get(target)

    def home(self, dimension_id: str, base: str) -> tuple[str, str] | None:
        """The table nearest to `base` that has the dimension, and its expression there."""
        homes = self.homes.get(dimension_id, {})
        return next(((table, homes[table]) for table in self._routes[base] if table in homes), None)

    def occasions(self, first: date, last: date) -> dict[date, Text]:
        """The days from `first` to `last` that a holiday or a promotion explains, by its name.

        Where several meet it is a promotion, the shortest.
        """
        spans = [
            (days, promotion.label)
            for promotion in self.promotions
            for year in range(first.year, last.year + 1)
            if (days := promotion.days(year))
        ]
        years = [holidays_of(code, year) for code in self.holidays for year in range(first.year, last.year + 1)]
        named = {day: label for year in years for day, label in year.items() if first <= day <= last}
        for (start, end), label in sorted(spans, key=lambda span: span[0][0] - span[0][1]):
            begin, stop = max(start, first), min(end, last)
            named |= {begin + timedelta(n): label for n in range((stop - begin).days + 1)}
        return named

    def target(self, metric_id: str, period: Period, filters: tuple[Filter, ...] = ()) -> float | None:
        """What the metric should come to in the period, in its unit; None where nothing is set."""
        entries = self.targets.get(metric_id, ())
        return targets.value(entries, period, filters, summed=self.metric(metric_id).parts)

    def definition(self, metric_id: str, lang: Lang) -> str:
        """What the metric is and how it is computed, for a person to read."""
        metric = self.metric(metric_id)
        return definition.write(metric, self.formulas[metric_id], self.measures, lang)


def _unknown(word: str, known: Iterable[str], what: Text) -> UnknownName:
    """Nothing is called that; these are near."""
    ids = list(known)
    near = tuple(get_close_matches(word, ids, n=3, cutoff=0.5)) or tuple(ids[:3])
    listed = ", ".join(near)
    sentence = Text(
        f"There is no {what.en} “{word}”. Try {listed}.",
        f"没有名为“{word}”的{what.zh}，可以试试 {listed}。",
    )
    return UnknownName(sentence, near, word=word, nearest=near)
