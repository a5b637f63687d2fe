"""A schedule: days of the week and a time of day in some zone, as instants on either side of another."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

EVERY_DAY: Final = frozenset(range(7))
WEEKDAYS: Final = frozenset(range(5))
WEEKEND: Final = frozenset({5, 6})

ON_TIME: Final = timedelta(minutes=5)
"""What comes within that is on time: nobody is told that it was late."""

SOON: Final = timedelta(hours=3)
"""How late a digest is still worth reading, unless its owner says otherwise."""

_WEEK: Final = 8


class Late(StrEnum):
    """What becomes of a digest that could not go out on time: sent within three hours, at any time, or never."""

    SOON = "soon"
    OK = "ok"
    SKIP = "skip"


@dataclass(frozen=True)
class Schedule:
    """At `at` on the days of the week `days` (0 is Monday), on the clock of `zone`; of the shop's where it is empty."""

    days: frozenset[int]
    at: time
    zone: str = ""
    late: Late = Late.SOON

    def clock(self, shop: ZoneInfo) -> ZoneInfo:
        """The zone that its time is read in."""
        return ZoneInfo(self.zone) if self.zone else shop

    def after(self, moment: datetime, shop: ZoneInfo) -> datetime:
        """The first time it is due after a moment, in UTC."""
        return min(when for when in self._around(moment, shop) if when > moment)

    def latest(self, moment: datetime, shop: ZoneInfo) -> datetime:
        """The last time it was due by a moment, in UTC."""
        return max(when for when in self._around(moment, shop) if when <= moment)

    def too_late(self, due: datetime, now: datetime) -> bool:
        """Whether what was due then is not to be sent any more."""
        return self.late is not Late.OK and now - due > (ON_TIME if self.late is Late.SKIP else SOON)

    def _around(self, moment: datetime, shop: ZoneInfo) -> tuple[datetime, ...]:
        zone = self.clock(shop)
        today = moment.astimezone(zone).date()
        days = (today + timedelta(days=offset) for offset in range(-_WEEK, _WEEK + 1))
        return tuple(_instant(day, self.at, zone) for day in days if day.weekday() in self.days)


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A local time as an instant: one that clocks skip moves on by what they skip, one they show twice is the first."""
    return datetime.combine(day, at, zone).astimezone(UTC)
