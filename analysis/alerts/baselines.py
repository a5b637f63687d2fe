"""What a change is measured from: the windows before that are like the one judged."""

from datetime import datetime, timedelta

import numpy as np

from analysis.alerts import occasions
from analysis.alerts.panel import Panel
from analysis.alerts.rule import Baseline, Trigger
from analysis.calendar import months_after
from analysis.model import Grain

WEEK = timedelta(7)
STEPS = {Grain.HOUR: timedelta(hours=1), Grain.DAY: timedelta(1), Grain.WEEK: WEEK}
SPARE = 4
"""How many weeks more are looked back to where a promotion takes weeks out of an average."""


def rows(panel: Panel, trigger: Trigger) -> list[int]:
    """Where the windows that make the baseline stand in the panel; several are taken by their median.

    An ordinary window is set against ordinary ones: days that an occasion explains are stepped over. A window
    of an occasion is set against the same occasion a year before if that is what was asked for.
    """
    match trigger.baseline or Baseline.PREVIOUS:
        case Baseline.LAST_YEAR:
            earlier = _year_before(panel)
            return _found(panel, [earlier] if earlier else [])
        case Baseline.AVERAGE:
            return _ordinary(panel, _step(panel.grain, weekly=True), trigger.weeks + SPARE)[: trigger.weeks]
        case Baseline.SAME_WEEKDAY:
            return _ordinary(panel, _step(panel.grain, weekly=True), 1 + SPARE)[:1]
        case Baseline.PREVIOUS:
            return _ordinary(panel, _step(panel.grain, weekly=False), 1 + SPARE * 7)[:1]


def reach(trigger: Trigger, grain: Grain) -> int:
    """How many windows, the judged one included, the baseline may need."""
    a_week = {Grain.HOUR: 7 * 24, Grain.DAY: 7}.get(grain, 1)
    match trigger.baseline or Baseline.PREVIOUS:
        case Baseline.LAST_YEAR:
            return year(grain)
        case Baseline.AVERAGE:
            return (trigger.weeks + SPARE) * a_week + 1
        case _:
            return (1 + SPARE) * a_week + 1


def year(grain: Grain) -> int:
    """How many windows reach the same occasion a year before, and the weeks around it."""
    days = 365 + (occasions.NEAR + occasions.AROUND).days
    return {Grain.HOUR: days * 24, Grain.DAY: days, Grain.WEEK: days // 7 + 1, Grain.MONTH: 14}[grain]


def _step(grain: Grain, *, weekly: bool) -> timedelta | None:
    """How far apart windows that are alike lie; None for months."""
    if grain is Grain.MONTH:
        return None
    return WEEK if weekly else STEPS[grain]


def _ordinary(panel: Panel, step: timedelta | None, count: int) -> list[int]:
    """The windows so many steps back, nearest first, but for those that an occasion explains."""
    start = panel.start
    earlier = [start - step * n if step else _months_back(start, n) for n in range(1, count + 1)]
    explained = occasions.touched(panel.starts, panel.grain, panel.occasions)
    return [row for row in _found(panel, earlier) if not explained[row]]


def _found(panel: Panel, starts: list[datetime]) -> list[int]:
    return [row for start in starts if (row := panel.row(start)) is not None]


def _year_before(panel: Panel) -> datetime | None:
    """A year ago by weekday, by the calendar for months; an occasion is set against itself, never a plain day."""
    if panel.grain is Grain.MONTH:
        return _months_back(panel.start, 12)
    explained = occasions.explains(panel)
    if explained and (same := occasions.before(panel.start, panel.grain, panel.occasions)):
        return same
    near = (panel.start - occasions.YEAR + WEEK * n for n in (0, 1, -1, 2, -2))
    return next((each for each in near if _is_occasion(panel, each) == explained), None)


def _is_occasion(panel: Panel, start: datetime) -> bool:
    stamp = np.array([start], dtype="datetime64[s]")
    return bool(occasions.touched(stamp, panel.grain, panel.occasions)[0])


def _months_back(start: datetime, months: int) -> datetime:
    return datetime.combine(months_after(start.date(), -months), start.time())
