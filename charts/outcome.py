"""What came of a decision: a metric before and after it, and within which range it would have been without."""

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from matplotlib.collections import PolyCollection

from analysis.model import Grain, Look, Metric, Picture, Text, Unit
from charts import frame, scale, spoken, stroke, style, wording
from charts.chart import Chart
from charts.frame import Frame, Named, Places
from charts.page import Head, Page, Pen
from charts.stroke import Stroke

LIFT: Final = 26
REACH: Final = 1.0
"""How far beyond the line, in heights of it, the range may stretch the plot."""


@dataclass(frozen=True)
class Outcome:
    """A metric day by day. `before` ends on the day on which it was decided; `after` begins on the next.

    `before` is a Series; `after` has the columns `measured`, `expected`, `low` and `high`. `title` names what was
    decided, `verdict` says what came of it and `short` the same in few words; `good` is whether that is good, None
    where it cannot be told.
    """

    metric: Metric
    before: pd.Series
    after: pd.DataFrame
    zone: ZoneInfo
    title: str
    verdict: str
    short: str
    good: bool | None = None

    @property
    def days(self) -> pd.DatetimeIndex:
        """Every day that is shown."""
        return pd.DatetimeIndex(self.before.index.append(self.after.index))

    @property
    def measured(self) -> np.ndarray:
        """What was, on each of them."""
        return scale.finite(np.concatenate([self.before.to_numpy(), self.after["measured"].to_numpy()]))

    def ranged(self, column: str) -> np.ndarray:
        """What was to be expected, or an edge of its range: NaN on the days before."""
        values = np.concatenate([np.full(len(self.before), np.nan), self.after[column].to_numpy()])
        return scale.finite(values)


def draw(outcome: Outcome, look: Look) -> Chart:
    """The measured line, the range it would have been in, and an upright line on the day it was decided."""
    page, days = Page(look), outcome.days
    theme, value = page.theme, wording.short(_mean(outcome.after["measured"]), outcome.metric, look)
    ink = theme.muted if outcome.good is None else theme.good if outcome.good else theme.bad
    page.head(Head(outcome.title, outcome.verdict, value, outcome.short, ink))
    if np.isnan(outcome.measured).all():
        page.empty()
    else:
        _plot(page, outcome)
    page.source(_SOURCE.of(look.lang, zone=outcome.zone.key))
    lines = [_told(outcome, place, look) for place in range(len(days))]
    return Chart(
        Picture.LINE,
        outcome.title,
        page.figure,
        spoken.bounded(_alt(outcome, look), spoken.ALT_LIMIT),
        spoken.cut([outcome.title, outcome.verdict, *lines], look.lang),
    )


def _plot(page: Page, outcome: Outcome) -> None:
    days, measured, expected = outcome.days, outcome.measured, outcome.ranged("expected")
    low, high = _within(outcome)
    names = _names(page, outcome, high)
    places = Places(len(days), lambda pitch: scale.dates(days, Grain.DAY, page.look.lang, pitch))
    plot = frame.lay(page, outcome.metric, places, np.concatenate([measured, expected, low, high]), frame.side(names))
    known = np.flatnonzero(np.isfinite(low) & np.isfinite(high))
    if known.size > 1:
        area = [*zip(known, low[known], strict=True), *zip(known[::-1], high[known[::-1]], strict=True)]
        plot.axes.add_artist(PolyCollection([area], facecolors=page.theme.heat[1], linewidths=0, zorder=-1))
    thin = stroke.weight(len(days))
    stroke.draw(plot, expected, Stroke(page.theme.quiet, style.THIN * thin, range(0)))
    stroke.draw(plot, measured, Stroke(page.theme.main, style.STROKE * thin, range(len(days))))
    frame.name(page, plot, names)
    _decided(page, plot, outcome)


def _within(outcome: Outcome) -> tuple[np.ndarray, np.ndarray]:
    """The range, no further off than the line is high, lest the line become flat; none below zero where no value is."""
    near = np.concatenate([outcome.measured, outcome.ranged("expected")])
    near = near[np.isfinite(near)]
    least, most = (float(near.min()), float(near.max())) if near.size else (0.0, 1.0)
    room = REACH * max(most - least, abs(most) / 2)
    floor = 0.0 if least >= 0 and outcome.metric.unit in _POSITIVE else least - room
    low, high = (np.clip(outcome.ranged(edge), max(least - room, floor), most + room) for edge in ("low", "high"))
    return low, high


def _names(page: Page, outcome: Outcome, high: np.ndarray) -> list[Named]:
    theme, look = page.theme, page.look
    measured, expected = outcome.measured, outcome.ranged("expected")
    known = measured[np.isfinite(measured)]
    last = wording.short(float(known[-1]), outcome.metric, look)
    names = [Named(last, float(known[-1]), theme.main, bold=True, reaches=bool(np.isfinite(measured[-1])))]
    if np.isfinite(expected[-1]):
        names.append(Named(_EXPECTED.of(look.lang), float(expected[-1]), theme.muted, line=theme.quiet))
        names.append(Named(_RANGE.of(look.lang), float(high[-1]), theme.muted, line=theme.heat[2]))
    return names


def _decided(page: Page, plot: Frame, outcome: Outcome) -> None:
    """An upright line on the day of the decision, with its date."""
    x, day = plot.x(len(outcome.before) - 1), wording.moment(_day(outcome), Grain.DAY, page.look.lang)
    page.lines([[(x, plot.box.bottom), (x, plot.box.top)]], page.theme.target, style.HAIR)
    text, heights = _DECIDED.of(page.look.lang, when=day), (plot.box.top + LIFT, plot.box.bottom + LIFT)
    pen = Pen(style.AXIS, page.theme.target, bold=True)
    if not page.offer([(x - 12, at) for at in heights], text, Pen(pen.size, pen.ink, bold=True, align="right")):
        page.offer([(x + 12, at) for at in heights], text, pen)


def _told(outcome: Outcome, place: int, look: Look) -> str:
    """One day as text: what was, and from the decision on what was to be expected."""
    shown = [wording.full(value, outcome.metric, look) for value in _numbers(outcome, place)]
    label = wording.moment(outcome.days[place], Grain.DAY, look.lang)
    after = place >= len(outcome.before)
    asides = [_HELD.of(look.lang, expected=shown[1], low=shown[2], high=shown[3])] if after else []
    return spoken.pair(label, shown[0], look.lang, asides)


def _numbers(outcome: Outcome, place: int) -> list[float | None]:
    columns = [outcome.measured, *map(outcome.ranged, ("expected", "low", "high"))]
    return [None if np.isnan(column[place]) else float(column[place]) for column in columns]


def _alt(outcome: Outcome, look: Look) -> str:
    day = wording.moment(_day(outcome), Grain.DAY, look.lang)
    return _ALT.of(look.lang, title=outcome.title, verdict=outcome.verdict, when=day, days=len(outcome.after))


def _day(outcome: Outcome) -> pd.Timestamp:
    """The day on which it was decided."""
    return pd.Timestamp(str(outcome.after.index[0])) - pd.Timedelta(1, "D")


def _mean(values: pd.Series) -> float | None:
    mean = float(values.mean())
    return None if np.isnan(mean) else mean


_POSITIVE: Final = (Unit.MONEY, Unit.COUNT, Unit.RATIO, Unit.DAYS)
_EXPECTED: Final = Text("Expected", "预期")
_RANGE: Final = Text("Likely range", "可能范围")
_DECIDED: Final = Text("decided {when}", "{when}决定")
_HELD: Final = Text("expected {expected}, between {low} and {high}", "预期{expected}，在{low}与{high}之间")
_SOURCE: Final = Text(
    "Expected: as it would have gone on without the decision, with the range of 95 % of a day · {zone}",
    "预期：假如没有该决策的走势，附单日 95% 的范围 · {zone}",
)
_ALT: Final = Text(
    "Line chart: {title}. {verdict}. Decided on {when}; {days} days since, each with what was to be expected.",
    "折线图：{title}。{verdict}。{when}决定，此后{days}天，每天附有预期值。",
)
