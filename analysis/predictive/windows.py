"""The seasonal window average: what the last few same weekdays brought. It needs little, and little misleads it."""

from typing import Final

import numpy as np

from analysis.predictive.model import Band, Past
from analysis.smoothing import Numbers

ROUNDS: Final = 4
"""How many seasons are averaged, where there are so many."""


def average(past: Past, horizon: int, level: float) -> Band:
    """The mean of the same place in the last seasons, and how far such means were off before."""
    season = past.season if len(past.values) >= past.season else 1
    rounds = max(1, min(ROUNDS, len(past.values) // season))
    usual = past.values[-rounds * season :].reshape(rounds, season).mean(axis=0)
    half = np.full(horizon, _half_width(_errors(past.values, season), level))
    return Band(np.resize(usual, horizon), half, half)


def _errors(values: Numbers, season: int) -> Numbers:
    """How far each value was from the mean of up to ROUNDS seasons before it, from the overall mean if none is."""
    if len(values) <= season:
        return np.asarray(values - values.mean())
    errors = [
        values[place] - values[max(place % season, place - ROUNDS * season) : place : season].mean()
        for place in range(season, len(values))
    ]
    return np.array(errors)


def _half_width(errors: Numbers, level: float) -> float:
    """The distance within which a share `level` of the next errors will lie: the split-conformal quantile."""
    share = min(1.0, np.ceil((len(errors) + 1) * level) / len(errors))
    return float(np.quantile(np.abs(errors), share, method="higher"))
