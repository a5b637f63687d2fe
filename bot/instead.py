"""What is tried instead where Slack refuses a parcel, and what follows where the message it changes is gone."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from analysis.model import Lang, Text
from bot.blocks import BLOCKS
from bot.elements import Json
from bot.mrkdwn import escape
from bot.packing import ANEW, PICTURE, PIN, POST, REDRAW, UPDATE
from storage.records import Draft, Parcel, Turn

_REMARK = 600
_REPOSTED = Text(
    "This card was deleted and is posted again; what was said until then is <{url}|in its earlier thread>.",
    "原卡片已被删除，现重新发布；此前的讨论在<{url}|原消息列>中。",
)
_UNPINNED = Text(
    "I could not pin this. It is kept up to date all the same: pin it by its menu.",
    "我没能置顶这条消息，但内容会照常更新；请从消息菜单中手动置顶。",
)


def reposted(said: Mapping[str, Any], url: str, lang: Lang) -> Json:
    """A rendered message that also leads to the place where it stood before somebody deleted it."""
    told = _REPOSTED.of(lang, url=url)
    return {**said, "blocks": _told(said["blocks"], told), "plain": _told(said["plain"], told)}


def remarked(said: Mapping[str, Any], remark: str) -> Json:
    """A rendered message with one more note, above what there is to press."""
    return {**said, "blocks": _noted(said["blocks"], remark), "plain": _noted(said["plain"], remark)}


def gone_for_update(parcel: Parcel, _remark: str) -> Turn | None:
    """The message is gone: a notice is posted anew, any other change of a message has lost its object."""
    pin = (_again(parcel, PIN, {}),) if parcel.payload.get("pin") else ()
    return Turn(ANEW, parcel.payload, pin) if parcel.notice else None


def gone_for_redraw(parcel: Parcel, _remark: str) -> Turn:
    """The message is gone: it is posted anew in words, and then drawn and pinned like the one before."""
    words = {"said": parcel.payload["told"], "bare": True}
    redrawn = replace(_again(parcel, REDRAW, parcel.payload), notice=parcel.notice)
    return Turn(ANEW, words, (redrawn, _again(parcel, PIN, {})))


def instead_of_redraw(parcel: Parcel, remark: str) -> Turn:
    """The new pictures cannot stand in their message: what they show stands there in words."""
    return Turn(UPDATE, {"said": remarked(parcel.payload["told"], remark), "bare": True, "pin": True})


def instead_of_pin(parcel: Parcel, remark: str) -> Turn:
    """It may not be pinned: whoever reads it can do that."""
    told = f"{_UNPINNED.of(Lang(parcel.lang))} {remark}"
    section = {"type": "section", "text": {"type": "mrkdwn", "text": escape(told, _REMARK), "verbatim": True}}
    return Turn(POST, {"said": {"text": escape(told, _REMARK), "blocks": [section], "plain": [section]}})


def instead_of_share(parcel: Parcel, remark: str) -> Turn:
    """Slack will not take the message with its picture: the card alone and the picture below it, else words."""
    if not parcel.files:
        return Turn(POST, {"said": remarked(parcel.payload["told"], remark)}, digests=())
    below = Draft(
        f"{parcel.key}-picture",
        PICTURE,
        parcel.channel,
        _of_picture(parcel.payload),
        parcel.thread,
        parcel.key,
        person=parcel.person,
        question=parcel.question,
        lang=parcel.lang,
    )
    return Turn(POST, {"said": parcel.payload["said"]}, (below,), ())


def instead_of_picture(parcel: Parcel, remark: str) -> Turn:
    """The picture cannot follow its card: what it shows follows in words."""
    return Turn(POST, {"said": remarked(parcel.payload["twin"], remark)}, digests=())


def instead_of_block(parcel: Parcel, remark: str) -> Turn:
    """The picture cannot stand in its card: it follows in the thread, else words do."""
    return Turn(PICTURE, parcel.payload) if parcel.files else instead_of_picture(parcel, remark)


def _again(parcel: Parcel, kind: str, payload: Mapping[str, Any]) -> Draft:
    """What follows a notice that is posted anew."""
    person = parcel.person if kind == REDRAW else ""
    key, lang = f"{parcel.key}-{kind}", parcel.lang
    return Draft(key, kind, parcel.channel, payload, parcel.thread, parcel.notice, (), person, lang=lang)


def _of_picture(payload: Mapping[str, Any]) -> Json:
    return {"said": payload["said"], "twin": payload["twin"], "files": payload["files"]}


def _noted(blocks: list[Json], remark: str) -> list[Json]:
    return _told(blocks, escape(remark, _REMARK))


def _told(blocks: list[Json], markup: str) -> list[Json]:
    note = {"type": "context", "elements": [{"type": "mrkdwn", "text": markup, "verbatim": True}]}
    presses = next((number for number, block in enumerate(blocks) if block["type"] == "actions"), len(blocks))
    return [*blocks[:presses], note, *blocks[presses:]][:BLOCKS]
