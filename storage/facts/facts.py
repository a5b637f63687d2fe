"""The metrics store: asks the shop's tables, answers in numbers."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import duckdb
from sqlalchemy import URL, Connection, Select, func, select

from analysis.calendar import instant
from analysis.errors import ImpossibleSplit
from analysis.model import Metric, Query, Result, Text
from analysis.vocabulary import Vocabulary
from storage.catalog import Catalog
from storage.catalog.formulas import names
from storage.facts import schema
from storage.facts.compile import statements
from storage.facts.engine import Store
from storage.facts.frames import assemble, framed
from storage.facts.source import Source
from storage.facts.vocabulary import collect

Newest = dict[tuple[str, str], datetime | None]
"""The newest time by table and column."""


@dataclass
class Memory:
    """What is known of the data until it changes; replaced then, so that a slow reader cannot bring back the old."""

    vocabulary: Vocabulary | None = None
    newest: Newest = field(default_factory=dict)


class Facts:
    """The facts of one shop, in a database by URL. Nothing is opened until something is asked.

    Every method may be called from any thread, and raises Unavailable when the store is
    missing, held by another process, broken or too slow.
    """

    def __init__(self, url: str | URL, catalog: Catalog, seconds: float = 30.0) -> None:
        """`seconds` is the longest one query may take."""
        self.catalog = catalog
        self._store = Store(url, seconds)
        self._memory = Memory()

    def fetch(self, query: Query) -> Result:
        """Measure a metric over a period, by dimensions and grain, where filters hold. Raises ImpossibleSplit.

        Only what was recorded has a row: buckets and values without any are absent from a split result.
        """
        return self.fetch_all((query,))[0]

    def fetch_all(self, queries: Sequence[Query]) -> list[Result]:
        """Answer each query as `fetch` does, in their order, with one SELECT for what can be counted together.

        That is what shares table, period, dimensions, filters and grain. Raises ImpossibleSplit.
        """
        for query in queries:
            self._check(self.catalog.metric(query.metric), query)
        alike: dict[Query, dict[Query, None]] = {}
        for query in queries:
            alike.setdefault(_nameless(query), {})[query] = None
        newest = self._newest()
        found: dict[Query, Result] = {}
        for group in alike.values():
            found |= self._together(tuple(group), newest)
        return [found[query] for query in queries]

    def vocabulary(self, verbs: Mapping[str, tuple[str, ...]]) -> Vocabulary:
        """Every name a question may use, with the values found in the data; kept until data is loaded."""
        memory = self._memory
        kept = memory.vocabulary
        if kept is None or kept.verbs != verbs:
            kept = memory.vocabulary = collect(self.catalog, self._store, verbs)
        newest = self._newest_day()
        # The same object as long as nothing changed: whoever reads questions keeps an index for each.
        if newest is not None and kept.last_day is not None and newest > kept.last_day:
            kept = memory.vocabulary = replace(kept, last_day=newest)
        return kept

    def as_of(self, metric_id: str) -> datetime | None:
        """The newest time in the metric's tables, aware and in UTC; None if they are empty."""
        return self._as_of(metric_id, self._newest())

    def tables(self, metric_id: str) -> tuple[str, ...]:
        """The tables that a metric is counted from, by id."""
        return tuple(dict.fromkeys(table for table, _ in self._tables(metric_id)))

    def recorded(self, metric_id: str) -> dict[str, datetime | None]:
        """Up to when each table of a metric has rows, by table: one dated by days, to the end of the local day.

        A table says so by whichever of its times is newest: a refund dated by its order came when it was made.
        """
        newest, found = self._newest(), {}
        for table in self.tables(metric_id):
            times = {measure.time for measure in self.catalog.measures.values() if measure.table == table}
            known = [moment for time in sorted(times) if (moment := self._newest_of(table, time, newest))]
            latest = max(known, default=None)
            if latest is not None and not self.catalog.tables[table].hours:
                day = latest.astimezone(self.catalog.zone).date()
                latest = instant(day + timedelta(1), self.catalog.zone)
            found[table] = latest
        return found

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A raw connection to the DuckDB file this process owns, within one transaction.

        Committed at the end, rolled back on any error; errors inside are raised as they are.
        Afterwards everything that was remembered of the data is forgotten.
        """
        try:
            with self._store.transaction() as raw:
                yield raw
        finally:
            self.forget()

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A connection to write through, within one transaction, when only newer rows of the same kind are added.

        Committed at the end, rolled back on any error. The names people may use are not collected again.
        """
        with self._store.connect() as connection, connection.begin():
            yield connection
        self._memory = Memory(self._memory.vocabulary)

    def create(self) -> None:
        """Make the catalog's tables where they are missing, and the file too."""
        self._store.create(lambda connection: schema.create(connection, self.catalog))
        self.forget()

    def forget(self) -> None:
        """Drop what was remembered of the data, because it has changed."""
        self._memory = Memory()

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    def _together(self, queries: tuple[Query, ...], newest: Newest) -> dict[Query, Result]:
        """Answer queries that differ in nothing but their metric."""
        planned = [(item, self._text(item.select)) for item in statements(self.catalog, *queries)]
        parts = [(item, framed(self.catalog, queries[0], item, self._store.rows(item.select))) for item, _ in planned]
        found = {}
        for query in queries:
            asked = set(names(self.catalog.formulas[query.metric]))
            sql = tuple(text for item, text in planned if asked & {measure.id for measure in item.measures})
            frame = assemble(self.catalog, query, parts)
            metric = self.catalog.metric(query.metric)
            found[query] = Result(query, metric, frame, self._as_of(query.metric, newest), sql)
        return found

    def _as_of(self, metric_id: str, newest: Newest) -> datetime | None:
        """The newest time in the metric's tables, by what is known of them."""
        times = [self._newest_of(table, time, newest) for table, time in self._tables(metric_id)]
        return max((time for time in times if time is not None), default=None)

    def _tables(self, metric_id: str) -> list[tuple[str, str]]:
        """The tables that a metric is counted from, each with the column that dates it there."""
        used = [self.catalog.measures.get(name) for name in names(self.catalog.formulas[metric_id])]
        return [(measure.table, measure.time) for measure in used if measure is not None]

    def _newest_day(self) -> date | None:
        """The local day of the newest order, where there is such a table."""
        orders = self.catalog.tables.get("orders")
        newest = self._newest_of(orders.id, orders.time, self._newest()) if orders and orders.time else None
        return newest and newest.astimezone(self.catalog.zone).date()

    def _newest(self) -> Newest:
        """The newest times that are known: remembered where no other process can change them, else of this moment."""
        return self._memory.newest if self._store.duckdb else {}

    def _newest_of(self, table: str, time: str, known: Newest) -> datetime | None:
        """The newest time of a table."""
        if (table, time) not in known:
            source = Source(self.catalog, table)
            column = source.sql(time).sql
            newest = self._store.rows(select(func.max(column)).select_from(source.tables))[0][0]
            known[table, time] = None if newest is None else newest.replace(tzinfo=UTC)
        return known[table, time]

    def _check(self, metric: Metric, query: Query) -> None:
        """Refuse what the metric cannot be split or filtered by."""
        if query.grain and query.grain not in metric.grains:
            raise _no_hours(metric)
        for dimension_id in (*query.dimensions, *(item.dimension for item in query.filters)):
            label = self.catalog.dimension(dimension_id).label
            if dimension_id not in metric.dimensions:
                raise self._impossible(metric, label)

    def _impossible(self, metric: Metric, label: Text) -> ImpossibleSplit:
        """The metric has no such dimension; these it has."""
        have = [self.catalog.dimension(name).label for name in metric.dimensions]
        sentence = Text(
            f"{metric.label.en} has no {label.en.lower()}. Try it by {', '.join(text.en.lower() for text in have)}.",
            f"{metric.label.zh}没有“{label.zh}”维度，可以按{'、'.join(text.zh for text in have)}查看。",
        )
        return ImpossibleSplit(sentence, tuple(f"{metric.label.en.lower()} by {text.en.lower()}" for text in have[:3]))

    def _text(self, statement: Select[tuple[object, ...]]) -> str:
        """The SQL as text, its values filled in."""
        return str(statement.compile(self._store.engine, compile_kwargs={"literal_binds": True}))


def _nameless(query: Query) -> Query:
    """All that says which rows are counted, and how they are grouped, without what is counted."""
    period = replace(query.period, text="")
    return Query("", period, query.dimensions, query.filters, query.grain, open_until=query.open_until)


def _no_hours(metric: Metric) -> ImpossibleSplit:
    """The metric is not recorded by the hour."""
    sentence = Text(
        f"{metric.label.en} is recorded by the day, not by the hour. Ask for it daily.",
        f"{metric.label.zh}按天记录，没有小时数据，请改为按天查看。",
    )
    return ImpossibleSplit(sentence, tuple(f"{metric.label.en.lower()} {grain}" for grain in ("daily", "weekly")))
