"""The page: its files, its live view of the workspace, and the door they stand behind."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp
from aiohttp import web

from bot.workspace import pressing, seen, shapes
from bot.workspace.feed import Change
from bot.workspace.office import Office
from bot.workspace.state import Json, Person

PAGE = Path(__file__).parent / "page"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}


@web.middleware
async def guard(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse a request that came through another name or from another site's page."""
    host = request.host.rpartition(":")[0] or request.host
    if host not in {"127.0.0.1", "localhost"}:
        return web.json_response({"ok": False, "error": "wrong_host"}, status=403)
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        return web.json_response({"ok": False, "error": "wrong_origin"}, status=403)
    return await handler(request)


async def protect(_request: web.Request, response: web.StreamResponse) -> None:
    """Put the protective headers on every answer that has none of its own."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


async def index(_request: web.Request) -> web.FileResponse:
    """The page, at `/` and at every permalink."""
    return web.FileResponse(PAGE / "index.html")


async def stream(office: Office, request: web.Request) -> web.StreamResponse:
    """`GET /_workspace/live?user=`: the whole picture first, then each change as that person sees it."""
    viewer = office.state.person(request.query.get("user", ""))
    if viewer is None:
        return web.json_response({"ok": False, "error": "user_not_found"}, status=400)
    socket = web.WebSocketResponse(heartbeat=20, max_msg_size=1024)
    await socket.prepare(request)
    with office.state.feed.listen() as changes:
        await socket.send_json(seen.picture(office, viewer))
        office.desk.later(_until_closed(socket, changes.put_nowait))
        while not socket.closed:
            change = await changes.get()
            update = _update(office, viewer, change)
            if update and not socket.closed:
                try:
                    await socket.send_json(update)
                except ConnectionError:
                    break
    return socket


async def _until_closed(socket: web.WebSocketResponse, wake: Callable[[Change], None]) -> None:
    async for message in socket:
        if message.type is aiohttp.WSMsgType.ERROR:
            break
    wake(Change("closed"))


def _update(office: Office, viewer: Person, change: Change) -> Json | None:
    if change.person not in {None, viewer.id}:
        return None
    match change.kind:
        case "message":
            row = office.state.messages[change.channel][change.ts]
            return (
                {"type": "message", "message": seen.message(office, row)} if seen.visible(office, row, viewer) else None
            )
        case "views":
            return {"type": "views", "views": list(pressing.stack(office, viewer))}
        case "home":
            return {"type": "home", "home": shapes.view(office.state, office.state.homes[viewer.id])}
        case "channels":
            return {"type": "channels", "channels": seen.channels(office, viewer)}
    return None
