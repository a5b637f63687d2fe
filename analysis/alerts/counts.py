"""How much counts vary by chance alone: three orders instead of one are no news, however steady the days before."""

import numpy as np

from analysis.alerts.panel import Flags, Numbers

STEADYING = 3 / 8
"""What makes the root of a Poisson count vary alike at every height (Anscombe, Biometrika 35, 1948)."""


def whole(values: Numbers) -> Flags:
    """Which instances (columns) are counts: nothing but whole numbers, none below zero."""
    return np.asarray((np.isnan(values) | ((values >= 0) & (values == np.floor(values)))).all(axis=0))


def score(value: Numbers, center: Numbers) -> Numbers:
    """By how many standard deviations of chance a count lies above the one to be expected."""
    return np.asarray(2 * (_root(value) - _root(center)))


def bounds(center: Numbers, limit: float) -> tuple[Numbers, Numbers]:
    """The counts that chance alone goes no further than, so many standard deviations to either side."""
    root = _root(center)
    low = np.where(root > limit / 2, (root - limit / 2) ** 2, 0.0)
    return low - STEADYING, (root + limit / 2) ** 2 - STEADYING


def _root(count: Numbers) -> Numbers:
    return np.asarray(np.sqrt(np.maximum(count, 0) + STEADYING))
