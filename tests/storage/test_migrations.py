"""The way from an older memory to the newest, with what is in it, on SQLite and on PostgreSQL."""

import multiprocessing
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, event, text

from analysis.alerts.condition import Told
from analysis.alerts.rule import Kind, Rule, Trigger
from analysis.errors import Unavailable
from analysis.model import Lang
from storage.records import Deed, Records, Saved
from storage.records.alerts.decision import Decision, Origin, Revision, Statement
from storage.records.alerts.decisions import Search
from storage.records.alerts.model import Episode
from storage.records.tables import metadata

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
RULE = Rule("revenue", Trigger(Kind.THRESHOLD, limit=1000.0), channel="C1")


@pytest.fixture
def records(empty_url):
    records = Records(empty_url)
    yield records
    records.close()


def test_the_newest_shape_is_exactly_what_the_code_declares(records, empty_url):
    records.migrate()
    engine = create_engine(empty_url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_a_memory_from_before_alerts_keeps_all_it_has_and_learns_the_rest(records):
    records.migrate("003")
    records.saved.keep("U1", Saved("早会", "revenue last 7 days", NOW))
    records.audit.note(Deed(NOW, "U1", "asked", "revenue", "slash"))
    with records.begin() as connection:
        connection.execute(text(_SENT))
    with pytest.raises(Unavailable, match="chestnut migrate"):
        records.check()
    records.migrate()
    records.check()
    assert records.saved.find("U1", "早会").question == "revenue last 7 days"
    assert records.audit.recent()[0].deed == "asked"
    assert records.outbox.find("old").ts == "1.0"
    kept = records.rules.add(RULE, "U1", Lang.EN, NOW, NOW)
    records.episodes.add(Episode(records.episodes.number(), kept.id, "C1", NOW, NOW, told=Told.FIRST))
    said = Statement("Wait", review_on=date(2026, 12, 1))
    decided = records.decisions.add(Decision(1, NOW, "U1", Origin("C1"), Revision(1, NOW, "U1", said)))
    records.migrate()
    assert records.rules.all() == (kept,)
    assert [episode.id for episode in records.episodes.open()] == [1]
    assert records.decisions.find(1) == decided


def test_decisions_from_before_they_could_be_searched_are_found_by_their_words(records):
    records.migrate("006")
    said = '{"version":1,"what":"把预算转到邮件","why":"Search is dry","options":[],"chosen":"","effect":"","tags":[],'
    said += '"stage":"decided","metric":"revenue","owner":"","consulted":[],"review_on":null,"superseded_by":null}'
    at = {"at": "2026-11-22 09:30:00.000000", "said": said}
    with records.begin() as connection:
        connection.execute(text(_DECISION), {"at": at["at"]})
        connection.execute(text(_REVISION), at)
    records.migrate()
    assert [each.id for each in records.decisions.search(Search(text="邮件"))] == [1]
    assert [each.id for each in records.decisions.search(Search(text="dry search", metric="revenue"))] == [1]
    assert (records.decisions.find(1).card, records.decisions.find(1).version) == ("", 0)


_DECISION = (
    "INSERT INTO decisions (id, at, person, channel, thread, revision, state, owner)"
    " VALUES (1, :at, 'U1', 'C1', '', 1, 'decided', '')"
)
_REVISION = "INSERT INTO decision_revisions (decision_id, revision, at, person, said) VALUES (1, 1, :at, 'U1', :said)"


def migrate_and_die(url: str, statements: int) -> None:
    """Migrate, and be killed after so many statements."""
    left = iter(range(statements))

    def may_die(*_):
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", may_die)
    Records(url).migrate()


@pytest.mark.parametrize("statements", [25, *(pytest.param(after, marks=pytest.mark.check) for after in (8, 12, 40))])
def test_a_migration_that_is_killed_half_way_is_begun_anew(records, empty_url, statements):
    """Nothing of it stays, so that the next start finds a memory that it can bring all of the way."""
    records.migrate("003")
    records.saved.keep("U1", Saved("早会", "revenue last 7 days", NOW))
    process = multiprocessing.get_context("spawn").Process(target=migrate_and_die, args=(empty_url, statements))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    records.migrate()
    records.check()
    assert records.saved.find("U1", "早会")


def test_several_that_start_at_once_bring_a_new_memory_up_together(empty_url):
    def start(_):
        records = Records(empty_url)
        records.migrate()
        records.check()
        records.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(start, range(4)))


_SENT = """
    INSERT INTO outbox
        (id, key, kind, channel, person, question, lang, payload, pictures, state, attempt, doubtful, due_at, ts,
         files, created_at, ended_at)
    VALUES
        (1, 'old', 'post', 'C1', 'U1', 'revenue', 'en', '{}', '[]', 'sent', 1, FALSE, '2026-11-22 09:30:00', '1.0',
         '[]', '2026-11-22 09:30:00', '2026-11-22 09:30:00')
"""
