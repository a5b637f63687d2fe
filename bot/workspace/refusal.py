"""A refusal, with Slack's error code and the shape Slack gives it."""

from collections.abc import Iterable

from bot.workspace.rules import Fault
from bot.workspace.state import Json


class Refusal(Exception):
    """A Web API call that is answered `ok: false`."""

    def __init__(self, error: str, status: int = 200, **extra: object) -> None:
        """`error` is Slack's code; `extra` joins the answer beside it."""
        super().__init__(error)
        self.status = status
        self.faults: tuple[Fault, ...] = ()
        self.body: Json = {"ok": False, "error": error, **extra}


def faulty(error: str, faults: Iterable[Fault]) -> Refusal:
    """A refusal that points at each fault in the payload."""
    found = tuple(faults)
    lines = [f"{sentence} [json-pointer:{at}]" for at, sentence in found]
    refusal = Refusal(error, response_metadata={"messages": [f"[ERROR] {line}" for line in lines]})
    refusal.body |= {"errors": lines} if error == "invalid_blocks" else {}
    refusal.faults = found
    return refusal


def missing(name: str) -> Refusal:
    """A required argument that was left out."""
    return Refusal("invalid_arguments", response_metadata={"messages": [f"[ERROR] missing required field: {name}"]})
