"""What comes in and what goes out: a Call, a Reply, and the shop they are about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from analysis.model import Lang, Text
from charts.chart import Chart
from storage.catalog import Catalog
from storage.facts import Facts
from storage.records import Records


class Origin(StrEnum):
    """How a call reached us."""

    SLASH = "slash"
    MENTION = "mention"
    DIRECT = "direct"
    ACTION = "action"
    SHORTCUT = "shortcut"
    HOME = "home"
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
    `quietly` asks for an answer that nobody else sees.
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


@dataclass(frozen=True)
class Shop:
    """The shop a call is about: its catalog, its facts and its memory."""

    catalog: Catalog
    facts: Facts
    records: Records


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
    """One choice of a menu."""

    label: str
    value: str


@dataclass(frozen=True)
class Step:
    """Something to do next: a button, or a menu when it has options.

    `action` is the stable id of a row of ACTIONS (`kpi.share`). `channels` makes the menu
    Slack's own conversation picker.
    """

    action: str
    label: str
    value: str = ""
    options: tuple[Option, ...] = ()
    primary: bool = False
    confirm: str = ""
    channels: bool = False


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a reply, such as the CSV of an answer."""

    name: str
    title: str
    data: bytes


@dataclass(frozen=True)
class Item:
    """One line of a list, with the step that acts on it (a saved question and its Run button)."""

    text: str
    step: Step | None = None


@dataclass(frozen=True)
class Reply:
    """What to say, free of any medium. All text is plain: whoever renders it escapes it.

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
class Command:
    """A verb of the grammar. `words` call it; `slash` is set for those with a slash command of their own."""

    id: str
    words: tuple[str, ...]
    usage: Text
    help: Text
    run: Callable[[Call, Shop], Reply]
    slash: bool = False


@dataclass(frozen=True)
class Action:
    """A button or menu. `id` is stable: messages already posted carry it."""

    id: str
    help: Text
    run: Callable[[Call, Shop], Reply]


@dataclass(frozen=True)
class Field:
    """One input of a form: a line of text, or a choice when it has options."""

    id: str
    label: str
    initial: str = ""
    hint: str = ""
    options: tuple[Option, ...] = ()
    optional: bool = False


@dataclass(frozen=True)
class Form:
    """A modal. `check` is pure: it names what is wrong by field id, and nothing else may refuse.

    A step or a message shortcut whose id is a form's opens it, with no handler of its own run
    first. `fields` is given the call that opened it and may touch no store, for Slack allows
    three seconds; `run` gets that same call with `fields` filled in.
    """

    id: str
    title: Text
    submit: Text
    fields: Callable[[Call], tuple[Field, ...]]
    check: Callable[[Mapping[str, str], Lang], dict[str, str]]
    run: Callable[[Call, Shop], Reply]


@dataclass(frozen=True)
class Shortcut:
    """An entry in the menu of a message. `id` is its callback id; `name` has at most 24 characters."""

    id: str
    name: Text
    help: Text
    run: Callable[[Call, Shop], Reply]


@dataclass(frozen=True)
class Event:
    """Something that happened in Slack. `id` is Slack's type of it; no reply says nothing.

    The reply to `app_home_opened` is the Home page; `member_joined_channel` is heard only when
    it is the bot itself that joined.
    """

    id: str
    help: Text
    run: Callable[[Call, Shop], Reply | None]


@dataclass(frozen=True)
class Job:
    """Something the clock does. `cron` has five fields, read in the shop's zone; each reply names its channel."""

    id: str
    help: Text
    cron: str
    run: Callable[[datetime, Shop], tuple[Reply, ...]]


@dataclass(frozen=True)
class Tables:
    """All that can be done here: what the bot listens for, and what help and the manifest are written from.

    `answer` takes anything said in words, whichever way it came.
    """

    answer: Callable[[Call, Shop], Reply]
    commands: tuple[Command, ...] = ()
    actions: tuple[Action, ...] = ()
    forms: tuple[Form, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    events: tuple[Event, ...] = ()
    jobs: tuple[Job, ...] = ()
