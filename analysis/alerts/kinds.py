"""The kinds of rules: how each judges the last window of a panel, and how much history it needs for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import ceil, log, sqrt
from typing import Final

import numpy as np
import pandas as pd

from analysis.alerts import baselines, counts, foretold, occasions, pace
from analysis.alerts.occasions import median
from analysis.alerts.panel import Flags, Numbers, Panel
from analysis.alerts.rule import Baseline, Kind, Rule, Side, Trigger
from analysis.alerts.verdict import Verdict, between, sided, verdict
from analysis.anomalies import LEAST_CHANGE, Expected
from analysis.model import Grain

HOURS: Final = {Grain.HOUR: 1, Grain.DAY: 24, Grain.WEEK: 24 * 7, Grain.MONTH: 24 * 28}
LONG_AGO: Final = {Grain.HOUR: 24 * 7, Grain.DAY: 28, Grain.WEEK: 8, Grain.MONTH: 3}
"""How many windows beyond its limit a silence is measured (a longer one is said to be this long), and how many
tell what a product usually sells."""
FEWEST = 2
"""With fewer windows recorded in a baseline that takes several, it is not known what is usual."""
EXACT = 1e-9
STILL = occasions.Moved(np.ones(1))
"""What a plain day makes of the usual: nothing."""


@dataclass(frozen=True)
class Method:
    """One kind: `judge` the last window of a panel, and how many windows that may take (`reach`)."""

    judge: Callable[[Rule, Panel], Verdict]
    reach: Callable[[Rule], int]


def level(rule: Rule, panel: Panel) -> Verdict:
    """The value against a fixed bound, strictly: at the bound it is still good."""
    return _bounded(rule, panel, None if panel.volume is None else panel.volume[-1])


def cover(rule: Rule, panel: Panel) -> Verdict:
    """The same of stock, where what usually sells is enough: what is out of stock sells nothing."""
    return _bounded(rule, panel, None if panel.volume is None else median(panel.volume[:-1]))


def _bounded(rule: Rule, panel: Panel, volume: Numbers | None) -> Verdict:
    trigger, value = rule.trigger, panel.last
    sign = 1.0 if trigger.side is Side.ABOVE else -1.0
    recovery = trigger.limit if trigger.recovery is None else trigger.recovery
    far = sign * (value - trigger.limit)
    found = verdict(
        panel,
        far > 0,
        sign * (value - recovery) > 0,
        impact=np.maximum(far, 0),
        **{"high" if sign > 0 else "low": trigger.limit},
    )
    return found.dismiss(_thin(trigger, value, volume), "thin")


def change(rule: Rule, panel: Panel) -> Verdict:
    """The relative change from a baseline, at least the limit, where the baseline had volume enough."""
    trigger, value, rows = rule.trigger, panel.last, baselines.rows(panel, rule.trigger)
    base = median(panel.values[rows])
    moves = occasions.explains(panel) and trigger.baseline is not Baseline.LAST_YEAR
    moved = occasions.moved(panel, base) if moves else STILL
    center = base * moved.times
    room = np.abs(center) * trigger.limit
    low, high = moved.band(center, center - room, center + room)
    with np.errstate(divide="ignore", invalid="ignore"):
        size = sided((value - center) / np.abs(center), trigger.side)
    found = _held(rule, panel, center, (low, high), between(size, trigger))
    volume = None if panel.volume is None else median(panel.volume[rows])
    found = found.dismiss(_short(panel, rows, trigger), "short_history").dismiss(center == 0, "zero_baseline")
    found = found.dismiss(_thin(trigger, base, volume), "thin")
    return found.remark("promotion") if moves else found


def unusual(rule: Rule, panel: Panel) -> Verdict:
    """The value against what was to be expected: far outside the usual spread, and by enough to matter.

    The limit is that of one instance alone. Of many, one is soon far out by chance, so that for n of them it is
    raised to where the chance that any passes is the same: sqrt(limit² + 2 ln n), from the normal tail.
    """
    trigger, expected = rule.trigger, foretold.expected(panel)
    explained = occasions.explains(panel) and not foretold.learns(panel)
    usual = expected.center.to_numpy()
    moved = occasions.moved(panel, usual) if explained else STILL
    expected = expected.moved(pd.Series(np.broadcast_to(moved.times, len(usual))), moved.loose)
    center, score = expected.center.to_numpy(), _score(panel, expected)
    limit = sqrt(trigger.limit**2 + 2 * log(max(int((~np.isnan(panel.last)).sum()), 1)))
    (low, high), room = _bounds(panel, expected, limit), np.abs(center) * (trigger.least_change or LEAST_CHANGE)
    low, high = moved.band(center, np.minimum(low, center - room), np.maximum(high, center + room))
    found = _held(rule, panel, center, (low, high), between(sided(score, trigger.side), trigger))
    found = replace(found, score=score).dismiss(np.isnan(center), "short_history")
    volume = None if panel.volume is None else median(panel.volume[foretold.recent(panel)][:-1])
    found = found.dismiss(_thin(trigger, usual, volume), "thin")
    return found.remark("promotion") if explained else found


def target(rule: Rule, panel: Panel) -> Verdict:
    """Below: the projected close misses its target by more than the limit. Above: what was to be reached is reached."""
    trigger, found = rule.trigger, pace.pace(panel)
    reached = trigger.side is Side.ABOVE
    value = found.so_far if reached else found.close
    with np.errstate(divide="ignore", invalid="ignore"):
        ahead = value / found.target - 1
    size = ahead if reached else -ahead
    breach = size >= trigger.limit - EXACT if reached else size > trigger.limit + EXACT
    bound = found.target * (1 + trigger.limit if reached else 1 - trigger.limit)
    judged = verdict(
        panel,
        breach,
        between(size, trigger),
        value=np.where(np.isnan(panel.last), np.nan, np.where(np.isnan(value), found.so_far, value)),
        baseline=found.target,
        impact=np.abs(value - found.target),
        score=ahead,
        **{"high" if reached else "low": bound},
    )
    return judged.dismiss(~(found.target > 0), "no_target").dismiss(np.isnan(value), "short_history")


def silence(rule: Rule, panel: Panel) -> Verdict:
    """For how many hours, up to the window's end, nothing was recorded."""
    trigger, recorded = rule.trigger, ~np.isnan(panel.values)
    rows = len(panel.starts)
    last = np.where(recorded.any(axis=0), rows - 1 - recorded[::-1].argmax(axis=0), -1)
    hours = (rows - 1 - last).astype(float) * HOURS[panel.grain]
    return verdict(
        panel,
        hours >= trigger.limit,
        between(hours, trigger),
        value=hours,
        high=trigger.limit,
        impact=np.maximum(hours - trigger.limit, 0),
    )


KINDS: Final[Mapping[Kind, Method]] = {
    Kind.THRESHOLD: Method(level, lambda _: 1),
    Kind.COVER: Method(cover, lambda rule: 1 + (LONG_AGO[rule.grain] if rule.trigger.volume else 0)),
    Kind.CHANGE: Method(change, lambda rule: baselines.reach(rule.trigger, rule.grain)),
    Kind.ANOMALY: Method(unusual, lambda rule: foretold.USUAL_WINDOWS[rule.grain] + 1),
    Kind.TARGET: Method(target, lambda rule: pace.reach(rule.grain)),
    Kind.FRESHNESS: Method(silence, lambda rule: ceil(rule.trigger.limit / HOURS[rule.grain]) + LONG_AGO[rule.grain]),
}
"""Every kind that a rule can be of; a new kind is a row here."""


def _held(rule: Rule, panel: Panel, center: Numbers, band: tuple[Numbers, Numbers], still: Flags) -> Verdict:
    """The value held against a band around what it should be, on the rule's side of it."""
    value, (low, high) = panel.last, band
    down, up = rule.trigger.side is not Side.ABOVE, rule.trigger.side is not Side.BELOW
    return verdict(
        panel,
        (value != center) & ((down & (value <= low + EXACT)) | (up & (value >= high - EXACT))),
        still,
        baseline=center,
        low=low if down else np.nan,
        high=high if up else np.nan,
        impact=np.abs(value - center),
    )


def _bounds(panel: Panel, expected: Expected, limit: float) -> tuple[Numbers, Numbers]:
    """The values that get the score `limit` below and above; counts may go as far as chance takes them."""
    low, high = (expected.bound(far).to_numpy() for far in (-limit, limit))
    least, most = counts.bounds(expected.center.to_numpy(), limit)
    counted = counts.whole(panel.values[foretold.recent(panel)])
    return np.where(counted, np.minimum(low, least), low), np.where(counted, np.maximum(high, most), high)


def _score(panel: Panel, expected: Expected) -> Numbers:
    """By how many spreads the value is off; a count by no more than it is by chance alone."""
    score = expected.score(pd.Series(panel.last)).to_numpy()
    chance = counts.score(panel.last, expected.center.to_numpy())
    steady = counts.whole(panel.values[foretold.recent(panel)]) & (np.abs(chance) < np.abs(score))
    return np.where(steady, chance, score)


def _short(panel: Panel, rows: list[int], trigger: Trigger) -> Flags:
    """Where an average has too few windows to be one."""
    needed = min(FEWEST, trigger.weeks) if trigger.baseline is Baseline.AVERAGE else 1
    return np.asarray((~np.isnan(panel.values[rows])).sum(axis=0) < needed)


def _thin(trigger: Trigger, own: Numbers, other: Numbers | None) -> Flags:
    """Where too little is at stake; a volume that was not recorded is no volume."""
    if trigger.volume is None:
        return np.zeros(len(own), dtype=bool)
    volume = own if not trigger.volume.metric or other is None else other
    return ~(volume >= trigger.volume.least)
