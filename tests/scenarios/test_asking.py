"""Asking and seeing, as the shop's team does it."""

import json

SALES = "C0SALES0001"


def menu(message, action: str) -> list[dict]:
    """The options of a menu under an answer."""
    controls = (part for block in message["blocks"] for part in block.get("elements", ()))
    return next(part["options"] for part in controls if part.get("action_id") == action)


def option(message, action: str, label: str) -> str:
    """What a menu's option with that label asks."""
    return next(row["value"] for row in menu(message, action) if row["text"]["text"] == label)


async def test_a_merchandiser_asks_and_everyone_sees_number_change_table_and_picture(town):
    await town.ask("/kpi revenue last 7 days by channel vs last year")
    message = await town.see("Revenue by channel ¥", user="sam")
    assert [block["type"] for block in message["blocks"]][:3] == ["section", "section", "section"]
    assert "table" in [block["type"] for block in message["blocks"]]
    assert message["files"][0]["mimetype"] == "image/png"
    assert "favourable" in message["blocks"][0]["text"]["text"]


async def test_the_same_in_chinese_for_whoever_reads_chinese(town):
    await town.ask("/kpi 销售额 最近7天 按渠道 同比", user="liwei")
    message = await town.see("销售额按渠道 ¥", user="liwei")
    assert "小程序" in json.dumps(message["blocks"], ensure_ascii=False)


async def test_a_misspelt_name_is_never_replaced_in_silence_but_one_press_away(town):
    await town.ask("/kpi revnue last week")
    message = await town.see("I don't know “revnue”")
    assert message["ephemeral"]
    await town.do("action", channel="sales", ts=message["ts"], action_id="kpi.ask")
    assert not (await town.see("Revenue ¥"))["ephemeral"]


async def test_a_thread_goes_on_from_its_question_and_so_does_one_under_a_slash_answer(town):
    said = await town.do("message", channel="sales", text="<@U0LOCALBOT1> orders last 7 days")
    await town.see("Orders ", thread_ts=said["ts"])
    await town.do("message", "sam", channel="sales", text="<@U0LOCALBOT1> by region", thread_ts=said["ts"])
    assert (await town.see("Orders by region"))["thread_ts"] == said["ts"]

    await town.ask("/kpi units last 7 days")
    ts = (await town.see("Units "))["ts"]
    await town.do("message", channel="sales", text="<@U0LOCALBOT1> by channel", thread_ts=ts)
    assert (await town.see("by channel", thread_ts=ts))["thread_ts"] == ts


async def test_menus_ask_the_next_question_in_place_of_ones_own_answer_and_beside_anothers(town):
    await town.ask("/kpi revenue last 7 days")
    message = await town.see("Revenue ¥")
    split = option(message, "kpi.split", "Region")
    await town.do("action", channel="sales", ts=message["ts"], action_id="kpi.split", value=split)
    after = await town.see("Revenue by region")
    await town.gone(message["ts"])

    seen = str((await town.get("messages", channel="sales", user="sam"))["cursor"])
    bars = menu(after, "kpi.picture")[0]["value"]
    await town.do("action", "sam", channel="sales", ts=after["ts"], action_id="kpi.picture", value=bars)
    beside = await town.see("Revenue by region", user="sam", thread_ts=after["ts"], since=seen)
    assert beside["thread_ts"] == after["ts"]


async def test_a_private_answer_is_shared_by_its_button(town):
    await town.ask("/kpi quietly revenue last 7 days")
    whisper = await town.see("Revenue ¥")
    assert whisper["ephemeral"]
    assert "data_visualization" in [block["type"] for block in whisper["blocks"]]
    assert (await town.see("Revenue ¥", channel="dm"))["files"]

    await town.do("action", channel="sales", ts=whisper["ts"], action_id="kpi.share")
    assert (await town.see("Revenue ¥", user="sam"))["files"]


async def test_an_answer_is_posted_elsewhere_and_only_its_asker_can_remove_it(town):
    await town.ask("/kpi revenue last 7 days")
    ts = (await town.see("Revenue ¥"))["ts"]
    await town.do("action", channel="sales", ts=ts, action_id="kpi.post", value="C0MARKETING")
    await town.see("Revenue ¥", channel="marketing")

    await town.do("action", "sam", channel="sales", ts=ts, action_id="kpi.remove")
    assert (await town.see("who asked", user="sam"))["ephemeral"]
    await town.do("action", channel="sales", ts=ts, action_id="kpi.remove")
    await town.gone(ts)


async def test_the_rows_of_an_answer_come_as_a_file_for_the_asker_alone(town):
    await town.ask("/kpi revenue last 7 days by channel")
    ts = (await town.see("Revenue by channel"))["ts"]
    await town.do("action", channel="sales", ts=ts, action_id="kpi.csv")
    assert "in our direct messages" in json.dumps(await town.see(".csv"))
    (message,) = (await town.get("messages", channel="dm", user="ana", wait_s="5"))["messages"]
    async with town.http.get(f"{town.workspace.url}/_workspace/files/{message['files'][0]['id']}") as file:
        assert (await file.text()).startswith("\ufeffchannel,value")


async def test_a_question_saved_by_its_button_waits_in_the_home_page(town):
    await town.ask("/kpi aov last 7 days")
    ts = (await town.see("Average order value"))["ts"]
    await town.do("action", channel="sales", ts=ts, action_id="kpi.save")
    view = (await town.get("views", user="ana", wait_s="5"))["views"][0]
    await town.do("submit", view_id=view["id"], values={"name": "morning"})
    await town.see("Saved as “morning”")

    await town.do("home")
    home = (await town.get("home", user="ana", wait_s="5"))["view"]
    assert "morning" in json.dumps(home)
    await town.do("action", view_id=home["id"], action_id="kpi.ask", value="aov last 7 days")
    await town.see("Average order value", channel="dm")


async def test_the_language_of_a_channel_holds_for_everyone_in_it(town):
    await town.ask("/kpi settings channel language zh")
    await town.see("holds for the whole channel")
    await town.ask("/kpi revenue yesterday", user="sam")
    await town.see("销售额 ¥", user="sam")


async def test_the_answer_says_how_it_was_made(town):
    await town.ask("/kpi revenue last 7 days")
    ts = (await town.see("Revenue ¥"))["ts"]
    await town.do("action", channel="sales", ts=ts, action_id="kpi.explain")
    assert (await town.see("SELECT"))["ephemeral"]


async def test_the_bot_greets_a_channel_it_is_invited_to(town):
    await town.ask("/invite @chestnut", channel="random")
    await town.see("Hello! I answer questions about Chestnut Home", channel="random")
