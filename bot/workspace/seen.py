"""What one person sees: messages with their ephemerals, and the whole picture that the page starts from."""

from dataclasses import dataclass

from bot.workspace import acts, checks, pressing, shapes
from bot.workspace.office import Office
from bot.workspace.state import GROUPS, TEAM, Channel, Json, Message, Person


@dataclass(frozen=True)
class Wanted:
    """Which messages: of a channel or all, as `viewer` sees them or as everyone does, changed after `since`."""

    channel: Channel | None
    viewer: Person | None
    thread_ts: str = ""
    since: float = 0
    contains: str = ""


def find(office: Office, wanted: Wanted) -> list[Json]:
    """The wanted messages, oldest first. Deleted ones are named only after a cursor."""
    channels = [wanted.channel] if wanted.channel else list(office.state.channels.values())
    rows = [row for channel in channels for row in office.state.messages[channel.id].values()]
    return [message(office, row) for row in sorted(rows, key=lambda row: row.ts) if _matches(office, row, wanted)]


def message(office: Office, row: Message) -> Json:
    """A message as a person sees it: where it is, and whether only they do."""
    if row.gone:
        return {"ts": row.ts, "channel": row.channel, "thread_ts": row.thread_ts, "deleted": True}
    link = f"{office.state.base}/archives/{row.channel}/p{row.ts.replace('.', '')}"
    where: Json = {"channel": row.channel, "ephemeral": row.only_for is not None, "broadcast": row.broadcast}
    pinned = row.ts in office.state.channels[row.channel].pins
    return shapes.message(office.state, row) | where | {"pinned": pinned, "permalink": link}


def visible(office: Office, row: Message, viewer: Person | None) -> bool:
    """Whether somebody sees a message; nobody in particular sees what is for everyone."""
    if viewer is None:
        return row.only_for is None
    return row.only_for in {None, viewer.id} and viewer.id in office.state.channels[row.channel].members


def _matches(office: Office, row: Message, wanted: Wanted) -> bool:
    if not visible(office, row, wanted.viewer) or row.revision <= wanted.since or (row.gone and not wanted.since):
        return False
    if wanted.thread_ts and wanted.thread_ts not in {row.ts, row.thread_ts}:
        return False
    return not wanted.contains or any(wanted.contains in text for text in [row.text, *checks.texts(row.blocks)])


def picture(office: Office, viewer: Person) -> Json:
    """Everything the page needs to draw the workspace for one person."""
    home = office.state.homes.get(viewer.id)
    return {
        "type": "picture",
        "name": office.desk.settings.name,
        "me": viewer.id,
        "bot": {"id": office.state.bot.user, "name": office.state.bot.name, "title": office.desk.manifest.title},
        "about": office.desk.manifest.description,
        "people": [
            {"id": row.id, "name": row.name, "real_name": row.real_name, "title": row.title, "locale": row.locale}
            for row in office.state.people.values()
        ],
        "groups": [{"id": id_, "handle": handle} for id_, handle, _, _ in GROUPS],
        "commands": _commands(office, viewer),
        "shortcuts": [
            {"name": row.name, "type": row.kind, "callback_id": row.callback_id, "description": row.description}
            for row in office.desk.manifest.shortcuts
        ],
        "channels": channels(office, viewer),
        "messages": find(office, Wanted(None, viewer)),
        "views": list(pressing.stack(office, viewer)),
        "home": shapes.view(office.state, home) if home else None,
        "has_home": office.desk.manifest.home,
    }


def channels(office: Office, viewer: Person) -> list[Json]:
    """The channels a person is in; their direct message comes last."""
    return [
        {
            "id": row.id,
            "name": row.name,
            "topic": row.topic,
            "private": row.private,
            "shared": row.shared,
            "im": row.user is not None,
            "members": len(row.members),
            "has_app": office.state.bot.user in row.members,
        }
        for row in office.state.channels.values()
        if viewer.id in row.members
    ]


def _commands(office: Office, viewer: Person) -> list[Json]:
    declared = [
        {"command": row.command, "description": row.description, "usage_hint": row.usage_hint, "built_in": False}
        for row in office.desk.manifest.commands
        if viewer.team == TEAM
    ]
    ours = [
        {"command": name, "description": text, "usage_hint": "", "built_in": True}
        for name, text in acts.BUILT_IN.items()
    ]
    return declared + ours
