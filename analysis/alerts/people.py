"""What people do to an episode, and what that adds up to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verb(StrEnum):
    """What a person can do to an episode."""

    ACK = "ack"
    UNACK = "unack"
    SNOOZE = "snooze"
    WAKE = "wake"
    ASSIGN = "assign"
    RESOLVE = "resolve"
    FALSE_ALARM = "false_alarm"
    REOPEN = "reopen"
    DECIDE = "decide"


@dataclass(frozen=True)
class Deed:
    """Something a person (or a timer, in a person's name) did to an episode; `undone` when it was taken back.

    `source` is how: a button's id, `:eyes:`, `command`, `timer`. `until` is for SNOOZE, `whom` for ASSIGN,
    `why` the reason given or the close reason.
    """

    id: int
    at: datetime
    person: str
    verb: Verb
    source: str
    until: datetime | None = None
    whom: str = ""
    why: str = ""
    undone: datetime | None = None


class Handled(StrEnum):
    """How people stand to an episode; where several hold, the first in this order is shown."""

    RESOLVED = "resolved"
    FALSE_ALARM = "false_alarm"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    OPEN = "open"


@dataclass(frozen=True)
class Handling:
    """The deeds of an episode, added up at an instant: who holds what."""

    state: Handled = Handled.OPEN
    by: str = ""
    at: datetime | None = None
    why: str = ""
    acked: Deed | None = None
    snoozed: Deed | None = None
    assignee: str = ""


@dataclass(frozen=True)
class Silence:
    """Nothing is said of what matches until it ends: every named label has one of its values.

    Labels are `metric`, `rule` and dimension ids; a label that an instance lacks is the empty text.
    """

    id: int
    matchers: Mapping[str, tuple[str, ...]]
    start: datetime
    end: datetime
    person: str = ""
    why: str = ""
