"""A metric over time, with the earlier period and the target behind it."""

import math
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D

from analysis.answer import Answer
from analysis.model import Comparison, Look, Picture, Text, Unit
from charts import frame, lines, scale, spoken, stroke, style, wording
from charts.chart import Chart, Points
from charts.frame import Frame, Named
from charts.page import Box, Page, Pen
from charts.stroke import CROWD, Stroke

ALL_LABELLED: Final = 8
DOTTED_UP_TO: Final = 40
NATIVE: Final = 20
LIFT: Final = 36


def fits(answer: Answer) -> bool:
    """Several lines, or one of at least two points that is not split."""
    return lines.fits(answer) or (not answer.dimensions and len(answer.series) > 1)


def draw(answer: Answer, look: Look) -> Chart:
    """One line with what it is set against, or a line for each value of a dimension."""
    return lines.draw(answer, look) if lines.fits(answer) else single(answer, look)


def single(answer: Answer, look: Look) -> Chart:
    """The series, its earlier period aligned by position, its target as a level."""
    page = Page(look)
    title = wording.title(answer, look, frame.grain(answer))
    page.header(answer, title)
    buckets = pd.DatetimeIndex(answer.series["bucket"])
    now, past = scale.finite(answer.series["value"]), before(answer)
    if np.isnan(now).all() and np.isnan(past).all():
        page.empty()
    else:
        _plot(page, answer, buckets, now, past)
    page.source(wording.source(answer, look))
    labels = [wording.moment(at, frame.grain(answer), look.lang) for at in buckets]
    said = spoken.ends(list(zip(labels, map(float, now), strict=True)), answer, look)
    return Chart(
        Picture.LINE,
        title,
        page.figure,
        spoken.alt(Picture.LINE, title, answer, look, said),
        spoken.twin(title, answer, look, frame.twin(answer, look, now, past)),
        _points(answer, look, buckets, now, past),
    )


def before(answer: Answer) -> np.ndarray:
    """The earlier period's values, aligned by position; NaN where nothing is compared."""
    if "previous" not in answer.series or answer.change is None or answer.change.kind is Comparison.TARGET:
        return np.full(len(answer.series), np.nan)
    return scale.finite(answer.series["previous"])


def pace(answer: Answer) -> float | None:
    """The target at the level of one bucket: an equal part of an amount, or the rate itself."""
    if answer.target is None or not math.isfinite(answer.target) or not len(answer.series):
        return None
    adds = answer.metric.unit in (Unit.MONEY, Unit.COUNT) and not answer.metric.level
    return answer.target / len(answer.series) if adds else answer.target


def _plot(page: Page, answer: Answer, buckets: pd.DatetimeIndex, now: np.ndarray, past: np.ndarray) -> None:
    theme, lang, target = page.theme, page.look.lang, pace(answer)
    names = _names(page, answer, now, past, target)
    levels = np.concatenate([now, past, [np.nan if target is None else target]])
    plot = frame.lay(page, answer.metric, frame.times(answer, buckets, page.look), levels, frame.side(names))
    if target is not None:
        level = Line2D(plot.across, (target, target), color=theme.target, linewidth=style.THIN, linestyle=style.DOTTED)
        plot.axes.add_artist(level)
    thin = stroke.weight(len(now))
    if plot.up[0] == 0:
        _shade(plot, now, theme.heat[0])
    if np.isfinite(past).any():
        # A dense grey line gains nothing from blended edges, and they would make the file a third larger.
        dense = len(past) > 2 * CROWD
        dashes = range(0) if thin == 1 else range(len(past))
        stroke.draw(plot, past, Stroke(theme.quiet, style.THIN * thin, dashes, smooth=not dense))
    whole = frame.whole(answer, buckets, now)
    stroke.draw(plot, now, Stroke(theme.main, style.STROKE * thin, whole))
    frame.name(page, plot, names)
    _values(page, plot, answer, now, past)
    if np.isnan(now).all():
        page.offer([(plot.x(len(now) / 2), plot.box.top - LIFT)], wording.NOTHING.of(lang), Pen(style.LABEL, theme.ink))


def _names(page: Page, answer: Answer, now: np.ndarray, past: np.ndarray, target: float | None) -> list[Named]:
    """What stands beside the plot: nothing when the line is alone."""
    theme, lang, names = page.theme, page.look.lang, []
    if np.isfinite(past).any() and answer.change:
        earlier = wording.capital(wording.COMPARISONS[answer.change.kind].of(lang))
        names.append(Named(earlier, _last(past), theme.muted, line=theme.quiet, reaches=bool(np.isfinite(past[-1]))))
    if target is not None:
        names.append(aim(page, answer, target))
    known = np.flatnonzero(np.isfinite(now))
    if len(known) > ALL_LABELLED and known[-1] == len(now) - 1:
        value = wording.short(_last(now), answer.metric, page.look)
        names.insert(0, Named(value, _last(now), theme.main, bold=True))
    elif names and known.size:
        reaches = bool(np.isfinite(now[-1]))
        names.insert(0, Named(wording.NOW.of(lang), _last(now), theme.main, bold=True, reaches=reaches))
    return names


def aim(page: Page, answer: Answer, target: float) -> Named:
    """The name of the target's level."""
    text = Text("Target {n}", "目标{n}").of(page.look.lang, n=wording.short(target, answer.metric, page.look))
    return Named(text, target, page.theme.target)


def _last(values: np.ndarray) -> float:
    return float(values[np.isfinite(values)][-1])


def _shade(plot: Frame, now: np.ndarray, ink: str) -> None:
    """A tint down to zero, one polygon for each stretch without a gap."""
    known = np.flatnonzero(np.isfinite(now))
    stretches = np.split(known, np.flatnonzero(np.diff(known) > 1) + 1)
    areas = [[(s[0], 0.0), *zip(s, now[s], strict=True), (s[-1], 0.0)] for s in stretches if len(s) > 1]
    plot.axes.add_artist(PolyCollection(areas, facecolors=ink, linewidths=0, zorder=-1))


def _values(page: Page, plot: Frame, answer: Answer, now: np.ndarray, past: np.ndarray) -> None:
    """Label every point of a short line; the highest and the lowest of a long one."""
    known = np.flatnonzero(np.isfinite(now))
    if not known.size:
        return
    chosen = [int(i) for i in known] if len(known) <= ALL_LABELLED else _telling(now, known)
    if len(now) <= DOTTED_UP_TO:
        stroke.dots(plot, known, now[known], page.theme.main, 11)
    stroke.dots(plot, np.array(chosen), now[chosen], page.theme.main, 16)
    middle, pen = float(np.nanmean(now)), Pen(style.LABEL, page.theme.ink, bold=True, align="center")
    shown = [i for i in chosen if len(known) <= ALL_LABELLED or i != len(now) - 1]
    for index in shown:
        x, y = plot.x(index), plot.y(now[index])
        lift = LIFT if _rises(now, index, middle) else -LIFT
        places = [(x + aside, y + way) for way in (lift, -lift, 2 * lift) for aside in (0, -60, 60)]
        text = wording.short(float(now[index]), answer.metric, page.look)
        if not page.offer(places, text, pen, lambda box: not any(_crosses(plot, box, line) for line in (now, past))):
            shaded = lift < 0 and plot.up[0] == 0
            page.insist(places[:3], text, pen, page.theme.heat[0] if shaded else page.theme.paper)


def _crosses(plot: Frame, box: Box, values: np.ndarray) -> bool:
    """Whether a line runs through a box."""
    at = np.linspace(box.left - 4, box.right + 4, 15)
    index = plot.across[0] + (at - plot.box.left) / (plot.box.right - plot.box.left) * (plot.across[1] - plot.across[0])
    heights = np.interp(index, np.arange(len(values)), values, left=np.nan, right=np.nan)
    pixels = plot.box.bottom + (heights - plot.up[0]) / (plot.up[1] - plot.up[0]) * (plot.box.top - plot.box.bottom)
    return bool(((pixels > box.bottom - 4) & (pixels < box.top + 4)).any())


def _telling(now: np.ndarray, known: np.ndarray) -> list[int]:
    return list(dict.fromkeys([int(np.nanargmax(now)), int(np.nanargmin(now)), int(known[-1])]))


def _rises(now: np.ndarray, index: int, middle: float) -> bool:
    """Whether a label reads better above its point: at a peak, or on the upper side of the line."""
    near = now[max(index - 1, 0) : index + 2]
    near = near[np.isfinite(near)]
    if len(near) > 1 and now[index] in (near.max(), near.min()):
        return bool(now[index] == near.max())
    return bool(now[index] >= middle)


def _points(answer: Answer, look: Look, buckets: pd.DatetimeIndex, now: np.ndarray, past: np.ndarray) -> Points | None:
    if len(buckets) > NATIVE:
        return None
    lang = look.lang
    series = [(wording.NOW.of(lang), plain(now))]
    if np.isfinite(past).any() and answer.change:
        series.append((wording.COMPARISONS[answer.change.kind].of(lang), plain(past)))
    labels = tuple(wording.moment(at, frame.grain(answer), lang) for at in buckets)
    return Points("line", labels, tuple(series))


def plain(values: np.ndarray) -> tuple[float | None, ...]:
    """Numbers for others to draw: None where nothing was recorded."""
    return tuple(None if np.isnan(value) else float(value) for value in values)
