"""The Web API: one row a method, and how a call is answered."""

from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from bot.workspace import args, chat, conversations, files, views
from bot.workspace.args import Args
from bot.workspace.office import Office
from bot.workspace.refusal import Refusal
from bot.workspace.state import Json

READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")


@dataclass(frozen=True)
class Method:
    """A Web API method: any one of `scopes` will do; `token` is `bot`, `app` or empty for none."""

    run: Callable[[Office, Args], Json]
    scopes: tuple[str, ...] = ()
    token: str = "bot"  # noqa: S105


METHODS: dict[str, Method] = {
    "api.test": Method(conversations.test, token=""),
    "apps.connections.open": Method(views.connect, token="app"),  # noqa: S106
    "auth.test": Method(conversations.auth_test),
    "blocks.validate": Method(conversations.validate, token=""),
    "bots.info": Method(conversations.bot, ("users:read",)),
    "chat.delete": Method(chat.delete, ("chat:write",)),
    "chat.getPermalink": Method(chat.permalink),
    "chat.postEphemeral": Method(chat.post_ephemeral, ("chat:write",)),
    "chat.postMessage": Method(chat.post_message, ("chat:write",)),
    "chat.scheduleMessage": Method(chat.schedule, ("chat:write",)),
    "chat.update": Method(chat.update, ("chat:write",)),
    "conversations.history": Method(conversations.history, HISTORY),
    "conversations.info": Method(conversations.info, READ),
    "conversations.join": Method(conversations.join, ("channels:join",)),
    "conversations.list": Method(conversations.channels, READ),
    "conversations.members": Method(conversations.members, READ),
    "conversations.open": Method(conversations.open_, ("im:write", "mpim:write")),
    "conversations.replies": Method(conversations.replies, HISTORY),
    "files.completeUploadExternal": Method(files.complete_upload, ("files:write",)),
    "files.delete": Method(files.delete, ("files:write",)),
    "files.getUploadURLExternal": Method(files.get_upload_url, ("files:write",)),
    "files.info": Method(files.info, ("files:read",)),
    "pins.add": Method(chat.pin, ("pins:write",)),
    "pins.remove": Method(chat.unpin, ("pins:write",)),
    "reactions.add": Method(chat.react, ("reactions:write",)),
    "reactions.get": Method(chat.reactions, ("reactions:read",)),
    "reactions.remove": Method(chat.unreact, ("reactions:write",)),
    "team.info": Method(conversations.team, ("team:read",)),
    "usergroups.list": Method(conversations.groups, ("usergroups:read",)),
    "usergroups.users.list": Method(conversations.group_members, ("usergroups:read",)),
    "users.conversations": Method(conversations.joined, READ),
    "users.info": Method(conversations.user, ("users:read",)),
    "users.list": Method(conversations.users, ("users:read",)),
    "users.lookupByEmail": Method(conversations.by_email, ("users:read.email",)),
    "views.open": Method(views.open_),
    "views.publish": Method(views.publish),
    "views.push": Method(views.push),
    "views.update": Method(views.update),
}


def _unknown(_office: Office, _args: Args) -> Json:
    raise Refusal("unknown_method")


UNKNOWN = Method(_unknown, token="")


async def answer(office: Office, request: web.Request) -> web.Response:
    """Answer one call: find the method, check token and scope, run it."""
    method = METHODS.get(request.match_info["method"], UNKNOWN)
    try:
        given = await args.read(request)
        _authorize(office, method, given)
        return _respond(office, method, 200, {"ok": True, **method.run(office, given)})
    except Refusal as refusal:
        return _respond(office, method, refusal.status, refusal.body)


def _authorize(office: Office, method: Method, given: Args) -> None:
    settings = office.desk.settings
    tokens = {settings.bot_token: "bot", settings.app_token: "app"}
    token = given.text("token")
    if not method.token:
        return
    if not token:
        raise Refusal("not_authed")
    if token not in tokens:
        raise Refusal("invalid_auth")
    if tokens[token] != method.token:
        raise Refusal("not_allowed_token_type")
    office.require(*method.scopes)


def _respond(office: Office, method: Method, status: int, body: Json) -> web.Response:
    headers = {"x-oauth-scopes": ",".join(office.desk.manifest.scopes)}
    if method.scopes:
        headers["x-accepted-oauth-scopes"] = ",".join(method.scopes)
    return web.json_response(body, status=status, headers=headers)
