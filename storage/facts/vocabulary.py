"""The values people may name, read from the data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import String, cast, func, select

from analysis.model import Dimension
from analysis.vocabulary import Value, Vocabulary
from storage.catalog import Catalog
from storage.facts.engine import Store
from storage.facts.source import Source

MOST = 2000

LATELY = timedelta(days=90)
"""How far back sales tell which products, categories or segments come first."""


@dataclass(frozen=True)
class _Known:
    """Where values are read from, and the oldest and newest time in each table, naive UTC, if it has any."""

    catalog: Catalog
    store: Store
    spans: Mapping[str, tuple[datetime, ...]]


def collect(catalog: Catalog, store: Store, verbs: Mapping[str, tuple[str, ...]]) -> Vocabulary:
    """All names of the catalog with the values in the data, most frequent first, and the days it covers."""
    spans = {table: _span(catalog, store, table) for table in catalog.tables}
    known = _Known(catalog, store, spans)
    values = [value for dimension in catalog.dimensions for value in _values(known, dimension)]
    days = [moment.replace(tzinfo=UTC).astimezone(catalog.zone).date() for span in spans.values() for moment in span]
    return Vocabulary(
        metrics=catalog.metrics,
        dimensions=catalog.dimensions,
        values=tuple(values),
        zone=catalog.zone,
        week_start=catalog.week_start,
        verbs=verbs,
        first_day=min(days, default=None),
        last_day=max(days, default=None),
    )


def _values(known: _Known, dimension: Dimension) -> Iterator[Value]:
    """The values of one dimension with all their spellings."""
    if dimension.sensitive:
        return
    if dimension.id in known.catalog.clocks:
        found = list(dimension.names)
    else:
        counted: dict[str, int] = {}
        for table in known.catalog.homes[dimension.id]:
            for value, count in _counted(known, dimension.id, table):
                counted[value] = counted.get(value, 0) + count
        found = sorted(counted, key=lambda value: (-counted[value], value))[:MOST]
    for value in found:
        yield Value(dimension.id, value, _spellings(dimension, value))


def _spellings(dimension: Dimension, value: str) -> tuple[str, ...]:
    """What else people call a value."""
    name = dimension.names.get(value)
    named = (name.en, name.zh) if name else ()
    return tuple(dict.fromkeys((*named, *dimension.value_synonyms.get(value, ()))))


def _counted(known: _Known, dimension: str, table: str) -> Iterator[tuple[str, int]]:
    """The values of a dimension in a table, with how many rows have each."""
    catalog, store = known.catalog, known.store
    if catalog.tables[table].time:
        yield from _grouped(store, Source(catalog, table), dimension)
        return
    for name, other in catalog.tables.items():
        span = known.spans[name] if table in other.joins.values() else ()
        if span:
            lately = (span[1] - LATELY, span[1])
            yield from _grouped(store, Source(catalog, name, lately), dimension, lately)
            break
    yield from ((value, 0) for value, _ in _grouped(store, Source(catalog, table), dimension))


def _grouped(
    store: Store, source: Source, dimension: str, span: tuple[datetime, datetime] | None = None
) -> Iterator[tuple[str, int]]:
    """The values of a dimension in the rows of a table, most frequent first, and how many rows have each."""
    typed, time = source.dimension(dimension), source.catalog.tables[source.base].time
    if typed is None:
        return
    value = cast(typed.sql, String)
    chosen = select(value, func.count()).select_from(source.tables).where(value.is_not(None)).group_by(value)
    if span and time:
        chosen = chosen.where(source.sql(time).sql.between(*span))
    for row in store.rows(chosen.order_by(func.count().desc(), value).limit(MOST)):
        yield str(row[0]), int(row[1])


def _span(catalog: Catalog, store: Store, table: str) -> tuple[datetime, ...]:
    """The oldest and newest time of a table, naive UTC; empty if there is none."""
    time = catalog.tables[table].time
    if time is None:
        return ()
    source = Source(catalog, table)
    column = source.sql(time).sql
    row = store.rows(select(func.min(column), func.max(column)).select_from(source.tables))[0]
    return () if row[0] is None else (row[0], row[1])
