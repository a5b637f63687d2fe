"""Messages reach their channel once, whatever Slack, the network or the process does on the way."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from analysis.model import Lang
from bot import settings
from bot.bot import Manner
from bot.cli import trial
from bot.letters import Letter
from bot.packing import STRATEGIES
from bot.terms import Terms
from handlers.command import Audience, Reply
from storage.records import State
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
HASTY = replace(QUICK, attempts=3, life=timedelta(0))


@pytest.fixture
def hurried(town):
    """A town whose bot does not wait long between tries."""

    return lambda terms=QUICK, **how: town(manner=Manner(terms=terms), **how)


async def fault(here, kind: str, method: str = "*", **more) -> None:
    """Make something go wrong."""
    async with here.http.post(
        f"{here.workspace.url}/_workspace/fault", json={"kind": kind, "method": method, **more}
    ) as answer:
        assert (await answer.json())["ok"], await answer.json()


async def settled(here) -> None:
    """Wait until nothing is left to send."""
    await until(lambda: here.records.outbox.waiting() == 0)


async def count(here, contains: str, channel: str = "sales") -> int:
    """How many messages say so."""
    seen = await here.get("messages", channel=channel, contains=contains)
    return len(seen["messages"])


WORDS = ("where", "slash en /kpi", "chat.postMessage")
PICTURE = ("revenue", "Revenue was", "files.completeUploadExternal")


@pytest.mark.parametrize(
    ("kind", "ask", "said", "method"),
    [
        *((kind, *WORDS) for kind in ("lose_response", "drop_request", "server_error", "rate_limited")),
        *((kind, *PICTURE) for kind in ("lose_response", "server_error")),
    ],
)
async def test_what_goes_wrong_once_is_made_up_for_and_said_once(hurried, kind, ask, said, method):
    async with hurried() as here:
        await fault(here, kind, method)
        await here.ask(f"/kpi {ask}")
        assert bool((await here.see(said)).get("files")) == (ask == "revenue")
        await settled(here)
        assert await count(here, said) == 1


async def test_an_upload_that_breaks_off_is_done_again(hurried):
    async with hurried() as here:
        await fault(here, "drop_request", "upload")
        await here.ask("/kpi revenue")
        assert (await here.see("Revenue was"))["files"]


async def test_a_follow_up_knows_the_question_of_an_answer_that_was_found_again(hurried):
    async with hurried() as here:
        await fault(here, "lose_response", "files.completeUploadExternal")
        await here.ask("/kpi revenue")
        ts = (await here.see("Revenue was"))["ts"]
        await settled(here)
        await here.do("message", channel="sales", text="<@U0LOCALBOT1> which", thread_ts=ts)
        await here.see("about revenue last 7 days", thread_ts=ts)


async def test_a_channel_that_fails_holds_back_no_other_and_ends_as_a_dead_letter_its_asker_hears_of(hurried):
    async with hurried(HASTY) as here:
        await fault(here, "drop_request", "chat.postMessage", channel="marketing", count=0)
        for _ in range(3):
            await here.ask("/kpi where", channel="marketing")
        await here.ask("/kpi where", channel="sales")
        await here.see("slash en /kpi")
        await settled(here)

        assert (await here.see("have stopped trying", channel="marketing"))["ephemeral"]
        assert [letter.channel for letter in here.records.outbox.dead("U0LOCALANA1")] == ["C0MARKETING"] * 3
        assert await count(here, "slash en /kpi", "marketing") == 0


async def test_no_message_is_given_up_before_an_hour_is_over(hurried):
    async with hurried(replace(QUICK, attempts=2)) as here:
        await fault(here, "server_error", "chat.postMessage", count=6)
        await here.ask("/kpi where")
        await here.see("slash en /kpi")


@pytest.mark.parametrize("pictures", ["thread", "block"])
async def test_the_text_does_not_wait_for_its_picture(hurried, pictures):
    async with hurried(replace(QUICK, pictures=pictures)) as here:
        await fault(here, "drop_request", "upload", count=2)
        await here.ask("/kpi revenue")
        card = await here.see("Revenue was")
        await settled(here)
        if pictures == "thread":
            thread = (await here.get("messages", channel="sales", thread_ts=card["ts"]))["messages"]
            assert [file["mimetype"] for file in thread[-1]["files"]] == ["image/png"]
        else:
            blocks = here.workspace.office.state.message("C0SALES0001", card["ts"]).blocks
            assert [block["type"] for block in blocks][:2] == ["section", "image"]


@pytest.mark.parametrize("pictures", ["thread", "block"])
async def test_a_picture_that_cannot_come_says_so_in_the_thread_with_its_figures(hurried, pictures):
    async with hurried(replace(QUICK, pictures=pictures), without=("files:write",)) as here:
        await here.ask("/kpi revenue")
        card = await here.see("Revenue was")
        told = await here.see("Mon 3, Tue 1", thread_ts=card["ts"])
        assert "`files:write`" in json.dumps(told)
        assert told["thread_ts"] == card["ts"]


async def test_a_picture_that_slack_will_not_show_in_its_card_follows_in_the_thread(hurried):
    async with hurried(replace(QUICK, pictures="block")) as here:
        await fault(here, "invalid_blocks", "chat.update", block="image", count=0)
        await here.ask("/kpi revenue")
        card = await here.see("Revenue was")
        await settled(here)
        thread = (await here.get("messages", channel="sales", thread_ts=card["ts"]))["messages"]
        assert thread[-1]["files"]


async def test_a_picture_refused_beside_its_words_follows_in_the_thread(hurried):
    async with hurried() as here:
        await fault(here, "refuse", "files.completeUploadExternal", error="posting_to_channel_denied")
        await here.ask("/kpi revenue")
        card = await here.see("Revenue was")
        await settled(here)
        thread = (await here.get("messages", channel="sales", thread_ts=card["ts"]))["messages"]
        assert thread[-1]["files"]
        assert await count(here, "Revenue was") == 1


async def test_removing_an_answer_takes_the_picture_below_it_away_too(hurried):
    async with hurried(replace(QUICK, pictures="thread")) as here:
        await here.ask("/kpi revenue")
        card = await here.see("Revenue was")
        await settled(here)
        await here.do("action", channel="sales", ts=card["ts"], action_id="kpi.remove")
        await here.gone(card["ts"])
        await until(lambda: not here.workspace.office.state.files)


async def test_the_settings_offer_every_strategy():
    assert tuple(STRATEGIES) == settings.PICTURES


class Paused:
    """Stops whoever comes to a step, until told to go on or to die there."""

    def __init__(self, step: str) -> None:
        self.step = step
        self.reached = asyncio.Event()
        self.go = asyncio.Event()
        self.dies = False

    async def __call__(self, step: str) -> None:
        if step == self.step:
            self.reached.set()
            await self.go.wait()
            if self.dies:
                raise asyncio.CancelledError


@pytest.mark.parametrize(
    ("step", "ask", "said"),
    [
        *((step, "revenue", "Revenue was") for step in ("claimed", "uploaded", "noted", "shared", "sent", "marked")),
        *((step, "where", "slash en /kpi") for step in ("claimed", "sending", "sent", "marked")),
    ],
)
async def test_another_that_takes_over_at_any_step_says_it_once_and_the_first_can_change_nothing(
    hurried, shop, tables, step, ask, said
):
    probe = Paused(step)
    async with hurried(replace(QUICK, probe=probe)) as here:
        await here.ask(f"/kpi {ask}")
        await probe.reached.wait()
        heir = here.another(Manner(terms=QUICK))
        await heir.start()
        await here.see(said)
        await settled(here)
        await heir.stop()
        # What has not been sent yet must not be sent by a process that was thought dead: it dies there.
        probe.dies = step not in {"shared", "sent", "marked"}
        probe.go.set()
        await here.bot.stop()
        assert await count(here, said) == 1
        assert not here.records.outbox.dead()


async def test_a_bot_told_to_stop_hands_back_what_it_was_sending_and_the_next_one_says_it_once(hurried):
    async with hurried() as here:
        await fault(here, "hang_after", "chat.postMessage")
        await here.ask("/kpi where")
        await here.see("slash en /kpi")
        await here.restart()
        await settled(here)
        assert await count(here, "slash en /kpi") == 1


async def test_a_question_cut_short_by_a_stop_is_told_so(town, tables, gate):
    async with town(replace(tables, answer=gate.work)) as here:
        await here.ask("/kpi slow")
        await asyncio.to_thread(gate.begun.acquire, timeout=5)
        await here.restart()
        assert (await here.see("I am being restarted"))["ephemeral"]


async def test_replies_in_a_thread_keep_their_order_though_the_first_has_to_be_tried_again(hurried):
    async with hurried() as here:
        said = await here.do("message", channel="sales", text="<@U0LOCALBOT1> where")
        await here.see("mention en")
        await settled(here)
        await fault(here, "server_error", "files.completeUploadExternal", count=2)
        await here.do("message", channel="sales", text="<@U0LOCALBOT1> revenue", thread_ts=said["ts"])
        await until(here.records.outbox.waiting)
        await here.do("message", channel="sales", text="<@U0LOCALBOT1> which", thread_ts=said["ts"])
        await here.see("about ", thread_ts=said["ts"])
        thread = (await here.get("messages", channel="sales", thread_ts=said["ts"]))["messages"]
        ours = [json.dumps(message) for message in thread if message["user"] == "U0LOCALBOT1"]
        assert ["Revenue was" in text for text in ours] == [False, True, False]


async def test_messages_to_one_channel_are_spread_out_and_other_channels_are_not_kept_waiting(hurried):
    async with hurried(replace(QUICK, every=timedelta(hours=1))) as here:
        for _ in range(5):
            await here.ask("/kpi where")
        # Somebody else: the sixth question of one person at once may be refused.
        await here.ask("/kpi where", channel="marketing", user="sam")
        await here.see("slash en /kpi", channel="marketing")
        async with asyncio.timeout(5):
            while await count(here, "slash en /kpi") < 3:  # noqa: ASYNC110 (three messages, one after another)
                await asyncio.sleep(0.005)
        await until(lambda: here.records.outbox.waiting() == 2)
        assert await count(here, "slash en /kpi") == 3


async def test_what_is_sent_can_be_looked_up_by_its_key(hurried):
    async with hurried() as here:
        await here.ask("/kpi where")
        message = await here.see("slash en /kpi")
        stored = here.workspace.office.state.message("C0SALES0001", message["ts"])
        key = stored.metadata["event_payload"]["id"]
        await settled(here)
        parcel = here.records.outbox.find(key)
        assert (parcel.state, parcel.ts) == (State.SENT, message["ts"])


async def test_a_letter_that_stands_already_is_not_waited_for(hurried):
    async with hurried() as here:
        letter = Letter(Reply("Once"), Lang.EN, channel="C0SALES0001", key="delivery-1")
        assert (await here.bot.outbox.post(letter)).ts
        async with asyncio.timeout(5):
            assert await here.bot.outbox.post(letter) is None
        assert await count(here, "Once") == 1


@pytest.mark.parametrize("pictures", ["message", "thread", "block"])
async def test_the_doctor_sends_a_picture_for_trial_and_leaves_nothing_behind(hurried, pictures):
    async with hurried() as here:
        environment = {
            "SLACK_API_URL": here.workspace.api_url,
            "SLACK_BOT_TOKEN": "xoxb-local-workspace",
            "CHESTNUT_PICTURES": pictures,
        }
        slack = here.bot.voice.client
        assert await trial.picture(slack, settings.read(environment), "C0SALES0001") == ""
        assert await count(here, "for trial") == 0
        assert not here.workspace.office.state.files


async def test_the_doctor_says_when_a_picture_is_refused(hurried):
    async with hurried(without=("files:write",)) as here:
        environment = {"SLACK_API_URL": here.workspace.api_url, "SLACK_BOT_TOKEN": "xoxb-local-workspace"}
        wrong = await trial.picture(here.bot.voice.client, settings.read(environment), "C0SALES0001")
        assert "missing_scope" in wrong


async def test_an_answer_too_long_for_one_message_follows_whole_in_its_thread(town, tables):
    lines = tuple(f"{number}: {'销售额 ' * 60}" for number in range(100))
    long = replace(tables, answer=lambda _call, _shop: Reply("Long", body=lines, audience=Audience.CHANNEL))
    async with town(long, Manner(terms=QUICK)) as here:
        await here.ask("/kpi anything")
        card = await here.see("Shortened to fit")
        await settled(here)
        thread = (await here.get("messages", channel="sales", thread_ts=card["ts"]))["messages"]
        (file,) = here.workspace.office.state.files.values()
        assert thread[-1]["files"][0]["id"] == file.id
        assert file.data.decode().count("销售额") == 6_000


async def test_a_whisper_that_fails_is_said_once_more(hurried):
    async with hurried() as here:
        for method in ("response_url", "chat.postEphemeral", "chat.postMessage"):
            await fault(here, "server_error", method)
        await here.ask("/kpi revnue")
        assert (await here.see("I do not know that"))["ephemeral"]
