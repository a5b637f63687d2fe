"""Days and months of a shop's calendar: when they begin, how far apart they are, which have a name."""

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def instant(day: date, zone: ZoneInfo) -> datetime:
    """The UTC instant a local day begins, also where its midnight does not exist or comes twice."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The local day an instant falls on."""
    return moment.astimezone(zone).date()


def months_after(day: date, months: int) -> date:
    """The same day so many months later (or earlier), or the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(first: date, end: date) -> int:
    """How many calendar months the days from `first` up to `end` (exclusive) fill; 0 unless they fill them."""
    if first.day != 1 or end.day != 1:
        return 0
    return (end.year - first.year) * 12 + end.month - first.month


def week_of(day: date, week_start: int) -> date:
    """The first day of the week a day belongs to. `week_start` is 0 for Monday."""
    return day - timedelta((day.weekday() - week_start) % 7)


def month_of(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)


def quarter_of(day: date) -> date:
    """The first day of the quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def year_of(day: date) -> date:
    """The first day of the year."""
    return date(day.year, 1, 1)


def black_friday(year: int) -> date:
    """The day after the fourth Thursday of November."""
    first = date(year, 11, 1)
    return first + timedelta((3 - first.weekday()) % 7 + 22)


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


# The days that shops plan their year around, by their canonical name.
NAMED_DAYS: dict[str, Callable[[int], date]] = {
    "new year": _fixed(1, 1),
    "valentine's day": _fixed(2, 14),
    "women's day": _fixed(3, 8),
    "labour day": _fixed(5, 1),
    "520": _fixed(5, 20),
    "618": _fixed(6, 18),
    "national day": _fixed(10, 1),
    "double 11": _fixed(11, 11),
    "black friday": black_friday,
    "cyber monday": lambda year: black_friday(year) + timedelta(3),
    "double 12": _fixed(12, 12),
    "christmas": _fixed(12, 25),
}


def named_day(text: str) -> Callable[[int], date] | None:
    """The rule of a named day, its year left out or not ("double 11", "double 11 2024")."""
    name, _, year = text.rpartition(" ")
    return NAMED_DAYS.get(text) or (NAMED_DAYS.get(name) if len(year) == 4 and year.isdecimal() else None)
