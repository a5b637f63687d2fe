"""What comes back for a delivery, and which try it was."""

from dataclasses import dataclass, field

from bot.workspace.state import Json

TIMED_OUT, NOBODY = "operation_timeout", "dispatch_failed"
SILENT, LOST = "timeout", "connection_failed"


@dataclass(frozen=True)
class Attempt:
    """Which try this is: 0 is the first. `reason` says why the one before failed."""

    number: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Ack:
    """The app's answer: `error` is empty when it came in time.

    `reason` is what a retry says of a failure; `final` that the app wants none.
    """

    error: str = ""
    body: Json = field(default_factory=dict)
    reason: str = ""
    final: bool = False


def title(kind: str, payload: Json) -> str:
    """What a delivery is called in the traffic: its event, its command or its kind of interaction."""
    named = payload.get("event", payload)
    return str(named.get("type") or named.get("command") or kind)
