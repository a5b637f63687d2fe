"""Where a fault is tried: a workspace here, a bot as a process, and a count of what became of each question."""

import asyncio
import json
import shutil
import signal
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from time import monotonic

from bot.manifest import build_manifest
from bot.workspace import Settings, Workspace, acts
from bot.workspace.sockets import Link
from bot.workspace.state import Channel, Message
from handlers import TABLES
from tests.scenarios.faults.birth import Child, Nursery, Order

FIRST_DAY = date(2025, 3, 1)
CHANNELS = ("sales", "marketing", "general", "leads")
PEOPLE = ("ana", "liwei", "sam")


@dataclass(eq=False)
class Asked:
    """A question nobody else asks, by its days; `acked` once Slack was told that we have it."""

    label: str
    text: str
    about: str
    channel: str
    person: str
    acked: bool = False
    excused: str = ""


@dataclass(frozen=True)
class Row:
    """A line of the table: what became of what was due."""

    fault: str
    trials: int
    due: int
    once: int
    lost: int = 0
    twice: int = 0
    told: int = 0
    excused: Counter[str] = field(default_factory=Counter)
    faults: tuple[str, ...] = ()


class Ground:
    """One workspace, one home with its records, and one bot at a time."""

    def __init__(self, nursery: Nursery, workspace: Workspace, home: Path, order: Order) -> None:
        self.nursery = nursery
        self.workspace = workspace
        self.home = home
        self.asked: list[Asked] = []
        self.bot: Child | None = None
        self._reader: sqlite3.Connection | None = None
        local = workspace.settings
        told = {
            "CHESTNUT_HOME": str(home),
            "CHESTNUT_PORT": "0",
            "SLACK_BOT_TOKEN": local.bot_token,
            "SLACK_APP_TOKEN": local.app_token,
            "SLACK_API_URL": workspace.api_url,
        }
        self.order = replace(order, environment=told, log=str(home / "bot.log"))

    @property
    def records(self) -> Path:
        """The database file of the records."""
        return self.home / "records.sqlite"

    async def begin(self, step: str = "", nth: int = 1) -> Child:
        """A bot that is connected; it may be one that dies at a step."""
        self.bot = await self.nursery.bear(replace(self.order, step=step, nth=nth))
        await until(lambda: self.workspace.connected > 0 or self.dead, 30)
        assert not self.dead, f"born dead: see {self.order.log}"
        return self.bot

    @property
    def dead(self) -> bool:
        """Whether there is no bot."""
        return self.bot is None or self.bot.death.done()

    async def end(self, number: signal.Signals = signal.SIGKILL) -> int:
        """Signal the bot, wait for its death and for Slack to notice."""
        assert self.bot
        status = await self.bot.end(number)
        await until(lambda: self.workspace.connected == 0, 10)
        return status

    def channel(self, name: str) -> Channel:
        """A channel by name."""
        found = self.workspace.office.state.channel(name)
        assert found
        return found

    def links(self) -> list[Link]:
        """The bot's connections to Slack, as Slack sees them."""
        return list(self.workspace.office.delivery.sockets.links)

    def fault(self, kind: str, **given: object) -> Callable[[], int]:
        """Order a fault; how often it has struck."""
        row = self.workspace.office.desk.faults.order(kind, given)
        return lambda: row.met

    async def ask(self, label: str, split: str = " by channel") -> Asked:
        """A slash command, until it is acknowledged or was not."""
        asked = self._next(label, split)
        person = self.workspace.office.state.person(asked.person)
        assert person
        outcome = await acts.command(
            self.workspace.office, acts.Spot(person, self.channel(asked.channel)), f"/kpi {asked.text}"
        )
        asked.acked = bool(outcome["acked"])
        return asked

    def mention(self, label: str) -> Asked:
        """The same as words said to the bot; Slack repeats those until they are acknowledged."""
        asked = self._next(label, "")
        state = self.workspace.office.state
        person = state.person(asked.person)
        assert person
        acts.say(
            self.workspace.office,
            acts.Spot(person, self.channel(asked.channel)),
            f"<@{state.bot.user}> {asked.text}",
        )
        asked.acked = True
        return asked

    def _next(self, label: str, split: str) -> Asked:
        number = len(self.asked)
        first = FIRST_DAY + timedelta(days=number)
        last = first + timedelta(days=6)
        days = f"{first}..{last}"
        person = PEOPLE[number % len(PEOPLE)]
        # Not everyone is in the private channel.
        rooms = CHANNELS[: 3 if person == "liwei" else 4]
        asked = Asked(label, f"revenue {days}{split}", days, rooms[number % len(rooms)], person)
        self.asked.append(asked)
        return asked

    def answers(self, asked: Asked) -> list[Message]:
        """The messages of the bot that answer a question, where everyone sees them. A picture of its own is none."""
        state = self.workspace.office.state
        return [
            message
            for message in state.messages[self.channel(asked.channel).id].values()
            if message.user == state.bot.user
            and not message.gone
            and message.only_for is None
            and asked.about in _words(message)
        ]

    def parcels(self) -> list[sqlite3.Row]:
        """The outbox."""
        return self.rows("select * from outbox order by id")

    def rows(self, query: str, *values: str) -> list[sqlite3.Row]:
        """What the records hold."""
        if self._reader is None:
            self._reader = sqlite3.connect(f"file:{self.records}?mode=ro", uri=True, timeout=30, isolation_level=None)
            self._reader.row_factory = sqlite3.Row
        return self._reader.execute(query, values).fetchall()

    def close(self) -> None:
        """Let go of the records."""
        if self._reader is not None:
            self._reader.close()

    def decided(self, asked: Asked) -> bool:
        """Whether the answer has been written down."""
        return bool(self.rows("select 1 from outbox where question like ?", f"%{asked.about}%"))

    def said(self) -> list[str]:
        """What people were told in private."""
        state = self.workspace.office.state
        rooms = (message for room in state.messages.values() for message in room.values())
        return [_words(message) for message in rooms if message.only_for and message.user == state.bot.user]

    def open(self) -> bool:
        """Whether something in the outbox is not over."""
        return bool(self.rows("select 1 from outbox where state in ('pending', 'sending')"))

    async def calm(self, within_s: float) -> None:
        """Wait until every question that arrived was decided, or its asker told that it was not."""

        def done() -> bool:
            open_ = [asked for asked in self.asked if asked.acked and not self.decided(asked)]
            return len(open_) <= len(self.said())

        await until(done, within_s, look_s=0.02)

    async def settled(self, within_s: float = 60, grace_s: float = 6) -> None:
        """Wait until nothing is under way: all is answered or over, or nothing changes any more."""
        begun = changed = monotonic()
        before = -1
        while monotonic() - begun < within_s:
            revision = self.workspace.office.state.feed.revision
            if revision != before:
                before, changed = revision, monotonic()
            answered = all(self.answers(asked) for asked in self.asked if asked.acked)
            if not self.open() and (answered or monotonic() - changed > grace_s):
                return
            await asyncio.sleep(0.05)

    def row(self, fault: str, trials: int) -> Row:
        """What became of everything that was asked."""
        due = [asked for asked in self.asked if asked.acked or self.answers(asked)]
        counts = {asked: len(self.answers(asked)) for asked in due}
        missing = [asked for asked in due if not counts[asked]]
        told = min(len(self.said()), len([asked for asked in missing if not asked.excused]))
        excused = Counter(asked.excused for asked in missing if asked.excused)
        lost = [asked for asked in missing if not asked.excused]
        lines = [f"lost: {asked.label} ({asked.text})" for asked in lost] if len(lost) > told else []
        lines += [f"{count} times: {asked.label} ({asked.text})" for asked, count in counts.items() if count > 1]
        once = sum(1 for count in counts.values() if count == 1)
        twice = sum(1 for count in counts.values() if count > 1)
        lines += disagreements(self)
        return Row(fault, trials, len(due), once, len(lost) - told, twice, told, excused, tuple(lines))


def disagreements(ground: Ground) -> list[str]:
    """Where the records say one thing and the channels another."""
    state = ground.workspace.office.state
    parcels = ground.parcels()
    sent = [row for row in parcels if row["state"] == "sent" and row["kind"] != "delete"]
    wrong = [f"outbox {row['key']} is {row['state']}" for row in parcels if row["state"] in {"pending", "sending"}]
    wrong += [f"outbox {row['key']} is dead: {row['error']}" for row in parcels if row["state"] == "dead"]
    for row in sent:
        message = state.message(row["channel"], row["ts"] or "")
        if message is None:
            wrong.append(f"outbox {row['key']} ({row['kind']}) stands nowhere: {row['channel']} {row['ts']}")
    placed = Counter((row["channel"], row["ts"]) for row in sent if row["kind"] not in {"block", "update"})
    wrong += [f"two parcels at {place}" for place, count in placed.items() if count > 1]
    for channel, room in state.messages.items():
        for message in room.values():
            ours = message.user == state.bot.user and not message.gone and message.only_for is None
            if ours and (channel, message.ts) not in placed and not channel.startswith("D"):
                wrong.append(f"no parcel knows of {channel} {message.ts}: {message.text[:60]!r} {message.files}")
    return wrong + _unremembered(ground, sent) + _pictures(ground, sent)


def _unremembered(ground: Ground, sent: Iterable[sqlite3.Row]) -> list[str]:
    """Answers that nobody could follow up or take away."""
    posted = {(row["channel"], row["message"]) for row in ground.rows("select * from posted")}
    threads = {(row["channel"], row["thread"]) for row in ground.rows("select * from threads")}
    first = [row for row in sent if not row["parent"] and row["kind"] in {"post", "share"} and row["question"]]
    wrong = [f"{row['key']} was never noted as posted" for row in first if (row["channel"], row["ts"]) not in posted]
    bound = [(row, (row["channel"], row["thread"] or row["ts"])) for row in first]
    return wrong + [f"the thread of {row['key']} has no question" for row, place in bound if place not in threads]


def _pictures(ground: Ground, sent: Sequence[sqlite3.Row]) -> list[str]:
    """Files that are shared twice, or in no message."""
    state = ground.workspace.office.state
    wrong = []
    for row in sent:
        for file in json.loads(row["files"]):
            shares = [ts for stamps in state.files[file].shares.values() for ts in stamps]
            if len(shares) != (0 if row["kind"] == "block" else 1):
                wrong.append(f"picture {file} of {row['key']} stands at {shares}")
    return wrong


def _words(message: Message) -> str:
    return message.text + json.dumps(message.blocks, ensure_ascii=False)


async def until(condition: Callable[[], bool], within_s: float, look_s: float = 0.003) -> None:
    """Wait for something that tells nobody when it happens. Raises TimeoutError."""
    async with asyncio.timeout(within_s):
        while not condition():  # noqa: ASYNC110 (nothing tells of what other processes do)
            await asyncio.sleep(look_s)


@asynccontextmanager
async def ground(nursery: Nursery, source: Path, folder: Path, order: Order) -> AsyncIterator[Ground]:
    """A fresh one, with a copy of the shop."""
    folder.mkdir(parents=True)  # noqa: ASYNC240 (before anything runs)
    for name in ("shop.yaml", "facts.duckdb"):
        shutil.copy(source / name, folder / name)
    workspace = Workspace(build_manifest(TABLES), Settings(processing_s=0.02))
    await workspace.start()
    here = Ground(nursery, workspace, folder, order)
    try:
        yield here
    finally:
        if not here.dead:
            await here.end()
        here.close()
        await workspace.stop()
