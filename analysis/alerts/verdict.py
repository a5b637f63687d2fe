"""How the last window of many instances turned out, before it is said of each."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.alerts.panel import Flags, Numbers, Panel
from analysis.alerts.rule import Side, Trigger

Notes = NDArray[np.object_]


@dataclass(frozen=True)
class Verdict:
    """An array each, by instance; NaN where there is nothing to say. See `Seen` for what the fields mean.

    `between` is looked at where there is no breach. A `value` that is NaN was not recorded.
    """

    value: Numbers
    breach: Flags
    between: Flags
    note: Notes
    baseline: Numbers
    low: Numbers
    high: Numbers
    impact: Numbers
    score: Numbers

    def dismiss(self, where: Flags, note: str) -> "Verdict":
        """The verdict with no breach where one could not be told, and why."""
        return replace(
            self,
            breach=self.breach & ~where,
            between=self.between & ~where,
            note=np.where(where & (self.note == ""), note, self.note),
        )

    def remark(self, note: str) -> "Verdict":
        """The verdict with a note where there is none yet."""
        return replace(self, note=np.where(self.note == "", note, self.note))


def verdict(panel: Panel, breach: Flags, between: Flags, **known: Numbers | float | str) -> Verdict:
    """A verdict with what is known of it; the rest is NaN, and the value the one recorded."""
    empty: dict[str, Any] = {
        "value": panel.last,
        "baseline": np.nan,
        "low": np.nan,
        "high": np.nan,
        "impact": np.nan,
        "score": np.nan,
    }
    width = panel.width
    filled = {name: np.broadcast_to(np.asarray(each, dtype=float), width) for name, each in (empty | known).items()}
    note = np.full(width, "", dtype=object)
    return Verdict(breach=breach, between=between & ~breach, note=note, **filled)


def sided(distance: Numbers, side: Side) -> Numbers:
    """How far into the bad a signed distance reaches: positive is bad."""
    match side:
        case Side.BELOW:
            return -distance
        case Side.ABOVE:
            return distance
        case Side.EITHER:
            return np.abs(distance)


def between(size: Numbers, trigger: Trigger) -> Flags:
    """Where what is bad by `size`, in the unit of the limit, has not yet come back to the recovery bound."""
    if trigger.recovery is None:
        return np.zeros(len(size), dtype=bool)
    return np.asarray(size > trigger.recovery)
