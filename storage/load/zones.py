"""Local wall-clock time to UTC, as one SQL expression made from the zone's own transitions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from storage.facts.zones import offsets

FIRST_YEAR, LAST_YEAR = 1970, 2100
CERTAIN, AMBIGUOUS, NONEXISTENT = 0, 1, 2
_KINDS = 4
# Packed codes are kept above zero, where division and remainder need no second thought.
_SHIFT = 2 * 24 * 60


@dataclass(frozen=True)
class Stretch:
    """From `start` on (local, naive), wall clocks are `offset` minutes ahead of UTC; `kind` says how sure that is."""

    start: datetime
    offset: int
    kind: int


def code(local: str, zone: str) -> str:
    """SQL: the UTC offset and the kind of the naive time `local` in `zone`, packed into one integer.

    A twice-lived hour takes its first, a skipped one the offset from before the jump, which moves it forward:
    both are what `fold=0` means in Python's datetime.
    """
    return _search(local, stretches(zone))


def utc(local: str, packed: str) -> str:
    """SQL: the naive time `local` in UTC, given its `code`."""
    return f"({local} - to_minutes({packed} // {_KINDS} - {_SHIFT}))"


def kind(packed: str) -> str:
    """SQL: whether the time was certain, ambiguous or nonexistent, given its `code`."""
    return f"({packed} % {_KINDS})"


@cache
def stretches(zone: str) -> tuple[Stretch, ...]:
    """Every stretch of constant offset in `zone`, in local time, between the first and the last year."""
    first, last = datetime(FIRST_YEAR, 1, 1), datetime(LAST_YEAR, 1, 1)  # noqa: DTZ001 - naive UTC, as offsets takes it
    spans = offsets(ZoneInfo(zone), first, last)
    found = [Stretch(first, spans[0].minutes, CERTAIN)]
    for before, after in pairwise(spans):
        assert before.until is not None
        low, high = sorted((before.minutes, after.minutes))
        doubtful = NONEXISTENT if after.minutes > before.minutes else AMBIGUOUS
        found.append(Stretch(before.until + timedelta(minutes=low), before.minutes, doubtful))
        found.append(Stretch(before.until + timedelta(minutes=high), after.minutes, CERTAIN))
    return tuple(found)


def _search(local: str, found: tuple[Stretch, ...]) -> str:
    """A binary search written as nested CASEs: eight comparisons a value instead of hundreds."""
    if len(found) == 1:
        return str((found[0].offset + _SHIFT) * _KINDS + found[0].kind)
    middle = len(found) // 2
    bound = found[middle].start
    low, high = _search(local, found[:middle]), _search(local, found[middle:])
    return f"CASE WHEN {local} < TIMESTAMP '{bound:%Y-%m-%d %H:%M:%S}' THEN {low} ELSE {high} END"
