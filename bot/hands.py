"""What sending one parcel works with, and the three things done to a message of ours: said, found again, changed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.elements import Json
from bot.faults import code
from bot.letters import Posted
from storage.records import Parcel

EVENT = "chestnut"
"""The type of the metadata by which a message of ours is known again; its payload holds the parcel's key."""

_PAGES = 10
_SKEW_S = 300


@dataclass
class Hands:
    """What sending one parcel needs: Slack, the pictures, and a way to write file ids down before they are shared.

    `site` is the address of the workspace. `begun` once something may have left: from then on a failure can be
    doubtful.
    """

    client: AsyncWebClient
    parcel: Parcel
    picture: Callable[[str], Awaitable[bytes | None]]
    note: Callable[[tuple[str, ...]], Awaitable[Parcel]]
    probe: Callable[[str], Awaitable[None]]
    settle_s: float
    site: str = ""
    begun: bool = False

    @property
    def said(self) -> Json:
        """The rendered message of the parcel."""
        return dict(self.parcel.payload["said"])

    @property
    def thread(self) -> str | None:
        """The thread it belongs in: its own, or that of the message it hangs on."""
        return self.parcel.thread or self.parcel.parent_ts

    def link(self, ts: str) -> str:
        """The address of a message in the parcel's channel."""
        return f"{self.site}archives/{self.parcel.channel}/p{ts.replace('.', '')}"


async def say(hands: Hands, said: Json, thread: str | None) -> Posted:
    """Post a rendered message, with the key by which it is known again. Raises Refusal."""

    async def post(blocks: list[Json]) -> Posted:
        answer = await hands.client.chat_postMessage(
            channel=hands.parcel.channel,
            thread_ts=thread,
            text=said["text"],
            blocks=blocks,
            metadata={"event_type": EVENT, "event_payload": {"id": hands.parcel.key}},
            unfurl_links=False,
            unfurl_media=False,
        )
        return Posted(answer["channel"], answer["ts"], thread)

    return await rich_or_plain(said, post)


async def find(hands: Hands, thread: str | None) -> Posted | None:
    """The message that carries our key, looked for from when the parcel was written. None when it is not there."""
    parcel = hands.parcel
    asked: dict[str, Any] = {
        "channel": parcel.channel,
        "include_all_metadata": True,
        "limit": 200,
        "oldest": f"{parcel.created_at.timestamp() - _SKEW_S:.6f}",
    }
    look = hands.client.conversations_replies if thread else hands.client.conversations_history
    if thread:
        asked["ts"] = thread
    for _ in range(_PAGES):
        answer = await look(**asked)
        for message in answer["messages"]:
            metadata = message.get("metadata") or {}
            if metadata.get("event_type") == EVENT and metadata.get("event_payload", {}).get("id") == parcel.key:
                return Posted(parcel.channel, message["ts"], thread)
        asked["cursor"] = (answer.get("response_metadata") or {}).get("next_cursor")
        if not asked["cursor"]:
            break
    return None


async def edit(hands: Hands, said: Json, ts: str, files: tuple[str, ...] = ()) -> Posted:
    """Put a rendered message into one of ours. Raises Refusal."""
    channel = hands.parcel.channel

    async def change(blocks: list[Json]) -> Posted:
        await hands.client.chat_update(channel=channel, ts=ts, text=said["text"], blocks=blocks)
        return Posted(channel, ts, hands.parcel.thread, files)

    return await rich_or_plain(said, change)


async def rich_or_plain(said: Json, send: Callable[[list[Json]], Awaitable[Posted]]) -> Posted:
    """Slack rolls its newest blocks out in phases: where it does not know them, the plain ones go."""
    try:
        return await send(said["blocks"])
    except SlackApiError as fault:
        if code(fault) != "invalid_blocks" or said["plain"] == said["blocks"]:
            raise
    return await send(said["plain"])
