"""HTTP: Slack's signed requests, and whether we are alive and ready."""

from collections.abc import Awaitable, Callable

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp

PATH = "/slack/events"
BODY_BYTES = 1024 * 1024

Ready = Callable[[], Awaitable[bool]]


def web_app(slack: AsyncApp | None, ready: Ready) -> web.Application:
    """The routes of the bot's own port.

    With `slack`, what it sends is taken at /slack/events; a body over 1 MiB is refused with
    413, a forged or stale signature with 401. `/healthz` says the process lives, `/readyz`
    is 503 until `ready` says that questions are answered.
    """
    app = web.Application(client_max_size=BODY_BYTES)

    async def healthz(_request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_request: web.Request) -> web.Response:
        return web.Response(text="ready\n") if await ready() else web.Response(text="not ready\n", status=503)

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    if slack is not None:
        app.router.add_post(PATH, _signed(slack))
    return app


def _signed(slack: AsyncApp) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def events(request: web.Request) -> web.StreamResponse:
        answer = await slack.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(answer)

    return events


class Server:
    """A web application listening on a port of its own."""

    def __init__(self, app: web.Application, host: str = "127.0.0.1", port: int = 0) -> None:
        """Port 0 takes any free one."""
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
        self._host = host
        self._port = port

    async def open(self) -> int:
        """Start to listen; the port it came to be. Raises OSError when it is taken."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        return int(self._runner.addresses[0][1])

    async def close(self) -> None:
        """Stop listening."""
        await self._runner.cleanup()
