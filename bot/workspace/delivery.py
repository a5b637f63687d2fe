"""How envelopes reach the app: one Socket Mode connection each, or signed HTTP."""

import asyncio
import hashlib
import hmac
import json
import secrets
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from bot.workspace.desk import Desk
from bot.workspace.state import Json

SOCKETS = 10
TIMED_OUT, NOBODY, REFUSED = "operation_timeout", "dispatch_failed", "dispatch_failed"


@dataclass(frozen=True)
class Ack:
    """The app's answer to an envelope: `error` is empty when it came in time."""

    error: str = ""
    body: Json = field(default_factory=dict)


class Delivery:
    """Sends each envelope once and waits for its ack."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._sockets: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._http: aiohttp.ClientSession | None = None

    @property
    def connected(self) -> int:
        """How many Socket Mode connections are open."""
        return len(self._sockets)

    async def send(self, kind: str, payload: Json) -> Ack:
        """Deliver `slash_commands`, `interactive` or `events_api`, and wait for the ack."""
        if self.desk.request_url:
            return await self._post(self.desk.request_url, kind, payload)
        return await self._push(kind, payload)

    async def link(self, request: web.Request) -> web.StreamResponse:
        """`GET /link/?ticket=`: one Socket Mode connection."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.desk.tickets:
            return web.Response(status=401, text="invalid ticket")
        self.desk.tickets.discard(ticket)
        socket = web.WebSocketResponse(max_msg_size=1 << 20)
        await socket.prepare(request)
        if self.connected >= SOCKETS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        self._sockets.append(socket)
        try:
            await socket.send_json(self._hello())
            async for message in socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._take(message.data)
        finally:
            self._sockets.remove(socket)
        return socket

    async def stop(self) -> None:
        """Close every connection."""
        for socket in list(self._sockets):
            await socket.close(code=1001)
        if self._http:
            await self._http.close()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": self.connected,
            "connection_info": {"app_id": self.desk.state.bot.app},
            "debug_info": {"host": "local", "build_number": 1, "approximate_connection_time": 3600},
        }

    def _take(self, data: str) -> None:
        try:
            answer = json.loads(data)
        except ValueError:
            return
        waiting = self._waiting.get(answer.get("envelope_id", "")) if isinstance(answer, dict) else None
        if waiting and not waiting.done():
            body = answer.get("payload")
            waiting.set_result(body if isinstance(body, dict) else {"text": body} if body else {})

    async def _push(self, kind: str, payload: Json) -> Ack:
        if not self._sockets:
            return Ack(NOBODY)
        # Each envelope goes to one connection; taking turns shows an app that keeps state per connection.
        socket = self._sockets.pop(0)
        self._sockets.append(socket)
        id_ = str(uuid.uuid4())
        envelope: Json = {"envelope_id": id_, "type": kind, "payload": payload}
        if kind == "events_api":
            envelope |= {"accepts_response_payload": False, "retry_attempt": 0, "retry_reason": ""}
        else:
            envelope["accepts_response_payload"] = True
        self._waiting[id_] = asyncio.get_running_loop().create_future()
        try:
            await socket.send_json(envelope)
            return Ack(body=await asyncio.wait_for(self._waiting[id_], self.desk.settings.ack_s))
        except TimeoutError:
            return Ack(TIMED_OUT)
        except ConnectionError:
            return Ack(NOBODY)
        finally:
            del self._waiting[id_]

    async def _post(self, url: str, kind: str, payload: Json) -> Ack:
        body, content_type = encode(kind, payload)
        headers = {
            "Content-Type": content_type,
            **signed(self.desk.settings.signing_secret, body, self.desk.state.now()),
        }
        self._http = self._http or aiohttp.ClientSession()
        limit = aiohttp.ClientTimeout(total=self.desk.settings.ack_s)
        try:
            async with self._http.post(url, data=body, headers=headers, timeout=limit) as response:
                text = await response.text()
                return Ack(body=_answer(text)) if response.status == web.HTTPOk.status_code else Ack(REFUSED)
        except TimeoutError:
            return Ack(TIMED_OUT)
        except aiohttp.ClientError:
            return Ack(NOBODY)


def encode(kind: str, payload: Json) -> tuple[bytes, str]:
    """The body and content type of a request to the app."""
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def signed(secret: str, body: bytes, now: float) -> dict[str, str]:
    """The headers that prove a request is Slack's: version 0, HMAC-SHA256."""
    stamp = str(int(now))
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def ticket(desk: Desk) -> str:
    """The address of one Socket Mode connection, good for one use."""
    code = secrets.token_urlsafe(24)
    desk.tickets.add(code)
    return f"{desk.state.base.replace('http', 'ws', 1)}/link/?ticket={code}&app_id={desk.state.bot.app}"


def _answer(text: str) -> Json:
    try:
        found = json.loads(text)
    except ValueError:
        return {"text": text} if text else {}
    return found if isinstance(found, dict) else {}
