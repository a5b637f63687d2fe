"""What was to be expected of a value, and how unusual it is, from the values before it alone."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.novelty import novelty
from analysis.smoothing import MAD, Gains, Numbers, Season, median, quantile, smooth, spread_of, start

LIMIT: Final = 3.0
"""A score beyond which a value is unusual enough to speak of."""
LEAST_CHANGE: Final = 0.15
"""The relative change below which nobody needs to hear of it, however unusual."""
REFRACTORY: Final = 3
"""For how many windows after a warning another one says nothing new."""

GRID: Final = (Gains(0.1), Gains(0.25), Gains(0.45), Gains(0.25, 0.05))
WINDOWS: Final = 120
"""How many windows before a value tell what to expect of it, where there are so many."""
RECENT: Final = 60
"""How many errors, the latest, tell the spread."""
TIGHTEST: Final = 0.005
"""The spread of a series that never moves, as a share of its value: what is constant is not certain."""
OFFSET: Final = 0.02
"""What is added before the root, as a share of the usual value, so that zeros can be told apart."""
PARAMETERS: Final = 2.5
"""How much of a short history is used up by learning it; its spread is taken wider by that."""
BLOCK: Final = 2500
"""How many series are smoothed at a time: enough to pay for a step, few enough for the processor's cache."""
FEWEST: Final = 8
"""Fewer windows tell nothing, whatever their length."""
DAY: Final = pd.Timedelta(days=1)

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Expected:
    """What the last row was to be, a Series each by instance.

    `center` is what an ordinary window would have brought, `spread` one standard deviation around it, both in the
    metric's unit. Both are NaN where `note` is `short_history`. `note` is `occasion` where the last row is on one:
    `center` is still that of an ordinary window, so whoever judges it has to move or widen it (`moved`).
    Values vary less below `center` than above: `bound` and `score` know that, `center` plus or minus `spread`
    is the same to first order. `scale` is the usual size of a value.
    """

    center: pd.Series
    spread: pd.Series
    note: pd.Series
    scale: pd.Series

    def score(self, values: pd.Series) -> pd.Series:
        """By how many spreads values lie above what was expected; negative below, NaN where nothing is known."""
        found = (_root(_numbers(values / self.scale)) - self._rooted_center) / self._rooted_spread
        return pd.Series(found, index=self.center.index)

    def bound(self, score: float) -> pd.Series:
        """The value that would get this score."""
        return self.scale * _square(self._rooted_center + score * self._rooted_spread)

    def moved(self, times: pd.Series | float, wider: float = 1.0) -> "Expected":
        """What is expected where something multiplies the usual, and makes it less certain."""
        return replace(self, center=self.center * times, spread=self.spread * times * wider, scale=self.scale * times)

    @property
    def _rooted_center(self) -> Numbers:
        return _root(_numbers(self.center / self.scale))

    @property
    def _rooted_spread(self) -> Numbers:
        """The spread on the scale of the root, where it is the same at every height."""
        return _numbers(self.spread / self.scale) * _slope(_numbers(self.center / self.scale))


def expect(values: pd.DataFrame, occasions: AbstractSet[date] = frozenset()) -> Expected:
    """Foretell the last row of `values` from the rows before it.

    `values` is windows x instances, indexed by the naive local start of each window, NaN where nothing was
    recorded; the last row is not looked at. `occasions` are local days that a promotion or holiday explains:
    they are not learned from. The season of hours is the hour, on workdays and weekends apart from two weeks on;
    that of days is the weekday; longer windows have none.

    The method is exponential smoothing on the square root, which steadies the variance of counts; the gains are
    the likeliest of a small grid for each instance, the spread comes from the latest errors by median and 90 %
    quantile, and past anomalies teach neither (see `smoothing.smooth`). Work grows with windows x instances.
    """
    index = pd.DatetimeIndex(values.index)
    explained, season = _explained(index, occasions), _season(index)
    past = values.to_numpy(dtype=float)[:-1].copy()
    past[explained[:-1]] = np.nan
    scale = median(np.where(past == 0, np.nan, np.abs(past)))
    known = ((~np.isnan(past)).sum(axis=0) >= max(FEWEST, 2 * season.length)) & ~np.isnan(scale)
    center, spread = np.full(len(scale), np.nan), np.full(len(scale), np.nan)
    told = np.flatnonzero(known)
    for block in (told[begin : begin + BLOCK] for begin in range(0, len(told), BLOCK)):
        forecast, wide = _likeliest(_root(past[:, block] / scale[block]), season)
        # The mean of a square is the square of the mean and the variance.
        middle = _square(forecast) + np.sign(forecast) * wide**2 / 4
        center[block], spread[block] = middle * scale[block], wide / _slope(middle) * scale[block]
    note = np.where(known, "occasion" if explained[-1] else "", "short_history")
    return Expected(*(pd.Series(each, index=values.columns) for each in (center, spread, note, scale)))


def foretell(series: pd.Series, occasions: AbstractSet[date] = frozenset()) -> Expected:
    """What each value of a series was to be, expected from up to WINDOWS before it; a Series each by its index.

    `series` is indexed by days, weeks or months (naive), gaps and NaN are what was not recorded. `occasions` and
    the fields are those of `expect`.
    """
    index = pd.DatetimeIndex(series.index)
    daily = _step(index) == DAY
    whole, round_ = (series.asfreq("D"), 7) if daily else (series, 1)
    explained = _explained(pd.DatetimeIndex(whole.index), occasions)
    padded = np.concatenate([np.full(WINDOWS, np.nan), whole.mask(explained).to_numpy(dtype=float)])
    pasts = np.lib.stride_tricks.sliding_window_view(padded, WINDOWS + 1).T
    parts = []
    for first in range(min(round_, len(whole))):
        rows = pd.date_range(end=whole.index[first], periods=WINDOWS + 1, freq="D" if daily else "30D")
        parts.append(expect(pd.DataFrame(pasts[:, first::round_], index=rows, columns=whole.index[first::round_])))
    center, spread, note, scale = (
        pd.concat([getattr(part, name) for part in parts]).reindex(index) for name in Expected.__dataclass_fields__
    )
    on = pd.Series(explained, index=whole.index).reindex(index) & (note == "")
    return Expected(center, spread, note.mask(on, "occasion"), scale)


def score(series: pd.Series) -> pd.Series:
    """How unusual each point is, from the points before it alone: 0 as expected, beyond LIMIT worth a look.

    `series` is indexed by time. Days and longer windows are held against what their level and weekday let expect
    (`foretell`), points that come faster against everything in their past (`novelty`). The sign is left out.
    """
    timed = len(series) > 0 and pd.api.types.is_datetime64_any_dtype(series.index)
    if timed and _step(pd.DatetimeIndex(series.index)) >= DAY:
        return foretell(series).score(series).abs().fillna(0.0)
    return pd.Series(novelty(series.to_numpy(dtype=float)), index=series.index)


def _likeliest(seen: Numbers, season: Season) -> tuple[Numbers, Numbers]:
    """The forecast and its spread by the gains whose errors were smallest, large errors cut; by series."""
    best = np.full(seen.shape[1], np.inf)
    forecast, spread = np.zeros(seen.shape[1]), np.zeros(seen.shape[1])
    count = np.cumsum(~np.isnan(seen), axis=0)
    learnt = count > np.minimum(2 * season.length, count[-1] // 3)
    begin = start(seen, season)
    for gains in GRID:
        tried = smooth(seen, season, gains, begin)
        sizes = np.where(learnt, np.abs(tried.errors), np.nan)
        cost = _mean(np.minimum(sizes, 4 * MAD * median(sizes) + TIGHTEST))
        better = cost < best
        best[better], forecast[better] = cost[better], tried.forecast[better]
        spread[better] = _spread(sizes[-RECENT:, better])
    # Where hardly anything ever happens, the last windows alone do not tell how much it is when it does.
    rare = quantile(np.abs(seen - median(seen)), 0.9) < TIGHTEST
    return forecast, np.where(rare, np.fmax(spread, begin.spread), spread)


def _spread(sizes: Numbers) -> Numbers:
    """One standard deviation of errors of these sizes, wider if they are few."""
    few = (~np.isnan(sizes)).sum(axis=0)
    return np.asarray(np.maximum(spread_of(sizes) * (1 + PARAMETERS / np.maximum(few, 1)), TIGHTEST))


def _mean(values: Numbers) -> Numbers:
    """The mean down each column, leaving out NaN; infinite where a column has nothing."""
    count = (~np.isnan(values)).sum(axis=0)
    return np.where(count > 0, np.nansum(values, axis=0) / np.maximum(count, 1), np.inf)


def _season(index: pd.DatetimeIndex) -> Season:
    """The season that windows of this length have."""
    step = _step(index)
    if step < DAY:
        weekend = (index.day_of_week >= 5) & (index[-1] - index[0] >= 14 * DAY)
        return Season(np.asarray(index.hour + 24 * weekend, dtype=np.int64), round(DAY / step))
    if step == DAY:
        return Season(np.asarray(index.day_of_week, dtype=np.int64), 7)
    return Season(np.zeros(len(index), dtype=np.int64))


def _explained(index: pd.DatetimeIndex, occasions: AbstractSet[date]) -> Flags:
    """Which windows have a day of an occasion in them. A month has its occasions every year: none explains it."""
    step = _step(index)
    if step > 7 * DAY or not occasions:
        return np.zeros(len(index), dtype=bool)
    days = index.to_numpy(dtype="datetime64[D]")
    listed = np.array(sorted(occasions), dtype="datetime64[D]")
    return np.asarray(np.searchsorted(listed, days) < np.searchsorted(listed, days + max(1, step // DAY)))


def _step(index: pd.DatetimeIndex) -> pd.Timedelta:
    """The usual distance between windows, so that a change of the clock does not matter."""
    if len(index) < 2:
        return DAY
    return pd.Timedelta(np.median(np.diff(index.to_numpy(dtype="datetime64[s]")).astype(np.int64)), unit="s")


def _root(values: Numbers) -> Numbers:
    """Twice the root, the same on both sides of zero."""
    return np.asarray(2 * np.sign(values) * (np.sqrt(np.abs(values) + OFFSET) - OFFSET**0.5))


def _square(roots: Numbers) -> Numbers:
    """What has this root."""
    return np.asarray(np.sign(roots) * ((np.abs(roots) / 2 + OFFSET**0.5) ** 2 - OFFSET))


def _slope(values: Numbers) -> Numbers:
    """How steep the root is at a value."""
    return np.asarray(1 / np.sqrt(np.abs(values) + OFFSET))


def _numbers(series: pd.Series) -> Numbers:
    """The numbers of a Series."""
    return series.to_numpy(dtype=float)
