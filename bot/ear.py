"""The ear: takes what was overheard to a note, soon and surely, and says nothing."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from analysis.errors import Unavailable
from analysis.model import Lang
from bot.arrivals import Arrival
from bot.faults import attempt
from bot.workers import Workers
from handlers.command import Call, Shop

log = logging.getLogger(__name__)

Note = Callable[[Call, Shop], None]

THREADS = 2

_SETTLE_S = 5.0
_NOTED_S = 0.05
_AGAIN_S = (0.2, 1.0, 5.0, 30.0, 120.0, 600.0)


class Ear:
    """Notes what was overheard, each as a task of its own."""

    def __init__(self, shop: Shop, now: Callable[[], datetime], stood: Callable[[str, float], Awaitable[None]]) -> None:
        """`now` is the clock, in UTC; `stood` waits a while for notices on their way to a channel."""
        self._shop = shop
        self._now = now
        self._stood = stood
        self._workers = Workers(THREADS, patience_s=None)
        self._tasks: set[asyncio.Task[None]] = set()

    async def hear(self, arrival: Arrival, note: Note) -> None:
        """Note what was overheard: mostly before this returns, so that Slack repeats what a crash cut short.

        It returns after a moment in any case, for nobody's command may wait for it.
        """
        noting = asyncio.get_running_loop().create_task(self._note(arrival, note))
        self._tasks.add(noting)
        noting.add_done_callback(self._tasks.discard)
        await asyncio.wait({noting}, timeout=_NOTED_S)

    async def close(self, within_s: float) -> None:
        """Wait a while for what is being noted, then give it up."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=within_s)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        self._workers.close()

    async def _note(self, arrival: Arrival, note: Note) -> None:
        channel, ts = arrival.place.channel or "", arrival.place.message
        # People can answer a card before Slack told us where it stands.
        await self._stood(channel, _SETTLE_S)
        for pause in (*_AGAIN_S, None):
            work = partial(note, arrival.call(Lang.EN, self._now()), self._shop)
            fault = await attempt(self._workers.run(channel, work, begun=True))
            if not isinstance(fault, Exception):
                return
            if pause is None or not isinstance(fault, Unavailable):
                log.error("What was done at %s in %s is not noted", ts, channel, exc_info=fault)
                return
            log.warning("What was done at %s in %s is to be noted later: %s", ts, channel, fault)
            await asyncio.sleep(pause)
