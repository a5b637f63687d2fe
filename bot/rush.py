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

    async def over(self) -> None:
        """Note an arrival, and in a rush wait until it is over, but not for long."""
        clock = asyncio.get_running_loop().time
        begun = clock()
        self._arrived.append(begun)
        while self._rushing(clock()) and clock() - begun < LONGEST_S:  # noqa: ASYNC110 (calm is an absence: nothing tells of it)
            await asyncio.sleep(WITHIN_S / 2)

    def _rushing(self, now: float) -> bool:
        return len(self._arrived) == MANY and now - self._arrived[0] < WITHIN_S
