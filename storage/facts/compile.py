"""From a question to SQL: one SELECT for each table and way of counting, each at the level asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal_column, or_, select

from analysis.errors import ImpossibleSplit
from analysis.model import Filter, Grain, Op, Query, Text
from storage.catalog import Catalog, Kind, Measure
from storage.catalog.expressions import Typed
from storage.catalog.formulas import names
from storage.catalog.model import Aggregate
from storage.dialects import clock_of, median, safe_div, shifted, start_of
from storage.facts.source import Source
from storage.facts.zones import offsets

BUCKET = "bucket"


@dataclass(frozen=True)
class Statement:
    """One SELECT: its key columns (`bucket`, dimensions) and the measures it counts.

    One with buckets that trails is by day, from `trailing` days before the end of the first on.
    """

    select: Select[Any]
    keys: tuple[str, ...]
    measures: tuple[Measure, ...]
    trailing: int = 0


def statements(catalog: Catalog, *queries: Query) -> list[Statement]:
    """The SELECTs that together answer queries that differ in nothing but their metric. Raises ImpossibleSplit."""
    groups: dict[tuple[object, ...], dict[str, Measure]] = {}
    for query in queries:
        for name in names(catalog.formulas[query.metric]):
            if name in catalog.measures:
                form = _form(catalog, query, catalog.measures[name])
                shape = (form.table, form.time, form.per, form.closing, form.trailing, form.across)
                groups.setdefault(shape, {})[form.id] = form
    forms = [tuple(group.values()) for group in groups.values()]
    return [_statement(catalog, _narrowed(queries[0], group[0]), group) for group in forms]


def _form(catalog: Catalog, query: Query, measure: Measure) -> Measure:
    """The first form of a measure that has every dimension asked."""
    asked = dict.fromkeys([*query.dimensions, *(item.dimension for item in query.filters)])
    needed = [dimension for dimension in asked if dimension != measure.across]
    for form in measure.forms:
        if all(dimension in catalog.clocks or catalog.home(dimension, form.table) for dimension in needed):
            return form
    labels = [catalog.dimension(dimension).label for dimension in needed]
    metric = catalog.metric(query.metric)
    raise ImpossibleSplit(
        Text(
            f"{metric.label.en} cannot be seen by {' and '.join(label.en.lower() for label in labels)} together.",
            f"{metric.label.zh}不能同时按{'和'.join(label.zh for label in labels)}查看。",
        ),
        tuple(f"{metric.label.en.lower()} by {label.en.lower()}" for label in labels),
    )


def _narrowed(query: Query, measure: Measure) -> Query:
    """The query as this measure sees it: without what it takes together, longer if it looks back."""
    if measure.trailing:
        query = _looking_back(query, measure.trailing)
    if not measure.across:
        return query
    return replace(
        query,
        dimensions=tuple(name for name in query.dimensions if name != measure.across),
        filters=tuple(item for item in query.filters if item.dimension != measure.across),
    )


def _looking_back(query: Query, days: int) -> Query:
    """The query over the so many local days up to its end; with buckets, by day from as long before the first."""
    period = query.period
    end = min(period.end, query.open_until or period.end)
    last = period.first_day if query.grain else replace(period, end=end).last_day
    midnight = datetime.combine(last - timedelta(days=days - 1), time(), period.zone)
    return replace(
        query, grain=query.grain and Grain.DAY, period=replace(period, start=midnight.astimezone(UTC), end=end)
    )


def _statement(catalog: Catalog, query: Query, measures: Sequence[Measure]) -> Statement:
    """The SELECT of measures that are counted alike."""
    first = measures[0]
    scan = Scan(catalog, query, first)
    if first.per:
        chosen = _per_entity(scan, measures)
    elif first.closing:
        chosen = _closing(scan, measures)
    else:
        values = [_aggregate(item.aggregate, _value(item, scan.source)).label(item.id) for item in measures]
        chosen = _grouped(scan.select(values), scan.keys)
    return Statement(chosen, tuple(scan.keys), tuple(measures), first.trailing if query.grain else 0)


class Scan:
    """The rows of one table that a query is about, with the keys it groups them by."""

    def __init__(self, catalog: Catalog, query: Query, measure: Measure) -> None:
        self._catalog, self._query = catalog, query
        self._start, self._end = naive(query.period.start), naive(query.period.end)
        own = measure.time == catalog.tables[measure.table].time
        self.source = Source(catalog, measure.table, (self._start, self._end) if own else None)
        self.time = self.source.sql(measure.time).sql
        self.keys: dict[str, ColumnElement[Any]] = dict(self._keys())

    def select(self, columns: Sequence[ColumnElement[Any]]) -> Select[Any]:
        """Keys and columns of the rows within the period that pass the filters."""
        keys = [expression.label(name) for name, expression in self.keys.items()]
        conditions = [self._condition(item) for item in self._query.filters]
        bounds = [self.time >= self._start, self.time < self._end]
        return select(*keys, *columns).select_from(self.source.tables).where(*bounds, *conditions)

    def _keys(self) -> Iterator[tuple[str, ColumnElement[Any]]]:
        """The bucket, if one was asked, and the dimensions."""
        if self._query.grain:
            yield BUCKET, start_of(self._query.grain, self._local(), self._catalog.week_start)
        for name in self._query.dimensions:
            yield name, self._dimension(name).sql

    def _dimension(self, name: str) -> Typed:
        """A dimension's expression, from the clock or from a table."""
        part = self._catalog.clocks.get(name)
        if part is not None:
            return Typed(clock_of(part.value, self._local()), Kind.INTEGER)
        found = self.source.dimension(name)
        if found is None:
            raise LookupError(f"{self.source.base} has no {name}")
        return found

    def _local(self) -> ColumnElement[Any]:
        """The time in the shop's zone."""
        turns = offsets(self._catalog.zone, self._start, self._end)
        last: ColumnElement[int] = literal_column(str(turns[-1].minutes))
        cases: list[tuple[ColumnElement[bool], ColumnElement[int]]] = [
            (self.time < turn.until, literal_column(str(turn.minutes))) for turn in turns[:-1]
        ]
        return shifted(self.time, case(*cases, else_=last) if cases else last)

    def _condition(self, item: Filter) -> ColumnElement[bool]:
        """A filter as SQL, its values bound. What has no value is not one of any values."""
        typed = self._dimension(item.dimension)
        values = [_typed(value, typed.kind) for value in item.values]
        sql: ColumnElement[Any] = typed.sql
        match item.op:
            case Op.IN:
                return sql.in_(values)
            case Op.NOT_IN:
                return or_(sql.not_in(values), sql.is_(None))
            case Op.BELOW:
                return sql < values[0]
            case Op.ABOVE:
                return sql > values[0]


def naive(moment: datetime) -> datetime:
    """An instant as the store keeps it: UTC, without a zone."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def _typed(value: str, kind: Kind) -> str | int | bool | None:
    """A filter's value as the column holds it; None, which equals nothing, if it cannot."""
    if kind is Kind.FLAG:
        return value.lower() in {"true", "1", "yes"}
    if kind is Kind.TEXT:
        return value
    return int(value) if value.lstrip("-").isdigit() else None


def _grouped(chosen: Select[Any], keys: Mapping[str, ColumnElement[Any]]) -> Select[Any]:
    """Grouped by its keys; with none, no row rather than a row about nothing."""
    return chosen.group_by(*keys.values()) if keys else chosen.having(func.count() > 0)


def _per_entity(scan: Scan, measures: Sequence[Measure]) -> Select[Any]:
    """Aggregate within each entity at the level asked, then over the entities."""
    entity = scan.source.sql(measures[0].per).sql
    values = [_aggregate(item.aggregate, _value(item, scan.source)).label(item.id) for item in measures]
    inner = _grouped(
        scan.select([entity.label("entity"), *values]).where(entity.is_not(None)), {**scan.keys, "entity": entity}
    )
    rows = inner.subquery("entities")
    keys = {name: rows.c[name] for name in scan.keys}
    outer = [_over_entities(item, rows.c[item.id]).label(item.id) for item in measures]
    return _grouped(select(*keys.values(), *outer), keys)


def _over_entities(measure: Measure, value: ColumnElement[Any]) -> ColumnElement[Any]:
    """How many entities come to enough, or an aggregate of what they come to."""
    if measure.at_least is not None:
        return func.sum(case((value >= measure.at_least, 1), else_=0))
    return _aggregate(measure.take or Aggregate.MEAN, value)


def _closing(scan: Scan, measures: Sequence[Measure]) -> Select[Any]:
    """Aggregate the last row of each entity in each bucket: levels add up over entities, never over time."""
    entity = scan.source.sql(measures[0].closing).sql
    within = [scan.keys[BUCKET], entity] if BUCKET in scan.keys else [entity]
    place = func.row_number().over(partition_by=within, order_by=scan.time.desc()).label("place")
    values = [
        (_value(item, scan.source) if item.expression != "*" or item.where else literal_column("1")).label(item.id)
        for item in measures
    ]
    rows = scan.select([*values, place]).subquery("snapshots")
    keys = {name: rows.c[name] for name in scan.keys}
    outer = [_aggregate(_flagged(item), rows.c[item.id]).label(item.id) for item in measures]
    return _grouped(select(*keys.values(), *outer).where(rows.c.place == 1), keys)


def _flagged(measure: Measure) -> Aggregate:
    """Rows that were marked 1 or 0 are counted by their sum."""
    return Aggregate.SUM if measure.aggregate is Aggregate.COUNT else measure.aggregate


def _value(measure: Measure, source: Source) -> ColumnElement[Any]:
    """What one row brings to a measure; rows that do not count bring nothing, and 0 to a count."""
    if measure.expression == "*" and not measure.where:
        return literal_column("*")
    condition = source.sql(measure.where).sql if measure.where else None
    if measure.aggregate is Aggregate.COUNT:
        present = None if measure.expression == "*" else source.sql(measure.expression).sql.is_not(None)
        tests = [test for test in (condition, present) if test is not None]
        return case((and_(*tests), 1), else_=0)
    value: ColumnElement[Any] = source.sql(measure.expression).sql
    if condition is None:
        return value
    return case((condition, value))


def _aggregate(aggregate: Aggregate, value: ColumnElement[Any]) -> ColumnElement[Any]:
    """The aggregate of a column. A mean is a sum over a count, at the level asked."""
    match aggregate:
        case Aggregate.COUNT:
            return func.count() if str(value) == "*" else func.sum(value)
        case Aggregate.COUNT_DISTINCT:
            return func.count(value.distinct())
        case Aggregate.MEAN:
            return safe_div(func.sum(value), func.count(value))
        case Aggregate.MEDIAN:
            return median(value)
    return getattr(func, aggregate.value)(value)  # type: ignore[no-any-return]
