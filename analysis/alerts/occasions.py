"""Days that a promotion or a holiday explains: which windows they touch, and when the same occasion was before."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import numpy as np

from analysis.alerts.panel import Flags, Numbers, Panel, Stamps
from analysis.model import Grain

YEAR = timedelta(364)
NEAR = timedelta(28)
"""How far from a year ago an occasion that moves with the moon or the weekday may have been."""
AROUND = timedelta(35)
"""The days around an occasion that tell what was usual then."""
PEERS = 5
"""So many instances tell what an occasion does to all of them."""
WIDE = 5.0
"""By how much an occasion may multiply or divide the usual where nothing tells what it does."""
LOOSE = 2.0
"""By how much wider the usual spread is taken where last year tells what an occasion does."""


@dataclass(frozen=True)
class Moved:
    """What an occasion makes of the usual, by instance: `center` times it, within `loose` times the usual spread.

    Where nothing tells, `wide` is how often more or less than usual is still explained; else it is 1.
    """

    times: Numbers
    loose: float = 1.0
    wide: float = 1.0

    def band(self, center: Numbers, low: Numbers, high: Numbers) -> tuple[Numbers, Numbers]:
        """The bounds around a center, widened to what is still explained."""
        spans = np.stack([low, high, center / self.wide, center * self.wide])
        return spans.min(axis=0), spans.max(axis=0)


def touched(starts: Stamps, grain: Grain, occasions: Collection[date]) -> Flags:
    """Which windows an occasion explains. A month holds its occasions every year and is explained by none."""
    if grain is Grain.MONTH or not occasions:
        return np.zeros(len(starts), dtype=bool)
    days = starts.astype("datetime64[D]")
    listed = np.array(sorted(occasions), dtype="datetime64[D]")
    length = 7 if grain is Grain.WEEK else 1
    return np.asarray(np.searchsorted(listed, days) < np.searchsorted(listed, days + length))


def before(start: datetime, grain: Grain, occasions: frozenset[date]) -> datetime | None:
    """The local start of the window that had the same place in the same occasion a year before, if it is known.

    Occasions are told apart by when they end: those of two years are the same if they ended at most NEAR apart.
    Within them days are counted back from the end, where the main day is.
    """
    if grain is Grain.WEEK:
        return start - YEAR
    runs = _runs(occasions)
    ours = next((run for run in runs if run[0] <= start.date() <= run[1]), None)
    if ours is None:
        return None
    wanted = ours[1] - timedelta(365)
    theirs = min((run for run in runs if run[1] < ours[0]), key=lambda run: abs(run[1] - wanted), default=None)
    if theirs is None or abs(theirs[1] - wanted) > NEAR:
        return None
    day = max(theirs[1] - (ours[1] - start.date()), theirs[0])
    return datetime.combine(day, start.time())


def explains(panel: Panel) -> bool:
    """Whether an occasion explains the window that is judged."""
    return bool(touched(panel.starts[-1:], panel.grain, panel.occasions)[0])


def moved(panel: Panel, usual: Numbers) -> Moved:
    """What the occasion of the judged window makes of the usual: by its peers, by the year before, or a wide guess.

    What moves all instances alike on such a day is the occasion; what moves one of them is news.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = np.where(usual > 0, panel.last / usual, np.nan)
    alike = ratios[~np.isnan(ratios)]
    if len(alike) >= PEERS and 1 / WIDE <= np.median(alike) <= WIDE:
        return Moved(np.full(panel.width, np.median(alike)))
    times = factor(panel, panel.start)
    return Moved(np.ones(panel.width), wide=WIDE) if times is None else Moved(times, loose=LOOSE)


def factor(panel: Panel, start: datetime) -> Numbers | None:
    """By how much the same occasion a year before had multiplied what was usual then, for each instance.

    `start` is the local start of a window of the occasion. None where the panel does not know that of a year
    before. An instance too small to tell takes the median of the others.
    """
    earlier = before(start, panel.grain, panel.occasions)
    row = panel.row(earlier) if earlier else None
    if earlier is None or row is None:
        return None
    step = np.timedelta64(7, "D")
    near = np.abs(panel.starts - panel.starts[row]) <= np.timedelta64(AROUND.days, "D")
    alike = (panel.starts - panel.starts[row]) % step == np.timedelta64(0)
    rows = near & alike & ~touched(panel.starts, panel.grain, panel.occasions)
    if not rows.any():
        return None
    usual = median(panel.values[rows])
    with np.errstate(divide="ignore", invalid="ignore"):
        times = np.where(usual > 0, panel.values[row] / usual, np.nan)
    known = times[~np.isnan(times)]
    return np.where(np.isnan(times), np.median(known), times) if len(known) else None


def median(values: Numbers) -> Numbers:
    """The median down each column, NaN where a column has nothing."""
    found = np.full(values.shape[1], np.nan)
    some = ~np.isnan(values).all(axis=0)
    if some.any():
        found[some] = np.nanmedian(values[:, some], axis=0)
    return found


@lru_cache(maxsize=64)
def _runs(occasions: frozenset[date]) -> tuple[tuple[date, date], ...]:
    """The first and the last day of each unbroken run of days."""
    return tuple(_joined(sorted(occasions)))


def _joined(days: Iterable[date]) -> list[tuple[date, date]]:
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day - runs[-1][1] == timedelta(1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs
