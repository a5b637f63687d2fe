"""Windows that wait for their data, rules that can no longer be watched, stores that fail, checks that were missed."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy import text

from analysis.alerts.rule import Kind, Policy, Side, Trigger, Volume
from analysis.calendar import instant
from analysis.model import Lang
from handlers.alerts.judging import hold, watchdog
from handlers.alerts.judging.evaluate import evaluate
from handlers.alerts.rules.digest import digest
from handlers.status import status
from storage.records.alerts.loads import Load
from storage.records.alerts.model import Status
from tests.handlers.alert_stage import ANA, SALES, SAM
from tests.handlers.watched import SHANGHAI, TODAY, WEAK, days_ago

MIDNIGHT = instant(TODAY, SHANGHAI)


def loaded(watched, table="orders", **found):
    """A load of a table that was just done."""
    entry = Load(watched.now, "sales.csv", "ours", table, **{"read": 100, "changed": 100} | found)
    watched.records.loads.add([entry])


def test_a_day_is_not_judged_before_its_data_is_there(watched):
    """The last order came at six in the evening: the day waits, until one after midnight shows that it is whole."""
    watched.sold(150, 60, at=time(18))
    kept = watched.watch()
    watched.now = MIDNIGHT

    assert watched.judged(watched.tick(minutes=5) and kept) == []
    watched.sells(90, days_ago(1), at=time(22))
    watched.sells(1, TODAY, at=time(0, 10))
    watched.tick(minutes=10)
    assert watched.judged(kept) == [(days_ago(1), "")]
    assert watched.condition(kept) == ("normal", "clean")


def test_it_does_not_wait_for_ever_and_says_so(watched):
    """After six hours it is judged with what there is; the thread of the card says how far that reaches."""
    watched.sold(150, 60, at=time(18))
    kept = watched.watch()
    watched.now = MIDNIGHT

    assert watched.tick(hours=5, minutes=59).sent() == []
    assert watched.tick(minutes=1).sent() == ["A-1", "A-1/v1/remark"]
    assert watched.judged(kept) == [(days_ago(1), "forced")]
    assert watched.lines() == ["Judged with what there is: order_lines has nothing newer than Sat 21 Nov, 18:00."]


def test_what_is_open_hears_once_that_its_data_is_late(watched):
    """One line in the thread, not one a minute, and none for the quiet of a night; the condition says DataHeld."""
    watched.sold(60)
    watched.sells(50, TODAY, at=time(8))
    kept = watched.watch()
    assert watched.tick().sent() == ["A-1"]
    watched.now = MIDNIGHT + timedelta(days=1)

    assert watched.tick(minutes=1).sent() == []
    assert watched.tick(hours=2).sent() == ["A-1", "A-1/v2/remark"]
    assert watched.condition(kept) == ("alerting", "data_held")
    assert watched.tick(minutes=1).sent() == []
    assert watched.lines()[-1].startswith("⏳ Waiting for data: order_lines has nothing newer than Sun 22 Nov, 8:00.")
    watched.sells(1, TODAY + timedelta(1), at=time(1))
    watched.tick(minutes=1)
    assert watched.condition(kept) == ("alerting", "breach")


def test_a_load_that_came_after_the_window_shows_that_it_is_whole(watched):
    """Nothing sold since six, and the till was read at one: nothing is missing."""
    watched.sold(150, 60, at=time(18))
    kept = watched.watch()
    watched.now = MIDNIGHT + timedelta(hours=1)
    loaded(watched, "order_lines")

    assert watched.judged(watched.tick(minutes=1) and kept) == [(days_ago(1), "")]


@pytest.mark.parametrize("wrong", [{"refused": 30}, {"failure": "no column price", "changed": 0}])
def test_a_bad_load_holds_what_is_computed_from_it(watched, wrong):
    """Most rows refused, or none taken: the number is not believed until a good load comes."""
    watched.sold(150, 60)
    watched.sells(10, TODAY, at=time(0, 30))
    kept = watched.watch()
    watched.now = MIDNIGHT + timedelta(hours=1)
    loaded(watched, "order_lines", **wrong)

    assert watched.judged(watched.tick(minutes=1) and kept) == []
    loaded(watched, "order_lines")
    assert watched.judged(watched.tick(minutes=1) and kept) == [(days_ago(1), "")]


def test_one_of_two_tables_that_are_loaded_is_enough_to_wait(watched):
    """Orders are there, visits are not: their quotient waits."""
    watched.sells(60, TODAY, at=time(0, 30))
    with watched.shop.facts.transaction() as raw:
        raw.execute("INSERT INTO visits (visit_id, visited_at, visits) VALUES ('v', '2026-11-21 03:00', 9)")
    watched.now = MIDNIGHT - timedelta(hours=1)
    loaded(watched, "visits")
    rule = replace(WEAK, metric="conversion")

    held = hold.hold(rule, MIDNIGHT, hold.sources(watched.shop))
    assert (held.why, held.table, held.until) == ("late", "visits", MIDNIGHT + timedelta(hours=6))


def test_a_source_that_ended_long_ago_is_not_waited_for(watched):
    """Two weeks without an order is no lateness; a rule on silence waits for nothing at all."""
    watched.sold(60, until=days_ago(14))
    known = hold.sources(watched.shop)

    assert hold.hold(WEAK, MIDNIGHT, known) is None
    watched.sold(60, until=days_ago(2))
    silence = replace(WEAK, trigger=Trigger(Kind.FRESHNESS, Side.ABOVE, 24.0))
    assert hold.hold(silence, MIDNIGHT, hold.sources(watched.shop)) is None


def test_a_metric_that_is_gone_breaks_its_rule_and_tells_once(watched):
    """The owner is called once; the rule is kept, and heals when the metric is back."""
    watched.sold(150, 60)
    watched.sells(10, TODAY, at=time(8))
    kept, sound = watched.watch(replace(WEAK, metric="revenu", name="GMV")), watched.watch()
    watched.tick()

    assert watched.records.rules.find(kept.id).status is Status.BROKEN
    assert watched.condition(sound) == ("alerting", "breach")
    (said,) = [head for head in watched.heads() if "GMV" in head]
    assert SAM in said
    assert "revenu" in said
    assert "revenue" in said
    before = len(watched.heads())
    watched.tick(minutes=1)
    assert len(watched.heads()) == before


def test_a_broken_rule_heals_by_itself(shop_to_watch):
    """The metric's new name is taken back in shop.yaml: watched again from the next day on, and said so."""
    watched = shop_to_watch()
    catalog = watched.shop.catalog
    without = replace(catalog, metrics=tuple(metric for metric in catalog.metrics if metric.id != "revenue"))
    kept = watched.watch()
    evaluate(watched.now, replace(watched.shop, catalog=without))
    assert watched.records.rules.find(kept.id).status is Status.BROKEN

    watched.tick(minutes=1)
    assert watched.records.rules.find(kept.id).status is Status.ACTIVE
    assert watched.heads()[-1] == "✅ Rule R-1 can be checked again, from the next period on."
    watched.sold(60, until=TODAY)
    watched.sells(1, TODAY + timedelta(1), at=time(1))
    watched.tick(hours=20)
    assert watched.judged(kept) == [(TODAY, "")]


@pytest.mark.parametrize(
    "rule",
    [
        replace(WEAK, by=("colour",)),
        replace(WEAK, metric="roas", by=("category",)),
        replace(WEAK, trigger=replace(WEAK.trigger, volume=Volume(1, "ordders"))),
    ],
)
def test_a_dimension_or_a_volume_that_is_gone_breaks_a_rule_too(watched, rule):
    """Whatever it names that is not there."""
    kept = watched.watch(rule)
    watched.tick()

    assert watched.records.rules.find(kept.id).status is Status.BROKEN
    assert len(watched.sent()) == 1


def test_a_rule_that_cannot_be_read_breaks_alone(watched):
    """Its text was damaged: whoever made it is told, the others are judged."""
    lost, sound = watched.watch(), watched.watch()
    watched.sold(60)
    watched.sells(10, TODAY, at=time(8))
    with watched.records.begin() as connection:
        connection.execute(text(f"UPDATE rule_revisions SET spec = '{{}}' WHERE rule_id = {lost.id}"))
    watched.tick()

    assert watched.condition(sound) == ("alerting", "breach")
    assert [notice.channel for notice in watched.mail.notices] == [SAM, SALES]
    assert len(watched.tick(minutes=1).mail.notices) == 2


def test_a_store_that_fails_is_tried_again_before_it_is_an_error(watched):
    """The table is gone: two ticks of patience, then Error, by the rule's policy; it recovers with the table."""
    watched.sold(60)
    watched.sells(10, TODAY, at=time(8))
    shown, alarmed = watched.watch(), watched.watch(replace(WEAK, on_error=Policy.ALERT))
    with watched.shop.facts.transaction() as raw:
        raw.execute("ALTER TABLE order_lines RENAME TO away")

    assert watched.tick().sent() == []
    assert watched.tick(minutes=1).sent() == []
    assert watched.condition(shown) is None
    assert watched.tick(minutes=1).sent() == ["A-1"]
    assert watched.condition(shown) == ("error", "error")
    assert watched.condition(alarmed) == ("alerting", "error")
    with watched.shop.facts.transaction() as raw:
        raw.execute("ALTER TABLE away RENAME TO order_lines")
    watched.sells(1, TODAY + timedelta(1), at=time(1))
    watched.tick(days=1)
    assert watched.condition(shown)[0] == "alerting"
    assert watched.records.runs.failing() == {}


def test_one_rule_that_fails_stops_no_other(watched):
    """Visits cannot be read; revenue is judged all the same, in the same tick."""
    watched.sold(60)
    watched.sells(10, TODAY, at=time(8))
    kept = [watched.watch(replace(WEAK, metric="visits")), watched.watch()]
    with watched.shop.facts.transaction() as raw:
        raw.execute("DROP TABLE visits")
    watched.tick()

    assert [watched.condition(each) for each in kept] == [None, ("alerting", "breach")]


def test_downtime_is_said_once_in_each_channel(watched):
    """The bot slept over midnight: the channel hears that checks were late, then what they found."""
    watched.sold(150)
    watched.sells(60, TODAY, at=time(8))
    watched.watch()
    watched.tick().sent()
    watched.sells(1, TODAY + timedelta(1), at=time(1))

    said = watched.tick(asleep=True, hours=20).sent()
    assert said[0].startswith("watch/C0SALES/")
    assert said[1:] == ["A-1"]
    assert watched.heads()[0].startswith("⚠️ No alert was checked since Sun 22 Nov, 12:00 (20 h). One check is late")
    assert watched.tick(minutes=1).sent() == []


def test_a_nap_that_missed_nothing_is_not_worth_a_word(watched):
    """Stopped at noon and started at three: nothing was due."""
    watched.sold(150)
    watched.watch()
    watched.tick(hours=1).sent()

    assert watched.tick(asleep=True, hours=3).sent() == []


def test_a_tick_that_never_ends_is_noticed_from_outside(watched, caplog):
    """Judging hangs: the watchdog, a job of its own, says so once."""
    watched.sold(60)
    watched.sells(60, TODAY, at=time(8))
    watched.watch()
    watchdog.done(MIDNIGHT - timedelta(minutes=1), watched.shop)

    watchdog.watch(MIDNIGHT + timedelta(minutes=10), watched.shop)
    assert watched.sent() == []
    watchdog.watch(MIDNIGHT + timedelta(minutes=15), watched.shop)
    watchdog.watch(MIDNIGHT + timedelta(minutes=20), watched.shop)
    assert len(watched.sent()) == 1
    assert "No tick was completed" in caplog.text


def test_downtime_is_said_in_the_language_of_the_channel(watched):
    """In Chinese for a rule made in Chinese."""
    watched.sold(60)
    watched.sells(60, TODAY, at=time(8))
    watched.watch(lang=Lang.ZH)
    watchdog.done(MIDNIGHT - timedelta(hours=2), watched.shop)
    watched.tick(asleep=True)

    assert watched.heads()[0].startswith("⚠️ 自 11月21日周六 22:00 起没有检查过预警")


def test_status_says_when_the_rules_were_checked(watched, call):
    """Nothing of it without rules; when they were checked; since when they are not."""

    def said(**later):
        facts = status(call("status", now=watched.now + timedelta(**later)), watched.shop).facts
        return [fact.value for fact in facts if fact.label == "Alert rules"]

    assert said() == []
    watched.watch()
    assert said() == ["1 on, not checked yet"]
    watched.tick()
    assert said(minutes=3) == ["1 on, last checked 12:00"]
    assert said(hours=3) == ["⚠️ 1 on, not checked since 12:00"]


def test_the_owner_hears_of_whatever_cannot_be_posted(watched):
    """A gap, a card, a remark, a broken rule and its return: each names whom to tell if its channel is closed to us."""
    watched.sold(60)
    watched.sells(50, TODAY, at=time(8))
    watched.watch(replace(WEAK, owner=ANA))
    catalog = watched.shop.catalog
    without = replace(catalog, metrics=tuple(metric for metric in catalog.metrics if metric.id != "revenue"))
    watched.tick()
    watched.now = MIDNIGHT + timedelta(days=1)
    watched.tick(asleep=True, minutes=140)
    digest(MIDNIGHT + timedelta(days=1, hours=9), watched.shop)
    evaluate(watched.now, replace(watched.shop, catalog=without))
    watched.tick(minutes=1)

    said = " ".join(notice.key for notice in watched.mail.notices)
    assert all(each in said for each in ("watch/", "A-1", "/remark", "digest/", "/broken/", "/healed/"))
    assert {notice.person for notice in watched.mail.notices} == {ANA}
