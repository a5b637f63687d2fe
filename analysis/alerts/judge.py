"""Judge one window of a rule: how it turned out for each instance."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from analysis.alerts import baselines, foretold
from analysis.alerts.condition import History, Outcome, Seen
from analysis.alerts.kinds import KINDS
from analysis.alerts.occasions import touched
from analysis.alerts.panel import Numbers, Panel, by_occasions, local, stack
from analysis.alerts.rule import Kind, Policy, Rule
from analysis.alerts.verdict import Verdict
from analysis.model import Grain

Window = tuple[datetime, datetime]


def reach(rule: Rule, *, occasion: bool = False) -> int:
    """How many windows of history, the judged one included, a rule looks at.

    A day or week that an `occasion` explains is better judged with the same occasion of a year before in sight;
    a year of hours is more than it is worth. Less history is judged as well as it goes; more changes nothing.
    """
    usual = KINDS[rule.trigger.kind].reach(rule)
    moves = occasion and rule.trigger.kind in {Kind.CHANGE, Kind.ANOMALY} and rule.grain in {Grain.DAY, Grain.WEEK}
    return max(usual, baselines.year(rule.grain)) if moves else usual


def judge_all(rule: Rule, histories: Mapping[str, History], window: Window, zone: ZoneInfo) -> Mapping[str, Seen]:
    """How the window turned out for every instance, by its key.

    `window` is a closed bucket of the rule's grain, start and end aware. Whatever a history says of later
    windows is not looked at. An instance without a value is MISSING while others have one, and NO_DATA if none
    has, if there is but one, or if the rule says by a policy of its own what silence means.
    """
    return _judged(rule, _panels(rule, histories, local(window[0], zone)), window)


@dataclass(frozen=True)
class Laid:
    """Many windows laid out to be judged in turn, with what was to be expected of each where that is looked at.

    Good for every rule that looks at the same: its bounds, waits and least volume may differ.
    """

    windows: tuple[Window, ...]
    panels: tuple[Sequence[tuple[list[str], Panel]], ...]


def lay(rule: Rule, histories: Mapping[str, History], windows: Sequence[Window], zone: ZoneInfo) -> Laid:
    """Lay windows out for `judge_past`; what can be worked out for several at once is."""
    laid = [_panels(rule, histories, local(window[0], zone)) for window in windows]
    if rule.trigger.kind is Kind.ANOMALY:
        panels = iter(foretold.together([panel for each in laid for _, panel in each]))
        laid = [[(keys, next(panels)) for keys, _ in each] for each in laid]
    return Laid(tuple(windows), tuple(laid))


def judge_past(rule: Rule, laid: Laid) -> Iterator[Mapping[str, Seen]]:
    """What `judge_all` says of many windows, in turn."""
    for window, each in zip(laid.windows, laid.panels, strict=True):
        yield _judged(rule, each, window)


def _panels(rule: Rule, histories: Mapping[str, History], start: datetime) -> list[tuple[list[str], Panel]]:
    """The instances side by side, up to the window with this local start: as many panels as there are calendars."""
    found = []
    for keys in by_occasions(histories):
        group = [histories[key] for key in keys]
        stamps = np.array([start], dtype="datetime64[s]")
        explained = bool(touched(stamps, rule.grain, group[0].occasions)[0])
        found.append((keys, stack(group, rule.grain, start, reach(rule, occasion=explained))))
    return found


def _judged(rule: Rule, panels: Sequence[tuple[list[str], Panel]], window: Window) -> Mapping[str, Seen]:
    """The verdict on the last window of each panel, by instance."""
    seen: dict[str, Seen] = {}
    for keys, panel in panels:
        seen.update(zip(keys, _said(KINDS[rule.trigger.kind].judge(rule, panel), window), strict=True))
    return _told_apart(rule, seen)


def _said(verdict: Verdict, window: Window) -> list[Seen]:
    """The verdict as one word on each instance."""
    start, end = window
    silent = np.isnan(verdict.value)
    outcomes = np.select(
        [silent, verdict.breach, verdict.between],
        [Outcome.NO_DATA, Outcome.BREACH, Outcome.BETWEEN],
        Outcome.CLEAR,
    )
    columns = (_plain(each) for each in (verdict.value, verdict.baseline, verdict.low, verdict.high))
    rows = zip(outcomes, *columns, verdict.impact.tolist(), _plain(verdict.score), verdict.note, strict=True)
    return [Seen(start, end, Outcome(outcome), *numbers) for outcome, *numbers in rows]


def _told_apart(rule: Rule, seen: Mapping[str, Seen]) -> Mapping[str, Seen]:
    """The instances whose series alone is gone told apart from a source in which nothing was recorded."""
    silent = [key for key, each in seen.items() if each.outcome is Outcome.NO_DATA]
    ruled = rule.no_data in {Policy.ALERT, Policy.KEEP}
    if not rule.by or ruled or len(silent) == len(seen):
        return seen
    return {**seen, **{key: replace(seen[key], outcome=Outcome.MISSING) for key in silent}}


def _plain(values: Numbers) -> list[float | None]:
    """Numbers, None for NaN."""
    return [None if value != value else value for value in values.tolist()]
