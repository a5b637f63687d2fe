"""Stacked bars: how a whole is made up, over time or for each value of a second dimension."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.collections import PolyCollection

from analysis.answer import REST, Answer
from analysis.model import Look, Picture
from charts import columns, fonts, frame, lines, ranking, scale, spoken, style, wording
from charts.chart import Chart
from charts.frame import Named
from charts.lines import Strands
from charts.page import FOOT, RIGHT, Box, Page, Pen

PARTS: Final = 6
MOST: Final = 11
NAMES: Final = 420
LEGEND: Final = 64


@dataclass(frozen=True)
class Stack:
    """Amounts for every name down the page (rows) and every part of it (columns)."""

    names: tuple[str, ...]
    parts: tuple[str, ...]
    values: np.ndarray
    rest: bool
    hidden: int


def fits(answer: Answer) -> bool:
    """Amounts that add up and are not negative, over time by one dimension or by two dimensions."""
    frames = answer.lines if lines.fits(answer) else answer.rows if len(answer.dimensions) == 2 else pd.DataFrame()
    whole = answer.metric.adds(answer.query.dimensions)
    return whole and len(frames) > 0 and bool((scale.finite(frames["value"].dropna()) >= 0).all())


def draw(answer: Answer, look: Look) -> Chart:
    """Upright over time, lying for two dimensions."""
    return _upright(answer, look) if lines.fits(answer) else _lying(answer, look)


def _upright(answer: Answer, look: Look) -> Chart:
    page, every = Page(look), lines.strands(answer, look)
    found = fold(every, look)
    title = wording.title(answer, look, frame.grain(answer))
    page.header(answer, title)
    if np.isnan(found.values).all():
        page.empty()
    else:
        _columns(page, answer, found)
    page.source(wording.source(answer, look))
    return Chart(
        Picture.STACKED,
        title,
        page.figure,
        spoken.alt(Picture.STACKED, title, answer, look, lines.said(answer, look, every)),
        spoken.twin(title, answer, look, lines.twin(answer, look, every)),
        lines.points("bar", answer, look, found),
    )


def fold(found: Strands, look: Look) -> Strands:
    """The same whole in few parts: all but the largest are put together as the rest."""
    own = min(found.ranked, PARTS)
    if own == len(found.keys):
        return found
    rest = np.nansum(found.values[:, own:], axis=1)
    rest[np.isnan(found.values[:, own:]).all(axis=1)] = np.nan
    keys, names = (*found.keys[:own], REST), (*found.names[:own], wording.OTHER.of(look.lang))
    return replace(found, keys=keys, names=names, values=np.column_stack([found.values[:, :own], rest]))


def _columns(page: Page, answer: Answer, found: Strands) -> None:
    heights = np.nan_to_num(found.values)
    tops = heights.cumsum(axis=1)
    inks = lines.inks(page, found)
    names = [
        Named(name, float(top - height / 2), page.theme.ink, line=ink)
        for name, top, height, ink in zip(found.names, tops[-1], heights[-1], inks, strict=True)
    ]
    totals = np.concatenate([tops[:, -1], [0.0]])
    plot = frame.lay(page, answer.metric, frame.times(answer, found.buckets, page.look), totals, frame.side(names))
    half = 0.36 if len(heights) <= 60 else 0.46
    for part, ink in enumerate(inks):
        shapes = columns.boxes(tops[:, part] - heights[:, part], tops[:, part], half)
        plot.axes.add_artist(PolyCollection(shapes, facecolors=ink, linewidths=0))
    frame.name(page, plot, names)
    columns.label(page, plot, answer.metric, totals[:-1])


def _lying(answer: Answer, look: Look) -> Chart:
    page, stack = Page(look), _stack(answer, look)
    title = wording.title(answer, look)
    page.header(answer, title)
    _rows(page, answer, stack, _legend(page, stack))
    page.source(wording.source(answer, look, wording.left_out(stack.hidden, look.lang)))
    said = ranking.said(answer, look, ranking.ranking(answer, look, len(answer.rows)))
    return Chart(
        Picture.STACKED,
        title,
        page.figure,
        spoken.alt(Picture.STACKED, title, answer, look, said),
        spoken.twin(title, answer, look, ranking.twin(answer, look)),
    )


def _stack(answer: Answer, look: Look) -> Stack:
    first, second = answer.dimensions
    table = ranking.table(answer)
    down, over = ranking.sequence(first, table), ranking.sequence(second, table.T)
    own = [key for key in over if key != REST][:PARTS]
    folded = [key for key in over if key not in own]
    parts = [wording.name(second, key, look.lang) for key in own] + [wording.OTHER.of(look.lang)] * bool(folded)
    values = table.fillna(0.0).loc[down]
    shown = np.column_stack([values[own].to_numpy(), *([values[folded].sum(axis=1)] if folded else [])])[:MOST]
    names = tuple(wording.name(first, key, look.lang) for key in down[:MOST])
    return Stack(names, tuple(parts), shown, bool(folded), max(len(down) - MOST, 0))


def _inks(page: Page, stack: Stack) -> list[str]:
    own = list(page.theme.series[: len(stack.parts) - stack.rest])
    return [*own, page.theme.quiet] if stack.rest else own


def _legend(page: Page, stack: Stack) -> float:
    """Swatches and names in one row over the bars; the height below it."""
    y, x = page.top - 20, float(style.MARGIN)
    room = (RIGHT - style.MARGIN) / len(stack.parts) - 64
    for part, ink in zip(stack.parts, _inks(page, stack), strict=True):
        page.fill(Box(x, y - 13, x + 26, y + 13), ink)
        x += 38 + page.write((x + 38, y), part, Pen(style.AXIS, page.theme.ink), room) + 36
    return page.top - LEGEND


def _rows(page: Page, answer: Answer, stack: Stack, top: float) -> None:
    totals = stack.values.sum(axis=1)
    names = max(fonts.width(fonts.drawable(name), style.LABEL) for name in stack.names)
    labels = [wording.short(float(total), answer.metric, page.look) for total in totals]
    room = min(max(fonts.width(label, style.LABEL, bold=True) for label in labels), 300) + 30
    tall = min((top - FOOT) / len(stack.names), 116)
    box = Box(style.MARGIN + min(names, NAMES) + 22, top - tall * len(stack.names), RIGHT - room, top)
    most = float(totals.max()) or 1.0
    axes = page.axes(box, (0.0, most), (len(stack.names) - 0.5, -0.5))
    ends = stack.values.cumsum(axis=1)
    for part, ink in enumerate(_inks(page, stack)):
        shapes = columns.boxes(ends[:, part] - stack.values[:, part], ends[:, part], 0.33)
        lying = [shape[:, ::-1] for shape in shapes]
        axes.add_artist(PolyCollection(lying, facecolors=ink, linewidths=0))
    for row, (name, total, label) in enumerate(zip(stack.names, totals, labels, strict=True)):
        y = box.top - (row + 0.5) * tall
        page.write((box.left - 22, y), name, Pen(style.LABEL, page.theme.ink, align="right"), NAMES)
        x = box.left + float(total) / most * (box.right - box.left) + 16
        page.write((x, y), label, Pen(style.LABEL, page.theme.ink, bold=True), 300)
