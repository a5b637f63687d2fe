"""What is kept as JSON reads back as it was, whatever it says."""

import json
import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.alerts.condition import Seen, State
from analysis.alerts.rule import Escalation, Rule, Trigger, Volume
from storage.records.alerts import codec, compact
from storage.records.alerts.decision import Evidence, Statement

FINITE = st.floats(allow_nan=False, allow_infinity=False)
ANY = st.floats(allow_nan=False)
MOMENTS = st.datetimes(timezones=st.just(UTC))
SPANS = st.integers(0, 10**9).map(lambda seconds: timedelta(seconds=seconds))
SEEN = st.builds(Seen, MOMENTS, MOMENTS, value=st.none() | ANY, impact=ANY, score=st.none() | ANY, note=...)
NOUNS = {
    Rule: st.builds(
        Rule,
        trigger=st.builds(
            Trigger,
            limit=FINITE,
            recovery=st.none() | FINITE,
            baseline=...,
            volume=st.none() | st.builds(Volume, FINITE),
        ),
        by=...,
        filters=...,
        settle=SPANS,
        hours=...,
        mutes=...,
        repeat=SPANS,
        escalation=st.none() | st.builds(Escalation, after=SPANS),
        name=...,
    ),
    Statement: st.builds(Statement, options=..., review_on=..., tags=..., superseded_by=...),
    Evidence: st.builds(Evidence, value=st.none() | FINITE, window=st.none() | MOMENTS, definition=...),
}


@given(st.data())
@settings(max_examples=40)
@pytest.mark.parametrize("kind", NOUNS)
def test_whatever_a_noun_says_is_read_back_just_so(kind, data):
    noun = data.draw(NOUNS[kind])
    assert codec.read(kind, codec.write(noun)) == noun


@given(st.dictionaries(st.text(), SEEN))
@settings(max_examples=40)
def test_whatever_was_seen_is_read_back_just_so(seen):
    assert compact.read_seen(compact.write_seen(seen)) == seen


@given(st.builds(State, since=st.none() | MOMENTS, errors=..., worst=st.none() | ANY, seen=st.none() | SEEN))
@settings(max_examples=40)
def test_whatever_condition_is_read_back_just_so(state):
    assert compact.read_state(compact.write_state(state)) == state


@given(st.text() | st.recursive(st.none() | st.booleans() | FINITE | st.text(), st.lists).map(json.dumps))
@settings(max_examples=40)
def test_whatever_else_stands_there_is_a_named_fault(junk):
    for read in (lambda text: codec.read(Rule, text), compact.read_seen, compact.read_state):
        with pytest.raises(codec.Broken):
            read(junk)


def test_a_window_of_a_hundred_instances_says_its_span_once():
    start, end = datetime(2026, 11, 22, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC)
    one = compact.read_state(compact.write_state(State(seen=Seen(start, end, "breach", 1.5, impact=math.nan)))).seen
    assert compact.write_seen({str(number): one for number in range(100)}).count(end.isoformat()) == 1
