"""A line on a plot: solid where its buckets are whole, dashed where they are cut, broken where nothing was recorded."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from matplotlib.lines import Line2D

from charts import style
from charts.frame import Frame

CROWD: Final = 120


@dataclass(frozen=True)
class Stroke:
    """How a line is drawn. It is dashed outside `solid`, a range of buckets; `smooth` blends its edges."""

    ink: str
    width: float
    solid: range
    smooth: bool = True


def weight(points: int) -> float:
    """How much of its width a stroke keeps when many points crowd it."""
    return 1.0 if points <= CROWD else max((CROWD / points) ** 0.5, 0.4)


def draw(plot: Frame, values: np.ndarray, how: Stroke) -> None:
    """A line with gaps where nothing was recorded, and lone points as dots."""
    first, end, size = how.solid.start, how.solid.stop, len(values)
    if len(how.solid):
        _run(plot, values, slice(first, end), how, style.SOLID)
    for cut in (slice(0, first + 1), slice(max(end - 1, 0), size)) if len(how.solid) else (slice(0, size),):
        if cut.stop - cut.start > 1:
            _run(plot, values, cut, how, style.DASHED)
    known = np.isfinite(values)
    beside = np.concatenate([[False], known[:-1]]) | np.concatenate([known[1:], [False]])
    alone = known & ~beside
    if alone.any():
        dots(plot, np.flatnonzero(alone), values[alone], how.ink, how.width * 2.2)


def dots(plot: Frame, index: np.ndarray, values: np.ndarray, ink: str, size: float) -> None:
    """Round marks on a line."""
    marks = Line2D(index, values, color=ink, linestyle="none", marker="o", markersize=size, clip_on=False, zorder=4)
    marks.set_markeredgewidth(0)
    plot.axes.add_artist(marks)


def _run(plot: Frame, values: np.ndarray, span: slice, how: Stroke, dashes: style.Dashes) -> None:
    index = np.arange(len(values))[span]
    smooth = how.smooth or dashes != style.SOLID
    run = Line2D(
        index, values[span], color=how.ink, linewidth=how.width, linestyle=dashes, antialiased=smooth, clip_on=False
    )
    plot.axes.add_artist(run)
