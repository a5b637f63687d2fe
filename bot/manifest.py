"""The app's manifest for Slack: what it asks for and why, written from the handlers' tables."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.mrkdwn import clip
from bot.web import PATH
from handlers.tables import Tables

Json = dict[str, Any]

NAME = "Chestnut"
DESCRIPTION = "Shop KPIs, asked and answered in Slack."
COLOR = "#4a2c1a"
ASK_HELP = "Ask for a KPI: revenue last 7 days by channel vs last year"
ASK_HINT = "[metric] [period] [by …] [vs …], or help"
ALWAYS = ("app_mention", "message.im")
CHANNELS = {"message": ("message.channels", "message.groups")}
"""The events of channels by which something is overheard, where Slack has several of one type."""


@dataclass(frozen=True)
class Scope:
    """A permission asked of Slack, and what for. With `event`, only when that event is listened for."""

    name: str
    reason: str
    event: str = ""


SCOPES: tuple[Scope, ...] = (
    Scope("app_mentions:read", "hear @chestnut in channels"),
    Scope(
        "channels:history",
        "keep replies to alerts and decisions in public channels, and look whether an answer cut short arrived there",
    ),
    Scope("channels:read", "know when we were invited to a public channel", "member_joined_channel"),
    Scope("chat:write", "post answers"),
    Scope("commands", "hear slash commands and shortcuts"),
    Scope("files:read", "learn which message a chart was posted in"),
    Scope("files:write", "post charts and CSV files, and take them away again"),
    Scope(
        "groups:history",
        "keep replies to alerts and decisions in private channels, and look whether an answer cut short arrived there",
    ),
    Scope("groups:read", "know when we were invited to a private channel", "member_joined_channel"),
    Scope("im:history", "hear questions asked in direct messages, and look whether an answer arrived there"),
    Scope("im:write", "send private charts and files to the person who asked"),
    Scope("pins:read", "hear that a board was unpinned, and stop it", "pin_removed"),
    Scope("pins:write", "pin a board in its channel, and take the pin off again", "pin_removed"),
    Scope("reactions:read", "hear an emoji put on an alert or a comment, and taken off again", "reaction_added"),
    Scope("users:read", "answer in the language of a person's Slack"),
)


def build_manifest(tables: Tables, command: str = "/kpi", url: str = "") -> Json:
    """The manifest, as Slack's JSON schema has it. Without `url` for Socket Mode, else for HTTP at that address."""
    address = url.rstrip("/") + PATH if url else ""
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {"name": NAME, "description": DESCRIPTION, "background_color": COLOR},
        "features": _features(tables, command, address),
        "oauth_config": {"scopes": {"bot": [scope.name for scope in _scopes(tables)]}},
        "settings": _settings(tables, address),
    }


def as_yaml(manifest: Mapping[str, Any]) -> str:
    """The manifest as YAML to paste into Slack, each permission with its reason beside it."""
    return "\n".join(_lines(manifest, "")) + "\n"


def _features(tables: Tables, command: str, address: str) -> Json:
    home = {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False}
    features: Json = {
        "app_home": home,
        "bot_user": {"display_name": NAME.lower(), "always_online": True},
        "slash_commands": _commands(tables, command, address),
    }
    shortcuts = [
        {"name": row.name.en, "type": "message", "callback_id": row.id, "description": clip(row.help.en, 150)}
        for row in tables.shortcuts
    ]
    return features | ({"shortcuts": shortcuts} if shortcuts else {})


def _commands(tables: Tables, command: str, address: str) -> list[Json]:
    own = [(f"/{row.id}", row.help.en, row.usage.en.removeprefix(f"{row.id} ")) for row in tables.commands if row.slash]
    return [
        {"command": name, "description": clip(told, 2_000), "usage_hint": clip(usage, 1_000), "should_escape": True}
        | ({"url": address} if address else {})
        for name, told, usage in [(command, ASK_HELP, ASK_HINT), *own]
    ]


def _events(tables: Tables) -> list[str]:
    overheard = {name for row in tables.overheard for name in CHANNELS.get(row.id, (row.id,))}
    return sorted({*ALWAYS, *(row.id for row in tables.events), *overheard})


def _scopes(tables: Tables) -> list[Scope]:
    heard = {row.id for row in tables.events}
    return [scope for scope in SCOPES if not scope.event or scope.event in heard]


def _settings(tables: Tables, address: str) -> Json:
    request = {"request_url": address} if address else {}
    return {
        "event_subscriptions": {**request, "bot_events": _events(tables)},
        "interactivity": {"is_enabled": True, **request},
        "org_deploy_enabled": False,
        "socket_mode_enabled": not address,
        "token_rotation_enabled": False,
    }


def _lines(value: object, indent: str) -> Iterator[str]:
    """YAML of plain data; every text is quoted, for JSON's strings are YAML's."""
    if isinstance(value, Mapping):
        for key, held in value.items():
            yield from _entry(f"{indent}{key}:", held, indent)
    elif isinstance(value, list):
        for held in value:
            yield from _item(held, indent)


def _entry(label: str, held: object, indent: str) -> Iterator[str]:
    if isinstance(held, Mapping | list):
        yield label
        yield from _lines(held, indent + "  ")
    else:
        yield f"{label} {_scalar(held)}"


def _item(held: object, indent: str) -> Iterator[str]:
    if not isinstance(held, Mapping):
        yield f"{indent}- {_scalar(held)}"
        return
    first, *rest = _lines(held, indent + "  ")
    yield f"{indent}- {first.lstrip()}"
    yield from rest


def _scalar(held: object) -> str:
    reason = next((scope.reason for scope in SCOPES if scope.name == held), "")
    return json.dumps(held, ensure_ascii=False) + (f"  # {reason}" if reason else "")
