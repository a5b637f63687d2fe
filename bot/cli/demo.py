"""chestnut demo: a sample shop and a local workspace, in a browser within seconds."""

import asyncio
import logging
from argparse import ArgumentParser, Namespace
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import web

from bot import opening
from bot.bot import Bot, Connection
from bot.cli import watched
from bot.cli.run import manner
from bot.cli.sample import SEED
from bot.cli.verb import Status, Terminal, Verb
from bot.faults import attempt
from bot.manifest import build_manifest
from bot.service import goodbye, working
from bot.settings import Settings
from bot.workspace import Settings as WorkspaceSettings
from bot.workspace import Workspace
from handlers import TABLES
from handlers.command import Shop
from storage import sample

FEED_S = 5

log = logging.getLogger(__name__)


def arguments(parser: ArgumentParser) -> None:
    """None: everything is a setting."""


def run(_args: Namespace, there: Terminal) -> int:
    """Serve the demo until told to stop. Without CHESTNUT_HOME its shop is thrown away afterwards."""
    with _home(there) as settings:
        fresh = not settings.shop_file.exists()
        if fresh:
            sample.furnish(settings.home, SEED, there.now())
        shop = opening.open_shop(settings)
        try:
            asyncio.run(_serve(settings, shop, there, fresh=fresh))
        finally:
            opening.close_shop(shop)
    return Status.DONE


@contextmanager
def _home(there: Terminal) -> Iterator[Settings]:
    settings = there.settings
    if "CHESTNUT_HOME" in there.environment:
        yield settings
        return
    with TemporaryDirectory(prefix="chestnut-") as folder:
        yield replace(settings, home=Path(folder))


async def _serve(settings: Settings, shop: Shop, there: Terminal, *, fresh: bool) -> None:
    local = WorkspaceSettings(name=shop.catalog.name, now=lambda: there.now().timestamp())
    workspace = Workspace(build_manifest(TABLES, settings.command), local)
    told, ready = goodbye(), asyncio.Event()
    workspace.app.router.add_get("/healthz", _health(ready))
    address = await workspace.start(settings.port)
    if fresh:
        await asyncio.to_thread(watched.install, shop, workspace, there.now())
    there_is = Connection(local.bot_token, local.app_token, api_url=workspace.api_url)
    bot = Bot(TABLES, shop, there_is, manner(settings), there.now)
    try:
        async with working(bot, settings):
            feed = asyncio.create_task(_live(bot, there))
            ready.set()
            there.say(f"Chestnut is ready: {address}/")
            await told.wait()
            feed.cancel()
            with suppress(asyncio.CancelledError):
                await feed
    finally:
        await workspace.stop()


def _health(ready: asyncio.Event) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def healthz(_request: web.Request) -> web.Response:
        return web.Response(text="ok\n") if ready.is_set() else web.Response(text="starting\n", status=503)

    return healthz


async def _live(bot: Bot, there: Terminal) -> None:
    """Let the shop live on: new orders, visits and stock movements every few seconds."""
    feed = sample.Feed()

    def advance() -> None:
        with bot.desk.shop.facts.begin() as connection:
            written = feed.advance(connection, there.now())
        if written:
            bot.data_arrived()

    while True:
        await asyncio.sleep(FEED_S)
        fault = await attempt(asyncio.to_thread(advance))
        if isinstance(fault, Exception):
            log.error("The sample shop could not be fed; trying again", exc_info=fault)


VERB = Verb("demo", "try it in a browser: a sample shop and a local workspace", arguments, run)
