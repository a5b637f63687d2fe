"""Columns: time, or an order such as weekdays, across; a mark where each one was before."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.lines import Line2D

from analysis.answer import Answer
from analysis.model import Comparison, Look, Metric, Picture
from charts import fonts, frame, line, ranking, scale, spoken, stroke, style, wording
from charts.chart import Chart, Points
from charts.frame import Frame, Places
from charts.page import Box, Page, Pen

GAP: Final = 14
SMALL: Final = 26
NATIVE: Final = 20
LIFT: Final = 26
MARK: Final = "― "


@dataclass(frozen=True)
class Row:
    """Values side by side, what they were before, and which of them stand for a whole bucket."""

    places: Places
    names: tuple[str, ...]
    values: np.ndarray
    before: np.ndarray
    whole: range


def fits(answer: Answer) -> bool:
    """A series that is not split, or one dimension with an order of its own."""
    if not answer.dimensions:
        return len(answer.series) > 0
    return len(answer.dimensions) == 1 and answer.dimensions[0].ordered and len(answer.rows) > 0


def draw(answer: Answer, look: Look) -> Chart:
    """One column for each bucket or value."""
    page, row = Page(look), _row(answer, look)
    title = wording.title(answer, look, None if answer.dimensions else frame.grain(answer))
    page.header(answer, title, MARK if np.isfinite(row.before).any() else "")
    if np.isnan(row.values).all():
        page.empty()
    else:
        _plot(page, answer, row)
    page.source(wording.source(answer, look))
    said = spoken.ends([(name, float(v)) for name, v in zip(row.names, row.values, strict=True)], answer, look)
    return Chart(
        Picture.BAR,
        title,
        page.figure,
        spoken.alt(Picture.BAR, title, answer, look, said),
        spoken.twin(title, answer, look, _twin(answer, look, row)),
        _points(answer, look, row),
    )


def _row(answer: Answer, look: Look) -> Row:
    if answer.dimensions:
        listed = ranking.ranking(answer, look, len(answer.rows))
        places = Places(len(listed), lambda pitch: scale.names(listed.names, pitch))
        return Row(places, listed.names, listed.values, listed.before, range(len(listed)))
    buckets = pd.DatetimeIndex(answer.series["bucket"])
    names = tuple(wording.moment(at, frame.grain(answer), look.lang) for at in buckets)
    values = scale.finite(answer.series["value"])
    whole = frame.whole(answer, buckets, values)
    return Row(frame.times(answer, buckets, look), names, values, line.before(answer), whole)


def _plot(page: Page, answer: Answer, row: Row) -> None:
    target = None if answer.dimensions else line.pace(answer)
    names = [] if target is None else [line.aim(page, answer, target)]
    levels = np.concatenate([row.values, row.before, [0.0, np.nan if target is None else target]])
    plot = frame.lay(page, answer.metric, row.places, levels, frame.side(names))
    half = 0.36 if len(row.values) <= 60 else 0.42
    inks = [page.theme.main if i in row.whole else page.theme.heat[3] for i in range(len(row.values))]
    plot.axes.add_artist(
        PolyCollection(boxes(np.zeros(len(row.values)), row.values, half), facecolors=inks, linewidths=0)
    )
    known = np.flatnonzero(np.isfinite(row.before))
    marks = [[(i - half - 0.04, row.before[i]), (i + half + 0.04, row.before[i])] for i in known]
    width = style.THIN * stroke.weight(len(row.values))
    plot.axes.add_artist(LineCollection(marks, colors=page.theme.ink, linewidths=width))
    if target is not None:
        level = (target, target)
        plot.axes.add_artist(
            Line2D(plot.across, level, color=page.theme.target, linewidth=style.THIN, linestyle=style.DOTTED)
        )
    frame.name(page, plot, names)
    label(page, plot, answer.metric, row.values, row.before)


def boxes(bottom: np.ndarray, top: np.ndarray, half: float) -> list[np.ndarray]:
    """The corners of upright boxes at 0, 1, 2 and so on; nothing recorded has no height."""
    index, up = np.arange(len(top), dtype=float), np.where(np.isnan(top), bottom, top)
    left, right = index - half, index + half
    corners = (left, bottom), (left, up), (right, up), (right, bottom)
    return list(np.stack([np.column_stack(corner) for corner in corners], axis=1))


def label(page: Page, plot: Frame, metric: Metric, values: np.ndarray, before: np.ndarray | None = None) -> None:
    """A label over every column where there is room for all, else over the highest."""
    known = np.flatnonzero(np.isfinite(values))
    marks = np.full(len(values), np.nan) if before is None else before
    texts = {int(i): wording.short(float(values[i]), metric, page.look) for i in known}
    pitch = (plot.box.right - plot.box.left) / len(values) - GAP
    widest = max(fonts.width(text, 1, bold=True) for text in texts.values())
    size = next((size for size in (style.LABEL, SMALL) if widest * size <= pitch), None)
    chosen = texts if size else {int(np.nanargmax(values)): ""}
    pen = Pen(size or style.LABEL, page.theme.ink, bold=True, align="center")
    for i in chosen:
        edge = float(np.fmax(values[i], marks[i]) if values[i] >= 0 else np.fmin(values[i], marks[i]))
        place = plot.x(i), plot.y(edge) + (LIFT if values[i] >= 0 else -LIFT)
        page.offer([place], texts[i], pen, lambda box: _clear(plot, box, values, marks))


def _clear(plot: Frame, box: Box, values: np.ndarray, marks: np.ndarray) -> bool:
    """Whether no column and no mark reaches into a box."""
    pitch = (plot.box.right - plot.box.left) / len(values)
    near = [i for i in range(len(values)) if box.left - pitch / 2 < plot.x(i) < box.right + pitch / 2]
    edges = [plot.y(float(v)) for i in near for v in (values[i], marks[i]) if np.isfinite(v)]
    base = plot.y(0.0)
    over = box.bottom >= base and max(edges, default=base) <= box.bottom
    under = box.top <= base and min(edges, default=base) >= box.top
    return over or under


def _twin(answer: Answer, look: Look, row: Row) -> list[str]:
    return ranking.twin(answer, look) if answer.dimensions else frame.twin(answer, look, row.values, row.before)


def _points(answer: Answer, look: Look, row: Row) -> Points | None:
    if not 0 < len(row.names) <= NATIVE:
        return None
    series = [(wording.NOW.of(look.lang), line.plain(row.values))]
    if answer.change and answer.change.kind is not Comparison.TARGET and np.isfinite(row.before).any():
        series.append((wording.COMPARISONS[answer.change.kind].of(look.lang), line.plain(row.before)))
    return Points("bar", row.names, tuple(series))
