"""The bot in a workspace: real Bolt, real sockets, small handlers."""

import asyncio
import json
from dataclasses import replace

import pytest

from analysis.errors import Unavailable
from analysis.model import Text
from bot.bot import Bot, Connection, Manner
from handlers.tables import Job
from storage.records import Scope
from tests.town import until


async def test_a_slash_command_is_answered_in_its_channel_with_the_picture_in_the_same_message(town):
    async with town() as here:
        assert (await here.ask("/kpi revenue"))["acked"]
        message = await here.see("Revenue was")

        assert not message["ephemeral"]
        assert [file["mimetype"] for file in message["files"]] == ["image/png"]
        async with here.http.get(f"{here.workspace.url}/_workspace/files/{message['files'][0]['id']}") as file:
            assert (await file.read()).startswith(b"\x89PNG")


async def test_a_command_is_acknowledged_while_every_worker_is_busy(town, tables, gate):
    async with town(replace(tables, answer=gate.work)) as here:
        for user in ("ana", "liwei"):
            for _ in range(2):
                await here.ask("/kpi slow", user=user)
        for _ in range(4):
            await asyncio.to_thread(gate.begun.acquire, timeout=5)

        assert (await here.ask("/kpi revenue", user="sam"))["acked"]
        gate.open.set()
        await here.see("through", user="sam")


async def test_one_person_cannot_take_all_the_workers(town, tables, gate):
    def answer(call, shop):
        return gate.work() if call.text == "slow" else tables.answer(call, shop)

    async with town(replace(tables, answer=answer)) as here:
        for _ in range(5):
            await here.ask("/kpi slow", user="ana")
        await here.ask("/kpi revenue", user="sam")
        await here.see("Revenue was", user="sam")

        await here.ask("/kpi slow", user="ana")
        assert (await here.see("still working on your last 5 questions"))["ephemeral"]
        gate.open.set()


async def test_a_question_that_takes_too_long_ends_in_a_sentence(town, tables, gate):
    async with town(replace(tables, answer=gate.work), Manner(patience_s=0.05)) as here:
        await here.ask("/kpi slow")
        message = await here.see("I stopped waiting")
        assert message["ephemeral"]
        gate.open.set()


async def test_a_mistake_is_whispered_with_buttons_that_work(town):
    async with town() as here:
        await here.ask("/kpi revnue")
        message = await here.see("I do not know that")
        assert message["ephemeral"]

        await here.do("action", channel="sales", ts=message["ts"], action_id="kpi.ask")
        assert not (await here.see("Revenue was"))["ephemeral"]


async def test_a_crash_is_logged_once_and_its_number_told(town, caplog):
    async with town() as here:
        await here.ask("/kpi crash")
        message = await here.see("Something broke on our side")

        logged = [record for record in caplog.records if record.exc_info]
        reference = logged[0].args[0]
        assert len(logged) == 1
        assert reference in json.dumps(message)
        assert "fire" not in json.dumps(message)


async def test_a_mention_is_answered_in_its_thread_and_followed_up_there(town):
    async with town() as here:
        said = await here.do("message", channel="sales", text="<@U0LOCALBOT1> revenue last week")
        first = await here.see("Revenue was")
        assert first["thread_ts"] == said["ts"]

        await here.do("message", channel="sales", text="<@U0LOCALBOT1> which", thread_ts=said["ts"])
        assert (await here.see("about revenue last 7 days"))["thread_ts"] == said["ts"]


async def test_the_thread_under_a_slash_answer_remembers_its_question_after_a_restart(town):
    async with town() as here:
        await here.ask("/kpi revenue")
        ts = (await here.see("Revenue was"))["ts"]
        await here.restart()
        await here.do("message", channel="sales", text="<@U0LOCALBOT1> which", thread_ts=ts)
        await here.see("about revenue last 7 days")


async def test_a_direct_message_is_answered_there_and_an_edit_is_not(town):
    async with town() as here:
        said = await here.do("message", channel="dm", text="revenue today")
        answer = await here.see("Revenue was", channel="dm")
        assert answer["files"]
        await here.do("edit", channel="dm", ts=said["ts"], text="revenue yesterday")
        await here.do("message", channel="dm", text="where")
        await here.see("direct en /kpi", channel="dm")
        seen = await here.get("messages", channel="dm", user="ana", contains="Revenue was")
        assert len(seen["messages"]) == 1


async def test_a_mistake_in_a_direct_message_is_an_ordinary_message(town):
    async with town() as here:
        await here.do("message", channel="dm", text="revnue")
        assert not (await here.see("I do not know that", channel="dm"))["ephemeral"]


async def test_a_menu_knows_the_question_it_is_about_and_its_answer_replaces_the_message(town):
    async with town() as here:
        await here.ask("/kpi revenue")
        ts = (await here.see("Revenue was"))["ts"]
        await here.do("action", channel="sales", ts=ts, action_id="kpi.kind", value="bar")
        await here.see("As bar: revenue last 7 days")
        await here.gone(ts)


async def test_an_answer_that_others_replied_to_is_not_taken_away_under_them(town):
    async with town() as here:
        await here.ask("/kpi revenue")
        ts = (await here.see("Revenue was"))["ts"]
        await here.do("message", "sam", channel="sales", text="Nice", thread_ts=ts)
        await here.do("action", channel="sales", ts=ts, action_id="kpi.kind", value="bar")
        assert (await here.see("As bar"))["thread_ts"] == ts


async def test_sharing_posts_to_the_picked_channel_and_says_so(town):
    async with town() as here:
        await here.ask("/kpi revenue")
        ts = (await here.see("Revenue was"))["ts"]
        await here.do("action", channel="sales", ts=ts, action_id="kpi.share", value="C0MARKETING")
        await here.see("Revenue was", channel="marketing")
        assert (await here.see("Posted in"))["ephemeral"]


async def test_sharing_to_a_channel_without_the_bot_says_how_to_invite_it(town):
    async with town() as here:
        await here.ask("/kpi revenue")
        ts = (await here.see("Revenue was"))["ts"]
        await here.do("action", channel="sales", ts=ts, action_id="kpi.share", value="C0RANDOM001")
        assert (await here.see("/invite @chestnut"))["ephemeral"]


async def test_a_home_that_cannot_be_made_says_so_itself(town, tables):
    def fail(_call, _shop):
        raise Unavailable(Text("The store is locked.", "数据库被占用。"))

    events = tuple(replace(event, run=fail) for event in tables.events)
    async with town(replace(tables, events=events)) as here:
        await here.do("home", "liwei")
        view = (await here.get("home", user="liwei", wait_s="5"))["view"]
        assert "数据库被占用。" in json.dumps(view, ensure_ascii=False)
        assert not (await here.get("messages", channel="dm", user="liwei"))["messages"]


async def test_removing_takes_the_message_and_its_picture_away(town):
    async with town() as here:
        await here.ask("/kpi revenue")
        message = await here.see("Revenue was")
        await here.do("action", channel="sales", ts=message["ts"], action_id="kpi.remove")
        await here.gone(message["ts"])
        file = message["files"][0]["id"]
        await until(lambda: file not in here.workspace.office.state.files)


async def test_a_form_names_what_is_wrong_and_then_does_its_work(town):
    async with town() as here:
        await here.ask("/kpi revenue")
        ts = (await here.see("Revenue was"))["ts"]
        await here.do("action", channel="sales", ts=ts, action_id="note.add")
        view = (await here.get("views", user="ana", wait_s="5"))["views"][0]

        refused = await here.do("submit", view_id=view["id"], values={"what": "ab"})
        assert refused["errors"] == {"what": "Too short."}
        accepted = await here.do("submit", view_id=view["id"], values={"what": "promo"})
        assert accepted["views"] == []
        noted = await here.see("Noted promo on revenue last 7 days")
        assert noted["thread_ts"] == ts


async def test_a_message_shortcut_opens_its_form_about_that_message(town):
    async with town() as here:
        said = await here.do("message", channel="sales", text="We should spend less")
        await here.do("shortcut", channel="sales", ts=said["ts"], callback_id="note.add")
        view = (await here.get("views", user="ana", wait_s="5"))["views"][0]
        await here.do("submit", view_id=view["id"], values={"what": "spend"})
        assert (await here.see("Noted spend"))["thread_ts"] == said["ts"]


async def test_the_home_page_shows_the_picture_and_runs_saved_questions(town):
    async with town() as here:
        await here.do("home")
        state = here.workspace.office.state
        await state.feed.until(
            lambda: (
                "slack_file" in json.dumps(state.homes["U0LOCALANA1"].body) if "U0LOCALANA1" in state.homes else None
            ),
            5,
        )
        view = (await here.get("home", user="ana"))["view"]
        assert [block["type"] for block in view["blocks"]][:2] == ["section", "image"]
        await here.do("action", view_id=view["id"], action_id="kpi.ask")
        await here.see("Revenue was", channel="dm")


async def test_a_private_answer_is_whispered_with_slacks_own_chart_and_its_picture_sent_in_private(town):
    async with town() as here:
        await here.ask("/kpi secretly")
        whisper = await here.see("Revenue was")
        assert whisper["ephemeral"]
        assert "data_visualization" in [block["type"] for block in whisper["blocks"]]
        assert (await here.see("Revenue was", channel="dm"))["files"]


async def test_outside_its_channels_the_bot_answers_in_private_and_asks_to_be_invited(town):
    async with town() as here:
        await here.ask("/kpi revenue", channel="random")
        message = await here.see("Revenue was", channel="random")
        assert message["ephemeral"]
        assert "/invite @chestnut" in json.dumps(message)
        assert (await here.see("Revenue was", channel="dm"))["files"]


@pytest.mark.parametrize(("user", "said"), [("ana", "the permission `files:write`"), ("liwei", "`files:write` 权限")])
async def test_without_the_permission_for_files_the_answer_comes_in_words_and_names_it(town, user, said):
    async with town(without=("files:write",)) as here:
        await here.ask("/kpi revenue", user=user)
        message = await here.see(said, user=user)
        assert not message["ephemeral"]
        assert not message.get("files")


async def test_without_the_permission_to_read_files_an_answer_is_posted_once(town):
    async with town(without=("files:read",)) as here:
        await here.ask("/kpi revenue")
        await here.see("Revenue was")
        await here.ask("/kpi where")
        await here.see("slash en /kpi")
        seen = await here.get("messages", channel="sales", user="ana", contains="Revenue was")
        assert len(seen["messages"]) == 1


async def test_a_wrong_token_is_named_at_the_start(town, shop, tables):
    async with town() as here:
        for bot_token, app_token, named in (
            ("xoxb-wrong", "xapp-local-workspace", "SLACK_BOT_TOKEN"),
            ("xoxb-local-workspace", "xapp-wrong", "SLACK_APP_TOKEN"),
        ):
            bot = Bot(tables, shop, Connection(bot_token, app_token, api_url=here.workspace.api_url))
            with pytest.raises(Unavailable, match=named):
                await bot.start()
            await bot.stop()


async def test_a_job_that_is_running_is_told_that_the_bot_stops(town, tables):
    """And a bot that is started afterwards is not."""
    told = []

    def run(_now, shop):
        told.append(shop.stopping.is_set())
        told.append(shop.stopping.wait(5))
        return ()

    slow = Job("slow", Text("waits", "等待"), "", run, at_start=True)
    async with town(replace(tables, jobs=(slow,))) as here:
        await until(lambda: told)
        await here.restart()
        await until(lambda: len(told) >= 3)
        assert told == [False, True, False]


async def test_people_are_answered_in_the_language_of_their_slack_unless_the_channel_has_its_own(town, prefer):
    async with town() as here:
        await here.ask("/kpi where", user="liwei")
        await here.see("slash zh /kpi", user="liwei")
        prefer(Scope.CHANNEL, "C0SALES0001", language="en")
        await here.ask("/kpi where", user="liwei")
        await here.see("slash en /kpi", user="liwei")


async def test_a_command_of_its_own_is_the_verb_before_the_words(town, tables):
    def answer(call, shop):
        return tables.answer(replace(call, text=call.text.removeprefix("why ")), shop)

    async with town(replace(tables, answer=answer)) as here:
        await here.ask("/why where")
        await here.see("slash en /why")


async def test_a_button_of_an_earlier_version_says_so(town, tables):
    async with town(tables) as here:
        await here.ask("/kpi revenue")
        message = await here.see("Revenue was")
        older = here.workspace.office.state.message("C0SALES0001", message["ts"])
        older.blocks[-1]["elements"][-1]["action_id"] = "kpi.gone"
        await here.do("action", channel="sales", ts=message["ts"], action_id="kpi.gone")
        await here.see("an earlier version of me")


async def test_the_bot_greets_a_channel_it_is_invited_to(town):
    async with town() as here:
        await here.ask("/invite @chestnut", channel="random")
        await here.see("Hello", channel="random")


async def test_an_event_delivered_twice_is_answered_once(town):
    event = {
        "type": "app_mention",
        "user": "U0LOCALANA1",
        "channel": "C0SALES0001",
        "ts": "1.1",
        "text": "<@U0LOCALBOT1> where",
    }
    async with town() as here:
        said = await here.do("message", channel="sales", text="Hi")
        payload = {
            "type": "event_callback",
            "event_id": "Ev1",
            "team_id": "T0LOCALTEAM",
            "event": {**event, "ts": said["ts"]},
        }
        for _ in range(2):
            assert not (await here.workspace.office.delivery.send("events_api", payload)).error
        await here.ask("/kpi revenue")
        await here.see("Revenue was")
        seen = await here.get("messages", channel="sales", user="ana", contains="mention en")
        assert len(seen["messages"]) == 1


async def test_a_picture_slack_cannot_draw_is_announced_in_the_whisper_rather_than_spelt_out(town, tables):
    def answer(call, shop):
        reply = tables.answer(call, shop)
        return replace(reply, charts=tuple(replace(chart, points=None) for chart in reply.charts))

    async with town(replace(tables, answer=answer)) as here:
        await here.ask("/kpi secretly")
        whisper = json.dumps(await here.see("Revenue was"))
        assert "The picture is in our direct messages." in whisper
        assert "Mon 3, Tue 1" not in whisper
        assert (await here.see("Revenue was", channel="dm"))["files"]


async def test_a_private_answer_whose_picture_cannot_be_sent_is_told_in_words(town, tables):
    def answer(call, shop):
        reply = tables.answer(call, shop)
        return replace(reply, charts=tuple(replace(chart, points=None) for chart in reply.charts))

    async with town(replace(tables, answer=answer), without=("im:write",)) as here:
        await here.ask("/kpi secretly")
        assert "`im:write`" in json.dumps(await here.see("Mon 3, Tue 1"))


async def test_a_picture_that_cannot_be_drawn_is_told_in_words_and_logged(town, tables, caplog):
    def answer(call, shop):
        reply = tables.answer(call, shop)
        return replace(reply, charts=tuple(replace(chart, figure=None) for chart in reply.charts))

    async with town(replace(tables, answer=answer)) as here:
        await here.ask("/kpi revenue")
        message = await here.see("The picture could not be drawn")
        assert not message["ephemeral"]
        assert "could not be drawn" in caplog.text
