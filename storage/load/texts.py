"""Delimited text and JSON lines, line by line: a hostile file costs no more memory than an honest one."""

import csv
import gzip
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from analysis.errors import Unavailable
from analysis.model import Text
from storage.load.mapping import Source

LONGEST_LINE = 1_000_000
LONGEST_CELL = 100_000
# Deflate can shrink a file a thousandfold; tables of real rows seldom pass thirty.
UNPACKED = 200
UNPACKED_FREELY = 20_000_000
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


# Why a record cannot be read. A fault is written as its name here, or as name|what to show.
FAULTS = {
    "width": Text(
        "the row and the header differ in their number of cells ({value})", "该行的单元格数与表头不符（{value}）"
    ),
    "cell": Text(
        f"a cell of over {LONGEST_CELL:,} characters, or a quote that is never closed",
        f"单元格超过 {LONGEST_CELL:,} 个字符，或引号没有闭合",
    ),
    "json": Text("the line is not a JSON object", "该行不是 JSON 对象"),
}


@dataclass(slots=True)
class Row:
    """One record: the line it starts on, its cells, and the name in FAULTS of why it cannot be read, if it cannot."""

    line: int
    cells: Sequence[str | None]
    fault: str = ""


def delimited(file: Path, source: Source) -> Iterator[Row]:
    """Records of a CSV file; the first is the header. Blank lines are nothing."""
    csv.field_size_limit(LONGEST_CELL)
    with _opened(file, source) as text:
        lines = _Lines(file, text)
        for _ in range(source.skip):
            next(lines, "")
        first = next(lines, "")
        lines.again = first
        reader = csv.reader(lines, delimiter=source.delimiter or _delimiter(first), strict=False)
        yield from _records(reader, lines)


def objects(file: Path, source: Source) -> Iterator[tuple[Row, dict[str, str | None]]]:
    """Objects of a JSON-lines file, each with its cells by dotted name."""
    with _opened(file, source) as text:
        lines = _Lines(file, text)
        for line in lines:
            if line.strip():
                found, fault = _object(line)
                yield Row(lines.number, [], fault), found


class _Lines(Iterator[str]):
    """Lines of bounded length, counted; `again` is handed out once more."""

    def __init__(self, file: Path, text: TextIO) -> None:
        self.file, self.text = file, text
        self.number, self.length, self.again = 0, 0, ""
        self.allowed = max(UNPACKED_FREELY, file.stat().st_size * UNPACKED)

    def __next__(self) -> str:
        if self.again:
            line, self.again = self.again, ""
            return line
        line = self.text.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        self.length += len(line)
        if len(line) == LONGEST_LINE and not line.endswith("\n"):
            raise Unavailable(_too_long(self.file, self.number))
        if self.length > self.allowed:
            raise Unavailable(_bomb(self.file))
        return line


@contextmanager
def _opened(file: Path, source: Source) -> Iterator[TextIO]:
    packed = file.suffix.lower() == ".gz"
    with gzip.open(file, "rb") if packed else file.open("rb") as raw:
        start = raw.read(2)
    encoding = source.encoding or _MARKS.get(start, "utf-8-sig")
    try:
        "".encode(encoding)
    except LookupError as fault:
        raise Unavailable(
            Text(
                f"`{encoding}` is not an encoding; utf-8, gb18030, utf-16 and cp1252 are.",
                f"`{encoding}` 不是有效的编码；可以用 utf-8、gb18030、utf-16、cp1252。",
            )
        ) from fault
    with gzip.open(file, "rb") if packed else file.open("rb") as raw:
        yield TextIOWrapper(cast("BinaryIO", raw), encoding=encoding, newline="")


def _delimiter(header: str) -> str:
    """The separator a header uses most; commas if it uses none."""
    return max(",;\t|", key=header.count)


def _records(reader: Iterator[list[str]], lines: _Lines) -> Iterator[Row]:
    while True:
        # The line handed out again was counted already.
        start = lines.number + (0 if lines.again else 1)
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Row(start, [], "cell")
            continue
        if any(cell.strip() for cell in cells):
            yield Row(start, cells)


def _object(line: str) -> tuple[dict[str, str | None], str]:
    try:
        # Numbers stay as they are written, so that money loses nothing on its way through a float.
        found = json.loads(line, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        return {}, "json"
    return (_flat(found), "") if isinstance(found, dict) else ({}, "json")


def _flat(found: dict[str, object], prefix: str = "", depth: int = 0) -> dict[str, str | None]:
    """Objects within objects by dotted names; lists as JSON."""
    cells: dict[str, str | None] = {}
    for key, value in found.items():
        if isinstance(value, dict) and depth < 4:
            cells |= _flat(value, f"{prefix}{key}.", depth + 1)
        elif value is None or isinstance(value, str):
            cells[prefix + key] = value
        else:
            cells[prefix + key] = json.dumps(value, ensure_ascii=False)
    return cells


def _too_long(file: Path, line: int) -> Text:
    return Text(
        f"{file.name}, line {line} is over {LONGEST_LINE:,} characters, so this is no table. "
        "Export it with one row a line.",
        f"{file.name} 第 {line} 行超过 {LONGEST_LINE:,} 个字符，不像是表格。请按每行一条记录导出。",
    )


def _bomb(file: Path) -> Text:
    return Text(
        f"{file.name} unpacks to over {UNPACKED} times its size, as no table does. If it is meant so, unpack it and "
        "load what comes out.",
        f"{file.name} 解压后超过原大小的 {UNPACKED} 倍，不像是正常的表格。若确实如此，请先解压再载入。",
    )
