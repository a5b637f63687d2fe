"""blocks.validate: what Slack would say of blocks, a message or a view, without showing them to anyone."""

from collections.abc import Callable
from typing import Any

from bot.workspace import checks
from bot.workspace.args import Args
from bot.workspace.office import Office
from bot.workspace.refusal import Refusal
from bot.workspace.state import Json

_NOT_HERE = "invalid slack file"
"""Whether a file may be shown is decided where it is shown."""


def validate(office: Office, args: Args) -> Json:
    """blocks.validate: exactly one of `blocks`, `message` and `view`; needs no token."""
    given = [name for name in ("blocks", "message", "view") if args.json(name) is not None]
    if len(given) != 1:
        raise Refusal("invalid_arguments")
    name, value = given[0], args.json(given[0])
    match name:
        case "view":
            _judge(name, "/view", lambda: checks.view(office.state, value))
        case "message":
            _judge(name, "", lambda: checks.blocks(office.state, value.get("blocks")))
        case _:
            _judge(name, "/blocks", lambda: checks.blocks(office.state, value))
    return {}


def _judge(name: str, root: str, check: Callable[[], Any]) -> None:
    """Pointers start at what was given, which our checks know as `root`."""
    try:
        check()
    except Refusal as refusal:
        faults = refusal.faults or ((root, str(refusal)),)
        told = [_error(at.removeprefix(root), sentence) for at, sentence in faults if sentence != _NOT_HERE]
        if told:
            raise Refusal(f"invalid_{name}", errors=told) from None


def _error(pointer: str, sentence: str) -> Json:
    return {"pointer": pointer, "code": "failed_constraint", "message": sentence}
