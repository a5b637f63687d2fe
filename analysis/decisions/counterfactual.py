"""What a series would have been like had nothing been done: a level that wanders, a week, and series beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analysis.smoothing import Numbers, Places

WINDOW: Final = 120
"""How many days before are learned from: what a shop was like earlier says little of what it is like now."""
WANDERS: Final = np.array([0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.45, 0.8, 1.5])
"""How far the level may wander in a day, in spreads of a day's chance; what the days say weighs them."""
LIKELY: Final = (0.15, 0.5)
"""The wandering that is likely before any day is seen, and how many e-folds it may be off."""
RIDGE: Final = 1e-6


@dataclass(frozen=True)
class Days:
    """Consecutive days: `values` (NaN: not known), the `weekday` of each, `beside` (days x controls)."""

    values: Numbers
    weekday: Places
    beside: Numbers

    def part(self, first: int, end: int) -> "Days":
        """The days from `first` up to `end`, which is left out."""
        return Days(self.values[first:end], self.weekday[first:end], self.beside[first:end])


@dataclass(frozen=True)
class Untouched:
    """What was to be expected of the days after: their `mean`, and the `covariance` of what they may come to."""

    mean: Numbers
    covariance: Numbers

    def over(self, days: Numbers) -> tuple[float, float]:
        """The mean of the days that are true, and its variance."""
        share = days / days.sum()
        return float(share @ self.mean), float(share @ self.covariance @ share)


def laid(series: pd.Series, controls: pd.DataFrame) -> Days:
    """A daily series and its controls (of the same days) as plain numbers; gaps of controls are filled in."""
    days = pd.DatetimeIndex(series.index)
    beside = controls.interpolate(limit_direction="both").fillna(0.0)
    return Days(
        series.to_numpy(dtype=np.float64),
        np.asarray(days.day_of_week, dtype=np.int64),
        beside.to_numpy(dtype=np.float64).reshape(len(days), -1),
    )


def untouched(days: Days, before: int) -> Untouched:
    """The days from the place `before` on, foretold from those before it.

    The local-level model with a week and a regression on the controls (Brodersen et al., "Inferring causal impact
    using Bayesian structural time-series models", Annals of Applied Statistics 9, 2015), solved exactly rather than
    sampled: given how far the level wanders it is a Gaussian process, whose predictions and evidence are one
    Cholesky factor away (Rasmussen and Williams, "Gaussian Processes for Machine Learning", 2.7); the wanderings of
    a small grid are averaged by their evidence.
    """
    part = days.part(max(before - WINDOW, 0), len(days.values))
    first = before - max(before - WINDOW, 0)
    found = [_given(part, first, wander) for wander in WANDERS]
    prior = -0.5 * (np.log(WANDERS / LIKELY[0]) / LIKELY[1]) ** 2
    evidence = np.array([each[0] for each in found]) + prior
    weights = np.exp(evidence - evidence.max())
    weights /= weights.sum()
    mean = sum((weight * each[1] for weight, each in zip(weights, found, strict=True)), np.zeros(1))
    spread = np.zeros((len(mean), len(mean)))
    for weight, (_, center, covariance) in zip(weights, found, strict=True):
        spread += weight * (covariance + np.outer(center - mean, center - mean))
    return Untouched(mean, spread)


def _given(days: Days, before: int, wander: float) -> tuple[float, Numbers, Numbers]:
    """The evidence of a wandering, and by it the mean and the covariance of the days after."""
    count = len(days.values)
    seen = np.flatnonzero(~np.isnan(days.values[:before]))
    after = np.arange(before, count)
    steps = np.arange(1.0, count + 1)
    cov = wander**2 * np.minimum.outer(steps, steps) + np.eye(count)
    regressors = _regressors(days, before)
    factor = np.linalg.cholesky(cov[np.ix_(seen, seen)])
    design, values = (np.linalg.solve(factor, each) for each in (regressors[seen], days.values[seen]))
    cross = np.linalg.solve(factor, cov[np.ix_(seen, after)])
    gram = design.T @ design + RIDGE * np.eye(design.shape[1])
    weights = np.linalg.solve(gram, design.T @ values)
    rest = values - design @ weights
    degrees = max(len(seen) - design.shape[1], 1)
    variance = max(float(rest @ rest) / degrees, np.finfo(float).tiny)
    gap = regressors[after].T - design.T @ cross
    covariance = cov[np.ix_(after, after)] - cross.T @ cross + gap.T @ np.linalg.solve(gram, gap)
    evidence = -np.log(np.diag(factor)).sum() - 0.5 * np.linalg.slogdet(gram)[1] - degrees / 2 * np.log(variance)
    return float(evidence), regressors[after] @ weights + cross.T @ rest, variance * covariance


def _regressors(days: Days, before: int) -> Numbers:
    """Days x (the weekdays, the controls in spreads of their own past)."""
    week = np.zeros((len(days.values), 7))
    week[np.arange(len(days.values)), days.weekday] = 1.0
    past = days.beside[:before]
    return np.hstack([week, (days.beside - past.mean(axis=0)) / (past.std(axis=0) + 1e-9)])


def placebos(days: Days, before: int, length: int, fewest: int, most: int) -> Sequence[tuple[float, float]]:
    """The same question of earlier days on which nothing was done: by how much it was off, and the variance of that.

    Windows of `length` days go back from the place `before`, side by side, each with `fewest` days before it.
    """
    starts = [start for start in range(before - length, fewest - 1, -length) if start > 0][:most]
    found = []
    for start in starts:
        part = days.part(0, start + length)
        known = (~np.isnan(part.values[start:])).astype(np.float64)
        if not known.any() or np.isnan(part.values[:start]).all():
            continue
        mean, variance = untouched(part, start).over(known)
        found.append((float(np.nanmean(part.values[start:])) - mean, variance))
    return found
