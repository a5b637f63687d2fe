"""Sources into temporary tables, batch by batch, so that memory stays the same however large a file is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa

from analysis.errors import Unavailable
from analysis.model import Text
from storage.load.expressions import quoted
from storage.load.files import Batch, batches
from storage.load.mapping import Source

FILE = "_file"
_ARRIVING = "chestnut_arriving"


@dataclass
class Staging:
    """The temporary tables of one load. `advance` hears how many rows more have been read."""

    connection: duckdb.DuckDBPyConnection
    advance: Callable[[int], None]
    tables: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)

    def stage(self, source: Source, files: tuple[Path, ...]) -> None:
        """Read every file of a source into its table."""
        table = f"temp.{quoted(f'staged {source.name}')}"
        self.rows[source.name] = 0
        for file in files:
            self.files.append(file)
            for batch in batches(file, source):
                self._append(source, table, file, batch)
                self.rows[source.name] += batch.rows
                self.advance(batch.rows)
        if source.name not in self.tables:
            self._create_empty(source, table)

    def drop(self, names: set[str]) -> None:
        """Let go of sources that nothing needs any more."""
        for name in names & self.tables.keys():
            self.connection.execute(f"DROP TABLE {self.tables.pop(name)}")

    def _append(self, source: Source, table: str, file: Path, batch: Batch) -> None:
        self.connection.register(_ARRIVING, batch.table)
        place = len(self.files) - 1
        columns = f"{place}::INTEGER AS {FILE}, *"
        try:
            if source.name in self.tables:
                self.connection.execute(f"INSERT INTO {table} BY NAME SELECT {columns} FROM {_ARRIVING}")
            else:
                self.connection.execute(f"CREATE TEMP TABLE {table} AS SELECT {columns} FROM {_ARRIVING}")
                self.tables[source.name] = table
        except duckdb.ConversionException as fault:
            raise Unavailable(_unlike(file, source)) from fault
        finally:
            self.connection.unregister(_ARRIVING)

    def _create_empty(self, source: Source, table: str) -> None:
        """A source without rows still has columns."""
        names = {name: pa.array([], pa.string()) for name in source.columns}
        empty = pa.table(names | {"_row": pa.array([], pa.int64()), "_fault": pa.array([], pa.string())})
        self.files.append(Path())
        self._append(source, table, Path(), Batch(empty))
        self.files.pop()


def _unlike(file: Path, source: Source) -> Text:
    return Text(
        f"{file.name} writes a column in another type than the other files of `{source.name}`. Load it by itself.",
        f"{file.name} 某列的类型与 `{source.name}` 的其他文件不同，请单独载入。",
    )
