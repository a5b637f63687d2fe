"""Signed HTTP: deliveries to an app that listens at an address."""

import hashlib
import hmac
import json
import secrets
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from bot.workspace.acks import NOBODY, TIMED_OUT, Ack, Attempt, title
from bot.workspace.desk import Desk
from bot.workspace.state import Json

FIRST = Attempt()


class Posts:
    """Posts each delivery once and waits for its answer."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._http: aiohttp.ClientSession | None = None

    async def send(self, url: str, kind: str, payload: Json, attempt: Attempt = FIRST) -> Ack:
        """Post to the app; any status but 200 is a failure."""
        body, content_type = encode(kind, payload)
        what = title(kind, payload), secrets.token_hex(4)
        self.desk.traffic.note("envelope", *what, payload)
        try:
            async with self.desk.clock.timeout(self.desk.settings.ack_s):
                ack = await self._post(url, body, {"Content-Type": content_type, **_tried(attempt)}, what)
        except TimeoutError:
            return Ack(TIMED_OUT, reason="http_timeout")
        except aiohttp.ClientError:
            return Ack(NOBODY, reason="connection_failed")
        return ack

    async def verify(self, url: str) -> bool:
        """Whether the app at this address answers Slack's challenge."""
        challenge = secrets.token_urlsafe(24)
        asked = {"type": "url_verification", "token": "local-verification-token", "challenge": challenge}
        ack = await self.send(url, "events_api", asked)
        return not ack.error and challenge in (ack.body.get("challenge"), ack.body.get("text"))

    async def stop(self) -> None:
        """Let go of the connections to the app."""
        if self._http:
            await self._http.close()
            self._http = None

    async def _post(self, url: str, body: bytes, headers: dict[str, str], what: tuple[str, str]) -> Ack:
        self._http = self._http or aiohttp.ClientSession()
        # Signed by the time that the app goes by too: an advance would make every request a stale one.
        headers |= signed(self.desk.settings.signing_secret, body, self.desk.settings.now())
        async with self._http.post(url, data=body, headers=headers) as response:
            text = await response.text()
            self.desk.traffic.note("ack", *what, text, status=response.status)
            if response.status == web.HTTPOk.status_code:
                return Ack(body=_answer(text))
            final = response.headers.get("X-Slack-No-Retry") == "1"
            return Ack(NOBODY, reason="http_error", final=final)


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


def _tried(attempt: Attempt) -> dict[str, str]:
    if not attempt.number:
        return {}
    return {"X-Slack-Retry-Num": str(attempt.number), "X-Slack-Retry-Reason": attempt.reason}


def _answer(text: str) -> Json:
    try:
        found = json.loads(text)
    except ValueError:
        return {"text": text} if text else {}
    return found if isinstance(found, dict) else {}
