"""Digests in the memory, on SQLite and on PostgreSQL: each time is somebody's once."""

from datetime import UTC, datetime, time, timedelta

import pytest

from analysis.digests.schedule import Late, Schedule
from analysis.model import Lang
from storage.records import Lease, Lost, Records
from storage.records.digests.model import Done, Outcome, Request, Status

NOW = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)
DUE = NOW + timedelta(hours=21)
HELD = Lease("one", DUE + timedelta(minutes=5))
WANTED = Request(
    "revenue yesterday", Schedule(frozenset({0, 4}), time(8, 30), "Europe/Berlin", Late.SKIP), "U1", "C1", Lang.ZH
)


@pytest.fixture
def digests(empty_url):
    records = Records(empty_url)
    records.migrate()
    yield records.digests
    records.close()


def test_a_digest_is_read_back_as_it_was_kept(digests):
    """Its days, time, zone and policy too."""
    kept = digests.add(WANTED, NOW, DUE)
    assert (kept.name, digests.find(1), digests.of("U2", "C1"), digests.of("U2")) == ("G-1", kept, (kept,), ())


def test_only_one_holds_what_is_due_and_only_the_last_holder_can_end_it(digests):
    """A lease that ran out is taken over; what the first then writes is refused."""
    kept = digests.add(WANTED, NOW, DUE)
    assert digests.due(DUE - timedelta(seconds=1)) == ()
    first = digests.claim(kept, HELD, DUE)
    assert first
    assert digests.claim(kept, Lease("two", HELD.until), DUE) is None
    second = digests.claim(kept, Lease("two", DUE + timedelta(hours=1)), HELD.until)
    done = Done(DUE, Outcome.SENT, DUE + timedelta(days=1))
    with pytest.raises(Lost):
        digests.finish(first, done)
    digests.finish(second, done)
    ended = digests.find(1)
    assert (ended.last_at, ended.outcome, ended.next_at) == (DUE, Outcome.SENT, DUE + timedelta(days=1))
    assert digests.claim(kept, HELD, DUE) is None


def test_what_is_handed_back_can_be_taken_at_once_and_what_is_paused_by_nobody(digests):
    """A pause also takes it from whoever holds it."""
    kept = digests.add(WANTED, NOW, DUE)
    digests.drop(digests.claim(kept, HELD, DUE))
    claim = digests.claim(kept, HELD, DUE)
    digests.mark(kept, Status.PAUSED, DUE)
    assert digests.due(DUE + timedelta(days=1)) == ()
    with pytest.raises(Lost):
        digests.finish(claim, Done(DUE, Outcome.SENT, DUE))
