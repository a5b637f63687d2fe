"""Offsets of a time zone over a span of time, from Python's own zone data so that every database agrees."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Offset:
    """Minutes to add to UTC, until `until` (None: to the end)."""

    minutes: int
    until: datetime | None


def offsets(zone: ZoneInfo, start: datetime, end: datetime) -> tuple[Offset, ...]:
    """The offsets that hold between two naive UTC times, in order."""
    found: list[Offset] = []
    for year in range(start.year, end.year + 1):
        found += [
            Offset(_minutes(zone, turn - timedelta(seconds=1)), turn)
            for turn in _turns(zone, year)
            if start < turn < end
        ]
    last = end - timedelta(seconds=1)
    return (*found, Offset(_minutes(zone, max(last, start)), None))


@lru_cache(maxsize=4096)
def _turns(zone: ZoneInfo, year: int) -> tuple[datetime, ...]:
    """The naive UTC times of a year at which the offset changes."""
    day = datetime(year, 1, 1)  # noqa: DTZ001 - naive UTC, as the store keeps it
    turns = []
    while day.year == year:
        following = day + timedelta(days=1)
        if _minutes(zone, day) != _minutes(zone, following):
            turns.append(_turn(zone, day, following))
        day = following
    return tuple(turns)


def _turn(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The minute between `low` and `high` from which the later offset holds."""
    before = _minutes(zone, low)
    while high - low > timedelta(minutes=1):
        middle = low + timedelta(minutes=((high - low) // timedelta(minutes=1)) // 2)
        low, high = (middle, high) if _minutes(zone, middle) == before else (low, middle)
    return high


def _minutes(zone: ZoneInfo, time: datetime) -> int:
    """The offset at a naive UTC time, in minutes."""
    offset = time.replace(tzinfo=UTC).astimezone(zone).utcoffset() or timedelta()
    return round(offset.total_seconds() / 60)
