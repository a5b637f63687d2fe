"""Notices stand somewhere for good, and change in place in the order in which they were decided."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storage.records import Draft, Lease, Records, Stand, State

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
MINE = Lease("mine", NOW + timedelta(days=99))
CARD = Draft("A-1", "post", "C1", {}, person="U1", notice="A-1")


@pytest.fixture
def records(tmp_path):
    records = Records(f"sqlite:///{tmp_path / 'records.db'}")
    records.migrate()
    yield records
    records.close()


def change(version: int, kind: str = "update") -> Draft:
    return Draft(f"A-1/v{version}", kind, "C1", {"version": version}, parent="A-1", notice="A-1")


def line(version: int) -> Draft:
    return Draft(f"A-1/v{version}/line", "post", "C1", {}, parent="A-1")


def send(records, ts: str, now: datetime = NOW) -> str:
    """Send what is due first, to stand at `ts`: its key."""
    mine = records.outbox.claim(records.outbox.due(now)[0], MINE, now)
    records.outbox.sent(mine, ts, now)
    return mine.key


def test_where_a_notice_stands_is_known_long_after_it_left_the_outbox(records):
    records.outbox.put([CARD], NOW)
    send(records, "1.0")
    later = NOW + timedelta(days=30)
    records.outbox.tidy(later)
    assert records.outbox.find("A-1") is None
    assert records.standing.of("A-1") == Stand("C1", "1.0")
    assert records.standing.key("C1", "1.0") == "A-1"
    records.outbox.put([change(2)], later)
    assert [parcel.parent_ts for parcel in records.outbox.due(later)] == ["1.0"]


def test_what_never_stood_is_not_known(records):
    assert (records.standing.of("A-9"), records.standing.key("C1", "9.0")) == (None, None)


def test_a_change_waits_for_its_notice_and_lines_keep_their_order(records):
    records.outbox.put([CARD, line(1), change(2), line(2)], NOW)
    assert [send(records, f"{number}.0") for number in range(4)] == ["A-1", "A-1/v1/line", "A-1/v2", "A-1/v2/line"]


def test_of_the_changes_that_wait_only_the_latest_goes(records):
    records.outbox.put([CARD, change(2), line(2), change(3), line(3), change(4)], NOW)
    went = [send(records, f"{number}.0") for number in range(4)]
    assert went == ["A-1", "A-1/v2/line", "A-1/v3/line", "A-1/v4"]
    assert records.outbox.find("A-1/v3").state is State.SUPERSEDED
    assert records.outbox.waiting() == 0


def test_a_change_on_its_way_is_not_overtaken_by_the_next(records):
    records.outbox.put([CARD, change(2)], NOW)
    send(records, "1.0")
    going = records.outbox.claim(records.outbox.due(NOW)[0], MINE, NOW)
    records.outbox.put([change(3)], NOW)
    assert records.outbox.due(NOW) == ()
    records.outbox.sent(going, "1.0", NOW)
    assert send(records, "1.0") == "A-1/v3"


def test_a_notice_posted_anew_stands_in_its_new_place_and_its_old_one_still_leads_to_it(records):
    records.outbox.put([CARD, change(2)], NOW)
    send(records, "1.0")
    send(records, "7.0", NOW + timedelta(seconds=1))
    assert records.standing.of("A-1").ts == "7.0"
    assert records.standing.key("C1", "1.0") == records.standing.key("C1", "7.0") == "A-1"


def test_pictures_within_a_notice_are_known_to_its_changes(records):
    records.outbox.put([CARD, change(1, "block"), change(2)], NOW)
    send(records, "1.0")
    picture = records.outbox.claim(records.outbox.due(NOW)[0], MINE, NOW)
    records.outbox.sent(replace(picture, files=("F1",)), "1.0", NOW)
    assert records.outbox.due(NOW)[0].parent_files == ("F1",)
    send(records, "1.0")
    assert records.standing.of("A-1").files == ("F1",)


def test_what_waits_for_a_notice_that_is_given_up_is_given_up_with_it(records):
    records.outbox.put([CARD, line(1)], NOW)
    mine = records.outbox.claim(records.outbox.due(NOW)[0], MINE, NOW)
    records.outbox.end(mine, "is_archived", NOW)
    assert records.outbox.find("A-1/v1/line").state is State.DEAD


def test_a_change_that_is_given_up_takes_nothing_with_it_that_can_still_be_said(records):
    records.outbox.put([CARD, change(2), line(2)], NOW)
    send(records, "1.0")
    mine = records.outbox.claim(records.outbox.due(NOW)[0], MINE, NOW)
    records.outbox.end(mine, "msg_too_long", NOW)
    assert send(records, "2.0") == "A-1/v2/line"
