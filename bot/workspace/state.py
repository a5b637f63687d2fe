"""What the workspace holds: people, channels, messages, files and views, all in memory."""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.workspace.feed import Change, Feed

Json = dict[str, Any]
TEAM = "T0LOCALTEAM"
PARTNER = "T0NORTHWIND"
SLACKBOT = "USLACKBOT"


@dataclass(frozen=True)
class Person:
    """Someone to act as: of this workspace, a guest in it, or of another team."""

    id: str
    name: str
    real_name: str
    title: str
    locale: str
    zone: str
    guest: bool = False
    team: str = TEAM


@dataclass(frozen=True)
class Bot:
    """The app under test, as a member of the workspace."""

    name: str
    app: str = "A0LOCALAPP1"
    bot: str = "B0LOCALBOT1"
    user: str = "U0LOCALBOT1"


PEOPLE = (
    Person("U0LOCALANA1", "ana", "Ana Souza", "Merchandiser", "en-US", "Asia/Shanghai"),
    Person("U0LOCALWEI1", "liwei", "李伟", "市场营销", "zh-CN", "Asia/Shanghai"),
    Person("U0LOCALSAM1", "sam", "Sam Carter", "Manager", "en-US", "Europe/London"),
    Person("U0LOCALMIA1", "mia", "Mia Chen", "Guest", "zh-CN", "Asia/Shanghai", guest=True),
    Person("U0NORTHJON1", "jonas", "Jonas Weber", "Supplier, Northwind", "en-US", "Europe/Berlin", team=PARTNER),
)
GROUPS = (
    ("S0ANALYSTS1", "analysts", "Analysts", ("U0LOCALANA1", "U0LOCALWEI1")),
    ("S0MANAGERS1", "managers", "Managers", ("U0LOCALSAM1",)),
)


@dataclass(frozen=True)
class Pin:
    """Who pinned a message, and when."""

    user: str
    at: int


@dataclass
class Channel:
    """A channel, or a direct message when `user` is set. A `shared` one has members of another team."""

    id: str
    name: str
    members: set[str]
    topic: str = ""
    private: bool = False
    user: str | None = None
    shared: bool = False
    pins: dict[str, Pin] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """`im`, `group` or `channel`, as events call it."""
        return "im" if self.user else "group" if self.private else "channel"


@dataclass
class Message:
    """A message as stored. `only_for` makes it ephemeral; `gone` keeps a deleted one's place in the feed.

    `values` is what each person has chosen in its menus and inputs.
    """

    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    subtype: str | None = None
    only_for: str | None = None
    files: list[str] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    attachments: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    edited: str | None = None
    broadcast: bool = False
    values: dict[str, Json] = field(default_factory=dict)
    gone: bool = False
    revision: int = 0


@dataclass
class File:
    """An upload. Until `ready`, it has no type and no shares, as in Slack."""

    id: str
    name: str
    user: str
    created: int
    length: int
    title: str = ""
    alt: str = ""
    data: bytes | None = None
    mimetype: str = ""
    ready: bool = False
    shares: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


@dataclass
class View:
    """A modal on somebody's stack, or their App Home. `body` is what the app sent."""

    id: str
    user: str
    body: Json
    hash: str
    root: str
    previous: str | None = None
    values: Json = field(default_factory=dict)


class State:
    """Everything there is, and the feed that tells of each change. `base` is the address it is served at."""

    def __init__(self, bot_name: str, now: Callable[[], float]) -> None:
        self.now = now
        self.base = ""
        self.bot = Bot(bot_name)
        self.people = {person.id: person for person in PEOPLE}
        self.feed = Feed()
        self.files: dict[str, File] = {}
        self.views: dict[str, View] = {}
        self.stacks: dict[str, list[str]] = defaultdict(list)
        self.homes: dict[str, View] = {}
        self.messages: dict[str, dict[str, Message]] = defaultdict(dict)
        self.channels = {channel.id: channel for channel in self._channels()}
        self._numbers = itertools.count(1)
        self._last = 0

    def _channels(self) -> Iterator[Channel]:
        ana, wei, sam, mia, jonas = self.people
        everyone = {ana, wei, sam}
        bot = self.bot.user
        yield Channel("C0GENERAL01", "general", everyone | {bot}, "Company-wide news")
        yield Channel("C0SALES0001", "sales", everyone | {bot}, "How the shop sells")
        yield Channel("C0MARKETING", "marketing", everyone | {bot}, "Campaigns and spend")
        yield Channel("C0RANDOM001", "random", everyone, "The app has not been invited here")
        yield Channel("C0LEADS0001", "leads", {ana, sam, bot}, "Leads only", private=True)
        yield Channel("C0PARTNERS1", "partners", {ana, sam, mia, jonas, bot}, "Orders and deliveries", shared=True)
        for person in self.people:
            yield Channel(f"D{person[1:]}", "", {person, bot}, user=person)

    def id(self, prefix: str) -> str:
        """A fresh id of Slack's form, such as F0LOCAL0001."""
        return f"{prefix}0LOCAL{next(self._numbers):04d}"

    def ts(self) -> str:
        """A fresh timestamp, later than every one before it."""
        self._last = max(self._last + 1, int(self.now() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def person(self, name: str) -> Person | None:
        """By id, handle, first name or full name."""
        wanted = name.lstrip("@").lower()
        for person in self.people.values():
            names = {person.id.lower(), person.name, person.real_name.lower(), person.real_name.split()[0].lower()}
            if wanted in names:
                return person
        return None

    def team(self, user: str) -> str:
        """The team that a user belongs to."""
        return self.people[user].team if user in self.people else TEAM

    def direct(self, user: str) -> Channel:
        """The direct message between a person and the app."""
        return next(channel for channel in self.channels.values() if channel.user == user)

    def channel(self, name: str, user: str | None = None) -> Channel | None:
        """By id or name; `dm` or the app's own name is the direct message of `user`."""
        wanted = name.lstrip("#")
        if user and wanted in {"dm", f"@{self.bot.name}", self.bot.user}:
            return self.direct(user)
        return next((c for c in self.channels.values() if wanted and wanted in {c.id, c.name}), None)

    def message(self, channel: str, ts: str) -> Message | None:
        """A message that has not been deleted."""
        found = self.messages[channel].get(ts)
        return found if found and not found.gone else None

    def thread(self, message: Message) -> list[Message]:
        """The replies that everyone can see, oldest first."""
        return [
            reply
            for reply in self.messages[message.channel].values()
            if reply.thread_ts == message.ts and not reply.gone and reply.only_for is None
        ]

    def save(self, message: Message) -> None:
        """Store or restore a message and tell whoever listens."""
        self.messages[message.channel][message.ts] = message
        self._touch(message)
        parent = self.message(message.channel, message.thread_ts) if message.thread_ts else None
        if parent and message.only_for is None:
            self._touch(parent)

    def _touch(self, message: Message) -> None:
        message.revision = self.feed.publish(Change("message", message.channel, message.ts, message.only_for))
