"""Slack's payloads, read: who did what, where, and where an answer may stand."""

import json
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from analysis.model import Lang
from bot.elements import about_of
from bot.mrkdwn import size
from handlers.command import Call, Origin
from handlers.said import Said

Json = dict[str, Any]

_KEPT = 3_000
_MENTION = re.compile(r"^\s*<@[A-Z0-9]+(\|[^>]*)?>[\s:,，：]*")


@dataclass(frozen=True)
class Place:
    """Where something was done, and so where an answer may stand.

    `thread` is the thread an answer belongs in, `message` the ts of what was acted on and
    `files` what hangs on it. `hook` is Slack's response_url. `fleeting` marks a message only
    one person sees, `answered` one that others replied to, `home` the App Home.
    """

    person: str
    channel: str | None = None
    thread: str | None = None
    message: str | None = None
    files: tuple[str, ...] = ()
    hook: str = ""
    fleeting: bool = False
    answered: bool = False
    home: bool = False

    @property
    def direct(self) -> bool:
        """Whether only the person and the bot are there."""
        return self.channel is None or self.channel.startswith("D")


@dataclass(frozen=True)
class Arrival:
    """Something a person did, before it is known in which language they read.

    `key` names what was done, which may be delivered twice; `trigger` permits to open one form;
    `done_at` is when it was done, where Slack tells; `said` the message it was done on, if a person wrote it.
    """

    place: Place
    origin: Origin
    text: str = ""
    value: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    command: str = "/kpi"
    follows: str | None = None
    key: str = ""
    trigger: str = ""
    done_at: datetime | None = None
    said: Said | None = None

    def call(self, lang: Lang, now: datetime) -> Call:
        """The same, as handlers know it."""
        place = self.place
        return Call(
            self.text,
            place.person,
            lang,
            now,
            self.origin,
            place.channel,
            self.follows,
            place.message,
            self.value,
            self.fields,
            self.command,
            done_at=self.done_at,
            said=self.said,
        )


def slash(body: Json, verb: str = "") -> Arrival:
    """A slash command; one of its own, such as /why, puts its verb before the words."""
    place = Place(body["user_id"], body["channel_id"], hook=body.get("response_url", ""))
    words = f"{verb} {body.get('text', '')}".strip()
    trigger = body.get("trigger_id", "")
    return Arrival(place, Origin.SLASH, words, command=body["command"], key=trigger, trigger=trigger)


def mention(body: Json) -> Arrival:
    """Words said to the bot in a channel: answered in their thread."""
    event = body["event"]
    thread = event.get("thread_ts")
    place = Place(event["user"], event["channel"], thread or event["ts"], event["ts"])
    words = _MENTION.sub("", event.get("text", ""))
    return Arrival(place, Origin.MENTION, words, follows=thread, key=body.get("event_id", ""))


def direct(body: Json) -> Arrival | None:
    """Words said to the bot in private, unless it is an edit, a deletion or another bot's."""
    event = body["event"]
    if event.get("channel_type") != "im" or event.get("subtype") or event.get("bot_id") or not event.get("user"):
        return None
    thread = event.get("thread_ts")
    place = Place(event["user"], event["channel"], thread, event["ts"])
    return Arrival(place, Origin.DIRECT, event.get("text", ""), follows=thread, key=body.get("event_id", ""))


def happened(body: Json) -> Arrival:
    """Any other event: who did it, or invited us, and in which channel."""
    event = body["event"]
    home = event["type"] == "app_home_opened"
    place = Place(event.get("inviter") or event.get("user", ""), None if home else event.get("channel"), home=home)
    return Arrival(place, Origin.HOME if home else Origin.ACTION, key=body.get("event_id", ""))


def reacted(body: Json, me: str) -> Arrival | None:
    """An emoji put on a message of ours or taken off it, unless `me`, the bot itself, did."""
    event = body["event"]
    item, person = event.get("item") or {}, event.get("user")
    if item.get("type") != "message" or person in (None, me) or event.get("item_user", me) != me:
        return None
    return reaction(body)


def reaction(body: Json) -> Arrival:
    """An emoji put on a message or taken off it."""
    event = body["event"]
    item = event["item"]
    return Arrival(
        Place(event["user"], item["channel"], message=item["ts"]),
        Origin.REACTION,
        "added" if event["type"] == "reaction_added" else "removed",
        str(event["reaction"]).partition("::")[0].strip(":"),
        key=body.get("event_id", ""),
        done_at=datetime.fromtimestamp(float(event.get("event_ts") or body["event_time"]), UTC),
    )


def unpinned(body: Json, me: str) -> Arrival | None:
    """A pin taken off a message by somebody other than `me`, the bot itself."""
    event = body["event"]
    item, person = event.get("item") or {}, event.get("user")
    ts = (item.get("message") or {}).get("ts")
    if item.get("type") != "message" or person in (None, me) or not ts:
        return None
    return Arrival(Place(person, event["channel_id"], message=ts), Origin.ACTION, key=body.get("event_id", ""))


def pressed(body: Json) -> Arrival:
    """A button pressed or a choice made, on a message or in the App Home."""
    action, message, container = body["actions"][0], body.get("message") or {}, body.get("container", {})
    thread = message.get("thread_ts") or container.get("thread_ts")
    ts = message.get("ts") or container.get("message_ts")
    place = Place(
        body["user"]["id"],
        (body.get("channel") or {}).get("id") or container.get("channel_id"),
        thread if thread != ts else None,
        ts,
        tuple(file["id"] for file in message.get("files", ())),
        body.get("response_url", ""),
        fleeting=bool(container.get("is_ephemeral")),
        answered=bool(message.get("reply_count")),
        home=(body.get("view") or {}).get("type") == "home",
    )
    about = about_of(action.get("block_id", ""))
    arrival = Arrival(place, Origin.ACTION, about, _picked(action), follows=thread or ts)
    return _keyed(arrival, body)


def chosen(body: Json, said: Said | None = None) -> Arrival:
    """An entry of a message's menu; `said` is that message, if a person wrote it."""
    message = body["message"]
    thread = message.get("thread_ts") or message["ts"]
    place = Place(body["user"]["id"], body["channel"]["id"], thread, message["ts"], hook=body.get("response_url", ""))
    arrival = Arrival(place, Origin.SHORTCUT, message.get("text", ""), follows=thread, said=said)
    return _keyed(arrival, body)


def submitted(body: Json) -> tuple[Arrival, Lang]:
    """A form sent off, with the language it was shown in."""
    view = body["view"]
    kept = json.loads(view.get("private_metadata") or "{}")
    inputs = [(name, part) for block in view["state"]["values"].values() for name, part in block.items()]
    home = bool(kept.get("home"))
    place = Place(body["user"]["id"], kept.get("channel"), kept.get("thread"), kept.get("message"), home=home)
    arrival = Arrival(place, Origin(kept.get("origin", Origin.ACTION)), kept.get("text", ""), kept.get("value", ""))
    fields = {name: _picked(part) for name, part in inputs}
    key = f"{view['id']} {view.get('hash', '')}"
    return replace(arrival, fields=fields, follows=kept.get("follows"), key=key), Lang(kept.get("lang", Lang.EN))


def keep(arrival: Arrival, lang: Lang) -> str:
    """What a form must remember of the call that opened it, within Slack's 3,000 characters."""
    place = arrival.place
    kept = {
        "lang": lang.value,
        "origin": arrival.origin.value,
        "channel": place.channel,
        "thread": place.thread,
        "message": place.message,
        "follows": arrival.follows,
        "home": place.home,
        "value": arrival.value,
        "text": arrival.text,
    }
    # What the button carried matters more than the words of the message that it stood under.
    ways = (json.dumps({**kept, **left_out}, ensure_ascii=False) for left_out in ({}, {"text": ""}))
    return next((way for way in ways if size(way) <= _KEPT), json.dumps({**kept, "text": "", "value": ""}))


def _keyed(arrival: Arrival, body: Json) -> Arrival:
    """With the trigger, of which Slack makes a new one each time somebody does something."""
    trigger = body.get("trigger_id", "")
    return replace(arrival, key=trigger, trigger=trigger)


def _picked(part: Json) -> str:
    if "selected_users" in part:
        return ",".join(part["selected_users"] or ())
    option = part.get("selected_option")
    picked = (part.get(f"selected_{kind}") for kind in ("conversation", "user", "date", "time"))
    return str((option or {}).get("value") or next(filter(None, picked), None) or part.get("value") or "")
