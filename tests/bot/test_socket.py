"""Socket Mode: the connection is kept, and let go of in time."""

import asyncio
import time

from bot.bot import Manner
from tests.town import until


async def test_a_dropped_connection_is_opened_again(town):
    async with town() as here:
        assert await here.bot.ready()
        await here.workspace.office.delivery.stop()
        await until(lambda: here.workspace.connected == 1)
        await here.ask("/kpi where")
        await here.see("slash en")


async def test_the_bot_stops_within_five_seconds_though_an_answer_is_under_way(town, tables, gate):
    async with town(tables.__class__(gate.work), Manner(patience_s=60)) as here:
        await here.ask("/kpi slow")
        await asyncio.to_thread(gate.begun.acquire, timeout=5)
        begun = time.monotonic()
        await here.bot.stop()
        assert time.monotonic() - begun < 5
        assert here.workspace.connected == 0
