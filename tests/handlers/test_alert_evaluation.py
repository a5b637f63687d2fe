"""Rules judged on time: each window once, in order, neither too early nor never."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest

from analysis.alerts.rule import Kind, Policy, Side, Trigger
from analysis.calendar import instant
from analysis.model import Filter, Grain, Lang, Op
from handlers.alerts.judging.evaluate import evaluate
from storage.catalog import Target
from storage.records import Lease, Setter
from storage.records.alerts.model import Status
from tests.handlers.alert_stage import SAM
from tests.handlers.watched import SHANGHAI, TODAY, WEAK, days_ago

BERLIN = ZoneInfo("Europe/Berlin")


def test_a_closed_window_below_its_bound_is_told_once(watched):
    """Yesterday was weak: one card. The next minute has nothing new to say."""
    watched.sold(150, 60)
    watched.sells(10, TODAY, at=time(8))
    kept = watched.watch()

    assert watched.tick().sent() == ["A-1"]
    assert watched.tick(minutes=1).sent() == []
    assert watched.condition(kept) == ("alerting", "breach")
    assert watched.judged(kept) == [(days_ago(1), "")]


def test_the_day_that_is_not_over_is_not_judged(watched):
    """Today looks like a crash until it is over."""
    watched.sold(150, 160)
    watched.sells(10, TODAY, at=time(8))
    kept = watched.watch()

    assert watched.tick().sent() == []
    assert watched.condition(kept) == ("normal", "clean")


def test_it_is_over_when_it_is_good_again(watched):
    """The same card, edited, and one line below it; the episode has an end."""
    kept = watched.watch()
    watched.sold(150, 60)
    watched.sells(200, TODAY, at=time(8))
    watched.tick().sent()
    watched.sells(1, TODAY + timedelta(1), at=time(1))
    watched.tick(days=1)

    assert watched.sent() == ["A-1", "A-1/v2/line"]
    assert watched.episode(kept) is None
    (over,) = watched.episodes()
    assert (over.end, over.ended_at, over.firing) == ("recovered", watched.now, ("[]",))


def test_the_card_shows_what_is_so_even_when_nobody_is_told(watched):
    """Another bad day is an edit without a line."""
    watched.watch()
    watched.sold(60)
    watched.sells(50, TODAY, at=time(8))
    watched.tick().sent()
    watched.sells(1, TODAY + timedelta(1), at=time(1))
    watched.tick(hours=20)

    assert watched.sent() == ["A-1"]
    assert watched.lines() == []


def test_as_many_bad_days_in_a_row_as_asked_make_an_alert(watched):
    """For two days means the second one."""
    watched.sold(60)
    watched.sells(60, TODAY, at=time(8))
    kept = watched.watch(replace(WEAK, pending=2))

    assert watched.tick().sent() == []
    assert watched.condition(kept) == ("pending", "breach")
    watched.sells(60, TODAY + timedelta(1), at=time(1))
    assert watched.tick(days=1).sent() == ["A-1"]
    assert watched.episode(kept).since == instant(TODAY, SHANGHAI)


def test_data_has_time_to_settle(watched):
    """With two hours to settle yesterday is judged at two in the morning, not at midnight."""
    watched.sold(150)
    watched.sells(1, TODAY, at=time(0, 30))
    kept = watched.watch(replace(WEAK, settle=timedelta(hours=2)))
    watched.now = instant(TODAY, SHANGHAI) + timedelta(minutes=119)

    assert watched.judged(watched.tick() and kept) == []
    assert watched.judged(watched.tick(minutes=1) and kept) == [(days_ago(1), "")]


def test_missed_windows_are_made_up_for_in_order(watched):
    """After four days of downtime each day is judged, and one card says what is so now."""
    watched.sold(150, 60, 50, 40, 30)
    watched.sells(10, TODAY, at=time(8))
    kept = watched.watch(since=days_ago(3))

    assert watched.tick().sent() == ["A-1"]
    assert [day for day, _ in watched.judged(kept)] == [days_ago(4), days_ago(3), days_ago(2), days_ago(1)]
    assert [note for _, note in watched.judged(kept)] == ["caught_up", "caught_up", "caught_up", ""]
    assert watched.episode(kept).since == instant(days_ago(3), SHANGHAI)


def test_what_began_and_ended_unseen_is_one_short_message(watched):
    """Bad days that are over by now are told of as over, not as an alarm, and not one by one."""
    watched.sold(150, 60, 50, 150, 160)
    watched.sells(10, TODAY, at=time(8))
    watched.watch(since=days_ago(4))

    assert watched.tick().sent() == ["A-1"]
    assert "normal" in watched.heads()[0]
    (over,) = watched.episodes()
    assert (over.told, over.end) == ("all_alerts_resolved", "recovered")


def test_windows_missed_too_long_ago_are_given_up(watched):
    """A rule that slept for a year makes up for a month."""
    watched.sold(*[150] * 40)
    watched.sells(10, TODAY, at=time(8))
    kept = watched.watch(since=days_ago(365))
    watched.tick()

    assert watched.judged(kept)[0][0] == days_ago(31)


def test_a_clock_put_back_judges_nothing_twice(watched):
    """An hour ago everything was judged already."""
    watched.sold(60)
    watched.sells(10, TODAY, at=time(8))
    kept = watched.watch()
    watched.tick().sent()

    assert watched.tick(days=-3).sent() == []
    assert watched.tick(days=3, minutes=1).sent() == []
    assert len(watched.judged(kept)) == 1


def test_two_who_judge_at_once_tell_once(watched):
    """Two processes' worth of evaluators, at the same instant, on many rules: one card a rule."""
    watched.sold(60)
    watched.sells(10, TODAY, at=time(8))
    rules = [watched.watch(replace(WEAK, name=f"rule {n}")) for n in range(12)]
    together = Barrier(2)

    def work():
        together.wait()
        evaluate(watched.now, watched.shop)

    both = [Thread(target=work) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    watched.tick(minutes=6)

    assert sorted(watched.sent()) == sorted(f"A-{episode.id}" for episode in watched.episodes())
    assert len(watched.episodes()) == 12
    assert all(len(watched.judged(kept)) == 1 for kept in rules)


def test_a_window_that_was_left_half_judged_is_judged_again(watched):
    """Whoever held it is gone: when the lease is over someone else does it."""
    watched.sold(60)
    watched.sells(10, TODAY, at=time(8))
    kept = watched.watch()

    gone = Lease("gone", watched.now + timedelta(minutes=5))
    assert watched.records.windows.claim(kept.id, instant(TODAY, SHANGHAI), gone, watched.now)

    assert watched.tick(minutes=1).sent() == []
    assert watched.tick(minutes=5).sent() == ["A-1"]


def test_segments_in_breach_are_one_card(watched):
    """Three regions are weak: one card. A fourth one joins it the next day."""
    for region, amount in (("East", 60), ("South", 50), ("North", 40), ("West", 300)):
        watched.sells(amount, days_ago(1), region=region)
        watched.sells(amount if region != "West" else 20, TODAY, region=region, at=time(8))
    kept = watched.watch(replace(WEAK, by=("region",)))

    assert watched.tick().sent() == ["A-1"]
    assert len(watched.episode(kept).firing) == 3
    watched.sells(1, TODAY + timedelta(1), at=time(1))
    assert watched.tick(days=1).sent() == ["A-1", "A-1/v2/line"]
    assert "West" in watched.lines()[0]


def test_a_region_that_stops_selling_is_missing_and_then_forgotten(watched):
    """Absence is no zero: it is not in breach, and after two days it is no instance any more."""
    for ago in (2, 1, 0):
        watched.sells(300, days_ago(ago), region="East", at=time(8))
    watched.sells(300, days_ago(2), region="South")
    kept = watched.watch(replace(WEAK, by=("region",)), since=days_ago(1))

    watched.tick()
    assert watched.condition(kept, "South") == ("normal", "missing_series")
    watched.sells(1, TODAY + timedelta(1), at=time(1))
    watched.tick(days=1)
    assert watched.condition(kept, "South") is None
    assert watched.condition(kept, "East") is not None


@pytest.mark.parametrize(
    ("policy", "condition", "told"),
    [
        (Policy.SHOW, "no_data", 0),
        (Policy.ALERT, "alerting", 1),
        (Policy.NORMAL, "normal", 0),
        (Policy.KEEP, "normal", 0),
    ],
)
def test_a_day_without_data_is_what_the_rule_says_it_is(watched, policy, condition, told):
    """Nothing sold yesterday, but the till works again today: no row is not 0."""
    watched.sold(150, None)
    watched.sells(10, TODAY, at=time(8))
    kept = watched.watch(replace(WEAK, no_data=policy), since=days_ago(1))
    watched.tick()

    assert watched.condition(kept)[0] == condition
    assert len(watched.sent()) == told


def test_an_empty_shop_alerts_nobody(watched):
    """A rule on no history at all is judged and stays calm."""
    kept = watched.watch(replace(WEAK, trigger=Trigger(Kind.ANOMALY, Side.BELOW, 3.0)))

    assert watched.tick().sent() == []
    assert watched.condition(kept) == ("no_data", "no_data")


def test_days_are_the_shops_also_when_the_clock_changes(shop_to_watch):
    """In Berlin the last Sunday of October has 25 hours: what is sold in the last one belongs to it."""
    watched = shop_to_watch(zone=BERLIN)
    sunday = date(2026, 10, 25)
    watched.sells(60, sunday, at=time(12))
    watched.sells(60, sunday, at=time(23, 30))
    watched.sells(1, sunday + timedelta(1), at=time(0, 1))
    kept = watched.watch(since=sunday + timedelta(1))

    watched.now = datetime.fromisoformat("2026-10-25T22:30:00+00:00")
    assert watched.judged(watched.tick() and kept) == []
    watched.tick(minutes=31)
    assert watched.judged(kept) == [(sunday, "")]
    assert watched.condition(kept) == ("normal", "clean")


def test_hours_are_judged_by_the_hour(watched):
    """Nine o'clock is judged at ten, once something came after it."""
    for hour, amount in ((8, 150), (9, 60), (10, 5)):
        watched.sells(amount, TODAY, at=time(hour, 30))
    rule = replace(WEAK, grain=Grain.HOUR)
    watched.now = instant(TODAY, SHANGHAI) + timedelta(hours=9)
    kept = watched.records.rules.add(rule, SAM, Lang.EN, watched.now, watched.now)

    watched.tick(minutes=31).sent()
    assert watched.condition(kept) == ("normal", "clean")
    assert watched.tick(minutes=60).sent() == ["A-1"]


def test_a_rule_on_a_filter_sees_only_that(watched):
    """The East alone is weak."""
    watched.sold(60, region="East")
    watched.sold(500, region="South")
    watched.sells(10, TODAY, at=time(8))
    east = replace(WEAK, filters=(Filter("region", Op.IN, ("East",)),))
    south = replace(WEAK, filters=(Filter("region", Op.IN, ("South",)),))
    rules = [watched.watch(east), watched.watch(south)]
    watched.tick()

    assert [watched.condition(kept)[0] for kept in rules] == ["alerting", "normal"]


def test_a_target_set_by_command_counts(watched):
    """Behind the pace of a month whose target someone set in Slack."""

    watched.sold(*[100] * 90)
    watched.sells(10, TODAY, at=time(8))
    kept = watched.watch(replace(WEAK, trigger=Trigger(Kind.TARGET, Side.BELOW, 0.05)))
    month = Target(9000, "month", first=date(2026, 11, 1), last=date(2026, 11, 30))
    watched.records.targets.put("revenue", month, Setter(SAM, watched.now))

    watched.tick()
    assert watched.condition(kept) == ("alerting", "breach")


def test_a_paused_rule_is_not_judged(watched):
    """It has nothing to say."""
    watched.sold(60)
    kept = watched.watch()
    watched.records.rules.mark(kept.id, Status.PAUSED)

    assert watched.tick().sent() == []
    assert watched.judged(kept) == []
