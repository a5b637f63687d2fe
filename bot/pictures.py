"""How a picture reaches people: strategies, tried in turn, the last of which needs no picture."""

import asyncio
import io
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import Charts
from bot.faults import Refusal, code
from bot.letters import Letter, Posted
from handlers.command import Attachment

Strategy = Callable[[AsyncWebClient, Letter], Awaitable[Posted]]

log = logging.getLogger(__name__)

_LOOKS = 12
_FIRST_LOOK_S = 0.05
_SLOWEST_S = 2.0


async def in_message(client: AsyncWebClient, letter: Letter) -> Posted:
    """One message: the pictures shared to the channel with the blocks, its ts learned from the share."""
    files = [await upload(client, file) for _, file in letter.drawn]
    blocks = letter.message(Charts.PICTURED).blocks
    try:
        shared = await _share(client, letter, files, blocks)
    except SlackApiError as fault:
        if code(fault) != "invalid_blocks":
            raise
        shared = await _share(client, letter, files, letter.message(Charts.PICTURED, native=False).blocks)
    ts = _stamp(shared, letter.channel) or await _learned(client, files[0]["id"], letter.channel)
    return Posted(letter.channel, ts, letter.thread, tuple(file["id"] for file in files))


async def in_words(client: AsyncWebClient, letter: Letter) -> Posted:
    """A message without a file; charts are told in words."""

    async def post(*, native: bool) -> Posted:
        message = letter.message(Charts.TOLD, native=native)
        answer = await client.chat_postMessage(
            channel=letter.channel,
            thread_ts=letter.thread,
            text=message.text,
            blocks=message.blocks,
            unfurl_links=False,
            unfurl_media=False,
        )
        return Posted(answer["channel"], answer["ts"], letter.thread)

    try:
        return await post(native=True)
    except SlackApiError as fault:
        if code(fault) != "invalid_blocks":
            raise
        return await post(native=False)


STRATEGIES: Mapping[str, tuple[Strategy, ...]] = {
    "message": (in_message, in_words),
    "text": (in_words,),
}


async def upload(client: AsyncWebClient, file: Attachment) -> dict[str, str]:
    """Hand a file's bytes to Slack: its id and title, as the sharing call wants them."""
    # No alt_txt: with it Slack answers ok and never shares the file (python-slack-sdk#1818).
    place = await client.files_getUploadURLExternal(filename=file.name, length=len(file.data))
    if client.session is None:
        raise RuntimeError("the Slack client has no session to upload with")
    headers = {"Content-Type": "application/octet-stream"}
    async with client.session.post(place["upload_url"], data=io.BytesIO(file.data), headers=headers) as sent:
        sent.raise_for_status()
    return {"id": place["file_id"], "title": file.title}


async def share(client: AsyncWebClient, letter: Letter, file: Attachment) -> None:
    """Post a file by itself, such as a CSV, to where the letter is addressed."""
    await _share(client, letter, [await upload(client, file)], [])


async def _share(
    client: AsyncWebClient, letter: Letter, files: Sequence[Mapping[str, str]], blocks: list[dict[str, Any]]
) -> Mapping[str, Any]:
    # The SDK's own method puts all of this into the address, which blocks make too long for a server.
    form = {"files": json.dumps(files), "channel_id": letter.channel, "thread_ts": letter.thread}
    if blocks:
        form["blocks"] = json.dumps(blocks)
    answer = await client.api_call("files.completeUploadExternal", data=form)
    return dict((answer.get("files") or [{}])[0])


async def _learned(client: AsyncWebClient, file: str, channel: str) -> str:
    """The ts of the message that shares a file. Slack tells it late; empty when it doesn't at all."""
    pause = _FIRST_LOOK_S
    for _ in range(_LOOKS):
        try:
            answer = await client.files_info(file=file)
        except Refusal as fault:
            # The message stands already: failing here would have it posted again.
            log.warning("Cannot learn where file %s was shared: %s", file, fault)
            return ""
        ts = _stamp(answer["file"], channel)
        if ts:
            return ts
        await asyncio.sleep(pause)
        pause = min(pause * 2, _SLOWEST_S)
    return ""


def _stamp(file: Mapping[str, Any], channel: str) -> str:
    shares = file.get("shares") or {}
    found = [share["ts"] for kind in ("public", "private") for share in shares.get(kind, {}).get(channel, ())]
    return found[0] if found else ""
