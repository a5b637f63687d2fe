"""The door: how a second process on this machine asks or loads through the running bot."""

import asyncio
import json
import logging
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from analysis.errors import Unavailable
from analysis.model import Text

Message = dict[str, Any]
Tell = Callable[[Message], None]
Handler = Callable[[Message, Tell], Message]

LINE: Final = 64 * 1024 * 1024
LONGEST: Final = 100

log = logging.getLogger(__name__)


class Door:
    """Answers JSON lines on a Unix socket of mode 0600.

    A request names its `verb`; its handler runs on a thread of its own, may tell how far it
    is, and returns the message that ends the conversation.
    """

    def __init__(self, path: Path, verbs: Mapping[str, Handler]) -> None:
        self._path = path
        self._verbs = verbs
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Start to listen. Raises Unavailable when another bot already does."""
        if len(str(self._path)) > LONGEST:
            raise Unavailable(
                Text(
                    f"The path {self._path} is too long for a socket: choose a shorter CHESTNUT_HOME.",
                    f"路径 {self._path} 太长，无法建立套接字：请换一个更短的 CHESTNUT_HOME。",
                )
            )
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if (other := _connect(self._path)) is not None:
            other.close()
            raise Unavailable(
                Text(
                    f"Another Chestnut already runs on {self._path.parents[1]}: stop it first.",
                    f"已有一个 Chestnut 在使用 {self._path.parents[1]}：请先停掉它。",
                )
            )
        self._path.unlink(missing_ok=True)
        self._server = await asyncio.start_unix_server(self._serve, self._path, limit=LINE)
        self._path.chmod(0o600)

    async def close(self) -> None:
        """Stop listening and leave no socket behind."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._path.unlink(missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer):
            try:
                request = json.loads(await reader.readline())
                handler = self._verbs[request.pop("verb")]
            except (ValueError, KeyError, AttributeError, TypeError) as fault:
                log.warning("a request at the door could not be read: %r", fault)
                return
            loop = asyncio.get_running_loop()

            def tell(message: Message) -> None:
                loop.call_soon_threadsafe(writer.write, _line(message))

            writer.write(_line(await asyncio.to_thread(handler, request, tell)))
            await writer.drain()


def knock(path: Path, request: Mapping[str, Any]) -> Iterator[Message] | None:
    """Put a request to the bot that runs at `path`: the messages it answers, or None when nobody is in."""
    connection = _connect(path)
    return None if connection is None else _converse(connection, request)


def _converse(connection: socket.socket, request: Mapping[str, Any]) -> Iterator[Message]:
    with connection, connection.makefile("rwb") as stream:
        stream.write(_line(request))
        stream.flush()
        for line in stream:
            yield json.loads(line)


def _line(message: Mapping[str, Any]) -> bytes:
    return json.dumps(message).encode() + b"\n"


def _connect(path: Path) -> socket.socket | None:
    """A connection to whoever listens at `path`; a socket left by a process that is gone is nobody."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.connect(str(path))
    except OSError:
        connection.close()
        return None
    return connection
