"""Replies as Slack shows them: within its limits whatever they hold, and readable on a phone."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from slack_sdk.models.blocks import Block

from analysis.model import Lang, Picture, Text
from bot.blocks import Charts, Rendering, render
from bot.elements import about_of, action_of
from bot.home import home_view
from bot.letters import Letter
from bot.mrkdwn import escape, size
from bot.views import form_view
from bot.workspace import checks
from bot.workspace.state import State
from charts.chart import Chart, Points
from handlers.command import Fact, Item, Option, Reply, Step, Table
from handlers.tables import Field, Form

HOSTILE = (
    "<!channel> & <@U123> <http://evil|click>",
    "*bold* _it_ `code` ~no~",
    "٣٤ مبيعات \u202e reversed",
    "🌰" * 3000,
    "&" * 4000,
    "销售额" * 2000,
    "\x00\x07\n\n",
    "",
    " ",
)
words = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40))
names = st.text("abc.", min_size=1, max_size=12)
options = st.builds(Option, words, st.one_of(names, st.just("q" * 200)), words)
steps = st.builds(
    Step,
    names,
    words,
    words,
    st.lists(options, max_size=4).map(tuple),
    st.booleans(),
    words,
    st.booleans(),
    st.booleans(),
)


def some(values: st.SearchStrategy, most: int) -> st.SearchStrategy:
    return st.lists(values, max_size=most).map(tuple)


numbers = st.one_of(st.none(), st.floats())
points = st.builds(
    lambda kind, names, series: Points(kind, names, tuple((name, tuple(row[: len(names)])) for name, row in series)),
    st.sampled_from(("line", "bar", "pie")),
    some(words, 22),
    some(st.tuples(words, st.lists(numbers, min_size=22, max_size=22)), 7),
)
charts = st.builds(
    lambda title, alt, twin, few: Chart(Picture.LINE, title, Figure(), alt, twin, few),
    words,
    words,
    words,
    st.none() | points,
)
tables = st.builds(Table, some(words, 12), some(some(words, 12), 14), some(st.booleans(), 12))
replies = st.builds(
    Reply,
    headline=words,
    tone=words | st.sampled_from(("favourable", "unfavourable")),
    facts=some(st.builds(Fact, words, words), 12),
    body=some(words, 5),
    table=st.none() | tables,
    code=some(words, 5),
    items=some(st.builds(Item, words, st.none() | steps), 25),
    charts=some(charts, 3),
    notes=some(words, 12),
    steps=some(steps, 40),
    about=words,
)


def texts(block: object) -> list[str]:
    """Every text a reader would see, found by a rule of the tests' own."""
    if isinstance(block, dict):
        found = [block["text"]] if isinstance(block.get("text"), str) else []
        return found + [text for value in block.values() for text in texts(value)]
    return [text for value in block for text in texts(value)] if isinstance(block, list) else []


def obey(blocks: list[dict]) -> None:
    """Slack's limits, written down once more: by us, by the workspace's author and by Slack's SDK."""
    assert 1 <= len(blocks) <= 50
    assert sum(size(text) for text in texts(blocks)) <= 10_000
    ids = [
        part["action_id"]
        for block in blocks
        for part in [*block.get("elements", ()), block.get("accessory", {})]
        if "action_id" in part
    ]
    assert all(len(id_) <= 255 for id_ in ids)
    in_rows = [part["action_id"] for block in blocks if block["type"] == "actions" for part in block["elements"]]
    assert len(in_rows) == len(set(in_rows))
    named = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(named) == len(set(named))
    for block in blocks:
        assert len(block.get("fields", ())) <= 10
        assert all(1 <= size(field["text"]) <= 2_000 for field in block.get("fields", ()))
        assert len(block.get("elements", ())) <= (5 if block["type"] == "actions" else 10)
        assert block.get("text") is None or 1 <= size(block["text"]["text"]) <= 3_000
        known = Block.parse(block)
        if known is not None:
            known.validate_json()
    checks.blocks(State("chestnut", lambda: 0.0), blocks)


@settings(max_examples=60)
@given(replies, st.sampled_from(Lang), st.booleans(), st.sampled_from(Charts))
def test_whatever_a_reply_holds_slack_takes_it(reply, lang, native, told):
    message = render(reply, lang, Rendering(native=native, charts=told, remarks=reply.notes))
    obey(message.blocks)
    assert 1 <= size(message.text) <= 3_000
    json.dumps(message.blocks, ensure_ascii=False).encode()


@settings(max_examples=25)
@given(replies, st.sampled_from(Lang))
def test_whatever_a_home_holds_slack_takes_it(reply, lang):
    checks.view(State("chestnut", lambda: 0.0), home_view(Letter(reply, lang)))


@settings(max_examples=25)
@given(words.filter(str.strip), words, st.lists(options.filter(lambda o: size(o.value) <= 150), max_size=3).map(tuple))
def test_whatever_a_form_holds_slack_takes_it(label, text, choices):
    form = Form("note.add", Text(label, label), Text(label, label), lambda *_: (), lambda *_: {}, lambda *_: Reply(""))
    view = form_view(form, (Field("what", label, text, text), Field("kind", label, text, "", choices)), Lang.EN, "{}")
    checks.view(State("chestnut", lambda: 0.0), view)


@pytest.mark.parametrize("said", ["<!channel>", "<@U123>", "<http://evil.example|bank>", "a & b < c"])
def test_nothing_people_or_data_say_can_name_somebody_or_link_anywhere(said):
    message = render(Reply(said, body=(said,), facts=(Fact(said, said),), notes=(said,), items=(Item(said),)), Lang.EN)
    sent = json.dumps([message.text, message.blocks])
    assert "<" not in sent
    assert ">" not in sent


def test_an_escaped_character_is_never_cut_in_half():
    assert [escape("&" * 10, limit)[:-1].replace("&amp;", "") for limit in range(2, 40)] == [""] * 38


def test_the_first_line_says_it_all_and_how_to_feel_about_it():
    english = render(Reply("Revenue was ¥12", tone="unfavourable"), Lang.EN)
    assert english.blocks[0]["text"]["text"] == "*Revenue was ¥12*\n🔴 unfavourable"
    assert english.text == "Revenue was ¥12 🔴 unfavourable"
    assert "🟢 有利" in render(Reply("销售额 ¥12", tone="favourable"), Lang.ZH).text


def test_short_lines_stand_together_and_lines_with_a_button_apart():
    items = (
        Item("help — what I can do"),
        Item("metrics — all of them"),
        Item("morning", Step("kpi.ask", "Run", "revenue")),
    )
    blocks = render(Reply("x", body=("One.", "Two."), items=items), Lang.EN).blocks[1:]
    assert [block["text"]["text"] for block in blocks] == [
        "One.\nTwo.",
        "• help — what I can do\n• metrics — all of them",
        "morning",
    ]
    assert blocks[2]["accessory"]["text"]["text"] == "Run"


def test_a_table_has_ten_rows_at_most_and_says_how_many_are_left():
    table = Table(("Channel", "Value"), tuple((f"Channel {n}", str(n)) for n in range(14)), (False, True))
    block, rest = render(Reply("Rows", table=table), Lang.EN).blocks[1:]
    assert len(block["rows"]) == 11
    assert [column["align"] for column in block["column_settings"]] == ["left", "right"]
    assert rest["elements"][0]["text"] == "… and 4 more rows."


def test_without_slacks_tables_each_row_is_a_line():
    table = Table(("Channel", "Value"), (("App", "1"), ("Web", "2")))
    blocks = render(Reply("Rows", table=table), Lang.EN, Rendering(native=False)).blocks
    assert blocks[1]["text"]["text"] == "App · 1\nWeb · 2"


def test_a_chart_without_a_picture_is_drawn_by_slack_or_told_in_words():
    few = Points("bar", ("Mon", "Tue"), (("Revenue", (1.0, 2.0)),))
    chart = Chart(Picture.BAR, "Revenue", Figure(), "alt", "Mon 1, Tue 2", few)
    drawn = render(Reply("x", charts=(chart,)), Lang.EN, Rendering(charts=Charts.TOLD)).blocks[1]
    assert drawn["chart"]["series"] == [
        {"name": "Revenue", "data": [{"label": "Mon", "value": 1.0}, {"label": "Tue", "value": 2.0}]}
    ]
    gap = replace(chart, points=Points("bar", ("Mon", "Tue"), (("Revenue", (1.0, None)),)))
    told = render(Reply("x", charts=(gap,)), Lang.EN, Rendering(charts=Charts.TOLD)).blocks[1]
    assert told["text"]["text"] == "Mon 1, Tue 2"
    assert len(render(Reply("x", charts=(gap,)), Lang.EN, Rendering(charts=Charts.APART)).blocks) == 1


def test_buttons_stand_five_to_a_row_with_the_primary_one_first():
    steps = tuple(Step("kpi.ask", f"Question {n}", str(n), primary=n == 6) for n in range(7))
    rows = render(Reply("Which?", steps=steps), Lang.EN).blocks[1:]
    assert [len(row["elements"]) for row in rows] == [5, 2]
    assert rows[0]["elements"][0]["text"]["text"] == "Question 6"
    assert {action_of(part["action_id"]) for row in rows for part in row["elements"]} == {"kpi.ask"}


def test_a_menu_whose_choices_are_longer_than_slack_allows_becomes_buttons():
    options = (Option("Short", "revenue"), Option("Long", "revenue " + "x" * 200))
    (row,) = render(Reply("Which?", steps=(Step("kpi.ask", "Pick", options=options),)), Lang.EN).blocks[1:]
    assert [part["value"] for part in row["elements"]] == [option.value for option in options]


def test_each_menu_carries_the_question_it_is_about():
    steps = (
        Step("kpi.kind", "Chart", "revenue today", (Option("Bars", "bar"),)),
        Step("kpi.share", "Share", "revenue last week", channels=True),
    )
    rows = render(Reply("x", steps=steps, about="orders"), Lang.EN).blocks[1:]
    assert [about_of(row["block_id"]) for row in rows] == ["revenue today", "revenue last week"]


def test_a_question_too_long_for_a_button_is_left_out_rather_than_cut():
    assert len(render(Reply("x", steps=(Step("kpi.ask", "Again", "q" * 2_001),)), Lang.EN).blocks) == 1


def test_a_step_that_cannot_be_undone_asks_first():
    (row,) = render(Reply("x", steps=(Step("kpi.remove", "删除", confirm="删除这条回答？"),)), Lang.ZH).blocks[1:]
    assert row["elements"][0]["confirm"]["text"]["text"] == "删除这条回答？"
    assert row["elements"][0]["confirm"]["confirm"]["text"] == "确定"


def test_code_stands_in_a_fence_that_nothing_inside_can_end():
    blocks = render(Reply("How", code=("SELECT '```' < 1",)), Lang.EN).blocks
    assert blocks[1]["text"]["text"] == "```SELECT 'ˋˋˋ' &lt; 1```"
