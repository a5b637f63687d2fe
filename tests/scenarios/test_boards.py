"""A board from its first word to its end: put up, changed in place, deleted, unpinned, left alone."""

import asyncio
from datetime import timedelta

import pytest

from bot.bot import Manner
from bot.terms import Terms
from handlers import TABLES
from handlers.boards.keep import refresh
from handlers.command import Shop
from storage.records import Records
from storage.records.alerts.decision import Decision, Origin, Revision, Statement
from storage.records.boards import Status
from tests.conftest import NOON
from tests.town import opened, until

SALES = "C0SALES0001"
HURRIED = Terms(every=timedelta(milliseconds=1))


@pytest.fixture
def memory(tmp_path):
    records = Records(f"sqlite:///{tmp_path / 'records.db'}")
    records.migrate()
    yield records
    records.close()


@pytest.fixture
async def town(facts, memory):
    """The shop's team in their workspace; the clock's jobs are run by the tests."""
    tables = TABLES.__class__(**{**vars(TABLES), "jobs": ()})
    async with opened(Shop(facts.catalog, facts, memory), tables, Manner(terms=HURRIED), lambda: NOON) as here:
        yield here


async def settled(town) -> None:
    await until(lambda: town.records.outbox.waiting() == 0)


def message(town, ts: str | None = None):
    """The message that board B-1 is now."""
    stand = town.records.standing.of("B-1")
    return town.workspace.office.state.message(SALES, ts or stand.ts)


def pins(town) -> list[str]:
    return list(town.workspace.office.state.channel(SALES).pins)


def picture(row) -> str:
    """The file of the picture within a message."""
    (found,) = [block["slack_file"]["id"] for block in row.blocks if block["type"] == "image"]
    return found


async def put_up(town, text="/kpi board create Sales: revenue, orders by channel"):
    await town.ask(text)
    await until(lambda: town.records.standing.of("B-1") is not None)
    await settled(town)
    return message(town)


async def changed(town, text="/kpi board edit B-1 Sales: orders, visits"):
    before = town.records.boards.find(1).version
    await town.ask(text)
    await until(lambda: town.records.boards.find(1).version > before)
    await settled(town)


async def test_a_board_is_one_pinned_message_with_its_picture_and_its_rows_within_it(town):
    row = await put_up(town)
    assert "Sales" in str(row.blocks)
    assert "Revenue" in str(row.blocks)
    assert picture(row)
    assert pins(town) == [row.ts]


async def test_a_change_puts_other_words_and_another_picture_into_the_same_message_and_deletes_the_old_one(town):
    first = await put_up(town)
    old = picture(first)
    await changed(town)
    row = message(town)
    assert row.ts == first.ts
    assert "Visits" in str(row.blocks)
    assert picture(row) != old
    assert old not in town.workspace.office.state.files
    assert pins(town) == [row.ts]


async def test_a_board_that_was_deleted_is_posted_anew_with_its_picture_and_pinned(town):
    first = await put_up(town)
    town.workspace.office.posting.remove(first)
    await changed(town)
    row = message(town)
    assert row.ts != first.ts
    assert "Visits" in str(row.blocks)
    assert first.ts.replace(".", "") in str(row.blocks)
    assert picture(row)
    assert pins(town) == [row.ts]


async def test_a_board_that_somebody_unpins_is_kept_no_longer_and_its_thread_says_so(town):
    row = await put_up(town)
    await town.do("pin", "liwei", channel="sales", ts=row.ts, remove=True)
    await until(lambda: town.records.boards.find(1).status is Status.RETIRED)
    await town.see("no longer kept up to date", thread_ts=row.ts)
    assert pins(town) == []


async def test_a_removed_board_says_so_without_pin_and_picture(town):
    await put_up(town)
    await changed(town, "/kpi board remove B-1")
    row = message(town)
    assert "was removed by" in str(row.blocks)
    assert not [block for block in row.blocks if block["type"] == "image"]
    assert pins(town) == []


async def test_a_board_whose_channel_the_bot_left_retires_and_its_maker_is_told(town):
    await put_up(town)
    await town.do("command", channel="sales", text="/remove @chestnut")
    later = NOON + timedelta(minutes=10)
    await asyncio.to_thread(refresh, later, town.bot.desk.shop)
    await settled(town)
    assert town.records.boards.find(1).status is Status.RETIRED
    direct = town.workspace.office.state.direct("U0LOCALANA1").id
    await town.see("no longer kept up to date", channel=direct)


async def test_a_board_of_decisions_moves_them_by_menu(town):
    await put_up(town, "/kpi board create Decisions")
    decided = Revision(1, NOON, "U0LOCALANA1", Statement("Move 20% of search spend to email"))
    town.records.decisions.add(Decision(town.records.decisions.number(), NOON, "U0LOCALANA1", Origin(SALES), decided))
    await asyncio.to_thread(refresh, NOON, town.bot.desk.shop)
    await settled(town)
    row = message(town)
    (item,) = [block for block in row.blocks if "accessory" in block]
    assert "D-1" in item["text"]["text"]
    pressed = {"block_id": item["block_id"], "action_id": item["accessory"]["action_id"], "value": "in_progress"}
    await town.do("action", channel="sales", ts=row.ts, **pressed)
    await until(lambda: town.records.decisions.find(1).latest.said.stage == "in_progress")
    await until(lambda: "in progress 1" in str(message(town).blocks))


async def test_without_leave_to_pin_the_board_stands_all_the_same_and_its_thread_says_what_to_do(facts, memory):
    tables = TABLES.__class__(**{**vars(TABLES), "jobs": ()})
    shop = Shop(facts.catalog, facts, memory)
    async with opened(shop, tables, Manner(terms=HURRIED), lambda: NOON, without=("pins:write",)) as here:
        row = await put_up(here)
        await here.see("I could not pin this", thread_ts=row.ts)
