"""A digest as it is kept, and the right to send it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from analysis.digests.schedule import Schedule
from analysis.model import Lang


class Status(StrEnum):
    """Whether it is sent. BROKEN is tried at each of its times, and is sent again as soon as it can be."""

    ACTIVE = "active"
    PAUSED = "paused"
    BROKEN = "broken"
    REMOVED = "removed"


class Outcome(StrEnum):
    """What became of the last time it was due."""

    NONE = ""
    SENT = "sent"
    LATE = "late"
    SKIPPED = "skipped"
    BROKEN = "broken"


@dataclass(frozen=True)
class Request:
    """What somebody wants sent. `question` is canonical, empty for the morning digest.

    `channel` is where it goes: a channel, or a person's own id for their direct messages.
    """

    question: str
    schedule: Schedule
    person: str
    channel: str
    lang: Lang


@dataclass(frozen=True)
class Digest:
    """A digest: G-`id`. `next_at` is when it is due; `last_at` when it was due last, and `outcome` what came of it.

    `note` says why it cannot be sent.
    """

    id: int
    request: Request
    created_at: datetime
    next_at: datetime
    status: Status = Status.ACTIVE
    note: str = ""
    last_at: datetime | None = None
    outcome: Outcome = Outcome.NONE

    @property
    def name(self) -> str:
        """What people call it: G-4."""
        return f"G-{self.id}"


@dataclass(frozen=True)
class Claim:
    """The right to send a digest that is due, for as long as nobody with a higher `fence` has taken it over."""

    digest_id: int
    fence: int
    owner: str


@dataclass(frozen=True)
class Done:
    """What came of a time that a digest was due, and when it is due again."""

    due: datetime
    outcome: Outcome
    next_at: datetime
    status: Status = Status.ACTIVE
    note: str = ""
