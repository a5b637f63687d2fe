"""What inputs and menus hold: their first state, and the state a person's choice puts them in."""

from collections.abc import Callable, Iterator
from typing import Any

from bot.workspace.refusal import Refusal
from bot.workspace.state import Json

# element type -> (key of its value in `state.values` and in actions, key of its initial value)
VALUES: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "overflow": ("selected_option", ""),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
# What an element's choices are the ids of, when they are not options of its own.
KINDS: dict[str, str] = {
    "users_select": "user",
    "multi_users_select": "user",
    "channels_select": "channel",
    "conversations_select": "channel",
    "multi_conversations_select": "channel",
}
OPTIONED = frozenset(kind for kind, (key, _) in VALUES.items() if key.startswith("selected_option"))
Find = Callable[[str, str], str]
STATELESS = frozenset({"button", "overflow"})


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Each interactive element with its block, in reading order."""
    for block in blocks:
        if block["type"] == "actions":
            yield from ((block, element) for element in block["elements"])
        for key in ("accessory", "element"):
            if key in block and block[key]["type"] != "image":
                yield block, block[key]


def initial(blocks: list[Json]) -> Json:
    """`state.values` before anyone touched anything."""
    values: Json = {}
    for block, element in elements(blocks):
        if element["type"] in STATELESS:
            continue
        key, first = VALUES[element["type"]]
        empty: Any = [] if key.endswith("s") else None
        entry = {"type": element["type"], key: element.get(first, empty)}
        values.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return values


def chosen(element: Json, value: Any, find: Find) -> Json:  # noqa: ANN401
    """The entry of an element once a person chose `value`; options are named by their value.

    `find(kind, name)` is the id of a user or channel, or a Refusal.
    """
    kind = element["type"]
    if kind == "button":
        return {"type": kind, **({"value": element["value"]} if "value" in element else {})}
    key, _ = VALUES[kind]
    if isinstance(value, dict) and key in value:
        value = value[key]
    many = key.endswith("s")
    if value in (None, "", []):
        return {"type": kind, key: [] if many else None}
    if isinstance(value, list) != many:
        raise Refusal("invalid_value", action_id=element["action_id"])
    read = [_one(element, item, find) for item in value] if many else _one(element, value, find)
    return {"type": kind, key: read}


def _one(element: Json, value: Any, find: Find) -> Any:  # noqa: ANN401
    kind = element["type"]
    if kind in OPTIONED:
        return _option(element, value)
    if not isinstance(value, str | int):
        raise Refusal("invalid_value", action_id=element["action_id"])
    if kind in KINDS:
        return find(KINDS[kind], str(value))
    if kind == "datetimepicker":
        if not str(value).isdigit():
            raise Refusal("invalid_value", action_id=element["action_id"])
        return int(value)
    return str(value)


def filled(blocks: list[Json], values: Json, given: Json, find: Find) -> Json:
    """`state.values` of a submission: `given` by block_id, by block_id and action_id, or by action_id."""
    result = {block: dict(entries) for block, entries in values.items()}
    known: set[str] = set()
    for block, element in elements(blocks):
        block_id, action_id = block["block_id"], element["action_id"]
        known |= {block_id, action_id}
        if element["type"] in STATELESS:
            continue
        for value in _given(block, element, given):
            result[block_id][action_id] = chosen(element, value, find)
    unknown = sorted(set(given) - known)
    if unknown:
        raise Refusal("no_such_input", unknown=unknown, known=sorted(known))
    return result


def _given(block: Json, element: Json, given: Json) -> Iterator[Any]:
    inner, action_id = given.get(block["block_id"]), element["action_id"]
    if isinstance(inner, dict) and action_id in inner:
        yield inner[action_id]
    elif block["block_id"] in given and "element" in block:
        yield inner
    elif action_id in given:
        yield given[action_id]


def missing(blocks: list[Json], values: Json) -> list[str]:
    """The block ids of required inputs that are empty."""
    return [
        block["block_id"]
        for block in blocks
        if block["type"] == "input"
        and not block.get("optional")
        and not _value(values[block["block_id"]][block["element"]["action_id"]])
    ]


def _value(entry: Json) -> Any:  # noqa: ANN401
    return next(value for key, value in entry.items() if key != "type")


def _option(element: Json, value: Any) -> Json:  # noqa: ANN401
    wanted = value.get("value") if isinstance(value, dict) else value
    groups = element.get("option_groups", ())
    options: list[Json] = [*element.get("options", ()), *(row for group in groups for row in group["options"])]
    for option in options:
        if option["value"] == wanted:
            return option
    raise Refusal("no_such_option", options=[option["value"] for option in options])
