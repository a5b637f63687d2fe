"""The terms on which messages are delivered: how often, how long, and how fast."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from bot.pace import BURST, EVERY
from storage.records import Lease, Parcel

ATTEMPTS = 8
LIFE = timedelta(hours=1)
PICTURE_ATTEMPTS = 3


def utc_now() -> datetime:
    """The time it is."""
    return datetime.now(UTC)


async def unwatched(_step: str) -> None:
    """Nobody looks on."""


@dataclass(frozen=True)
class Terms:
    """A message is given up after `attempts` and no sooner than after `life`; a picture is told in words
    after `picture_attempts`.

    `owner` names this bot among those on the same records: under the same name, a later start takes
    over at once what an earlier one left. Tries follow each other at `first` and double up to
    `slowest`, half of it to one and a half times by `chance`. `settle` is how long Slack may take to
    show what it was asked for before it counts as not done. `probe` is told each step, by name.
    """

    owner: str = field(default_factory=lambda: uuid4().hex)
    pictures: str = "message"
    every: timedelta = EVERY
    burst: int = BURST
    attempts: int = ATTEMPTS
    life: timedelta = LIFE
    picture_attempts: int = PICTURE_ATTEMPTS
    first: timedelta = timedelta(seconds=1)
    slowest: timedelta = timedelta(minutes=5)
    lease: timedelta = timedelta(minutes=2)
    settle: timedelta = timedelta(seconds=30)
    takeover: timedelta = timedelta(seconds=1)
    now: Callable[[], datetime] = utc_now
    chance: Callable[[], float] = random.random
    probe: Callable[[str], Awaitable[None]] = unwatched

    def held(self) -> Lease:
        """A lease that begins now."""
        return Lease(self.owner, self.now() + self.lease)

    def again(self, attempt: int, asked_s: float | None) -> datetime:
        """When to try again after so many attempts, and no sooner than Slack asked."""
        usual: timedelta = min(self.first * 2.0 ** min(attempt - 1, 30), self.slowest) * (0.5 + self.chance())
        return self.now() + max(usual, timedelta(seconds=asked_s or 0))

    def over(self, parcel: Parcel) -> bool:
        """Whether it has been tried often and long enough."""
        return parcel.attempt >= self.attempts and self.now() - parcel.created_at >= self.life
