"""What passes over the wire between an app and the workspace, kept for judgement."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

Json = dict[str, Any]

PACKED = ("attachments", "blocks", "files", "message", "metadata", "view")


@dataclass(frozen=True)
class Exchange:
    """One call of the Web API, or one use of a response_url under the method `response_url`."""

    method: str
    given: Json
    answer: Json
    status: int


@dataclass
class Tap:
    """Keeps every exchange, in the order in which they were answered."""

    exchanges: list[Exchange] = field(default_factory=list)

    def on(self, app: web.Application) -> None:
        """Listen in on a server that has not started yet."""
        # By now the handler has read the body: reading it here first would leave it none.
        app.on_response_prepare.append(self._listen)

    async def _listen(self, request: web.Request, answer: web.StreamResponse) -> None:
        method = _method(request.path)
        if method and isinstance(answer, web.Response):
            given = decoded(dict(request.query), request.content_type, await request.read())
            self.exchanges.append(Exchange(method, given, _json(answer.text or ""), answer.status))


def decoded(query: Json, kind: str, body: bytes) -> Json:
    """The arguments of a call without its token, whichever way they were encoded."""
    text = body.decode()
    sent = json.loads(text or "{}") if kind == "application/json" else dict(parse_qsl(text, keep_blank_values=True))
    whole = {name: value for name, value in {**query, **sent}.items() if name != "token"}
    return {name: _unpacked(value) if name in PACKED else value for name, value in whole.items()}


def _method(path: str) -> str:
    top, _, rest = path.lstrip("/").partition("/")
    return {"api": rest, "hooks": "response_url"}.get(top, "")


def _unpacked(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _json(text: str) -> Json:
    try:
        found = json.loads(text)
    except ValueError:
        return {"text": text}
    return found if isinstance(found, dict) else {"value": found}
