"""Pictures in Slack: their bytes handed over, shared, and found again."""

import asyncio
import io
import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.faults import Refusal, code
from bot.letters import Letter
from handlers.command import Attachment

log = logging.getLogger(__name__)

_LOOKS = 12
_FIRST_LOOK_S = 0.05
_SLOWEST_S = 2.0


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


async def complete(
    client: AsyncWebClient,
    files: Sequence[Mapping[str, str]],
    channel: str = "",
    thread: str | None = None,
    blocks: Sequence[Mapping[str, Any]] = (),
) -> Mapping[str, Any]:
    """Finish an upload, and with a channel share it there. What Slack says of the first file."""
    # The SDK's own method puts all of this into the address, which blocks make too long for a server.
    form = {"files": json.dumps(files), "channel_id": channel or None, "thread_ts": thread}
    if blocks:
        form["blocks"] = json.dumps(blocks)
    answer = await client.api_call("files.completeUploadExternal", data=form)
    return dict((answer.get("files") or [{}])[0])


async def share(client: AsyncWebClient, letter: Letter, file: Attachment) -> None:
    """Post a file by itself, such as a CSV, to where the letter is addressed."""
    await complete(client, [await upload(client, file)], letter.channel, letter.thread)


async def shared(client: AsyncWebClient, file: str, channel: str) -> str | None:
    """The ts of the message that shares a file, which Slack tells late.

    Empty when it may not be asked; None when Slack knows the file by now and has shared it nowhere.
    """
    pause = _FIRST_LOOK_S
    known = False
    for _ in range(_LOOKS):
        try:
            answer = await client.files_info(file=file)
        except Refusal as fault:
            # The message stands already: failing here would have it posted again.
            log.warning("Cannot learn where file %s was shared: %s", file, code(fault) or fault)
            return ""
        if ts := stamp(answer["file"], channel):
            return ts
        known = bool(answer["file"].get("mimetype"))
        await asyncio.sleep(pause)
        pause = min(pause * 2, _SLOWEST_S)
    return None if known else ""


async def taken_in(client: AsyncWebClient, file: str) -> None:
    """Wait until Slack knows what a file is; shown earlier, it would be refused."""
    pause = _FIRST_LOOK_S
    for _ in range(_LOOKS):
        answer = await client.files_info(file=file)
        if answer["file"].get("mimetype"):
            return
        await asyncio.sleep(pause)
        pause = min(pause * 2, _SLOWEST_S)


def stamp(file: Mapping[str, Any], channel: str) -> str:
    """The ts of the first message in a channel that shares a file; empty when there is none yet."""
    shares = file.get("shares") or {}
    found = [share["ts"] for kind in ("public", "private") for share in shares.get(kind, {}).get(channel, ())]
    return str(found[0]) if found else ""
