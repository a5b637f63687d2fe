"""Comments of logs: kept once, in order, and gone when they are taken back."""

import traceback
from datetime import UTC, datetime, timedelta

import pytest

from analysis.errors import Unavailable
from storage.records import Records, Setter, Stand
from storage.records.alerts.decision import Decision, Origin, Revision, Statement
from storage.records.alerts.model import Episode
from storage.records.threads.model import LONGEST, File, Gone, Kind, Subject, Thread, Written

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
THREAD = Thread("C1", "1700000000.000100")
FIRST, SECOND, EDIT, LATER = (f"17000001{n}0.000000" for n in range(4))


@pytest.fixture
def records(records_url):
    records = Records(records_url)
    yield records
    records.close()


@pytest.fixture
def write(records):
    """Somebody writes in the thread."""

    def make(ts, text, revised=None, person="U1"):
        records.comments.keep(THREAD, ts, person, Written(revised or ts, text))

    return make


def texts(records):
    return [comment.latest and comment.latest.text for comment in records.comments.of([THREAD])]


def test_they_stand_in_the_order_they_were_written_in_and_once_however_they_arrive(records, write):
    for _ in range(3):
        write(SECOND, "two")
        write(FIRST, "one")
    assert texts(records) == ["one", "two"]


def test_an_edit_that_comes_before_its_message_and_one_that_comes_too_late_are_each_in_their_place(records, write):
    write(FIRST, "third", LATER)
    write(FIRST, "first")
    write(FIRST, "second", EDIT)
    (comment,) = records.comments.of([THREAD])
    assert (comment.latest.text, comment.edits) == ("third", 2)
    assert [each.text for each in records.comments.revisions("C1", FIRST)] == ["first", "second", "third"]


@pytest.mark.parametrize("first", [True, False])
def test_what_is_deleted_leaves_a_tombstone_and_no_text_whichever_came_first(records, write, first):
    steps = [lambda: write(FIRST, "secret"), lambda: records.comments.remove(THREAD, FIRST, "U1")]
    for step in steps if first else reversed(steps):
        step()
    write(FIRST, "secret, edited", EDIT)
    (comment,) = records.comments.of([THREAD])
    assert (comment.person, comment.gone, comment.latest) == ("U1", Gone.DELETED, None)
    assert records.comments.revisions("C1", FIRST) == ()


def test_ten_thousand_characters_are_kept_whole_and_no_more_than_slack_can_hold(records, write):
    write(FIRST, "长" * 10_000)
    write(SECOND, "x" * (LONGEST + 1))
    assert list(map(len, texts(records))) == [10_000, LONGEST]


def test_files_are_kept_by_reference(records):
    written = Written(FIRST, "", (File("F1", "plan.pdf"),))
    records.comments.keep(THREAD, FIRST, "U1", written)
    assert records.comments.find("C1", FIRST).latest == written


def test_an_emoji_counts_once_a_person_and_the_latest_of_on_and_off_holds(records, write):
    write(FIRST, "one")

    def react(person, seconds, *, on=True):
        records.comments.react(("C1", FIRST), "+1", person, NOW + timedelta(seconds=seconds), on=on)

    react("U1", 1)
    react("U1", 1)
    react("U2", 1)
    react("U3", 5, on=False)
    react("U3", 4)
    assert records.comments.find("C1", FIRST).reactions == {"+1": 2}


def test_an_emoji_on_what_is_no_comment_is_not_kept(records, write):
    records.comments.react(("C1", FIRST), "+1", "U1", NOW, on=True)
    write(FIRST, "one")
    assert records.comments.find("C1", FIRST).reactions == {}


def test_a_person_can_have_all_they_wrote_erased_and_nobody_elses(records, write):
    write(FIRST, "mine")
    write(FIRST, "mine, edited", EDIT)
    write(SECOND, "another's", person="U2")
    records.comments.react(("C1", SECOND), "+1", "U1", NOW, on=True)
    assert (records.comments.count("U1"), records.comments.erase("U1"), records.comments.erase("U1")) == (1, 1, 0)
    assert texts(records) == [None, "another's"]
    assert [comment.gone for comment in records.comments.of([THREAD])] == [Gone.ERASED, None]
    assert records.comments.find("C1", SECOND).reactions == {}
    assert records.comments.revisions("C1", FIRST) == ()


def test_a_thread_belongs_to_the_card_it_began_with_wherever_that_stood(records):
    records.episodes.add(Episode(3, 1, "C1", NOW, NOW, card="card of 3"))
    records.standing.put("card of 3", Stand("C1", THREAD.root), NOW)
    records.standing.put("card of 3", Stand("C2", "1700000900.000100"), NOW + timedelta(hours=1))
    alert = Subject(Kind.ALERT, 3)
    assert records.logs.subject(THREAD) == records.logs.subject(Thread("C2", "1700000900.000100")) == alert
    assert records.logs.of(alert) == (THREAD, Thread("C2", "1700000900.000100"))


def test_a_thread_in_which_something_was_decided_belongs_to_the_decision(records):
    first = Revision(1, NOW, "U1", Statement("Wait"))
    records.decisions.add(Decision(7, NOW, "U1", Origin("C1", THREAD.root), first, card="card of 7"))
    records.standing.put("card of 7", Stand("C1", "1700000900.000100"), NOW)
    decision, card = Subject(Kind.DECISION, 7), Thread("C1", "1700000900.000100")
    assert records.logs.subject(THREAD) == records.logs.subject(card) == decision
    assert records.logs.of(decision) == (THREAD, card)


def test_any_other_thread_is_no_log_until_somebody_says_so(records):
    assert records.logs.subject(THREAD) is None
    records.logs.bind(THREAD, Subject(Kind.ALERT, 1), Setter("U1", NOW))
    records.logs.bind(THREAD, Subject(Kind.DECISION, 2), Setter("U2", NOW))
    assert records.logs.subject(THREAD) == Subject(Kind.DECISION, 2)
    assert records.logs.of(Subject(Kind.ALERT, 1)) == ()


def test_a_fault_of_the_database_does_not_quote_what_was_to_be_kept(empty_url):
    """What is logged of a fault is its whole chain of causes."""
    records = Records(empty_url)
    with pytest.raises(Unavailable) as failed:
        records.comments.keep(THREAD, FIRST, "somebody".upper(), Written(FIRST, ""))
    assert "SOMEBODY" not in "".join(traceback.format_exception(failed.value))
    records.close()
