"""Form -> modal, pure, and within Slack's limits."""

from analysis.model import Lang, Text
from bot.elements import OPTIONS, Json, choice, literal
from bot.mrkdwn import clip
from handlers.tables import Field, Form

_CLOSE = Text("Cancel", "取消")
_INPUT = 3_000


def form_view(form: Form, fields: tuple[Field, ...], lang: Lang, kept: str) -> Json:
    """The modal of a form. `kept` is what it carries along until it is sent off."""
    return {
        "type": "modal",
        "callback_id": form.id,
        "private_metadata": kept,
        "title": literal(form.title.of(lang), 24),
        "submit": literal(form.submit.of(lang), 24),
        "close": literal(_CLOSE.of(lang), 24),
        "blocks": [_input(field) for field in fields],
    }


def _input(field: Field) -> Json:
    block = {
        "type": "input",
        "block_id": field.id,
        "label": literal(field.label, 2_000),
        "element": _menu(field) if field.options else _line(field),
        "optional": field.optional,
    }
    return {**block, "hint": literal(field.hint, 2_000)} if field.hint else block


def _line(field: Field) -> Json:
    line: Json = {"type": "plain_text_input", "action_id": field.id, "max_length": _INPUT}
    return {**line, "initial_value": clip(field.initial, _INPUT)} if field.initial else line


def _menu(field: Field) -> Json:
    options = field.options[:OPTIONS]
    menu: Json = {"type": "static_select", "action_id": field.id, "options": [choice(option) for option in options]}
    first = [choice(option) for option in options if option.value == field.initial]
    return {**menu, "initial_option": first[0]} if first else menu
