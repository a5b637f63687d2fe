"""Our own reading of what Slack's methods accept: what neither its types nor its SDK's models hold."""

import json
import re
from collections.abc import Mapping
from typing import Any

from tests.judgement.rules_blocks import COUNTS, FILE_ID, TEXTS, Faults, Rule, blocks, bounded, size

CHANNEL_ID = re.compile(r"[CGDZ][A-Z0-9]{8,}")
MESSAGE_BLOCKS = {
    "actions",
    "context",
    "data_visualization",
    "divider",
    "header",
    "image",
    "markdown",
    "rich_text",
    "section",
    "table",
}
VIEW_BLOCKS = {"actions", "context", "divider", "header", "image", "input", "rich_text", "section"}


def judge(method: str, given: Mapping[str, Any]) -> list[str]:
    """Everything wrong with what a method is given, each with where it is."""
    rule = METHODS.get(method)
    return list(rule(given, "")) if rule else [f"no rule for {method}"]


def _message(given: Mapping[str, Any], at: str) -> Faults:
    text = given.get("text")
    # Notifications and screen readers have nothing else.
    if not isinstance(text, str) or not text.strip():
        yield f"{at}/text: missing beside the blocks"
    elif size(text) > 40_000:
        yield f"{at}/text: {size(text)} of 40000 characters"
    yield from blocks(given.get("blocks") or [], f"{at}/blocks", 50, MESSAGE_BLOCKS)


def _post(given: Mapping[str, Any], at: str) -> Faults:
    yield from _message(given, at)
    # Anyone in the channel can read it: it names, and tells nothing.
    payload = (given.get("metadata") or {}).get("event_payload", {})
    if not set(payload) <= {"id"}:
        yield f"{at}/metadata: more than an id"
    yield from _channel(given.get("channel"), f"{at}/channel")
    for flag in ("unfurl_links", "unfurl_media"):
        if given.get(flag) not in (False, "false", "0"):
            yield f"{at}/{flag}: what people typed would unfold"


def _whisper(given: Mapping[str, Any], at: str) -> Faults:
    yield from _message(given, at)
    yield from _channel(given.get("channel"), f"{at}/channel")
    yield from _no_files(given, at)
    if not given.get("user"):
        yield f"{at}/user: missing"


def _update(given: Mapping[str, Any], at: str) -> Faults:
    yield from _message(given, at)
    if size(str(given.get("text", ""))) > 4_000:
        yield f"{at}/text: longer than the 4000 characters of an update"
    if not given.get("ts"):
        yield f"{at}/ts: missing"


def _hook(given: Mapping[str, Any], at: str) -> Faults:
    if given.get("delete_original"):
        return
    yield from _message(given, at)
    yield from _no_files(given, at)
    if given.get("response_type", "ephemeral") not in ("ephemeral", "in_channel"):
        yield f"{at}/response_type: {given['response_type']}"


def _upload(given: Mapping[str, Any], at: str) -> Faults:
    files = given.get("files") or []
    if not files:
        yield f"{at}/files: missing"
    for index, file in enumerate(files):
        if not FILE_ID.fullmatch(str(file.get("id"))):
            yield f"{at}/files/{index}/id: {file.get('id')}"
        if "alt_txt" in file:
            yield f"{at}/files/{index}/alt_txt: keeps Slack from sharing the file"
    if given.get("initial_comment") and given.get("blocks"):
        yield f"{at}: initial_comment and blocks exclude each other"
    if given.get("channel_id"):
        yield from _channel(given["channel_id"], f"{at}/channel_id")
    elif given.get("thread_ts") or given.get("blocks"):
        yield f"{at}/channel_id: a thread and blocks need exactly one"
    yield from blocks(given.get("blocks") or [], f"{at}/blocks", 50, MESSAGE_BLOCKS)


def _view(given: Mapping[str, Any], at: str) -> Faults:
    view = given.get("view") or {}
    kind = view.get("type")
    if kind not in ("modal", "home"):
        yield f"{at}/view/type: {kind}"
        return
    if kind == "modal" and any(block.get("type") == "input" for block in view["blocks"]) and not view.get("submit"):
        yield f"{at}/view/submit: missing beside an input"
    if len(json.dumps(view).encode()) > 250_000:
        yield f"{at}/view: more than 250 kB"
    yield from bounded(view, f"{at}/view", TEXTS[kind], COUNTS[kind])
    yield from blocks(view.get("blocks") or [], f"{at}/view/blocks", 100, VIEW_BLOCKS | {"alert"})


def _acknowledged(given: Mapping[str, Any], at: str) -> Faults:
    errors = given.get("errors")
    if given.get("response_action") != "errors" or not errors:
        yield f"{at}: no errors by block_id"
    for block, sentence in (errors or {}).items():
        if not sentence.strip():
            yield f"{at}/errors/{block}: says nothing"


def _deleted(given: Mapping[str, Any], at: str) -> Faults:
    yield from _channel(given.get("channel"), f"{at}/channel")
    if not given.get("ts"):
        yield f"{at}/ts: missing"


def _channel(id_: object, at: str) -> Faults:
    if not CHANNEL_ID.fullmatch(str(id_)):
        yield f"{at}: {id_} is no channel's id"


def _no_files(given: Mapping[str, Any], at: str) -> Faults:
    if any("slack_file" in block for block in given.get("blocks") or []):
        yield f"{at}/blocks: a file cannot go to one person alone"


METHODS: Mapping[str, Rule] = {
    "chat.postMessage": _post,
    "chat.postEphemeral": _whisper,
    "chat.update": _update,
    "chat.delete": _deleted,
    "files.completeUploadExternal": _upload,
    "response_url": _hook,
    "views.open": _view,
    "views.publish": _view,
    "ack": _acknowledged,
}
