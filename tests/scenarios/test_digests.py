"""A digest from the wish to the thread under it, as the shop's team lives with it: everything over real sockets."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.bot import Manner
from handlers import TABLES
from handlers.command import Shop
from handlers.digests import sending
from storage.records import Records
from tests.town import opened, until

# Thursday, a quarter to nine in Shanghai.
BEFORE = datetime(2026, 11, 19, 0, 45, tzinfo=UTC)
NINE = BEFORE + timedelta(minutes=15)


class Morning:
    """The team's workspace on that morning, and the time it is."""

    def __init__(self) -> None:
        self.town = None
        self.now = BEFORE

    async def it_is(self, now: datetime) -> None:
        """Time goes by: what is due is sent, and stands."""
        self.now = now
        await asyncio.to_thread(sending.send, now, self.town.bot.desk.shop)
        await until(lambda: self.town.records.outbox.waiting() == 0)


@pytest.fixture
async def morning(facts, tmp_path):
    records = Records(f"sqlite:///{tmp_path / 'records.db'}")
    records.migrate()
    clock = Morning()
    async with opened(Shop(facts.catalog, facts, records), TABLES, Manner(), lambda: clock.now) as clock.town:
        yield clock
    records.close()


async def test_what_was_asked_for_stands_at_nine_with_its_picture_and_its_thread_goes_on_from_it(morning):
    """Then it is paused with the button, and the next day is quiet."""
    town = morning.town
    await town.ask("/kpi every weekday 09:00 revenue yesterday by channel")
    told = await town.see("G-1 is on")
    await morning.it_is(NINE)
    posted = await town.see("Revenue by channel ¥", user="sam")
    assert "18 Nov 2026" in posted["text"]
    thread = {"thread_ts": posted["ts"]}
    seen = (await town.get("messages", channel="sales", user="sam", **thread))["messages"]
    assert "image/png" in [file["mimetype"] for row in seen for file in row.get("files", ())]
    await town.do("message", "sam", channel="sales", text="<@U0LOCALBOT1> by region", **thread)
    assert (await town.see("Revenue by region", **thread))["thread_ts"] == posted["ts"]

    await town.do("action", channel="sales", ts=told["ts"], action_id="digest.pause")
    await town.see("Paused until you resume it: G-1")
    await morning.it_is(NINE + timedelta(days=1))
    found = (await town.get("messages", channel="sales", user="sam", contains="Revenue by channel ¥"))["messages"]
    assert [row["ts"] for row in found] == [posted["ts"]]


async def test_the_morning_digest_comes_to_one_person_alone_when_asked_for_quietly(morning):
    """In the direct messages with the bot, with its picture."""
    town = morning.town
    await town.ask("/kpi 每个工作日 9点 早报 私下", user="liwei")
    await town.see("G-1 已启用", user="liwei")
    await morning.it_is(NINE)
    (digest,) = town.records.digests.of("U0LOCALWEI1")
    assert digest.request.channel == "U0LOCALWEI1"
    stand = town.records.standing.of("G-1/2026-11-19T01:00Z")
    assert stand.channel.startswith("D")
    message = town.workspace.office.state.message(stand.channel, stand.ts)
    assert message.text.startswith("☀️ Chestnut Home · 2026年11月18日 周三")
