"""The golden payloads by the types that Slack publishes for Node, turned into JSON Schemas."""

import pytest

from tests.judgement import golden
from tests.judgement.shapes import unexplained

pytestmark = pytest.mark.check

UNPUBLISHED = {"data_visualization": "not in @slack/types 3.2.0 (node-slack-sdk#2637); our rules judge it whole"}
VIEWS = {"modal": "JudgedModal", "home": "JudgedHome"}
CALLS = {
    "ack": "JudgedAcknowledgement",
    "chat.delete": "JudgedDelete",
    "chat.postEphemeral": "JudgedWhisper",
    "chat.postMessage": "JudgedPost",
    "chat.update": "JudgedUpdate",
    "files.completeUploadExternal": "JudgedUpload",
    "response_url": "JudgedRespond",
    "views.open": "JudgedOpen",
    "views.publish": "JudgedPublish",
}
OVERSTRICT = {
    r"response_url /: '(attachments|blocks|markdown_text)' is a required property": (
        "the type demands one of the three; made a schema, it demands them all"
    ),
}


def faults(slack_types, payload) -> list[str]:
    """What Slack's types do not allow of one payload."""
    method, given = payload["method"], payload["given"]
    view = given.get("view")
    found = slack_types.faults(VIEWS[view["type"]], view) if view else []
    if method in CALLS:
        # The type of a call takes any block for one, so blocks are judged by themselves.
        around = {**given, "blocks": []} if given.get("blocks") else given
        found += slack_types.faults(CALLS[method], {**around, "view": {**view, "blocks": []}} if view else around)
    for index, block in enumerate(given.get("blocks") or []):
        if block["type"] not in UNPUBLISHED:
            found += [f"/blocks/{index}{fault}" for fault in slack_types.faults("JudgedBlock", block)]
    return unexplained([f"{method} {fault}" for fault in found], OVERSTRICT)


@pytest.mark.parametrize("name", golden.names())
def test_slacks_types_allow_what_the_bot_sends(name, slack_types):
    assert not [fault for payload in golden.kept(name) for fault in faults(slack_types, payload)]


def test_slacks_types_still_lack_what_they_are_said_to_lack(slack_types):
    for kind in UNPUBLISHED:
        assert slack_types.faults("JudgedBlock", {"type": kind})


def test_slacks_types_notice_an_argument_of_another_method(slack_types):
    given = golden.kept("welcome.en")[0]["given"]
    assert faults(slack_types, {"method": "chat.postMessage", "given": {**given, "channel_id": "C0SALES0001"}})
    assert faults(slack_types, {"method": "chat.postMessage", "given": {**given, "unfurl_links": "no"}})


@pytest.mark.parametrize(
    "block",
    [
        {"type": "section", "text": {"type": "mrkdwn", "text": "x"}, "colour": "red"},
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        {"type": "image", "image_url": "https://x"},
        {"type": "image", "alt_text": "x", "slack_file": {"id": "F1", "url": "https://x"}},
        {
            "type": "actions",
            "elements": [{"type": "button", "text": {"type": "plain_text", "text": "x"}, "style": "loud"}],
        },
        {"type": "carpet"},
    ],
    ids=["unknown field", "mrkdwn header", "no alt text", "two sources", "unknown style", "unknown block"],
)
def test_slacks_types_notice(block, slack_types):
    assert slack_types.faults("JudgedBlock", block)
