"""What waits in the outbox: a draft when it is decided on, a parcel once it is on its way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """How far a parcel is.

    DECLINED is a refusal that its asker was told of on the spot; DEAD was given up later; SUPERSEDED is a
    change of a notice that a later one made needless before it went.
    """

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DECLINED = "declined"
    DEAD = "dead"
    SUPERSEDED = "superseded"


OPEN = (State.PENDING.value, State.SENDING.value)
"""The states of what is not over yet."""


@dataclass(frozen=True)
class Draft:
    """One message for one destination, as it was decided.

    `key` names it for good: a second draft of the same key changes nothing. `kind` says how it is
    sent and what its JSON `payload` holds; `pictures` are PNG bytes. It waits until `parent`, the
    key of another draft, has been sent, and stands in its thread where the kind says so.
    `person` asked for it, and `question` is what a thread under it is about. `notice` is the key of the
    notice that it is, or that it changes in place when that is also its parent: where it stands is kept
    for good, and of several changes of one kind that wait only the latest goes.
    """

    key: str
    kind: str
    channel: str
    payload: Mapping[str, Any]
    thread: str | None = None
    parent: str | None = None
    pictures: tuple[bytes, ...] = ()
    person: str = ""
    question: str = ""
    lang: str = "en"
    notice: str = ""

    @property
    def lane(self) -> str | None:
        """What it may not overtake: the rest of its thread, or of what hangs on the same parent."""
        if self.thread:
            return f"{self.channel} {self.thread}"
        return f"> {self.parent}" if self.parent else None


@dataclass(frozen=True)
class Lease:
    """Who works on a parcel, and until when nobody else may."""

    owner: str
    until: datetime


@dataclass(frozen=True)
class Parcel:
    """A draft on its way. Whoever holds it may change it only while `attempt` is still the latest.

    `doubtful` says that an earlier attempt may have reached Slack. `files` are Slack's ids of its
    pictures, `ts` is where it stands, `parent_ts` where its parent does, with `parent_files` within it, and
    `parent_earlier` where it stood before it was posted anew; `digests` name its pictures.
    """

    key: str
    kind: str
    channel: str
    payload: Mapping[str, Any]
    attempt: int
    created_at: datetime
    thread: str | None = None
    parent: str | None = None
    person: str = ""
    question: str = ""
    lang: str = "en"
    digests: tuple[str, ...] = ()
    doubtful: bool = False
    files: tuple[str, ...] = ()
    parent_ts: str | None = None
    ts: str | None = None
    state: State = State.SENDING
    error: str = ""
    ended_at: datetime | None = None
    notice: str = ""
    parent_files: tuple[str, ...] = ()
    parent_earlier: str | None = None


@dataclass(frozen=True)
class Turn:
    """Another way to send a parcel, after its own was refused: a new kind and payload, and what follows from it."""

    kind: str
    payload: Mapping[str, Any]
    more: tuple[Draft, ...] = ()
    digests: tuple[str, ...] | None = None
