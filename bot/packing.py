"""A letter as drafts for the outbox: what is sent is settled here, down to the last block."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import uuid4

from analysis.model import Text
from bot.blocks import Charts
from bot.elements import Json
from bot.letters import Letter
from bot.mrkdwn import escape
from bot.plain import text as whole
from handlers.command import Notice
from storage.records import Draft

POST = "post"
SHARE = "share"
PICTURE = "picture"
BLOCK = "block"
UPDATE = "update"
DELETE = "delete"
ANEW = "anew"
REDRAW = "redraw"
PIN = "pin"
UNPIN = "unpin"

Packing = Callable[[Letter, str], tuple[Draft, ...]]

_LONGEST = 1_000_000
_WHOLE = Text("The whole answer", "完整回答")
_LEFT_OUT = Text("The whole answer could not be attached as a file.", "完整回答未能以文件形式附上。")
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
        return _change(letter, notice, pictures)
    drafts = pack(letter, pictures, notice.key)
    if notice.pin:
        drafts = (*drafts, _pin(letter, notice.key, notice.key))
    if notice.under:
        # In one lane with all that hangs on the same notice, so that nothing overtakes anything.
        return tuple(replace(draft, parent=notice.under) for draft in drafts)
    return lasting(drafts, notice.key)


def pack_again(letter: Letter, notice: Notice, pictures: str) -> tuple[Draft, ...]:
    """The drafts of a change whose notice never came to stand: they become that notice."""
    drafts = lasting(pack(letter, pictures, notice.key), notice.edits)
    return (*drafts, _pin(letter, notice.key, notice.edits)) if notice.pin else drafts


def lasting(drafts: tuple[Draft, ...], notice: str) -> tuple[Draft, ...]:
    """Drafts of a message that is `notice` from now on: where it stands, and its pictures within, are kept for good."""
    kinds = (POST, SHARE, BLOCK)
    return tuple(replace(draft, notice=notice) if draft.kind in kinds else draft for draft in drafts)


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


def _change(letter: Letter, notice: Notice, pictures: str) -> tuple[Draft, ...]:
    """Other words in the place of a notice; of one that stays in sight other pictures too."""
    words = _said(letter, Charts.TOLD if pictures == "text" else Charts.PICTURED)
    if notice.pin and letter.drawn:
        redrawn = {"said": words, "told": _said(letter, Charts.TOLD), "files": _files(letter)}
        change = _draft(letter, REDRAW, redrawn, key=notice.key, parent=notice.edits, pictures=_images(letter))
    else:
        payload: Json = {"said": words} | ({} if notice.pin is None else {"bare": True, "pin": notice.pin})
        change = _draft(letter, UPDATE, payload, key=notice.key, parent=notice.edits)
    changed = replace(change, notice=notice.edits)
    return (changed, _pin(letter, notice.key, notice.edits, UNPIN)) if notice.pin is False else (changed,)


def _pin(letter: Letter, key: str, parent: str, kind: str = PIN) -> Draft:
    """The pin of a notice put on or taken off: nobody is told where that is not to be."""
    return replace(_draft(letter, kind, {}, key=f"{key}-{kind}", parent=parent), person="")


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
