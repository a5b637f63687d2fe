"""How far a point of a fast series lies beyond everything its past was like, said once and not again at every point."""

from typing import Final

import numpy as np
import pandas as pd

from analysis.smoothing import Numbers

WINDOW: Final = 6000
"""How many points of the past are remembered."""
WARM: Final = 50
"""With fewer it is not known what is usual."""
EDGE: Final = 0.005
"""The usual lies between this quantile and its counterpart."""
FLAT: Final = 1e-9
"""The least range of a past that never moved, as a share of its value."""
EDGE_SPREADS: Final = 2.576
"""How many standard deviations a Gaussian's quantile of that share lies from its middle."""
REFRACTORY: Final = 400
"""For how many points after one that stood out others are the same story,"""
FURTHER: Final = 3.0
"""unless they lie so many times further out."""


def novelty(values: Numbers) -> Numbers:
    """Score each point by the points before it: 0 within the usual, else standard deviations as of a Gaussian.

    The distance beyond the usual range is measured in that range, so that a series which swings widely has to
    leave it by much. NaN scores 0.
    """
    past = pd.Series(values).rolling(WINDOW, min_periods=WARM)
    low, high = past.quantile(EDGE).shift(1).to_numpy(), past.quantile(1 - EDGE).shift(1).to_numpy()
    least = FLAT * (1e-3 + np.fmax(np.abs(low), np.abs(high)))
    beyond = _once(np.nan_to_num(np.fmax(values - high, low - values) / np.fmax(high - low, least)))
    return np.where(beyond > 0, EDGE_SPREADS * (1 + 2 * beyond), 0.0)


def _once(beyond: Numbers) -> Numbers:
    """The distances that are above 0, those that only repeat an earlier one taken out."""
    told = np.zeros_like(beyond)
    last, size = -REFRACTORY, 0.0
    for place in np.flatnonzero(beyond > 0):
        if place - last > REFRACTORY or beyond[place] > FURTHER * size:
            told[place] = size = beyond[place]
            last = int(place)
    return told
