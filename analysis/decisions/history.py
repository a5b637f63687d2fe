"""What the store measured day by day, as the series that before and after are compared on."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

import pandas as pd

from analysis.model import Result

Series = pd.Series
"""A value a day, by naive days: named here for those who pass it on."""


DAY: Final = timedelta(days=1)


def daily(result: Result) -> pd.Series:
    """A daily result that is not split, as a series by naive days; NaN where nothing was recorded."""
    frame = result.frame
    series = pd.Series(frame["value"].to_numpy(dtype=float), index=pd.DatetimeIndex(frame["bucket"]))
    return series.sort_index()


def without(series: pd.Series, days: Collection[date]) -> pd.Series:
    """The series with these days not known."""
    return series.mask(series.index.isin([pd.Timestamp(day) for day in days]))


def known(series: pd.Series, first: date, last: date) -> int:
    """On how many days from `first` to `last` something is known."""
    return int(series.loc[pd.Timestamp(first) : pd.Timestamp(last)].count())


def until(series: pd.Series, last: date, days: int) -> pd.Series:
    """So many days of the series up to `last`, NaN where nothing was recorded."""
    return series.reindex(pd.date_range(last - timedelta(days=days - 1), last, freq="D"))
