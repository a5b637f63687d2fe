"""The buckets of a series that can be compared with one another, and what is usual for each."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.answer import Answer
from analysis.model import Grain

CYCLES = 3
"""How many weeks, or days, it takes before weekdays, or hours, are told apart."""
LENGTH = {Grain.HOUR: np.timedelta64(1, "h"), Grain.DAY: np.timedelta64(1, "D"), Grain.WEEK: np.timedelta64(7, "D")}

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Run:
    """The buckets that can be compared: whole ones, with something recorded.

    `starts` are local wall-clock datetime64, `values` has no NaN, `previous` is NaN where
    the earlier period has nothing to set against.
    """

    starts: NDArray[np.datetime64[Any]]
    values: Numbers
    previous: Numbers
    grain: Grain

    def at(self, position: int) -> tuple[pd.Timestamp, float]:
        """The start and the value of one bucket."""
        return pd.Timestamp(self.starts[position]), float(self.values[position])


def whole(answer: Answer, grain: Grain) -> Run:
    """The buckets of a series that lie in the period from end to end and are over."""
    query, series = answer.query, answer.series
    starts = series["bucket"].to_numpy(dtype="datetime64[s]")
    values, previous = (series[name].to_numpy(dtype=float) for name in ("value", "previous"))
    over = min(query.period.end, query.open_until or query.period.end)
    first, last = (
        np.datetime64(moment.astimezone(query.period.zone).replace(tzinfo=None), "s")
        for moment in (query.period.start, over)
    )
    ends = starts + LENGTH[grain] if grain in LENGTH else starts.astype("datetime64[M]") + 1
    kept = (starts >= first) & (ends <= last) & ~np.isnan(values)
    return Run(starts[kept], values[kept], previous[kept], grain)


def usual_of(run: Run) -> Numbers:
    """What each bucket would be on an ordinary day: the median, of its weekday or hour once there are enough weeks."""
    count = len(run.values)
    if run.grain is Grain.DAY and count >= 7 * CYCLES:
        return _medians(run.values, run.starts.astype("datetime64[D]").astype(int) % 7)
    if run.grain is Grain.HOUR:
        return _medians(run.values, run.starts.astype("datetime64[h]").astype(int) % 24)
    return np.full(count, np.median(run.values))


def _medians(values: Numbers, groups: NDArray[np.int64]) -> Numbers:
    """For each value the median of its group."""
    usual = np.empty_like(values)
    for group in np.unique(groups):
        usual[groups == group] = np.median(values[groups == group])
    return usual
