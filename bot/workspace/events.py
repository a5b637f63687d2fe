"""Events: what the app hears of what happened in the workspace."""

from bot.workspace import shapes
from bot.workspace.delivery import Delivery
from bot.workspace.desk import Desk
from bot.workspace.state import TEAM, Channel, File, Json, Message, Pin

HEARD = {"im": "message.im", "group": "message.groups", "channel": "message.channels"}


class Events:
    """Builds event payloads and sends those the app subscribed to and may hear."""

    def __init__(self, desk: Desk, delivery: Delivery) -> None:
        self.desk = desk
        self.delivery = delivery

    def emit(self, name: str, event: Json, channel: Channel | None = None) -> None:
        """Send one event, if the manifest asks for it and the app is where it happened."""
        state = self.desk.state
        if not self.desk.manifest.hears(name) or (channel and state.bot.user not in channel.members):
            return
        payload: Json = {
            "token": "local-verification-token",
            "team_id": TEAM,
            "context_team_id": TEAM,
            "context_enterprise_id": None,
            "api_app_id": state.bot.app,
            "event": {"event_ts": state.ts(), **event},
            "type": "event_callback",
            "event_id": state.id("Ev"),
            "event_time": int(state.now()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": TEAM,
                    "user_id": state.bot.user,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": bool(channel and channel.shared),
            "event_context": f"4-{state.id('x')}",
        }
        self.desk.later(self.delivery.publish(payload))

    def posted(self, message: Message, **extra: object) -> None:
        """A new message, and a mention of the app if it holds one."""
        state = self.desk.state
        channel = state.channels[message.channel]
        event = shapes.message(state, message) | {"channel": channel.id, "event_ts": message.ts, **extra}
        if message.thread_ts:
            parent = state.message(channel.id, message.thread_ts)
            event["parent_user_id"] = parent.user if parent else None
        self.emit(HEARD[channel.kind], event | {"channel_type": channel.kind}, channel)
        if f"<@{state.bot.user}>" in message.text and message.user in state.people and channel.kind != "im":
            self.emit("app_mention", event | {"type": "app_mention"}, channel)

    def changed(self, message: Message, before: Json) -> None:
        """An edited message, with what it was."""
        after = shapes.message(self.desk.state, message)
        self._hidden(message, {"subtype": "message_changed", "message": after, "previous_message": before})

    def deleted(self, message: Message, before: Json) -> None:
        """A deleted message, with what it was."""
        event = {"subtype": "message_deleted", "deleted_ts": message.ts, "previous_message": before}
        self._hidden(message, event)

    def _hidden(self, message: Message, event: Json) -> None:
        channel = self.desk.state.channels[message.channel]
        stamp = self.desk.state.ts()
        common = {"type": "message", "hidden": True, "channel": channel.id, "channel_type": channel.kind}
        self.emit(HEARD[channel.kind], common | event | {"ts": stamp, "event_ts": stamp}, channel)

    def reacted(self, message: Message, user: str, name: str, *, added: bool) -> None:
        """A reaction put on or taken off a message."""
        event = "reaction_added" if added else "reaction_removed"
        item = {"type": "message", "channel": message.channel, "ts": message.ts}
        row = {"type": event, "user": user, "reaction": name, "item_user": message.user, "item": item}
        self.emit(event, row, self.desk.state.channels[message.channel])

    def pinned(self, message: Message, user: str, pin: Pin, *, added: bool) -> None:
        """A message pinned to its channel, or its pin taken off."""
        state, event = self.desk.state, "pin_added" if added else "pin_removed"
        channel, item = state.channels[message.channel], shapes.pinned(state, message, pin)
        row: Json = {"type": event, "user": user, "channel_id": channel.id, "item": item, "item_user": message.user}
        info = {"channel": channel.id, "pinned_by": pin.user, "pinned_ts": pin.at}
        row |= {"pin_count": str(len(channel.pins)), "pinned_info": info}
        self.emit(event, row if added else row | {"has_pins": bool(channel.pins)}, channel)

    def joined(self, channel: Channel, user: str, inviter: str | None = None) -> None:
        """Someone, or the app itself, became a member."""
        row: Json = {"type": "member_joined_channel", "user": user, "channel": channel.id}
        row |= {"channel_type": "G" if channel.private else "C", "team": TEAM}
        self.emit("member_joined_channel", row | ({"inviter": inviter} if inviter else {}), channel)

    def left(self, channel: Channel, user: str) -> None:
        """Someone, or the app itself, is no longer a member."""
        row = {"type": "member_left_channel", "user": user, "channel": channel.id, "team": TEAM}
        self.emit("member_left_channel", row | {"channel_type": "G" if channel.private else "C"})

    def shared(self, file: File, channel: Channel) -> None:
        """A file reached a channel."""
        row = {"type": "file_shared", "file_id": file.id, "user_id": file.user, "file": {"id": file.id}}
        self.emit("file_shared", row | {"channel_id": channel.id}, channel)

    def home(self, user: str, tab: str) -> None:
        """A person opened the app's Home or its messages."""
        state = self.desk.state
        row: Json = {"type": "app_home_opened", "user": user, "channel": state.direct(user).id, "tab": tab}
        if tab == "home" and user in state.homes:
            row["view"] = shapes.view(state, state.homes[user])
        self.emit("app_home_opened", row)
