"""How soon a slash command is acknowledged: on a quiet bot, and with every worker busy and 200 commands at once."""

import asyncio
from collections.abc import Sequence
from statistics import median
from typing import Final

from bench.report import Goal, table
from bench.stage import Stage, stage

LINES: Final = 300_000
QUIET: Final = 300
BURST: Final = 200
PEOPLE: Final = ("ana", "liwei", "sam")
# Its answer is private and has no picture, so that a quiet bot is measured and not the drawing of charts.
LIGHT: Final = "/kpi status"
HEAVY: Final = "/kpi revenue last 365 days by product as bar"


def run() -> Sequence[Goal]:
    """Print the times of both; goals as the design has them."""
    return asyncio.run(_run())


async def _run() -> Sequence[Goal]:
    async with stage(LINES) as there:
        quiet = await _quiet(there)
        burst = await _burst(there)
    rows = [_row("one after the other", quiet), _row(f"{BURST} at once, every worker busy", burst)]
    table(("acknowledged, ms", "median", "p99", "max"), rows)
    p99 = _percentile(burst, 0.99)
    return (
        Goal("median within 1 ms", round(median(quiet), 2), median(quiet) <= 1.0),
        Goal("p99 within 50 ms, every worker busy, 200 at once", round(p99, 1), p99 <= 50.0),
    )


async def _quiet(there: Stage) -> list[float]:
    took = []
    for _ in range(QUIET):
        took.append(await there.command(LIGHT) * 1000)
        await asyncio.sleep(0.02)
    return took


async def _burst(there: Stage) -> list[float]:
    busy = [asyncio.create_task(there.command(HEAVY, person)) for person in PEOPLE for _ in range(4)]
    await asyncio.gather(*busy)
    lines = [there.command(LIGHT, PEOPLE[number % len(PEOPLE)]) for number in range(BURST)]
    return [took * 1000 for took in await asyncio.gather(*lines)]


def _row(name: str, took: list[float]) -> tuple[str, float, float, float]:
    return name, median(took), _percentile(took, 0.99), max(took)


def _percentile(took: list[float], share: float) -> float:
    return sorted(took)[min(int(len(took) * share), len(took) - 1)]
