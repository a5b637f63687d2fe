"""The raw traffic between app and workspace: the last few hundred entries, without secrets."""

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.workspace.clock import Clock
from bot.workspace.state import Json

KEPT = 400
LONGEST = 16_000
SECRETS = re.compile(r'(?<=xox.-)[\w-]+|(?<=xapp-)[\w-]+|(?<=/hooks/)[\w-]+|(?<=ticket=)[\w-]+|(?<="token": ")[^"]+')


@dataclass(frozen=True)
class Entry:
    """One thing that passed. `ref` is shared by a request and its answer, or by an envelope and its ack."""

    number: int
    at: float
    kind: str
    name: str
    ref: str
    text: str
    status: int | None = None
    fault: str = ""


class Traffic:
    """A ring of entries; `kind` is request, answer, envelope, ack or socket."""

    def __init__(self, clock: Clock) -> None:
        self.last = 0
        self._clock = clock
        self._entries: deque[Entry] = deque(maxlen=KEPT)

    def note(self, kind: str, name: str, ref: str, body: Any, **more: Any) -> None:  # noqa: ANN401
        """Keep what passed; `body` is text or something to write as JSON. `more`: status, fault."""
        self.last += 1
        text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False, default=str)
        # Twice the length shown, so that masking never has to guess at a secret that was cut in two.
        self._entries.append(Entry(self.last, self._clock.now(), kind, name, ref, text[: 2 * LONGEST], **more))

    def since(self, number: int, name: str = "") -> Iterator[Json]:
        """What came after that number, oldest first; `name` filters by a part of the method or event."""
        for entry in list(self._entries):
            if entry.number > number and name.lower() in entry.name.lower():
                yield _shown(entry)


def masked(text: str) -> str:
    """The same text without tokens, tickets and the codes of response_urls."""
    return SECRETS.sub("…", text)


def _shown(entry: Entry) -> Json:
    text = masked(entry.text)
    row: Json = {"number": entry.number, "at": entry.at, "kind": entry.kind, "name": entry.name, "ref": entry.ref}
    row |= {"status": entry.status, "fault": entry.fault, "cut": len(text) > LONGEST}
    return row | {"body": text[:LONGEST] if row["cut"] else _read(text)}


def _read(text: str) -> Any:  # noqa: ANN401
    try:
        return json.loads(text)
    except ValueError:
        return text
