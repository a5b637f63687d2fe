"""Loading files into the shop's tables: one transaction, every row accounted for."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from analysis.errors import Unavailable
from analysis.model import Text
from storage.catalog import Catalog
from storage.load import customers, merge
from storage.load.expressions import quoted
from storage.load.mapping import Mapping, Target
from storage.load.plan import Plan, plan
from storage.load.refused import Refused
from storage.load.select import Select
from storage.load.staging import Staging
from storage.load.summary import Progress, TableLoad

# What DuckDB says of expressions that do not fit the types of the files.
_UNFIT = (duckdb.BinderException, duckdb.ConversionException, duckdb.InvalidInputException, duckdb.OutOfRangeException)


@dataclass
class _Meter:
    """Passes on how far the load has come."""

    progress: Progress
    total: int | None
    done: int = 0

    def advance(self, rows: int) -> None:
        self.done += rows
        self.progress(self.done, self.total)


@dataclass
class Run:
    """One load over one connection, inside a transaction that its owner commits."""

    connection: duckdb.DuckDBPyConnection
    catalog: Catalog
    mapping: Mapping
    refused: Refused

    def load(self, place: Path, progress: Progress) -> tuple[TableLoad, ...]:
        """Load what the mapping finds at `place`. Raises Unavailable; the transaction must then be rolled back."""
        _same_currency(self.mapping, self.catalog)
        found = plan(self.mapping, place)
        meter = _Meter(progress, found.expected())
        staging = Staging(self.connection, meter.advance)
        try:
            self._stage(staging, found)
            meter.total = found.steps(staging.rows)
            return tuple(self._tables(staging, found, meter))
        except _UNFIT as fault:
            raise Unavailable(_nonsense(self.mapping, fault)) from fault

    def _stage(self, staging: Staging, found: Plan) -> None:
        for name, files in found.files.items():
            staging.stage(self.mapping.sources[name], files)

    def _tables(self, staging: Staging, found: Plan, meter: _Meter) -> Iterator[TableLoad]:
        """One target after the other; a source goes as soon as no later one reads it, so that memory stays low."""
        for place, target in enumerate(found.targets):
            yield self._table(staging, target, meter)
            later = {name for other in found.targets[place + 1 :] for name in other.sources}
            staging.drop(set(target.sources) - later)

    def _table(self, staging: Staging, target: Target, meter: _Meter) -> TableLoad:
        prepared = Select(
            self.connection, self.mapping, target, staging.tables, self.catalog.tables, self.catalog.minor
        ).prepare()
        finished = f"temp.{quoted(f'finished {target.table.id}')}"
        self.connection.execute(f"CREATE TEMP TABLE {finished} AS {prepared.sql}")
        counts = merge.compare(self.connection, target, finished)
        refusals = self.refused.keep(staging, self.mapping, target, finished, prepared.checks) if counts.refused else ()
        self.connection.execute(f"DROP TABLE {finished}")
        self._write(target, counts)
        self.connection.execute(f"DROP TABLE {merge.GOOD}")
        read = staging.rows[target.source]
        meter.advance(read)
        accounted = counts.loaded + counts.updated + counts.unchanged + counts.duplicate + counts.refused
        return TableLoad(
            table=target.table.id,
            read=read,
            loaded=counts.loaded,
            updated=counts.updated,
            unchanged=counts.unchanged,
            duplicate=counts.duplicate,
            skipped=read - accounted,
            refused=counts.refused,
            refusals=refusals,
            ambiguous=counts.ambiguous,
            nonexistent=counts.nonexistent,
        )

    def _write(self, target: Target, counts: merge.Counts) -> None:
        """Write what is new or changed; orders are numbered again for the customers they touch."""
        if not counts.loaded and not counts.updated:
            return
        numbered = customers.numbers(target)
        if numbered:
            customers.note(self.connection, target.table)
        merge.write(self.connection, target, counts)
        if numbered:
            customers.note(self.connection, target.table)
            customers.number(self.connection, target.table)


def _same_currency(mapping: Mapping, catalog: Catalog) -> None:
    if mapping.currency != catalog.currency:
        raise Unavailable(
            Text(
                f"{mapping.name} is in {mapping.currency}, this shop counts in {catalog.currency}. Make a shop of its "
                f"own with `chestnut init --mapping {mapping.name}`, or set `currency: {mapping.currency}` in "
                "shop.yaml.",
                f"{mapping.name} 的金额为 {mapping.currency}，而本店使用 {catalog.currency}。请用 "
                f"`chestnut init --mapping {mapping.name}` 新建一家店，或在 shop.yaml 中设置 "
                f"`currency: {mapping.currency}`。",
            )
        )


def _nonsense(mapping: Mapping, fault: duckdb.Error) -> Text:
    first = str(fault).splitlines()[0][:200]
    return Text(
        f"An expression of the mapping {mapping.name} makes no sense over these files: {first}. "
        "Mend it and load again.",
        f"映射 {mapping.name} 中有表达式不适用于这些文件：{first}。请修改后重新载入。",
    )
