"""A few threads that answer questions, shared fairly between the people who ask."""

import asyncio
import sys
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from analysis.errors import Mistake, Unavailable
from analysis.model import Text

T = TypeVar("T")

THREADS = 4
QUEUE = 5
PATIENCE_S = 30.0
_SWITCH_S = 0.0005

_FLOOD = Text(
    "I am still working on your last {count} questions. Ask again when one of them is answered.",
    "您之前的 {count} 个问题还在处理中，等其中一个有了结果再问吧。",
)
_SLOW = Text(
    "This takes longer than {seconds} seconds, so I stopped waiting. Ask for a shorter period or fewer splits.",
    "这个问题超过 {seconds} 秒还没有算完，已停止等待。请缩短时间范围或减少拆分维度。",
)


class TooMany(Mistake):
    """More questions at once than one person may have under way."""

    code = "too_many"


@dataclass
class _Line:
    """One person's questions: those waiting, and how many are being answered."""

    waiting: deque[tuple[Callable[[], Any], "asyncio.Future[Any]"]] = field(default_factory=deque)
    running: int = 0

    @property
    def length(self) -> int:
        return len(self.waiting) + self.running


class Workers:
    """Runs work on threads, one person after the other, so that nobody's many questions delay another's one.

    A person holds at most half of the threads at once and `queue` questions in all. Used from
    one event loop; only the work itself runs elsewhere.
    """

    def __init__(self, threads: int = THREADS, queue: int = QUEUE, patience_s: float | None = PATIENCE_S) -> None:
        self._threads = threads
        self._share = max(1, threads // 2)
        self._queue = queue
        self._patience_s = patience_s
        # The loop must get its turn between busy threads soon enough to acknowledge: the usual 5 ms are too long.
        sys.setswitchinterval(_SWITCH_S)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="answer")
        self._lines: dict[str, _Line] = {}
        self._turns: deque[str] = deque()
        self._running = 0

    async def run(self, person: str, work: Callable[[], T], *, begun: bool = False) -> T:
        """What `work` returns, in this person's turn; `begun` work goes on with a question already let in.

        Raises TooMany at once when their line is full, and Unavailable after `patience_s`
        seconds of waiting and working, unless that is None; a thread cannot be stopped, so it counts until it ends.
        """
        if not begun:
            self._admit(person)
        done = self._stand_in_line(person, work, first=begun)
        try:
            async with asyncio.timeout(self._patience_s):
                return await done
        except TimeoutError as late:
            seconds = f"{self._patience_s:g}"
            raise Unavailable(Text(_SLOW.en.format(seconds=seconds), _SLOW.zh.format(seconds=seconds))) from late

    def close(self) -> None:
        """Take no more work and forget what has not begun."""
        for line in self._lines.values():
            while line.waiting:
                line.waiting.popleft()[1].cancel()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _admit(self, person: str) -> None:
        line = self._lines.get(person)
        if line and line.length >= self._queue:
            count = line.length
            raise TooMany(Text(_FLOOD.en.format(count=count), _FLOOD.zh.format(count=count)))

    def _stand_in_line(self, person: str, work: Callable[[], T], *, first: bool) -> "asyncio.Future[T]":
        line = self._lines.setdefault(person, _Line())
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        line.waiting.insert(0 if first else len(line.waiting), (work, done))
        if person not in self._turns:
            self._turns.append(person)
        self._start()
        return done

    def _start(self) -> None:
        """Give every free thread to the next person who may have one."""
        for _ in range(len(self._turns)):
            if self._running >= self._threads:
                return
            person = self._turns.popleft()
            line = self._lines[person]
            while line.waiting and line.waiting[0][1].cancelled():
                line.waiting.popleft()
            if line.waiting and line.running < self._share:
                self._begin(person, line)
            if line.waiting:
                self._turns.append(person)
            elif not line.running:
                del self._lines[person]

    def _begin(self, person: str, line: _Line) -> None:
        work, done = line.waiting.popleft()
        line.running += 1
        self._running += 1
        loop = asyncio.get_running_loop()
        started = self._pool.submit(work)
        started.add_done_callback(lambda ended: loop.call_soon_threadsafe(partial(self._end, person, ended, done)))

    def _end(self, person: str, ended: "Future[Any]", done: "asyncio.Future[Any]") -> None:
        line = self._lines[person]
        line.running -= 1
        self._running -= 1
        if not line.length:
            del self._lines[person]
        if not done.done():
            fault = ended.exception()
            done.set_exception(fault) if fault else done.set_result(ended.result())
        self._start()
