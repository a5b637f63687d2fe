"""What is said unasked: cards that change in place, lines below them, and what happens when they cannot."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from analysis.model import Lang
from bot.bot import Manner
from bot.terms import Terms
from handlers.command import Notice, Reply
from storage.records import State
from tests.bot.conftest import NOW, drawing
from tests.town import until

QUICK = Terms(
    owner="one",
    first=timedelta(milliseconds=5),
    slowest=timedelta(milliseconds=20),
    settle=timedelta(milliseconds=300),
    takeover=timedelta(0),
    every=timedelta(milliseconds=1),
    chance=lambda: 0.5,
)
SALES = "C0SALES0001"
CARD = Notice("A-1", Reply("Revenue fell", charts=(drawing(),), about="revenue"), SALES, Lang.EN, person="U0LOCALANA1")


def change(version: int, says: str) -> Notice:
    return Notice(f"A-1/v{version}", Reply(says), SALES, Lang.EN, edits="A-1", person="U0LOCALANA1")


def line(version: int, says: str) -> Notice:
    return Notice(f"A-1/v{version}/line", Reply(says), SALES, Lang.EN, under="A-1", person="U0LOCALANA1")


@pytest.fixture
def hurried(town):
    """A town whose bot does not wait long between tries."""
    return lambda terms=QUICK, **how: town(manner=Manner(terms=terms), **how)


async def publish(here, *notices: Notice) -> None:
    """What a handler does: pack, write down in one transaction, and have it sent."""
    mail = here.bot.desk.shop.mail

    def decide() -> None:
        drafts = [draft for notice in notices for draft in mail.pack(notice)]
        with here.records.begin() as transaction:
            here.records.outbox.put(drafts, NOW, within=transaction)
        mail.look()

    await asyncio.to_thread(decide)


async def settled(here) -> None:
    await until(lambda: here.records.outbox.waiting() == 0)


async def messages(here, **query) -> list[dict]:
    """Those of a thread, or else of the channel itself, without what people did there."""
    found = (await here.get("messages", channel="sales", **query))["messages"]
    said = [row for row in found if not row.get("subtype", "").startswith("channel_")]
    return said if "thread_ts" in query else [row for row in said if row.get("thread_ts", row["ts"]) == row["ts"]]


def shown(message: dict) -> str:
    return str(message["blocks"])


@pytest.mark.parametrize("pictures", ["message", "thread"])
async def test_a_card_stands_alone_with_its_picture_and_lines_below_it_in_order(hurried, pictures):
    async with hurried(replace(QUICK, pictures=pictures)) as here:
        await publish(here, CARD, line(1, "It is worse in the East"), line(2, "It is over"))
        await settled(here)
        (card,) = await messages(here)
        assert not card.get("files")
        _, picture, *lines = await messages(here, thread_ts=card["ts"])
        assert picture["files"]
        assert ["East" in shown(row) for row in lines] == [True, False]
        assert here.records.standing.key(SALES, card["ts"]) == "A-1"
        assert here.records.posts.question(SALES, card["ts"]) == "revenue"


async def test_a_card_changes_in_place_also_when_it_left_the_outbox_long_ago(hurried):
    async with hurried() as here:
        await publish(here, CARD)
        await settled(here)
        here.records.outbox.tidy(NOW + timedelta(days=30))
        await publish(here, change(2, "Ana looks at it"), line(2, "Ana took it"))
        await settled(here)
        (card,) = await messages(here)
        assert "Ana looks at it" in shown(card)
        assert "Ana took it" in shown((await messages(here, thread_ts=card["ts"]))[-1])


async def test_changes_that_wait_for_their_card_go_as_one_and_the_latest_stays(hurried):
    async with hurried() as here:
        await publish(here, CARD, *(change(number, f"state {number}") for number in range(2, 9)))
        await settled(here)
        (card,) = await messages(here)
        assert "state 8" in shown(card)
        assert here.records.outbox.find("A-1/v7").state is State.SUPERSEDED


async def test_a_picture_in_a_card_stays_there_when_the_card_changes(hurried):
    async with hurried(replace(QUICK, pictures="block")) as here:
        await publish(here, CARD)
        await settled(here)
        await publish(here, change(2, "Ana looks at it"))
        await settled(here)
        (card,) = await messages(here)
        assert [block["type"] for block in card["blocks"]][:2] == ["section", "image"]
        assert "Ana looks at it" in shown(card)


async def test_without_pictures_a_card_is_told_in_words_and_can_still_change(hurried):
    async with hurried(replace(QUICK, pictures="text")) as here:
        await publish(here, CARD)
        await settled(here)
        assert "data_visualization" in shown((await messages(here))[0])
        await publish(here, replace(change(2, "Worse"), reply=replace(CARD.reply, headline="Worse")))
        await settled(here)
        (card,) = await messages(here)
        assert ("Worse" in shown(card), "data_visualization" in shown(card)) == (True, True)


async def test_a_card_that_somebody_deleted_is_posted_anew_with_a_way_to_its_old_thread(hurried):
    async with hurried() as here:
        await publish(here, CARD, line(1, "Who knows why?"))
        await settled(here)
        (card,) = await messages(here)
        state = here.workspace.office.state
        here.workspace.office.posting.remove(state.message(SALES, card["ts"]))

        await publish(here, change(2, "Ana looks at it"), line(2, "Ana took it"))
        await settled(here)
        (fresh,) = await messages(here, contains="Ana looks at it")
        assert f"/archives/{SALES}/p{card['ts'].replace('.', '')}|" in shown(fresh)
        assert "Ana took it" in shown((await messages(here, thread_ts=fresh["ts"]))[-1])

        await publish(here, change(3, "Ana decided"))
        await settled(here)
        (same,) = await messages(here, contains="Ana decided")
        assert same["ts"] == fresh["ts"]
        assert "/archives/" in shown(same)
        assert {here.records.standing.key(SALES, ts) for ts in (card["ts"], fresh["ts"])} == {"A-1"}


async def test_a_card_whose_new_posting_is_in_doubt_is_found_again_and_not_posted_twice(hurried):
    async with hurried() as here:
        await publish(here, CARD)
        await settled(here)
        (card,) = await messages(here)
        here.workspace.office.posting.remove(here.workspace.office.state.message(SALES, card["ts"]))
        await here.do("fault", kind="lose_response", method="chat.postMessage")
        await publish(here, change(2, "Ana looks at it"))
        await settled(here)
        assert len(await messages(here, contains="Ana looks at it")) == 1


async def test_what_cannot_be_said_in_a_channel_is_told_to_whom_it_belongs_and_said_there_once_it_can(hurried):
    async with hurried() as here:
        await here.do("command", channel="sales", text="/remove")
        await publish(here, CARD, line(1, "It is worse in the East"))
        told = await here.see("could not post A-1", channel="D0LOCALANA1", wait_s="5")
        assert "Invite me" in told["text"]
        await settled(here)
        assert {here.records.outbox.find(key).state for key in ("A-1", "A-1/v1/line")} == {State.DEAD}

        await here.do("command", channel="sales", text="/invite")
        await publish(here, change(2, "It is worse"), line(2, "North joined"))
        await settled(here)
        (card,) = await messages(here, contains="It is worse")
        assert "North joined" in shown((await messages(here, thread_ts=card["ts"]))[-1])
        assert here.records.standing.of("A-1").ts == card["ts"]


async def test_a_picture_that_cannot_be_drawn_keeps_no_card_back(hurried, caplog):
    broken = replace(drawing(), figure=None)
    async with hurried() as here:
        await publish(here, replace(CARD, reply=replace(CARD.reply, charts=(broken,))))
        await settled(here)
        (card,) = await messages(here)
        assert "in words" in shown(card)
        assert "could not be drawn" in caplog.text


async def test_whether_a_channel_is_reached_is_told_on_a_workers_thread(hurried):
    async with hurried() as here:
        reaches = here.bot.desk.shop.mail.reaches
        asked = (SALES, "C0RANDOM001", "C0NOWHERE00", "U0LOCALANA1")
        assert [await asyncio.to_thread(reaches, channel) for channel in asked] == [True, False, False, True]
        await here.do("fault", kind="server_error", method="conversations.info")
        assert await asyncio.to_thread(reaches, SALES) is None


async def test_a_card_for_one_person_stands_in_their_direct_messages_and_changes_there(hurried):
    async with hurried() as here:
        await publish(here, replace(CARD, channel="U0LOCALWEI1"))
        await settled(here)
        await publish(here, replace(change(2, "Ana looks at it"), channel="U0LOCALWEI1"))
        await settled(here)
        rows = (await here.get("messages", channel="dm", user="liwei"))["messages"]
        assert ["Ana looks at it" in shown(row) for row in rows if row.get("blocks")] == [True]


async def test_what_is_decided_while_the_bot_stops_is_sent_after_the_next_start(hurried):
    async with hurried() as here:
        drafts = await asyncio.to_thread(here.bot.desk.shop.mail.pack, CARD)
        await here.bot.stop()
        here.records.outbox.put(drafts, NOW)
        here.bot = here.another()
        await here.bot.start()
        await settled(here)
        assert len(await messages(here)) == 1
