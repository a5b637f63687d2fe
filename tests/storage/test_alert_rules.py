"""The rules people made, on a real SQLite file and, under the check marker, on a real PostgreSQL."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import text

from analysis.alerts.rule import Baseline, Escalation, Hours, Kind, Mute, Policy, Rule, Side, Trigger, Volume
from analysis.model import Filter, Grain, Lang, Op
from storage.records import Lease, Lost, Stale
from storage.records.alerts.codec import Broken
from storage.records.alerts.model import Evaluation, Status

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
RULE = Rule("revenue", Trigger(Kind.THRESHOLD, limit=1000.0), channel="C1")
FULL = Rule(
    metric="revenue",
    trigger=Trigger(Kind.CHANGE, Side.EITHER, 0.2, 0.1, Baseline.SAME_WEEKDAY, 6, Volume(5000.0, "orders"), 100.0),
    grain=Grain.HOUR,
    by=("region", "channel"),
    filters=(Filter("category", Op.NOT_IN, ("Sofas, 沙发", 'the "best"')),),
    pending=2,
    keep=3,
    settle=timedelta(hours=2, minutes=30),
    no_data=Policy.ALERT,
    on_error=Policy.KEEP,
    hours=Hours(time(21), time(9, 30), frozenset({0, 6})),
    mutes=(Mute(date(2026, 11, 11), date(2026, 11, 12), "双11"),),
    repeat=timedelta(hours=4),
    remind=timedelta(hours=3),
    escalation=Escalation("S0TEAM", timedelta(minutes=90)),
    owner="U9",
    channel="C1",
    cap=7,
    name="East, 华东",
)


@pytest.fixture
def rules(memory):
    return memory.rules


def add(rules, rule=RULE, person="U1"):
    return rules.add(rule, person, Lang.ZH, NOW, NOON)


def spoil(memory, rule_id: int, spec: str) -> None:
    with memory.begin() as connection:
        changed = text("UPDATE rule_revisions SET spec = :spec WHERE rule_id = :id")
        connection.execute(changed, {"spec": spec, "id": rule_id})


@pytest.mark.parametrize("rule", [RULE, FULL], ids=["plain", "full"])
def test_a_rule_is_kept_just_as_it_was_made(rules, rule):
    kept = add(rules, rule)
    assert rules.find(kept.id) == kept
    assert kept.rule == rule
    assert (kept.status, kept.version, kept.starts_at) == (Status.ACTIVE, 1, NOON)


def test_rules_are_numbered_in_order_and_a_number_is_never_given_twice(rules):
    assert [add(rules).id, add(rules).id] == [1, 2]
    assert rules.mark(2, Status.DELETED)
    assert add(rules).id == 3


def test_a_rule_whose_transaction_failed_was_never_there(memory):
    def fail():
        with memory.begin() as transaction:
            memory.rules.add(RULE, "U1", Lang.EN, NOW, NOON, transaction)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert memory.rules.all() == ()
    assert memory.rules.find(add(memory.rules).id).rule == RULE


def test_a_deleted_rule_is_not_listed_and_still_found(rules):
    add(rules)
    rules.mark(1, Status.DELETED)
    assert rules.all() == ()
    assert rules.find(1).status is Status.DELETED
    assert [kept.id for kept in rules.all(Status.DELETED)] == [1]
    assert rules.find(9) is None
    assert not rules.mark(9, Status.PAUSED)


def test_a_paused_rule_says_why_and_goes_on_from_the_window_it_is_given(rules):
    add(rules)
    rules.mark(1, Status.PAUSED, "stocktaking")
    assert (rules.find(1).status, rules.find(1).note) == (Status.PAUSED, "stocktaking")
    later = NOON + timedelta(days=3)
    rules.mark(1, Status.ACTIVE, starts_at=later)
    assert (rules.find(1).note, rules.find(1).starts_at) == ("", later)


def test_of_two_who_edit_a_rule_at_once_one_is_told_and_every_version_is_kept(rules):
    kept = add(rules)
    first, second = replace(RULE, pending=2), replace(RULE, pending=3)
    changed = rules.change(kept.id, kept.version, first, NOON)
    with pytest.raises(Stale):
        rules.change(kept.id, kept.version, second, NOON)
    assert (changed.version, rules.find(1)) == (2, changed)
    assert [rules.version(1, number) for number in (1, 2, 3)] == [RULE, first, None]


def test_a_rule_that_does_not_exist_cannot_be_changed(rules):
    with pytest.raises(Stale):
        rules.change(7, 1, RULE, NOW)


@pytest.mark.parametrize("edit", ["change", "pause"])
def test_a_window_that_was_being_judged_when_the_rule_changed_counts_for_nothing(memory, edit):
    """Its result is of a rule that is no longer there: the holder loses it, and it is judged anew."""
    add(memory.rules)
    claim = memory.windows.claim(1, NOON, Lease("a", NOON + timedelta(hours=1)), NOW)
    if edit == "change":
        memory.rules.change(1, 1, FULL, NOW)
    else:
        memory.rules.mark(1, Status.PAUSED)
    with pytest.raises(Lost):
        memory.windows.finish(claim, Evaluation(1, NOON, NOW, 1))
    assert memory.windows.recent(1) == ()
    again = memory.windows.claim(1, NOON, Lease("b", NOON), NOW)
    assert bool(again) is (edit == "change")


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        ("", "no JSON"),
        ("[]", "an object"),
        ('{"version": 2}', "version 2"),
        ('{"version": 1, "metric": "revenue"}', "needs trigger"),
        ('{"version": 1, "metric": "revenue", "trigger": {"kind": "threshold"}, "colour": 1}', "no colour"),
        ('{"version": 1, "metric": "revenue", "trigger": {"kind": "hunch"}}', "no Kind"),
        ('{"version": 1, "metric": "revenue", "trigger": {"kind": "threshold"}, "pending": "2"}', "no int"),
        ('{"version": 1, "metric": "revenue", "trigger": {"kind": "threshold"}, "pending": true}', "no int"),
        ('{"version": 1, "metric": "revenue", "trigger": {"kind": "threshold", "limit": "1"}}', "no float"),
        ('{"version": 1, "metric": "revenue", "trigger": {"kind": "threshold"}, "by": "region"}', "no list"),
        ('{"version": 1, "metric": "revenue", "trigger": {"kind": "threshold"}, "hours": {"start": "9"}}', "no time"),
    ],
)
def test_a_rule_that_cannot_be_read_is_named_and_takes_no_other_down(memory, spec, reason):
    add(memory.rules)
    add(memory.rules, person="U2")
    spoil(memory, 2, spec)
    assert [kept.id for kept in memory.rules.all()] == [1]
    (broken,) = memory.rules.unreadable()
    assert (broken.id, broken.person, broken.lang) == (2, "U2", Lang.ZH)
    assert reason in broken.reason
    with pytest.raises(Broken, match="R-2") as fault:
        memory.rules.find(2)
    assert fault.value.rule_id == 2
    memory.rules.mark(2, Status.BROKEN, broken.reason)
    assert [one.id for one in memory.rules.unreadable(Status.BROKEN)] == [2]


def test_a_rule_written_before_a_field_was_known_has_its_default(memory):
    add(memory.rules)
    spoil(memory, 1, '{"version": 1, "metric": "orders", "trigger": {"kind": "threshold", "limit": 5}}')
    assert memory.rules.find(1).rule == Rule("orders", Trigger(Kind.THRESHOLD, limit=5.0))


def test_a_rule_that_nothing_can_be_held_against_is_never_written(rules):
    with pytest.raises(ValueError, match="JSON"):
        add(rules, replace(RULE, trigger=Trigger(Kind.THRESHOLD, limit=float("nan"))))
    assert rules.all() == ()
