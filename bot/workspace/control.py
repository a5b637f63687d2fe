"""The test API: what a person does and sees, over HTTP. The page uses it too."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.workspace import acts, panel, pressing, seen, shapes
from bot.workspace.ask import Ask
from bot.workspace.office import Office
from bot.workspace.refusal import Refusal, missing
from bot.workspace.state import Channel, Json, Person

DRAWN = ("image/png", "image/jpeg", "image/gif")


async def command(ask: Ask) -> Json:
    """`/command {user, channel, text, thread_ts?}`."""
    if not ask.text("text").startswith("/"):
        raise missing("text, beginning with a slash")
    return await acts.command(ask.office, ask.spot, ask.text("text"))


async def message(ask: Ask) -> Json:
    """`/message {user, channel, text, thread_ts?}`."""
    return acts.say(ask.office, ask.spot, ask.text("text"))


async def edit(ask: Ask) -> Json:
    """`/edit {user, channel, ts, text}`."""
    return acts.edit(ask.office, ask.person, ask.message, ask.text("text"))


async def delete(ask: Ask) -> Json:
    """`/delete {user, channel, ts}`."""
    return acts.delete(ask.office, ask.person, ask.message)


async def reaction(ask: Ask) -> Json:
    """`/reaction {user, channel, ts, name, remove?}`."""
    remove = bool(ask.given.get("remove"))
    return acts.react(ask.office, ask.person, ask.message, ask.text("name"), remove=remove)


async def pin(ask: Ask) -> Json:
    """`/pin {user, channel, ts, remove?}`."""
    return acts.pin(ask.office, ask.person, ask.message, remove=bool(ask.given.get("remove")))


async def action(ask: Ask) -> Json:
    """`/action {user, channel, ts | view_id, action_id, block_id?, value?, values?}`."""
    on = ask.view if ask.text("view_id") else ask.message
    return await pressing.press(ask.office, ask.person, on, {**ask.given, "values": ask.values})


async def submit(ask: Ask) -> Json:
    """`/submit {user, view_id, values}`."""
    return await pressing.submit(ask.office, ask.person, ask.view, ask.values)


async def close(ask: Ask) -> Json:
    """`/close {user, view_id}`."""
    return await pressing.close(ask.office, ask.person, ask.view)


async def shortcut(ask: Ask) -> Json:
    """`/shortcut {user, callback_id, channel?, ts?}`; without ts it is a global one."""
    on = ask.message if ask.text("ts") else None
    return await acts.shortcut(ask.office, ask.person, ask.text("callback_id"), on)


async def look(ask: Ask) -> Json:
    """`/home {user, tab?}`: open the app's Home, or its messages."""
    return acts.look(ask.office, ask.person, ask.text("tab") or "home")


ACTS: dict[str, Callable[[Ask], Awaitable[Json]]] = {
    "command": command,
    "message": message,
    "edit": edit,
    "delete": delete,
    "reaction": reaction,
    "pin": pin,
    "action": action,
    "submit": submit,
    "close": close,
    "shortcut": shortcut,
    "home": look,
    "fault": panel.fault,
    "clock": panel.advance,
    "limits": panel.limit,
    "listen": panel.listen,
}


async def messages(ask: Ask) -> Json:
    """`/messages?channel=&thread_ts=&user=&since=&contains=&wait_s=`, oldest first, with a cursor."""
    viewer = ask.person if ask.text("user") else None
    where = (_where(ask, viewer), viewer, ask.text("thread_ts"))
    wanted = seen.Wanted(*where, ask.number("since"), ask.text("contains"))
    rows = await ask.until(lambda: seen.find(ask.office, wanted))
    return {"ok": True, "messages": rows, "cursor": ask.office.state.feed.revision}


async def views(ask: Ask) -> Json:
    """`/views?user=&wait_s=`: the person's open modals, the lowest first."""
    person = ask.person
    return {"ok": True, "views": await ask.until(lambda: list(pressing.stack(ask.office, person)))}


async def home(ask: Ask) -> Json:
    """`/home?user=&wait_s=`: the person's App Home, or null."""
    person, state = ask.person, ask.office.state
    view = await ask.until(lambda: state.homes.get(person.id))
    return {"ok": True, "view": shapes.view(state, view) if view else None}


LOOKS: dict[str, Callable[[Ask], Awaitable[Json]]] = {
    "messages": messages,
    "views": views,
    "home": home,
    "faults": panel.ordered,
    "clock": panel.time,
    "limits": panel.limited,
    "traffic": panel.traffic,
}
UNDOS: dict[str, Callable[[Ask], Awaitable[Json]]] = {"faults": panel.clear}


async def act(office: Office, request: web.Request) -> web.Response:
    """`POST /_workspace/ACT` with a JSON body."""
    return await _answer(office, ACTS, request)


async def look_at(office: Office, request: web.Request) -> web.Response:
    """`GET /_workspace/LOOK` with a query."""
    return await _answer(office, LOOKS, request)


async def undo(office: Office, request: web.Request) -> web.Response:
    """`DELETE /_workspace/UNDO` with a query."""
    return await _answer(office, UNDOS, request)


async def _answer(
    office: Office, table: dict[str, Callable[[Ask], Awaitable[Json]]], request: web.Request
) -> web.Response:
    run = table.get(request.match_info["name"])
    if run is None:
        return web.json_response({"ok": False, "error": "unknown", "known": list(table)}, status=404)
    try:
        given = dict(request.query) if request.method in {"GET", "DELETE"} else await _json(request)
        return web.json_response(await run(Ask(office, given)))
    except Refusal as refusal:
        return web.json_response(refusal.body, status=refusal.status)


async def _json(request: web.Request) -> Json:
    # A page of another site cannot send this content type without asking first.
    if request.content_type != "application/json":
        raise Refusal("json_expected", 415)
    try:
        given = await request.json()
    except ValueError:
        raise Refusal("invalid_json", 400) from None
    if not isinstance(given, dict):
        raise Refusal("json_not_object", 400)
    return given


async def file(office: Office, request: web.Request) -> web.Response:
    """`GET /files/ID`: the bytes of a file; anything but a picture is a download."""
    row = office.state.files.get(request.match_info["id"])
    if row is None or row.data is None:
        return web.json_response({"ok": False, "error": "file_not_found"}, status=404)
    headers = {"Content-Security-Policy": "sandbox; default-src 'none'"}
    if row.mimetype not in DRAWN:
        name = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in row.name)
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return web.Response(body=row.data, content_type=row.mimetype or "application/octet-stream", headers=headers)


def _where(ask: Ask, viewer: Person | None) -> Channel | None:
    if not ask.text("channel"):
        return None
    if viewer:
        return ask.channel
    found = ask.office.state.channel(ask.text("channel"))
    if found is None:
        raise Refusal("channel_not_found", 400)
    return found
