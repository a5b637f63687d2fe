"""What people say and do to each other in channels, read from Slack's payloads: to be noted, never answered."""

from typing import Any

from bot.arrivals import Arrival, Place, reaction
from handlers.command import Origin
from handlers.said import Said
from storage.records.threads.model import File, Thread, Written

Json = dict[str, Any]

_CHANNELS = frozenset({"channel", "group"})
_BY_PEOPLE = frozenset({None, "thread_broadcast", "file_share", "me_message"})


def message(body: Json, me: str) -> Arrival | None:
    """A reply in a thread, or a message edited or deleted, in a channel and by a person; None of anything else.

    `me` is the bot itself.
    """
    event = body["event"]
    if event.get("channel_type") not in _CHANNELS:
        return None
    said = _said(event)
    if said is None or said.person == me:
        return None
    place = Place(said.person, event["channel"], said.thread.root, said.ts)
    return Arrival(place, Origin.OVERHEARD, said=said)


def reacted(body: Json, me: str) -> Arrival | None:
    """An emoji put on what a person wrote, or taken off it, by anybody but `me`, the bot itself."""
    event = body["event"]
    item = event.get("item") or {}
    if item.get("type") != "message" or event.get("user") in (None, me) or event.get("item_user", me) == me:
        return None
    return reaction(body)


def shown(message: Json, channel: str) -> Said | None:
    """A message as it stands; None when no person wrote it."""
    if message.get("bot_id") or not message.get("user") or message.get("subtype") not in _BY_PEOPLE:
        return None
    files = tuple(File(str(file["id"]), str(file.get("name") or "")) for file in message.get("files") or ())
    revised = (message.get("edited") or {}).get("ts") or message["ts"]
    return _of(message, channel, Written(revised, message.get("text") or "", files))


def _said(event: Json) -> Said | None:
    channel, before = event["channel"], event.get("previous_message") or {}
    if event.get("subtype") == "message_deleted":
        return _taken_back(before, channel)
    if event.get("subtype") != "message_changed":
        # What begins a thread is in no log: nobody can have said so before it was there.
        return shown(event, channel) if event.get("thread_ts", event["ts"]) != event["ts"] else None
    after = event["message"]
    if after.get("subtype") == "tombstone":
        return _taken_back(before or after, channel)
    # Slack also says that a message changed when a link in it was unfolded, or a reply given to it.
    return shown(after, channel) if after.get("edited") else None


def _taken_back(before: Json, channel: str) -> Said | None:
    by_person = before.get("user") and not before.get("bot_id") and before.get("ts")
    return _of(before, channel) if by_person else None


def _of(message: Json, channel: str, written: Written | None = None) -> Said:
    thread = Thread(channel, message.get("thread_ts") or message["ts"])
    return Said(thread, message["ts"], message["user"], written)
