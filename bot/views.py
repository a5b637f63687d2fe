"""Form -> modal, pure, and within Slack's limits."""

from collections.abc import Callable, Mapping
from datetime import date

from analysis import words
from analysis.model import Lang, Text
from bot.elements import Json, choice, choices, conversations, literal
from bot.mrkdwn import clip
from handlers.tables import Field, Form, Input

_CLOSE = Text("Cancel", "取消")
_WAIT = Text("One moment …", "请稍候…")
_OVER = Text("That day is over. Pick {today} or a later day.", "这一天已经过去，请选择{today}或之后的日期。")
_INPUT = 3_000


def past(form: Form, values: Mapping[str, str], today: date, lang: Lang) -> dict[str, str]:
    """What is wrong with days that have to lie ahead, by field id."""
    over = [name for name in form.ahead if (day := values.get(name)) and day < today.isoformat()]
    return dict.fromkeys(over, _OVER.of(lang, today=words.day(today, lang)))


def loading_view(form: Form, lang: Lang) -> Json:
    """The modal of a form whose fields are being looked up."""
    wait = {"type": "section", "text": literal(_WAIT.of(lang), 100)}
    return {
        "type": "modal",
        "callback_id": form.id,
        "title": literal(form.title.of(lang), 24),
        "close": literal(_CLOSE.of(lang), 24),
        "blocks": [wait],
    }


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
        "element": {**(_menu(field) if field.options else _ELEMENTS[field.kind](field)), "action_id": field.id},
        "optional": field.optional,
    }
    return {**block, "hint": literal(field.hint, 2_000)} if field.hint else block


def _line(field: Field) -> Json:
    line: Json = {"type": "plain_text_input", "max_length": _INPUT}
    return line | _begun("multiline", field.kind is Input.LINES) | _begun("initial_value", clip(field.initial, _INPUT))


def _menu(field: Field) -> Json:
    first = next((choice(option) for option in field.options if option.value == field.initial), None)
    return {"type": "static_select", **choices(field.options), **_begun("initial_option", first)}


def _person(field: Field) -> Json:
    return {"type": "users_select", **_begun("initial_user", field.initial)}


def _people(field: Field) -> Json:
    initial = [person for person in field.initial.split(",") if person]
    return {"type": "multi_users_select", **_begun("initial_users", initial)}


def _conversation(field: Field) -> Json:
    return {**conversations(), **_begun("initial_conversation", field.initial)}


def _date(field: Field) -> Json:
    return {"type": "datepicker", **_begun("initial_date", field.initial)}


def _time(field: Field) -> Json:
    return {"type": "timepicker", **_begun("initial_time", field.initial)}


def _begun(key: str, value: object) -> Json:
    return {key: value} if value else {}


_ELEMENTS: Mapping[Input, Callable[[Field], Json]] = {
    Input.LINE: _line,
    Input.LINES: _line,
    Input.PERSON: _person,
    Input.PEOPLE: _people,
    Input.CONVERSATION: _conversation,
    Input.DATE: _date,
    Input.TIME: _time,
}
