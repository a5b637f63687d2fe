"""A bot at work: started, reachable through its door, and stopped when told."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot import terminal
from bot.bot import Bot
from bot.door import Door
from bot.settings import Settings

GOODBYES = (signal.SIGINT, signal.SIGTERM)


@asynccontextmanager
async def working(bot: Bot, settings: Settings) -> AsyncIterator[Bot]:
    """The bot from the moment it answers until the block ends; other processes reach it through its door.

    Raises Unavailable when it cannot start; whatever was started by then is stopped.
    """
    entrance = Door(settings.door, terminal.verbs(bot.desk.shop, settings.home, bot.data_arrived))
    try:
        await entrance.open()
        await bot.start()
        yield bot
    finally:
        await bot.stop()
        await entrance.close()


def goodbye() -> asyncio.Event:
    """Set by SIGINT or SIGTERM from here on: to be called before anything starts, so that no stop is missed."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signalled in GOODBYES:
        loop.add_signal_handler(signalled, told.set)
    return told
