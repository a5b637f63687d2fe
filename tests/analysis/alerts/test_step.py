"""The machine: Grafana's vectors in windows, and what silence, failure and force do."""

from datetime import UTC, datetime, timedelta

import pytest

from analysis.alerts.condition import Condition, Outcome, Reason, Seen, State
from analysis.alerts.rule import Kind, Policy, Rule, Trigger
from analysis.alerts.step import FORCED, TRANSITIONS, Sight, force, gone, step

START = datetime(2026, 11, 1, 16, tzinfo=UTC)
DAY = timedelta(days=1)
LETTERS = {
    "B": Outcome.BREACH,
    "c": Outcome.CLEAR,
    "=": Outcome.BETWEEN,
    "0": Outcome.NO_DATA,
    "m": Outcome.MISSING,
    "E": Outcome.ERROR,
}
SHORT = {
    Condition.NORMAL: "normal",
    Condition.PENDING: "pending",
    Condition.ALERTING: "alert",
    Condition.RECOVERING: "recover",
    Condition.NO_DATA: "no-data",
    Condition.ERROR: "error",
}


def rule(**given):
    return Rule("revenue", Trigger(Kind.THRESHOLD, limit=1000), **given)


def run(rule, letters, values=None):
    """Every state of an instance that sees these outcomes, a day apart."""
    state, states = State(), []
    for place, letter in enumerate(letters):
        start = START + place * DAY
        value = values[place] if values else 800.0
        seen = Seen(start, start + DAY, LETTERS[letter], value=value, low=1000.0)
        state = step(rule, state, seen, start + DAY + timedelta(hours=2))
        states.append(state)
    return states


def conditions(rule, letters):
    return " ".join(SHORT[state.condition] for state in run(rule, letters))


@pytest.mark.parametrize(
    ("given", "letters", "expected"),
    [
        # Grafana's vector: evaluated every 30 s, pending 90 s, so the fourth breach in a row is the alert.
        ({"pending": 4}, "BBBB", "pending pending pending alert"),
        ({"pending": 1}, "cBB", "normal alert alert"),
        ({"pending": 2}, "BcBB", "pending normal pending alert"),
        ({"pending": 2}, "B=BB", "pending normal pending alert"),
        ({"pending": 3}, "BBcBBB", "pending pending normal pending pending alert"),
        ({}, "Bc", "alert normal"),
        ({}, "B=c", "alert alert normal"),
        ({"keep": 2}, "Bccc", "alert recover recover normal"),
        ({"keep": 2}, "BccBccc", "alert recover recover alert recover recover normal"),
        ({"keep": 1}, "Bc=cc", "alert recover alert recover normal"),
        ({"pending": 2, "keep": 1}, "BBcBc", "pending alert recover alert recover"),
    ],
)
def test_windows_move_the_condition_as_grafanas_vectors_say(given, letters, expected):
    """Waiting, holding on, keeping firing and recovering, by windows in a row."""
    assert conditions(rule(**given), letters) == expected


@pytest.mark.parametrize(
    ("policy", "letters", "expected"),
    [
        (Policy.SHOW, "c0B", "normal no-data alert"),
        (Policy.SHOW, "0c", "no-data normal"),
        (Policy.SHOW, "B0c", "alert alert normal"),
        (Policy.ALERT, "c0c", "normal alert normal"),
        (Policy.NORMAL, "B0", "alert normal"),
        (Policy.KEEP, "c0B0c", "normal normal alert alert normal"),
    ],
)
def test_no_data_does_what_the_rules_policy_says(policy, letters, expected):
    """Silence is never read as zero, and by default never as a recovery either."""
    assert conditions(rule(no_data=policy), letters) == expected
    assert conditions(rule(on_error=policy), letters.replace("0", "E")) == expected.replace("no-data", "error")


def test_no_data_alerts_only_after_as_many_windows_as_a_breach():
    """A policy of alerting on silence waits as long as the rule waits for anything."""
    assert conditions(rule(no_data=Policy.ALERT, pending=2), "00") == "pending alert"


def test_silence_ends_a_wait_unless_the_last_state_is_kept():
    """Two breaches around a silence are in a row only where silence keeps the last state."""
    assert conditions(rule(pending=2), "B0B") == "pending no-data pending"
    assert conditions(rule(pending=2, no_data=Policy.KEEP), "B0B") == "pending pending alert"


def test_a_series_missing_twice_is_over_and_forgotten():
    """One absent window changes nothing; the second is MissingSeries."""
    once, twice = run(rule(), "Bmm")[1:]
    assert (once.condition, once.reason, gone(once)) == (Condition.ALERTING, Reason.MISSING_SERIES, False)
    assert (twice.condition, twice.reason, gone(twice)) == (Condition.NORMAL, Reason.MISSING_SERIES, True)
    assert twice.breached is None


def test_a_series_that_returns_in_time_goes_on_where_it_was():
    """Absent, back, absent is not absent twice in a row."""
    assert conditions(rule(), "BmBmBc") == "alert alert alert alert alert normal"


@pytest.mark.parametrize(
    ("given", "letters", "reasons"),
    [
        ({}, "cBBc", ["clean", "breach", "breach", "recovered"]),
        ({"keep": 1}, "B=cBcc", ["breach", "held_on", "clean", "breach_again", "clean", "recovered"]),
        ({"no_data": Policy.ALERT, "on_error": Policy.ALERT}, "0E", ["no_data", "error"]),
    ],
)
def test_each_state_says_why_it_is_what_it_is(given, letters, reasons):
    """The reason is of this window, whatever the policy made of it."""
    assert [state.reason.value for state in run(rule(**given), letters)] == reasons


def test_an_instance_remembers_since_when_how_often_and_how_bad():
    """Since the first breach of the run, the windows in a row, and the lowest value of a rule that looks down."""
    states = run(rule(keep=1), "BBcBcc", [900.0, 700.0, 1500.0, 650.0, 1200.0, 1300.0])
    assert [state.breaches for state in states] == [1, 2, 0, 1, 0, 0]
    assert [state.worst for state in states] == [900, 700, 700, 650, 650, None]
    assert {state.breached for state in states[:5]} == {START + DAY}
    assert states[1].since == states[0].since != states[2].since


def test_the_worst_of_a_rule_that_watches_upwards_is_the_highest():
    """The side is that of the bound that was broken."""
    state = State()
    for place, value in enumerate((120.0, 150.0, 130.0)):
        start = START + place * DAY
        state = step(rule(), state, Seen(start, start + DAY, Outcome.BREACH, value=value, high=100.0), start + DAY)
    assert state.worst == 150


def test_force_ends_what_fires_and_says_why_but_holding_data_changes_nothing():
    """A paused, deleted or edited rule is Normal at once; data that is held back keeps the condition."""
    fires = run(rule(), "B")[-1]
    for reason in (Reason.PAUSED, Reason.RULE_DELETED, Reason.UPDATED):
        state = force(fires, reason, START + 9 * DAY)
        assert (state.condition, state.reason, state.breaches, state.breached) == (Condition.NORMAL, reason, 0, None)
    held = force(fires, Reason.DATA_HELD, START + 9 * DAY)
    assert (held.condition, held.reason, held.since) == (Condition.ALERTING, Reason.DATA_HELD, fires.since)
    assert set(FORCED) == {
        Reason.PAUSED,
        Reason.RULE_DELETED,
        Reason.UPDATED,
        Reason.MISSING_SERIES,
        Reason.DATA_HELD,
    }


def test_the_table_says_one_thing_for_every_condition_and_sight():
    """No case is missing and none is said twice."""
    cases = [(before, row.sight) for row in TRANSITIONS for before in row.before]
    assert sorted(cases) == sorted((condition, sight) for condition in Condition for sight in Sight)
