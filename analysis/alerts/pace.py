"""Where a month will close at its present pace, by the shape of the weeks before and of last year's occasions."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from analysis.alerts import baselines, occasions
from analysis.alerts.occasions import median
from analysis.alerts.panel import Numbers, Panel
from analysis.model import Grain

WEEKS = 8
"""How many weeks tell what each weekday weighs."""
PRIOR_DAYS = 7
"""The month's own pace is believed as if this many usual days had gone before it: one day is not yet a pace.

A shop's first month has to live through so many before anything is projected, day by day alike.
"""


@dataclass(frozen=True)
class Pace:
    """What a period has brought so far, where it will close, and what it should come to, by instance."""

    so_far: Numbers
    close: Numbers
    target: Numbers


def pace(panel: Panel) -> Pace:
    """The calendar month of a day that adds up to one; any other window is its own period and is over."""
    nothing = np.full(panel.width, np.nan)
    targets = nothing if panel.targets is None else panel.targets[-1]
    if panel.grain is not Grain.DAY or not panel.adds:
        return Pace(panel.last, panel.last, targets)
    first = panel.start.replace(day=1)
    days = [first + timedelta(n) for n in range(monthrange(first.year, first.month)[1])]
    inside = panel.starts >= np.datetime64(first, "s")
    lived = panel.values[inside]
    weights = _weights(panel, days)
    new = ~(weights > 0).any(axis=0)
    weights[:, new] = 1.0
    known = ~np.isnan(lived)
    done = np.where(known, weights[: len(lived)], 0).sum(axis=0)
    so_far = np.where(known, lived, 0).sum(axis=0)
    usual = np.where(new, 0.0, weights.mean(axis=0) * PRIOR_DAYS)
    enough = ~new | (known.sum(axis=0) >= PRIOR_DAYS)
    level = (so_far + usual) / np.where(enough, done + usual, np.nan)
    close = so_far + level * (weights.sum(axis=0) - done)
    if panel.targets is not None:
        targets = _mean(panel.targets[inside]) * len(days)
    return Pace(so_far, close, targets)


def reach(grain: Grain) -> int:
    """How many windows the pace may take: by the day a year, for the same occasions; else only the window itself."""
    return baselines.year(grain) if grain is Grain.DAY else 1


def _weights(panel: Panel, days: list[datetime]) -> Numbers:
    """What each day of the month should bring if it goes on as in the weeks before it, each weekday by its median."""
    first = panel.row(days[0])
    earlier = np.arange(max((first or 0) - WEEKS * 7, 0), first or 0)
    plain = earlier[~occasions.touched(panel.starts[earlier], panel.grain, panel.occasions)]
    weekdays = (panel.starts[plain].astype("datetime64[D]").astype(int) + 3) % 7
    usual = [median(panel.values[plain[weekdays == weekday]]) for weekday in range(7)]
    return np.array([_weight(panel, day, usual[day.weekday()]) for day in days])


def _weight(panel: Panel, day: datetime, usual: Numbers) -> Numbers:
    """What a day should bring: the usual of its weekday, times what its occasion did a year before; never below 0."""
    times = occasions.factor(panel, day) if day.date() in panel.occasions else None
    weighed = usual if times is None else usual * times
    return np.where(weighed > 0, weighed, 0.0)


def _mean(values: Numbers) -> Numbers:
    """The mean down each column, NaN where a column has nothing."""
    known = ~np.isnan(values)
    count = known.sum(axis=0)
    with np.errstate(invalid="ignore"):
        return np.where(count > 0, np.where(known, values, 0).sum(axis=0) / np.maximum(count, 1), np.nan)
