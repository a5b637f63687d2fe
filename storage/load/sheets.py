"""Excel workbooks, row by row."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from analysis.errors import Unavailable
from analysis.model import Text
from storage.catalog.faults import nearest
from storage.load.mapping import Source
from storage.load.texts import LONGEST_CELL, UNPACKED, UNPACKED_FREELY, Row

# Excel's own million rows come to less than this.
LARGEST = 512_000_000
WIDEST = 500


def rows(file: Path, source: Source) -> Iterator[Row]:
    """Rows of one sheet (the first, unless the mapping names it); the first is the header."""
    _measure(file)
    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as fault:
        raise Unavailable(_unreadable(file)) from fault
    try:
        if source.sheet and source.sheet not in book.sheetnames:
            raise Unavailable(_no_sheet(file, source.sheet, book.sheetnames))
        sheet = book[source.sheet] if source.sheet else book.worksheets[0]
        sheet.reset_dimensions()
        yield from _cells(sheet.iter_rows(min_row=source.skip + 1, max_col=WIDEST, values_only=True), source.skip)
    finally:
        book.close()


def _cells(found: Iterator[tuple[object, ...]], skipped: int) -> Iterator[Row]:
    width = 0
    for line, values in enumerate(found, start=skipped + 1):
        cells = [_text(value) for value in values]
        if not any(cells):
            continue
        width = width or len(_trimmed(cells))
        # A sheet's rows end where their last cell does: what is not there is empty.
        cells = _trimmed(cells) + [None] * (width - len(_trimmed(cells)))
        long = any(cell is not None and len(cell) > LONGEST_CELL for cell in cells)
        yield Row(line, cells, "cell" if long else "")


def _trimmed(cells: list[str | None]) -> list[str | None]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return str(value)


def _measure(file: Path) -> None:
    """A workbook is a zip: its directory tells how large it becomes, and unpacking stops there."""
    try:
        with ZipFile(file) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except BadZipFile as fault:
        raise Unavailable(_unreadable(file)) from fault
    if unpacked > LARGEST or unpacked > max(UNPACKED_FREELY, file.stat().st_size * UNPACKED):
        raise Unavailable(
            Text(
                f"{file.name} unpacks to {unpacked // 1_000_000} MB, too much for a workbook. Save the sheet as CSV.",
                f"{file.name} 解压后有 {unpacked // 1_000_000} MB，超出工作簿的合理大小。请将该工作表另存为 CSV。",
            )
        )


def _unreadable(file: Path) -> Text:
    return Text(
        f"{file.name} is not an Excel workbook (.xlsx) that can be read. Save it again, or as CSV.",
        f"{file.name} 不是可读取的 Excel 工作簿（.xlsx）。请重新保存，或另存为 CSV。",
    )


def _no_sheet(file: Path, name: str, known: list[str]) -> Text:
    hint = nearest(name, known)
    return Text(f"{file.name} has no sheet `{name}`. {hint.en}", f"{file.name} 中没有工作表 `{name}`。{hint.zh}")
