"""Where Slack's published types are stricter than Slack itself: what is let through, and why."""

_NULL = "Slack's own examples send null for what does not apply; the type knows only its absence"
_SAMPLED = "the type was made from recorded answers, which happened to hold none of these"
_VIEW_STATE = "views.open's own example answers with state.values; the type has an empty object"
_ENTERPRISE = "Slack sends null outside of an Enterprise organisation"
_NESTED = "typed as an event of its own, though Slack nests the bare message"

ANSWERS: dict[str, str] = {
    r"api\.test /args: .*": "api.test echoes whatever it is given; the type lists two arguments",
    r"(chat\.update|reactions\.get) /message: .*\(('(\w*repl\w+|reactions|\w*ts)',? ?)+\w+ .*": _SAMPLED,
    r"conversations\.(history|replies) /messages/\d+/blocks/\d+/elements/\d+/elements/\d+(/type)?: .*": (
        "the type of a rich_text_section in an answer knows no text; our blocks are judged by @slack/types"
    ),
    r"views\.\w+ /view/(close|submit|title|previous_view_id): None is not of type '\w+'": _NULL,
    r"views\.\w+ /view/state: Additional properties .*'values' was unexpected.*": _VIEW_STATE,
    r"views\.\w+ /view/blocks/\d+/element: Additional properties .*'is_decimal_allowed' was unexpected.*": _SAMPLED,
}
"""`method /path: fault` -> why it is let through in an answer."""

DELIVERIES: dict[str, str] = {
    r"events_api /context_enterprise_id: None is not of type 'string'": _ENTERPRISE,
    r"\w+ /enterprise: None is not of type 'object'": _ENTERPRISE,
    r"block_actions /: 'response_url' is a required property": "a press in a view has none, as Slack documents",
    r"block_actions /actions/0/type: 'external_select' was expected": "the union of actions lacks datetimepicker",
    r"block_actions /actions/0: .*'selected_date_time' was unexpected.*": "the union of actions lacks datetimepicker",
    r"block_actions /view/title: None is not of type 'object'": _NULL,
    r"view_(submission|closed) /user: .*'username' was unexpected.*": "in every example of Slack's; the type lacks it",
    r"app_home_opened /view: Additional properties .*": "typed as a view to be sent; Slack sends it as kept",
    r"message /: Additional properties .*'app_id' was unexpected.*": "on every bot's message; the type lacks it",
    r"message/file_share /: Additional properties .*": "typed for people's files; a bot's has its bot beside it",
    r"message/file_share /files/0: .*'ims', 'timestamp', 'user_team' were unexpected.*": (
        "every file of files.info has them, by the type of its answer"
    ),
    r"message/message_(changed|deleted) /(previous_)?message: .* is a required property": _NESTED,
    r"message/message_(changed|deleted) /(previous_)?message: Additional properties .*'(app_id|reply_\w+)'.*": _NESTED,
}
"""`kind /path: fault` -> why it is let through in what an app receives."""
