"""The second mode: signed HTTP."""

import hashlib
import hmac
import io
import json
import time
from urllib.parse import urlencode

import pytest

from bot.bot import Bot, Connection

FORM = "application/x-www-form-urlencoded"
SECRET = "local-workspace-signing-secret"
BODY = urlencode(
    {
        "command": "/kpi",
        "text": "where",
        "user_id": "U0LOCALANA1",
        "channel_id": "C0SALES0001",
        "team_id": "T0LOCALTEAM",
        "response_url": "",
        "trigger_id": "1.2.3",
    }
)


async def post(here, body: str = BODY, secret: str = SECRET, age_s: int = 0, kind: str = FORM) -> int:
    """Send a slash command as Slack signs it; the status of the answer."""
    stamp = str(int(time.time()) - age_s)
    signed = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={signed}",
    }
    url = f"http://127.0.0.1:{here.bot.port}/slack/events"
    async with here.http.post(url, data=io.BytesIO(body.encode()), headers=headers) as answer:
        return answer.status


async def test_a_signed_command_is_acknowledged_and_answered(town):
    async with town(http=True) as here:
        assert (await here.ask("/kpi revenue"))["acked"]
        assert (await here.see("Revenue was"))["files"]
        assert await post(here) == 200


async def test_buttons_and_forms_work_over_http_too(town):
    async with town(http=True) as here:
        await here.ask("/kpi revenue")
        ts = (await here.see("Revenue was"))["ts"]
        await here.do("action", channel="sales", ts=ts, action_id="note.add")
        view = (await here.get("views", user="ana", wait_s="5"))["views"][0]
        refused = await here.do("submit", view_id=view["id"], values={"what": "ab"})
        assert refused["errors"] == {"what": "Too short."}


@pytest.mark.parametrize("how", [{"secret": "forged"}, {"age_s": 301}], ids=["forged", "stale"])
async def test_a_forged_or_stale_request_is_refused(town, how):
    async with town(http=True) as here:
        assert await post(here, **how) == 401


async def test_a_body_without_end_is_refused(town):
    async with town(http=True) as here:
        assert await post(here, BODY + "&x=" + "y" * (1024 * 1024)) == 413


async def test_health_is_told_to_whoever_asks(town):
    async with town(http=True) as here:
        for path in ("healthz", "readyz"):
            async with here.http.get(f"http://127.0.0.1:{here.bot.port}/{path}") as answer:
                assert answer.status == 200


async def test_slacks_check_of_the_address_is_answered(town):
    async with town(http=True) as here:
        body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "x"})
        assert await post(here, body, kind="application/json") == 200


async def test_outside_of_http_mode_nothing_of_slacks_is_taken(town, shop, tables):
    async with town() as here:
        there = Connection("xoxb-local-workspace", "xapp-local-workspace", "s", here.workspace.api_url, port=0)
        bot = Bot(tables, shop, there)
        try:
            await bot.start()
            async with here.http.post(f"http://127.0.0.1:{bot.port}/slack/events", data=BODY) as answer:
                assert answer.status == 404
        finally:
            await bot.stop()
