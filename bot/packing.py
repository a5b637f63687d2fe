"""A letter as drafts for the outbox: what is sent is settled here, down to the last block."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

from analysis.model import Lang, Text
from bot.blocks import BLOCKS, Charts
from bot.elements import Json
from bot.letters import Letter
from bot.mrkdwn import escape
from bot.plain import text as whole
from handlers.command import Notice
from storage.records import Draft, Parcel, Turn

POST = "post"
SHARE = "share"
PICTURE = "picture"
BLOCK = "block"
UPDATE = "update"
DELETE = "delete"
ANEW = "anew"

Packing = Callable[[Letter, str], tuple[Draft, ...]]

_REMARK = 600
_LONGEST = 1_000_000
_WHOLE = Text("The whole answer", "完整回答")
_LEFT_OUT = Text("The whole answer could not be attached as a file.", "完整回答未能以文件形式附上。")
_REPOSTED = Text(
    "This card was deleted and is posted again; what was said until then is <{url}|in its earlier thread>.",
    "原卡片已被删除，现重新发布；此前的讨论在<{url}|原消息列>中。",
)
_TEXT_ONLY = Text("The picture cannot be shown; here it is in words.", "图片无法显示，以下是文字版。")


def pack(letter: Letter, pictures: str = "message", key: str = "") -> tuple[Draft, ...]:
    """The drafts of a letter; `pictures` names a row of STRATEGIES, `key` the first draft, else by chance.

    The first draft is the message itself.
    """
    key = key or uuid4().hex
    strategy = STRATEGIES[pictures] if letter.drawn else _in_words
    drafts = (*strategy(letter, key), *_overflow(letter, key))
    if letter.instead is None:
        return drafts
    gone = {"ts": letter.instead.ts, "files": list(letter.instead.files)}
    return (*drafts, _draft(letter, DELETE, gone, key=f"{key}-old", parent=key))


def pack_update(letter: Letter, ts: str) -> tuple[Draft, ...]:
    """The draft that puts a letter's words into a message of ours."""
    return (_draft(letter, UPDATE, {"ts": ts, "said": _said(letter, Charts.TOLD)}, key=uuid4().hex),)


def pack_notice(letter: Letter, notice: Notice, pictures: str) -> tuple[Draft, ...]:
    """The drafts of a notice; one that `edits` another is a change of that one's message, in place."""
    if notice.edits:
        shown = Charts.TOLD if pictures == "text" else Charts.PICTURED
        change = _draft(letter, UPDATE, {"said": _said(letter, shown)}, key=notice.key, parent=notice.edits)
        return (replace(change, notice=notice.edits),)
    drafts = pack(letter, pictures, notice.key)
    if notice.under:
        # In one lane with all that hangs on the same notice, so that nothing overtakes anything.
        return tuple(replace(draft, parent=notice.under) for draft in drafts)
    return lasting(drafts, notice.key)


def lasting(drafts: tuple[Draft, ...], notice: str) -> tuple[Draft, ...]:
    """Drafts of a message that is `notice` from now on: where it stands, and its pictures within, are kept for good."""
    kinds = (POST, SHARE, BLOCK)
    return tuple(replace(draft, notice=notice) if draft.kind in kinds else draft for draft in drafts)


def reposted(said: Mapping[str, Any], url: str, lang: Lang) -> Json:
    """A rendered message that also leads to the place where it stood before somebody deleted it."""
    told = _REPOSTED.of(lang, url=url)
    return {**said, "blocks": _told(said["blocks"], told), "plain": _told(said["plain"], told)}


def remarked(said: Mapping[str, Any], remark: str) -> Json:
    """A rendered message with one more note, above what there is to press."""
    return {**said, "blocks": _noted(said["blocks"], remark), "plain": _noted(said["plain"], remark)}


def instead_of_update(parcel: Parcel, _remark: str) -> Turn | None:
    """The message is gone: a notice is posted anew, any other change of a message has lost its object."""
    return Turn(ANEW, parcel.payload) if parcel.notice else None


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


def _in_message(letter: Letter, key: str) -> tuple[Draft, ...]:
    """One message: the pictures are shared with the blocks."""
    said, told = _said(letter, Charts.PICTURED), _said(letter, Charts.TOLD)
    payload = {"said": said, "told": told, "twin": _twin(letter), "files": _files(letter)}
    return (_draft(letter, SHARE, payload, key=key, pictures=_images(letter)),)


def _in_thread(letter: Letter, key: str) -> tuple[Draft, ...]:
    """The card first; its pictures are the first reply to it."""
    return _apart(letter, key, PICTURE)


def _in_block(letter: Letter, key: str) -> tuple[Draft, ...]:
    """The card first; then it is edited to carry its pictures."""
    return _apart(letter, key, BLOCK)


def _in_words(letter: Letter, key: str) -> tuple[Draft, ...]:
    """No file: Slack draws the charts it can, the rest is told."""
    return (_draft(letter, POST, {"said": _said(letter, Charts.TOLD)}, key=key),)


def _overflow(letter: Letter, key: str) -> tuple[Draft, ...]:
    """What is too long for one Slack message follows in its thread, whole, as a text file."""
    if letter.message(Charts.PICTURED, native=False).whole:
        return ()
    title = _WHOLE.of(letter.lang)
    file = {"name": "answer.txt", "title": title, "alt": title}
    section = {"type": "section", "text": {"type": "mrkdwn", "text": _LEFT_OUT.of(letter.lang), "verbatim": True}}
    twin = {"text": _LEFT_OUT.of(letter.lang), "blocks": [section], "plain": [section]}
    data = whole(letter.reply).encode()[:_LONGEST]
    return (_draft(letter, PICTURE, {"twin": twin, "files": [file]}, key=f"{key}-rest", parent=key, pictures=(data,)),)


STRATEGIES: Mapping[str, Packing] = {
    "message": _in_message,
    "thread": _in_thread,
    "block": _in_block,
    "text": _in_words,
}


def _apart(letter: Letter, key: str, kind: str) -> tuple[Draft, ...]:
    said = _said(letter, Charts.PICTURED)
    payload = {"said": said, "twin": _twin(letter), "files": _files(letter)}
    below = _draft(letter, kind, payload, key=f"{key}-picture", parent=key, pictures=_images(letter))
    return (_draft(letter, POST, {"said": said}, key=key), below)


def _draft(
    letter: Letter, kind: str, payload: Json, *, key: str, parent: str | None = None, pictures: tuple[bytes, ...] = ()
) -> Draft:
    return Draft(
        key,
        kind,
        letter.channel,
        payload,
        letter.thread,
        parent,
        pictures,
        letter.person,
        letter.reply.about,
        letter.lang.value,
    )


def _said(letter: Letter, charts: Charts) -> Json:
    """Text, blocks, and the blocks for a Slack that does not know its newest ones yet."""
    rich, bare = letter.message(charts), letter.message(charts, native=False)
    return {"text": rich.text, "blocks": rich.blocks, "plain": bare.blocks}


def _twin(letter: Letter) -> Json:
    told = "\n\n".join(f"{chart.title}\n{chart.twin}" for chart, _ in letter.drawn)
    text = escape(f"{_TEXT_ONLY.of(letter.lang)}\n{told}", 2_900)
    section = {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}
    return {"text": text, "blocks": [section], "plain": [section]}


def _files(letter: Letter) -> list[Json]:
    return [{"name": file.name, "title": file.title, "alt": chart.alt[:2_000]} for chart, file in letter.drawn]


def _images(letter: Letter) -> tuple[bytes, ...]:
    return tuple(file.data for _, file in letter.drawn)


def _of_picture(payload: Mapping[str, Any]) -> Json:
    return {"said": payload["said"], "twin": payload["twin"], "files": payload["files"]}


def _noted(blocks: list[Json], remark: str) -> list[Json]:
    return _told(blocks, escape(remark, _REMARK))


def _told(blocks: list[Json], markup: str) -> list[Json]:
    note = {"type": "context", "elements": [{"type": "mrkdwn", "text": markup, "verbatim": True}]}
    presses = next((number for number, block in enumerate(blocks) if block["type"] == "actions"), len(blocks))
    return [*blocks[:presses], note, *blocks[presses:]][:BLOCKS]
