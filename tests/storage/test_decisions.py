"""Decisions and their revisions, on a real SQLite file and, under the check marker, on a real PostgreSQL."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from analysis.errors import Mistake
from storage.records import Setter, Stale
from storage.records.alerts.codec import Broken
from storage.records.alerts.decision import STAGES, Decision, Evidence, Origin, Revision, Stage, Statement
from storage.records.alerts.decisions import Search

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ANN, BOB = Setter("U1", NOW), Setter("U2", NOW + timedelta(days=1))
SAID = Statement(
    "Move spend to e-mail · 把预算转到邮件",
    "CPC doubled",
    Stage.PROPOSED,
    ("Wait", "Move spend to e-mail"),
    "Move spend to e-mail",
    "U9",
    ("U3", "U4"),
    "revenue",
    "+4 %",
    date(2026, 12, 6),
    ("ads", "双11"),
)
EVIDENCE = Evidence("revenue", 812.0, 1000.5, NOW, "after discount, before refunds", "3f2a", "9c1b")
HERE = Origin("C1", "1.0", 12)


def add(decisions, said, origin, setter, evidence=None):
    first = Revision(1, setter.at, setter.person, said)
    return decisions.add(Decision(decisions.number(), setter.at, setter.person, origin, first, evidence))


@pytest.fixture
def decisions(memory):
    return memory.decisions


def test_a_decision_is_kept_with_what_it_rested_on(decisions):
    kept = add(decisions, SAID, HERE, ANN, EVIDENCE)
    assert (kept.id, kept.latest) == (1, Revision(1, NOW, "U1", SAID))
    assert decisions.find(1) == kept
    assert decisions.find(2) is None
    bare = add(decisions, Statement("Wait"), Origin(), BOB)
    assert (decisions.find(2), bare.evidence) == (bare, None)


def test_every_revision_is_kept_and_the_latest_counts(decisions):
    kept = add(decisions, SAID, HERE, ANN, EVIDENCE)
    decided = replace(SAID, stage=Stage.DECIDED, owner="U7")
    revised = decisions.revise(kept, decided, BOB)
    assert decisions.find(1) == revised
    assert (revised.person, revised.latest.person) == ("U1", "U2")
    assert [(one.number, one.said) for one in decisions.revisions(1)] == [(1, SAID), (2, decided)]


def test_of_two_who_revise_a_decision_at_once_one_is_told_and_nothing_is_lost(decisions):
    kept = add(decisions, SAID, HERE, ANN)
    decisions.revise(kept, replace(SAID, why="first"), ANN)
    with pytest.raises(Stale):
        decisions.revise(kept, replace(SAID, why="second"), BOB)
    assert decisions.find(1).latest.said.why == "first"
    assert len(decisions.revisions(1)) == 2


def test_a_decision_goes_only_where_its_stage_lets_it(decisions):
    kept = add(decisions, SAID, HERE, ANN)
    gone = decisions.revise(kept, replace(SAID, stage=Stage.SUPERSEDED, superseded_by=2), ANN)
    for stage in (Stage.PROPOSED, Stage.REVIEWED):
        with pytest.raises(Mistake, match="superseded cannot become"):
            decisions.revise(gone, replace(SAID, stage=stage), ANN)
    assert decisions.find(1).latest.said.superseded_by == 2
    assert decisions.revise(gone, replace(gone.latest.said, tags=("old",)), ANN).latest.number == 3


def test_every_stage_is_in_the_table_and_every_decision_can_be_superseded():
    assert set(STAGES) == set(Stage)
    assert all(Stage.SUPERSEDED in after for before, after in STAGES.items() if before is not Stage.SUPERSEDED)


def test_decisions_are_found_by_episode_thread_owner_stage_and_review_date(decisions):
    first = add(decisions, SAID, HERE, ANN)
    second = add(decisions, replace(SAID, owner="U8", review_on=None), Origin("C1", "2.0"), ANN)
    assert decisions.of(12) == (first,)
    assert decisions.search(Search()) == (second, first)
    for wanted, found in (
        (Search(episodes=(12, 13)), (first,)),
        (Search(channel="C1", thread="2.0"), (second,)),
        (Search(owner="U8"), (second,)),
        (Search(stages=(Stage.DECIDED,)), ()),
        (Search(review_by=date(2026, 12, 6)), (first,)),
        (Search(review_by=date(2026, 12, 5)), ()),
        (Search(limit=1), (second,)),
    ):
        assert decisions.search(wanted) == found, wanted


def test_the_picture_that_people_saw_outlives_the_outbox(memory):
    digest = memory.decisions.exhibit(b"png", ANN)
    assert memory.decisions.exhibit(b"png", BOB) == digest
    memory.tidy(NOW + timedelta(days=4000))
    assert memory.decisions.exhibited(digest) == b"png"
    assert memory.decisions.exhibited("none") is None


def test_a_decision_that_cannot_be_read_is_a_named_fault(memory):
    add(memory.decisions, SAID, HERE, ANN)
    with memory.begin() as connection:
        connection.execute(text("UPDATE decision_revisions SET said = '{}'"))
    with pytest.raises(Broken, match="version None of a Statement"):
        memory.decisions.find(1)
