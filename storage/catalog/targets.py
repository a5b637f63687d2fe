"""What a metric should come to over any period, from targets set by the day, month or year."""

import calendar
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from analysis.model import Filter, Op, Period
from storage.catalog.model import Target


def value(entries: Sequence[Target], period: Period, filters: tuple[Filter, ...], *, summed: bool) -> float | None:
    """The target of a period: daily shares added up if the metric adds up, else the mean of its days.

    The last entry that fits a day wins. None if any day has no target.
    """
    where = _conditions(filters)
    fitting = [entry for entry in entries if where is not None and dict(entry.where) == where]
    days = [period.first_day + timedelta(days=offset) for offset in range(period.days)]
    shares = [_share(fitting, day, summed=summed) for day in days]
    known = [share for share in shares if share is not None]
    if not known or len(known) < len(shares):
        return None
    return sum(known) if summed else sum(known) / len(known)


def _conditions(filters: tuple[Filter, ...]) -> Mapping[str, str] | None:
    """The filters as dimension -> value; None if they are more than that."""
    if any(item.op is not Op.IN or len(item.values) != 1 for item in filters):
        return None
    return {item.dimension: item.values[0] for item in filters}


def _share(entries: Sequence[Target], day: date, *, summed: bool) -> float | None:
    """What one day has to bring; the whole value where days do not add up."""
    for entry in reversed(entries):
        if (entry.first is None or entry.first <= day) and (entry.last is None or day <= entry.last):
            return entry.value / _days(entry, day) if summed else entry.value
    return None


def _days(entry: Target, day: date) -> int:
    """How many days share an entry's value."""
    match entry.every:
        case "month":
            return calendar.monthrange(day.year, day.month)[1]
        case "year":
            return 366 if calendar.isleap(day.year) else 365
        case "week":
            return 7
    if not entry.every and entry.first and entry.last:
        return (entry.last - entry.first).days + 1
    return 1
