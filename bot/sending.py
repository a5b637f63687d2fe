"""How each kind of parcel is sent, how one learns whether it arrived, and what is tried instead."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from analysis.model import Lang
from bot import instead, packing
from bot.elements import Json
from bot.faults import attempt, code, refused
from bot.hands import Hands, edit, find, rich_or_plain, say
from bot.letters import Posted
from bot.mrkdwn import plain
from bot.pictures import complete, shared, stamp, taken_in, upload
from handlers.command import Attachment
from storage.records import Parcel, Turn

log = logging.getLogger(__name__)

_GONE = ("message_not_found", "file_not_found", "file_deleted", "cant_delete_message")
_LOOK_S = 0.05
_SLOWEST_S = 2.0


@dataclass(frozen=True)
class Kind:
    """One way to send. Without `find`, sending again does no harm.

    `instead` is asked when it is refused, `gone` when that is because the message it changes is no more.
    `paced` kinds are messages, of which Slack takes about one a second in a channel.
    """

    send: Callable[[Hands], Awaitable[Posted]]
    find: Callable[[Hands], Awaitable[Posted | None]] | None = None
    instead: Callable[[Parcel, str], Turn | None] | None = None
    paced: bool = True
    gone: Callable[[Parcel, str], Turn | None] | None = None


async def _post(hands: Hands) -> Posted:
    return await say(hands, hands.said, hands.thread)


async def _anew(hands: Hands) -> Posted:
    """The message of a notice whose own is gone; it leads to the thread of the old one."""
    return await say(hands, _whole(hands, hands.parcel.parent_ts), None)


def _whole(hands: Hands, earlier: str | None) -> Json:
    """What a notice says, with the pictures within it, and where it stood `earlier`."""
    said, parcel = _said(hands, earlier), hands.parcel
    if parcel.payload.get("bare"):
        return said
    return _with_pictures(said, dict.fromkeys(parcel.parent_files, str(said["text"])))


def _said(hands: Hands, earlier: str | None) -> Json:
    """What a notice says, and where it stood `earlier`."""
    said = hands.said
    return instead.reposted(said, hands.link(earlier), Lang(hands.parcel.lang)) if earlier else said


async def _find_post(hands: Hands) -> Posted | None:
    return await find(hands, hands.thread)


async def _find_anew(hands: Hands) -> Posted | None:
    return await find(hands, None)


async def _share(hands: Hands) -> Posted:
    files = await _uploaded(hands)

    async def post(blocks: list[Json]) -> Posted:
        answer = await complete(hands.client, files, hands.parcel.channel, hands.thread, blocks)
        await hands.probe("shared")
        return await _stands(hands, stamp(answer, hands.parcel.channel))

    return await rich_or_plain(hands.said, post)


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
    return await _drawn_into(hands, hands.said)


async def _drawn_into(hands: Hands, said: Json) -> Posted:
    files = await _uploaded(hands)
    parcel = hands.parcel
    await complete(hands.client, files)
    await asyncio.gather(*(taken_in(hands.client, file["id"]) for file in files))
    rows = parcel.payload["files"]
    said = _with_pictures(said, {file["id"]: str(row["alt"]) for file, row in zip(files, rows, strict=True)})
    return await edit(hands, said, parcel.parent_ts or "", parcel.files)


async def _redraw(hands: Hands) -> Posted:
    """Other words and other pictures in a message of ours; the pictures it had are taken away."""
    parcel = hands.parcel
    posted = await _drawn_into(hands, _said(hands, parcel.parent_earlier))
    for file in parcel.parent_files:
        left = await attempt(_gone(hands.client.files_delete(file=file)))
        if isinstance(left, Exception):
            log.warning("The earlier picture %s of %s is left behind: %s", file, parcel.notice, left)
    return posted


async def _pin(hands: Hands) -> Posted:
    parcel, standing = hands.parcel, str(hands.parcel.parent_ts)
    await _done(hands.client.pins_add(channel=parcel.channel, timestamp=standing), "already_pinned")
    return Posted(parcel.channel, "")


async def _unpin(hands: Hands) -> Posted:
    parcel, standing = hands.parcel, str(hands.parcel.parent_ts)
    await _done(hands.client.pins_remove(channel=parcel.channel, timestamp=standing), "no_pin", *_GONE)
    return Posted(parcel.channel, "")


async def _update(hands: Hands) -> Posted:
    """Other words in a message of ours; the pictures within it stay."""
    parcel = hands.parcel
    said = _whole(hands, parcel.parent_earlier)
    return await edit(hands, said, str(parcel.payload.get("ts") or parcel.parent_ts))


def _with_pictures(said: Json, alts: Mapping[str, str]) -> Json:
    """A rendered message with files of Slack's as pictures below its headline, each with what it shows in words."""
    images = [
        {"type": "image", "slack_file": {"id": file}, "alt_text": plain(alt, 2_000) or "–"}
        for file, alt in alts.items()
    ]
    return {**said, **{way: [*said[way][:1], *images, *said[way][1:]] for way in ("blocks", "plain")}}


async def _delete(hands: Hands) -> Posted:
    """Take a message and its files away; what is gone already is as good."""
    parcel, client = hands.parcel, hands.client
    await _gone(client.chat_delete(channel=parcel.channel, ts=str(parcel.payload["ts"])))
    for file in parcel.payload["files"]:
        await _gone(client.files_delete(file=str(file)))
    return Posted(parcel.channel, "")


async def _gone(taking_away: Awaitable[object]) -> None:
    await _done(taking_away, *_GONE)


async def _done(doing: Awaitable[object], *already: str) -> None:
    """Do it, unless it is so `already`."""
    try:
        await doing
    except SlackApiError as fault:
        if code(fault) not in already:
            raise


KINDS: Mapping[str, Kind] = {
    packing.POST: Kind(_post, _find_post),
    packing.SHARE: Kind(_share, _find_share, instead.instead_of_share),
    packing.PICTURE: Kind(_picture, _find_share, instead.instead_of_picture),
    packing.BLOCK: Kind(_block, None, instead.instead_of_block),
    packing.UPDATE: Kind(_update, gone=instead.gone_for_update),
    packing.REDRAW: Kind(_redraw, None, instead.instead_of_redraw, gone=instead.gone_for_redraw),
    packing.PIN: Kind(_pin, None, instead.instead_of_pin, paced=False),
    packing.UNPIN: Kind(_unpin, paced=False),
    packing.ANEW: Kind(_anew, _find_anew),
    packing.DELETE: Kind(_delete, paced=False),
}


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
