"""The outbox, on a real SQLite file and, under the check marker, on a real PostgreSQL."""

import multiprocessing
import os
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storage.records import Deed, Draft, Lease, Lost, Post, Records, State, Turn

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(minutes=2)
MINE, YOURS = Lease("mine", LATER), Lease("yours", LATER + timedelta(minutes=2))


@pytest.fixture
def records(memory):
    return memory


@pytest.fixture
def outbox(records):
    return records.outbox


def draft(key="a", channel="C1", **more) -> Draft:
    return Draft(key, "post", channel, {"said": {"text": "Revenue ¥12"}}, person="U1", question="revenue", **more)


def keys(parcels) -> list[str]:
    return [parcel.key for parcel in parcels]


def test_a_message_is_claimed_sent_and_remembered_with_its_question(records, outbox):
    outbox.put([draft()], NOW)
    (due,) = outbox.due(NOW)
    mine = outbox.claim(due, MINE, NOW)
    assert mine.payload == {"said": {"text": "Revenue ¥12"}}
    outbox.sent(mine, "1.0", NOW)
    assert outbox.due(NOW) == ()
    assert outbox.find("a").state is State.SENT
    assert records.posts.find("C1", "1.0") == Post("C1", "1.0", "U1", "revenue", NOW)
    assert records.posts.question("C1", "1.0") == "revenue"


def test_what_decides_a_message_and_the_message_are_written_together_or_not_at_all(records, outbox):
    deed = Deed(NOW, "U1", "asked", "revenue", "slash")

    def decide(number: int) -> None:
        with records.begin() as transaction:
            records.audit.note(deed, transaction)
            outbox.put([draft()], NOW, within=transaction)
            assert number

    with pytest.raises(AssertionError):
        decide(0)
    assert (records.audit.recent(), outbox.due(NOW)) == ((), ())
    decide(1)
    assert records.audit.recent() == (deed,)
    assert keys(outbox.due(NOW)) == ["a"]


def test_one_key_is_one_message_however_often_it_is_decided(outbox):
    assert outbox.put([draft()], NOW, MINE).attempt == 1
    assert outbox.put([draft()], NOW, YOURS) is None
    assert outbox.waiting() == 1


def test_a_delivery_is_taken_once(records):
    assert [records.inbox.first("Ev1", NOW) for _ in range(2)] == [True, False]


def test_a_message_is_held_by_one_of_many_who_want_it(outbox):
    outbox.put([draft()], NOW)
    (due,) = outbox.due(NOW)
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda number: outbox.claim(due, Lease(str(number), LATER), NOW), range(8)))
    assert len([one for one in won if one]) == 1


def test_after_its_lease_another_takes_it_over_as_doubtful_and_the_first_can_change_nothing(outbox):
    first = outbox.put([draft()], NOW, MINE)
    assert outbox.due(NOW) == ()
    (due,) = outbox.due(LATER)
    second = outbox.claim(due, YOURS, LATER)
    assert (second.doubtful, second.attempt) == (True, 2)
    for change in (
        lambda: outbox.note(first, ("F1",), MINE),
        lambda: outbox.sent(first, "1.0", LATER),
        lambda: outbox.later(first, LATER, "", doubtful=False),
        lambda: outbox.turn(first, Turn("post", {}), "", LATER),
        lambda: outbox.end(first, "", LATER),
    ):
        with pytest.raises(Lost):
            change()
    outbox.sent(second, "2.0", LATER)
    assert outbox.find("a").ts == "2.0"


def test_a_try_that_is_known_to_have_failed_is_due_again_when_it_was_put_off_to(outbox):
    outbox.later(outbox.put([draft()], NOW, MINE), LATER, "ratelimited", doubtful=False)
    assert outbox.due(NOW) == ()
    assert outbox.next_due(NOW) == LATER
    (due,) = outbox.due(LATER)
    assert (due.doubtful, due.error) == (False, "ratelimited")


def test_what_an_earlier_run_left_is_handed_back_at_once_as_doubtful(outbox):
    outbox.put([draft()], NOW, MINE)
    outbox.put([draft("b", "C2")], NOW, YOURS)
    assert outbox.release("mine", NOW) == 1
    (due,) = outbox.due(NOW)
    assert (due.key, due.doubtful) == ("a", True)


def test_a_thread_keeps_its_order_and_holds_back_no_other(outbox):
    first = outbox.put([draft("a", thread="1.0")], NOW, MINE)
    assert outbox.put([draft("b", thread="1.0")], NOW, YOURS) is None
    outbox.put([draft("c", thread="2.0"), draft("d")], NOW)
    assert keys(outbox.due(NOW)) == ["c", "d"]
    outbox.sent(first, "1.1", NOW)
    assert keys(outbox.due(NOW)) == ["b", "c", "d"]
    assert keys(outbox.due(NOW, ["C1"])) == []


def test_a_picture_waits_for_its_card_and_knows_where_it_stands(records, outbox):
    below = replace(draft("a-picture", parent="a", pictures=(b"png", b"png")), kind="picture")
    card = outbox.put([draft(), below], NOW, MINE)
    assert outbox.due(NOW) == ()
    outbox.sent(card, "1.0", NOW)
    (due,) = outbox.due(NOW)
    held = outbox.note(outbox.claim(due, MINE, NOW), ("F1",), MINE)
    assert (held.parent_ts, held.files, outbox.picture(held.digests[1])) == ("1.0", ("F1",), b"png")
    outbox.sent(held, "1.1", NOW)
    assert records.posts.files("C1", "1.0") == ("F1",)


def test_what_waits_for_a_message_that_is_given_up_is_given_up_with_it(outbox):
    card = outbox.put([draft(), draft("below", parent="a")], NOW, MINE)
    outbox.end(card, "is_archived", NOW)
    assert sorted(keys(outbox.dead("U1"))) == ["a", "below"]
    assert outbox.dead("U2") == ()
    assert outbox.waiting() == 0


def test_a_refusal_its_asker_was_told_of_is_no_dead_letter(outbox):
    outbox.end(outbox.put([draft()], NOW, MINE), "not_in_channel", NOW, told=True)
    assert outbox.dead() == ()


def test_another_way_keeps_the_key_and_brings_what_follows(outbox):
    held = outbox.put([draft(pictures=(b"png",))], NOW, MINE)
    more = draft("a-picture", parent="a")
    outbox.turn(held, Turn("post", {"other": 1}, (more,), ()), "refused", NOW)
    (due,) = outbox.due(NOW)
    assert (due.key, due.payload, due.digests) == ("a", {"other": 1}, ())
    outbox.sent(outbox.claim(due, MINE, NOW), "1.0", NOW)
    (picture,) = outbox.due(NOW)
    assert outbox.picture(picture.digests[0]) == b"png"


def test_what_is_over_is_kept_for_a_week(outbox):
    outbox.sent(outbox.put([draft(pictures=(b"png",))], NOW, MINE), "1.0", NOW)
    digest = outbox.find("a").digests[0]
    outbox.tidy(NOW + timedelta(days=6))
    assert outbox.picture(digest)
    outbox.tidy(NOW + timedelta(days=8))
    assert (outbox.find("a"), outbox.picture(digest)) == (None, None)


def work(url: str, seed: int) -> None:
    """A bot that dies or stalls now and then: it sends by adding a line to the audit trail, once it looked there."""
    records, chance = Records(url, wait_s=30), random.Random(seed)
    name, now = f"bot{seed}", NOW
    while records.outbox.waiting():
        now += timedelta(seconds=chance.uniform(0, 60))
        for parcel in records.outbox.due(now)[:3]:
            mine = records.outbox.claim(parcel, Lease(name, now + timedelta(minutes=2)), now)
            if mine is None:
                continue
            if chance.random() < 0.02:
                os._exit(1)
            try:
                records.outbox.sent(mine, f"{mine.key}.{mine.attempt}", now)
            except Lost:
                continue


@pytest.mark.check
def test_of_many_bots_that_die_at_any_moment_each_message_is_finished_by_exactly_one(records_url, records):
    records.outbox.put([draft(str(number), f"C{number % 7}") for number in range(100)], NOW)
    context = multiprocessing.get_context("spawn")
    for generation in range(3):
        bots = [context.Process(target=work, args=(records_url, generation * 10 + number)) for number in range(3)]
        for bot in bots:
            bot.start()
        for bot in bots:
            bot.join(60)
    assert records.outbox.waiting() == 0
    ends = [records.outbox.find(str(number)) for number in range(100)]
    assert {end.state for end in ends} == {State.SENT}
    assert all(end.ts == f"{end.key}.{end.attempt}" for end in ends)
