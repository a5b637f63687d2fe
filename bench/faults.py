"""What becomes of messages when things go wrong: every fault we know, and kill -9 at more than 200 points."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Final

from bench.report import Goal, table
from bench.stage import home
from tests.scenarios.faults.birth import Nursery, Order
from tests.scenarios.faults.ground import Ground, Row, ground
from tests.scenarios.faults.kills import ROUNDS, kills
from tests.scenarios.faults.trials import TRIALS, tried

LINES: Final = 15_000
AT_ONCE: Final = 4
KILLS: Final = 200
HEADS: Final = ("fault", "trials", "due", "delivered once", "lost", "twice", "asker told instead", "exceptions")


def run() -> Sequence[Goal]:
    """Print the table and what was wrong; goals of the design."""
    with tempfile.TemporaryDirectory() as folder:
        rows = asyncio.run(measure(home(LINES), Path(folder)))
    return judged(rows)


async def measure(shop: Path, folder: Path) -> list[Row]:
    """Try everything on copies of a shop, in a folder of its own."""
    shutil.copytree(shop, folder / "nursery")
    nursery = await Nursery.opened(folder / "nursery")
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(name: str, order: Order, work: Callable[[Ground], Awaitable[Row]]) -> Row:
        async with gate, ground(nursery, shop, folder / name, order) as here:
            return await work(here)

    killed = [one(f"kills-{pictures}", Order(pictures=pictures, at_once=True), kills) for pictures in ROUNDS]
    others = [one(f"fault-{number}", Order(), _trial(name)) for number, name in enumerate(TRIALS)]
    try:
        rows = await asyncio.gather(*killed, *others)
    finally:
        await nursery.close()
    return [*rows[len(killed) :], *rows[: len(killed)]]


def judged(rows: Sequence[Row]) -> Sequence[Goal]:
    """Print the rows; what they come to."""
    counts = [(row.trials, row.due, row.once, row.lost, row.twice, row.told, row.excused.total()) for row in rows]
    sums = [sum(column) for column in zip(*counts, strict=True)]
    named = [(row.fault, *count) for row, count in zip(rows, counts, strict=True)]
    table(HEADS, [*named, ("all", *sums)])
    for row in rows:
        for reason, count in row.excused.items():
            print(f"exception, {row.fault}: {count} {reason}")
        for line in row.faults:
            print(f"wrong, {row.fault}: {line}")
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    lost, twice, wrong = sums[3], sums[4], sum(len(row.faults) for row in rows)
    killed = sum(row.once + row.excused.total() for row in rows if row.fault.startswith("kill -9"))
    return (
        Goal("0 messages lost", lost, lost == 0),
        Goal("0 messages twice", twice, twice == 0),
        Goal("0 places where records and channels disagree", wrong, wrong == 0),
        Goal(f"at least {KILLS} kill points", killed, killed >= KILLS),
    )


def _trial(name: str) -> Callable[[Ground], Awaitable[Row]]:
    async def work(here: Ground) -> Row:
        return await tried(name, here)

    return work
