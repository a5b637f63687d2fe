"""Buttons, menus and confirmations: the parts of a message that can be pressed, within Slack's limits."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from analysis.model import Lang, Text
from bot.mrkdwn import plain, size
from handlers.command import Option, Step

Json = dict[str, Any]

ROW = 5
LABEL = 75
VALUE = 2000
OPTION_VALUE = 150
OPTIONS = 100
ID = 255
REPEAT = "#"
_CARRIES = "?"

_SURE = Text("Are you sure?", "确定吗？")
_YES = Text("Yes", "确定")
_NO = Text("Cancel", "取消")
_MENU_AS_BUTTONS = 5


def literal(text: str, limit: int) -> Json:
    """A text object that Slack reads no markup in; never empty, which Slack refuses."""
    return {"type": "plain_text", "text": plain(text, limit) or "–", "emoji": True}


@dataclass
class _Row:
    """Elements side by side, and the one question that their menus are about."""

    elements: list[Json] = field(default_factory=list)
    about: str = ""

    def takes(self, about: str) -> bool:
        return len(self.elements) < ROW and (not about or not self.about or about == self.about)


def rows(steps: tuple[Step, ...], lang: Lang, about: str = "", name: str = "row") -> list[Json]:
    """The steps as rows of at most five, in order, a primary one first.

    A menu tells only what was picked in it, so the id of its row, which begins with `name`, carries what it is about.
    """
    shelf = [_Row()]
    for step in sorted(steps, key=lambda step: not step.primary):
        topic = step.value if carried(step) else ""
        for part in _parts(step, lang):
            if not shelf[-1].takes(topic):
                shelf.append(_Row())
            shelf[-1].elements.append(part)
            shelf[-1].about = shelf[-1].about or topic
    _tell_apart([part for row in shelf for part in row.elements])
    return [_actions(f"{name}{number}", row, about) for number, row in enumerate(shelf) if row.elements]


def about_of(block_id: str) -> str:
    """The question that the row of a pressed control carries, or nothing."""
    return block_id.partition(_CARRIES)[2]


def _actions(name: str, row: _Row, about: str) -> Json:
    return {"type": "actions", "block_id": row_id(name, row.about or about), "elements": row.elements}


def accessory(step: Step, lang: Lang) -> Json | None:
    """The one control that stands beside a line of a list."""
    return next(iter(_parts(step, lang)), None)


def action_of(action_id: str) -> str:
    """The stable id of the action, whichever of several like buttons was pressed."""
    return action_id.partition(REPEAT)[0]


def carried(step: Step) -> bool:
    """Whether a step is a menu, which tells only what was picked: what it is about is carried by its row."""
    return bool(step.options or step.channels or step.people)


def row_id(name: str, about: str) -> str:
    """The id of a row of controls, with what they are about where that fits."""
    carrying = f"{name}{_CARRIES}{about}"
    return carrying if size(carrying) <= ID else name


def _parts(step: Step, lang: Lang) -> list[Json]:
    if step.channels or step.people:
        return [_picker(step, lang)]
    if not step.options:
        return _button(step, step.label, step.value, lang)
    if all(size(option.value) <= OPTION_VALUE for option in step.options):
        return _menu(step, lang)
    # Slack allows an option 150 characters and a button 2,000: a menu of long questions becomes buttons.
    return [part for o in step.options[:_MENU_AS_BUTTONS] for part in _button(step, o.label, o.value, lang)]


def _button(step: Step, label: str, value: str, lang: Lang) -> list[Json]:
    if size(value) > VALUE:
        # A cut question would be another question.
        return []
    button: Json = {"type": "button", "action_id": step.action, "text": literal(label, LABEL)}
    if value:
        button["value"] = value
    if step.primary:
        button["style"] = "primary"
    return [_confirmed(button, step, lang)]


def _menu(step: Step, lang: Lang) -> list[Json]:
    options = tuple({option.value: option for option in step.options if option.value}.values())
    if not options:
        return []
    menu: Json = {"type": "static_select", "action_id": step.action, "placeholder": literal(step.label, 150)}
    return [_confirmed(menu | choices(options), step, lang)]


def choices(options: tuple[Option, ...]) -> Json:
    """The options of a menu: in groups where they name them, or where there are more than Slack lists in one."""
    if len(options) <= OPTIONS and not any(option.group for option in options):
        return {"options": [choice(option) for option in options]}
    groups: list[tuple[str, list[Option]]] = []
    for option in options:
        if not groups or groups[-1][0] != option.group or len(groups[-1][1]) == OPTIONS:
            groups.append((option.group, []))
        groups[-1][1].append(option)
    return {
        "option_groups": [
            {
                "label": literal(name or f"{held[0].label} – {held[-1].label}", LABEL),
                "options": [choice(option) for option in held],
            }
            for name, held in groups[:OPTIONS]
        ]
    }


def choice(option: Option) -> Json:
    """One option of a menu."""
    return {"text": literal(option.label, LABEL), "value": option.value}


def _picker(step: Step, lang: Lang) -> Json:
    picker: Json = {"type": "users_select"} if step.people else conversations()
    told = {"action_id": step.action, "placeholder": literal(step.label, 150)}
    return _confirmed(picker | told, step, lang)


def conversations() -> Json:
    """Slack's own picker of channels."""
    return {"type": "conversations_select", "filter": {"include": ["public", "private"], "exclude_bot_users": True}}


def _confirmed(element: Json, step: Step, lang: Lang) -> Json:
    if not step.confirm:
        return element
    question = {
        "title": literal(_SURE.of(lang), 100),
        "text": literal(step.confirm, 300),
        "confirm": literal(_YES.of(lang), 30),
        "deny": literal(_NO.of(lang), 30),
    }
    return {**element, "confirm": question}


def _tell_apart(parts: list[Json]) -> None:
    """Give like controls ids that differ, as Slack demands of one message."""
    seen: Counter[str] = Counter()
    for part in parts:
        action = part["action_id"]
        seen[action] += 1
        if seen[action] > 1:
            part["action_id"] = f"{action}{REPEAT}{seen[action]}"
