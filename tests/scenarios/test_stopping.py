"""The bot as a process, told to stop or killed in the middle of a send, and started again."""

import asyncio
import os
import shutil
import signal
import sys
from asyncio.subprocess import DEVNULL
from collections import Counter
from contextlib import asynccontextmanager

import pytest

from bot.manifest import build_manifest
from bot.workspace import Settings, Workspace, acts
from handlers import TABLES
from tests.town import until

pytestmark = pytest.mark.check

SALES = "C0SALES0001"


class Town:
    """A workspace here, and the bot as a process of its own."""

    def __init__(self, home) -> None:
        self.home = home
        self.workspace = Workspace(build_manifest(TABLES), Settings())
        self.process: asyncio.subprocess.Process | None = None

    async def start_bot(self) -> None:
        local = self.workspace.settings
        told = {
            "CHESTNUT_HOME": str(self.home),
            "CHESTNUT_PORT": "0",
            "SLACK_BOT_TOKEN": local.bot_token,
            "SLACK_APP_TOKEN": local.app_token,
            "SLACK_API_URL": self.workspace.api_url,
        }
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=os.environ | told, stderr=DEVNULL
        )
        async with asyncio.timeout(60):
            while not self.workspace.connected:  # noqa: ASYNC110 (a connection is announced to nobody)
                await asyncio.sleep(0.01)

    async def end_bot(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        status = await self.process.wait()
        await until(lambda: not self.workspace.connected)
        return status

    async def ask(self, text: str) -> None:
        office = self.workspace.office
        spot = acts.Spot(office.state.person("ana"), office.state.channel("sales"))
        assert (await acts.command(office, spot, text))["acked"]

    def answers(self) -> Counter[str]:
        """The first lines that everyone in the channel can see, and how often each stands there."""
        rows = self.workspace.office.state.messages[SALES].values()
        ours = [row for row in rows if row.blocks and not row.gone and not row.only_for]
        return Counter(row.blocks[0]["text"]["text"].splitlines()[0] for row in ours)

    async def see(self, count: int) -> None:
        assert await self.workspace.office.state.feed.until(lambda: self.answers().total() >= count or None, 40)


@pytest.fixture
def town(sample_home, made_once):
    home = made_once("stopping", lambda folder: shutil.copytree(sample_home, folder, dirs_exist_ok=True))

    @asynccontextmanager
    async def opened():
        here = Town(home)
        await here.workspace.start()
        await here.start_bot()
        try:
            yield here
        finally:
            if here.process.returncode is None:
                here.process.kill()
                await here.process.wait()
            await here.workspace.stop()

    return opened


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("fault", ["hang_before", "hang_after"])
async def test_an_answer_under_way_when_the_bot_ends_is_there_once_after_the_next_start(town, how, fault):
    """`hang_before` is a request that never took effect, `hang_after` one whose effect nobody was told of."""
    async with town() as here:
        faults = here.workspace.office.desk.faults
        ordered = faults.order(fault, {"method": "files.completeUploadExternal"})
        await here.ask("/kpi revenue all time")
        await here.ask("/kpi orders all time")
        await until(lambda: ordered.met)
        # What was decided is due; a question still being worked on when the process is killed has to be asked again.
        await here.see(1 if fault == "hang_before" else 2)
        status = await here.end_bot(how)
        assert status == (0 if how == signal.SIGTERM else -how)

        await here.start_bot()
        await here.see(2)
        await here.ask("/kpi units all time")
        await here.see(3)
        assert here.answers().total() == 3
        assert set(here.answers().values()) == {1}
