"""How soon a slash command is acknowledged: on a quiet bot, and with every worker busy and 200 commands at once."""

import asyncio
from collections.abc import Sequence
from statistics import median
from time import process_time
from typing import Final

from bench.report import Goal, table
from bench.stage import Stage, stage
from bot.workspace.acts import Spot

LINES: Final = 300_000
QUIET: Final = 300
BURST: Final = 200
BUSY: Final = ("ana", "liwei", "sam")
# Its answer is private and has no picture, so that a quiet bot is measured and not the drawing of charts.
LIGHT: Final = "/kpi status"
HEAVY: Final = "/kpi revenue last 365 days by product as bar"


def run() -> Sequence[Goal]:
    """Print the times of both; goals as the design has them."""
    return asyncio.run(_run())


async def _run() -> Sequence[Goal]:
    async with stage(LINES) as there:
        quiet = await _quiet(there)
        crowd, own = await _busy(there), process_time()
        burst = await _burst(there, crowd)
        own = (process_time() - own) * 1000
    rows = [_row("one after the other", quiet), _row(f"{BURST} at once, every worker busy", burst)]
    table(("acknowledged, ms", "median", "p99", "max"), rows)
    print(f"Of the burst, {own:,.0f} ms of processor time are the bench's own workspace, on the same cores.")
    p99 = _percentile(burst, 0.99)
    return (
        Goal("median within 1 ms", round(median(quiet), 2), median(quiet) <= 1.0),
        Goal("p99 within 50 ms, every worker busy, 200 at once", round(p99, 1), p99 <= 50.0),
    )


async def _quiet(there: Stage) -> list[float]:
    took, spot = [], there.spot("ana")
    for _ in range(QUIET):
        took.append(await there.type(LIGHT, spot) * 1000)
        await asyncio.sleep(0.02)
    return took


async def _busy(there: Stage) -> list[Spot]:
    """Give every worker more than enough to do; the people who are about to ask."""
    crowd = [there.spot(name) for name in there.crowd(BURST)]
    await asyncio.gather(*(there.command(HEAVY, person) for person in BUSY for _ in range(4)))
    return crowd


async def _burst(there: Stage, crowd: list[Spot]) -> list[float]:
    """Each of many people asks once, at the same moment."""
    return [took * 1000 for took in await asyncio.gather(*(there.type(LIGHT, spot) for spot in crowd))]


def _row(name: str, took: list[float]) -> tuple[str, float, float, float]:
    return name, median(took), _percentile(took, 0.99), max(took)


def _percentile(took: list[float], share: float) -> float:
    return sorted(took)[min(int(len(took) * share), len(took) - 1)]
