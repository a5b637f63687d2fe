"""What people do to an episode, added up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from analysis.alerts.condition import Suppressor
from analysis.alerts.handling import allowed, handling, quiets
from analysis.alerts.people import Deed, Handled, Handling, Verb

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def deeds(*verbs, snooze=HOUR):
    """These verbs done a minute apart by Ana, Bo, Cy … ending just before now."""
    first = NOW - timedelta(minutes=len(verbs))
    return [
        Deed(
            place + 1,
            first + timedelta(minutes=place),
            "ABCDEFG"[place],
            verb,
            ":eyes:",
            until=NOW + snooze if verb is Verb.SNOOZE else None,
            whom=f"U{place}" if verb is Verb.ASSIGN else "",
        )
        for place, verb in enumerate(verbs)
    ]


@pytest.mark.parametrize(
    ("verbs", "state", "by"),
    [
        ((), Handled.OPEN, ""),
        ((Verb.ACK,), Handled.ACKNOWLEDGED, "A"),
        ((Verb.ACK, Verb.UNACK), Handled.OPEN, ""),
        ((Verb.ACK, Verb.ACK), Handled.ACKNOWLEDGED, "B"),
        ((Verb.SNOOZE,), Handled.SNOOZED, "A"),
        ((Verb.SNOOZE, Verb.WAKE), Handled.OPEN, ""),
        ((Verb.ACK, Verb.SNOOZE), Handled.ACKNOWLEDGED, "A"),
        ((Verb.ACK, Verb.RESOLVE), Handled.RESOLVED, "B"),
        ((Verb.RESOLVE, Verb.REOPEN), Handled.OPEN, ""),
        ((Verb.ACK, Verb.RESOLVE, Verb.REOPEN), Handled.ACKNOWLEDGED, "A"),
        ((Verb.RESOLVE, Verb.FALSE_ALARM), Handled.FALSE_ALARM, "B"),
        ((Verb.FALSE_ALARM, Verb.RESOLVE), Handled.RESOLVED, "B"),
        ((Verb.ASSIGN, Verb.DECIDE), Handled.OPEN, ""),
    ],
)
def test_the_deeds_add_up_to_who_holds_what(verbs, state, by):
    """Resolved or false alarm before acknowledged before snoozed before open."""
    found = handling(deeds(*verbs), NOW)
    assert (found.state, found.by) == (state, by)


def test_assigning_again_hands_over():
    """The last one assigned has it."""
    assert handling(deeds(Verb.ASSIGN, Verb.ASSIGN), NOW).assignee == "U1"


def test_taking_a_deed_back_shows_what_it_had_covered():
    """Without the second person's resolve the first one's acknowledgement stands, and without that nothing."""
    ack, done = deeds(Verb.ACK, Verb.RESOLVE)
    taken = replace(done, undone=NOW)
    assert handling([ack, taken], NOW) == handling([ack], NOW)
    assert handling([replace(ack, undone=NOW), taken], NOW) == Handling()


def test_a_snooze_ends_by_itself_at_its_instant():
    """Until then it is snoozed; from that instant on it is open."""
    snoozed = deeds(Verb.SNOOZE)
    assert handling(snoozed, NOW + HOUR - timedelta(seconds=1)).state is Handled.SNOOZED
    assert handling(snoozed, NOW + HOUR).state is Handled.OPEN


def test_deeds_are_added_in_the_order_they_were_done_however_they_are_given():
    """The store may hand them over in any order."""
    done = deeds(Verb.ACK, Verb.RESOLVE, Verb.REOPEN)
    assert handling(reversed(done), NOW) == handling(done, NOW)


@pytest.mark.parametrize(
    ("verbs", "can", "cannot"),
    [
        ((), {Verb.ACK, Verb.SNOOZE, Verb.RESOLVE, Verb.FALSE_ALARM}, {Verb.UNACK, Verb.WAKE, Verb.REOPEN}),
        ((Verb.ACK,), {Verb.ACK, Verb.UNACK, Verb.SNOOZE}, {Verb.WAKE, Verb.REOPEN}),
        ((Verb.ACK, Verb.SNOOZE), {Verb.UNACK, Verb.WAKE}, {Verb.REOPEN}),
        ((Verb.RESOLVE,), {Verb.REOPEN, Verb.FALSE_ALARM}, {Verb.ACK, Verb.SNOOZE, Verb.RESOLVE}),
        ((Verb.FALSE_ALARM,), {Verb.REOPEN, Verb.RESOLVE}, {Verb.ACK, Verb.SNOOZE, Verb.FALSE_ALARM}),
    ],
)
def test_only_what_makes_sense_now_is_allowed(verbs, can, cannot):
    """What is closed must be reopened first; assigning and deciding always make sense."""
    found = handling(deeds(*verbs), NOW)
    assert all(allowed(found, verb) for verb in can | {Verb.ASSIGN, Verb.DECIDE})
    assert not any(allowed(found, verb) for verb in cannot)


@pytest.mark.parametrize(
    ("verbs", "expected"),
    [
        ((), None),
        ((Verb.ASSIGN,), None),
        ((Verb.ACK,), Suppressor.ACKNOWLEDGED),
        ((Verb.ACK, Verb.SNOOZE), Suppressor.SNOOZED),
        ((Verb.ACK, Verb.RESOLVE), Suppressor.HANDLED),
        ((Verb.FALSE_ALARM,), Suppressor.HANDLED),
    ],
)
def test_what_people_did_keeps_repeats_back(verbs, expected):
    """The reason names the strongest of what stands."""
    assert quiets(handling(deeds(*verbs), NOW)) is expected
