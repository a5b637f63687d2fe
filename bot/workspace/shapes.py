"""The state as the JSON that Slack shows of it."""

from datetime import UTC, datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from bot.workspace.state import PARTNER, SLACKBOT, TEAM, Channel, File, Json, Message, Person, Pin, State, View

PINNED = ("type", "user", "ts", "text", "team", "bot_id", "app_id", "bot_profile", "blocks", "attachments")
"""What a pinned message is told by: not what became of it since."""


def user(state: State, id_: str, *, locale: bool = False) -> Json | None:
    """A user object, or None for an id nobody has."""
    if id_ in {state.bot.user, SLACKBOT}:
        name = state.bot.name if id_ == state.bot.user else "slackbot"
        profile: Json = {"real_name": name, "display_name": name, "bot_id": state.bot.bot}
        row = {"id": id_, "team_id": TEAM, "name": name, "real_name": name, "is_bot": True, "profile": profile}
        return row | {"deleted": False, "is_admin": False, "tz": "America/Los_Angeles", "tz_offset": -28800}
    person = state.people.get(id_)
    return _person(state, person, locale) if person else None


def _person(state: State, person: Person, locale: bool) -> Json:  # noqa: FBT001
    local = datetime.fromtimestamp(state.now(), UTC).astimezone(ZoneInfo(person.zone))
    offset = local.utcoffset()
    row: Json = {
        "id": person.id,
        "team_id": person.team,
        "name": person.name,
        "real_name": person.real_name,
        "deleted": False,
        "is_bot": False,
        "is_admin": False,
        "is_restricted": person.guest,
        "is_ultra_restricted": person.guest,
        "is_app_user": False,
        "tz": person.zone,
        "tz_label": local.tzname() or person.zone,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": {
            "real_name": person.real_name,
            "display_name": person.name,
            "title": person.title,
            "email": f"{person.name}@example.com",
        },
    }
    return row | {"locale": person.locale} if locale else row


def channel(state: State, row: Channel, *, counted: bool = False) -> Json:
    """A conversation object, as the app sees it; Slack counts its members only where asked to."""
    common: Json = {"id": row.id, "created": 1_700_000_000, "is_archived": False, "is_im": row.user is not None}
    if row.user:
        return common | {"user": row.user, "is_user_deleted": False, "priority": 0}
    common |= {"num_members": len(row.members)} if counted else {}
    return common | {
        "name": row.name,
        "name_normalized": row.name,
        "is_channel": not row.private,
        "is_group": row.private,
        "is_mpim": False,
        "is_private": row.private,
        "is_general": row.name == "general",
        "is_member": state.bot.user in row.members,
        "is_ext_shared": row.shared,
        "is_shared": row.shared,
        "shared_team_ids": [TEAM, PARTNER] if row.shared else [TEAM],
        "is_org_shared": False,
        "context_team_id": TEAM,
        "topic": {"value": row.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def message(state: State, row: Message) -> Json:
    """A message as history and events carry it: no channel, no secrets of ephemerals."""
    shown: Json = {"type": "message", "user": row.user, "ts": row.ts, "text": row.text}
    shown["team"] = state.team(row.user)
    if row.user == state.bot.user:
        shown |= {"bot_id": state.bot.bot, "app_id": state.bot.app, "bot_profile": bot(state) | {"team_id": TEAM}}
    optional: Json = {
        "subtype": row.subtype,
        "blocks": row.blocks,
        "attachments": row.attachments,
        "metadata": row.metadata,
        "thread_ts": row.thread_ts,
        "edited": {"user": row.user, "ts": row.edited} if row.edited else None,
        "files": [file(state, state.files[id_]) for id_ in row.files],
        "reactions": [{"name": name, "users": list(who), "count": len(who)} for name, who in row.reactions.items()],
    }
    shown |= {key: value for key, value in optional.items() if value}
    replies = state.thread(row) if row.only_for is None else []
    if replies:
        writers = list(dict.fromkeys(reply.user for reply in replies))
        shown |= {"thread_ts": row.ts, "reply_count": len(replies), "reply_users": writers}
        shown |= {"reply_users_count": len(writers), "latest_reply": replies[-1].ts}
    return shown


def pinned(state: State, row: Message, pin: Pin) -> Json:
    """A pinned message as events and pins.list carry it."""
    link = f"{state.base}/archives/{row.channel}/p{row.ts.replace('.', '')}"
    carried = {"type": "message", "channel": row.channel, "created": pin.at, "created_by": pin.user}
    shown = {key: value for key, value in message(state, row).items() if key in PINNED}
    return carried | {"message": shown | {"permalink": link}}


def bot(state: State) -> Json:
    """The bot profile, as a bot's messages and bots.info both show it."""
    row: Json = {"id": state.bot.bot, "app_id": state.bot.app, "name": state.bot.name}
    return row | {"deleted": False, "updated": 1_700_000_000, "icons": {}}


def file(state: State, row: File) -> Json:
    """A file object. Before processing ends it has no type, no address and no shares."""
    shown: Json = {
        "id": row.id,
        "created": row.created,
        "timestamp": row.created,
        "name": row.name,
        "title": row.title or row.name,
        "user": row.user,
        "user_team": TEAM,
        "username": "",
        "size": row.length,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": any(state.channels[id_].kind == "channel" for id_ in row.shares),
        "public_url_shared": False,
        "display_as_bot": False,
        "editable": False,
        "permalink": f"{state.base}/files/{row.user}/{row.id}/{quote(row.name)}",
        "mimetype": "",
        "filetype": "",
        "pretty_type": "",
        "channels": [],
        "groups": [],
        "ims": [],
        "shares": {},
    }
    if row.alt:
        shown["alt_txt"] = row.alt
    if not row.ready:
        return shown
    kinds = {"channel": "channels", "group": "groups", "im": "ims"}
    for id_ in row.shares:
        shown[kinds[state.channels[id_].kind]].append(id_)
    extension = row.name.rpartition(".")[2].lower()
    shown |= {"mimetype": row.mimetype, "filetype": extension, "pretty_type": extension.upper()}
    address = f"{state.base}/files-pri/{TEAM}-{row.id}/{quote(row.name)}"
    return shown | {"shares": _shares(state, row), "url_private": address, "url_private_download": address}


def _shares(state: State, row: File) -> Json:
    shares: Json = {}
    for id_, stamps in row.shares.items():
        where = state.channels[id_]
        side = shares.setdefault("public" if where.kind == "channel" else "private", {})
        side[id_] = [{"ts": ts, "channel_name": where.name, "team_id": TEAM, "reply_users": []} for ts in stamps]
    return shares


def view(state: State, row: View) -> Json:
    """A view object, as views.* answers and interactions carry it."""
    blank: Json = {"title": None, "submit": None, "close": None, "private_metadata": "", "callback_id": ""}
    blank |= {"external_id": "", "clear_on_close": False, "notify_on_close": False}
    return (
        blank
        | row.body
        | {
            "id": row.id,
            "team_id": TEAM,
            "state": {"values": row.values},
            "hash": row.hash,
            "root_view_id": row.root,
            "previous_view_id": row.previous,
            "app_id": state.bot.app,
            "app_installed_team_id": TEAM,
            "bot_id": state.bot.bot,
        }
    )
