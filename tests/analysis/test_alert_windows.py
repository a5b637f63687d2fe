"""Which windows a rule has to judge, on clocks that jump."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import periods
from analysis.alerts.windows import CATCH_UP, Windows
from analysis.calendar import instant
from analysis.model import Grain, Period

BERLIN, SHANGHAI = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai")
ZONES = [
    BERLIN,
    SHANGHAI,
    *map(ZoneInfo, ("America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Cairo")),
]


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_day_lasts_as_long_as_the_clock_says():
    """23 hours in March, 25 in October."""
    days = Windows(Grain.DAY, BERLIN)

    assert at("2026-03-30") - days.start(at("2026-03-30")) == timedelta(hours=23)
    assert at("2026-10-26") - days.start(at("2026-10-26")) == timedelta(hours=25)


def test_the_hour_that_comes_twice_is_one_window_and_the_skipped_one_is_none():
    """Between 2 and 3 on the last Sunday of October, and of March."""
    hours = Windows(Grain.HOUR, BERLIN)

    assert list(hours.ends(utc("2026-10-24T23:00"), utc("2026-10-25T02:00"))) == [
        utc("2026-10-25T00:00"),
        utc("2026-10-25T02:00"),
    ]
    assert hours.start(utc("2026-10-25T02:00")) == utc("2026-10-25T00:00")
    assert list(hours.ends(utc("2026-03-29T00:00"), utc("2026-03-29T02:00"))) == [
        utc("2026-03-29T01:00"),
        utc("2026-03-29T02:00"),
    ]


def test_weeks_begin_where_the_shop_says_and_months_on_the_first():
    """Sunday weeks end on Sunday's midnight."""
    assert Windows(Grain.WEEK, SHANGHAI, 6).end_after(at("2026-11-18", SHANGHAI)) == at("2026-11-22", SHANGHAI)
    assert Windows(Grain.WEEK, SHANGHAI).end_after(at("2026-11-18", SHANGHAI)) == at("2026-11-23", SHANGHAI)
    assert Windows(Grain.MONTH, SHANGHAI).end_after(at("2026-12-31T23:59", SHANGHAI)) == at("2027-01-01", SHANGHAI)


def test_an_end_belongs_to_the_window_before_it():
    """At midnight sharp the next end is the following midnight."""
    days = Windows(Grain.DAY, SHANGHAI)

    assert days.end_after(at("2026-11-18", SHANGHAI)) == at("2026-11-19", SHANGHAI)
    assert days.start(at("2026-11-19", SHANGHAI)) == at("2026-11-18", SHANGHAI)


@given(
    zone=st.sampled_from(ZONES),
    grain=st.sampled_from(list(Grain)),
    week_start=st.integers(0, 6),
    moment=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
)
def test_windows_follow_one_another_without_gap_or_overlap_and_are_the_stores_buckets(zone, grain, week_start, moment):
    """Whatever the zone: each starts where the last ended, and each is one bucket of a series."""
    windows = Windows(grain, zone, week_start)
    ends = []
    for _ in range(4):
        ends.append(windows.end_after(ends[-1] if ends else moment))
    assert moment < ends[0]
    assert windows.start(ends[0]) <= moment
    assert [windows.start(end) for end in ends[1:]] == ends[:-1]
    starts = [end.astimezone(zone).replace(tzinfo=None) for end in ends[:-1]]
    if grain is not Grain.HOUR or all(end.minute == 0 for end in ends):
        period = Period(ends[0], ends[-1], zone, "")
        assert periods.buckets(period, grain, week_start).to_pydatetime().tolist() == starts


@given(
    zone=st.sampled_from(ZONES),
    grain=st.sampled_from(list(Grain)),
    count=st.integers(0, 40),
    moment=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
)
def test_as_many_windows_as_asked_lie_before(zone, grain, count, moment):
    """Looking back so many windows never falls short, and is at most one too far."""
    windows = Windows(grain, zone)
    end = windows.end_after(moment)
    between = len(list(windows.ends(windows.earlier(end, count), end))) - 1

    assert between == count or (grain is Grain.HOUR and count <= between <= count + 2)


def test_a_new_rule_judges_from_its_first_window_on():
    """What ended before it was made is not its business."""
    days, made = Windows(Grain.DAY, SHANGHAI), at("2026-11-20T15:00", SHANGHAI)
    first = days.end_after(made)

    assert days.due(None, first, made + timedelta(hours=2)) == ()
    assert days.due(None, first, first - timedelta(seconds=1)) == ()
    assert days.due(None, first, first) == (first,)


def test_every_missed_window_is_due_in_order_once():
    """Four days of downtime are four windows."""
    days, last = Windows(Grain.DAY, SHANGHAI), at("2026-11-18", SHANGHAI)
    missed = tuple(instant(date(2026, 11, day), SHANGHAI) for day in (19, 20, 21, 22))

    assert days.due(last, last, at("2026-11-22T08:00", SHANGHAI)) == missed


def test_a_clock_put_back_makes_nothing_due_again():
    """What was judged stays judged."""
    days, last = Windows(Grain.DAY, SHANGHAI), at("2026-11-22", SHANGHAI)

    assert days.due(last, last, at("2026-11-19T08:00", SHANGHAI)) == ()


@pytest.mark.parametrize("grain", list(Grain))
def test_what_was_missed_too_long_ago_is_given_up(grain):
    """After a year of downtime only the latest windows are made up for."""
    now = at("2026-11-22T08:00", SHANGHAI)
    due = Windows(grain, SHANGHAI).due(now - timedelta(days=365), now - timedelta(days=400), now)

    assert due
    assert due[0] > now - CATCH_UP[grain]
    assert len(due) <= 48


def test_a_rule_that_was_changed_judges_nothing_before_its_change():
    """Its first window is later than the last one judged."""
    days = Windows(Grain.DAY, SHANGHAI)
    last, starts_at = at("2026-11-18", SHANGHAI), at("2026-11-21", SHANGHAI)

    assert days.due(last, starts_at, at("2026-11-22T01:00", SHANGHAI)) == (starts_at, at("2026-11-22", SHANGHAI))
