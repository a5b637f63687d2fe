"""What was seen of an instance, the condition that makes, and why people are told of it or not."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

import pandas as pd


class Outcome(StrEnum):
    """How one window of one instance turned out.

    BETWEEN is neither a breach nor past the recovery bound. MISSING is an instance that has no row
    while others have; NO_DATA is nothing recorded, which is not 0; HELD is data known to be late or bad.
    """

    BREACH = "breach"
    CLEAR = "clear"
    BETWEEN = "between"
    NO_DATA = "no_data"
    MISSING = "missing"
    ERROR = "error"


@dataclass(frozen=True)
class Seen:
    """One window of one instance, judged. `start` and `end` are aware and in UTC; `end` is exclusive.

    `low` and `high` are the bounds it was held against, None where there is none. `impact` ranks
    instances: how much of the metric, in its unit, is missing or too much; NaN where it cannot be said.
    `note` names why a judgement could not be made (`thin`, `zero_baseline`, `short_history`, `promotion` ...).
    """

    start: datetime
    end: datetime
    outcome: Outcome
    value: float | None = None
    baseline: float | None = None
    low: float | None = None
    high: float | None = None
    impact: float = 0.0
    score: float | None = None
    note: str = ""


class Condition(StrEnum):
    """The machine's view of one instance."""

    NORMAL = "normal"
    PENDING = "pending"
    ALERTING = "alerting"
    RECOVERING = "recovering"
    NO_DATA = "no_data"
    ERROR = "error"


FIRING = frozenset({Condition.ALERTING, Condition.RECOVERING})
"""The conditions that count as firing. NoData and Error that a policy turns into alerts are ALERTING."""


class Reason(StrEnum):
    """Why a condition is what it is: by what was seen, or by force."""

    FIRST_SEEN = "first_seen"
    BREACH = "breach"
    HELD_ON = "held_on"
    CLEAN = "clean"
    RECOVERED = "recovered"
    BREACH_AGAIN = "breach_again"
    NO_DATA = "no_data"
    ERROR = "error"
    MISSING_SERIES = "missing_series"
    PAUSED = "paused"
    RULE_DELETED = "rule_deleted"
    UPDATED = "updated"
    DATA_HELD = "data_held"


@dataclass(frozen=True)
class State:
    """What is remembered of one instance between windows.

    `since` is when it entered its condition, `breached` the first window end of the present run of
    breaches, `breaches` and `clean` how many windows in a row, `missing` how many without its series,
    `errors` how many that could not be measured. `worst` is the most extreme value of the run.
    """

    condition: Condition = Condition.NORMAL
    reason: Reason = Reason.FIRST_SEEN
    since: datetime | None = None
    breached: datetime | None = None
    breaches: int = 0
    clean: int = 0
    missing: int = 0
    errors: int = 0
    worst: float | None = None
    seen: Seen | None = None

    @property
    def firing(self) -> bool:
        """Whether it counts as firing."""
        return self.condition in FIRING


class Told(StrEnum):
    """Why a notification goes out, by Alertmanager's names, then ours."""

    FIRST = "first_notification"
    NEW = "new_alerts_in_group"
    RESOLVED_SOME = "new_resolved_alerts"
    RESOLVED = "all_alerts_resolved"
    REPEAT = "repeat_interval_elapsed"
    HANDLED = "handled"
    REMINDER = "reminder"
    ESCALATED = "escalated"
    SNOOZE_OVER = "snooze_over"
    CHANGED = "changed"


class Suppressor(StrEnum):
    """Why a notification that was due did not go out. Suppressed alerts keep evaluating and keep their state."""

    HOURS = "outside_hours"
    MUTE = "muted"
    SILENCE = "silenced"
    INHIBITED = "inhibited"
    SNOOZED = "snoozed"
    ACKNOWLEDGED = "acknowledged"
    HANDLED = "handled"
    MAINTENANCE = "maintenance"


@dataclass(frozen=True)
class History:
    """What a rule is judged on: one instance's closed windows, oldest first.

    `values` and `volume` are indexed by the local start of each window (naive), every window present,
    NaN where nothing was recorded. `occasions` are the local days that a promotion or holiday explains.
    `targets` are the targets of the windows where there are any, by the same index. `adds` says that the
    windows' values add up to the period's; rates and levels do not.
    A rule on freshness is judged on the metric's own windows: silence is that nothing was recorded in them.
    """

    values: pd.Series
    volume: pd.Series | None = None
    targets: pd.Series | None = None
    occasions: frozenset[date] = field(default_factory=frozenset)
    adds: bool = True
