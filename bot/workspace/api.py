"""The Web API: one row a method, and how a call is answered."""

from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from bot.workspace import args, chat, conversations, files, history, validation, views
from bot.workspace.args import Args
from bot.workspace.limits import TEAM_PER_MINUTE, TIER_1, TIER_2, TIER_3, TIER_4
from bot.workspace.office import Office
from bot.workspace.refusal import Refusal
from bot.workspace.state import Json

READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")


@dataclass(frozen=True)
class Method:
    """A Web API method: any one of `scopes` will do; `token` is `bot`, `app` or empty for none.

    `per_minute` is its rate limit, where limits are on; 0 is none.
    """

    run: Callable[[Office, Args], Json]
    scopes: tuple[str, ...] = ()
    per_minute: int = TIER_3
    token: str = "bot"  # noqa: S105


METHODS: dict[str, Method] = {
    "api.test": Method(conversations.test, per_minute=TIER_4, token=""),
    "apps.connections.open": Method(views.connect, per_minute=TIER_1, token="app"),  # noqa: S106
    "auth.test": Method(conversations.auth_test, per_minute=TEAM_PER_MINUTE),
    "blocks.validate": Method(validation.validate, per_minute=TEAM_PER_MINUTE, token=""),
    "bots.info": Method(conversations.bot, ("users:read",)),
    "chat.delete": Method(chat.delete, ("chat:write",)),
    "chat.getPermalink": Method(chat.permalink, per_minute=TEAM_PER_MINUTE),
    "chat.postEphemeral": Method(chat.post_ephemeral, ("chat:write",), TIER_4),
    "chat.postMessage": Method(chat.post_message, ("chat:write",), TEAM_PER_MINUTE),
    "chat.scheduleMessage": Method(chat.schedule, ("chat:write",)),
    "chat.update": Method(chat.update, ("chat:write",)),
    "conversations.history": Method(history.history, HISTORY),
    "conversations.info": Method(conversations.info, READ),
    "conversations.join": Method(conversations.join, ("channels:join",)),
    "conversations.list": Method(conversations.channels, READ, TIER_2),
    "conversations.members": Method(conversations.members, READ, TIER_4),
    "conversations.open": Method(conversations.open_, ("im:write", "mpim:write")),
    "conversations.replies": Method(history.replies, HISTORY),
    "files.completeUploadExternal": Method(files.complete_upload, ("files:write",), TIER_4),
    "files.delete": Method(files.delete, ("files:write",)),
    "files.getUploadURLExternal": Method(files.get_upload_url, ("files:write",), TIER_4),
    "files.info": Method(files.info, ("files:read",), TIER_4),
    "pins.add": Method(chat.pin, ("pins:write",), TIER_2),
    "pins.list": Method(chat.pins, ("pins:read",), TIER_2),
    "pins.remove": Method(chat.unpin, ("pins:write",), TIER_2),
    "reactions.add": Method(chat.react, ("reactions:write",)),
    "reactions.get": Method(chat.reactions, ("reactions:read",)),
    "reactions.remove": Method(chat.unreact, ("reactions:write",), TIER_2),
    "team.info": Method(conversations.team, ("team:read",)),
    "usergroups.list": Method(conversations.groups, ("usergroups:read",), TIER_2),
    "usergroups.users.list": Method(conversations.group_members, ("usergroups:read",), TIER_2),
    "users.conversations": Method(conversations.joined, READ, TIER_2),
    "users.info": Method(conversations.user, ("users:read",), TIER_4),
    "users.list": Method(conversations.users, ("users:read",), TIER_2),
    "users.lookupByEmail": Method(conversations.by_email, ("users:read.email",)),
    "views.open": Method(views.open_, per_minute=TIER_4),
    "views.publish": Method(views.publish, per_minute=TIER_4),
    "views.push": Method(views.push, per_minute=TIER_4),
    "views.update": Method(views.update, per_minute=TIER_4),
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
