"""The nouns of forecasting: a forecast, how it was made and why so, and the series it is made of."""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import Final

import numpy as np
import pandas as pd

from analysis.model import Text
from analysis.smoothing import Numbers

DAY: Final = pd.Timedelta(days=1)


class Method(StrEnum):
    """How a forecast was made."""

    WINDOWS = "windows"
    SMOOTHING = "smoothing"
    BOOSTING = "boosting"


@dataclass(frozen=True)
class Forecast:
    """What each coming window will bring: Series in the unit of what was forecast, indexed by the windows' starts.

    A value lies between `low` and `high` with the probability asked for. `reason` says to people why it was
    made by this `method`.
    """

    mean: pd.Series
    low: pd.Series
    high: pd.Series
    method: Method
    reason: Text


@dataclass(frozen=True)
class Band:
    """A forecast before it is dressed: the mean and how far below and above it values are likely to lie."""

    mean: Numbers
    below: Numbers
    above: Numbers


@dataclass(frozen=True)
class Past:
    """A series without holes: its values, the starts of its windows, and how many windows make a season."""

    values: Numbers
    index: pd.DatetimeIndex
    season: int

    def ahead(self, horizon: int) -> pd.DatetimeIndex:
        """The starts of the windows that come next."""
        return pd.date_range(self.index[-1], periods=horizon + 1, freq=self.index.freq)[1:]

    def rounds(self, horizon: int) -> int:
        """The windows of as many whole seasons as the horizon reaches into."""
        return ceil(horizon / self.season) * self.season


def past(series: pd.Series) -> Past:
    """The series on a regular grid, from its first recorded value to its last row.

    What was not recorded takes the value of a season before, or of its neighbours in the first season.
    """
    kept = series.astype(float).sort_index()
    first = kept.first_valid_index()
    index = pd.DatetimeIndex(kept.index)
    rule = index.freq or pd.infer_freq(index) or pd.tseries.frequencies.to_offset(step(index))
    grid = kept.loc[first:].asfreq(rule)
    season = _season(pd.DatetimeIndex(grid.index))
    for _ in range(len(grid) // season):
        if not grid.isna().any():
            break
        grid = grid.fillna(grid.shift(season))
    return Past(
        np.asarray(grid.interpolate(limit_direction="both"), dtype=np.float64), pd.DatetimeIndex(grid.index), season
    )


def _season(index: pd.DatetimeIndex) -> int:
    """A day of hours, a week of days; longer windows have none."""
    length = step(index)
    return round(DAY / length) if length < DAY else 7 if length == DAY else 1


def step(index: pd.DatetimeIndex) -> pd.Timedelta:
    """The usual distance between windows."""
    return pd.Timedelta(np.median(np.diff(index.to_numpy(dtype="datetime64[s]")).astype(np.int64)), unit="s")
