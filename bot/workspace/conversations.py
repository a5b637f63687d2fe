"""conversations.*, users.*, team.info and the like: who and what is there."""

from collections.abc import Sequence
from typing import TypeVar

from bot.workspace import shapes
from bot.workspace.args import Args
from bot.workspace.chat import place
from bot.workspace.office import FAMILIES, Office
from bot.workspace.refusal import Refusal
from bot.workspace.state import GROUPS, TEAM, Channel, Json

Row = TypeVar("Row")
KINDS = {"public_channel": "channel", "private_channel": "group", "im": "im"}


def page(rows: Sequence[Row], args: Args, default: int = 100) -> tuple[Sequence[Row], Json]:
    """One page of rows and the cursor of the next."""
    limit = min(max(args.number("limit", default) or default, 1), 1000)
    start = int(args.text("cursor") or 0) if args.text("cursor", "0").isdecimal() else -1
    if start < 0:
        raise Refusal("invalid_cursor")
    following = str(start + limit) if start + limit < len(rows) else ""
    return rows[start : start + limit], {"response_metadata": {"next_cursor": following}}


def test(_office: Office, args: Args) -> Json:
    """api.test."""
    return {"args": {name: value for name, value in args.given.items() if name != "token"}}


def auth_test(office: Office, _args: Args) -> Json:
    """auth.test."""
    bot = office.state.bot
    row: Json = {"url": f"{office.state.base}/", "team": office.desk.settings.name, "team_id": TEAM}
    return row | {"user": bot.name, "user_id": bot.user, "bot_id": bot.bot, "is_enterprise_install": False}


def team(office: Office, _args: Args) -> Json:
    """team.info."""
    return {"team": {"id": TEAM, "name": office.desk.settings.name, "domain": "local", "email_domain": "example.com"}}


def bot(office: Office, args: Args) -> Json:
    """bots.info."""
    if args.text("bot") not in {"", office.state.bot.bot}:
        raise Refusal("bot_not_found")
    return {"bot": shapes.bot(office.state) | {"user_id": office.state.bot.user}}


def user(office: Office, args: Args) -> Json:
    """users.info."""
    found = shapes.user(office.state, args.need("user"), locale=args.flag("include_locale"))
    if found is None:
        raise Refusal("user_not_found")
    return {"user": _private(office, found)}


def users(office: Office, args: Args) -> Json:
    """users.list."""
    ids = [*office.state.people, office.state.bot.user]
    rows, cursor = page(ids, args)
    locale = args.flag("include_locale")
    found = [shapes.user(office.state, id_, locale=locale) for id_ in rows]
    return {"members": [_private(office, row) for row in found if row], **cursor}


def _private(office: Office, row: Json) -> Json:
    """Without the address, unless the app may read addresses."""
    if not office.desk.manifest.grants(["users:read.email"]):
        row["profile"].pop("email", None)
    return row


def by_email(office: Office, args: Args) -> Json:
    """users.lookupByEmail."""
    found = office.state.person(args.need("email").removesuffix("@example.com"))
    if found is None:
        raise Refusal("users_not_found")
    return {"user": shapes.user(office.state, found.id)}


def groups(_office: Office, args: Args) -> Json:
    """usergroups.list."""
    rows: list[Json] = []
    for id_, handle, name, members in GROUPS:
        row: Json = {"id": id_, "team_id": TEAM, "is_usergroup": True, "handle": handle, "name": name, "date_delete": 0}
        row["user_count"] = len(members)
        rows.append(row | ({"users": list(members)} if args.flag("include_users") else {}))
    return {"usergroups": rows}


def group_members(_office: Office, args: Args) -> Json:
    """usergroups.users.list."""
    for id_, _, _, members in GROUPS:
        if id_ == args.need("usergroup"):
            return {"users": list(members)}
    raise Refusal("no_such_subteam")


def info(office: Office, args: Args) -> Json:
    """conversations.info."""
    channel = place(office, args.need("channel"))
    office.require_for(channel, "read")
    return {"channel": shapes.channel(office.state, channel, counted=args.flag("include_num_members"))}


def channels(office: Office, args: Args) -> Json:
    """conversations.list."""
    return _listed(office, args, list(office.state.channels.values()), counted=True)


def joined(office: Office, args: Args) -> Json:
    """users.conversations: those a person and the app share, or the app's own."""
    user = args.text("user") or office.state.bot.user
    rows = [row for row in office.state.channels.values() if user in row.members]
    answer = _listed(office, args, rows, counted=False)
    for row in answer["channels"]:
        # As in Slack: being listed here says it already.
        row.pop("is_member", None)
    return answer


def _listed(office: Office, args: Args, candidates: list[Channel], *, counted: bool) -> Json:
    wanted = {KINDS.get(name.strip()) for name in args.text("types", "public_channel").split(",")}
    for kind in filter(None, wanted):
        office.require(f"{FAMILIES[kind]}:read")
    bot = office.state.bot.user
    seen = [row for row in candidates if row.kind in wanted and (row.kind == "channel" or bot in row.members)]
    rows, cursor = page(seen, args)
    return {"channels": [shapes.channel(office.state, row, counted=counted) for row in rows], **cursor}


def members(office: Office, args: Args) -> Json:
    """conversations.members."""
    rows, cursor = page(sorted(place(office, args.need("channel")).members), args)
    return {"members": rows, **cursor}


def open_(office: Office, args: Args) -> Json:
    """conversations.open: the direct message with one person."""
    if args.text("channel"):
        channel = place(office, args.text("channel"))
    else:
        named = [name for name in args.need("users").split(",") if name]
        if len(named) != 1:
            raise Refusal("too_many_users" if named else "users_list_not_supplied")
        if named[0] not in office.state.people:
            raise Refusal("user_not_found")
        channel = office.state.direct(named[0])
    full = args.flag("return_im")
    shown = shapes.channel(office.state, channel)
    shown.pop("is_user_deleted", None)
    return {"channel": shown if full else {"id": channel.id}}


def join(office: Office, args: Args) -> Json:
    """conversations.join: public channels only."""
    channel = place(office, args.need("channel"))
    if channel.kind != "channel":
        raise Refusal("method_not_supported_for_channel_type")
    already = office.state.bot.user in channel.members
    if not already:
        office.posting.join(channel, office.state.bot.user)
    row: Json = {"channel": shapes.channel(office.state, channel)}
    return row | ({"warning": "already_in_channel"} if already else {})
