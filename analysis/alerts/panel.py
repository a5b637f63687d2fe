"""All instances of a rule side by side, up to the window that is judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.alerts.condition import History
from analysis.anomalies import Expected
from analysis.model import Grain

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Stamps = NDArray[np.datetime64[Any]]


@dataclass(frozen=True)
class Panel:
    """Windows down, instances across; the last row is the window that is judged, and nothing after it is known.

    `starts` are the windows' local starts. Where nothing was recorded, or an instance has no such window, is NaN.
    `expected` is what the last row was to be, where that is worked out already.
    """

    grain: Grain
    starts: Stamps
    values: Numbers
    occasions: frozenset[date]
    volume: Numbers | None = None
    targets: Numbers | None = None
    adds: bool = True
    expected: Expected | None = None

    @property
    def last(self) -> Numbers:
        """The value that is judged, of each instance."""
        return np.asarray(self.values[-1])

    @property
    def start(self) -> datetime:
        """The local start of the window that is judged."""
        return pd.Timestamp(self.starts[-1]).to_pydatetime()

    @property
    def width(self) -> int:
        """How many instances there are."""
        return int(self.values.shape[1])

    def row(self, start: datetime) -> int | None:
        """Where the window with this local start stands, None if there is none."""
        stamp = np.datetime64(start, "s")
        place = int(np.searchsorted(self.starts, stamp))
        return place if place < len(self.starts) and self.starts[place] == stamp else None


def stack(histories: Sequence[History], grain: Grain, start: datetime, windows: int) -> Panel:
    """Lay histories of the same occasions side by side, the last `windows` of them up to the local `start`."""
    grid = _grid(histories, start, windows)
    first = histories[0]
    return Panel(
        grain=grain,
        starts=grid.to_numpy(dtype="datetime64[s]"),
        values=_columns([each.values for each in histories], grid),
        occasions=first.occasions,
        volume=_optional([each.volume for each in histories], grid),
        targets=_optional([each.targets for each in histories], grid),
        adds=first.adds,
    )


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """The wall clock at an instant, naive."""
    return moment.astimezone(zone).replace(tzinfo=None)


def by_occasions(histories: Mapping[str, History]) -> list[list[str]]:
    """The instances that can be laid side by side: those of the same occasions."""
    groups: dict[frozenset[date], list[str]] = {}
    for key, history in histories.items():
        groups.setdefault(history.occasions, []).append(key)
    return list(groups.values())


def _grid(histories: Sequence[History], start: datetime, windows: int) -> pd.DatetimeIndex:
    """The windows of the longest history that are not later than `start`, and `start` itself."""
    longest = max(histories, key=lambda each: len(each.values)).values.index
    known = pd.DatetimeIndex(longest)
    grid = pd.DatetimeIndex(known[: known.searchsorted(pd.Timestamp(start), side="right")])
    if not len(grid) or grid[-1] != start:
        grid = pd.DatetimeIndex(grid.append(pd.DatetimeIndex([start])))
    return grid[-windows:]


def _columns(series: Sequence[pd.Series], grid: pd.DatetimeIndex) -> Numbers:
    """A column of each series; those that share an index are cut without aligning them one by one."""
    found = np.empty((len(grid), len(series)))
    index: pd.Index[Any] = grid
    cut = _cut(grid, grid)
    for place, each in enumerate(series):
        if not each.index.is_(index):
            index = each.index
            cut = _cut(pd.DatetimeIndex(index), grid)
        found[:, place] = each.to_numpy(dtype=float)[cut] if cut else each.reindex(grid).to_numpy(dtype=float)
    return found


def _cut(index: pd.DatetimeIndex, grid: pd.DatetimeIndex) -> slice | None:
    """Where the grid lies in an index, None if it does not lie in it in one piece."""
    begin = int(index.searchsorted(grid[0]))
    piece = index[begin : begin + len(grid)]
    return slice(begin, begin + len(grid)) if piece.equals(grid) else None


def _optional(series: Sequence[pd.Series | None], grid: pd.DatetimeIndex) -> Numbers | None:
    """Columns of what only some have; None if none has it."""
    given = [each for each in series if each is not None]
    if not given:
        return None
    nothing = pd.Series(np.nan, index=grid)
    return _columns([nothing if each is None else each for each in series], grid)
