"""An alert from its first word to its last: the app breaks one evening, people handle it, it recovers."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest

from analysis.alerts.rule import Baseline, Kind, Rule, Side, Trigger
from analysis.model import Filter, Grain, Lang, Op
from bot.bot import Manner
from bot.terms import Terms
from bot.workspace import Settings
from handlers import TABLES
from handlers.alerts.judging.evaluate import evaluate
from handlers.command import Shop
from storage.records import Records
from tests.town import opened, until

SALES = "C0SALES0001"
ANA, LIWEI = "U0LOCALANA1", "U0LOCALWEI1"
# The app of the sample shop is down from 18 to 22 o'clock of this Monday in Shanghai.
BEFORE = datetime(2026, 11, 16, 10, 5, tzinfo=UTC)
DURING = BEFORE + timedelta(hours=3)
HURRIED = Terms(every=timedelta(milliseconds=1))
TICK = timedelta(minutes=10)
AFTER = BEFORE + timedelta(hours=5)
RULE = Rule(
    "visits",
    Trigger(Kind.CHANGE, Side.BELOW, 0.6, baseline=Baseline.SAME_WEEKDAY),
    Grain.HOUR,
    filters=(Filter("channel", Op.IN, ("App",)),),
    owner=ANA,
    channel=SALES,
    name="App visits",
)


class Evening:
    """The team's workspace on that evening, and the time it is."""

    def __init__(self, town, now: datetime) -> None:
        self.town = town
        self.now = now

    async def it_is(self, now: datetime) -> None:
        """Time goes by: rules are judged tick by tick, and what follows is sent."""

        def tick() -> None:
            evaluate(self.now, self.town.bot.desk.shop)
            while self.now < now:
                self.now = min(self.now + TICK, now)
                evaluate(self.now, self.town.bot.desk.shop)

        await asyncio.to_thread(tick)
        await until(lambda: self.town.records.outbox.waiting() == 0)

    async def messages(self, **query) -> list[dict]:
        """What stands in #sales, or in a thread there."""
        found = (await self.town.get("messages", channel="sales", **query))["messages"]
        return [row for row in found if "thread_ts" in query or row.get("thread_ts", row["ts"]) == row["ts"]]

    async def card(self) -> dict:
        """The one card there is."""
        (card,) = await self.messages(contains="App")
        return card

    async def shows(self, *words: str) -> None:
        """Wait until the card says all of that."""
        await self._becomes(lambda said: all(word in said for word in words))

    async def hides(self, word: str) -> None:
        """Wait until the card no longer says so."""
        await self._becomes(lambda said: word not in said)

    async def _becomes(self, right) -> None:
        ts = (await self.card())["ts"]
        state = self.town.workspace.office.state
        said = lambda: json.dumps(state.message(SALES, ts).blocks, ensure_ascii=False)  # noqa: E731
        assert await state.feed.until(lambda: right(said()), 5), said()

    async def thread(self) -> list[str]:
        """What was said under the card, the oldest first."""
        ts = (await self.card())["ts"]
        return [text(row) for row in await self.messages(thread_ts=ts) if row["ts"] != ts]


def text(message: dict) -> str:
    return json.dumps(message["blocks"], ensure_ascii=False) if message.get("blocks") else message["text"]


def shown(message: dict) -> list[dict]:
    """The blocks but for the ids that the workspace gives them."""
    return [{name: part for name, part in block.items() if name != "block_id"} for block in message["blocks"]]


@pytest.fixture
async def evening(facts, tmp_path):
    """The rule is on, the app still works."""
    records = Records(f"sqlite:///{tmp_path / 'records.db'}")
    records.migrate()
    records.rules.add(RULE, ANA, Lang.EN, BEFORE, BEFORE.replace(minute=0))
    clock = Evening(None, BEFORE)
    shop = Shop(facts.catalog, facts, records)
    there = Settings(now=lambda: clock.now.timestamp())  # noqa: PLW0108 (the clock's `now` is another one each time)
    async with opened(shop, TABLES, Manner(terms=HURRIED), lambda: clock.now, settings=there) as clock.town:
        await clock.it_is(BEFORE)
        yield clock
    records.close()


async def test_nothing_is_said_while_nothing_is_wrong(evening):
    assert await evening.messages(contains="App") == []


async def test_an_outage_is_one_card_with_a_picture_and_what_to_do_and_ends_by_itself(evening):
    await evening.it_is(DURING)
    card = await evening.card()
    assert "%" in text(card)
    assert [row["type"] for row in card["blocks"]].count("actions") >= 1
    (picture,) = [row for row in await evening.messages(thread_ts=card["ts"]) if row.get("files")]
    assert picture["files"][0]["mimetype"] == "image/png"

    await evening.it_is(DURING + timedelta(hours=1))
    assert (await evening.card())["ts"] == card["ts"]

    await evening.it_is(AFTER)
    assert (await evening.card())["ts"] == card["ts"]
    assert "Back to normal" in text(await evening.card())
    assert len(await evening.thread()) >= 2


async def test_who_takes_it_with_the_button_is_named_on_the_card_and_in_the_thread(evening):
    await evening.it_is(DURING)
    card = await evening.card()
    await evening.town.do("action", "liwei", channel="sales", ts=card["ts"], action_id="alert.ack")
    await evening.shows(f"<@{LIWEI}>")
    await until(lambda: evening.town.records.outbox.waiting() == 0)
    assert f"<@{LIWEI}>" in (await evening.thread())[-1]


async def test_an_emoji_is_the_button_and_taking_it_off_takes_that_back(evening):
    await evening.it_is(DURING)
    card = await evening.card()
    await evening.town.do("reaction", "liwei", channel="sales", ts=card["ts"], name="eyes")
    await evening.shows(f"<@{LIWEI}>")
    await evening.town.do("reaction", "liwei", channel="sales", ts=card["ts"], name="eyes", remove=True)
    await evening.hides(f"<@{LIWEI}>")
    assert shown(await evening.card()) == shown(card)


async def test_events_that_slack_delivers_twice_and_the_wrong_way_round_come_to_the_same(evening):
    await evening.it_is(DURING)
    card = await evening.card()
    await evening.town.do("fault", kind="duplicate", event="reaction_added", count=2)
    await evening.town.do("reaction", "liwei", channel="sales", ts=card["ts"], name="eyes")
    await evening.shows(f"<@{LIWEI}>")
    await evening.town.do("reaction", "liwei", channel="sales", ts=card["ts"], name="eyes", remove=True)
    await evening.hides(f"<@{LIWEI}>")

    await evening.town.do("fault", kind="reorder", event="reaction_*", count=2)
    for remove in (False, True):
        await evening.town.do("reaction", "ana", channel="sales", ts=card["ts"], name="eyes", remove=remove)
    await evening.town.do("reaction", "sam", channel="sales", ts=card["ts"], name="eyes")
    await evening.shows("U0LOCALSAM1")
    await evening.hides(f"👀 <@{ANA}>")


async def test_what_was_decided_is_kept_and_shown(evening):
    await evening.it_is(DURING)
    card = await evening.card()
    await evening.town.do("action", channel="sales", ts=card["ts"], action_id="alert.decide")
    view = (await evening.town.get("views", user="ana", wait_s="4"))["views"][0]
    names = [block["block_id"] for block in view["blocks"]]
    answer = await evening.town.do("submit", view_id=view["id"], values={names[0]: "Roll the app back"})
    assert (answer["acked"], answer.get("errors")) == (True, None), names
    await evening.shows("Roll the app back")


async def test_a_person_who_settles_it_hears_no_more_until_it_is_over(evening):
    await evening.it_is(DURING)
    card = await evening.card()
    await evening.town.do("reaction", channel="sales", ts=card["ts"], name="white_check_mark")
    await evening.shows(f"<@{ANA}> resolved")
    await evening.it_is(DURING)
    said = len(await evening.thread())
    await evening.it_is(DURING + timedelta(hours=1))
    assert len(await evening.thread()) == said


async def test_a_card_goes_on_after_a_restart(evening):
    await evening.it_is(DURING)
    card = await evening.card()
    await evening.town.restart()
    await evening.town.do("reaction", "liwei", channel="sales", ts=card["ts"], name="eyes")
    await evening.shows(f"<@{LIWEI}>")
    assert (await evening.card())["ts"] == card["ts"]
