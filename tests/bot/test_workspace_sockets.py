"""Socket Mode as Slack does it: who gets an envelope, who gets it again, and how a connection ends."""

import asyncio
from contextlib import asynccontextmanager

import aiohttp
import pytest

from tests.bot.workspace_stage import stage


@pytest.fixture
async def slack():
    async with stage() as set_:
        yield set_


@asynccontextmanager
async def linked(slack, **how):
    """A connection that acks only when told to, past its hello."""
    opened = await slack.client.apps_connections_open(app_token=slack.workspace.settings.app_token)
    async with slack.http.ws_connect(opened["url"], **how) as socket:
        assert (await socket.receive_json())["type"] == "hello"
        yield socket


async def told(socket):
    return await asyncio.wait_for(socket.receive_json(), 4)


async def ack(socket, envelope, **payload):
    await socket.send_json({"envelope_id": envelope["envelope_id"], **payload})


async def settle(slack):
    await slack.until(lambda: not slack.workspace.office.desk.tasks)


def waiting(slack):
    """How many envelopes wait for their ack."""
    return sum(len(link.waiting) for link in slack.workspace.office.delivery.sockets.links)


async def test_a_ticket_opens_one_connection(slack):
    opened = await slack.client.apps_connections_open(app_token=slack.workspace.settings.app_token)
    async with slack.http.ws_connect(opened["url"]):
        with pytest.raises(aiohttp.WSServerHandshakeError, match="401"):
            await slack.http.ws_connect(opened["url"])


async def test_a_ticket_is_no_good_after_half_a_minute(slack):
    opened = await slack.client.apps_connections_open(app_token=slack.workspace.settings.app_token)
    await slack.do("clock", advance_s=31)
    with pytest.raises(aiohttp.WSServerHandshakeError, match="401"):
        await slack.http.ws_connect(opened["url"])


async def test_each_envelope_goes_to_one_connection_and_they_take_turns(slack):
    async with linked(slack) as one, linked(slack) as two:
        for _ in range(2):
            await slack.do("message", channel="sales", text="hello")
        for socket in (one, two):
            await ack(socket, await told(socket))
        await settle(slack)


async def test_an_event_that_is_not_acked_comes_again_at_once_after_a_minute_and_after_five(slack):
    async with linked(slack) as socket:
        await slack.do("message", channel="sales", text="hello")
        tries = [await told(socket)]
        await slack.do("clock", advance_s=3)
        tries.append(await told(socket))
        for wait in (60, 300):
            await slack.do("clock", advance_s=3)
            await slack.until(lambda: not waiting(slack))
            await slack.do("clock", advance_s=wait)
            tries.append(await told(socket))
        assert [row["retry_attempt"] for row in tries] == [0, 1, 2, 3]
        assert [row["retry_reason"] for row in tries] == ["", "timeout", "timeout", "timeout"]
        assert len({row["payload"]["event_id"] for row in tries}) == 1
        assert len({row["envelope_id"] for row in tries}) == 4
        await slack.do("clock", advance_s=1_000)
        await settle(slack)


async def test_an_acked_event_does_not_come_again(slack):
    async with linked(slack) as socket:
        await slack.do("message", channel="sales", text="hello")
        await ack(socket, await told(socket))
        await settle(slack)
        await slack.do("clock", advance_s=1_000)
        assert not slack.workspace.office.desk.tasks


async def test_an_event_whose_connection_dies_before_the_ack_goes_to_another(slack):
    async with linked(slack) as two, linked(slack) as one:
        await slack.do("message", channel="sales", text="hello")
        first = await told(one)
        await one.close()
        again = await told(two)
        assert again["payload"]["event_id"] == first["payload"]["event_id"]
        assert (again["retry_attempt"], again["retry_reason"]) == (1, "connection_failed")
        await ack(two, again)
        await settle(slack)


async def test_a_command_whose_connection_dies_is_an_error_and_is_not_repeated(slack):
    async with linked(slack) as two, linked(slack) as one:
        command = asyncio.create_task(slack.do("command", channel="sales", text="/ask x"))
        envelope = await told(one)
        assert "retry_attempt" not in envelope
        await one.close()
        assert (await command)["error"] == "dispatch_failed"
        await slack.do("message", channel="sales", text="next")
        following = await told(two)
        assert following["type"] == "events_api"
        await ack(two, following)


async def test_an_event_that_nobody_could_hear_waits_for_a_connection(slack):
    await slack.do("message", channel="sales", text="hello")
    await slack.until(lambda: slack.workspace.office.desk.clock.waits)
    async with linked(slack) as socket:
        await slack.do("clock", advance_s=61)
        envelope = await told(socket)
        assert envelope["retry_attempt"] == 2
        await ack(socket, envelope)
        await settle(slack)


async def test_an_ack_after_three_seconds_is_too_late(slack):
    async with linked(slack) as socket:
        command = asyncio.create_task(slack.do("command", channel="sales", text="/ask x"))
        await told(socket)
        await slack.do("clock", advance_s=3)
        assert (await command)["error"] == "operation_timeout"


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_connection_that_was_told_to_leave_gets_nothing_while_there_is_another(slack, reason):
    async with linked(slack) as old:
        await slack.fault("disconnect", reason=reason)
        farewell = await told(old)
        assert (farewell["type"], farewell["reason"]) == ("disconnect", reason)
        await slack.do("message", channel="sales", text="still here")
        await ack(old, await told(old))
        async with linked(slack) as new:
            for _ in range(2):
                await slack.do("message", channel="sales", text="hello")
                await ack(new, await told(new))
            await slack.do("clock", advance_s=10)
            if reason == "warning":
                assert (await told(old))["reason"] == "refresh_requested"
            assert (await old.receive()).type is aiohttp.WSMsgType.CLOSE
            await slack.until(lambda: slack.workspace.connected == 1)


async def test_a_connection_is_warned_of_its_age_and_then_refreshed(slack):
    async with linked(slack) as socket:
        await slack.do("clock", advance_s=3_590)
        assert (await told(socket))["reason"] == "warning"
        await slack.do("clock", advance_s=10)
        assert (await told(socket))["reason"] == "refresh_requested"
        assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE


async def test_a_half_open_connection_swallows_envelopes_and_answers_no_ping(slack):
    async with linked(slack, heartbeat=0.05) as old:
        await slack.fault("half_open")
        await slack.do("message", channel="sales", text="hello")
        await slack.until(lambda: waiting(slack))
        async with linked(slack) as new:
            await slack.do("clock", advance_s=3)
            again = await told(new)
            assert (again["retry_attempt"], again["retry_reason"]) == (1, "timeout")
            await ack(new, again)
            # The app notices by its own pings; nothing came before that, not even a close frame.
            assert (await old.receive()).type in {aiohttp.WSMsgType.ERROR, aiohttp.WSMsgType.CLOSED}
            assert slack.workspace.connected == 2
            await slack.do("clock", advance_s=30)
            await slack.until(lambda: slack.workspace.connected == 1)


async def test_connections_are_closed_with_a_word_or_without(slack):
    async with linked(slack) as one:
        assert (await slack.fault("close_sockets"))["connections"] == 1
        assert (await one.receive()).type is aiohttp.WSMsgType.CLOSE
    async with linked(slack) as two:
        await slack.fault("close_sockets", abruptly=True)
        assert (await two.receive()).type in {aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR}
        await slack.until(lambda: slack.workspace.connected == 0)


async def test_the_eleventh_connection_is_one_too_many(slack):
    sockets = [linked(slack) for _ in range(10)]
    for socket in sockets:
        await socket.__aenter__()
    opened = await slack.client.apps_connections_open(app_token=slack.workspace.settings.app_token)
    async with slack.http.ws_connect(opened["url"]) as last:
        assert (await told(last))["reason"] == "too_many_websockets"
    for socket in sockets:
        await socket.__aexit__(None, None, None)


async def test_the_traffic_shows_what_passed_and_keeps_secrets(slack):
    before = (await slack.get("traffic"))["cursor"]
    async with linked(slack) as socket:
        await slack.client.chat_postMessage(channel="sales", text="xoxb-secret-1 and xapp-1-secret")
        envelope = await told(socket)
        await ack(socket, envelope)
        await settle(slack)
    rows = (await slack.get("traffic", since=str(before)))["traffic"]
    assert [(row["kind"], row["name"]) for row in rows if row["kind"] in {"request", "envelope"}] == [
        ("request", "apps.connections.open"),
        ("request", "chat.postMessage"),
        ("envelope", "message"),
    ]
    refs = {row["kind"]: row["ref"] for row in rows}
    assert (refs["request"], refs["envelope"]) == (refs["answer"], refs["ack"])
    assert not any(secret in str(rows) for secret in ("local-workspace", "secret-1", "1-secret", "verification-token"))
    only = (await slack.get("traffic", since=str(before), method="chat."))["traffic"]
    assert [(row["kind"], row["status"]) for row in only] == [("request", None), ("answer", 200)]
