"""A workspace with a tiny Bolt app in it, over real sockets, for the tests of the workspace itself."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace import Settings, Workspace

SCOPES = [
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "pins:read",
    "pins:write",
    "reactions:read",
    "reactions:write",
    "usergroups:read",
    "users:read",
]
EVENTS = [
    "app_home_opened",
    "app_mention",
    "file_shared",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "pin_added",
    "pin_removed",
    "reaction_added",
    "reaction_removed",
]
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
SHORTCUTS = [
    {"name": "Keep it", "type": "message", "callback_id": "keep", "description": "Keep this"},
    {"name": "Ask", "type": "global", "callback_id": "ask", "description": "Ask"},
]


def manifest(**changes: Any) -> dict[str, Any]:
    """A manifest with everything on; `scopes` and `events` narrow it."""
    return {
        "display_information": {"name": "Tiny"},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "bot_user": {"display_name": "tiny"},
            "slash_commands": [
                {"command": "/ask", "description": "Ask", "should_escape": True},
                {"command": "/raw", "description": "Ask rawly"},
            ],
            "shortcuts": SHORTCUTS,
        },
        "oauth_config": {"scopes": {"bot": changes.get("scopes", SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": changes.get("events", EVENTS)},
            "interactivity": {"is_enabled": True},
            "socket_mode_enabled": True,
        },
    }


class Clock:
    """A clock that goes when told to."""

    def __init__(self) -> None:
        self.at = 1_795_000_000.0

    def __call__(self) -> float:
        return self.at


@dataclass
class Stage:
    """The workspace, a client of its Web API, and what people do and see."""

    workspace: Workspace
    client: AsyncWebClient
    http: aiohttp.ClientSession
    clock: Clock = field(default_factory=Clock)

    async def do(self, act: str, user: str = "ana", **given: Any) -> dict[str, Any]:
        """What a person does; the workspace's answer."""
        async with self.http.post(f"{self.workspace.url}/_workspace/{act}", json={"user": user, **given}) as answer:
            return await answer.json()

    async def get(self, what: str, **query: str) -> dict[str, Any]:
        """What is there to see."""
        async with self.http.get(f"{self.workspace.url}/_workspace/{what}", params=query) as answer:
            return await answer.json()

    async def fault(self, kind: str, **given: Any) -> dict[str, Any]:
        """Order a fault; what was ordered."""
        answer = await self.do("fault", kind=kind, **given)
        assert answer["ok"], answer
        return answer.get("fault", answer)

    async def until(self, condition: Callable[[], Any]) -> None:
        """Wait for something that tells nobody when it happens."""
        async with asyncio.timeout(4):
            while not condition():  # noqa: ASYNC110
                await asyncio.sleep(0.002)

    async def see(self, contains: str, channel: str = "sales", user: str = "ana") -> dict[str, Any]:
        """The first message with these words, waited for."""
        found = await self.get("messages", channel=channel, user=user, contains=contains, wait_s="4")
        assert found["messages"], f"nobody said {contains!r}"
        return found["messages"][0]

    async def refused(self, method: str, **given: Any) -> dict[str, Any]:
        """The whole answer of a Web API call that must fail."""
        try:
            await self.client.api_call(method, json=given)
        except SlackApiError as error:
            return error.response.data
        raise AssertionError(f"{method} was not refused")


@asynccontextmanager
async def stage(raw: dict[str, Any] | None = None, **settings: Any) -> AsyncIterator[Stage]:
    """A started workspace without an app."""
    clock = settings.setdefault("now", Clock())
    workspace = Workspace(raw or manifest(), Settings(**{"processing_s": 0.01, **settings}))
    await workspace.start()
    client = AsyncWebClient(token=workspace.settings.bot_token, base_url=workspace.api_url)
    async with aiohttp.ClientSession() as http:
        try:
            yield Stage(workspace, client, http, clock)
        finally:
            await workspace.stop()


@asynccontextmanager
async def playing(write: Callable[[AsyncApp], None], **settings: Any) -> AsyncIterator[Stage]:
    """A workspace with an app in it, connected by Socket Mode; `write` adds its listeners."""
    async with stage(**settings) as set_:
        app = AsyncApp(client=set_.client, process_before_response=True)
        write(app)
        handler = AsyncSocketModeHandler(app, set_.workspace.settings.app_token)
        await handler.connect_async()
        try:
            yield set_
        finally:
            await handler.close_async()
