"""A board: the tiles of several metrics above one chart, on one sheet."""

import math
from collections.abc import Sequence
from typing import Final

from analysis.answer import Answer
from analysis.model import Look
from charts import spoken, style, tiles
from charts.chart import Chart
from charts.page import RIGHT, Box, Page, Pen

MOST: Final = 6
TALL: Final = 330
BAND: Final = 128  # for the name of the board
GAP: Final = 32


def sheet(name: str, answers: Sequence[Answer], main: Chart, look: Look) -> Chart:
    """Six tiles at most under the board's name, and below them the chart, as it is alone."""
    shown = answers[:MOST]
    columns = tiles.COLUMNS.get(len(shown), 1)
    rows = math.ceil(len(shown) / columns)
    above = round(BAND + rows * (TALL + GAP))
    page = Page.above(main.figure, above, look)
    pen = Pen(style.TITLE, page.theme.ink, bold=True)
    page.write((style.MARGIN, page.height - 72), name, pen, RIGHT - style.MARGIN)
    tiles.fill(page, shown, _boxes(len(shown), columns, page.height - BAND))
    alt = spoken.bounded(f"{tiles.told(shown, look)}\n{main.alt}", spoken.ALT_LIMIT)
    twin = spoken.cut([tiles.told(shown, look), *main.twin.splitlines()], look.lang)
    return Chart(main.kind, name, main.figure, alt, twin)


def _boxes(count: int, columns: int, top: float) -> list[Box]:
    wide = (RIGHT - style.MARGIN - GAP * (columns - 1)) / columns
    corners = [(style.MARGIN + (i % columns) * (wide + GAP), top - (i // columns) * (TALL + GAP)) for i in range(count)]
    return [Box(left, up - TALL, left + wide, up) for left, up in corners]
