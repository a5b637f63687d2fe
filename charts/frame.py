"""Buckets of time across, values up: the grid, the labels and the coordinates of a picture over time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from analysis import descriptive
from analysis.answer import Answer
from analysis.model import Grain, Look, Metric
from charts import fonts, scale, spoken, style, wording
from charts.page import FOOT, RIGHT, Box, Page, Pen

BELOW: Final = FOOT + 66  # the dates stand between the source line and the plot
SIDE: Final = 340  # the most that names beside the plot may take
EDGE: Final = 0.5
LEAD: Final = 34  # the stroke between the end of a line and its name


@dataclass(frozen=True)
class Frame:
    """The plot's axes, its box in pixels and the ranges it shows."""

    axes: Axes
    box: Box
    across: tuple[float, float]
    up: tuple[float, float]

    def x(self, index: float) -> float:
        """The pixel of a bucket."""
        share = (index - self.across[0]) / (self.across[1] - self.across[0])
        return self.box.left + share * (self.box.right - self.box.left)

    def y(self, value: float) -> float:
        """The pixel of a value."""
        share = (value - self.up[0]) / (self.up[1] - self.up[0])
        return self.box.bottom + share * (self.box.top - self.box.bottom)


@dataclass(frozen=True)
class Named:
    """A name beside the plot, at the height of the value it belongs to; `line` is the ink of its stroke.

    A line that ends before the plot does not reach its name.
    """

    text: str
    value: float
    ink: str
    bold: bool = False
    line: str = ""
    reaches: bool = True


@dataclass(frozen=True)
class Places:
    """What stands side by side in a plot: how many, and their labels when each has so many pixels."""

    count: int
    ticks: Callable[[float], list[scale.Tick]]


def grain(answer: Answer) -> Grain:
    """The grain of an answer's series."""
    return descriptive.grain(answer.query, answer.metric)


def side(names: Sequence[Named]) -> float:
    """The room that names beside the plot need."""
    widths = [fonts.width(fonts.drawable(n.text), style.LABEL, bold=n.bold) for n in names]
    return min(max(widths) + LEAD + 12, SIDE) if names else 8


def lay(page: Page, metric: Metric, places: Places, values: np.ndarray, room: float) -> Frame:
    """Grid, zero line and labels for these places and values, leaving `room` pixels on the right."""
    ticks = scale.numbers(scale.steps(*scale.extent(values, metric)), metric, page.look)
    wide = min(max(fonts.width(label, style.AXIS) for _, label in ticks), 300)
    box = Box(style.MARGIN + wide + 22, BELOW, RIGHT - room, page.top - 24)
    up = ticks[0][0], ticks[-1][0]
    if up[0] == up[1]:
        up = up[0], up[0] + 1
    across = -EDGE, places.count - EDGE
    frame = Frame(page.axes(box, across, up), box, across, up)
    _grid(page, frame, ticks)
    _along(page, frame, places.ticks((box.right - box.left) / places.count))
    return frame


def times(answer: Answer, buckets: pd.DatetimeIndex, look: Look) -> Places:
    """The places of an answer's buckets."""
    return Places(len(buckets), lambda pitch: scale.dates(buckets, grain(answer), look.lang, pitch))


def _grid(page: Page, frame: Frame, ticks: list[scale.Tick]) -> None:
    theme, across = page.theme, frame.across
    rows = [[(across[0], tick), (across[1], tick)] for tick, _ in ticks]
    inks = [theme.quiet if tick == 0 else theme.grid for tick, _ in ticks]
    frame.axes.add_artist(LineCollection(rows, colors=inks, linewidths=style.HAIR, zorder=0, clip_on=False))
    pen = Pen(style.AXIS, theme.muted, align="right")
    for tick, label in ticks:
        page.write((frame.box.left - 22, frame.y(tick)), label, pen, 300)


def _along(page: Page, frame: Frame, ticks: list[scale.Tick]) -> None:
    for index, label in ticks:
        half = fonts.width(label, style.AXIS) / 2
        x = min(max(frame.x(index), style.MARGIN + half), RIGHT - half)
        page.offer([(x, BELOW - 38)], label, Pen(style.AXIS, page.theme.muted, align="center"))


def name(page: Page, frame: Frame, names: Sequence[Named]) -> None:
    """Write names beside the plot, each as near to its value as the others allow."""
    gap = style.LABEL * 1.15
    levels = [frame.y(n.value) for n in names]
    heights = scale.spread(levels, gap, frame.box.bottom, frame.box.top)
    end, start = frame.x(frame.across[1] - EDGE) + 14, frame.box.right + LEAD
    for named, height in zip(names, heights, strict=True):
        pen = Pen(style.LABEL, named.ink, bold=named.bold)
        page.write((start + 8, height), named.text, pen, RIGHT - start)
    ended = list(zip(names, levels, heights, strict=True))
    leads = [[(end, level), (start, height)] for named, level, height in ended if named.reaches]
    page.lines(leads, [named.line or named.ink for named in names if named.reaches])


def whole(answer: Answer, buckets: pd.DatetimeIndex, values: np.ndarray) -> range:
    """The buckets that lie wholly within the period and are over: not one it cuts, not one still open."""
    end = open_from(answer, buckets, values)
    begun = pd.Timestamp(answer.query.period.start.astimezone(answer.query.period.zone).replace(tzinfo=None))
    return range(int(len(buckets) > 0 and buckets[0] < begun), end)


def open_from(answer: Answer, buckets: pd.DatetimeIndex, values: np.ndarray) -> int:
    """The index of the bucket that is not over yet; the number of buckets where all of them are."""
    if not answer.partial:
        return len(buckets)
    until = answer.query.open_until
    if until is None:
        known = np.flatnonzero(np.isfinite(values))
        return int(known[-1]) if known.size else len(buckets)
    local = pd.Timestamp(until.astimezone(answer.query.period.zone).replace(tzinfo=None))
    return max(int(buckets.searchsorted(local, side="left")) - 1, 0)


def twin(answer: Answer, look: Look, now: np.ndarray, before: np.ndarray) -> list[str]:
    """Every bucket of the series as text, with the value before where there is one."""
    lang = look.lang
    return [
        spoken.pair(
            wording.moment(at, grain(answer), lang),
            wording.full(float(value), answer.metric, look),
            lang,
            spoken.against(float(past), answer, look),
        )
        for at, value, past in zip(pd.DatetimeIndex(answer.series["bucket"]), now, before, strict=True)
    ]
