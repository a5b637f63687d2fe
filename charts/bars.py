"""Bars: names down the page, the longest first, with a mark where each one was before."""

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle

from analysis.answer import Answer
from analysis.model import Look, Metric, Picture
from charts import columns, fonts, ranking, spoken, style, wording
from charts.chart import Chart
from charts.page import FOOT, RIGHT, Box, Page, Pen
from charts.ranking import Ranking

MOST: Final = 12
TALLEST: Final = 116
NAMES: Final = 460
ASIDE: Final = 130
MARK: Final = "│ "


def fits(answer: Answer) -> bool:
    """Names to compare, or a series to stand up as columns."""
    return (len(answer.rows) > 0 and len(answer.dimensions) > 0) or columns.fits(answer)


def draw(answer: Answer, look: Look) -> Chart:
    """Names lie, time and whatever else has an order of its own stands."""
    return columns.draw(answer, look) if columns.fits(answer) else lying(answer, look)


def lying(answer: Answer, look: Look) -> Chart:
    """Horizontal bars, the first dozen rows at most."""
    page, listed = Page(look), ranking.ranking(answer, look, MOST)
    title = wording.title(answer, look)
    page.header(answer, title, MARK if np.isfinite(listed.before).any() else "")
    if np.isnan(listed.values).all():
        page.empty()
    else:
        _plot(page, answer.metric, listed)
    page.source(wording.source(answer, look, wording.left_out(listed.hidden, look.lang)))
    return Chart(
        Picture.BAR,
        title,
        page.figure,
        spoken.alt(Picture.BAR, title, answer, look, ranking.said(answer, look, listed)),
        spoken.twin(title, answer, look, ranking.twin(answer, look)),
        ranking.points("bar", answer, look, listed),
    )


def _plot(page: Page, metric: Metric, listed: Ranking) -> None:
    values = [wording.short(float(value), metric, page.look) for value in listed.values]
    asides = _asides(page, metric, listed)
    names = max(fonts.width(fonts.drawable(name), style.LABEL) for name in listed.names)
    labels = max(fonts.width(text, style.LABEL, bold=True) for text in values)
    room = min(labels, 300) + (ASIDE if any(asides) else 0) + 30
    tall = min((page.top - 10 - FOOT) / len(listed), TALLEST)
    box = Box(style.MARGIN + min(names, NAMES) + 22, page.top - 10 - tall * len(listed), RIGHT - room, page.top - 10)
    low, high = _extent(listed)
    axes = page.axes(box, (low, high), (len(listed) - 0.5, -0.5))
    _bars(page, listed, axes, high)

    def across(value: float) -> float:
        return box.left + (value - low) / (high - low) * (box.right - box.left)

    name, bold = Pen(style.LABEL, page.theme.ink, align="right"), Pen(style.LABEL, page.theme.ink, bold=True)
    ends = np.clip(np.nan_to_num(np.fmax(listed.values, listed.before)), 0.0, high)
    for row, (label, value, aside) in enumerate(zip(listed.names, values, asides, strict=True)):
        y = box.top - (row + 0.5) * tall
        page.write((box.left - 22, y), label, name, NAMES)
        start = across(float(ends[row])) + 16
        wide = page.write((start, y), value, bold, 300)
        page.write((start + wide + 18, y), aside, Pen(style.AXIS, page.theme.muted), ASIDE)


def _asides(page: Page, metric: Metric, listed: Ranking) -> list[str]:
    """Beside each value: how far it moved, or its share where nothing is compared."""
    lang = page.look.lang
    if np.isfinite(listed.before).any():
        pairs = zip(listed.values, listed.before, strict=True)
        return [wording.step(float(now), float(past), metric, lang) for now, past in pairs]
    return [wording.percent(share, lang) if np.isfinite(share) else "" for share in listed.shares]


def _extent(listed: Ranking) -> tuple[float, float]:
    """From the least to the most of the names; the rest, which may be many times as long, does not stretch it."""
    own = slice(0, len(listed) - listed.rest or None)
    every = np.concatenate([listed.values[own], listed.before[own], [0.0]])
    low, high = float(np.nanmin(every)), float(np.nanmax(every))
    return (low, high) if high > low else (0.0, 1.0)


def _bars(page: Page, listed: Ranking, axes: Axes, high: float) -> None:
    theme, last = page.theme, len(listed) - 1
    for row, value in enumerate(np.minimum(np.nan_to_num(listed.values), high)):
        ink = theme.quiet if listed.rest and row == last else theme.main
        axes.add_artist(Rectangle((0.0, row - 0.31), value, 0.62, facecolor=ink, linewidth=0))
    marks = [[(past, row - 0.42), (past, row + 0.42)] for row, past in enumerate(listed.before) if past <= high]
    if listed.rest and listed.values[last] > high:
        # A bar too long for the page is cut, and the cut is shown.
        cuts = [[(high * at, last + 0.4), (high * (at + 0.012), last - 0.4)] for at in (0.93, 0.95)]
        axes.add_artist(LineCollection(cuts, colors=theme.paper, linewidths=style.STROKE, zorder=3))
    zero = [(0.0, -0.5), (0.0, last + 0.5)]
    inks = [theme.quiet] + [theme.ink] * len(marks)
    widths = [style.HAIR] + [style.THIN] * len(marks)
    axes.add_artist(LineCollection([zero, *marks], colors=inks, linewidths=widths, clip_on=False))
