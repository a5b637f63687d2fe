"""A heatmap: two dimensions, or one over time, with the amount as depth of ink."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.collections import PolyCollection

from analysis.answer import REST, Answer
from analysis.model import Look, Picture
from charts import fonts, frame, lines, ranking, scale, spoken, style, wording
from charts.chart import Chart
from charts.frame import Places
from charts.page import FOOT, RIGHT, Box, Page, Pen

DOWN: Final = 12
ACROSS: Final = 31
NAMES: Final = 380
KEY: Final = 66  # the height of the key over the cells
SWATCH: Final = 44


@dataclass(frozen=True)
class Cells:
    """Values with their names down and across; NaN where nothing was recorded."""

    down: tuple[str, ...]
    across: tuple[str, ...]
    values: np.ndarray
    places: Places
    hidden: int


def fits(answer: Answer) -> bool:
    """Two dimensions, or lines over time."""
    return (len(answer.dimensions) == 2 and len(answer.rows) > 0) or lines.fits(answer)


def draw(answer: Answer, look: Look) -> Chart:
    """One cell for each pair; the deepest is the most."""
    page = Page(look)
    over_time = lines.fits(answer)
    cells = _over_time(answer, look) if over_time else _crossed(answer, look)
    title = wording.title(answer, look, frame.grain(answer) if over_time else None)
    page.header(answer, title)
    if np.isnan(cells.values).all():
        page.empty()
    else:
        _plot(page, answer, cells)
    page.source(wording.source(answer, look, wording.left_out(cells.hidden, look.lang)))
    rows = lines.twin(answer, look, lines.strands(answer, look)) if over_time else ranking.twin(answer, look)
    return Chart(
        Picture.HEATMAP,
        title,
        page.figure,
        spoken.alt(Picture.HEATMAP, title, answer, look, _said(answer, look, cells)),
        spoken.twin(title, answer, look, rows),
    )


def _crossed(answer: Answer, look: Look) -> Cells:
    """The dimension with more values lies across."""
    first, second = answer.dimensions
    table = ranking.table(answer)
    if len(table) > len(table.columns):
        first, second, table = second, first, table.T
    down, across = ranking.sequence(first, table), ranking.sequence(second, table.T)
    shown = table.loc[down[:DOWN], across[:ACROSS]]
    hidden = len(table) * len(table.columns) - shown.size
    names = [wording.name(first, key, look.lang) for key in down[:DOWN]]
    heads = [wording.name(second, key, look.lang) for key in across[:ACROSS]]
    places = Places(len(heads), lambda pitch: scale.names(heads, pitch))
    return Cells(tuple(names), tuple(heads), shown.to_numpy(), places, hidden)


def _over_time(answer: Answer, look: Look) -> Cells:
    """Names down, the latest buckets across."""
    found = lines.strands(answer, look)
    order = [i for i, key in enumerate(found.keys) if key != REST][:DOWN]
    values = found.values[-ACROSS:, order].T
    buckets = found.buckets[-ACROSS:]
    heads = tuple(wording.moment(at, frame.grain(answer), look.lang) for at in buckets)
    names, places = tuple(found.names[i] for i in order), frame.times(answer, buckets, look)
    return Cells(names, heads, values, places, found.values.size - values.size)


def _plot(page: Page, answer: Answer, cells: Cells) -> None:
    theme, (rows, wide) = page.theme, cells.values.shape
    names = max(fonts.width(fonts.drawable(name), style.LABEL) for name in cells.down)
    top = page.top - KEY
    box = Box(style.MARGIN + min(names, NAMES) + 22, max(FOOT + 60, top - rows * 120), RIGHT, top)
    tall, pitch = (box.top - box.bottom) / rows, (box.right - box.left) / wide
    steps = _steps(cells.values, len(theme.heat))
    corners = [(c, r) for r in range(rows) for c in range(wide) if steps[r, c] >= 0]
    lefts, tops = (box.left + pitch * c for c, _ in corners), (box.top - tall * r for _, r in corners)
    shapes = [[(x, y), (x + pitch, y), (x + pitch, y - tall), (x, y - tall)] for x, y in zip(lefts, tops, strict=True)]
    inks = [theme.heat[steps[r, c]] for c, r in corners]
    page.add(PolyCollection(shapes, facecolors=inks, edgecolors=theme.paper, linewidths=3))
    pen = Pen(style.LABEL if tall >= 40 else style.AXIS, theme.ink, align="right")
    for row, name in enumerate(cells.down):
        page.write((box.left - 22, box.top - (row + 0.5) * tall), name, pen, NAMES)
    below = Pen(style.AXIS, theme.muted, align="center")
    for column, head in cells.places.ticks(pitch):
        page.offer([(_inside(box.left + (column + 0.5) * pitch, head), box.bottom - 32)], head, below)
    _values(page, answer, cells, steps, box)
    _key(page, answer, cells)


def _inside(x: float, head: str) -> float:
    half = fonts.width(head, style.AXIS) / 2
    return min(max(x, style.MARGIN + half), RIGHT - half)


def _steps(values: np.ndarray, shades: int) -> np.ndarray:
    """The shade of each cell, from 0 for the least; −1 where nothing was recorded."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    low = min(low, 0.0) if high - low > 0.5 * abs(high) else low
    share = (values - low) / (high - low) if high > low else np.where(np.isnan(values), np.nan, 0.5)
    return np.where(np.isnan(share), -1, np.minimum(np.nan_to_num(share) * shades, shades - 1)).astype(int)


def _values(page: Page, answer: Answer, cells: Cells, steps: np.ndarray, box: Box) -> None:
    """Write the values into the cells where they all fit."""
    rows, wide = cells.values.shape
    tall, pitch = (box.top - box.bottom) / rows, (box.right - box.left) / wide
    if tall < style.AXIS * 1.2 or pitch < 90:
        return
    texts = [[wording.short(float(v), answer.metric, page.look) for v in row] for row in cells.values]
    if max(fonts.width(text, style.AXIS) for row in texts for text in row) > pitch - 14:
        return
    for row, column in np.argwhere(steps >= 0):
        pen = Pen(style.AXIS, page.theme.on(page.theme.heat[steps[row, column]]), align="center")
        place = box.left + (column + 0.5) * pitch, box.top - (row + 0.5) * tall
        page.write((float(place[0]), float(place[1])), texts[row][column], pen)


def _key(page: Page, answer: Answer, cells: Cells) -> None:
    """The shades from the least to the most, with both values."""
    low, high = (wording.short(float(v), answer.metric, page.look) for v in _ends(cells.values))
    y, pen = page.top - 16, Pen(style.AXIS, page.theme.muted, align="right")
    x = RIGHT - page.write((RIGHT, y), high, pen, 260) - 16 - SWATCH * len(page.theme.heat)
    for step, ink in enumerate(page.theme.heat):
        page.fill(Box(x + step * SWATCH, y - 12, x + (step + 1) * SWATCH, y + 12), ink)
    page.write((x - 16, y), low, pen, 260)


def _ends(values: np.ndarray) -> tuple[float, float]:
    return float(np.nanmin(values)), float(np.nanmax(values))


def _said(answer: Answer, look: Look, cells: Cells) -> str:
    pairs = [
        (f"{name} × {head}", float(value))
        for name, row in zip(cells.down, cells.values, strict=True)
        for head, value in zip(cells.across, row, strict=True)
    ]
    return spoken.ends([pair for pair in pairs if not pd.isna(pair[1])], answer, look)
