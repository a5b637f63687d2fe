"""The days the sample shop lives through, and its dice: all that follows is a function of (seed, today)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from storage.sample.shop import ZONE

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

DAY = 86_400
HOUR = 3_600
PAST = 730
NEVER = np.int64(2**62)


@dataclass(frozen=True)
class Timeline:
    """Two years of local days up to `today`, then `ahead` more.

    Moments are whole seconds since the first local midnight. China has no daylight saving, so that every day has
    24 hours. A longer timeline adds to a shorter one and changes nothing in it.
    """

    today: date
    ahead: int = 0

    @property
    def first(self) -> date:
        """The first day."""
        return self.today - timedelta(days=PAST)

    @property
    def days(self) -> int:
        """How many days there are."""
        return PAST + 1 + self.ahead

    @property
    def dates(self) -> tuple[date, ...]:
        """Every day."""
        return tuple(self.first + timedelta(days=day) for day in range(self.days))

    @property
    def weekday(self) -> Ints:
        """The weekday of each day, Monday 0."""
        return np.asarray((np.arange(self.days) + self.first.weekday()) % 7)

    @property
    def season(self) -> Floats:
        """The place of each day in its year, 0 to 12: the middle of January is 0.5."""
        return np.array([each.month - 1 + (each.day - 0.5) / 31 for each in self.dates])

    def day(self, day: date) -> int:
        """The number of a date, which may lie outside."""
        return (day - self.first).days

    def moment(self, instant: datetime) -> int:
        """An aware instant as a moment."""
        local = instant.astimezone(ZONE).replace(tzinfo=None)
        return int((local - datetime.combine(self.first, datetime.min.time())).total_seconds())

    def utc(self, moments: Ints) -> NDArray[np.datetime64]:
        """Moments as naive UTC timestamps; NEVER becomes NaT."""
        start = datetime.combine(self.first, datetime.min.time(), ZONE).timestamp()
        seconds = (moments + np.int64(start)).astype("datetime64[s]")
        seconds[moments >= NEVER] = np.datetime64("NaT")
        return seconds.astype("datetime64[us]")


@dataclass(frozen=True)
class Dice:
    """A stream of chance for each name: drawing more of one thing changes nothing else.

    Draws are made in the order of time, so that a longer timeline repeats a shorter one and then goes on.
    """

    seed: int

    def __call__(self, name: str) -> np.random.Generator:
        """The stream called `name`, from its beginning."""
        return np.random.default_rng([self.seed, crc32(name.encode())])


def pick(dice: np.random.Generator, size: int, shares: Floats) -> Ints:
    """Draw `size` places, each by its share."""
    edges = np.cumsum(shares / shares.sum())
    return np.minimum(np.searchsorted(edges, dice.random(size), side="right"), len(shares) - 1).astype(np.int64)


def pick_each(dice: np.random.Generator, rows: Ints, shares: Floats) -> Ints:
    """Draw one place for each of `rows` by the shares in that row of a table."""
    edges = np.cumsum(shares, axis=1)
    edges = edges / edges[:, -1:] + np.arange(len(shares))[:, None]
    found = np.searchsorted(edges.ravel(), dice.random(len(rows)) + rows, side="right")
    return np.asarray(np.clip(found - rows * shares.shape[1], 0, shares.shape[1] - 1), dtype=np.int64)
