"""The arguments of a Web API call, whichever way they were encoded."""

import json
from typing import Any

from aiohttp import web

from bot.workspace.refusal import Refusal, missing
from bot.workspace.state import Json


class Args:
    """Named arguments, read as what a method expects them to be."""

    def __init__(self, given: Json) -> None:
        self.given = {name: value for name, value in given.items() if value is not None}

    def text(self, name: str, default: str = "") -> str:
        """An optional text."""
        value = self.given.get(name, default)
        return value if isinstance(value, str) else str(value)

    def need(self, name: str) -> str:
        """A text that must be there."""
        if not self.text(name):
            raise missing(name)
        return self.text(name)

    def flag(self, name: str) -> bool:
        """A boolean, false when left out."""
        return self.given.get(name) in (True, 1, "1", "true", "True")

    def number(self, name: str, default: int) -> int:
        """A whole number."""
        try:
            return int(self.given.get(name, default))
        except (TypeError, ValueError):
            raise Refusal("invalid_arguments") from None

    def json(self, name: str) -> Any:  # noqa: ANN401
        """A structure, sent as JSON or as a JSON string; None when left out."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            error = "invalid_blocks_format" if name == "blocks" else "invalid_arguments"
            raise Refusal(error) from None


READ = web.RequestKey("args", Args)


async def read(request: web.Request) -> Args:
    """The arguments of a request: query, then JSON, form or multipart body. Read once, the same ever after."""
    if READ not in request:
        request[READ] = await _read(request)
    return request[READ]


async def _read(request: web.Request) -> Args:
    given: Json = dict(request.query)
    kind = request.content_type
    if kind == "application/json" and request.can_read_body:
        try:
            body = await request.json()
        except ValueError:
            raise Refusal("invalid_json") from None
        if not isinstance(body, dict):
            raise Refusal("json_not_object")
        given |= body
    elif kind in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        given |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    header = request.headers.get("Authorization", "")
    if header.lower().startswith("bearer "):
        given["token"] = header[7:].strip()
    return Args(given)
