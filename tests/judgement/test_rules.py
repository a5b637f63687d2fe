"""The golden payloads by our own reading of Slack's limits, and by the models of its SDK for Python."""

import copy
import json

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.judgement import golden, rules

UNKNOWN_TO_THE_SDK = {"data_visualization": "slack-sdk 3.47 has no model of it; our rules judge it whole"}


def payloads(method: str = ""):
    """Golden payloads, each with the name of its file."""
    for name in golden.names():
        for payload in golden.kept(name):
            if payload["method"].startswith(method):
                yield name, payload["method"], payload["given"]


def blocks():
    for name, _, given in payloads():
        for block in given.get("blocks") or given.get("view", {}).get("blocks") or []:
            yield name, block


def test_no_payload_breaks_a_limit_of_slack():
    faults = {name: rules.judge(method, given) for name, method, given in payloads()}
    assert not {name: found for name, found in faults.items() if found}


def test_the_sdks_models_take_each_block_and_lose_nothing_of_it():
    for name, block in blocks():
        if block["type"] not in UNKNOWN_TO_THE_SDK:
            read = Block.parse(block)
            assert read is not None, f"{name}: no model of {block['type']}"
            assert read.to_dict() == block, name


def test_what_the_sdk_is_said_not_to_know_it_does_not_know():
    unknown = {block["type"] for _, block in blocks() if Block.parse(block) is None}
    assert unknown == set(UNKNOWN_TO_THE_SDK)


def test_the_sdks_models_take_each_view():
    for name, _, given in payloads("views."):
        assert View(**given["view"]).to_dict() == given["view"], name


def mrkdwn(text: str) -> dict:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def words(text: str) -> dict:
    return {"type": "plain_text", "text": text}


def button(**changes) -> dict:
    return {"type": "button", "action_id": "a", "text": words("Press"), **changes}


def chart(**changes) -> dict:
    line = {"name": "Revenue", "data": [{"label": "Mon", "value": 1}]}
    whole = {"type": "line", "series": [line], "axis_config": {"categories": ["Mon"]}, **changes}
    return {"type": "data_visualization", "title": "Revenue", "chart": whole}


def table(*rows: list[str]) -> dict:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in rows]}


def menu(count: int) -> dict:
    options = [{"text": words("One"), "value": str(number)} for number in range(count)]
    return {"type": "static_select", "action_id": "a", "placeholder": words("Pick"), "options": options}


def row(*elements: dict) -> dict:
    return {"type": "actions", "elements": list(elements)}


BROKEN = {
    "a section too long": [mrkdwn("x" * 3001)],
    "emoji counted once": [mrkdwn("🌰" * 1501)],
    "a section without words": [{"type": "section"}],
    "a field too long": [{"type": "section", "fields": [words("x" * 2001)]}],
    "eleven fields": [{"type": "section", "fields": [words("x")] * 11}],
    "a whole channel called": [mrkdwn("<!channel> look")],
    "a header in mrkdwn": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
    "a header too long": [{"type": "header", "text": words("x" * 151)}],
    "an unknown block": [{"type": "carpet"}],
    "an alert outside a modal": [{"type": "alert", "text": words("x")}],
    "51 blocks": [{"type": "divider"}] * 51,
    "too much text in all": [mrkdwn("x" * 2500)] * 5,
    "a label too long": [row(button(text=words("x" * 76)))],
    "a button that carries too much": [row(button(value="x" * 2001))],
    "two buttons alike": [row(button(), button())],
    "an id too long": [{**mrkdwn("x"), "block_id": "x" * 256}],
    "two blocks alike": [{**mrkdwn("x"), "block_id": "one"}] * 2,
    "26 buttons": [row(*(button(action_id=str(number)) for number in range(26)))],
    "101 options": [row(menu(101))],
    "an option's value too long": [row({**menu(1), "options": [{"text": words("x"), "value": "x" * 151}]})],
    "a confirmation too long": [row(button(confirm={"title": words("x" * 101), "text": words("x")}))],
    "eleven notes": [{"type": "context", "elements": [words("x")] * 11}],
    "an image undescribed": [{"type": "image", "slack_file": {"id": "F0LOCAL0000"}}],
    "an image from two places": [
        {"type": "image", "alt_text": "x", "slack_file": {"id": "F0LOCAL0000"}, "image_url": "https://x"}
    ],
    "three charts": [chart()] * 3,
    "a point without a category": [chart(axis_config={"categories": ["Mon", "Tue"]})],
    "21 categories": [chart(axis_config={"categories": list("abcdefghijklmnopqrstu")})],
    "a slice of nothing": [chart(type="pie", segments=[{"label": "App", "value": 0}])],
    "seven slices": [chart(type="pie", segments=[{"label": str(number), "value": 1} for number in range(7)])],
    "two tables": [table(["a"]), table(["b"])],
    "a ragged table": [table(["a", "b"], ["c"])],
    "an empty cell": [table(["a", ""])],
    "21 columns": [table(["a"] * 21)],
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_our_rules_notice(broken):
    """Each is refused by Slack, or does harm there; a message of the same form without the fault passes."""
    assert rules.judge("response_url", {"text": "x", "blocks": broken})
    assert not rules.judge("response_url", {"text": "x", "blocks": [mrkdwn("x"), chart(), table(["a"]), row(menu(2))]})


FILE = {"id": "F0LOCAL0000"}
PICTURE = {"type": "image", "alt_text": "x", "slack_file": FILE}
LINE = {"type": "input", "label": words("x"), "element": menu(1)}
SPOILED = {
    "no text beside the blocks": ("chat.postMessage", {"text": " "}),
    "figures in metadata": ("chat.postMessage", {"metadata": {"event_type": "x", "event_payload": {"revenue": 12}}}),
    "links that unfold": ("chat.postMessage", {"unfurl_links": True}),
    "a person for a channel": ("chat.postMessage", {"channel": "U0LOCALANA1"}),
    "alt text that stops the share": ("files.completeUploadExternal", {"files": [{**FILE, "alt_txt": "x"}]}),
    "a comment beside blocks": ("files.completeUploadExternal", {"initial_comment": "x"}),
    "a file for one person": ("response_url", {"blocks": [PICTURE]}),
    "a title too long": ("views.open", {"view": {"type": "modal", "title": words("x" * 25), "blocks": [mrkdwn("x")]}}),
    "a form that cannot be sent": ("views.open", {"view": {"type": "modal", "title": words("x"), "blocks": [LINE]}}),
    "a table in Home": ("views.publish", {"view": {"type": "home", "blocks": [table(["a"])]}}),
    "refused for no reason": ("ack", {"errors": {"name": " "}}),
}


@pytest.mark.parametrize(("method", "changes"), SPOILED.values(), ids=SPOILED)
def test_our_rules_notice_what_is_wrong_beside_the_blocks(method, changes):
    _, _, given = next(payload for payload in payloads() if payload[1] == method and payload[2].get("blocks", True))
    assert rules.judge(method, {**copy.deepcopy(given), **changes})


def test_a_view_too_large_is_noticed():
    view = {"type": "modal", "title": words("x"), "blocks": [row(menu(100)) for _ in range(99)]}
    assert len(json.dumps(view)) > 250_000
    assert any("250 kB" in fault for fault in rules.judge("views.open", {"view": view}))
