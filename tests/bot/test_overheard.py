"""What is overheard in channels: which payloads count, and that a note is made however the memory fails."""

import asyncio
import threading
from datetime import UTC, datetime

import pytest

from analysis.errors import Unavailable
from analysis.model import Text
from bot import overheard
from bot.arrivals import Arrival, Place
from bot.ear import Ear
from handlers.command import Origin
from storage.records.threads.model import File, Written

BOT = "U0BOT"
ROOT, TS, EDITED = "1700000000.000100", "1700000100.000100", "1700000200.000100"
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def message(**event):
    common = {"type": "message", "channel": "C1", "channel_type": "channel", "ts": TS, "thread_ts": ROOT}
    return {"event": {**common, "user": "U1", "text": "hi", **event}}


def changed(after, **more):
    common = {"user": "U1", "ts": TS, "thread_ts": ROOT, "text": "hi"}
    event = {"subtype": "message_changed", "message": common | after, "previous_message": common}
    return {"event": {"channel": "C1", "channel_type": "group", "ts": "1700000300.000000", **event, **more}}


def said(body):
    arrival = overheard.message(body, BOT)
    return arrival and arrival.said


@pytest.mark.parametrize("kind", ["channel", "group"])
@pytest.mark.parametrize("subtype", [None, "thread_broadcast", "file_share", "me_message"])
def test_a_persons_reply_is_heard_in_public_and_private_channels(kind, subtype):
    heard = said(message(channel_type=kind, subtype=subtype, files=[{"id": "F1", "name": "plan.pdf"}]))
    assert (heard.thread.root, heard.ts, heard.person) == (ROOT, TS, "U1")
    assert heard.written == Written(TS, "hi", (File("F1", "plan.pdf"),))


@pytest.mark.parametrize(
    "body",
    [
        message(user=BOT),
        message(bot_id="B1"),
        message(subtype="bot_message", user=None),
        message(subtype="channel_join"),
        message(channel_type="im"),
        message(channel_type="mpim"),
        message(thread_ts=TS),
        {"event": {key: value for key, value in message()["event"].items() if key != "thread_ts"}},
        changed({"attachments": [{}]}),
        changed({"bot_id": "B1", "edited": {"ts": EDITED}}),
        {"event": {"channel": "C1", "channel_type": "channel", "subtype": "message_deleted", "deleted_ts": TS}},
    ],
    ids=lambda body: str(body["event"].get("subtype")),
)
def test_nothing_else_is_heard(body):
    assert said(body) is None


def test_an_edit_is_a_text_of_when_it_was_edited_and_a_deletion_has_none():
    assert said(changed({"text": "ho", "edited": {"ts": EDITED}})).written == Written(EDITED, "ho")
    before = {"user": "U1", "ts": TS, "thread_ts": ROOT, "text": "hi"}
    gone = message(subtype="message_deleted", user=None, ts="1700000300.000000", previous_message=before)
    for heard in (said(gone), said(changed({"subtype": "tombstone", "user": "USLACKBOT"}))):
        assert (heard.ts, heard.person, heard.written) == (TS, "U1", None)


async def _stood(_channel, _within_s):
    """No notice is on its way."""


ARRIVAL = Arrival(Place("U1", "C1", ROOT, TS), Origin.OVERHEARD)


async def test_it_is_noted_before_slack_is_told_that_it_was_heard():
    noted = []
    ear = Ear(None, lambda: NOW, _stood)
    await ear.hear(ARRIVAL, lambda call, _shop: noted.append(call.message))
    assert noted == [TS]
    await ear.close(1)


async def test_a_memory_that_is_busy_for_a_while_loses_nothing():
    tries, noted = [], asyncio.Event()
    loop = asyncio.get_running_loop()

    def note(_call, _shop):
        tries.append(1)
        if len(tries) == 1:
            raise Unavailable(Text("busy", "忙"))
        loop.call_soon_threadsafe(noted.set)

    ear = Ear(None, lambda: NOW, _stood)
    await ear.hear(ARRIVAL, note)
    async with asyncio.timeout(5):
        await noted.wait()
    assert len(tries) == 2
    await ear.close(1)


async def test_nobody_waits_for_a_slow_note_and_a_stop_does():
    free, noted = threading.Event(), []

    def note(_call, _shop):
        free.wait(5)
        noted.append(1)

    ear = Ear(None, lambda: NOW, _stood)
    await ear.hear(ARRIVAL, note)
    assert noted == []
    free.set()
    await ear.close(5)
    assert noted == [1]


async def test_a_fault_of_ours_is_logged_once_and_not_tried_again(caplog):
    tries = []

    def note(_call, _shop):
        tries.append(1)
        raise KeyError("broken")

    ear = Ear(None, lambda: NOW, _stood)
    await ear.hear(ARRIVAL, note)
    await ear.close(5)
    assert len(tries) == len([row for row in caplog.records if row.name == "bot.ear"]) == 1
