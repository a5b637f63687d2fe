"""What a message or a view must satisfy before it is shown: Slack's limits on the whole."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.workspace.blocks import BLOCKS, HOME, MESSAGE, MODAL
from bot.workspace.refusal import Refusal, faulty
from bot.workspace.rules import Fault, anything, by_type, each, flag, shape, string, text
from bot.workspace.state import Json, State

TEXT_TOTAL = 13_200
TEXT_CUT = 40_000
MARKDOWN_TOTAL = 12_000
TABLE_TOTAL = 10_000
UPDATE_TEXT = 4_000
VIEW_BYTES = 250_000
PICTURES = ("image/png", "image/jpeg", "image/gif")
LOCAL = ("http://127.0.0.1", "http://localhost", "https://127.0.0.1", "https://localhost")
AT_MOST = {"table": 1, "data_visualization": 2}

_COMMON = {
    "type": anything,
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}
_TITLE = text(24, plain=True)
VIEWS = {
    "modal": shape(
        "title blocks",
        **_COMMON,
        title=_TITLE,
        submit=_TITLE,
        close=_TITLE,
        blocks=each(by_type(BLOCKS, MODAL), 100, 0),
        clear_on_close=flag,
        notify_on_close=flag,
        submit_disabled=flag,
    ),
    "home": shape("blocks", **_COMMON, blocks=each(by_type(BLOCKS, HOME), 100, 0)),
}
METADATA = shape("event_type event_payload", event_type=string(255, 1), event_payload=anything, entities=anything)
_in_message = each(by_type(BLOCKS, MESSAGE), 50, 0)


def blocks(state: State, rows: Any, *, hooked: bool = False) -> list[Json]:  # noqa: ANN401
    """The blocks of a message with their ids filled in, or a Refusal. `hooked`: sent to a response_url."""
    faults = list(_in_message(rows, "/blocks")) or list(_whole(state, rows, hooked=hooked))
    if faults:
        raise faulty("invalid_blocks", faults)
    for kind, most, error in (
        ("", TEXT_TOTAL, "msg_blocks_too_long"),
        ("markdown", MARKDOWN_TOTAL, "msg_too_long"),
        ("table", TABLE_TOTAL, "invalid_blocks"),
    ):
        if sum(len(found) for row in rows if not kind or row["type"] == kind for found in texts(row)) > most:
            raise Refusal(error)
    return identified(state, rows)


def view(state: State, body: Any) -> Json:  # noqa: ANN401
    """A modal or Home view with its ids filled in, or a Refusal."""
    kind = body.get("type") if isinstance(body, Mapping) else None
    if kind not in VIEWS:
        raise faulty("invalid_arguments", [("/view/type", f"unsupported type: {kind}")])
    faults = list(VIEWS[kind](body, "/view")) or list(_whole(state, body["blocks"], at="/view/blocks"))
    if (
        not faults
        and "submit" not in body
        and any(row["type"] == "input" for row in body["blocks"])
        and kind == "modal"
    ):
        faults = [("/view", "submit is required when an input block is within blocks")]
    if faults:
        raise faulty("invalid_arguments", faults)
    if len(json.dumps(body, ensure_ascii=False).encode()) > VIEW_BYTES:
        raise Refusal("view_too_large")
    return {**body, "blocks": identified(state, body["blocks"])}


def texts(value: Any) -> Iterator[str]:  # noqa: ANN401
    """Every text a reader would see in a block."""
    if isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if key == "text" and isinstance(item, str):
                yield item
            elif not isinstance(item, str):
                yield from texts(item)


def identified(state: State, rows: list[Json]) -> list[Json]:
    """The same blocks, each with a block_id and each element with an action_id."""
    named = []
    for row in rows:
        block = {**row, "block_id": row.get("block_id") or state.id("b")}
        for key in ("elements", "accessory", "element"):
            if key in row and row["type"] in {"actions", "section", "input"}:
                block[key] = _acting(state, row[key])
        named.append(block)
    return named


def _acting(state: State, value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, list):
        return [_acting(state, item) for item in value]
    return value if value["type"] == "image" else {"action_id": state.id("a"), **value}


def _whole(state: State, rows: list[Json], *, at: str = "/blocks", hooked: bool = False) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, row in enumerate(rows):
        block_id = row.get("block_id")
        if block_id in seen:
            yield f"{at}/{index}/block_id", f"block_id {block_id} already exists"
        if block_id:
            seen.add(block_id)
        yield from _pictures(state, row, f"{at}/{index}", hooked)
    for kind, most in AT_MOST.items():
        if sum(row["type"] == kind for row in rows) > most:
            yield at, f"no more than {most} {kind} block{'s' if most > 1 else ''} allowed"


def _pictures(state: State, row: Any, at: str, hooked: bool) -> Iterator[Fault]:  # noqa: ANN401, FBT001
    if isinstance(row, list):
        for index, item in enumerate(row):
            yield from _pictures(state, item, f"{at}/{index}", hooked)
    elif isinstance(row, Mapping):
        if "slack_file" in row and (hooked or not _drawable(state, row["slack_file"])):
            yield f"{at}/slack_file", "invalid slack file"
        if row.get("type") == "image" and str(row.get("image_url", "")).startswith(LOCAL):
            yield f"{at}/image_url", "downloading image failed"
        for key in ("elements", "accessory"):
            if key in row:
                yield from _pictures(state, row[key], f"{at}/{key}", hooked)


def _drawable(state: State, named: Mapping[str, str]) -> bool:
    id_ = named.get("id") or named.get("url", "").rpartition("/files-pri/")[2].partition("-")[2].partition("/")[0]
    found = state.files.get(id_)
    return found is not None and found.ready and found.mimetype in PICTURES
