"""From a slash command to its picture in the channel, over real sockets, a million order lines behind it."""

import asyncio
from collections.abc import Sequence
from statistics import median
from time import perf_counter
from typing import Final

from bench.report import Goal, table
from bench.stage import Stage, stage

LINES: Final = 1_000_000
ROUNDS: Final = 40
CHANNELS: Final = ("sales", "marketing", "general", "leads")
PAUSE_S: Final = 0.25  # a channel is written to about once a second, as Slack has it: asked faster, an answer waits
FLOOR_MS: Final = 21.0  # a bot of one query and one kept chart, recorded on a calm machine of the same kind
PEER_MS: Final = 4_300.0  # a BI tool's chart picture with its waits tuned, recorded
PEER_DATA_MS: Final = 83.0  # the same tool's chart data alone, without a picture, recorded
QUESTIONS: Final = (
    "/kpi revenue last 30 days",
    "/kpi revenue last 30 days by channel vs last year",
    "/kpi 销售额 最近7天 按渠道 同比",
    "/kpi conversion by device this month",
    "/kpi aov last 90 days weekly",
)


def run() -> Sequence[Goal]:
    """Print the times of each question; goals by the median of the first."""
    return asyncio.run(_run())


async def _run() -> Sequence[Goal]:
    async with stage(LINES) as there:
        times = {question: await _times(there, question) for question in QUESTIONS}
        memory = there.memory_mb()
    rows = [
        (question, min(took), median(took), sorted(took)[int(len(took) * 0.95)]) for question, took in times.items()
    ]
    table(("slash command to picture posted, ms", "min", "median", "p95"), rows)
    plain = median(times[QUESTIONS[0]])
    table(("the bot", "MB"), [("resident after that", memory)])
    return (
        Goal("within 3x the floor bot's 21 ms (recorded)", round(plain / FLOOR_MS, 2), plain <= 3 * FLOOR_MS),
        Goal("80x faster than the tuned BI peer (4.3 s, recorded)", round(PEER_MS / plain, 1), 80 * plain <= PEER_MS),
        Goal("faster than the BI peer's chart data (83 ms, recorded)", round(plain, 1), plain < PEER_DATA_MS),
    )


async def _times(there: Stage, question: str) -> list[float]:
    """Milliseconds of each round, after two that warm up."""
    took = []
    for number in range(ROUNDS + 2):
        await asyncio.sleep(PAUSE_S)
        posted = there.shared()
        started = perf_counter()
        await there.command(question, channel=CHANNELS[number % len(CHANNELS)])
        await there.pictures(posted + 1)
        took.append((perf_counter() - started) * 1000)
    return took[2:]
