"""The faults that are tried: one row each, a name and what happens to a ground with a bot at work on it."""

import asyncio
import os
import resource
import signal
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from dataclasses import replace

from bot.workspace import panel
from bot.workspace.ask import Ask
from bot.workspace.sockets import Link
from tests.scenarios.faults.ground import Asked, Ground, Row, until

MANY = 12
LOCKED_S = 10.0
SMALL = 24 * 1024


async def _all(ground: Ground, label: str, count: int = MANY) -> None:
    """So many questions at once, in all channels, never more from one person than are let in."""
    for begin in range(0, count, 6):
        await asyncio.gather(*(ground.ask(label, "") for _ in range(min(6, count - begin))))
        await ground.calm(60)


async def rate_limits(ground: Ground) -> int:
    """429 on every method, many times, with Retry-After: 1."""
    ground.fault("rate_limited", method="*", count=2 * MANY, retry_after_s=1)
    await _all(ground, "429")
    return MANY


async def server_errors(ground: Ground) -> int:
    """500 and 503 on every method, many times."""
    ground.fault("server_error", method="*", count=MANY)
    ground.fault("server_error", method="*", count=MANY, status=503)
    await _all(ground, "500")
    return MANY


async def lost_requests(ground: Ground) -> int:
    """The connection is cut before Slack did anything."""
    ground.fault("drop_request", method="*", count=2 * MANY)
    await _all(ground, "request lost")
    return MANY


async def lost_responses(ground: Ground) -> int:
    """Slack does it, and the connection is cut before it says so: for each method that makes something."""
    for method in ("chat.postMessage", "files.*", "upload", "chat.update"):
        ground.fault("lose_response", method=method, count=MANY // 2)
    await _all(ground, "response lost")
    return MANY


async def timeouts(ground: Ground) -> int:
    """The product's own 30 s pass without an answer, before the effect for some calls and after it for others."""
    for kind in ("hang_before", "hang_after"):
        for method in ("chat.postMessage", "files.completeUploadExternal"):
            ground.fault(kind, method=method, count=2)
    await _all(ground, "30 s of silence")
    return MANY


async def never_shared(ground: Ground) -> int:
    """Slack answers that a file is shared, and never shares it."""
    ground.fault("unshared", count=3)
    await _all(ground, "never shared", 6)
    return 6


async def half_open(ground: Ground) -> int:
    """The connections go silent without closing while people write; Slack repeats what was not acknowledged."""
    await ground.ask("before")
    old = ground.links()
    await panel.fault(Ask(ground.workspace.office, {"kind": "half_open"}))
    for _ in range(4):
        ground.mention("into a dead connection")
    await _reconnected(ground, old)
    await _all(ground, "after", 3)
    return 8


async def refreshed(ground: Ground) -> int:
    """Slack asks for a new connection, and closes some without a word, while questions arrive."""
    for given in ({"kind": "disconnect", "reason": "refresh_requested"}, {"kind": "disconnect", "reason": "warning"}):
        asking = asyncio.gather(*(ground.ask("refreshed", "") for _ in range(4)))
        await panel.fault(Ask(ground.workspace.office, dict(given)))
        await asking
    ground.mention("closed")
    old = ground.links()
    await panel.fault(Ask(ground.workspace.office, {"kind": "close_sockets", "abruptly": True}))
    await _reconnected(ground, old)
    await _all(ground, "after", 3)
    return 12


async def _reconnected(ground: Ground, old: list[Link]) -> None:
    """Wait for a new connection; then the time passes after which Slack repeats events."""
    await until(lambda: any(link not in old for link in ground.links()), 90)
    await _minutes_pass(ground)


async def _minutes_pass(ground: Ground) -> None:
    """The time after which Slack repeats what was not acknowledged."""
    for seconds in (4, 61, 301):
        ground.workspace.office.desk.clock.advance(seconds)
        await asyncio.sleep(0.5)


async def repeated_events(ground: Ground) -> int:
    """Events come twice, and last one first."""
    ground.fault("duplicate", event="app_mention", count=4)
    for _ in range(4):
        ground.mention("twice")
    await until(lambda: all(ground.answers(asked) for asked in ground.asked), 30)
    ground.fault("reorder", event="app_mention", count=4)
    for _ in range(4):
        ground.mention("last one first")
    return 8


async def lost_acks(ground: Ground) -> int:
    """Slack does not see that events were acknowledged: it repeats them, also to the bot after one that was killed."""
    ground.fault("lose_ack", event="app_mention", count=4)
    for _ in range(4):
        ground.mention("ack lost")
    await ground.calm(60)
    ground.fault("lose_ack", event="app_mention", count=2)
    ground.mention("ack lost, then killed")
    taken = len(ground.rows("select 1 from inbox"))
    await until(lambda: len(ground.rows("select 1 from inbox")) > taken or ground.decided(ground.asked[-1]), 20)
    await ground.end()
    ground.order = replace(ground.order, ahead_s=300)
    await ground.begin()
    await _minutes_pass(ground)
    return 5


async def slow_pictures(ground: Ground) -> int:
    """Slack takes a second and more to process what it was handed."""
    ground.fault("slow_processing", count=4, delay_s=1.5)
    await _all(ground, "slow", 4)
    return 4


async def _on_their_way(ground: Ground) -> list[asyncio.Task[Asked]]:
    """Four questions: two answers are just being shared, two pictures just being handed over."""
    shared = ground.fault("delay", method="files.completeUploadExternal", delay_s=1.0, count=2)
    handed = ground.fault("delay", method="upload", delay_s=1.0, count=2, skip=2)
    sending = [asyncio.create_task(ground.ask("on its way", "")) for _ in range(4)]
    await until(lambda: shared() == 2 and handed() == 2, 20)
    return sending


async def locked(ground: Ground) -> int:
    """Another program holds the records for 10 s: while messages are on their way, and while questions arrive."""
    sending = await _on_their_way(ground)
    with closing(sqlite3.connect(ground.records, timeout=5, isolation_level=None)) as other:
        other.execute("begin immediate")
        await asyncio.gather(*sending)
        await asyncio.gather(*(ground.ask("while locked", "") for _ in range(4)))
        await asyncio.sleep(LOCKED_S)
        other.execute("rollback")
    await _all(ground, "after", 2)
    return 10


async def disk_full(ground: Ground) -> int:
    """The kernel refuses the bot every write past the first 24 kB of a file, while messages are on their way."""
    assert ground.bot
    await ground.ask("before", "")
    sending = await _on_their_way(ground)
    _, hard = resource.prlimit(ground.bot.pid, resource.RLIMIT_FSIZE, (SMALL, resource.RLIM_INFINITY))
    await asyncio.gather(*sending)
    await asyncio.gather(*(ground.ask("while full", "") for _ in range(4)))
    await asyncio.sleep(3)
    resource.prlimit(ground.bot.pid, resource.RLIMIT_FSIZE, (hard, hard))
    assert all("disk" in told or "磁盘" in told for told in ground.said()), ground.said()
    await _all(ground, "after", 2)
    return 11


async def stopped(ground: Ground) -> int:
    """SIGTERM under load, at six moments: answered by this bot or by the next one, or told to ask again."""
    for tenth in range(6):
        await asyncio.gather(*(ground.ask("before", "") for _ in range(2)))
        await ground.calm(60)
        await asyncio.gather(*(ground.ask(f"SIGTERM {tenth / 10} s later", "") for _ in range(6)))
        await asyncio.sleep(tenth / 10)
        status = await ground.end(signal.SIGTERM)
        assert status == 0, status
        await ground.begin()
    return 6


async def as_shipped(ground: Ground) -> int:
    """`python -m bot run` on its own terms, with no seam at all: killed in mid-delivery, then stopped in good order."""
    await ground.end()
    for number in (signal.SIGKILL, signal.SIGTERM):
        met = ground.fault("hang_after", method="files.completeUploadExternal")
        process = await _shipped(ground)
        await asyncio.gather(ground.ask("as shipped", ""), ground.ask("as shipped", ""))
        await ground.calm(60)
        await until(lambda met=met: met() > 0, 30)
        process.send_signal(number)
        await process.wait()
        ground.workspace.office.desk.faults.clear()
    process = await _shipped(ground)
    await ground.settled()
    process.terminate()
    await process.wait()
    return 4


async def _shipped(ground: Ground) -> asyncio.subprocess.Process:
    with open(ground.order.log, "ab") as log:  # noqa: ASYNC230, PTH123 - a file of this test's own
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=os.environ | dict(ground.order.environment), stderr=log
        )
    await until(lambda: ground.workspace.connected > 0, 60)
    return process


TRIALS: Mapping[str, Callable[[Ground], Awaitable[int]]] = {
    "429 storm": rate_limits,
    "500 and 503": server_errors,
    "cut before the effect": lost_requests,
    "cut after the effect": lost_responses,
    "30 s timeouts, before and after": timeouts,
    "shared says Slack, and is not": never_shared,
    "half-open sockets": half_open,
    "refresh mid-flight": refreshed,
    "duplicate and reordered events": repeated_events,
    "acks lost": lost_acks,
    "slow pictures": slow_pictures,
    "SQLite locked for 10 s": locked,
    "disk full": disk_full,
    "SIGTERM under load": stopped,
    "chestnut run, killed and stopped": as_shipped,
}


async def tried(name: str, ground: Ground) -> Row:
    """Try one fault."""
    await ground.begin()
    trials = await TRIALS[name](ground)
    await ground.settled(90)
    return ground.row(name, trials)
