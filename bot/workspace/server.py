"""The workspace as a server on this machine: one object to start, use and stop."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from aiohttp import web

from bot.workspace import api, control, files, hooks, live
from bot.workspace.clock import Clock
from bot.workspace.desk import Desk
from bot.workspace.inbound import Handler, watched
from bot.workspace.limits import Limits
from bot.workspace.manifest import Manifest
from bot.workspace.office import furnish
from bot.workspace.settings import Settings
from bot.workspace.state import State
from bot.workspace.traffic import Traffic

HOST = "127.0.0.1"
ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("*", "/api/{method}", watched(api.answer)),
    ("POST", "/upload/v1/{id}", watched(files.receive)),
    ("GET", "/files-pri/{id}/{name}", files.download),
    ("POST", "/hooks/{code}", watched(hooks.receive)),
    ("GET", "/_workspace/files/{id}", control.file),
    ("GET", "/_workspace/live", live.stream),
    ("GET", "/_workspace/{name}", control.look_at),
    ("POST", "/_workspace/{name}", control.act),
    ("DELETE", "/_workspace/{name}", control.undo),
)


class Workspace:
    """A loopback stand-in for Slack.

    `app` is the aiohttp application: an embedder may add routes of its own to it before `start`.
    """

    def __init__(self, manifest: Mapping[str, Any], settings: Settings | None = None) -> None:
        """`manifest` is the app's Slack manifest as a dict."""
        self.settings = settings or Settings()
        self.office = furnish(_desk(self.settings, Manifest(manifest)))
        self.app = self._application()
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The page's address, without a slash at the end; empty before `start`."""
        return self.office.state.base

    @property
    def api_url(self) -> str:
        """What to give a Slack client as its base URL."""
        return f"{self.url}/api/"

    @property
    def connected(self) -> int:
        """How many Socket Mode connections the app holds."""
        return self.office.delivery.connected

    def deliver_to(self, request_url: str | None) -> None:
        """Send everything to this address by signed HTTP from now on; None returns to Socket Mode."""
        self.office.desk.request_url = request_url

    def now(self) -> float:
        """Seconds since 1970 by the workspace's clock, which people can move ahead."""
        return self.office.desk.clock.now()

    async def start(self, port: int = 0) -> str:
        """Listen on this machine only; returns the page's address. Port 0 is any free one."""
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, port).start()
        self.office.state.base = f"http://{HOST}:{self._runner.addresses[0][1]}"
        return self.url

    async def stop(self) -> None:
        """Close every connection and end what is under way. Stopping twice is harmless."""
        await self.office.desk.stop()
        await self._hang_up(self.app)
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    def _application(self) -> web.Application:
        limit = self.settings.upload_bytes + (1 << 20)
        app = web.Application(middlewares=[live.guard], client_max_size=limit)
        app.on_response_prepare.append(live.protect)
        app.on_shutdown.append(self._hang_up)
        app.router.add_get("/", live.index)
        app.router.add_get("/archives/{channel}/{ts}", live.index)
        app.router.add_get("/link/", self.office.delivery.sockets.link)
        for method, path, handler in ROUTES:
            app.router.add_route(method, path, partial(handler, self.office))
        app.router.add_static("/page/", live.PAGE)
        return app

    async def _hang_up(self, _app: web.Application) -> None:
        self.office.desk.clock.close()
        await self.office.delivery.stop()


def _desk(settings: Settings, manifest: Manifest) -> Desk:
    clock = Clock(settings.now)
    limits = Limits(clock, {name: row.per_minute for name, row in api.METHODS.items()}, on=settings.rate_limits)
    desk = Desk(settings, manifest, State(manifest.name, clock.now), clock, limits, Traffic(clock))
    desk.request_url = settings.request_url
    return desk
