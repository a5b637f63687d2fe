"""Slack's limits on what an app sends: each a case that is refused, beside one that just fits."""

import pytest

from bot.workspace import checks
from bot.workspace.refusal import Refusal
from bot.workspace.state import State


@pytest.fixture
def state():
    return State("tiny", lambda: 1_795_000_000.0)


def plain(text):
    return {"type": "plain_text", "text": text}


def section(**parts):
    return {"type": "section", **parts}


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


def button(**parts):
    return {"type": "button", "action_id": "a", "text": plain("Go"), **parts}


def options(count, length=5):
    return [{"text": plain("x"), "value": f"{n:0{length}d}"} for n in range(count)]


def select(**parts):
    return actions({"type": "static_select", "action_id": "s", **parts})


def plot(points=3, series=1, name="now"):
    labels = [f"d{n}" for n in range(points)]
    data = [{"label": label, "value": 1} for label in labels]
    rows = [{"name": f"{name}{n}", "data": data} for n in range(series)]
    chart = {"type": "line", "series": rows, "axis_config": {"categories": labels}}
    return {"type": "data_visualization", "title": "t", "chart": chart}


def table(rows, cells=2):
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * cells for _ in range(rows)]}


PICTURE = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A"}

# What fits, what does not, and where the pointer of the refusal must lead.
CASES = {
    "section text": (section(text=plain("x" * 3000)), section(text=plain("x" * 3001)), "/blocks/0/text/text"),
    "section empty": (section(fields=[plain("x")]), section(), "/blocks/0"),
    "fields": (section(fields=[plain("x")] * 10), section(fields=[plain("x")] * 11), "/blocks/0/fields"),
    "field text": (
        section(fields=[plain("x" * 2000)]),
        section(fields=[plain("x" * 2001)]),
        "/blocks/0/fields/0/text",
    ),
    "header": (
        {"type": "header", "text": plain("x" * 150)},
        {"type": "header", "text": plain("x" * 151)},
        "/blocks/0/text/text",
    ),
    "header is plain": (
        {"type": "header", "text": plain("x")},
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        "/blocks/0/text/type",
    ),
    "context": (
        {"type": "context", "elements": [plain("x")] * 10},
        {"type": "context", "elements": [plain("x")] * 11},
        "/blocks/0/elements",
    ),
    "actions": (
        actions(*(button(action_id=str(n)) for n in range(25))),
        actions(*(button(action_id=str(n)) for n in range(26))),
        "/blocks/0/elements",
    ),
    "same action twice": (actions(button()), actions(button(), button()), "/blocks/0/elements/1/action_id"),
    "button text": (
        actions(button(text=plain("x" * 75))),
        actions(button(text=plain("x" * 76))),
        "/blocks/0/elements/0/text/text",
    ),
    "button value": (
        actions(button(value="x" * 2000)),
        actions(button(value="x" * 2001)),
        "/blocks/0/elements/0/value",
    ),
    "button style": (actions(button(style="danger")), actions(button(style="loud")), "/blocks/0/elements/0/style"),
    "option value": (
        select(options=options(1, 150)),
        select(options=options(1, 151)),
        "/blocks/0/elements/0/options/0/value",
    ),
    "options": (select(options=options(100)), select(options=options(101)), "/blocks/0/elements/0/options"),
    "overflow": (
        actions({"type": "overflow", "options": options(5)}),
        actions({"type": "overflow", "options": options(6)}),
        "/blocks/0/elements/0/options",
    ),
    "action id": (
        actions(button(action_id="x" * 255)),
        actions(button(action_id="x" * 256)),
        "/blocks/0/elements/0/action_id",
    ),
    "alt text": (PICTURE, {"type": "image", "image_url": "https://example.com/a.png"}, "/blocks/0"),
    "one source": (PICTURE, {**PICTURE, "slack_file": {"id": "F0LOCAL0001"}}, "/blocks/0"),
    "reachable picture": (PICTURE, {**PICTURE, "image_url": "http://127.0.0.1/a.png"}, "/blocks/0/image_url"),
    "unknown block": ({"type": "divider"}, {"type": "banner"}, "/blocks/0/type"),
    "unknown key": ({"type": "divider"}, {"type": "divider", "colour": "red"}, "/blocks/0"),
    "modal block": ({"type": "divider"}, {"type": "alert", "text": plain("x")}, "/blocks/0/type"),
    "chart points": (plot(20), plot(21), "/blocks/0/chart/series/0/data"),
    "chart series": (plot(series=6), plot(series=7), "/blocks/0/chart/series"),
    "chart names": (plot(name="x" * 19), plot(name="x" * 20), "/blocks/0/chart/series/0/name"),
    "table rows": (table(100), table(101), "/blocks/0/rows"),
    "table cells": (table(1, 20), table(1, 21), "/blocks/0/rows/0"),
}


@pytest.mark.parametrize(("fits", "breaks", "pointer"), CASES.values(), ids=CASES)
def test_a_limit_is_where_slack_has_it(state, fits, breaks, pointer):
    assert checks.blocks(state, [fits])
    with pytest.raises(Refusal) as refusal:
        checks.blocks(state, [breaks])
    body = refusal.value.body
    assert body["error"] == "invalid_blocks"
    assert body["errors"][0].endswith(f"[json-pointer:{pointer}]")
    assert body["response_metadata"]["messages"] == [f"[ERROR] {line}" for line in body["errors"]]


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        ([{"type": "divider"}] * 51, "invalid_blocks"),
        ([{"type": "divider", "block_id": "same"}] * 2, "invalid_blocks"),
        ([table(2), table(2)], "invalid_blocks"),
        ([plot(), plot(), plot()], "invalid_blocks"),
        ([section(text=plain("x" * 2700))] * 5, "msg_blocks_too_long"),
        ([{"type": "markdown", "text": "x" * 6500}] * 2, "msg_too_long"),
        ("not a list", "invalid_blocks"),
    ],
)
def test_the_whole_message_has_limits_too(state, rows, error):
    with pytest.raises(Refusal, match=error):
        checks.blocks(state, rows)


@pytest.mark.parametrize(
    "change",
    [
        {"series": [{"name": "a", "data": [{"label": "d0", "value": 1}]}]},
        {"series": [{"name": "a", "data": [{"label": n, "value": 1} for n in ("d1", "d0")]}]},
        {"series": [{"name": "a", "data": [{"label": n, "value": 1} for n in ("d0", "d1")]}] * 2},
    ],
)
def test_a_chart_has_exactly_one_point_for_each_category_and_series_of_different_names(state, change):
    drawn = plot(2)
    drawn["chart"] |= change
    with pytest.raises(Refusal, match="invalid_blocks"):
        checks.blocks(state, [drawn])


def test_a_slice_of_a_pie_is_more_than_nothing(state):
    pie = {"type": "pie", "segments": [{"label": "a", "value": 0}]}
    with pytest.raises(Refusal, match="invalid_blocks"):
        checks.blocks(state, [{"type": "data_visualization", "title": "t", "chart": pie}])


def test_ids_that_were_left_out_are_filled_in(state):
    (row,) = checks.blocks(state, [actions({"type": "button", "text": plain("Go")})])
    assert row["block_id"]
    assert row["elements"][0]["action_id"]
