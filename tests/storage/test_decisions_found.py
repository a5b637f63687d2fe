"""Decisions by their words, and to-dos, on a real SQLite file and, under the check marker, on a real PostgreSQL."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from storage.records import Setter, Stale
from storage.records.alerts.decision import Decision, Origin, Revision, Statement, Todo
from storage.records.alerts.decisions import Search

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
BRIEF = Todo(1, 1, NOW, "U1", "Brief the agency", "U2", date(2026, 12, 1))


@pytest.fixture
def decisions(memory):
    texts = (
        Statement("Move search spend to email", "Search is dry", tags=("Pricing",)),
        Statement("把搜索广告的预算转到邮件", "点击太贵", owner="U9"),
        Statement("Order lamps earlier", "Email us the stock of lamps"),
        Statement("ＦＵＬＬ width words", consulted=("U9",), metric="revenue"),
    )
    for number, said in enumerate(texts, 1):
        at = NOW + timedelta(days=number)
        memory.decisions.add(Decision(number, at, "U1", Origin("C1"), Revision(1, at, "U1", said)))
    return memory.decisions


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Search(text="email"), [1, 3]),
        (Search(text="EMAIL spend"), [1]),
        (Search(text="预算"), [2]),
        (Search(text="邮件预算"), [2]),
        (Search(text="full"), [4]),
        (Search(text="search email lamps zebra giraffe"), []),
        (Search(text="search email lamps zebra giraffe", loosely=True), [1, 3]),
        (Search(text="100% _ '; DROP TABLE decisions; --"), []),
        (Search(tag="pricing"), [1]),
        (Search(person="U9"), [4, 2]),
        (Search(metric="revenue"), [4]),
        (Search(since=NOW + timedelta(days=2), until=NOW + timedelta(days=4)), [3, 2]),
    ],
)
def test_decisions_are_found_by_what_they_say_the_best_first(decisions, wanted, found):
    assert [each.id for each in decisions.search(wanted)] == found


def test_a_decision_is_found_by_what_it_says_now(decisions):
    first = decisions.find(1)
    decisions.revise(first, replace(first.latest.said, what="Stop it all", why="", tags=("costs",)), Setter("U2", NOW))
    assert decisions.search(Search(text="email spend")) == decisions.search(Search(tag="pricing")) == ()
    assert [each.id for each in decisions.search(Search(tag="costs"))] == [1]


def test_whoever_changes_what_a_card_shows_is_told_when_somebody_was_quicker(decisions):
    before = decisions.find(1)
    decisions.touch(before)
    with pytest.raises(Stale):
        decisions.touch(before)
    with pytest.raises(Stale):
        decisions.revise(before, before.latest.said, Setter("U2", NOW))
    assert (decisions.find(1).version, decisions.find(1).latest.number) == (1, 1)


def test_to_dos_wait_the_most_urgent_first_until_somebody_did_them(memory):
    todos = memory.todos
    assert todos.number() == 1
    todos.add(BRIEF)
    todos.add(replace(BRIEF, id=2, due=date(2026, 11, 25), owner="U3"))
    todos.add(replace(BRIEF, id=3, due=None))
    assert [each.id for each in todos.waiting()] == [2, 1, 3]
    assert [each.id for each in todos.waiting(due_by=date(2026, 11, 25))] == [2]
    assert [each.id for each in todos.waiting("U2")] == [1, 3]
    done = todos.tick(BRIEF, Setter("U2", NOW))
    assert (todos.find(1), done.done_by) == (done, "U2")
    with pytest.raises(Stale):
        todos.tick(BRIEF, Setter("U3", NOW))
    assert [each.id for each in todos.waiting()] == [2, 3]
    assert todos.tick(done, None).done_at is None
    assert [each.id for each in todos.of((1,))] == [1, 2, 3]
