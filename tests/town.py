"""A workspace with a bot in it, as its people use it: everything goes over real sockets."""

import asyncio
from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import aiohttp

from bot.bot import Bot, Connection, Manner
from bot.manifest import build_manifest
from bot.workspace import Settings, Workspace
from handlers.command import Shop
from handlers.tables import Tables
from storage.records import Records


async def until(condition) -> None:
    """Wait for something that tells nobody when it happens."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 (a connection is announced to nobody)
            await asyncio.sleep(0.005)


@dataclass
class Town:
    """A workspace with a bot in it, as its people use it."""

    workspace: Workspace
    bot: Bot
    http: aiohttp.ClientSession
    records: Records
    another: Callable[..., Bot]

    async def do(self, act: str, user: str = "ana", **given):
        """What a person does; the workspace's answer."""
        async with self.http.post(f"{self.workspace.url}/_workspace/{act}", json={"user": user, **given}) as answer:
            return await answer.json()

    async def ask(self, text: str, channel: str = "sales", user: str = "ana"):
        """A slash command typed; the workspace's answer."""
        return await self.do("command", user, channel=channel, text=text)

    async def see(self, contains: str, channel: str = "sales", user: str = "ana", **more):
        """The first message that contains some words, waited for."""
        query = {"channel": channel, "user": user, "contains": contains, "wait_s": "5", **more}
        found = await self.get("messages", **query)
        assert found["messages"], f"nobody said {contains!r}"
        return found["messages"][0]

    async def get(self, what: str, **query):
        """What a person sees."""
        async with self.http.get(f"{self.workspace.url}/_workspace/{what}", params=query) as answer:
            return await answer.json()

    async def restart(self) -> None:
        """Stop the bot and start it again with nothing but its records."""
        await self.bot.stop()
        self.bot = self.another()
        await self.bot.start()

    async def gone(self, ts: str, channel: str = "sales") -> None:
        """Wait until a message has been deleted."""
        state = self.workspace.office.state
        here = state.channel(channel).id
        assert await state.feed.until(lambda: state.message(here, ts) is None, 5)


@asynccontextmanager
async def opened(
    shop: Shop,
    tables: Tables,
    manner: Manner,
    now: Callable[[], datetime],
    *,
    without: tuple[str, ...] = (),
    http: bool = False,
    before: Callable[[Workspace], None] | None = None,
    settings: Settings | None = None,
):
    """Start both and stop both. `without` names scopes that Slack has not granted.

    `before` is given the workspace before it starts, `settings` are the workspace's.
    """
    manifest = build_manifest(tables, manner.command)
    scopes = manifest["oauth_config"]["scopes"]
    scopes["bot"] = [scope for scope in scopes["bot"] if scope not in without]
    settings = settings or Settings()
    workspace = Workspace(manifest, settings)
    if before:
        before(workspace)
    await workspace.start()
    app_token, port = ("", 0) if http else (settings.app_token, None)
    there = Connection(settings.bot_token, app_token, settings.signing_secret, workspace.api_url, port=port)

    def another(manner: Manner = manner) -> Bot:
        return Bot(tables, shop, there, manner, now)

    here = Town(workspace, another(), aiohttp.ClientSession(), shop.records, another)
    try:
        await here.bot.start()
        if http:
            workspace.deliver_to(f"http://127.0.0.1:{here.bot.port}/slack/events")
        yield here
    finally:
        await here.bot.stop()
        await here.http.close()
        await workspace.stop()
