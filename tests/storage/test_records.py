"""The team's memory, on a real SQLite file and, under the check marker, on a real PostgreSQL."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from analysis.errors import Mistake, Unavailable
from storage.records import Deed, Draft, Post, Records, Saved, Scope, Setter

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'records 100%.db'}"


@pytest.fixture
def records(memory):
    return memory


def keep(records, name, question="revenue last 7 days", person="U1", at=NOW):
    return records.saved.keep(person, Saved(name, question, at))


def test_migrating_twice_changes_nothing(records):
    keep(records, "morning")
    records.migrate()
    assert [saved.name for saved in records.saved.of("U1")] == ["morning"]
    records.check()


def test_a_saved_question_is_found_whatever_the_case_and_spaces(records):
    keep(records, "Morning  sales")
    assert records.saved.find("U1", " morning SALES ").question == "revenue last 7 days"


def test_a_saved_question_belongs_to_one_person(records):
    keep(records, "morning")
    assert records.saved.find("U2", "morning") is None
    assert not records.saved.forget("U2", "morning")


def test_saving_again_under_a_name_replaces_it_and_says_so(records):
    assert not keep(records, "morning")
    assert keep(records, "Morning", "orders yesterday")
    assert [saved.question for saved in records.saved.of("U1")] == ["orders yesterday"]


def test_saved_questions_are_listed_latest_first_and_can_be_forgotten(records):
    keep(records, "a")
    keep(records, "b", at=NOW + timedelta(hours=1))
    assert [saved.name for saved in records.saved.of("U1")] == ["b", "a"]
    assert records.saved.forget("U1", "A")
    assert [saved.name for saved in records.saved.of("U1")] == ["b"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_that_cannot_be_kept_is_refused_with_one_that_can(records, name):
    with pytest.raises(Mistake) as refused:
        keep(records, name)
    assert refused.value.suggestions


def test_the_number_of_saved_questions_is_bounded_and_a_refusal_loses_nothing(records):
    for number in range(50):
        keep(records, f"q{number}")
    with pytest.raises(Mistake):
        keep(records, "one more")
    assert len(records.saved.of("U1")) == 50
    assert keep(records, "q7", "orders today")


def test_preferences_of_a_person_and_a_channel_do_not_mix(records):
    setter = Setter("U1", NOW)
    records.preferences.put(Scope.PERSON, "X", {"language": "zh"}, setter)
    records.preferences.put(Scope.CHANNEL, "X", {"language": "en"}, setter)
    assert records.preferences.of(Scope.PERSON, "X") == {"language": "zh"}
    records.preferences.put(Scope.PERSON, "X", {"language": ""}, setter)
    assert records.preferences.of(Scope.PERSON, "X") == {}
    assert records.preferences.of(Scope.CHANNEL, "X") == {"language": "en"}


def test_a_posted_answer_binds_its_own_thread_or_the_one_it_stands_in(records):
    records.posts.add(Post("C1", "1.0", "U1", "revenue last 7 days", NOW, files=("F1",)))
    records.posts.add(Post("C1", "2.0", "U2", "revenue last 7 days by region", NOW, thread="1.0"))
    assert records.posts.question("C1", "1.0") == "revenue last 7 days by region"
    assert records.posts.question("C2", "1.0") is None
    assert records.posts.find("C1", "1.0").files == ("F1",)


def test_a_removed_answer_is_no_longer_found(records):
    records.posts.add(Post("C1", "1.0", "U1", "revenue", NOW))
    records.posts.remove("C1", "1.0", NOW)
    assert records.posts.find("C1", "1.0") is None


def test_one_delivery_is_claimed_once_however_many_ask_at_once(records):
    """Eight threads claim the same event; one wins."""
    gate = threading.Barrier(8)

    def claim(_):
        gate.wait()
        return records.inbox.first("Ev1", NOW)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(claim, range(8))) == [False] * 7 + [True]


def test_deliveries_are_forgotten_after_a_day_so_that_they_never_pile_up(records):
    assert records.inbox.first("old", NOW - timedelta(days=2))
    assert records.inbox.first("new", NOW)
    records.inbox.done("new", NOW)
    assert not records.inbox.first("new", NOW + timedelta(hours=1))
    assert records.inbox.first("old", NOW)


def test_the_audit_trail_tells_who_did_what_and_where(records):
    deed = Deed(NOW, "U1", "asked", "revenue last 7 days", "slash", "C1")
    records.audit.note(deed)
    records.audit.note(Deed(NOW, "U2", "exported", "x" * 5000, "action"))
    latest, first = records.audit.recent()
    assert first == deed
    assert len(latest.subject) == 2000
    assert records.audit.recent(person="U1") == (deed,)


def test_an_instant_without_a_zone_is_refused(records):
    with pytest.raises(Exception, match="needs a zone"):
        records.audit.note(Deed(NOW.replace(tzinfo=None), "U1", "asked", "", "slash"))


def test_a_locked_database_is_said_in_a_sentence_and_changes_nothing(url, tmp_path):
    Records(url).migrate()
    holder = sqlite3.connect(tmp_path / "records 100%.db")
    holder.execute("BEGIN EXCLUSIVE")
    hasty = Records(url, wait_s=0.05)
    with pytest.raises(Unavailable, match="busy"):
        keep(hasty, "morning")
    with pytest.raises(Unavailable, match="busy"):
        hasty.inbox.first("Ev1", NOW)
    holder.rollback()
    holder.close()
    assert hasty.saved.of("U1") == ()
    hasty.close()


def test_a_database_nobody_migrated_says_what_to_run(url):
    records = Records(url)
    with pytest.raises(Unavailable, match="chestnut migrate"):
        records.saved.of("U1")
    with pytest.raises(Unavailable, match="chestnut migrate"):
        records.check()
    records.close()


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all/records.db", "nonsense", "oracledb2://x/y"])
def test_a_database_that_cannot_be_opened_names_the_doctor(url):
    with pytest.raises(Unavailable, match="doctor"):
        Records(url).check()


def test_a_password_never_shows():
    with pytest.raises(Unavailable) as failure:
        Records("oracledb2://user:hunter2@host/x")
    assert "hunter2" not in f"{failure.value!r} {failure.value.__cause__!r}"


def test_a_delivery_that_was_taken_and_never_finished_is_taken_again_by_a_late_retry(records):
    assert records.inbox.first("killed", NOW)
    assert not records.inbox.first("killed", NOW + timedelta(minutes=1))
    assert records.inbox.first("killed", NOW + timedelta(minutes=5))
    records.inbox.done("killed", NOW + timedelta(minutes=5))
    assert not records.inbox.first("killed", NOW + timedelta(minutes=30))


def test_a_full_disk_is_named_as_what_it_is(url):
    records = Records(url)
    records.migrate()
    with records.begin() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
    with pytest.raises(Unavailable, match="disk is full"):
        records.outbox.put([Draft("key", "post", "C1", {"text": "x" * 1_000_000})], NOW)
    records.close()
