"""Files of every kind we read, as batches of rows of bounded size, each row with its place in the file."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.errors import Unavailable
from analysis.model import Text
from storage.catalog.faults import nearest
from storage.load import sheets, texts
from storage.load.mapping import Source
from storage.load.texts import Row

BATCH = 20_000
ROW, FAULT = "_row", "_fault"


@dataclass(frozen=True)
class Batch:
    """Some rows: `_row` is the line or row of the file, `_fault` why a row cannot be read (else null)."""

    table: pa.Table

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return int(self.table.num_rows)


def matching(source: Source, place: Path) -> tuple[Path, ...]:
    """The files of a source in a folder, or the one file given if it is of that source."""
    if place.is_dir():
        return tuple(sorted(file for file in place.glob(source.files) if file.is_file() and kind(file)))
    return (place,) if place.match(source.files) else ()


def kind(file: Path) -> str:
    """The kind of a file by its name; nothing if we do not read it."""
    name = file.name.lower()
    for ending in READERS:
        if name.endswith(ending):
            return ending
    return ""


def count(file: Path) -> int | None:
    """How many rows a file has, where it says so itself."""
    return int(_parquet(file).metadata.num_rows) if kind(file) == ".parquet" else None


def batches(file: Path, source: Source) -> Iterator[Batch]:
    """The columns the mapping asks for, under the names it uses. Raises Unavailable for a file beyond reading."""
    try:
        yield from READERS[kind(file)](file, source)
    except (OSError, EOFError, zlib.error, pa.ArrowException, UnicodeError) as fault:
        raise Unavailable(_damaged(file, source, fault)) from fault


def _texts(file: Path, source: Source) -> Iterator[Batch]:
    return _rows(file, source, texts.delimited(file, source))


def _sheet(file: Path, source: Source) -> Iterator[Batch]:
    return _rows(file, source, sheets.rows(file, source))


def _rows(file: Path, source: Source, rows: Iterator[Row]) -> Iterator[Batch]:
    """Rows under a header line, as batches."""
    header = next(rows, None)
    places = _places(file, source, () if header is None else tuple(cell or "" for cell in header.cells))
    width = 0 if header is None else len(header.cells)
    while chunk := list(islice(rows, BATCH)):
        for row in chunk:
            if not row.fault and len(row.cells) != width:
                row.fault = f"width|{len(row.cells)} / {width}"
        kept = [[] if row.fault else row.cells for row in chunk]
        columns = [[cells[place] if cells else None for cells in kept] for place in places]
        yield _batch(source, chunk, columns)


def _objects(file: Path, source: Source) -> Iterator[Batch]:
    """JSON lines, as batches. A column that no row of the file has is missing, as in a header."""
    rows, seen = texts.objects(file, source), set[str]()
    while chunk := list(islice(rows, BATCH)):
        keys = dict.fromkeys(key for _, found in chunk for key in found)
        seen |= set(keys)
        names = [_resolve(name, tuple(keys)) for name in source.columns]
        columns = [[found.get(name) if name else None for _, found in chunk] for name in names]
        yield _batch(source, [row for row, _ in chunk], columns)
    if seen:
        _places(file, source, tuple(sorted(seen)))


def _batch(source: Source, rows: list[Row], columns: list[list[str | None]]) -> Batch:
    empty = {"", *source.nulls}
    arrays = {
        name: pa.array([None if cell is None or cell.strip() in empty else cell for cell in cells], pa.string())
        for name, cells in zip(source.columns, columns, strict=True)
    }
    arrays[ROW] = pa.array([row.line for row in rows], pa.int64())
    arrays[FAULT] = pa.array([row.fault or None for row in rows], pa.string())
    return Batch(pa.table(arrays))


def _arrow(file: Path, source: Source) -> Iterator[Batch]:
    """Parquet keeps its types; only the columns asked for are read."""
    opened = _parquet(file)
    header = tuple(opened.schema_arrow.names)
    names = [header[place] for place in _places(file, source, header)]
    done = 0
    for batch in opened.iter_batches(batch_size=BATCH * 4, columns=list(dict.fromkeys(names))):
        arrays = {asked: batch.column(name) for asked, name in zip(source.columns, names, strict=True)}
        arrays[ROW] = pa.array(np.arange(done + 1, done + batch.num_rows + 1))
        arrays[FAULT] = pa.nulls(batch.num_rows, pa.string())
        done += batch.num_rows
        yield Batch(pa.table(arrays))


def _parquet(file: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(file)
    except (OSError, pa.ArrowException) as fault:
        raise Unavailable(
            Text(
                f"{file.name} is not a Parquet file that can be read ({fault}). Export it again, or as CSV.",
                f"{file.name} 不是可读取的 Parquet 文件（{fault}）。请重新导出，或导出为 CSV。",
            )
        ) from fault


def _places(file: Path, source: Source, header: tuple[str, ...]) -> list[int]:
    """Where each column asked for stands in the header; all that are missing are named at once."""
    found = {name: _resolve(name, header) for name in source.columns}
    missing = [name for name, there in found.items() if there is None]
    if missing:
        hint = nearest(missing[0], header)
        names = ", ".join(f"`{name}`" for name in missing)
        raise Unavailable(
            Text(
                f"{file.name} has no column {names}, which the mapping asks for under `{source.name}`. {hint.en}",
                f"{file.name} 缺少映射 `{source.name}` 所需的列 {names}。{hint.zh}",
            )
        )
    return [header.index(there) for there in found.values() if there is not None]


def _resolve(name: str, header: tuple[str, ...]) -> str | None:
    """The header meant by a name: exactly, or but for case, spaces and punctuation (Order_ID for Order ID)."""
    if name in header:
        return name
    alike = [there for there in header if _plain(there) == _plain(name)]
    return alike[0] if len(alike) == 1 else None


def _plain(name: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in name.strip().casefold())


def _damaged(file: Path, source: Source, fault: Exception) -> Text:
    if isinstance(fault, UnicodeError):
        tried = source.encoding or "UTF-8"
        return Text(
            f"{file.name} is not written in {tried}. Add `encoding: gb18030` (Chinese Excel) or `encoding: cp1252` "
            f"(Western Excel) to `{source.name}` in the mapping.",
            f"{file.name} 的编码不是 {tried}。请在映射的 `{source.name}` 中加上 `encoding: gb18030`（中文 Excel）"
            "或 `encoding: cp1252`（西文 Excel）。",
        )
    return Text(
        f"{file.name} cannot be read to its end ({fault}); nothing of it was loaded. Export or copy it again.",
        f"无法完整读取 {file.name}（{fault}），其中的数据未载入。请重新导出或复制该文件。",
    )


READERS: dict[str, Callable[[Path, Source], Iterator[Batch]]] = {
    ".parquet": _arrow,
    ".csv": _texts,
    ".csv.gz": _texts,
    ".tsv": _texts,
    ".tsv.gz": _texts,
    ".jsonl": _objects,
    ".jsonl.gz": _objects,
    ".ndjson": _objects,
    ".ndjson.gz": _objects,
    ".xlsx": _sheet,
}
