"""Signed HTTP as the other way to reach the app, with Bolt's own check of the signature."""

import time
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp

from tests.bot.workspace_stage import stage


@pytest.fixture
async def slack():
    """A workspace that delivers to a Bolt app behind an aiohttp server."""
    async with stage(now=time.time) as set_:
        settings = set_.workspace.settings
        app = AsyncApp(client=set_.client, signing_secret=settings.signing_secret, process_before_response=True)

        @app.command("/ask")
        async def ask(ack, command):
            await ack(f"You asked {command['text']}")

        @app.event("app_mention")
        async def mentioned(event, say):
            await say(text=f"heard {event['text']}", thread_ts=event["ts"])

        @app.action("go")
        async def go(ack, respond, action):
            await ack()
            await respond(f"pressed {action['value']}")

        async def receive(request: web.Request) -> web.StreamResponse:
            return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

        server = web.Application()
        server.router.add_post("/slack/events", receive)
        runner = web.AppRunner(server)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        set_.workspace.deliver_to(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
        yield set_
        await runner.cleanup()


async def test_a_command_is_delivered_and_answered_in_the_ack(slack):
    answer = await slack.do("command", channel="sales", text="/ask revenue & <more>")
    assert answer["acked"]
    assert (await slack.see("You asked revenue &amp; &lt;more&gt;"))["ephemeral"]


async def test_events_and_interactions_are_delivered(slack):
    await slack.do("message", channel="sales", text="@tiny hello")
    assert (await slack.see("heard <@U0LOCALBOT1> hello"))["thread_ts"]
    button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}, "value": "on"}
    row = await slack.client.chat_postMessage(
        channel="sales", text="x", blocks=[{"type": "actions", "elements": [button]}]
    )
    await slack.do("action", channel="sales", ts=row["ts"], action_id="go")
    assert (await slack.see("pressed on"))["ephemeral"]


async def test_an_app_with_another_secret_refuses_and_the_person_is_told(slack):
    async with aiohttp.ClientSession() as http:
        url = slack.workspace.office.desk.request_url
        forged = {"X-Slack-Request-Timestamp": str(int(time.time())), "X-Slack-Signature": "v0=00"}
        async with http.post(url, data=b"command=/ask", headers=forged) as answer:
            assert answer.status == 401


async def test_an_address_is_used_once_it_has_answered_the_challenge(slack):
    url = slack.workspace.office.desk.request_url
    slack.workspace.deliver_to(None)
    assert (await slack.do("listen", request_url="http://127.0.0.1:9/slack/events"))["error"] == "challenge_failed"
    assert slack.workspace.office.desk.request_url is None
    assert (await slack.do("listen", request_url=url))["request_url"] == url
    assert (await slack.do("command", channel="sales", text="/ask again"))["acked"]


@asynccontextmanager
async def answering(slack, answer):
    """An app that answers every delivery so; the headers of what it was sent."""
    seen = []

    async def receive(request: web.Request) -> web.StreamResponse:
        seen.append(request.headers)
        return answer(len(seen))

    server = web.Application()
    server.router.add_post("/", receive)
    runner = web.AppRunner(server)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.workspace.deliver_to(f"http://127.0.0.1:{runner.addresses[0][1]}/")
    yield seen
    await runner.cleanup()


async def test_an_event_that_failed_is_sent_again_and_says_so():
    async with (
        stage(now=time.time) as slack,
        answering(slack, lambda n: web.Response(status=500 if n < 3 else 200)) as seen,
    ):
        await slack.do("message", channel="sales", text="hello")
        traffic = slack.workspace.office.desk.traffic
        await slack.until(lambda: sum(row["kind"] == "ack" for row in traffic.since(0)) == 2)
        await slack.do("clock", advance_s=60)
        await slack.until(lambda: len(seen) == 3 and not slack.workspace.office.desk.tasks)
        retries = [(h.get("X-Slack-Retry-Num"), h.get("X-Slack-Retry-Reason")) for h in seen]
        assert retries == [(None, None), ("1", "http_error"), ("2", "http_error")]


async def test_an_app_that_wants_no_retry_gets_none():
    refuse = {"X-Slack-No-Retry": "1"}
    async with (
        stage(now=time.time) as slack,
        answering(slack, lambda _: web.Response(status=500, headers=refuse)) as seen,
    ):
        await slack.do("message", channel="sales", text="hello")
        await slack.until(lambda: seen and not slack.workspace.office.desk.tasks)
        assert len(seen) == 1


async def test_nobody_listening_is_an_error_the_person_sees(slack):
    slack.workspace.deliver_to("http://127.0.0.1:9/slack/events")
    answer = await slack.do("command", channel="sales", text="/ask x")
    assert (answer["acked"], answer["error"]) == (False, "dispatch_failed")
