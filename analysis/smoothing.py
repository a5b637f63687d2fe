"""Exponential smoothing of many series at once: level, damped trend and season, not misled by what was not ordinary."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

DAMPING: Final = 0.9
SEASONAL: Final = 0.1
CUT: Final = 2.0
"""An error beyond so many spreads teaches no more than one of that size."""
FREAK: Final = 4.0
"""An error beyond so many spreads is taken for an accident and teaches nothing,"""
PATIENCE: Final = 3
"""unless as many rows in a row were such: then things have changed."""
MEMORY: Final = 0.05
"""How much of the running spread each new error makes up."""
CORRECTION: Final = 1.5
"""What makes up for the cut, so that the running spread of Gaussian errors keeps its size."""
MAD: Final = 1.4826
"""From the median distance to the standard deviation of a Gaussian."""
TAIL: Final = (0.9, 1.645)
"""Which share of a Gaussian's errors is within how many of its spreads."""
NOTHING: Final = 1e-9
"""Sizes below this are rounding."""


@dataclass(frozen=True)
class Gains:
    """How fast the level and its trend follow what is seen; one candidate of the likelihood grid."""

    level: float
    trend: float = 0.0


@dataclass(frozen=True)
class Season:
    """The place (0, 1, ...) in the season of each row and of the one that follows; `length` rows make one round."""

    places: Places
    length: int = 1


@dataclass(frozen=True)
class Start:
    """What smoothing starts from: the season's `pattern` (places x series) and the `spread` around it, by series."""

    pattern: Numbers
    spread: Numbers


@dataclass(frozen=True)
class Smoothed:
    """One-step-ahead `errors` (rows x series, NaN where nothing was seen) and the `forecast` of the row after them."""

    errors: Numbers
    forecast: Numbers


def start(seen: Numbers, season: Season) -> Start:
    """The medians of each place in the season over all rows (rows x series), and how far rows lie from them."""
    places = season.places[:-1]
    apart = seen - _local_level(seen, season.length)
    pattern = _medians_by_place(apart, places)
    return Start(pattern, spread_of(np.abs(apart - pattern[places])))


def smooth(seen: Numbers, season: Season, gains: Gains, begin: Start) -> Smoothed:
    """Foretell each row from the rows before it, and the row after the last.

    `seen` is rows x series, NaN where a row is not to be learned from.
    Errors are cut to twice the running spread before they teach, after Gelper, Fried and Croux, "Robust forecasting
    with exponential and Holt-Winters smoothing", Journal of Forecasting 29 (2010); the first few that are far out
    do not teach at all. The level starts as a running mean: its gain is 1/n for the first n rows of each series.
    """
    places, pattern, spread = season.places[:-1], begin.pattern.copy(), begin.spread
    teaches = SEASONAL if len(pattern) > 1 else 0.0
    level, trend = np.full(seen.shape[1], np.nan), np.zeros(seen.shape[1])
    count, freaks = np.zeros(seen.shape[1]), np.zeros(seen.shape[1])
    errors = np.full_like(seen, np.nan)
    for row, (value, place) in enumerate(zip(seen, places, strict=True)):
        known = ~np.isnan(value)
        level = np.where(known & np.isnan(level), value - pattern[place], level)
        errors[row] = value - (level + DAMPING * trend + pattern[place])
        freak = np.abs(errors[row]) > FREAK * spread
        freaks = np.where(known, (freaks + 1) * freak, freaks)
        known &= ~freak | (freaks > PATIENCE)
        lesson = np.where(known, np.clip(errors[row], -CUT * spread, CUT * spread), 0.0)
        count += known
        level = level + DAMPING * trend + np.maximum(gains.level, 1 / np.maximum(count, 1)) * lesson
        trend = DAMPING * trend + gains.trend * lesson
        pattern[place] += teaches * lesson
        size = np.where(known, CORRECTION * lesson**2, spread**2)
        spread = np.sqrt((1 - MEMORY) * spread**2 + MEMORY * size)
    return Smoothed(errors, level + DAMPING * trend + pattern[season.places[-1]])


def spread_of(sizes: Numbers) -> Numbers:
    """One standard deviation of errors of these sizes, down each column: half by their middle, half by their tail.

    Where hardly ever anything happens it is half of the largest.
    """
    share, times = TAIL
    tail = quantile(sizes, share)
    largest = np.fmax.reduce(sizes, axis=0, initial=0.0)
    return np.asarray(np.where(tail > NOTHING, (MAD * median(sizes) + tail / times) / 2, largest / 2))


def median(values: Numbers) -> Numbers:
    """The median down each column, leaving out NaN; NaN where a column has nothing."""
    return quantile(values, 0.5)


def quantile(values: Numbers, share: float) -> Numbers:
    """The quantile down each column between its neighbours, leaving out NaN; NaN where a column has nothing."""
    if not len(values):
        return np.full(values.shape[1], np.nan)
    ordered = np.sort(values, axis=0)
    place = np.maximum((~np.isnan(values)).sum(axis=0) - 1, 0) * share
    below = np.floor(place).astype(np.int64)
    above = np.ceil(place).astype(np.int64)
    columns = np.arange(values.shape[1])
    low, high = ordered[below, columns], ordered[above, columns]
    return np.asarray(low + (high - low) * (place - below))


def _medians_by_place(apart: Numbers, places: Places) -> Numbers:
    """The median of each place in the season, places x series; 0 where it was never seen. They add up to 0."""
    pattern = np.nan_to_num(np.stack([median(apart[places == place]) for place in range(int(places.max()) + 1)]))
    return np.asarray(pattern - pattern.mean(axis=0))


def _local_level(seen: Numbers, length: int) -> Numbers:
    """The median of the round that a row is in; rounds are counted back from the last row."""
    level = np.empty_like(seen)
    for end in range(len(seen), 0, -length):
        begin = max(end - length, 0)
        level[begin:end] = median(seen[begin : max(end, length)])
    return level
