"""Fifty people asking at once, 2,000 commands in all: how soon each is acknowledged, and what is held in memory."""

import asyncio
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median
from time import perf_counter
from typing import Final

from bench.report import Goal, table
from bench.stage import Stage, stage
from bot.workspace.state import Channel, Message, Person

LINES: Final = 300_000
PEOPLE: Final = 50
COMMANDS: Final = 2_000
ACK_S: Final = 3.0
GROWTH: Final = 1.10
WARM: Final = 500
ANSWER_S: Final = 60.0
METRICS: Final = ("revenue", "orders", "aov", "conversion", "units", "visits", "refunds", "buyers")
SPLITS: Final = ("", " by channel", " by region", " vs last year", " weekly")


def run() -> Sequence[Goal]:
    """Print the times and the memory; goals of the design."""
    return asyncio.run(_run())


async def _run() -> Sequence[Goal]:
    async with stage(LINES) as there:
        rooms = [_welcome(there, number) for number in range(PEOPLE)]
        asked = iter(range(COMMANDS))
        crowd = Crowd(there)
        began = perf_counter()
        await asyncio.gather(*(crowd.person(person, room, asked) for person, room in rooms))
        took = perf_counter() - began
        crowd.memory.append(there.memory_mb())
    return _judged(crowd, took)


class Crowd:
    """People who each ask, wait for what comes, and ask again."""

    def __init__(self, there: Stage) -> None:
        self._there = there
        self.acks: list[float] = []
        self.answers: list[float] = []
        self.refused: Counter[str] = Counter()
        self.silent = 0
        self.memory: list[float] = []

    async def person(self, person: Person, room: Channel, asked: Iterator[int]) -> None:
        """One of them, until all questions have been asked."""
        for number in asked:
            text = f"/kpi {METRICS[number % 8]} last {7 + number % 84} days{SPLITS[number % 5]}"
            before = len(self._said(room))
            began = perf_counter()
            self.acks.append(await self._there.command(text, person.id, room.id))
            if len(self.acks) % WARM == 0:
                self.memory.append(self._there.memory_mb())
            answered = await self._answered(room, before)
            self.answers.append(perf_counter() - began)
            self.silent += not answered
            if answered and (said := self._said(room)[-1]).only_for:
                self.refused[said.text.partition("\n")[0]] += 1

    async def _answered(self, room: Channel, before: int) -> bool:
        return await self._there.office.state.feed.until(lambda: len(self._said(room)) > before, ANSWER_S)

    def _said(self, room: Channel) -> list[Message]:
        state = self._there.office.state
        return [message for message in state.messages[room.id].values() if message.user == state.bot.user]


def _welcome(there: Stage, number: int) -> tuple[Person, Channel]:
    """One more person in the workspace, with a channel of their team."""
    state = there.office.state
    person = Person(f"U0LOCALP{number:03d}", f"p{number}", f"Person{number} Load", "Buyer", "en-US", "Asia/Shanghai")
    room = Channel(f"C0LOCALP{number:03d}", f"team-{number}", {person.id, state.bot.user})
    direct = Channel(f"D0LOCALP{number:03d}", "", {person.id, state.bot.user}, user=person.id)
    state.people[person.id] = person
    state.channels |= {room.id: room, direct.id: direct}
    return person, room


def _judged(crowd: Crowd, took: float) -> Sequence[Goal]:
    table(
        (f"{PEOPLE} people at once, {len(crowd.acks):,} commands, ms", "median", "p99", "max"),
        [("acknowledged", *_figures(crowd.acks)), ("answered", *_figures(crowd.answers))],
    )
    marks = [f"after {n:,}" for n in range(WARM, COMMANDS + 1, WARM)]
    table(("the bot", "MB"), list(zip([*marks, "at the end"], crowd.memory, strict=True)))
    table(
        ("answers", "count"),
        [("posted", len(crowd.answers) - crowd.silent - crowd.refused.total()), *crowd.refused.items()],
    )
    print(f"{len(crowd.acks) / took:.1f} answers/s; load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    growth = crowd.memory[-1] / crowd.memory[0]
    return (
        Goal("no acknowledgement over 3 s (max, s)", round(max(crowd.acks), 3), max(crowd.acks) <= ACK_S),
        Goal("every command answered (unanswered)", crowd.silent, crowd.silent == 0),
        Goal(f"memory flat: end within {GROWTH - 1:.0%} of after {WARM}", round(growth, 3), growth <= GROWTH),
    )


def _figures(times: list[float]) -> tuple[float, float, float]:
    ordered = sorted(times)
    return 1000 * median(ordered), 1000 * ordered[int(len(ordered) * 0.99)], 1000 * ordered[-1]
