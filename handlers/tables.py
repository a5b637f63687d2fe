"""The rows of the tables: commands, buttons, forms, shortcuts, events and jobs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from analysis.model import Lang, Text
from handlers.command import Call, Option, Reply, Shop
from storage.catalog import Catalog


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
    """A button or menu. `id` is stable: messages already posted carry it.

    No reply where what changes in front of everyone says it all.
    """

    id: str
    help: Text
    run: Callable[[Call, Shop], Reply | None]


class Input(StrEnum):
    """What a field asks for. Its value is text: an id of Slack's (several with commas), 2026-11-23, 09:30."""

    LINE = "line"
    LINES = "lines"
    PERSON = "person"
    PEOPLE = "people"
    CONVERSATION = "conversation"
    DATE = "date"
    TIME = "time"


@dataclass(frozen=True)
class Field:
    """One input of a form: a choice when it has options, else what `kind` says. An optional one may be empty."""

    id: str
    label: str
    initial: str = ""
    hint: str = ""
    options: tuple[Option, ...] = ()
    optional: bool = False
    kind: Input = Input.LINE


@dataclass(frozen=True)
class Filled:
    """A form as it is once the store was asked: its fields, and the value that it carries from then on."""

    fields: tuple[Field, ...]
    value: str


@dataclass(frozen=True)
class Form:
    """A modal. `check` is pure: it names what is wrong by field id, and nothing else may refuse.

    A step or a message shortcut whose id is a form's opens it, with no handler of its own run
    first. `fields` is given the call that opened it and, like `check`, the catalog; neither may touch
    a store, for Slack allows three seconds. `run` gets that same call with `fields` filled in.
    A form with `load` opens with a word to wait, and is shown as `load` has it as soon as that is known.
    Days in the fields named in `ahead` may not be over.
    """

    id: str
    title: Text
    submit: Text
    fields: Callable[[Call, Catalog], tuple[Field, ...]]
    check: Callable[[Mapping[str, str], Lang, Catalog], dict[str, str]]
    run: Callable[[Call, Shop], Reply | None]
    load: Callable[[Call, Shop], Filled] | None = None
    ahead: tuple[str, ...] = ()


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

    Reactions are heard when a person puts one on a message of ours, or takes it off. The reply to
    `app_home_opened` is the Home page; `member_joined_channel` is heard only when it is the bot itself
    that joined.
    """

    id: str
    help: Text
    run: Callable[[Call, Shop], Reply | None]


@dataclass(frozen=True)
class Overheard:
    """Something people do among themselves in channels: taken note of and never answered, by `id`.

    `message` is a reply in a thread, or any message edited or deleted; `reaction_added` and `reaction_removed`
    are of what people wrote. What cannot be noted is tried again, so `run` must not mind doing it twice.
    """

    id: str
    help: Text
    run: Callable[[Call, Shop], None]


@dataclass(frozen=True)
class Job:
    """Something the clock does, one run of it at a time; each reply names its channel.

    `cron` has five fields, read in the shop's zone; empty for what no hour calls for. `at_start` also runs
    it when the bot starts, `on_data` when new data has come.
    """

    id: str
    help: Text
    cron: str
    run: Callable[[datetime, Shop], tuple[Reply, ...]]
    on_data: bool = False
    at_start: bool = False


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
    overheard: tuple[Overheard, ...] = ()
    jobs: tuple[Job, ...] = ()
