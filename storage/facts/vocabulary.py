"""The values people may name, read from the data."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from sqlalchemy import String, cast, func, select

from analysis.model import Dimension, Value, Vocabulary
from storage.catalog import Catalog
from storage.facts.engine import Store
from storage.facts.source import Source

MOST = 2000


def collect(catalog: Catalog, store: Store, verbs: Mapping[str, tuple[str, ...]]) -> Vocabulary:
    """All names of the catalog with the values in the data, most frequent first, and the days it covers."""
    values = [value for dimension in catalog.dimensions for value in _values(catalog, store, dimension)]
    spans = [span for table in catalog.tables for span in _span(catalog, store, table)]
    days = [moment.replace(tzinfo=UTC).astimezone(catalog.zone).date() for moment in spans]
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


def _values(catalog: Catalog, store: Store, dimension: Dimension) -> Iterator[Value]:
    """The values of one dimension with all their spellings."""
    if dimension.sensitive:
        return
    if dimension.id in catalog.clocks:
        found = list(dimension.names)
    else:
        counted: dict[str, int] = {}
        for table in catalog.homes[dimension.id]:
            for value, count in _counted(catalog, store, dimension.id, table):
                counted[value] = counted.get(value, 0) + count
        found = sorted(counted, key=lambda value: (-counted[value], value))[:MOST]
    for value in found:
        yield Value(dimension.id, value, _spellings(dimension, value))


def _spellings(dimension: Dimension, value: str) -> tuple[str, ...]:
    """What else people call a value."""
    name = dimension.names.get(value)
    named = (name.en, name.zh) if name else ()
    return tuple(dict.fromkeys((*named, *dimension.value_synonyms.get(value, ()))))


def _counted(catalog: Catalog, store: Store, dimension: str, table: str) -> Iterator[tuple[str, int]]:
    """How many rows have each value; of a lookup, rows of the first dated table that joins to it."""
    dated = (name for name, other in catalog.tables.items() if other.time and table in other.joins.values())
    base = table if catalog.tables[table].time else next(dated, table)
    source = Source(catalog, base)
    typed = source.dimension(dimension)
    if typed is None:
        return
    value = cast(typed.sql, String)
    chosen = select(value, func.count()).select_from(source.tables).where(value.is_not(None)).group_by(value)
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
