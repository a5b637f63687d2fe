"""What a log is made of: the thread, what it belongs to, and each comment in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

LONGEST: Final = 40_000
"""So much of a comment's text is kept: Slack's own bound of a message."""


class Kind(StrEnum):
    """What a log can belong to, by the letter of its number."""

    ALERT = "A"
    DECISION = "D"


@dataclass(frozen=True)
class Subject:
    """What a log belongs to: the alert A-`number` or the decision D-`number`."""

    kind: Kind
    number: int

    def __str__(self) -> str:
        return f"{self.kind.value}-{self.number}"


@dataclass(frozen=True)
class Thread:
    """A thread by its channel and the ts of the message that it began with."""

    channel: str
    root: str


class Gone(StrEnum):
    """Why nothing is left of what somebody wrote."""

    DELETED = "deleted"
    ERASED = "erased"


@dataclass(frozen=True)
class File:
    """A file that Slack keeps, by its id and its name."""

    id: str
    name: str


@dataclass(frozen=True)
class Written:
    """A text as Slack has it, with the files that hang on it; `revised` is the ts of when it was written so."""

    revised: str
    text: str
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class Comment:
    """What one person wrote in a thread, at `ts`. `latest` is None when it is `gone`.

    `edits` counts the revisions after the first; `reactions` has how many people put each emoji on it.
    """

    thread: Thread
    ts: str
    person: str
    latest: Written | None = None
    gone: Gone | None = None
    edits: int = 0
    reactions: Mapping[str, int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What it says now, as Slack has it; nothing when it is gone."""
        return self.latest.text if self.latest else ""

    @property
    def at(self) -> datetime:
        """When it was written."""
        return datetime.fromtimestamp(float(self.ts), UTC)
