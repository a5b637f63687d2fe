"""Putting messages up, changing them and taking them down, whoever asks."""

from collections.abc import Mapping

from bot.workspace import checks, shapes
from bot.workspace.desk import Desk
from bot.workspace.events import Events
from bot.workspace.feed import Change
from bot.workspace.refusal import Refusal
from bot.workspace.state import Channel, Json, Message, Pin


class Posting:
    """Every change of a message goes through here, so that page and app hear of it."""

    def __init__(self, desk: Desk, events: Events) -> None:
        self.desk = desk
        self.events = events

    def content(self, given: Mapping[str, object], *, hooked: bool = False) -> Json:
        """The checked text, blocks, attachments and metadata of an app's message, or a Refusal."""
        text, rows = given.get("text") or "", given.get("blocks") or []
        if given.get("markdown_text"):
            if text or rows:
                raise Refusal("markdown_text_conflict")
            text, rows = given["markdown_text"], [{"type": "markdown", "text": given["markdown_text"]}]
        if not text and not rows and not given.get("attachments"):
            raise Refusal("no_text")
        metadata = given.get("metadata")
        if metadata and list(checks.METADATA(metadata, "/metadata")):
            raise Refusal("invalid_metadata_format")
        return {
            "text": str(text)[: checks.TEXT_CUT],
            "blocks": checks.blocks(self.desk.state, rows, hooked=hooked),
            "attachments": given.get("attachments") or [],
            "metadata": metadata,
        }

    def parent(self, channel: Channel, thread_ts: str) -> str | None:
        """The thread to reply in, or a Refusal when there is none."""
        if not thread_ts:
            return None
        found = self.desk.state.message(channel.id, thread_ts)
        if not found or found.only_for:
            raise Refusal("thread_not_found")
        if found.thread_ts:
            raise Refusal("cannot_reply_to_message")
        return thread_ts

    def post(self, message: Message, **event: object) -> Message:
        """Show a new message, and send its event unless it is ephemeral."""
        self.desk.state.save(message)
        if message.only_for is None:
            self.events.posted(message, **event)
        return message

    def change(self, message: Message, content: Json) -> None:
        """Put new content in place of the old."""
        before = shapes.message(self.desk.state, message)
        message.text, message.blocks = content["text"], content["blocks"]
        message.attachments = content.get("attachments") or message.attachments
        # Left out, metadata stays; an empty object takes it away.
        message.metadata = message.metadata if content.get("metadata") is None else content["metadata"]
        # As in Slack, only a message that is shown by its text is marked as edited.
        if message.only_for is None and (not message.blocks or message.user in self.desk.state.people):
            message.edited = self.desk.state.ts()
        self.desk.state.save(message)
        if message.only_for is None:
            self.events.changed(message, before)

    def remove(self, message: Message) -> None:
        """Take a message down. A parent's replies stay, as in Slack."""
        before = shapes.message(self.desk.state, message)
        message.gone = True
        pins = self.desk.state.channels[message.channel].pins
        pins.pop(message.ts, None)
        self.desk.state.save(message)
        if message.only_for is None:
            self.events.deleted(message, before)

    def react(self, message: Message, user: str, name: str) -> None:
        """Add a reaction, once a person and name."""
        who = message.reactions.setdefault(name, [])
        if user in who:
            raise Refusal("already_reacted")
        who.append(user)
        self.desk.state.save(message)
        self.events.reacted(message, user, name, added=True)

    def unreact(self, message: Message, user: str, name: str) -> None:
        """Take one's own reaction off."""
        if user not in message.reactions.get(name, []):
            raise Refusal("no_reaction")
        message.reactions[name].remove(user)
        if not message.reactions[name]:
            del message.reactions[name]
        self.desk.state.save(message)
        self.events.reacted(message, user, name, added=False)

    def pin(self, message: Message, user: str) -> None:
        """Keep a message in sight for its channel."""
        pins = self.desk.state.channels[message.channel].pins
        if message.ts in pins:
            raise Refusal("already_pinned")
        pins[message.ts] = Pin(user, int(self.desk.state.now()))
        self.desk.state.save(message)
        self.events.pinned(message, user, pins[message.ts], added=True)

    def unpin(self, message: Message, user: str) -> None:
        """Take the pin off; anyone in the channel may."""
        pins = self.desk.state.channels[message.channel].pins
        if message.ts not in pins:
            raise Refusal("no_pin")
        pin = pins.pop(message.ts)
        self.desk.state.save(message)
        self.events.pinned(message, user, pin, added=False)

    def join(self, channel: Channel, user: str, inviter: str | None = None) -> None:
        """Make someone a member, with the line that says so."""
        state = self.desk.state
        channel.members.add(user)
        row = Message(channel.id, state.ts(), user, f"<@{user}> has joined the channel", subtype="channel_join")
        state.save(row)
        state.feed.publish(Change("channels"))
        self.events.joined(channel, user, inviter)

    def leave(self, channel: Channel, user: str) -> None:
        """End a membership, with the line that says so."""
        state = self.desk.state
        channel.members.discard(user)
        row = Message(channel.id, state.ts(), user, f"<@{user}> has left the channel", subtype="channel_leave")
        state.save(row)
        state.feed.publish(Change("channels"))
        self.events.left(channel, user)
