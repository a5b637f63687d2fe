"""Windows, episodes, deeds and silences, on a real SQLite file and, under the check marker, on PostgreSQL."""

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from analysis.alerts.condition import Condition, Outcome, Reason, Seen, State, Suppressor, Told
from analysis.alerts.people import Deed, Silence, Verb
from analysis.alerts.rule import Kind, Rule, Trigger
from analysis.model import Lang
from storage.records import Lease, Lost, Stale
from storage.records.alerts.codec import Broken
from storage.records.alerts.model import Episode, Evaluation, Status, Transition
from storage.records.standing import Stand

HOUR = timedelta(hours=1)
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LEASE = Lease("a", NOW + timedelta(minutes=2))
EAST, WEST = '["East"]', '["华西 \\"W\\"", null]'
SEEN = Seen(NOON - HOUR, NOON, Outcome.BREACH, 812.0, 1000.5, 900.0, None, -188.5, -2.5, "promotion")
STATE = State(Condition.ALERTING, Reason.BREACH, NOON, NOON - HOUR, 2, 0, 0, 1, 800.25, SEEN)
ODD = Seen(NOON - 2 * HOUR, NOON, Outcome.NO_DATA, impact=math.inf)
EPISODE = Episode(1, 1, "C1", NOON - HOUR, NOON, told=Told.FIRST, told_at=NOON, firing=(EAST,), card="A-1")


@pytest.fixture
def windows(memory):
    for _ in range(2):
        memory.rules.add(Rule("revenue", Trigger(Kind.THRESHOLD)), "U1", Lang.EN, NOW, NOON)
    return memory.windows


@pytest.fixture
def episodes(memory):
    return memory.episodes


def judge(windows, window=NOON, now=NOW, **more) -> Evaluation:
    evaluation = Evaluation(1, window, now, 1, **more)
    windows.finish(windows.claim(1, window, Lease("a", now + HOUR), now), evaluation)
    return evaluation


def test_a_window_is_claimed_by_one_of_many_who_want_it(windows):
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda name: windows.claim(1, NOON, Lease(str(name), NOON), NOW), range(8)))
    assert len([claim for claim in claims if claim]) == 1


def test_a_window_is_judged_once_and_none_before_it_afterwards(windows):
    assert windows.last(1) is None
    judged = judge(windows, seen={EAST: SEEN, WEST: ODD}, episode=3, told=Told.FIRST, note="caught_up")
    assert windows.recent(1) == (judged,)
    assert (windows.last(1), windows.lasts()) == (NOON, {1: NOON})
    assert windows.claim(1, NOON, LEASE, NOW) is None
    assert windows.claim(1, NOON - HOUR, LEASE, NOW) is None
    assert windows.claim(1, NOON + HOUR, LEASE, NOW) is not None


def test_the_next_window_waits_for_the_one_being_judged_and_other_rules_do_not(windows):
    assert windows.claim(1, NOON, LEASE, NOW)
    assert windows.claim(1, NOON + HOUR, LEASE, NOW) is None
    assert windows.claim(2, NOON, LEASE, NOW)


def test_after_its_lease_another_judges_the_window_and_the_first_can_write_nothing(memory, windows):
    first = windows.claim(1, NOON, LEASE, NOW)
    second = windows.claim(1, NOON, Lease("b", NOON), LEASE.until)
    assert second.fence > first.fence

    def write():
        with memory.begin() as transaction:
            windows.keep(1, {EAST: STATE}, transaction)
            windows.finish(first, Evaluation(1, NOON, NOW, 1), transaction)

    with pytest.raises(Lost):
        write()
    assert windows.states([1]) == {1: {}}
    windows.finish(second, Evaluation(1, NOON, NOW, 1))
    with pytest.raises(Lost):
        windows.finish(second, Evaluation(1, NOON, NOW, 1))
    assert len(windows.recent(1)) == 1


def test_a_window_from_before_the_rule_is_watched_is_nobody_s(memory, windows):
    memory.rules.mark(1, Status.ACTIVE, starts_at=NOON + HOUR)
    assert windows.claim(1, NOON, LEASE, NOW) is None
    assert windows.claim(1, NOON + HOUR, LEASE, NOW)


def test_what_came_of_another_version_of_the_rule_counts_for_nothing(memory, windows):
    """It was read before it was changed and claimed after that."""
    memory.rules.change(1, 1, Rule("orders", Trigger(Kind.THRESHOLD)), NOW)
    claim = windows.claim(1, NOON, LEASE, NOW)
    with pytest.raises(Lost):
        windows.finish(claim, Evaluation(1, NOON, NOW, rule_version=1))
    windows.finish(claim, Evaluation(1, NOON, NOW, rule_version=2))


def test_a_claim_can_be_confirmed_until_it_is_lost(memory, windows):
    claim = windows.claim(1, NOON, LEASE, NOW)
    with memory.begin() as transaction:
        windows.confirm(claim, transaction)
    windows.claim(1, NOON, Lease("b", NOON), LEASE.until)
    with memory.begin() as transaction, pytest.raises(Lost):
        windows.confirm(claim, transaction)


def test_a_window_that_could_not_be_judged_is_handed_back_at_once(windows):
    windows.drop(windows.claim(1, NOON, LEASE, NOW))
    held = windows.claim(1, NOON, LEASE, NOW)
    assert windows.release("someone else") == 0
    assert windows.release("a") == 1
    windows.drop(held)
    assert windows.claim(1, NOON, Lease("b", NOON), NOW)


def test_what_was_judged_by_then_is_told_newest_first(windows):
    for number in range(3):
        judge(windows, NOON + number * HOUR, NOW + number * HOUR, episode=number or None)
    assert [one.window.hour for one in windows.recent(1)] == [14, 13, 12]
    assert [one.window.hour for one in windows.recent(1, until=NOW + HOUR)] == [13, 12]
    assert [one.window.hour for one in windows.recent(1, limit=1)] == [14]
    assert [one.window.hour for one in windows.of_episode(2)] == [14]


def test_conditions_are_kept_replaced_and_forgotten_by_instance(windows):
    windows.keep(1, {EAST: STATE, WEST: State(seen=ODD)})
    windows.keep(1, {EAST: replace(STATE, breaches=3)})
    assert windows.states([1, 2]) == {1: {EAST: replace(STATE, breaches=3), WEST: State(seen=ODD)}, 2: {}}
    windows.forget(1, [EAST])
    assert set(windows.states([1])[1]) == {WEST}
    windows.forget(1)
    assert windows.states([1]) == {1: {}}
    windows.keep(1, {})


def test_what_cannot_be_said_in_numbers_survives(windows):
    judge(windows, seen={EAST: replace(SEEN, impact=math.nan), WEST: replace(SEEN, value=-math.inf, note="")})
    seen = windows.recent(1)[0].seen
    assert math.isnan(seen[EAST].impact)
    assert (seen[WEST].value, seen[WEST].note) == (-math.inf, "")


@pytest.mark.parametrize("state", ["", "{}", "[2]", "[1]", '[1,"sleepy"]', "[1,0,0,0,0,0,0,0,0,0,0]"])
def test_a_condition_that_cannot_be_read_begins_anew_and_holds_up_no_other(memory, windows, caplog, state):
    windows.keep(1, {EAST: STATE, WEST: STATE})
    with memory.begin() as connection:
        spoilt = text("UPDATE conditions SET state = :state WHERE key = :key")
        connection.execute(spoilt, {"state": state, "key": EAST})
    assert windows.states([1, 2]) == {1: {WEST: STATE}, 2: {}}
    assert "R-1" in caplog.text
    windows.keep(1, {EAST: STATE})
    assert windows.states([1])[1][EAST] == STATE


@pytest.mark.parametrize("seen", ["", "[]", '{"version":1,"spans":[],"seen":{"[]":[0]}}', '{"version":2}'])
def test_what_was_seen_and_cannot_be_read_is_a_named_fault(memory, windows, seen):
    judge(windows, seen={EAST: SEEN})
    with memory.begin() as connection:
        connection.execute(text("UPDATE evaluations SET seen = :seen"), {"seen": seen})
    with pytest.raises(Broken):
        windows.recent(1)


def test_changes_of_condition_are_told_newest_first_by_rule_instance_and_episode(windows):
    first = Transition(1, EAST, NOW, NOON, State(), STATE, 4)
    second = Transition(1, WEST, NOW, NOON, State(), State(seen=ODD))
    windows.moved([first, second])
    windows.moved([])
    assert windows.transitions(1) == (second, first)
    assert windows.transitions(1, key=EAST) == (first,)
    assert windows.transitions_of(4) == (first,)


def test_after_thirteen_months_only_what_belongs_to_an_episode_is_kept(memory, windows):
    judge(windows, seen={EAST: SEEN})
    judge(windows, NOON + HOUR, episode=1)
    windows.moved([Transition(1, EAST, NOW, NOON, State(), STATE), Transition(1, EAST, NOW, NOON, STATE, State(), 1)])
    memory.tidy(NOON + timedelta(days=390))
    assert len(windows.recent(1)) == 2
    memory.tidy(NOON + timedelta(days=400))
    assert [one.episode for one in windows.recent(1)] == [1]
    assert [one.episode for one in windows.transitions(1)] == [1]
    assert windows.last(1) == NOON + HOUR


def test_an_episode_is_kept_just_as_it_was_and_its_number_never_given_again(episodes):
    assert [episodes.number(), episodes.number()] == [1, 2]
    episodes.add(EPISODE)
    assert episodes.find(1) == EPISODE
    assert episodes.find(2) is None
    assert episodes.number() == 3


def test_a_rule_has_one_open_episode_however_many_open_one_at_once(episodes):
    def try_to_open(number):
        try:
            episodes.add(replace(EPISODE, id=number))
        except Stale:
            return 0
        return number

    with ThreadPoolExecutor(8) as pool:
        opened = [number for number in pool.map(try_to_open, range(1, 9)) if number]
    assert len(opened) == 1
    assert [one.id for one in episodes.open()] == opened
    episodes.add(replace(EPISODE, id=9, rule_id=2))


def test_a_rule_may_open_another_episode_once_the_last_is_over(episodes):
    episodes.add(EPISODE)
    over = replace(EPISODE, ended_at=NOON, end=Reason.RECOVERED, suppressed=Suppressor.HOURS, version=1)
    episodes.change(over)
    assert episodes.find(1) == over
    episodes.add(replace(EPISODE, id=2, fired_at=NOON + HOUR))
    assert episodes.open_of([1, 2])[1].id == 2
    assert [one.id for one in episodes.recent(rule_id=1)] == [2, 1]
    assert [one.id for one in episodes.recent(channel="C2")] == []
    assert [one.id for one in episodes.since(NOON + HOUR, [1])] == [2]
    assert [one.id for one in episodes.similar(episodes.find(2))] == [1]
    assert episodes.similar(over) == ()


def test_of_two_who_change_an_episode_at_once_one_is_told(memory, episodes):
    episodes.add(EPISODE)
    episodes.change(replace(EPISODE, told=Told.REPEAT, version=1))

    def acknowledge():
        with memory.begin() as transaction:
            memory.deeds.add(1, Deed(0, NOW, "U1", Verb.ACK, ":eyes:"), transaction)
            episodes.change(replace(EPISODE, version=1), transaction)

    with pytest.raises(Stale):
        acknowledge()
    assert memory.deeds.of(1) == ()
    assert episodes.find(1).told is Told.REPEAT


def test_an_episode_is_found_by_its_card_in_each_place_it_ever_stood(memory, episodes):
    episodes.add(EPISODE)
    memory.standing.put("A-1", Stand("C1", "1.0"), NOW)
    memory.standing.put("A-1", Stand("C1", "2.0"), NOON)
    assert [episodes.of_card("C1", ts) for ts in ("1.0", "2.0")] == [EPISODE, EPISODE]
    assert episodes.of_card("C2", "1.0") is None


def test_deeds_stand_in_order_and_can_be_taken_back_once(memory):
    ack = memory.deeds.add(1, Deed(0, NOW, "U1", Verb.ACK, ":eyes:"))
    doze = memory.deeds.add(1, Deed(0, NOW, "U2", Verb.SNOOZE, "button", NOON, "U3", "x" * 5000))
    other = memory.deeds.add(2, Deed(0, NOW, "U1", Verb.RESOLVE, "command"))
    assert memory.deeds.undo(ack.id, NOON)
    assert not memory.deeds.undo(ack.id, NOON)
    assert memory.deeds.of(1) == (replace(ack, undone=NOON), doze)
    assert memory.deeds.of_all([1, 2, 3]) == {1: memory.deeds.of(1), 2: (other,), 3: ()}


def test_a_silence_is_in_force_for_its_time_or_until_it_is_ended(memory):
    named = {"metric": ("revenue", "订单"), "region": ("",)}
    kept = memory.silences.add(Silence(0, named, NOW, NOON, "U1", "move"))
    assert kept.id == 1
    assert memory.silences.find(1) == kept
    assert memory.silences.at(NOON) == ()
    assert memory.silences.at(NOW) == memory.silences.standing(NOW - HOUR) == (kept,)
    assert memory.silences.end(1, NOW + HOUR)
    assert not memory.silences.end(1, NOON)
    assert memory.silences.at(NOW + HOUR) == ()
    assert memory.silences.at(NOW) == (replace(kept, end=NOW + HOUR),)
