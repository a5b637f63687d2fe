"""The rules of block elements: buttons, menus and inputs, with Slack's limits."""

from collections.abc import Iterator
from typing import Any

from bot.workspace.rules import Check, Fault, Shape, anything, by_type, each, flag, number, one_of, shape, string, text

ID = string(255, 1)
DATE = string(10, 10, r"\d{4}-\d\d-\d\d")
TIME = string(5, 5, r"([01]\d|2[0-3]):[0-5]\d")

CONFIRM = shape(
    "title text",
    title=text(100, plain=True),
    text=text(300),
    confirm=text(30, plain=True),
    deny=text(30, plain=True),
    style=one_of("primary", "danger"),
)
OPTION = shape("text value", text=text(75), value=string(150, 1), description=text(75), url=string(3000, 1))
PLAIN_OPTION = shape(
    "text value",
    text=text(75, plain=True),
    value=string(150, 1),
    description=text(75, plain=True),
    url=string(3000, 1),
)
GROUP = shape("label options", label=text(75, plain=True), options=each(PLAIN_OPTION, 100))
FILTER = shape(
    include=each(one_of("im", "mpim", "private", "public"), 4),
    exclude_external_shared_channels=flag,
    exclude_bot_users=flag,
)


def _element(needs: str = "", also: Check = anything, /, **fields: Check) -> Shape:
    common: dict[str, Check] = {"type": anything, "action_id": ID, "confirm": CONFIRM, "focus_on_load": flag}
    return Shape(common | fields, frozenset(needs.split()), also)


def _menu(needs: str = "", also: Check = anything, /, **fields: Check) -> Shape:
    return _element(needs, also, placeholder=text(150, plain=True), **fields)


def _choices(value: Any, at: str) -> Iterator[Fault]:  # noqa: ANN401
    if ("options" in value) == ("option_groups" in value):
        yield at, "exactly one of options or option_groups is required"
        return
    options = [
        *value.get("options", ()),
        *(row for group in value.get("option_groups", ()) for row in group["options"]),
    ]
    initial = value.get("initial_option")
    for option in [initial] if initial else value.get("initial_options", ()):
        if option not in options:
            yield f"{at}/initial_option", "must be one of the provided options"


def _many(**fields: Check) -> Shape:
    return _menu(max_selected_items=number(1), **fields)


_OPTIONS: dict[str, Check] = {"options": each(PLAIN_OPTION, 100), "option_groups": each(GROUP, 100)}
_BUTTON: dict[str, Check] = {
    "text": text(75, plain=True),
    "value": string(2000),
    "url": string(3000, 1),
    "style": one_of("primary", "danger"),
    "accessibility_label": string(75),
}
_FEW = each(OPTION, 10)
_INPUT: dict[str, Check] = {"initial_value": string(3000), "dispatch_action_config": anything}

ELEMENTS: dict[str, Check] = {
    "button": _element("text", **_BUTTON),
    "overflow": _element("options", options=each(PLAIN_OPTION, 5)),
    "checkboxes": _element("options", options=_FEW, initial_options=_FEW),
    "radio_buttons": _element("options", options=_FEW, initial_option=OPTION),
    "static_select": _menu("", _choices, **_OPTIONS, initial_option=PLAIN_OPTION),
    "multi_static_select": _menu(
        "", _choices, **_OPTIONS, initial_options=each(PLAIN_OPTION, 100), max_selected_items=number(1)
    ),
    "external_select": _menu(initial_option=PLAIN_OPTION, min_query_length=number(0)),
    "users_select": _menu(initial_user=string(30, 1)),
    "multi_users_select": _many(initial_users=each(string(30, 1), 100)),
    "channels_select": _menu(initial_channel=string(30, 1), response_url_enabled=flag),
    "conversations_select": _menu(
        initial_conversation=string(30, 1),
        default_to_current_conversation=flag,
        response_url_enabled=flag,
        filter=FILTER,
    ),
    "multi_conversations_select": _many(
        initial_conversations=each(string(30, 1), 100), default_to_current_conversation=flag, filter=FILTER
    ),
    "datepicker": _menu(initial_date=DATE),
    "timepicker": _menu(initial_time=TIME, timezone=string(100)),
    "datetimepicker": _element(initial_date_time=number(1_000_000_000, 9_999_999_999)),
    "plain_text_input": _menu(**_INPUT, multiline=flag, min_length=number(0, 3000), max_length=number(1, 3000)),
    "number_input": _menu(
        "is_decimal_allowed",
        **_INPUT,
        is_decimal_allowed=flag,
        min_value=string(30),
        max_value=string(30),
    ),
    "email_text_input": _menu(**_INPUT),
    "url_text_input": _menu(**_INPUT),
}

PRESSED = frozenset(
    {
        "button",
        "overflow",
        "checkboxes",
        "radio_buttons",
        "static_select",
        "multi_static_select",
        "external_select",
        "users_select",
        "multi_users_select",
        "channels_select",
        "conversations_select",
        "multi_conversations_select",
        "datepicker",
        "timepicker",
        "datetimepicker",
    }
)
ASKED = frozenset(ELEMENTS) - {"button", "overflow"}

pressed = by_type(ELEMENTS, PRESSED)
asked = by_type(ELEMENTS, ASKED)
