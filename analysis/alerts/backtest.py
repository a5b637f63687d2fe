"""What a rule would have done: the past judged window by window, with nothing known of what came after."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pandas as pd

from analysis import calendar
from analysis.alerts.condition import History, Seen, State, Told
from analysis.alerts.hours import opens
from analysis.alerts.judge import Laid, judge_past, lay
from analysis.alerts.notify import notify
from analysis.alerts.rule import Rule
from analysis.alerts.step import gone, step
from analysis.model import Grain

HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Fired:
    """One episode that would have been.

    `since` is the end of its first breaching window, `at` when it fired, `ended` when nothing fired any more
    (None: it still does at the end of the history). `worst` has what was seen of each instance in its worst
    window, the instance with the most impact first. `told` are the instants at which people would have heard
    of it, and why; none where it was over before the rule might speak.
    """

    since: datetime
    at: datetime
    ended: datetime | None = None
    worst: Mapping[str, Seen] = field(default_factory=dict)
    told: tuple[tuple[datetime, Told], ...] = ()

    @property
    def heard(self) -> bool:
        """Whether anybody would have been told that it began."""
        return bool(self.told)

    def lasted(self, until: datetime) -> timedelta:
        """How long it fired, up to `until` if it has not ended."""
        return (self.ended or until) - self.at


@dataclass(frozen=True)
class Backtest:
    """What a rule would have done over the `windows` windows between `start` and `end`. All instants are in UTC."""

    rule: Rule
    start: datetime
    end: datetime
    windows: int
    instances: int
    fired: tuple[Fired, ...] = ()

    @property
    def days(self) -> float:
        """The length of the past that was judged."""
        return (self.end - self.start) / timedelta(days=1)

    @property
    def per_month(self) -> float:
        """How many episodes that is in thirty days."""
        return len(self.fired) * 30 / self.days if self.days else 0.0

    @property
    def messages(self) -> int:
        """How often people would have heard something."""
        return sum(len(each.told) for each in self.fired)


def backtest(
    rule: Rule, histories: Mapping[str, History], zone: ZoneInfo, first: datetime | None = None
) -> Backtest | None:
    """Judge the windows of `histories` from the local start `first` on, oldest first, as if each had just closed.

    Earlier windows, if there are any, are only looked back to. A window is judged when its data has settled.
    People are assumed to do nothing. None if there is no window at all.
    """
    laid = laid_out(rule, histories, zone, first)
    return replayed(rule, laid, zone) if laid else None


def laid_out(
    rule: Rule, histories: Mapping[str, History], zone: ZoneInfo, first: datetime | None = None
) -> Laid | None:
    """The windows that a rule is tried on, laid out: for one rule, or for several that differ in their bounds."""
    windows = tuple(_windows(rule, histories, zone, first))
    return lay(rule, histories, windows, zone) if windows else None


def replayed(rule: Rule, laid: Laid, zone: ZoneInfo) -> Backtest:
    """What a rule would have done over windows that are laid out."""
    run, windows = _Run(rule, zone), laid.windows
    later = [end + rule.settle for _, end in windows[1:]]
    for window, seen, following in zip(windows, judge_past(rule, laid), [*later, None], strict=True):
        run.judge(seen, window[1] + rule.settle, following)
    instances = sum(len(keys) for keys, _ in laid.panels[-1])
    return Backtest(rule, windows[0][0], windows[-1][1], len(windows), instances, tuple(run.fired))


@dataclass
class _Run:
    """A rule on its way through the past."""

    rule: Rule
    zone: ZoneInfo
    states: dict[str, State] = field(default_factory=dict)
    fired: list[Fired] = field(default_factory=list)
    firing: tuple[str, ...] = ()
    told: Told | None = None
    told_at: datetime | None = None

    def judge(self, seen: Mapping[str, Seen], now: datetime, following: datetime | None) -> None:
        """One window, judged at `now`; the next one is at `following`."""
        for key, each in seen.items():
            self.states[key] = step(self.rule, self.states.get(key, State()), each, now)
        firing = frozenset(key for key, state in self.states.items() if state.firing)
        self.states = {key: state for key, state in self.states.items() if not gone(state)}
        ongoing = bool(self.fired) and self.fired[-1].ended is None
        if firing and not ongoing:
            self._begin(firing, now)
        if firing:
            self.fired[-1] = replace(self.fired[-1], worst=_worse(self.fired[-1].worst, seen, firing))
        elif ongoing:
            self.fired[-1] = replace(self.fired[-1], ended=now)
        self._tell(firing, now, following)

    def _begin(self, firing: frozenset[str], now: datetime) -> None:
        breached = [state.breached for key in firing if (state := self.states[key]).breached]
        self.fired.append(Fired(min(breached, default=now), now))
        self.firing, self.told, self.told_at = (), None, None

    def _tell(self, firing: frozenset[str], now: datetime, following: datetime | None) -> None:
        """Say what is due as soon as the rule may speak; what the next window changes first is never said."""
        at = opens(self.rule, now, self.zone) if self.fired else now
        if following is not None and at >= following:
            return
        told = notify(self, firing, at, self.rule.repeat)
        if told is not None:
            self.fired[-1] = replace(self.fired[-1], told=(*self.fired[-1].told, (at, told)))
            self.firing, self.told, self.told_at = tuple(sorted(firing)), told, at


def _worse(worst: Mapping[str, Seen], seen: Mapping[str, Seen], firing: frozenset[str]) -> Mapping[str, Seen]:
    """The worst window of each instance that fired, with one more window seen; the most impact first."""
    found = dict(worst)
    for key in firing & seen.keys():
        if key not in found or _impact(seen[key]) > _impact(found[key]):
            found[key] = seen[key]
    return dict(sorted(found.items(), key=lambda item: -_impact(item[1])))


def _impact(seen: Seen) -> float:
    return abs(seen.impact) if math.isfinite(seen.impact) else 0.0


def _windows(
    rule: Rule, histories: Mapping[str, History], zone: ZoneInfo, first: datetime | None
) -> Iterator[tuple[datetime, datetime]]:
    """The windows that any history has, in order, from `first` on, or from the first recorded one; aware, in UTC."""
    known = [each.values.dropna().index for each in histories.values()]
    recorded = [pd.Timestamp(index[0]) for index in known if len(index)]
    if not recorded:
        return
    earliest = max(min(recorded), pd.Timestamp(first)) if first else min(recorded)
    indexes = {id(each.values.index): pd.DatetimeIndex(each.values.index) for each in histories.values()}
    starts = pd.DatetimeIndex(sorted(set().union(*indexes.values())))
    for start in (each.to_pydatetime() for each in starts if each >= earliest):
        begins = _instant(start, zone)
        yield begins, begins + HOUR if rule.grain is Grain.HOUR else _instant(_next(start, rule.grain), zone)


def _next(start: datetime, grain: Grain) -> datetime:
    """The local start of the day, week or month after this one."""
    if grain is Grain.MONTH:
        return datetime.combine(calendar.months_after(start.date(), 1), start.time())
    return start + timedelta(days=7 if grain is Grain.WEEK else 1)


def _instant(local: datetime, zone: ZoneInfo) -> datetime:
    return local.replace(tzinfo=zone).astimezone(UTC)
