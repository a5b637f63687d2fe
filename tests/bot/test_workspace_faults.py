"""What can be ordered to go wrong in the workspace, and that it goes wrong just so often."""

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from tests.bot.workspace_stage import PNG, playing, stage

CUT = (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)
CHART = {
    "type": "data_visualization",
    "title": "Revenue",
    "chart": {"type": "pie", "segments": [{"label": "App", "value": 1}]},
}


@pytest.fixture
async def slack():
    async with stage() as set_:
        # A repeated call would hide what one call met.
        set_.client.retry_handlers.clear()
        yield set_


async def post(slack, text, channel="sales", **given):
    return await slack.client.chat_postMessage(channel=channel, text=text, **given)


async def said(slack, channel="sales"):
    return [row["text"] for row in (await slack.get("messages", channel=channel))["messages"]]


async def test_a_rate_limit_says_when_to_come_back_and_has_no_effect(slack):
    await slack.fault("rate_limited", method="chat.postMessage", retry_after_s=7)
    with pytest.raises(SlackApiError) as refused:
        await post(slack, "one")
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "7"
    assert refused.value.response.data == {"ok": False, "error": "ratelimited"}
    await post(slack, "two")
    assert await said(slack) == ["two"]


async def test_a_server_error_has_the_status_that_was_ordered(slack):
    await slack.fault("server_error", method="chat.*", status=503)
    with pytest.raises(SlackApiError) as refused:
        await post(slack, "one")
    assert refused.value.response.status_code == 503


async def test_a_dropped_request_has_no_effect_and_a_lost_response_has(slack):
    for kind, text in (("drop_request", "never said"), ("lose_response", "said, though nobody was told")):
        await slack.fault(kind, method="chat.postMessage")
        with pytest.raises(CUT):
            await post(slack, text)
    assert await said(slack) == ["said, though nobody was told"]


@pytest.mark.parametrize(("kind", "effect"), [("hang_before", []), ("hang_after", ["waited"])])
async def test_a_call_that_hangs_is_cut_after_ten_minutes_of_the_workspaces_clock(slack, kind, effect):
    fault = await slack.fault(kind, method="chat.postMessage")
    waiting = asyncio.create_task(post(slack, "waited"))
    await slack.until(lambda: slack.workspace.office.desk.faults.ordered[0].met)
    await slack.do("clock", advance_s=599)
    assert not waiting.done()
    await slack.do("clock", advance_s=2)
    with pytest.raises(CUT):
        await waiting
    assert await said(slack) == effect
    assert fault["count"] == 1


async def test_a_delayed_call_is_answered_once_its_time_has_come(slack):
    await slack.fault("delay", method="chat.postMessage", delay_s=40)
    waiting = asyncio.create_task(post(slack, "late"))
    await slack.until(lambda: slack.workspace.office.desk.faults.ordered[0].met)
    assert await said(slack) == []
    await slack.do("clock", advance_s=41)
    assert (await waiting)["ok"]


async def test_a_refusal_has_the_code_that_was_ordered(slack):
    await slack.fault("refuse", method="files.completeUploadExternal", error="not_allowed")
    with pytest.raises(SlackApiError, match="not_allowed"):
        await slack.client.files_upload_v2(content=PNG, filename="a.png", channel="C0SALES0001")


async def test_a_block_that_a_workspace_does_not_know_yet_is_refused_with_a_pointer(slack):
    await slack.fault("invalid_blocks", block="data_visualization", count=0)
    answer = await slack.refused("chat.postMessage", channel="sales", text="x", blocks=[{"type": "divider"}, CHART])
    assert answer["errors"] == ["unsupported type [json-pointer:/blocks/1/type]"]
    assert (await post(slack, "x", blocks=[{"type": "divider"}]))["ok"]


async def test_an_upload_that_is_never_shared_is_answered_ok_and_processed(slack):
    await slack.fault("unshared")
    answer = await slack.client.files_upload_v2(content=PNG, filename="a.png", channel="C0SALES0001")
    files = slack.workspace.office.state.files
    await slack.until(lambda: files[answer["file"]["id"]].ready)
    shown = (await slack.client.files_info(file=answer["file"]["id"]))["file"]
    assert (shown["mimetype"], shown["shares"]) == ("image/png", {})
    await slack.client.files_upload_v2(content=PNG, filename="b.png", channel="C0SALES0001", initial_comment="shared")
    assert await slack.see("shared")


async def test_an_upload_can_be_slow_to_process(slack):
    await slack.fault("slow_processing", delay_s=30)
    answer = await slack.client.files_upload_v2(content=PNG, filename="a.png", channel="C0SALES0001")
    file = slack.workspace.office.state.files[answer["file"]["id"]]
    await slack.client.files_upload_v2(content=PNG, filename="b.png", channel="C0SALES0001", initial_comment="quick")
    await slack.see("quick")
    assert not file.ready
    await slack.do("clock", advance_s=30)
    await slack.until(lambda: file.ready)


async def test_a_call_that_hangs_does_not_hold_the_workspace_when_it_stops():
    async with stage() as slack:
        slack.client.retry_handlers.clear()
        await slack.fault("hang_before")
        waiting = asyncio.create_task(slack.client.auth_test())
        await slack.until(lambda: slack.workspace.office.desk.faults.ordered[0].met)
        await slack.workspace.stop()
        with pytest.raises(CUT):
            await waiting


async def test_faults_are_counted_from_the_call_they_were_ordered_for_and_in_their_channel(slack):
    await slack.fault("refuse", method="chat.postMessage", channel="sales", error="fatal_error", skip=1, count=2)
    outcomes = []
    for n in range(4):
        try:
            await post(slack, f"sales {n}")
            outcomes.append("ok")
        except SlackApiError as error:
            outcomes.append(error.response["error"])
        await post(slack, f"leads {n}", channel="leads")
    assert outcomes == ["ok", "fatal_error", "fatal_error", "ok"]
    (fault,) = (await slack.get("faults"))["faults"]
    assert (fault["met"], fault["over"]) == (2, True)


async def test_a_response_url_and_the_upload_of_bytes_have_faults_too(slack):
    hook = slack.workspace.office.desk.hook("U0LOCALANA1", "C0SALES0001")
    await slack.fault("server_error", method="response_url")
    assert (await slack.http.post(hook, json={"text": "x"})).status == 500
    assert (await slack.http.post(hook, json={"text": "x"})).status == 200
    await slack.fault("server_error", method="upload")
    target = await slack.client.files_getUploadURLExternal(filename="a.png", length=len(PNG))
    assert (await slack.http.post(target["upload_url"], data=PNG)).status == 500


async def test_faults_can_be_forgotten_one_by_one_or_all(slack):
    first = await slack.fault("refuse", error="one")
    await slack.fault("refuse", error="two")
    await slack.http.delete(f"{slack.workspace.url}/_workspace/faults", params={"id": first["id"]})
    assert (await slack.refused("auth.test"))["error"] == "two"
    await slack.fault("refuse", error="three")
    await slack.http.delete(f"{slack.workspace.url}/_workspace/faults")
    assert (await slack.client.auth_test())["ok"]
    assert (await slack.get("faults"))["faults"] == []


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "gremlins"},
        {"kind": "delay", "retry_after_s": 3},
        {"kind": "delay", "delay_s": -1},
        {"kind": "delay", "delay_s": "soon"},
        {"kind": "reorder", "count": 1},
        {"kind": "server_error", "status": 0},
        {"kind": "refuse", "channel": "nowhere"},
        {"kind": "disconnect", "reason": "bored"},
    ],
)
async def test_an_order_that_cannot_be_read_is_refused(slack, given):
    assert not (await slack.do("fault", **given))["ok"]
    assert (await slack.get("faults"))["faults"] == []


async def test_every_kind_is_listed_with_what_it_takes(slack):
    kinds = {row["kind"]: row["takes"] for row in (await slack.get("faults"))["kinds"]}
    assert kinds["rate_limited"] == ["method", "channel", "skip", "count", "delay_s", "retry_after_s"]


@pytest.fixture
async def heard():
    return asyncio.Queue()


@pytest.fixture
async def app(heard):
    def write(bolt):
        @bolt.event("message")
        async def message(event, body):
            await heard.put((event["text"], body["event_id"]))

    async with playing(write) as set_:
        yield set_


async def hear(heard):
    return await asyncio.wait_for(heard.get(), 4)


async def test_a_duplicated_event_comes_twice_with_one_id(app, heard):
    await app.fault("duplicate", event="message")
    await app.do("message", channel="sales", text="one")
    assert await hear(heard) == await hear(heard)
    await app.do("message", channel="sales", text="two")
    assert (await hear(heard))[0] == "two"
    assert heard.empty()


async def test_reordered_events_come_last_one_first(app, heard):
    await app.fault("reorder", event="message", count=3)
    for text in ("one", "two", "three", "four"):
        await app.do("message", channel="sales", text=text)
    texts = [(await hear(heard))[0] for _ in range(4)]
    assert [text for text in texts if text != "four"] == ["three", "two", "one"]


async def test_an_event_whose_ack_was_lost_comes_again_and_says_so(app, heard):
    await app.fault("lose_ack", event="message", count=2)
    await app.do("message", channel="sales", text="one")
    assert await hear(heard) == await hear(heard)
    traffic = app.workspace.office.desk.traffic
    await app.until(lambda: len([row for row in traffic.since(0, "message") if row["kind"] == "ack"]) == 2)
    await app.do("clock", advance_s=60)
    await hear(heard)
    await app.until(lambda: not app.workspace.office.desk.tasks)
    tries = [row["body"] for row in traffic.since(0, "message") if row["kind"] == "envelope"]
    assert [(row["retry_attempt"], row["retry_reason"]) for row in tries] == [(0, ""), (1, "timeout"), (2, "timeout")]


async def test_held_events_are_delivered_when_the_fault_is_forgotten(app, heard):
    await app.fault("reorder", count=3)
    for text in ("one", "two"):
        await app.do("message", channel="sales", text=text)
    assert heard.empty()
    await app.http.delete(f"{app.workspace.url}/_workspace/faults")
    assert [(await hear(heard))[0] for _ in range(2)] == ["two", "one"]


async def test_the_clock_goes_ahead_and_stamps_keep_their_order(slack):
    first = (await post(slack, "now"))["ts"]
    before = (await slack.get("clock"))["now"]
    assert (await slack.do("clock", advance_s=86_400))["now"] == before + 86_400
    second = (await post(slack, "tomorrow"))["ts"]
    third = (await post(slack, "tomorrow too"))["ts"]
    assert float(second) - float(first) >= 86_400
    assert second < third


@pytest.mark.parametrize("seconds", [-1, 1e12, "nan", "inf", "a day", None, [1]])
async def test_the_clock_goes_only_ahead_and_not_for_ever(slack, seconds):
    before = slack.workspace.now()
    await slack.do("clock", advance_s=seconds)
    assert slack.workspace.now() == before
    assert (await slack.get("traffic", since=str(seconds)))["ok"] is (seconds in (-1, 1e12))


async def test_a_scheduled_message_comes_when_the_clock_has_gone_that_far(slack):
    at = int(slack.clock()) + 3_600
    await slack.client.chat_scheduleMessage(channel="sales", text="later", post_at=at)
    assert await said(slack) == []
    await slack.do("clock", advance_s=3_601)
    assert await slack.see("later")


async def test_a_response_url_and_a_trigger_expire_by_the_clock(slack):
    hook = slack.workspace.office.desk.hook("U0LOCALANA1", "C0SALES0001")
    trigger = slack.workspace.office.desk.trigger("U0LOCALANA1")
    await slack.do("clock", advance_s=1_801)
    async with slack.http.post(hook, json={"text": "x"}) as answer:
        assert (await answer.json())["error"] == "expired_url"
    view = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": []}
    assert (await slack.refused("views.open", trigger_id=trigger, view=view))["error"] == "expired_trigger_id"
