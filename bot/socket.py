"""Socket Mode: the connection over which Slack reaches a bot without a public address."""

import asyncio
import logging

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from analysis.errors import Unavailable
from bot import faults
from bot.faults import Refusal, attempt

log = logging.getLogger(__name__)

WATCH_S = 15.0
CLOSE_S = 2.0


class Socket:
    """Keeps one connection to Slack open, and opens it again when it went quiet."""

    def __init__(self, app: AsyncApp, client: AsyncWebClient, app_token: str, watch_s: float = WATCH_S) -> None:
        """`client` speaks to the Web API; `watch_s` is how often the connection is looked at."""
        quiet = logging.getLogger("chestnut.socket")
        self._client = client
        self._app_token = app_token
        self._watch_s = watch_s
        self._handler = AsyncSocketModeHandler(app, app_token, logger=quiet, web_client=client)
        self._watch: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect. Raises Unavailable when the token is refused, for the SDK would try for ever."""
        try:
            opened = await self._client.apps_connections_open(app_token=self._app_token)
        except Refusal as fault:
            raise Unavailable(faults.sentence(fault, "", app_token=True)) from fault
        # Slack allows about one of these calls a minute: the handler is given what this one brought.
        self._handler.client.wss_uri = opened["url"]
        await self._handler.client.connect()  # type: ignore[no-untyped-call]
        self._watch = asyncio.get_running_loop().create_task(self._look_after())

    async def connected(self) -> bool:
        """Whether Slack can reach us at this moment."""
        return bool(await self._handler.client.is_connected())

    async def close(self) -> None:
        """Disconnect, in any case within two seconds."""
        if self._watch is not None:
            self._watch.cancel()
        try:
            async with asyncio.timeout(CLOSE_S):
                await self._handler.client.close()  # type: ignore[no-untyped-call]
        except TimeoutError:
            log.warning("Slack did not let go of the connection in time")

    async def _look_after(self) -> None:
        while True:
            await asyncio.sleep(self._watch_s)
            if not await self.connected():
                log.warning("The connection to Slack is gone; opening a new one")
                again = await attempt(self._handler.client.connect_to_new_endpoint())
                if isinstance(again, Exception):
                    log.warning("Slack is out of reach: %s", again)
