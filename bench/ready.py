"""How soon the bot is ready, and how much memory it holds when idle and after work."""

import asyncio
from collections.abc import Sequence
from statistics import median
from typing import Final

from bench.report import Goal, table
from bench.stage import stage

LINES: Final = 300_000
STARTS: Final = 5


def run() -> Sequence[Goal]:
    """Print times from exec to connected, and memory."""
    return asyncio.run(_run())


async def _run() -> Sequence[Goal]:
    ready, idle = [], []
    for _ in range(STARTS):
        async with stage(LINES) as there:
            ready.append(there.ready_s)
            idle.append(there.memory_mb())
    table(("start", "min", "median", "max"), [("seconds", min(ready), median(ready), max(ready))])
    table(("idle", "min", "median", "max"), [("MB", min(idle), median(idle), max(idle))])
    return (
        Goal("ready in under 3 s", round(median(ready), 2), median(ready) < 3.0),
        Goal("idle under 300 MB", round(median(idle), 1), median(idle) < 300.0),
    )
