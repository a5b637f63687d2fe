"""People who are not quite of this workspace: a guest, and a supplier in a shared channel."""

import asyncio

import pytest

from tests.bot.workspace_stage import playing

SHARED = "C0PARTNERS1"


@pytest.fixture
async def heard():
    return asyncio.Queue()


@pytest.fixture
async def slack(heard):
    def write(app):
        @app.command("/ask")
        async def ask(ack):
            await ack()

        @app.event("message")
        async def message(body):
            await heard.put(body)

    async with playing(write) as set_:
        yield set_


async def test_a_shared_channel_says_so_and_so_do_its_events(slack, heard):
    shared = (await slack.client.conversations_info(channel=SHARED))["channel"]
    own = (await slack.client.conversations_info(channel="C0SALES0001"))["channel"]
    assert (shared["is_ext_shared"], own["is_ext_shared"]) == (True, False)
    await slack.do("message", "jonas", channel="partners", text="hello")
    body = await asyncio.wait_for(heard.get(), 4)
    assert body["is_ext_shared_channel"]
    assert body["event"]["team"] == "T0NORTHWIND"


async def test_a_guest_is_marked_and_sees_only_the_channels_they_are_in(slack):
    guest = (await slack.client.users_info(user="U0LOCALMIA1"))["user"]
    assert (guest["is_restricted"], guest["is_ultra_restricted"]) == (True, True)
    assert not (await slack.client.users_info(user="U0LOCALANA1"))["user"]["is_restricted"]
    assert (await slack.do("message", "mia", channel="sales", text="x"))["error"] == "channel_not_found"
    assert (await slack.do("command", "mia", channel="partners", text="/ask x"))["acked"]


async def test_somebody_of_another_team_cannot_use_the_apps_commands(slack):
    stranger = (await slack.client.users_info(user="U0NORTHJON1"))["user"]
    assert stranger["team_id"] == "T0NORTHWIND"
    answer = await slack.do("command", "jonas", channel="partners", text="/ask x")
    assert answer["error"] == "unknown_command"
    assert "/ask," not in answer["message"]
