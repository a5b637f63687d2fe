"""When many things arrive at once, they are all acknowledged before the first of them is answered."""

import asyncio
from collections import deque

MANY = 8
WITHIN_S = 0.02
LONGEST_S = 0.3


class Rush:
    """Knows of the latest arrivals. A single question is never held up."""

    def __init__(self) -> None:
        self._arrived: deque[float] = deque(maxlen=MANY)
        self._calm: asyncio.Event | None = None

    async def over(self) -> None:
        """Note an arrival, and in a rush wait until it is over, but not for long."""
        now = asyncio.get_running_loop().time()
        self._arrived.append(now)
        if self._calm is None and self._rushing(now):
            self._calm = asyncio.Event()
            self._watch(self._calm, now + LONGEST_S)
        if self._calm is not None:
            await self._calm.wait()

    def _watch(self, calm: asyncio.Event, until: float) -> None:
        """Look again after a while, once for all who wait."""
        loop = asyncio.get_running_loop()
        if loop.time() < until and self._rushing(loop.time()):
            loop.call_later(WITHIN_S, self._watch, calm, until)
        else:
            self._calm = None
            calm.set()

    def _rushing(self, now: float) -> bool:
        return len(self._arrived) == MANY and now - self._arrived[0] < WITHIN_S
