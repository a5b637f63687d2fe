"""kill -9: at each step of each way to send, around each call to Slack, and at random instants."""

import asyncio
import random
import signal
from collections.abc import Iterator
from dataclasses import dataclass

from tests.scenarios.faults.birth import ARM
from tests.scenarios.faults.ground import Ground, Row, until

UNDECIDED = "killed between the acknowledgement and the decision: Slack repeats nothing that was acknowledged"

SENT = ("claimed", "sending", "sent", "marked")
PICTURE = ("uploaded", "noted", "shared")
STEPS = {
    "text": SENT,
    "message": ("claimed", "sending", *PICTURE, "sent", "marked"),
    "thread": (*SENT, *PICTURE, "2 claimed", "2 sent", "2 marked"),
    "block": (*SENT, "uploaded", "noted", "2 claimed", "2 sent", "2 marked"),
}
CALLS = {
    "text": ("chat.postMessage",),
    "message": ("files.getUploadURLExternal", "upload", "files.completeUploadExternal", "files.info"),
    "thread": ("chat.postMessage", "files.completeUploadExternal", "files.info"),
    "block": ("chat.postMessage", "files.completeUploadExternal", "files.info", "chat.update"),
}
ROUNDS = {"text": (2, 2, 12), "message": (2, 2, 44), "thread": (1, 1, 36), "block": (1, 1, 36)}
"""How often each step, how often before and after each call, and how many random instants."""
SEED = 20261122
DELIVERY_S = 0.12
ANSWER_S = 0.3
PATIENCE_S = 8.0


@dataclass(frozen=True)
class Point:
    """Where to kill: at a step, around a call (`hang_before` and `hang_after` its effect), or so many seconds

    after the question was asked, or `decided`.
    """

    step: str = ""
    nth: int = 1
    call: str = ""
    effect: str = ""
    after_s: float = 0.0
    decided: bool = False

    def __str__(self) -> str:
        if self.step or self.call:
            return f"{self.nth} {self.step}" if self.step else f"{self.effect} {self.call}"
        return f"{self.after_s:.3f} s after the {'decision' if self.decided else 'question'}"


def points(pictures: str) -> Iterator[Point]:
    """All the points of one way to send, the same every time."""
    steps, calls, instants = ROUNDS[pictures]
    chance = random.Random(f"{SEED} {pictures}")
    for _ in range(steps):
        for step in STEPS[pictures]:
            nth, _, name = step.rpartition(" ")
            yield Point(step=name, nth=int(nth or 1))
    for _ in range(calls):
        for call in CALLS[pictures]:
            for effect in ("hang_before", "hang_after"):
                yield Point(call=call, effect=effect)
    for number in range(instants):
        decided = number % 4 > 0
        yield Point(after_s=chance.uniform(0.0, DELIVERY_S if decided else ANSWER_S), decided=decided)


async def kills(ground: Ground) -> Row:
    """Kill the bot once for each question; each next bot finds what the last one left."""
    trials = 0
    for point in points(ground.order.pictures):
        await _round(ground, point)
        trials += 1
    await ground.begin()
    await ground.settled()
    for asked in ground.asked:
        if not ground.decided(asked):
            asked.excused = UNDECIDED
    return ground.row(f"kill -9 ({ground.order.pictures})", trials)


async def _round(ground: Ground, point: Point) -> None:
    bot = await ground.begin(point.step, point.nth)
    if point.step or point.call:
        await until(lambda: not ground.open(), PATIENCE_S)
        bot.send(ARM)
    met = ground.fault(point.effect, method=point.call) if point.call else None
    asking = asyncio.create_task(ground.ask(str(point), ""))
    await asyncio.sleep(0)
    asked = ground.asked[-1]
    try:
        if met is not None:
            await until(lambda: met() > 0 or ground.dead, PATIENCE_S)
        elif point.step:
            await asyncio.wait_for(asyncio.shield(bot.death), PATIENCE_S)
        elif point.decided:
            await until(lambda: ground.decided(asked), PATIENCE_S)
        await asyncio.sleep(point.after_s)
    except TimeoutError:
        asked.label += " (never reached)"
    await ground.end(signal.SIGKILL)
    ground.workspace.office.desk.faults.clear()
    await asking
