"""Socket Mode: the app's connections, of which each envelope takes one."""

import asyncio
import json
import secrets
import uuid
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

from bot.workspace.acks import LOST, NOBODY, SILENT, TIMED_OUT, Ack, Attempt, title
from bot.workspace.desk import Desk
from bot.workspace.state import Json

SOCKETS = 10
TICKET_S = 30.0
WARNING, REFRESH = "warning", "refresh_requested"


@dataclass(eq=False)
class Link:
    """One connection. A `leaving` one gets envelopes only if there is no other; a `silent` one swallows them."""

    socket: web.WebSocketResponse
    transport: asyncio.Transport
    leaving: bool = False
    silent: bool = False
    waiting: dict[str, asyncio.Future[Ack]] = field(default_factory=dict)

    async def say(self, message: str) -> None:
        """Send a text. A dead connection is found out by whoever waits for an answer."""
        if not self.silent:
            try:
                await self.socket.send_str(message)
            except ConnectionError:
                self.lose()

    def take(self, data: str) -> None:
        """An ack that came: whoever waits for it has it."""
        try:
            answer = json.loads(data)
        except ValueError:
            return
        waiting = self.waiting.get(str(answer.get("envelope_id", ""))) if isinstance(answer, dict) else None
        if waiting and not waiting.done():
            body = answer.get("payload")
            waiting.set_result(Ack(body=body if isinstance(body, dict) else {"text": body} if body else {}))

    def lose(self) -> None:
        """Nothing comes over this connection any more."""
        for waiting in self.waiting.values():
            if not waiting.done():
                waiting.set_result(Ack(NOBODY, reason=LOST))

    def fall_silent(self) -> None:
        """Stay open, but neither read nor write from now on."""
        self.silent = True
        self.transport.pause_reading()


class Sockets:
    """All connections of the app."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.links: list[Link] = []
        self._names: dict[str, str] = {}

    async def link(self, request: web.Request) -> web.StreamResponse:
        """`GET /link/?ticket=`: one Socket Mode connection."""
        expires = self.desk.tickets.pop(request.query.get("ticket", ""), 0.0)
        if expires < self.desk.clock.now():
            return web.Response(status=401, text="invalid ticket")
        socket = web.WebSocketResponse(max_msg_size=1 << 20)
        await socket.prepare(request)
        if len(self.links) >= SOCKETS or not isinstance(request.transport, asyncio.Transport):
            await socket.send_json(_farewell("too_many_websockets"))
            await socket.close()
            return socket
        link = Link(socket, request.transport)
        # The newest comes first: a retry should find it, and not the one that just failed.
        self.links.insert(0, link)
        aging = asyncio.get_running_loop().create_task(self._age(link))
        try:
            await self._say(link, "hello", self._hello())
            await self._listen(link)
        finally:
            self.links.remove(link)
            link.lose()
            aging.cancel()
        return socket

    async def send(self, kind: str, payload: Json, attempt: Attempt) -> Ack:
        """Deliver an envelope over one connection and wait for its ack."""
        link = self._next()
        if link is None:
            return Ack(NOBODY, reason=LOST)
        id_, name = str(uuid.uuid4()), title(kind, payload)
        self._names[id_] = name
        link.waiting[id_] = asyncio.get_running_loop().create_future()
        try:
            async with self.desk.clock.timeout(self.desk.settings.ack_s):
                await self._say(link, name, envelope(id_, kind, payload, attempt), id_)
                return await link.waiting[id_]
        except TimeoutError:
            return Ack(TIMED_OUT, reason=SILENT)
        finally:
            del link.waiting[id_], self._names[id_]

    def disconnect(self, reason: str) -> int:
        """Tell every connection to leave; those that stay are closed soon after. How many were told."""
        for link in self.links:
            self.desk.later(self._retire(link, reason))
        return len(self.links)

    def fall_silent(self) -> int:
        """Leave every connection half open, until its silence is noticed. How many."""
        for link in self.links:
            link.fall_silent()
            self.desk.later(self._notice(link))
        return len(self.links)

    async def close(self, *, abruptly: bool = False) -> int:
        """End every connection, with a close frame unless `abruptly`. How many."""
        links = list(self.links)
        for link in links:
            if abruptly or link.silent:
                link.transport.abort()
        await asyncio.gather(*(link.socket.close(code=1001) for link in links if not (abruptly or link.silent)))
        return len(links)

    def _next(self) -> Link | None:
        # Taking turns shows an app that keeps state per connection.
        link = min(self.links, key=lambda link: link.leaving, default=None)
        if link:
            self.links.remove(link)
            self.links.append(link)
        return link

    async def _listen(self, link: Link) -> None:
        async for message in link.socket:
            if message.type is aiohttp.WSMsgType.TEXT and not link.silent:
                ref = _ref(message.data)
                self.desk.traffic.note("ack", self._names.get(ref, ""), ref, message.data)
                link.take(message.data)

    async def _say(self, link: Link, name: str, message: Json, ref: str = "") -> None:
        text = json.dumps(message)
        kind = "envelope" if ref else "socket"
        self.desk.traffic.note(kind, name, ref, text, fault="half_open" if link.silent else "")
        await link.say(text)

    async def _age(self, link: Link) -> None:
        settings = self.desk.settings
        await self.desk.clock.sleep(max(settings.connection_s - settings.grace_s, 0.0))
        await self._retire(link, WARNING)

    async def _retire(self, link: Link, reason: str) -> None:
        link.leaving = True
        await self._say(link, "disconnect", _farewell(reason))
        await self.desk.clock.sleep(self.desk.settings.grace_s)
        if reason == WARNING and link in self.links:
            await self._say(link, "disconnect", _farewell(REFRESH))
        if link in self.links:
            await link.socket.close(code=1000)

    async def _notice(self, link: Link) -> None:
        await self.desk.clock.sleep(self.desk.settings.silence_s)
        link.transport.abort()

    def _hello(self) -> Json:
        age = int(self.desk.settings.connection_s)
        return {
            "type": "hello",
            "num_connections": len(self.links),
            "connection_info": {"app_id": self.desk.state.bot.app},
            "debug_info": {"host": "local", "build_number": 1, "approximate_connection_time": age},
        }


def envelope(id_: str, kind: str, payload: Json, attempt: Attempt) -> Json:
    """A Socket Mode envelope. Only events tell how often they were tried."""
    row: Json = {"envelope_id": id_, "type": kind, "payload": payload}
    if kind != "events_api":
        return row | {"accepts_response_payload": True}
    tried = {"retry_attempt": attempt.number, "retry_reason": attempt.reason}
    return row | {"accepts_response_payload": False, **tried}


def ticket(desk: Desk) -> str:
    """The address of one Socket Mode connection, good for one use within half a minute."""
    code, now = secrets.token_urlsafe(24), desk.clock.now()
    desk.tickets = {key: expires for key, expires in desk.tickets.items() if expires > now}
    desk.tickets[code] = now + TICKET_S
    return f"{desk.state.base.replace('http', 'ws', 1)}/link/?ticket={code}&app_id={desk.state.bot.app}"


def _farewell(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "local"}}


def _ref(data: str) -> str:
    start = data.find('"envelope_id"')
    return data[start : start + 60].split('"')[3] if start >= 0 and data[start : start + 60].count('"') > 3 else ""
