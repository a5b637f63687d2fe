"""One split measured now and earlier: its values side by side."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Key = tuple[object, ...]


@dataclass(frozen=True)
class Split:
    """What was measured of each value of a split; NaN where nothing was recorded.

    `keys` has for each row a value (or None) for each of the dimensions `names`. The first
    `known` rows are those measured now, in their order; the rest were there only earlier.
    """

    names: tuple[str, ...]
    keys: tuple[Key, ...]
    value: Numbers
    previous: Numbers
    known: int

    def __len__(self) -> int:
        return len(self.keys)

    def at(self, place: int) -> dict[str, object]:
        """One row's values of the dimensions by their ids."""
        return dict(zip(self.names, self.keys[place], strict=True))


NO_SPLIT = Split((), (), np.empty(0), np.empty(0), 0)


def side_by_side(names: tuple[str, ...], now: pd.DataFrame, before: pd.DataFrame | None) -> Split:
    """The split of two frames, each with a column for each dimension and `value`; `before` None is nothing known."""
    values = dict(_rows(names, now))
    earlier = {} if before is None else dict(_rows(names, before))
    keys = tuple(dict.fromkeys([*values, *earlier]))
    value, previous = ([side.get(key, math.nan) for key in keys] for side in (values, earlier))
    return Split(names, keys, np.array(value, dtype=float), np.array(previous, dtype=float), len(values))


def summed(values: Numbers) -> float | None:
    """The exact sum of what was recorded, to a millionth; None where nothing was."""
    known = values[~np.isnan(values)]
    return round(math.fsum(known), 6) if known.size else None


def _rows(names: tuple[str, ...], frame: pd.DataFrame) -> Iterator[tuple[Key, float]]:
    keys = zip(*(frame[name].tolist() for name in names), strict=True)
    return zip(keys, frame["value"].tolist(), strict=True)
