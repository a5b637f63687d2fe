"""The workspace's clock: it goes by itself, and further when told to."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

FARTHEST_S = 400 * 24 * 3600.0


class Clock:
    """Wall time for stamps and expiries, and waits that an advance shortens."""

    def __init__(self, source: Callable[[], float]) -> None:
        """`source` gives seconds since 1970; what `advance` adds comes on top."""
        self._source = source
        self._ahead = 0.0
        self._closed = asyncio.Event()
        self.waits: set[asyncio.Timeout] = set()

    def now(self) -> float:
        """Seconds since 1970, as the workspace sees it."""
        return self._source() + self._ahead

    def advance(self, seconds: float) -> float:
        """Go ahead at once; every wait comes that much nearer to its end. The new time."""
        self._ahead += seconds
        for limit in list(self.waits):
            due = limit.when()
            if due is not None and not limit.expired():
                limit.reschedule(due - seconds)
        return self.now()

    @asynccontextmanager
    async def timeout(self, seconds: float) -> AsyncIterator[None]:
        """Raise TimeoutError when so much time has passed. A source that stands still does not make it endless."""
        async with asyncio.timeout(seconds) as limit:
            self.waits.add(limit)
            try:
                yield
            finally:
                self.waits.discard(limit)

    async def sleep(self, seconds: float) -> None:
        """Wait until so much time has passed, or the workspace stops."""
        try:
            async with self.timeout(seconds):
                await self._closed.wait()
        except TimeoutError:
            return

    def close(self) -> None:
        """End every sleep: the workspace stops."""
        self._closed.set()
