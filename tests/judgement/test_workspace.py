"""The workspace by the types that Slack publishes: its answers to an app, and what it delivers to one."""

import asyncio

import pytest

from bot.workspace.api import METHODS
from tests.judgement.exceptions import ANSWERS, DELIVERIES
from tests.judgement.shapes import unexplained
from tests.judgement.tour import ELEMENTS, everything, tour

pytestmark = pytest.mark.check

INTERACTIONS = {
    "block_actions": "JudgedAction",
    "view_submission": "JudgedSubmission",
    "view_closed": "JudgedClosing",
    "message_action": "JudgedShortcut",
    "shortcut": "JudgedGlobalShortcut",
}
EVENTS = {
    "app_home_opened",
    "app_mention",
    "file_shared",
    "member_joined_channel",
    "member_left_channel",
    "message",
    "pin_added",
    "pin_removed",
    "reaction_added",
    "reaction_removed",
}


@pytest.fixture(scope="module")
def travelled():
    """What passed over the wire on a tour of everything."""

    async def travel():
        async with tour() as here:
            await everything(here)
        return here

    return asyncio.run(travel())


def answer_type(method: str) -> str:
    """The name of the type of a method's answer, as in Slack's package."""
    return "".join(part[0].upper() + part[1:] for part in method.split(".")) + "Response"


def answer_faults(slack_types, travelled) -> list[str]:
    calls = [one for one in travelled.tap.exchanges if one.method != "response_url"]
    return [
        f"{one.method} {fault}" for one in calls for fault in slack_types.faults(answer_type(one.method), one.answer)
    ]


def delivery_faults(slack_types, envelope) -> list[str]:
    kind, payload = envelope["type"], envelope["payload"]
    if kind == "slash_commands":
        return [f"{kind} {fault}" for fault in slack_types.faults("JudgedCommand", payload)]
    if kind == "interactive":
        name = payload["type"]
        return [f"{name} {fault}" for fault in slack_types.faults(INTERACTIONS[name], payload)]
    event = payload["event"]
    name = "/".join(filter(None, (event["type"], event.get("subtype"))))
    # The envelope's own type has only a stub of the event in it.
    outer = slack_types.faults("JudgedEnvelope", {**payload, "event": {"type": event["type"]}})
    inner = slack_types.faults("JudgedEvent", event)
    return [*(f"{kind} {fault}" for fault in outer), *(f"{name} {fault}" for fault in inner)]


def test_the_tour_calls_every_method_and_sees_every_kind_of_delivery(travelled):
    assert {one.method for one in travelled.tap.exchanges} == {*METHODS, "response_url"}
    payloads = [envelope["payload"] for envelope in travelled.envelopes]
    assert {payload["type"] for payload in payloads if "type" in payload} == {*INTERACTIONS, "event_callback"}
    assert {payload["event"]["type"] for payload in payloads if "event" in payload} == EVENTS
    pressed = {action["type"] for payload in payloads for action in payload.get("actions", ())}
    assert pressed == {element["type"] for element, _ in ELEMENTS}


def test_slacks_types_allow_what_the_workspace_answers(slack_types, travelled):
    assert not unexplained(answer_faults(slack_types, travelled), ANSWERS)


def test_slacks_types_allow_what_the_workspace_delivers(slack_types, travelled):
    faults = [fault for envelope in travelled.envelopes for fault in delivery_faults(slack_types, envelope)]
    assert not sorted(set(unexplained(faults, DELIVERIES)))


def test_each_exception_is_still_needed(slack_types, travelled):
    answers = answer_faults(slack_types, travelled)
    deliveries = [fault for envelope in travelled.envelopes for fault in delivery_faults(slack_types, envelope)]
    for table, faults in ((ANSWERS, answers), (DELIVERIES, deliveries)):
        for pattern in table:
            assert len(unexplained(faults, {pattern: ""})) < len(faults), f"nothing needs {pattern}"


def test_slacks_types_notice_what_is_missing_or_misspelt(slack_types):
    assert slack_types.faults("AuthTestResponse", {"ok": True, "user_name": "x"})
    assert slack_types.faults("ChatPostMessageResponse", {"ok": True, "ts": 17.5})
    assert slack_types.faults("JudgedCommand", {"command": "/kpi", "text": ""})
    assert slack_types.faults("JudgedEvent", {"type": "reaction_added", "user": "U1", "reaction": "eyes"})


def test_an_envelope_over_socket_mode_says_what_it_is_and_that_an_answer_is_welcome(travelled):
    for envelope in travelled.envelopes:
        assert set(envelope) >= {"envelope_id", "type", "payload", "accepts_response_payload"}
        assert envelope["accepts_response_payload"] == (envelope["type"] != "events_api")
