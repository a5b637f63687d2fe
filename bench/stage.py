"""Where benches play: a sample shop of any size, a workspace here, and the bot as a process of its own."""

import asyncio
import os
import shutil
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from bot.manifest import build_manifest
from bot.workspace import Settings, Workspace, acts
from bot.workspace.acts import Spot
from bot.workspace.office import Office
from bot.workspace.state import Channel, Person
from handlers import TABLES
from storage import sample

CACHE = Path(".cache/bench")
LINES_AT_SCALE_1 = 300_000
SEED = 7


def home(lines: int) -> Path:
    """The folder of a sample shop with about that many order lines, as of today; made once a day."""
    now = datetime.now(UTC)
    folder = CACHE / f"{lines}-{now.astimezone(sample.ZONE):%Y%m%d}"
    if not (folder / "shop.yaml").exists():
        for old in CACHE.glob(f"{lines}-*"):
            shutil.rmtree(old)
        print(f"making a sample shop of {lines:,} order lines …", file=sys.stderr)
        sample.furnish(folder, SEED, now, lines / LINES_AT_SCALE_1)
    return folder


@dataclass(frozen=True)
class Stage:
    """A workspace in this process and a bot that answers it from another one."""

    workspace: Workspace
    process: Process
    ready_s: float

    @property
    def office(self) -> Office:
        """What the workspace is made of."""
        return self.workspace.office

    def spot(self, person: str, channel: str = "sales") -> Spot:
        """A person in a channel."""
        who, where = self.office.state.person(person), self.office.state.channel(channel)
        assert who is not None
        assert where is not None
        return Spot(who, where)

    async def command(self, text: str, person: str = "ana", channel: str = "sales") -> float:
        """Type a slash command; the seconds until it was acknowledged."""
        return await self.type(text, self.spot(person, channel))

    async def type(self, text: str, spot: Spot) -> float:
        """The same, by someone already found, so that looking them up is not measured."""
        started = perf_counter()
        outcome = await acts.command(self.office, spot, text)
        took = perf_counter() - started
        assert outcome["acked"], outcome
        return took

    def crowd(self, count: int) -> list[str]:
        """So many colleagues in #sales, by their handles."""
        state = self.office.state
        sales = state.channel("sales")
        assert sales is not None
        for number in range(count):
            person = Person(f"U0CROWD{number:04d}", f"crowd{number}", f"Crowd {number}", "", "en-US", "Asia/Shanghai")
            state.people[person.id] = person
            room = Channel(f"D{person.id[1:]}", "", {person.id, state.bot.user}, user=person.id)
            state.channels[room.id] = room
            sales.members.add(person.id)
        return [f"crowd{number}" for number in range(count)]

    def shared(self) -> int:
        """How many messages carry a file."""
        rooms = self.office.state.messages.values()
        return sum(1 for room in rooms for message in room.values() if message.files)

    async def pictures(self, count: int, timeout_s: float = 120) -> None:
        """Wait until so many files have been shared. Raises TimeoutError."""
        if not await self.office.state.feed.until(lambda: self.shared() >= count, timeout_s):
            raise TimeoutError(f"fewer than {count} pictures within {timeout_s} s")

    def memory_mb(self) -> float:
        """The bot's resident memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


@asynccontextmanager
async def stage(lines: int, **environment: str) -> AsyncIterator[Stage]:
    """A bot at work on a shop of that size, over real sockets, with a Slack that answers at once."""
    folder = home(lines)
    workspace = Workspace(build_manifest(TABLES), Settings(processing_s=0.0))
    await workspace.start()
    local = workspace.settings
    told = {
        "CHESTNUT_HOME": str(folder),
        "CHESTNUT_PORT": "0",
        "SLACK_BOT_TOKEN": local.bot_token,
        "SLACK_APP_TOKEN": local.app_token,
        "SLACK_API_URL": workspace.api_url,
    }
    started = perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=os.environ | told | environment, stderr=DEVNULL
    )
    try:
        async with asyncio.timeout(60):
            while not workspace.connected:  # noqa: ASYNC110 - the workspace has no event for a connection
                await asyncio.sleep(0.005)
        yield Stage(workspace, process, perf_counter() - started)
    finally:
        process.terminate()
        await process.wait()
        await workspace.stop()
