"""What an anomaly is held against: foretold for one window, or for many at once where their season is alike."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from analysis import anomalies
from analysis.alerts.occasions import touched
from analysis.alerts.panel import Flags, Panel
from analysis.anomalies import Expected
from analysis.model import Grain

USUAL_WINDOWS: Final = {Grain.HOUR: 24 * 7 * 3, Grain.DAY: anomalies.WINDOWS, Grain.WEEK: 52, Grain.MONTH: 24}
"""How many windows before the judged one tell an anomaly what is usual."""
MOSTLY: Final = 0.6
"""An occasion that explains a greater part of them than this is what is usual, and is learned from."""


def expected(panel: Panel) -> Expected:
    """What was to be expected of the last window of each instance, from the usual windows before it."""
    return panel.expected or anomalies.expect(_lesson(panel))


def together(panels: Sequence[Panel]) -> list[Panel]:
    """The same panels with what was to be expected of each: worked out at once where it comes to the same.

    Two can share the work when their windows have the same places in the season, the same distances between
    them, and are as many: days of the same weekday, hours of the same hour of a week.
    """
    found = list(panels)
    groups: dict[tuple[object, ...], list[int]] = {}
    for place, panel in enumerate(panels):
        groups.setdefault(_season(panel), []).append(place)
    for places in groups.values():
        lessons = [_lesson(panels[place]) for place in places]
        index = lessons[-1].index
        side_by_side = pd.DataFrame(np.hstack([each.to_numpy() for each in lessons]), index=index)
        foretold, at = anomalies.expect(side_by_side), 0
        for place, lesson in zip(places, lessons, strict=True):
            found[place] = replace(panels[place], expected=_part(foretold, at, at + lesson.shape[1]))
            at += lesson.shape[1]
    return found


def learns(panel: Panel) -> bool:
    """Whether windows that an occasion explains are learned from: where it is longer than what is looked back on."""
    explained = _explained(panel)[:-1]
    return bool(explained.sum() > MOSTLY * len(explained))


def recent(panel: Panel) -> slice:
    """The windows that tell what is usual, and the judged one."""
    return slice(-1 - USUAL_WINDOWS[panel.grain], None)


def _lesson(panel: Panel) -> pd.DataFrame:
    """The windows that are learned from, and the judged one; NaN where there is nothing to learn."""
    rows = recent(panel)
    values = panel.values[rows].copy()
    if not learns(panel):
        values[_explained(panel)] = np.nan
    return pd.DataFrame(values, index=pd.DatetimeIndex(panel.starts[rows]))


def _explained(panel: Panel) -> Flags:
    return touched(panel.starts[recent(panel)], panel.grain, panel.occasions)


def _season(panel: Panel) -> tuple[object, ...]:
    """What two panels have in common that can be foretold together."""
    starts = panel.starts[recent(panel)]
    last = pd.Timestamp(starts[-1])
    place = (last.day_of_week, last.hour) if panel.grain in (Grain.HOUR, Grain.DAY) else ()
    return (*place, (starts - starts[-1]).tobytes() if panel.grain is not Grain.MONTH else len(starts))


def _part(foretold: Expected, begin: int, end: int) -> Expected:
    """The columns of some instances, numbered anew."""
    columns = (foretold.center, foretold.spread, foretold.note, foretold.scale)
    return Expected(*(each.iloc[begin:end].reset_index(drop=True) for each in columns))
