"""response_url: what the app says in answer to something a person did."""

from aiohttp import web

from bot.workspace.args import Args, read
from bot.workspace.desk import Hook
from bot.workspace.office import Office
from bot.workspace.refusal import Refusal
from bot.workspace.state import Json, Message


async def receive(office: Office, request: web.Request) -> web.Response:
    """`POST /hooks/CODE`: one of the five uses of a response_url."""
    hook = office.desk.hooks.get(request.match_info["code"])
    if hook is None or office.desk.clock.now() > hook.expires:
        return web.json_response({"ok": False, "error": "expired_url"}, status=404)
    if hook.left <= 0:
        return web.json_response({"ok": False, "error": "used_url"}, status=404)
    hook.left -= 1
    try:
        respond(office, hook, await _body(request))
    except Refusal as refusal:
        return web.json_response(refusal.body, status=refusal.status)
    return web.json_response({"ok": True})


async def _body(request: web.Request) -> Args:
    given = await read(request)
    packed = given.json("payload")
    return Args(packed) if isinstance(packed, dict) else given


def respond(office: Office, hook: Hook, given: Args) -> None:
    """Post, replace or delete, as `given` says. Replacing works only from a message's own buttons."""
    source = hook.message
    if given.flag("delete_original") and source:
        office.posting.remove(source)
        return
    named: Json = {name: given.json(name) for name in ("blocks", "attachments")}
    named |= {name: given.text(name) for name in ("text", "markdown_text")}
    content = office.posting.content(named, hooked=True)
    if given.flag("replace_original") and source:
        if not source.gone:
            office.posting.change(source, content)
        return
    channel = office.state.channels[hook.channel]
    public = given.text("response_type") == "in_channel"
    row = Message(channel.id, office.state.ts(), office.state.bot.user, **content)
    row.only_for = None if public else hook.user
    row.thread_ts = office.posting.parent(channel, given.text("thread_ts"))
    if row.thread_ts is None and source and source.thread_ts and not public:
        row.thread_ts = source.thread_ts
    office.posting.post(row)
