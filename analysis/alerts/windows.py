"""The windows of a rule: closed buckets of its grain on the shop's clock, each named by its end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from analysis import calendar
from analysis.model import Grain

_QUARTER: Final = timedelta(minutes=15)
"""Hours of every zone begin and end on a quarter of UTC."""

_MOMENT: Final = timedelta(microseconds=1)

CATCH_UP: Final = {
    Grain.HOUR: timedelta(days=2),
    Grain.DAY: timedelta(days=31),
    Grain.WEEK: timedelta(weeks=8),
    Grain.MONTH: timedelta(days=92),
}
"""How far back windows that nobody judged in time are made up for."""


@dataclass(frozen=True)
class Windows:
    """How time is cut: by `grain`, in `zone`, with weeks from `week_start` (0 is Monday). Instants are in UTC.

    An hour that the clock repeats is one window of two hours, one that it skips is none.
    """

    grain: Grain
    zone: ZoneInfo
    week_start: int = 0

    def end_after(self, moment: datetime) -> datetime:
        """The first end of a window that is later than `moment`."""
        if self.grain is Grain.HOUR:
            end = _quarter(moment) + _QUARTER
            while self._hour(end) == self._hour(moment):
                end += _QUARTER
            return end
        day = calendar.local_day(moment, self.zone)
        match self.grain:
            case Grain.WEEK:
                following = calendar.week_of(day, self.week_start) + timedelta(7)
            case Grain.MONTH:
                following = calendar.months_after(calendar.month_of(day), 1)
            case _:
                following = day + timedelta(1)
        return calendar.instant(following, self.zone)

    def start(self, end: datetime) -> datetime:
        """The start of the window that ends then."""
        last = end.astimezone(UTC) - _MOMENT
        if self.grain is Grain.HOUR:
            start = _quarter(last)
            while self._hour(start - _QUARTER) == self._hour(last):
                start -= _QUARTER
            return start
        day = calendar.local_day(last, self.zone)
        match self.grain:
            case Grain.WEEK:
                day = calendar.week_of(day, self.week_start)
            case Grain.MONTH:
                day = calendar.month_of(day)
        return calendar.instant(day, self.zone)

    def local(self, end: datetime) -> datetime:
        """The wall clock at the start of the window that ends then, naive: by which histories are indexed."""
        start = self.start(end)
        return self._hour(start) if self.grain is Grain.HOUR else start.astimezone(self.zone).replace(tzinfo=None)

    def earlier(self, end: datetime, count: int) -> datetime:
        """The start of the window that begins `count` windows before the start of the one that ends then.

        Counted on the wall clock, as histories are indexed; may be a little earlier where the clock was put back.
        """
        start = self.start(end)
        day = calendar.local_day(start, self.zone)
        match self.grain:
            case Grain.HOUR:
                return start - timedelta(hours=count + 1)
            case Grain.MONTH:
                return calendar.instant(calendar.months_after(day, -count), self.zone)
            case _:
                days = count * (7 if self.grain is Grain.WEEK else 1)
                return calendar.instant(day - timedelta(days), self.zone)

    def ends(self, after: datetime, until: datetime) -> Iterator[datetime]:
        """The ends later than `after` and not later than `until`, oldest first."""
        end = self.end_after(after)
        while end <= until:
            yield end
            end = self.end_after(end)

    def due(self, last: datetime | None, starts_at: datetime, ready: datetime) -> tuple[datetime, ...]:
        """The ends to be judged: from the one after `last`, none before `starts_at`, up to `ready`, oldest first.

        What lies further back than CATCH_UP is given up.
        """
        first = starts_at - _MOMENT
        after = first if last is None else max(last, first)
        return tuple(self.ends(max(after, ready - CATCH_UP[self.grain]), ready))

    def _hour(self, moment: datetime) -> datetime:
        """The wall clock's hour, naive."""
        return moment.astimezone(self.zone).replace(minute=0, second=0, microsecond=0, tzinfo=None)


def _quarter(moment: datetime) -> datetime:
    """The quarter of an hour an instant is in."""
    exact = moment.astimezone(UTC)
    return exact.replace(minute=exact.minute // 15 * 15, second=0, microsecond=0)
