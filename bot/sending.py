"""How each kind of parcel is sent, how one learns whether it arrived, and what is tried instead."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import packing
from bot.elements import Json
from bot.faults import code, refused
from bot.letters import Posted
from bot.mrkdwn import plain
from bot.pictures import complete, shared, stamp, taken_in, upload
from handlers.command import Attachment
from storage.records import Parcel, Turn

EVENT = "chestnut"
"""The type of the metadata by which a message of ours is known again; its payload holds the parcel's key."""

_GONE = ("message_not_found", "file_not_found", "file_deleted", "cant_delete_message")
_PAGES = 10
_LOOK_S = 0.05
_SLOWEST_S = 2.0
_SKEW_S = 300


@dataclass
class Hands:
    """What sending one parcel needs: Slack, the pictures, and a way to write file ids down before they are shared.

    `begun` once something may have left: from then on a failure can be doubtful.
    """

    client: AsyncWebClient
    parcel: Parcel
    picture: Callable[[str], Awaitable[bytes | None]]
    note: Callable[[tuple[str, ...]], Awaitable[Parcel]]
    probe: Callable[[str], Awaitable[None]]
    settle_s: float
    begun: bool = False

    @property
    def said(self) -> Json:
        """The rendered message of the parcel."""
        return dict(self.parcel.payload["said"])

    @property
    def thread(self) -> str | None:
        """The thread it belongs in: its own, or that of the message it hangs on."""
        return self.parcel.thread or self.parcel.parent_ts


@dataclass(frozen=True)
class Kind:
    """One way to send. Without `find`, sending again does no harm; `instead` is asked when it is refused.

    `paced` kinds are messages, of which Slack takes about one a second in a channel.
    """

    send: Callable[[Hands], Awaitable[Posted]]
    find: Callable[[Hands], Awaitable[Posted | None]] | None = None
    instead: Callable[[Parcel, str], Turn] | None = None
    paced: bool = True


async def _post(hands: Hands) -> Posted:
    parcel = hands.parcel

    async def post(blocks: list[Json]) -> Posted:
        answer = await hands.client.chat_postMessage(
            channel=parcel.channel,
            thread_ts=hands.thread,
            text=hands.said["text"],
            blocks=blocks,
            metadata={"event_type": EVENT, "event_payload": {"id": parcel.key}},
            unfurl_links=False,
            unfurl_media=False,
        )
        return Posted(answer["channel"], answer["ts"], hands.thread)

    return await _rich_or_plain(hands.said, post)


async def _find_post(hands: Hands) -> Posted | None:
    """The message that carries our key, looked for from when the parcel was written. None when it is not there."""
    parcel, thread = hands.parcel, hands.thread
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


async def _share(hands: Hands) -> Posted:
    files = await _uploaded(hands)

    async def post(blocks: list[Json]) -> Posted:
        answer = await complete(hands.client, files, hands.parcel.channel, hands.thread, blocks)
        await hands.probe("shared")
        return await _stands(hands, stamp(answer, hands.parcel.channel))

    return await _rich_or_plain(hands.said, post)


async def _picture(hands: Hands) -> Posted:
    files = await _uploaded(hands)
    answer = await complete(hands.client, files, hands.parcel.channel, hands.thread)
    await hands.probe("shared")
    return await _stands(hands, stamp(answer, hands.parcel.channel))


async def _stands(hands: Hands, ts: str) -> Posted:
    """Where the shared file stands; Slack may tell it late. Empty when we may not ask."""
    parcel = hands.parcel
    if not ts:
        late = await shared(hands.client, parcel.files[0], parcel.channel)
        if late is None:
            raise refused("files.completeUploadExternal", "never_shared")
        ts = late
    return Posted(parcel.channel, ts, hands.thread, parcel.files)


async def _find_share(hands: Hands) -> Posted | None:
    """Where its files were shared, by their ids. None when Slack has not done it after all."""
    parcel, clock = hands.parcel, asyncio.get_running_loop().time
    until, pause = clock() + hands.settle_s, _LOOK_S
    while parcel.files:
        try:
            answer = await hands.client.files_info(file=parcel.files[0])
        except SlackApiError as fault:
            if code(fault) in _GONE:
                return None
            raise
        if ts := stamp(answer["file"], parcel.channel):
            return Posted(parcel.channel, ts, hands.thread, parcel.files)
        if clock() >= until:
            return None
        # Slack shares a file some time after it was asked to.
        await asyncio.sleep(pause)
        pause = min(2 * pause, _SLOWEST_S)
    return None


async def _block(hands: Hands) -> Posted:
    """Into the card: the files are kept by Slack without a channel, and shown once it knows what they are."""
    files = await _uploaded(hands)
    parcel = hands.parcel
    await complete(hands.client, files)
    await asyncio.gather(*(taken_in(hands.client, file["id"]) for file in files))
    images = [
        {"type": "image", "slack_file": {"id": file["id"]}, "alt_text": plain(row["alt"], 2_000) or "–"}
        for file, row in zip(files, parcel.payload["files"], strict=True)
    ]
    card = parcel.parent_ts or ""

    async def edit(blocks: list[Json]) -> Posted:
        shown = [*blocks[:1], *images, *blocks[1:]]
        await hands.client.chat_update(channel=parcel.channel, ts=card, text=hands.said["text"], blocks=shown)
        return Posted(parcel.channel, card, parcel.thread, parcel.files)

    return await _rich_or_plain(hands.said, edit)


async def _update(hands: Hands) -> Posted:
    channel, ts = hands.parcel.channel, str(hands.parcel.payload["ts"])

    async def edit(blocks: list[Json]) -> Posted:
        await hands.client.chat_update(channel=channel, ts=ts, text=hands.said["text"], blocks=blocks)
        return Posted(channel, ts, hands.parcel.thread)

    return await _rich_or_plain(hands.said, edit)


async def _delete(hands: Hands) -> Posted:
    """Take a message and its files away; what is gone already is as good."""
    parcel, client = hands.parcel, hands.client
    await _gone(client.chat_delete(channel=parcel.channel, ts=str(parcel.payload["ts"])))
    for file in parcel.payload["files"]:
        await _gone(client.files_delete(file=str(file)))
    return Posted(parcel.channel, "")


async def _gone(taking_away: Awaitable[object]) -> None:
    try:
        await taking_away
    except SlackApiError as fault:
        if code(fault) not in _GONE:
            raise


KINDS: Mapping[str, Kind] = {
    packing.POST: Kind(_post, _find_post),
    packing.SHARE: Kind(_share, _find_share, packing.instead_of_share),
    packing.PICTURE: Kind(_picture, _find_share, packing.instead_of_picture),
    packing.BLOCK: Kind(_block, None, packing.instead_of_block),
    packing.UPDATE: Kind(_update),
    packing.DELETE: Kind(_delete, paced=False),
}


async def _rich_or_plain(said: Json, send: Callable[[list[Json]], Awaitable[Posted]]) -> Posted:
    """Slack rolls its newest blocks out in phases: where it does not know them, the plain ones go."""
    try:
        return await send(said["blocks"])
    except SlackApiError as fault:
        if code(fault) != "invalid_blocks" or said["plain"] == said["blocks"]:
            raise
    return await send(said["plain"])


async def _uploaded(hands: Hands) -> list[dict[str, str]]:
    """Hand the bytes of every picture to Slack, and write the ids down before anything can be seen of them."""
    rows = hands.parcel.payload["files"]
    files = []
    for row, digest in zip(rows, hands.parcel.digests, strict=True):
        data = await hands.picture(digest)
        if data is None:
            raise FileNotFoundError(digest)
        files.append(await upload(hands.client, Attachment(row["name"], row["title"], data)))
    await hands.probe("uploaded")
    hands.parcel = await hands.note(tuple(file["id"] for file in files))
    await hands.probe("noted")
    return files
