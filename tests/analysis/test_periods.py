"""Spans of time: their bounds, what they are set against, and their buckets."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from analysis.calendar import black_friday, instant, months_after
from analysis.model import Comparison, Grain, Period, Query
from analysis.periods import Clock, buckets, compared, default, grain_for, last_days, open_until, over

SHANGHAI, BERLIN, SAO_PAULO = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/Sao_Paulo")
NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
CLOCK = Clock(NOW, SHANGHAI)


def days(first: str, last: str = "", text: str = "", zone: ZoneInfo = SHANGHAI) -> Period:
    """A period of local days, both ends included."""
    end = date.fromisoformat(last or first) + timedelta(1)
    return over(date.fromisoformat(first), end, zone, text)


def against(period: Period, kind: Comparison, grain: Grain | None = None) -> tuple[str, str]:
    """The first and last day of the earlier span."""
    query = Query("revenue", period, grain=grain, open_until=open_until(period, NOW))
    earlier = compared(query, kind)
    return str(earlier.first_day), str(earlier.last_day)


def test_the_default_is_the_seven_complete_days_before_today():
    period = default(CLOCK)
    assert (str(period.first_day), str(period.last_day), period.days) == ("2026-11-15", "2026-11-21", 7)
    assert period.start == datetime(2026, 11, 14, 16, tzinfo=UTC)
    assert open_until(period, NOW) is None


def test_a_day_starts_at_its_first_instant_where_midnight_does_not_exist():
    """In São Paulo the clock went from 23:59:59 on 14 October 2017 to 01:00 on the 15th."""
    start = instant(date(2017, 10, 15), SAO_PAULO)
    assert start == datetime(2017, 10, 15, 3, tzinfo=UTC)
    assert start.astimezone(SAO_PAULO).hour == 1
    assert (start - timedelta(seconds=1)).astimezone(SAO_PAULO).date() == date(2017, 10, 14)


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-01", 24)], ids=["spring", "autumn", "summer"]
)
def test_a_day_in_berlin_has_the_hours_it_had(day, hours):
    period = days(day, zone=BERLIN)
    assert period.end - period.start == timedelta(hours=hours)
    walls = buckets(period, Grain.HOUR)
    assert len(walls) == min(hours, 24)
    assert walls.is_unique
    assert walls.is_monotonic_increasing
    assert (str(day) + " 02:00:00" in map(str, walls)) is (hours != 23)


def test_buckets_cover_the_period_in_the_shops_own_days():
    period = days("2017-10-14", "2017-10-16", zone=SAO_PAULO)
    assert [str(day.date()) for day in buckets(period, Grain.DAY)] == ["2017-10-14", "2017-10-15", "2017-10-16"]
    assert len(buckets(days("2017-10-15", zone=SAO_PAULO), Grain.HOUR)) == 23


def test_a_week_starts_when_the_shop_says():
    period = days("2026-11-18", "2026-11-24")
    assert [str(day.date()) for day in buckets(period, Grain.WEEK)] == ["2026-11-16", "2026-11-23"]
    assert [str(day.date()) for day in buckets(period, Grain.WEEK, week_start=6)] == ["2026-11-15", "2026-11-22"]


def test_months_are_calendar_months():
    starts = buckets(days("2026-01-15", "2026-03-02"), Grain.MONTH)
    assert [str(day.date()) for day in starts] == ["2026-01-01", "2026-02-01", "2026-03-01"]


def test_an_hour_that_is_not_over_is_a_bucket_too():
    period = Period(
        datetime(2026, 11, 21, 6, tzinfo=UTC), datetime(2026, 11, 22, 6, tzinfo=UTC), SHANGHAI, "last 24 hours"
    )
    starts = buckets(period, Grain.HOUR)
    assert (len(starts), str(starts[0]), str(starts[-1])) == (24, "2026-11-21 14:00:00", "2026-11-22 13:00:00")


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Asia/Kolkata", "Australia/Lord_Howe", "Asia/Shanghai"])
def test_a_day_begins_with_its_own_first_hour_also_where_the_zone_is_not_whole_hours_off(zone):
    walls = buckets(days("2026-11-21", zone=ZoneInfo(zone)), Grain.HOUR)
    assert (len(walls), str(walls[0]), str(walls[-1])) == (24, "2026-11-21 00:00:00", "2026-11-21 23:00:00")


@pytest.mark.parametrize(
    ("first", "last", "grain"),
    [
        ("2026-11-21", "2026-11-21", Grain.HOUR),
        ("2026-11-15", "2026-11-21", Grain.DAY),
        ("2026-08-22", "2026-11-21", Grain.DAY),
        ("2026-08-21", "2026-11-21", Grain.WEEK),
        ("2025-01-01", "2025-12-31", Grain.WEEK),
        ("2020-01-01", "2025-12-31", Grain.MONTH),
    ],
)
def test_a_chart_has_as_many_points_as_it_can_carry(first, last, grain):
    assert grain_for(days(first, last)) is grain


def test_a_metric_without_hours_is_drawn_by_the_day():
    assert grain_for(days("2026-11-21"), (Grain.DAY, Grain.WEEK, Grain.MONTH)) is Grain.DAY


@pytest.mark.parametrize(
    ("period", "kind", "grain", "expected"),
    [
        (last_days(7, CLOCK), Comparison.PREVIOUS, None, ("2026-11-08", "2026-11-14")),
        (last_days(30, CLOCK), Comparison.PREVIOUS, None, ("2026-09-23", "2026-10-22")),
        (days("2026-10-01", "2026-10-31"), Comparison.PREVIOUS, None, ("2026-09-01", "2026-09-30")),
        (days("2026-07-01", "2026-09-30"), Comparison.PREVIOUS, None, ("2026-04-01", "2026-06-30")),
        (days("2024-03-01", "2024-03-31"), Comparison.LAST_MONTH, None, ("2024-02-01", "2024-02-29")),
        (days("2026-03-31"), Comparison.LAST_MONTH, None, ("2026-02-28", "2026-02-28")),
        (days("2026-03-29", "2026-03-31"), Comparison.LAST_MONTH, None, ("2026-02-28", "2026-03-02")),
        (days("2026-11-21"), Comparison.LAST_WEEK, None, ("2026-11-14", "2026-11-14")),
        (last_days(7, CLOCK), Comparison.LAST_YEAR, None, ("2025-11-16", "2025-11-22")),
        (last_days(7, CLOCK), Comparison.LAST_YEAR, Grain.WEEK, ("2025-11-16", "2025-11-22")),
        (days("2026-10-01", "2026-10-31"), Comparison.LAST_YEAR, None, ("2025-10-01", "2025-10-31")),
        (days("2026-10-01", "2026-10-31"), Comparison.LAST_YEAR, Grain.DAY, ("2025-10-02", "2025-11-01")),
        (days("2025-01-01", "2025-12-31"), Comparison.LAST_YEAR, Grain.MONTH, ("2024-01-01", "2024-12-31")),
        (days("2026-11-11", text="double 11"), Comparison.LAST_YEAR, None, ("2025-11-11", "2025-11-11")),
        (days("2025-11-28", text="black friday"), Comparison.LAST_YEAR, None, ("2024-11-29", "2024-11-29")),
        (days("2026-11-21"), Comparison.SAME_WEEKDAY, None, ("2026-11-14", "2026-11-14")),
        (last_days(10, CLOCK), Comparison.SAME_WEEKDAY, None, ("2026-10-29", "2026-11-07")),
        (last_days(7, CLOCK), Comparison.TARGET, None, ("2026-11-15", "2026-11-21")),
    ],
)
def test_a_period_is_set_against_the_one_people_mean(period, kind, grain, expected):
    assert against(period, kind, grain) == expected


@pytest.mark.parametrize(
    ("period", "kind", "start", "end"),
    [
        (days("2026-11-22", text="today"), Comparison.PREVIOUS, "2026-11-21 00:00", "2026-11-21 14:00"),
        (days("2026-11-16", "2026-11-22", "this week"), Comparison.LAST_WEEK, "2026-11-09 00:00", "2026-11-15 14:00"),
        (days("2026-11-01", "2026-11-30", "this month"), Comparison.PREVIOUS, "2026-10-01 00:00", "2026-10-22 14:00"),
        (
            days("2026-11-01", "2026-11-22", "month to date"),
            Comparison.PREVIOUS,
            "2026-10-01 00:00",
            "2026-10-22 14:00",
        ),
        (days("2026-01-01", "2026-12-31", "this year"), Comparison.LAST_YEAR, "2025-01-01 00:00", "2025-11-22 14:00"),
    ],
)
def test_an_open_period_is_set_against_the_same_part_of_the_earlier_one(period, kind, start, end):
    earlier = compared(Query("revenue", period, open_until=open_until(period, NOW)), kind)
    local = [f"{bound.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" for bound in (earlier.start, earlier.end)]
    assert local == [start, end]


def test_the_last_hours_are_set_against_the_hours_before():
    period = Period(NOW - timedelta(hours=24), NOW, SHANGHAI, "last 24 hours")
    earlier = compared(Query("orders", period), Comparison.PREVIOUS)
    assert (earlier.start, earlier.end) == (NOW - timedelta(hours=48), NOW - timedelta(hours=24))


def test_stepping_back_over_a_change_of_clocks_keeps_whole_days():
    """A week after the gap, the same week before it still starts at the first instant of its day."""
    query = Query("revenue", days("2017-10-15", "2017-10-21", zone=SAO_PAULO))
    earlier = compared(query, Comparison.LAST_WEEK)
    assert earlier.start == instant(date(2017, 10, 8), SAO_PAULO)
    assert earlier.end == instant(date(2017, 10, 15), SAO_PAULO)
    later = replace(query, period=days("2017-10-22", "2017-10-28", zone=SAO_PAULO))
    assert compared(later, Comparison.PREVIOUS).start == instant(date(2017, 10, 15), SAO_PAULO)


def test_the_earlier_span_can_be_asked_for_by_its_own_words():
    assert compared(Query("revenue", last_days(7, CLOCK)), Comparison.PREVIOUS).text == "2026-11-08..2026-11-14"


def test_black_friday_follows_the_fourth_thursday():
    assert [black_friday(year).day for year in (2023, 2024, 2025, 2026)] == [24, 29, 28, 27]


def test_a_month_later_is_the_last_day_where_there_is_no_such_day():
    assert months_after(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_after(date(2024, 3, 31), -13) == date(2023, 2, 28)
