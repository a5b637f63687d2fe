"""Histories of a rule's instances, laid out from what the metrics store measured."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.alerts import instances
from analysis.alerts.condition import History
from analysis.model import Result

Series = pd.Series
"""A number for each window, by its local start."""

Starts = pd.DatetimeIndex
"""The local starts of windows, oldest first."""

MOST_INSTANCES: Final = 20_000
"""As many instances of one rule are judged at most; those recorded most often come first."""


@dataclass(frozen=True)
class Measured:
    """One metric in every window, for every instance: instances down, windows across, NaN where nothing was recorded.

    `starts` are the local starts of all windows; `places` says in which row an instance stands.
    """

    starts: Starts
    places: Mapping[str, int]
    values: NDArray[np.float64]

    def of(self, key: str) -> Series:
        """The windows of one instance; nothing in any of them if it was never recorded."""
        place = self.places.get(key)
        row = np.full(len(self.starts), np.nan) if place is None else self.values[place]
        return pd.Series(row, index=self.starts, copy=False)

    def recorded(self, start: datetime, windows: int = 1) -> list[str]:
        """The instances recorded in the window with this local start, or in any of so many up to it."""
        end = int(self.starts.searchsorted(pd.Timestamp(start), side="right"))
        looked = self.values[:, max(end - windows, 0) : end]
        some = np.asarray((~np.isnan(looked)).any(axis=1))
        return [key for key, place in self.places.items() if some[place]]


@dataclass(frozen=True)
class Setting:
    """What is known around the windows: days that an occasion explains, targets by instance, whether values add up."""

    occasions: frozenset[date] = frozenset()
    targets: Mapping[str, Series] = field(default_factory=dict)
    adds: bool = True


def measured(result: Result, starts: Starts) -> Measured:
    """Lay out a result by its instances and windows. What has no window in `starts` is left out."""
    frame, dimensions = result.frame, list(result.query.dimensions)
    columns = starts.get_indexer(pd.DatetimeIndex(frame["bucket"]))
    rows, keys = _placed(frame[dimensions])
    values = np.full((len(keys), len(starts)), np.nan)
    known = columns >= 0
    values[rows[known], columns[known]] = frame["value"].to_numpy(dtype=np.float64)[known]
    if len(keys) > MOST_INSTANCES:
        often = np.argsort((~np.isnan(values)).sum(axis=1), kind="stable")[::-1][:MOST_INSTANCES]
        keys, values = [keys[place] for place in often], values[often]
    return Measured(starts, {key: place for place, key in enumerate(keys)}, values)


def nothing(starts: Starts) -> Measured:
    """No instance was recorded in any window."""
    return Measured(starts, {}, np.empty((0, len(starts))))


def parted(values: Measured, count: int) -> Mapping[tuple[str | None, ...], Measured]:
    """What was measured, apart by the values of its last `count` dimensions; the instances of a part lack those."""
    places: dict[tuple[str | None, ...], dict[str, int]] = {}
    for key, place in values.places.items():
        split = instances.values(key)
        head, tail = split[: len(split) - count], split[len(split) - count :]
        places.setdefault(tail, {})[instances.key(head)] = place
    return {tail: Measured(values.starts, found, values.values) for tail, found in places.items()}


def histories(
    keys: Collection[str], values: Measured, setting: Setting, volume: Measured | None = None
) -> Mapping[str, History]:
    """The history of each instance, by its key."""
    return {
        key: History(
            values.of(key),
            volume.of(key) if volume else None,
            setting.targets.get(key),
            setting.occasions,
            setting.adds,
        )
        for key in keys
    }


def series(by_start: Mapping[datetime, float | None], starts: Starts) -> Series:
    """A number for some of the windows, by their local starts, as the windows have them."""
    known = {start: value for start, value in by_start.items() if value is not None}
    return pd.Series(known, dtype=np.float64).reindex(starts)


def _placed(levels: pd.DataFrame) -> tuple[NDArray[np.intp], list[str]]:
    """The row of each level, and the instance keys by row. Without dimensions there is one, the whole."""
    if levels.columns.empty:
        return np.zeros(len(levels), dtype=np.intp), [instances.WHOLE]
    codes = np.zeros(len(levels), dtype=np.intp)
    for name in levels.columns:
        level, known = pd.factorize(levels[name], use_na_sentinel=False)
        codes = codes * max(len(known), 1) + level
    rows, _ = pd.factorize(codes)
    _, places = np.unique(rows, return_index=True)
    named = levels.iloc[places]
    texts = zip(*(named[name].tolist() for name in named.columns), strict=True)
    return rows, [instances.key(None if pd.isna(value) else str(value) for value in row) for row in texts]
