"""What the app's manifest lets it do here: scopes, commands, shortcuts and events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

EVENT_SCOPES: dict[str, str] = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "pin_added": "pins:read",
    "pin_removed": "pins:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "file_shared": "files:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
}


@dataclass(frozen=True)
class Command:
    """A slash command as the manifest declares it."""

    command: str
    description: str
    usage_hint: str
    escape: bool


@dataclass(frozen=True)
class Shortcut:
    """A shortcut: `kind` is `message` or `global`."""

    name: str
    kind: str
    callback_id: str
    description: str


class Manifest:
    """A read manifest. A part that is missing is a feature that is off."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        features = raw.get("features", {})
        scopes = raw.get("oauth_config", {}).get("scopes", {})
        settings = raw.get("settings", {})
        home = features.get("app_home", {})
        self.name: str = features.get("bot_user", {}).get("display_name", "app")
        self.title: str = raw.get("display_information", {}).get("name", self.name)
        self.description: str = raw.get("display_information", {}).get("description", "")
        self.scopes: tuple[str, ...] = (*scopes.get("bot", ()), *scopes.get("bot_optional", ()))
        self.events = frozenset(settings.get("event_subscriptions", {}).get("bot_events", ()))
        self.interactive: bool = settings.get("interactivity", {}).get("is_enabled", False)
        self.home: bool = home.get("home_tab_enabled", False)
        self.messages: bool = home.get("messages_tab_enabled", True)
        self.writable: bool = not home.get("messages_tab_read_only_enabled", False)
        self.commands = tuple(_command(row) for row in features.get("slash_commands", ()))
        self.shortcuts = tuple(_shortcut(row) for row in features.get("shortcuts", ()))

    def command(self, name: str) -> Command | None:
        """The declared slash command of that name."""
        return next((command for command in self.commands if command.command == name), None)

    def shortcut(self, callback_id: str) -> Shortcut | None:
        """The declared shortcut with that callback id."""
        return next((shortcut for shortcut in self.shortcuts if shortcut.callback_id == callback_id), None)

    def grants(self, wanted: Iterable[str]) -> bool:
        """Whether any of these scopes was asked for; no wanted scope is always granted."""
        wanted = tuple(wanted)
        return not wanted or any(scope in self.scopes for scope in wanted)

    def hears(self, event: str) -> bool:
        """Whether the app subscribed to an event and holds the scope for it."""
        scope = EVENT_SCOPES.get(event)
        return event in self.events and (scope is None or scope in self.scopes)


def _command(row: Mapping[str, Any]) -> Command:
    return Command(
        row["command"], row.get("description", ""), row.get("usage_hint", ""), row.get("should_escape", False)
    )


def _shortcut(row: Mapping[str, Any]) -> Shortcut:
    return Shortcut(row["name"], row["type"], row["callback_id"], row.get("description", ""))
