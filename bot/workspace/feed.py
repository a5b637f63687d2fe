"""The order in which things changed, and how to wait for the next change."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

Found = TypeVar("Found")


@dataclass(frozen=True)
class Change:
    """What changed: a `message`, somebody's `views` or `home`, or `channels`. `person` is None for everyone."""

    kind: str
    channel: str = ""
    ts: str = ""
    person: str | None = None


class Feed:
    """Counts changes, and hands each to those who listen."""

    def __init__(self) -> None:
        self.revision = 0
        self._queues: set[asyncio.Queue[Change]] = set()

    def publish(self, change: Change) -> int:
        """Tell everyone; the number returned is the cursor of this change."""
        self.revision += 1
        for queue in self._queues:
            queue.put_nowait(change)
        return self.revision

    @contextmanager
    def listen(self) -> Iterator[asyncio.Queue[Change]]:
        """A queue of all changes from now on."""
        queue: asyncio.Queue[Change] = asyncio.Queue()
        self._queues.add(queue)
        try:
            yield queue
        finally:
            self._queues.discard(queue)

    async def until(self, look: Callable[[], Found], timeout_s: float) -> Found:
        """What `look` finds as soon as it finds something, or its last word after `timeout_s`."""
        with self.listen() as queue:
            try:
                async with asyncio.timeout(timeout_s):
                    while not look():
                        await queue.get()
            except TimeoutError:
                pass
            return look()
