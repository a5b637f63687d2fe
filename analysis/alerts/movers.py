"""Which values of a dimension explain a gap: how far each moved, and how much of the whole that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd

from analysis.model import Result

FEWEST = 2
"""A dimension of one value explains nothing."""


@dataclass(frozen=True)
class Mover:
    """One value of a dimension, between what it was before and what it is in the window.

    `share` is its part of the whole gap and `excess` by how much that is more than its part of the whole
    before: the same fall everywhere has no excess. Both are None for metrics whose values do not add up.
    """

    dimension: str
    value: str | None
    now: float
    before: float
    share: float | None = None
    excess: float | None = None

    @property
    def change(self) -> float:
        """By how much it moved, in the metric's unit."""
        return self.now - self.before


def movers(result: Result, start: datetime, earlier: Sequence[datetime]) -> tuple[Mover, ...]:
    """The values of the one dimension that a result is split by, those that explain most of the gap first.

    `start` is the local start of the window and `earlier` those of the windows it is set against, by their mean.
    Where values add up, none recorded counts as nothing; where they do not, a value needs both sides.
    """
    (dimension,) = result.query.dimensions
    adds = result.metric.adds((dimension,))
    table = _table(result.frame, dimension)
    now, before = _row(table, [start], adds=adds), _row(table, earlier, adds=adds)
    known = np.isfinite(now) & np.isfinite(before)
    if known.sum() < FEWEST:
        return ()
    gap, whole = float((now - before)[known].sum()), float(before[known].sum())
    found = []
    for place in map(int, np.flatnonzero(known)):
        value = table.columns[place]
        shares: tuple[float | None, float | None] = None, None
        if adds and gap and whole:
            part = float(now[place] - before[place]) / gap
            shares = (part, part - float(before[place]) / whole)
        named = None if pd.isna(value) else str(value)
        found.append(Mover(dimension, named, float(now[place]), float(before[place]), *shares))
    return tuple(sorted(found, key=lambda mover: -_weight(mover)))


def _weight(mover: Mover) -> float:
    return abs(mover.change) if mover.excess is None else mover.excess


def _table(frame: pd.DataFrame, dimension: str) -> pd.DataFrame:
    keys = frame[dimension].astype(object).where(frame[dimension].notna(), None)
    tall = frame.assign(**{dimension: keys})
    return tall.pivot_table(index="bucket", columns=dimension, values="value", aggfunc="first", dropna=False)


def _row(table: pd.DataFrame, starts: Sequence[datetime], *, adds: bool) -> np.ndarray:
    """The mean over the windows of each value, NaN where nothing was recorded."""
    rows = table.reindex(pd.DatetimeIndex(list(starts))).to_numpy(dtype=float)
    if adds:
        return np.asarray(np.nan_to_num(rows).mean(axis=0)) if len(rows) else np.full(len(table.columns), np.nan)
    count = np.isfinite(rows).sum(axis=0)
    return np.where(count > 0, np.nansum(rows, axis=0) / np.maximum(count, 1), np.nan)
