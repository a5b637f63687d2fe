"""What comes in and what goes out: a Call, a Reply, and the shop they are about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from threading import Event
from typing import Protocol

from analysis.errors import Unavailable
from analysis.model import Lang, Text
from charts.chart import Chart
from handlers.mentions import mention
from handlers.said import Said
from storage.catalog import Catalog
from storage.facts import Facts
from storage.records import Draft, Records

__all__ = [
    "Attachment",
    "Audience",
    "Call",
    "Fact",
    "Item",
    "Mail",
    "Notice",
    "Option",
    "Origin",
    "Reply",
    "Shop",
    "Step",
    "Table",
    "Unsent",
    "mention",
]


class Origin(StrEnum):
    """How a call reached us."""

    SLASH = "slash"
    MENTION = "mention"
    DIRECT = "direct"
    ACTION = "action"
    SHORTCUT = "shortcut"
    HOME = "home"
    REACTION = "reaction"
    OVERHEARD = "overheard"
    TERMINAL = "terminal"


class Audience(StrEnum):
    """Who should see a reply."""

    CHANNEL = "channel"
    THREAD = "thread"
    PERSON = "person"


@dataclass(frozen=True)
class Call:
    """One thing a person did, free of Slack's shapes.

    `text` is the question or the argument; `value` what a pressed button or a menu carried;
    `message` the ts of the message it was done on; `fields` the inputs of a submitted form;
    `quietly` asks for an answer that nobody else sees. Of a reaction `value` is the emoji's name and
    `text` is "added" or "removed". `done_at` is when it was done, where Slack tells: things arrive out of order.
    `said` is what somebody said, when that was overheard or is what a message's menu was opened on.
    """

    text: str
    person: str
    lang: Lang
    now: datetime
    origin: Origin
    channel: str | None = None
    thread: str | None = None
    message: str | None = None
    value: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    command: str = "/kpi"
    quietly: bool = False
    done_at: datetime | None = None
    said: Said | None = None


@dataclass(frozen=True)
class Fact:
    """A labelled value beside the headline."""

    label: str
    value: str


@dataclass(frozen=True)
class Table:
    """Rows of text under a heading. `numeric` columns are aligned right."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...] = ()


@dataclass(frozen=True)
class Option:
    """One choice of a menu; those of one `group` stand together under its name."""

    label: str
    value: str
    group: str = ""


@dataclass(frozen=True)
class Step:
    """Something to do next: a button, or a menu when it has options.

    `action` is the stable id of a row of ACTIONS (`kpi.share`), or of a form, which it opens. `channels`
    makes the menu Slack's own conversation picker, `people` its picker of people.
    """

    action: str
    label: str
    value: str = ""
    options: tuple[Option, ...] = ()
    primary: bool = False
    confirm: str = ""
    channels: bool = False
    people: bool = False


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a reply, such as the CSV of an answer."""

    name: str
    title: str
    data: bytes


@dataclass(frozen=True)
class Item:
    """One line of a list, with the step that acts on it (a saved question and its Run button), and more below it.

    A `heading` begins a new part of the list.
    """

    text: str
    step: Step | None = None
    more: tuple[Step, ...] = ()
    heading: bool = False


@dataclass(frozen=True)
class Reply:
    """What to say, free of any medium. All text is plain: whoever renders it escapes it, but for each `mention`.

    `code` is to be read letter by letter, such as SQL.
    `about` is the canonical question it answers; it binds the thread for follow-ups.
    `public` lists steps that only make sense once others see the reply. `replaces` asks that
    the reply take the place of the message the call was made on.
    """

    headline: str
    tone: str = ""
    facts: tuple[Fact, ...] = ()
    body: tuple[str, ...] = ()
    table: Table | None = None
    code: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    charts: tuple[Chart, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    notes: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    audience: Audience = Audience.PERSON
    about: str = ""
    replaces: bool = False
    removes: bool = False
    channel: str | None = None


@dataclass(frozen=True)
class Notice:
    """Something to say unasked, or to say differently from now on.

    `key` names it for good: a second notice of the same key changes nothing. `under` is the key of
    the notice in whose thread it belongs, `edits` that of the notice whose place it takes; `thread`
    is the ts of a thread that no notice of ours began. `person` is told when it cannot be said.
    With `pin` it is a message that stays in sight: pinned, with its pictures within it, which those of a change
    replace; False takes the pin off, and the pictures with it.
    """

    key: str
    reply: Reply
    channel: str
    lang: Lang
    under: str = ""
    edits: str = ""
    thread: str | None = None
    person: str = ""
    pin: bool | None = None


class Mail(Protocol):
    """How notices reach people: packed, put into the outbox in the transaction that decides them, then sent."""

    def pack(self, notice: Notice) -> tuple[Draft, ...]:
        """What to put into the outbox, its pictures drawn. Slow: not to be done within a transaction."""
        ...

    def look(self) -> None:
        """Send what was put into the outbox: to be called once that is committed."""
        ...

    def reaches(self, channel: str) -> bool | None:
        """Whether the bot can post to a channel; None when that cannot be told now."""
        ...


class Unsent:
    """The mail of a process that does not talk to Slack, and so cannot do what others must hear of."""

    def pack(self, notice: Notice) -> tuple[Draft, ...]:  # noqa: ARG002
        """Raises Unavailable."""
        raise Unavailable(_ELSEWHERE)

    def look(self) -> None:
        """There is nothing to send."""

    def reaches(self, channel: str) -> bool | None:  # noqa: ARG002
        """Nobody can tell."""
        return None


_ELSEWHERE = Text("Others must hear of that: do it in Slack.", "这件事需要通知其他人，请在 Slack 里操作。")


@dataclass(frozen=True)
class Shop:
    """The shop a call is about: its catalog, its facts, its memory, and the way it says things unasked.

    `stopping` is set when the process is about to end: what takes long looks at it, and leaves the rest for later.
    """

    catalog: Catalog
    facts: Facts
    records: Records
    mail: Mail = field(default_factory=Unsent)
    stopping: Event = field(default_factory=Event, compare=False)
