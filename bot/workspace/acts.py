"""What a person can do: run a command, write, edit, react, use a shortcut, look at the app's Home."""

from dataclasses import dataclass

from bot.workspace import hooks, payloads, typed
from bot.workspace.acks import Ack
from bot.workspace.args import Args
from bot.workspace.desk import Hook
from bot.workspace.office import Office
from bot.workspace.refusal import Refusal
from bot.workspace.state import SLACKBOT, TEAM, Channel, Json, Message, Person


@dataclass(frozen=True)
class Spot:
    """Who acts, and where: a channel or one of its threads."""

    person: Person
    channel: Channel
    thread_ts: str = ""


BUILT_IN = {"/invite": "Invite the app to this channel", "/remove": "Remove the app from this channel"}
SENTENCES = {
    "threads": ("{0} is not supported in threads. Sorry!", "消息列中不支持 {0}，抱歉！"),
    "unknown": (
        "{0} is not a valid command. Slash commands here: {1}.",
        "{0} 不是有效的命令。这里可以使用的命令：{1}。",
    ),
    "failed": ('{0} failed with the error "{1}"', "{0} 失败，错误为“{1}”"),
    "channels": ("{0} works in channels only.", "{0} 只能在频道中使用。"),
}


def sentence(person: Person, name: str, *values: str) -> str:
    """What the workspace itself says, in the person's language."""
    return SENTENCES[name][person.locale.startswith("zh")].format(*values)


def outcome(ack: Ack, **ids: object) -> Json:
    """The answer to the person's side: whether the app acked, and what went wrong if not."""
    return {"ok": True, "acked": not ack.error, **({"error": ack.error} if ack.error else {}), **ids}


async def command(office: Office, spot: Spot, line: str) -> Json:
    """Run a slash command; returns once the app acked or its time is over."""
    name, _, text = line.strip().partition(" ")
    if spot.thread_ts:
        return _refused(office, spot, "not_supported_in_threads", sentence(spot.person, "threads", typed.escape(name)))
    if name in BUILT_IN:
        return _membership(office, spot, name)
    # An app's commands are for the team that installed it, also in a channel shared with another.
    declared = office.desk.manifest.command(name) if spot.person.team == TEAM else None
    if declared is None:
        words = sentence(spot.person, "unknown", typed.escape(name), _known(office, spot.person))
        return _refused(office, spot, "unknown_command", words)
    typed_text = typed.command(office.state, text.strip(), resolve=declared.escape)
    payload = payloads.command(office, spot.person, spot.channel, (name, typed_text))
    ack = await office.delivery.send("slash_commands", payload)
    if ack.error:
        whisper(office, spot, sentence(spot.person, "failed", name, ack.error))
    elif ack.body.get("text") or ack.body.get("blocks"):
        expires = office.state.now() + office.desk.settings.hook_s
        hooks.respond(office, Hook(spot.person.id, spot.channel.id, expires, 1), Args(ack.body))
    return outcome(ack, trigger_id=payload["trigger_id"])


def say(office: Office, spot: Spot, text: str) -> Json:
    """Write a message."""
    manifest, channel = office.desk.manifest, spot.channel
    if not text.strip():
        raise Refusal("no_text")
    if channel.user and not (manifest.messages and manifest.writable):
        raise Refusal("messages_tab_disabled")
    thread = office.posting.parent(channel, spot.thread_ts)
    escaped, blocks = typed.message(office.state, text)
    row = Message(channel.id, office.state.ts(), spot.person.id, escaped, blocks, thread)
    office.posting.post(row, client_msg_id=office.state.id("m"))
    return {"ok": True, "ts": row.ts, "channel": channel.id}


def edit(office: Office, person: Person, message: Message, text: str) -> Json:
    """Change one's own message."""
    _own(person, message)
    if not text.strip():
        raise Refusal("no_text")
    escaped, blocks = typed.message(office.state, text)
    office.posting.change(message, {"text": escaped, "blocks": blocks})
    return {"ok": True, "ts": message.ts, "channel": message.channel}


def delete(office: Office, person: Person, message: Message) -> Json:
    """Delete one's own message, or dismiss an ephemeral."""
    if message.only_for != person.id:
        _own(person, message)
    office.posting.remove(message)
    return {"ok": True, "ts": message.ts, "channel": message.channel}


def react(office: Office, person: Person, message: Message, name: str, *, remove: bool = False) -> Json:
    """Put a reaction on a message, or take one's own off."""
    if message.only_for:
        raise Refusal("message_not_found")
    (office.posting.unreact if remove else office.posting.react)(message, person.id, name.strip(":"))
    return {"ok": True, "ts": message.ts, "channel": message.channel}


def pin(office: Office, person: Person, message: Message, *, remove: bool = False) -> Json:
    """Pin a message to its channel, or take its pin off."""
    if message.only_for:
        raise Refusal("message_not_found")
    (office.posting.unpin if remove else office.posting.pin)(message, person.id)
    return {"ok": True, "ts": message.ts, "channel": message.channel}


async def shortcut(office: Office, person: Person, callback_id: str, message: Message | None) -> Json:
    """Use a message shortcut, or a global one when there is no message."""
    row = office.desk.manifest.shortcut(callback_id)
    if row is None or (row.kind == "message") != (message is not None):
        raise Refusal("unknown_shortcut", known=[known.callback_id for known in office.desk.manifest.shortcuts])
    payload = payloads.shortcut(office, person, row, message)
    ack = await office.delivery.send("interactive", payload)
    return outcome(ack, trigger_id=payload["trigger_id"])


def look(office: Office, person: Person, tab: str) -> Json:
    """Open the app's `home` or `messages` tab; the app hears of it."""
    if tab not in {"home", "messages"}:
        raise Refusal("unknown_tab", known=["home", "messages"])
    office.events.home(person.id, tab)
    return {"ok": True, "channel": office.state.direct(person.id).id}


def whisper(office: Office, spot: Spot, text: str) -> Message:
    """A line from the workspace itself that only this person sees."""
    row = Message(spot.channel.id, office.state.ts(), SLACKBOT, text, only_for=spot.person.id)
    row.thread_ts = spot.thread_ts or None
    return office.posting.post(row)


def _refused(office: Office, spot: Spot, error: str, words: str) -> Json:
    row = whisper(office, spot, words)
    return {"ok": False, "acked": False, "error": error, "message": words, "ts": row.ts}


def _known(office: Office, person: Person) -> str:
    declared = [command.command for command in office.desk.manifest.commands if person.team == TEAM]
    return ", ".join([*declared, *BUILT_IN])


def _membership(office: Office, spot: Spot, name: str) -> Json:
    bot, channel = office.state.bot.user, spot.channel
    if channel.user:
        return _refused(office, spot, "not_in_a_channel", sentence(spot.person, "channels", name))
    if name == "/invite" and bot not in channel.members:
        office.posting.join(channel, bot, inviter=spot.person.id)
    if name == "/remove" and bot in channel.members:
        office.posting.leave(channel, bot)
    return {"ok": True, "acked": True}


def _own(person: Person, message: Message) -> None:
    if message.user != person.id:
        raise Refusal("cant_update_message")
