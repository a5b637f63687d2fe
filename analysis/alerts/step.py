"""The machine: how one more window moves the condition of one instance.

What a window comes to is read first (`sight`), by its outcome, the counts and the rule's policies;
then TRANSITIONS says where that leads. Nothing else changes a condition, but for what `force` is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from analysis.alerts.condition import FIRING, Condition, Outcome, Reason, Seen, State
from analysis.alerts.rule import Policy, Rule

MISSING_LIMIT: Final = 2
"""After how many windows without its series an instance is over and forgotten."""


class Sight(StrEnum):
    """What a window comes to, the counts and the rule's policies considered."""

    BREACH = "breach"
    LASTING = "breach for long enough"
    BETWEEN = "neither bad nor good again"
    CLEAN = "clean"
    CLEAN_ENOUGH = "clean for long enough"
    UNTOLD = "cannot be told, keep"
    NO_DATA = "no data"
    ERROR = "cannot be measured"
    GONE = "series missing twice"


@dataclass(frozen=True)
class Transition:
    """From any of `before`, `sight` leads to `after`, for `reason`.

    No `after`: it stays what it was. No `reason`: that there was nothing to judge is the reason.
    """

    before: frozenset[Condition]
    sight: Sight
    after: Condition | None
    reason: Reason | None


QUIET: Final = frozenset(Condition) - FIRING
ALERTING: Final = frozenset({Condition.ALERTING})
RECOVERING: Final = frozenset({Condition.RECOVERING})
ANY: Final = frozenset(Condition)

TRANSITIONS: Final = (
    Transition(QUIET, Sight.BREACH, Condition.PENDING, Reason.BREACH),
    Transition(QUIET, Sight.LASTING, Condition.ALERTING, Reason.BREACH),
    Transition(QUIET, Sight.BETWEEN, Condition.NORMAL, Reason.CLEAN),
    Transition(QUIET, Sight.CLEAN, Condition.NORMAL, Reason.CLEAN),
    Transition(QUIET, Sight.CLEAN_ENOUGH, Condition.NORMAL, Reason.CLEAN),
    Transition(QUIET, Sight.NO_DATA, Condition.NO_DATA, None),
    Transition(QUIET, Sight.ERROR, Condition.ERROR, None),
    Transition(ALERTING, Sight.BREACH, Condition.ALERTING, Reason.BREACH),
    Transition(ALERTING, Sight.LASTING, Condition.ALERTING, Reason.BREACH),
    Transition(RECOVERING, Sight.BREACH, Condition.ALERTING, Reason.BREACH_AGAIN),
    Transition(RECOVERING, Sight.LASTING, Condition.ALERTING, Reason.BREACH_AGAIN),
    Transition(FIRING, Sight.BETWEEN, Condition.ALERTING, Reason.HELD_ON),
    Transition(FIRING, Sight.CLEAN, Condition.RECOVERING, Reason.CLEAN),
    Transition(FIRING, Sight.CLEAN_ENOUGH, Condition.NORMAL, Reason.RECOVERED),
    # Silence is no recovery: what fires goes on firing, and says that there is no data.
    Transition(FIRING, Sight.NO_DATA, None, None),
    Transition(FIRING, Sight.ERROR, None, None),
    Transition(ANY, Sight.UNTOLD, None, None),
    Transition(ANY, Sight.GONE, Condition.NORMAL, None),
)

_TABLE: Final = {(before, row.sight): row for row in TRANSITIONS for before in row.before}

FORCED: Final[Mapping[Reason, Condition | None]] = {
    Reason.PAUSED: Condition.NORMAL,
    Reason.RULE_DELETED: Condition.NORMAL,
    Reason.UPDATED: Condition.NORMAL,
    Reason.MISSING_SERIES: Condition.NORMAL,
    Reason.DATA_HELD: None,
}
"""Where an instance is put by force (None: it stays)."""

_CAUSES: Final = {Outcome.NO_DATA: Reason.NO_DATA, Outcome.ERROR: Reason.ERROR, Outcome.MISSING: Reason.MISSING_SERIES}


def step(rule: Rule, state: State, seen: Seen, now: datetime) -> State:
    """Move one instance on by one window, judged at `now`; the new state's reason says why it is so.

    Windows are given oldest first, each once. The semantics are Grafana's, in windows instead of
    seconds: the first breach counts as one, and only entering Alerting or leaving it for Normal is news.
    """
    counted = _count(rule, state, seen)
    row = _TABLE[state.condition, sight(rule, counted, seen)]
    after = row.after or state.condition
    ran = after in FIRING or after is Condition.PENDING
    return replace(
        counted,
        condition=after,
        # A policy may turn silence into a breach or into calm; people are told that it was silence.
        reason=_CAUSES.get(seen.outcome) or row.reason or state.reason,
        since=now if after is not state.condition or state.since is None else state.since,
        breached=(counted.breached or seen.end) if ran else None,
        breaches=counted.breaches if ran else 0,
        worst=_worst(counted.worst, seen) if ran else None,
        seen=seen,
    )


def bad(rule: Rule, seen: Seen) -> bool:
    """Whether a window counts as a breach by the rule's policies."""
    return _meant(rule, seen.outcome) is Outcome.BREACH


def begun(run: Sequence[Seen]) -> State:
    """The state of an instance that nobody judged yet, after a run of one or more bad windows, oldest first."""
    worst: float | None = None
    for seen in run:
        worst = _worst(worst, seen)
    return State(breached=run[0].end, breaches=len(run), worst=worst)


def sight(rule: Rule, counted: State, seen: Seen) -> Sight:
    """What a window comes to. `counted` is the state with this window counted in."""
    match _meant(rule, seen.outcome):
        case Outcome.BREACH:
            return Sight.LASTING if counted.breaches >= rule.pending else Sight.BREACH
        case Outcome.CLEAR:
            return Sight.CLEAN_ENOUGH if counted.clean > rule.keep else Sight.CLEAN
        case Outcome.BETWEEN:
            return Sight.BETWEEN
        case Outcome.MISSING:
            return Sight.GONE if counted.missing >= MISSING_LIMIT else Sight.UNTOLD
        case Outcome.NO_DATA:
            return Sight.NO_DATA
        case Outcome.ERROR:
            return Sight.ERROR
    return Sight.UNTOLD


def force(state: State, reason: Reason, now: datetime) -> State:
    """Put an instance where a change of its rule or a hold of its data puts it, whatever was seen."""
    after = FORCED[reason]
    if after is None:
        return replace(state, reason=reason)
    moved = after is not state.condition or state.since is None
    return State(after, reason, since=now if moved else state.since, seen=state.seen)


def gone(state: State) -> bool:
    """Whether an instance is over and may be forgotten: its series is no longer there."""
    return state.missing >= MISSING_LIMIT and not state.firing


def _meant(rule: Rule, outcome: Outcome) -> Outcome | None:
    """What an outcome counts as by the rule's policies; None where the last state is to be kept."""
    if outcome not in (Outcome.NO_DATA, Outcome.ERROR):
        return outcome
    match rule.no_data if outcome is Outcome.NO_DATA else rule.on_error:
        case Policy.ALERT:
            return Outcome.BREACH
        case Policy.NORMAL:
            return Outcome.CLEAR
        case Policy.KEEP:
            return None
    return outcome


def _count(rule: Rule, state: State, seen: Seen) -> State:
    """The counts with this window in them. What cannot be told breaks no row, except that it ends a waiting one."""
    meant = _meant(rule, seen.outcome)
    state = replace(
        state,
        missing=state.missing + 1 if seen.outcome is Outcome.MISSING else 0,
        errors=state.errors + 1 if seen.outcome is Outcome.ERROR else 0,
    )
    match meant:
        case Outcome.BREACH:
            return replace(state, breaches=state.breaches + 1, clean=0)
        case Outcome.CLEAR:
            return replace(state, breaches=0, clean=state.clean + 1)
        case Outcome.BETWEEN:
            return replace(state, breaches=0, clean=0)
    return state


def _worst(worst: float | None, seen: Seen) -> float | None:
    """The more extreme of two values, on the side that this one is bad on."""
    if seen.outcome is not Outcome.BREACH or seen.value is None:
        return worst
    if worst is None:
        return seen.value
    above = seen.high is not None and seen.value > seen.high
    return max(worst, seen.value) if above else min(worst, seen.value)
