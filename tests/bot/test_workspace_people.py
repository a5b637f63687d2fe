"""What people do in the workspace, and what an unchanged Bolt app hears of it by Socket Mode."""

import asyncio

import aiohttp
import pytest

from tests.bot.workspace_stage import manifest, playing, stage

BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}, "value": "v1"}
MENU = {
    "type": "static_select",
    "action_id": "kind",
    "options": [{"text": {"type": "plain_text", "text": name}, "value": name} for name in ("bar", "pie")],
}
ROOMS = {"type": "conversations_select", "action_id": "room"}
ROW = [{"type": "actions", "block_id": "row", "elements": [BUTTON, MENU, ROOMS]}]


@pytest.fixture
def heard():
    """What the app heard, one after the other."""
    return asyncio.Queue()


@pytest.fixture
async def slack(heard):
    def write(app):
        @app.command("/ask")
        async def ask(ack, command):
            await ack()
            await heard.put(command)

        @app.command("/raw")
        async def raw(ack, command):
            await ack(f"You said {command['text']}")

        @app.action("go")
        @app.action("kind")
        @app.action("room")
        async def pressed(ack, body):
            await ack()
            await heard.put(body)

        @app.shortcut("keep")
        @app.shortcut("ask")
        async def used(ack, body):
            await ack()
            await heard.put(body)

        for name in ("app_mention", "message", "reaction_added", "reaction_removed", "member_joined_channel"):
            app.event(name)(event)
        app.event("app_home_opened")(event)

    async def event(body):
        await heard.put(body)

    async with playing(write) as set_:
        yield set_


async def hear(heard):
    return await asyncio.wait_for(heard.get(), 4)


async def test_a_slash_command_reaches_the_app_with_names_resolved(slack, heard):
    answer = await slack.do("command", channel="sales", text="/ask a<b for @sam in #leads")
    command = await hear(heard)
    assert answer["acked"]
    assert command["text"] == "a&lt;b for <@U0LOCALSAM1|sam> in <#C0LEADS0001|leads>"
    await slack.do("command", channel="sales", text="/ask tell @analysts or <!subteam^S0MANAGERS1>")
    assert (await hear(heard))["text"] == "tell <!subteam^S0ANALYSTS1|@analysts> or <!subteam^S0MANAGERS1|@managers>"
    assert (command["command"], command["channel_name"], command["user_id"]) == ("/ask", "sales", "U0LOCALANA1")


async def test_a_command_without_should_escape_comes_as_it_was_typed(slack):
    await slack.do("command", channel="sales", text="/raw @sam")
    assert (await slack.see("You said @sam"))["ephemeral"]


async def test_a_slash_command_in_a_thread_is_refused_with_slacks_sentence(slack):
    parent = await slack.do("message", channel="sales", text="hello")
    answer = await slack.do("command", channel="sales", text="/ask x", thread_ts=parent["ts"])
    assert (answer["ok"], answer["message"]) == (False, "/ask is not supported in threads. Sorry!")
    assert (await slack.see("not supported"))["thread_ts"] == parent["ts"]


async def test_the_workspace_speaks_chinese_to_a_chinese_reader(slack):
    assert "不是有效的命令" in (await slack.do("command", "liwei", channel="sales", text="/nope"))["message"]


async def test_a_command_nobody_declared_is_named(slack):
    answer = await slack.do("command", channel="sales", text="/nope")
    assert answer["error"] == "unknown_command"
    assert "/ask" in answer["message"]


async def test_a_command_nobody_answers_is_an_error_the_person_sees():
    async with stage() as slack:
        answer = await slack.do("command", channel="sales", text="/ask x")
        assert (answer["acked"], answer["error"]) == (False, "dispatch_failed")
        assert (await slack.see("dispatch_failed"))["ephemeral"]


async def test_an_app_that_does_not_ack_in_time_is_an_error_the_person_sees():
    def write(app):
        @app.command("/ask")
        async def ask():
            return

    async with playing(write, ack_s=0.1) as slack:
        answer = await slack.do("command", channel="sales", text="/ask x")
        assert (answer["acked"], answer["error"]) == (False, "operation_timeout")


async def test_the_app_answers_at_the_response_url(slack, heard):
    await slack.do("command", channel="sales", text="/ask x")
    url = (await hear(heard))["response_url"]
    said = [{"text": "only you"}, {"text": "all of you", "response_type": "in_channel"}]
    for body in said:
        async with slack.http.post(url, json=body) as answer:
            assert (await answer.json())["ok"]
    assert (await slack.see("only you"))["ephemeral"]
    assert not (await slack.see("all of you", user="sam"))["ephemeral"]


async def test_a_response_url_is_good_for_five_uses_and_half_an_hour(slack, heard):
    await slack.do("command", channel="sales", text="/ask x")
    url = (await hear(heard))["response_url"]
    statuses = [(await slack.http.post(url, json={"text": str(use)})).status for use in range(6)]
    assert statuses == [200] * 5 + [404]
    await slack.do("command", channel="sales", text="/ask x")
    url = (await hear(heard))["response_url"]
    slack.clock.at += 1_801
    assert (await slack.http.post(url, json={"text": "late"})).status == 404


async def test_a_button_may_replace_and_delete_its_message(slack, heard):
    await slack.client.chat_postMessage(channel="sales", text="before", blocks=ROW)
    ts = (await slack.get("messages", channel="sales"))["messages"][0]["ts"]
    answer = await slack.do("action", channel="sales", ts=ts, action_id="go")
    body = await hear(heard)
    assert answer["acked"]
    assert (body["actions"][0]["value"], body["message"]["ts"]) == ("v1", ts)
    await slack.http.post(body["response_url"], json={"text": "after", "replace_original": True})
    assert (await slack.see("after"))["ts"] == ts
    await slack.http.post(body["response_url"], json={"delete_original": True})
    assert (await slack.get("messages", channel="sales"))["messages"] == []


async def test_an_ephemeral_is_replaced_by_its_own_button(slack, heard):
    await slack.client.chat_postEphemeral(channel="sales", user="U0LOCALANA1", text="before", blocks=ROW)
    ts = (await slack.get("messages", channel="sales", user="ana"))["messages"][0]["ts"]
    await slack.do("action", channel="sales", ts=ts, action_id="go")
    body = await hear(heard)
    assert body["container"]["is_ephemeral"]
    assert "message" not in body
    await slack.http.post(body["response_url"], json={"text": "after", "replace_original": True})
    assert (await slack.see("after"))["ts"] == ts


async def test_a_menu_sends_the_option_chosen_and_keeps_it_as_state(slack, heard):
    row = await slack.client.chat_postMessage(channel="sales", text="x", blocks=ROW)
    await slack.do("action", channel="sales", ts=row["ts"], action_id="kind", value="pie")
    assert (await hear(heard))["actions"][0]["selected_option"]["value"] == "pie"
    await slack.do("action", channel="sales", ts=row["ts"], action_id="go")
    assert (await hear(heard))["state"]["values"]["row"]["kind"]["selected_option"]["value"] == "pie"
    answer = await slack.do("action", channel="sales", ts=row["ts"], action_id="kind", value="map")
    assert (answer["error"], answer["options"]) == ("no_such_option", ["bar", "pie"])


async def test_a_press_brings_the_other_menus_of_its_row_with_it(slack, heard):
    row = await slack.client.chat_postMessage(channel="sales", text="x", blocks=ROW)
    await slack.do("action", channel="sales", ts=row["ts"], action_id="go", values={"row": {"kind": "pie"}})
    state = (await hear(heard))["state"]["values"]["row"]
    assert state["kind"]["selected_option"]["value"] == "pie"
    assert state["room"]["selected_conversation"] is None


@pytest.mark.parametrize("value", [{"a": 1}, ["pie"], 7, True, {"selected_option": {"value": []}}])
async def test_a_value_that_fits_no_menu_is_refused(slack, value):
    row = await slack.client.chat_postMessage(channel="sales", text="x", blocks=ROW)
    for action_id in ("kind", "room"):
        answer = await slack.do("action", channel="sales", ts=row["ts"], action_id=action_id, value=value)
        assert not answer["ok"]


@pytest.mark.parametrize(("named", "id_"), [("leads", "C0LEADS0001"), ("dm", "D0LOCALANA1"), ("U0LOCALSAM1",) * 2])
async def test_a_conversation_menu_sends_the_id_of_what_was_named(slack, heard, named, id_):
    row = await slack.client.chat_postMessage(channel="sales", text="x", blocks=ROW)
    await slack.do("action", channel="sales", ts=row["ts"], action_id="room", value=named)
    assert (await hear(heard))["actions"][0]["selected_conversation"] == id_
    answer = await slack.do("action", channel="sales", ts=row["ts"], action_id="room", value="nowhere")
    assert answer["error"] == "channel_not_found"


async def test_a_message_shortcut_carries_its_message_and_thread(slack, heard):
    parent = await slack.do("message", channel="sales", text="hello")
    await hear(heard)
    reply = await slack.do("message", channel="sales", text="there", thread_ts=parent["ts"])
    await hear(heard)
    await slack.do("shortcut", channel="sales", ts=reply["ts"], callback_id="keep")
    body = await hear(heard)
    assert (body["type"], body["message"]["thread_ts"]) == ("message_action", parent["ts"])
    await slack.do("shortcut", callback_id="ask")
    assert (await hear(heard))["type"] == "shortcut"


async def test_a_mention_is_heard_where_the_app_is_and_nowhere_else(slack, heard):
    await slack.do("message", channel="random", text="@tiny hello")
    await slack.do("message", channel="leads", text="@tiny hello & <b>")
    events = sorted([await hear(heard), await hear(heard)], key=lambda body: body["event"]["type"])
    assert [body["event"]["type"] for body in events] == ["app_mention", "message"]
    assert {body["event"]["text"] for body in events} == {"<@U0LOCALBOT1> hello &amp; &lt;b&gt;"}
    assert {body["event"]["channel"] for body in events} == {"C0LEADS0001"}
    assert events[1]["event"]["channel_type"] == "group"
    assert heard.empty()


async def test_edits_and_deletions_are_heard_with_what_was_there_before(slack, heard):
    row = await slack.do("message", channel="dm", text="one")
    assert (await hear(heard))["event"]["channel_type"] == "im"
    await slack.do("edit", channel="dm", ts=row["ts"], text="two")
    event = (await hear(heard))["event"]
    assert (event["subtype"], event["message"]["text"], event["previous_message"]["text"]) == (
        "message_changed",
        "two",
        "one",
    )
    await slack.do("delete", channel="dm", ts=row["ts"])
    event = (await hear(heard))["event"]
    assert (event["subtype"], event["deleted_ts"]) == ("message_deleted", row["ts"])


async def test_reactions_are_heard_on_and_off(slack, heard):
    row = await slack.client.chat_postMessage(channel="sales", text="x")
    await slack.do("reaction", "liwei", channel="sales", ts=row["ts"], name="eyes")
    event = (await hear(heard))["event"]
    assert (event["type"], event["reaction"], event["item"]["ts"]) == ("reaction_added", "eyes", row["ts"])
    await slack.do("reaction", "liwei", channel="sales", ts=row["ts"], name="eyes", remove=True)
    assert (await hear(heard))["event"]["type"] == "reaction_removed"


async def test_an_invited_app_hears_that_it_joined(slack, heard):
    await slack.do("command", channel="random", text="/invite @tiny")
    event = (await hear(heard))["event"]
    assert (event["type"], event["user"], event["inviter"]) == ("member_joined_channel", "U0LOCALBOT1", "U0LOCALANA1")
    assert (await slack.client.chat_postMessage(channel="random", text="hi"))["ok"]


async def test_an_event_the_manifest_did_not_ask_for_is_not_sent(heard):
    def write(app):
        @app.event({"type": "message"})
        async def event(body):
            await heard.put(body["event"])

    async with playing(write, raw=manifest(events=["message.im"])) as slack:
        await slack.do("message", channel="sales", text="not this")
        await slack.do("message", channel="dm", text="this")
        assert (await hear(heard))["text"] == "this"


async def test_each_envelope_goes_to_one_connection_and_a_ticket_opens_one(slack):
    answer = await slack.client.apps_connections_open(app_token=slack.workspace.settings.app_token)
    async with slack.http.ws_connect(answer["url"]) as socket:
        hello = await socket.receive_json()
        assert (hello["type"], hello["num_connections"]) == ("hello", 2)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await slack.http.ws_connect(answer["url"])


async def test_a_person_may_not_act_where_they_are_not(slack):
    answer = await slack.do("message", "liwei", channel="leads", text="let me in")
    assert answer["error"] == "channel_not_found"
    assert "dm" in answer["known"]
