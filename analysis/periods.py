"""Spans of time in the shop's zone: how they are made, set against earlier ones, and cut into buckets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

from analysis import calendar
from analysis.model import Comparison, Grain, Period, Query

DEFAULT_DAYS = 7
ALL_TIME = "all time"
# Phrases whose span is part of a longer unit: they step back by the whole of it.
MONTHS_OF = {"month to date": 1, "quarter to date": 3, "year to date": 12}
FREQUENCIES = {Grain.DAY: "D", Grain.WEEK: "7D", Grain.MONTH: "MS"}


@dataclass(frozen=True)
class Clock:
    """What "today" means: an aware instant, the shop's zone, and the day its week starts on (0 = Monday)."""

    now: datetime
    zone: ZoneInfo
    week_start: int = 0

    @property
    def today(self) -> date:
        """The local day it is."""
        return calendar.local_day(self.now, self.zone)


def over(first: date, end: date, zone: ZoneInfo, text: str = "") -> Period:
    """The local days from `first` up to `end`, exclusive. Without a phrase it is named by its dates."""
    return Period(calendar.instant(first, zone), calendar.instant(end, zone), zone, text or dates(first, end))


def dates(first: date, end: date) -> str:
    """The phrase that asks for the days from `first` up to `end`, exclusive."""
    last = end - timedelta(1)
    return f"{first}" if last <= first else f"{first}..{last}"


def last_days(count: int, clock: Clock) -> Period:
    """The complete local days before today."""
    return over(clock.today - timedelta(count), clock.today, clock.zone, f"last {count} days")


def default(clock: Clock) -> Period:
    """The period of a question that names none: the last seven complete days."""
    return last_days(DEFAULT_DAYS, clock)


def open_until(period: Period, now: datetime) -> datetime | None:
    """The instant, to the second, up to which a period has been lived, or None when it is over."""
    return now.astimezone(UTC).replace(microsecond=0) if period.start <= now < period.end else None


def grain_for(period: Period, allowed: Sequence[Grain] = tuple(Grain)) -> Grain:
    """The grain a chart of the period reads best at, among those a metric has."""
    limits = ((2, Grain.HOUR), (92, Grain.DAY), (731, Grain.WEEK))
    best = next((grain for days, grain in limits if period.days < days + (grain is not Grain.HOUR)), Grain.MONTH)
    order = list(Grain)
    coarser = [grain for grain in order[order.index(best) :] if grain in allowed]
    return coarser[0] if coarser else max(allowed, key=order.index)


def compared(query: Query, kind: Comparison) -> Period:
    """The earlier span a question is set against.

    `previous` steps back by the period's own length, `same weekday` by whole weeks, `last year`
    by 364 days so that weekdays match, or by the calendar for monthly grain, whole months and
    named days. A period that is still open is cut to the part already lived. A target is for
    the period itself.
    """
    period = query.period
    if kind is Comparison.TARGET:
        return period
    step = _step(query, kind)
    start = step.back(period.start, period.zone)
    end = step.back(query.open_until or period.end, period.zone)
    if step.months and not query.open_until and not _whole_months(period):
        end = _days_later(start, period)
    first = calendar.local_day(start, period.zone)
    last = calendar.local_day(end - timedelta(microseconds=1), period.zone)
    return Period(start, max(end, start), period.zone, dates(first, max(last, first) + timedelta(1)))


def buckets(period: Period, grain: Grain, week_start: int = 0) -> pd.DatetimeIndex:
    """Every local bucket start that the period touches, naive as on the wall clock, ascending and unique.

    An hour that the clock skips is absent; one that it repeats is there once. The first week
    or month may begin before the period does.
    """
    if grain is Grain.HOUR:
        hours = pd.date_range(period.start.replace(minute=0, second=0, microsecond=0), period.end, freq="h")
        wall = hours.tz_convert(period.zone).tz_localize(None).floor("h")
        last = pd.Timestamp(period.end - timedelta(microseconds=1)).tz_convert(period.zone).tz_localize(None)
        # Where the zone is not whole hours off, what was cut to the hour of UTC lies in the local hour before.
        first = pd.Timestamp(period.start).tz_convert(period.zone).tz_localize(None).floor("h")
        return pd.DatetimeIndex(wall[(wall >= first) & (wall <= last)].unique(), name="bucket").sort_values()
    day = period.first_day
    if grain is Grain.WEEK:
        day = calendar.week_of(day, week_start)
    elif grain is Grain.MONTH:
        day = calendar.month_of(day)
    return pd.date_range(pd.Timestamp(day), pd.Timestamp(period.last_day), freq=FREQUENCIES[grain], name="bucket")


@dataclass(frozen=True)
class _Step:
    """A distance back in time: calendar months, days, or a plain duration."""

    months: int = 0
    days: int = 0
    duration: timedelta = timedelta()

    def back(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The instant this much earlier on the local clock."""
        if self.duration:
            return moment - self.duration
        day = calendar.local_day(moment, zone)
        earlier = calendar.months_after(day, -self.months) - timedelta(self.days)
        if moment == calendar.instant(day, zone):
            return calendar.instant(earlier, zone)
        clock = moment.astimezone(zone).timetz()
        return datetime.combine(earlier, clock).astimezone(UTC)


def _step(query: Query, kind: Comparison) -> _Step:
    period = query.period
    match kind:
        case Comparison.LAST_WEEK:
            return _Step(days=7)
        case Comparison.SAME_WEEKDAY:
            return _Step(days=-(-period.days // 7) * 7)
        case Comparison.LAST_MONTH:
            return _Step(months=1)
        case Comparison.LAST_YEAR:
            return _year_back(query)
        case _:
            return _own_length(period)


def _own_length(period: Period) -> _Step:
    if period.text == "week to date":
        return _Step(days=7)
    if months := MONTHS_OF.get(period.text) or _whole_months(period):
        return _Step(months=months)
    if period.start == calendar.instant(period.first_day, period.zone):
        return _Step(days=period.days)
    return _Step(duration=period.end - period.start)


def _year_back(query: Query) -> _Step:
    period = query.period
    if rule := calendar.named_day(period.text):
        return _Step(days=(period.first_day - rule(period.first_day.year - 1)).days)
    monthly = query.grain is Grain.MONTH
    unset = query.grain is None and (_whole_months(period) or period.text in MONTHS_OF)
    return _Step(months=12) if monthly or unset else _Step(days=364)


def _whole_months(period: Period) -> int:
    """How many calendar months the period fills exactly, else 0."""
    first, end = period.first_day, period.last_day + timedelta(1)
    bounds = (calendar.instant(first, period.zone), calendar.instant(end, period.zone))
    return calendar.months_between(first, end) if bounds == (period.start, period.end) else 0


def _days_later(start: datetime, period: Period) -> datetime:
    return calendar.instant(calendar.local_day(start, period.zone) + timedelta(period.days), period.zone)
