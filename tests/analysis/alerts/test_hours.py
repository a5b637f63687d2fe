"""Active hours and mutes, on the shop's clock."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from analysis.alerts.condition import Suppressor
from analysis.alerts.hours import opens, speaks
from analysis.alerts.rule import Hours, Kind, Mute, Rule, Trigger

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
WORK = Hours(time(9), time(21), frozenset(range(5)))
NIGHT = Hours(time(21), time(6), frozenset({4}))
SINGLES = Mute(date(2026, 11, 11), date(2026, 11, 12))


def rule(hours=None, *mutes):
    return Rule("revenue", Trigger(Kind.THRESHOLD), hours=hours, mutes=mutes)


def at(text, zone=SHANGHAI):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("hours", "when", "expected"),
    [
        (None, "2026-11-22 03:00", None),
        (WORK, "2026-11-20 09:00", None),
        (WORK, "2026-11-20 20:59", None),
        (WORK, "2026-11-20 21:00", Suppressor.HOURS),
        (WORK, "2026-11-20 08:59", Suppressor.HOURS),
        (WORK, "2026-11-21 12:00", Suppressor.HOURS),
        (NIGHT, "2026-11-20 21:00", None),
        (NIGHT, "2026-11-21 05:59", None),
        (NIGHT, "2026-11-21 06:00", Suppressor.HOURS),
        (NIGHT, "2026-11-20 05:00", Suppressor.HOURS),
        (Hours(), "2026-11-22 03:00", None),
        (Hours(weekdays=frozenset({0})), "2026-11-22 23:59", Suppressor.HOURS),
        (Hours(weekdays=frozenset({0})), "2026-11-23 00:00", None),
    ],
)
def test_a_rule_speaks_from_the_start_to_before_the_end_of_its_hours(hours, when, expected):
    """A night's hours belong to the weekday they began on; no weekday named means all of them."""
    assert speaks(rule(hours), at(when), SHANGHAI) is expected


def test_a_mute_covers_both_of_its_days_in_the_shops_zone():
    """The last second of the second day is still muted, though it is another day in UTC."""
    muted = rule(None, SINGLES)
    assert speaks(muted, at("2026-11-10 23:59"), SHANGHAI) is None
    assert speaks(muted, at("2026-11-11 00:00"), SHANGHAI) is Suppressor.MUTE
    assert speaks(muted, at("2026-11-12 23:59"), SHANGHAI) is Suppressor.MUTE
    assert speaks(muted, at("2026-11-13 00:00"), SHANGHAI) is None


def test_hours_are_named_before_mutes():
    """Alertmanager's order: what is both is outside its hours."""
    assert speaks(rule(WORK, SINGLES), at("2026-11-11 03:00"), SHANGHAI) is Suppressor.HOURS


@pytest.mark.parametrize(
    ("hours", "mutes", "when", "expected"),
    [
        (WORK, (), "2026-11-20 10:00", "2026-11-20 10:00"),
        (WORK, (), "2026-11-20 07:00", "2026-11-20 09:00"),
        (WORK, (), "2026-11-20 21:00", "2026-11-23 09:00"),
        (None, (SINGLES,), "2026-11-11 10:00", "2026-11-13 00:00"),
        (WORK, (SINGLES,), "2026-11-10 22:00", "2026-11-13 09:00"),
        (NIGHT, (), "2026-11-21 07:00", "2026-11-27 21:00"),
        (NIGHT, (Mute(date(2026, 11, 20), date(2026, 11, 20)),), "2026-11-20 22:00", "2026-11-21 00:00"),
        (None, (SINGLES, Mute(date(2026, 11, 13), date(2026, 12, 31))), "2026-11-11 10:00", "2027-01-01 00:00"),
    ],
)
def test_it_opens_at_the_first_instant_when_it_may_speak(hours, mutes, when, expected):
    """Now, where it may speak now; else past the night, the weekend and the mutes."""
    assert opens(rule(hours, *mutes), at(when), SHANGHAI) == at(expected)


def test_hours_that_the_clock_skips_open_when_it_has_moved_on():
    """At 2:30 on the night the clock jumps from 2:00 to 3:00 it is 3:30."""
    early = rule(Hours(time(2, 30), time(8)))
    opened = opens(early, at("2027-03-28 00:00", BERLIN), BERLIN)
    assert opened == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert speaks(early, opened, BERLIN) is None
