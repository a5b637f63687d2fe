"""One thread that calls what has not been called off in time."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(order=True)
class Alarm:
    """What to do at a monotonic time. `rung` tells that it was done."""

    due: float
    order: int
    ring: Callable[[], None] = field(compare=False)
    off: bool = field(default=False, compare=False)
    rung: bool = field(default=False, compare=False)


class Watch:
    """Alarms for many threads. A thread of its own for each would cost more than most queries."""

    def __init__(self) -> None:
        self._alarms: list[Alarm] = []
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    @contextmanager
    def within(self, seconds: float, ring: Callable[[], None]) -> Iterator[Alarm]:
        """Call `ring` from another thread if the block takes longer than `seconds`."""
        alarm = Alarm(time.monotonic() + seconds, next(self._numbers), ring)
        with self._changed:
            heapq.heappush(self._alarms, alarm)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="query-watch", daemon=True)
                self._thread.start()
            elif self._alarms[0] is alarm:
                self._changed.notify()
        try:
            yield alarm
        finally:
            with self._changed:
                alarm.off = True

    def ring_all(self) -> None:
        """Ring every alarm that is still set: nobody waits for the blocks any more."""
        with self._changed:
            for alarm in self._alarms:
                if not alarm.off:
                    alarm.rung = True
                    alarm.ring()

    def _run(self) -> None:
        """Wait for the next alarm, for ever."""
        with self._changed:
            while True:
                while self._alarms and (self._alarms[0].off or self._alarms[0].due <= time.monotonic()):
                    alarm = heapq.heappop(self._alarms)
                    if not alarm.off:
                        alarm.rung = True
                        alarm.ring()
                self._changed.wait(self._alarms[0].due - time.monotonic() if self._alarms else None)
