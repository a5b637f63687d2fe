"""Modals, App Home and triggers, through an unchanged Bolt app."""

import asyncio

import pytest
from slack_sdk.errors import SlackApiError

from tests.bot.workspace_stage import playing


def words(text):
    return {"type": "plain_text", "text": text}


def ask(block_id, element, **more):
    return {"type": "input", "block_id": block_id, "label": words(block_id), "element": element, **more}


FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": words("A form"),
    "submit": words("Save"),
    "notify_on_close": True,
    "blocks": [
        ask("what", {"type": "plain_text_input", "action_id": "text"}),
        ask("when", {"type": "datepicker", "action_id": "day", "initial_date": "2026-12-01"}),
        ask(
            "where",
            {"type": "conversations_select", "action_id": "room", "response_url_enabled": True},
            optional=True,
        ),
    ],
}


def titled(text):
    return {"type": "modal", "title": words(text), "blocks": [{"type": "divider"}]}


ANSWERS = {
    "wrong": {"response_action": "errors", "errors": {"what": "Not that."}},
    "more": {"response_action": "push", "view": titled("Second")},
    "other": {"response_action": "update", "view": titled("Other")},
}


@pytest.fixture
def heard():
    return asyncio.Queue()


@pytest.fixture
async def slack(heard):
    def write(app):
        @app.command("/ask")
        async def ask_(ack, command, client):
            await ack()
            await heard.put(command["trigger_id"])
            if command["text"] == "form":
                await client.views_open(trigger_id=command["trigger_id"], view=FORM)

        @app.view("form")
        async def saved(ack, body, view):
            await heard.put(body)
            text = view["state"]["values"]["what"]["text"]["value"]
            await ack(**ANSWERS.get(text, {}))

        @app.view_closed("form")
        async def closed(ack, body):
            await ack()
            await heard.put(body)

        @app.event("app_home_opened")
        async def home(event, client):
            if event["tab"] == "home":
                blocks = [{"type": "section", "text": words(f"Hello {event['user']}")}]
                await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    async with playing(write) as set_:
        yield set_


@pytest.fixture
async def form(slack, heard):
    """The id of the form, open before Ana."""
    await slack.do("command", channel="sales", text="/ask form")
    await heard.get()
    return (await slack.get("views", user="ana", wait_s="4"))["views"][0]["id"]


async def test_a_submission_carries_what_was_typed_and_what_was_preset(slack, heard, form):
    answer = await slack.do("submit", view_id=form, values={"what": "well", "where": "C0SALES0001"})
    body = await heard.get()
    values = body["view"]["state"]["values"]
    assert (values["what"]["text"]["value"], values["when"]["day"]["selected_date"]) == ("well", "2026-12-01")
    assert body["response_urls"][0]["channel_id"] == "C0SALES0001"
    assert answer == {"ok": True, "acked": True, "views": []}


async def test_an_empty_required_input_never_reaches_the_app(slack, heard, form):
    answer = await slack.do("submit", view_id=form, values={})
    assert list(answer["errors"]) == ["what"]
    assert heard.empty()


async def test_an_input_that_does_not_exist_is_named(slack, form):
    answer = await slack.do("submit", view_id=form, values={"wat": "x"})
    assert (answer["error"], answer["unknown"]) == ("no_such_input", ["wat"])


async def test_the_apps_errors_keep_the_form_open(slack, form):
    answer = await slack.do("submit", view_id=form, values={"what": {"text": {"value": "wrong"}}})
    assert answer["errors"] == {"what": "Not that."}
    assert [view["id"] for view in answer["views"]] == [form]


@pytest.mark.parametrize(("said", "titles"), [("more", ["A form", "Second"]), ("other", ["Other"])])
async def test_an_ack_may_push_or_update(slack, form, said, titles):
    answer = await slack.do("submit", view_id=form, values={"text": said})
    assert [view["title"]["text"] for view in answer["views"]] == titles


async def test_closing_is_told_to_an_app_that_asked(slack, heard, form):
    assert (await slack.do("close", view_id=form))["views"] == []
    assert (await heard.get())["type"] == "view_closed"


async def test_nobody_submits_the_form_of_another(slack, form):
    assert (await slack.do("submit", "sam", view_id=form, values={"what": "x"}))["error"] == "not_found"


async def test_a_trigger_opens_one_modal_within_three_seconds(slack, heard):
    await slack.do("command", channel="sales", text="/ask")
    trigger = await heard.get()
    await slack.client.views_open(trigger_id=trigger, view=titled("One"))
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await slack.client.views_open(trigger_id=trigger, view=titled("Two"))
    await slack.do("command", channel="sales", text="/ask")
    slack.clock.at += 3.5
    with pytest.raises(SlackApiError, match="'expired_trigger_id'"):
        await slack.client.views_open(trigger_id=await heard.get(), view=titled("Late"))
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        await slack.client.views_open(trigger_id="1.2.3", view=titled("Never"))


async def test_a_view_is_updated_by_who_saw_its_last_hash(slack, heard):
    await slack.do("command", channel="sales", text="/ask")
    view = (await slack.client.views_open(trigger_id=await heard.get(), view=titled("One")))["view"]
    await slack.client.views_update(view_id=view["id"], hash=view["hash"], view=titled("Two"))
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await slack.client.views_update(view_id=view["id"], hash=view["hash"], view=titled("Three"))


async def test_opening_home_is_heard_and_what_the_app_publishes_is_seen(slack):
    await slack.do("home", "sam")
    view = (await slack.get("home", user="sam", wait_s="4"))["view"]
    assert view["blocks"][0]["text"]["text"] == "Hello U0LOCALSAM1"


async def test_a_modal_cannot_be_empty_of_a_title_or_ask_without_submit(slack, heard):
    await slack.do("command", channel="sales", text="/ask")
    trigger = await heard.get()
    broken = [{**FORM, "title": words("x" * 25)}, {key: value for key, value in FORM.items() if key != "submit"}]
    for view, sentence in zip(broken, ("less than 25", "submit is required"), strict=True):
        answer = await slack.refused("views.open", trigger_id=trigger, view=view)
        assert answer["error"] == "invalid_arguments"
        assert sentence in answer["response_metadata"]["messages"][0]
