"""How decisions and to-dos are called, and what is carried of them: D-12, T-5."""

import json
import re
from collections.abc import Mapping
from typing import Final

from analysis.errors import UnclearName, UnknownName
from analysis.model import Text
from handlers.command import Call, Shop
from storage.records.alerts.decision import Decision, Todo

_DECISION: Final = re.compile(r"\s*[dD][-–]?(\d{1,9})(?![A-Za-z0-9_])[\s,:，：]*")
_TODO: Final = re.compile(r"\s*[tT][-–]?(\d{1,9})(?![A-Za-z0-9_])[\s,:，：]*")
MOST: Final = 3


def carried(call: Call) -> Mapping[str, str]:
    """What a button or a form of ours carries: its parts, or a number alone as `about`."""
    for text in (call.value, call.text):
        if re.fullmatch(r"[ADT]-\d{1,9}", text):
            return {"about": text}
        if text.startswith('{"'):
            return _parts(text)
    return {}


def carry(**parts: str) -> str:
    """Parts as a button carries them."""
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def number(call: Call, letter: str = "D") -> int:
    """The number of the decision (D) or the to-do (T) that a button, a menu or a form carries. Raises UnclearName."""
    about = carried(call).get("about", "")
    if not about.startswith(f"{letter}-"):
        raise UnclearName(_OUTLIVED, ("decide list",))
    return int(about[2:])


def first(text: str) -> tuple[int | None, str]:
    """The decision that a text begins with, and the rest."""
    found = _DECISION.match(text)
    return (int(found[1]), text[found.end() :].strip()) if found else (None, text.strip())


def first_todo(text: str) -> tuple[int | None, str]:
    """The to-do that a text begins with, and the rest."""
    found = _TODO.match(text)
    return (int(found[1]), text[found.end() :].strip()) if found else (None, text.strip())


def decision(number: int, shop: Shop) -> Decision:
    """The decision of that number. Raises UnknownName with those there are."""
    found = shop.records.decisions.find(number)
    if found is None:
        raise UnknownName(Text(_NONE.en.format(id=number), _NONE.zh.format(id=number)), ("decide list",))
    return found


def todo(number: int, shop: Shop) -> Todo:
    """The to-do of that number. Raises UnknownName."""
    found = shop.records.todos.find(number)
    if found is None:
        raise UnknownName(Text(_NO_TODO.en.format(id=number), _NO_TODO.zh.format(id=number)), ("decide todos",))
    return found


def said(call: Call, shop: Shop) -> tuple[Decision, str]:
    """The decision that words begin with, else the latest of their thread; and the rest. Raises UnclearName."""
    number, rest = first(call.text)
    if number is not None:
        return decision(number, shop), rest
    here = of_thread(call, shop)
    if here is None:
        raise UnclearName(_WHICH, ("decide list",))
    return here, rest


def of_thread(call: Call, shop: Shop) -> Decision | None:
    """The latest decision of the thread that a call was made in: made there, about its alert, or its very root."""
    if not (call.channel and call.thread):
        return None
    return next(iter(shop.records.decisions.of_thread(call.channel, call.thread)), None)


def _parts(text: str) -> Mapping[str, str]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str)} if isinstance(found, dict) else {}


_OUTLIVED = Text(
    "That button no longer says which decision it is for. See them here:", "这个按钮已失效。可在这里查看决策："
)
_NONE = Text("There is no decision D-{id}. These are:", "没有编号为 D-{id} 的决策。已有的：")
_NO_TODO = Text("There is no to-do T-{id}. These are open:", "没有编号为 T-{id} 的待办。未完成的：")
_WHICH = Text("Which decision? Name it, as in D-12. These are:", "是哪一条决策？请写编号，例如 D-12。已有的：")
