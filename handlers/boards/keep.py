"""Boards in their channels: put up, kept up to date, changed and taken down; each change told exactly once."""

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from analysis.errors import Mistake, Unavailable
from analysis.model import Text
from handlers.boards import decided, figures
from handlers.command import Audience, Call, Notice, Reply, Shop, mention
from storage.records import Deed, Stale
from storage.records.boards import Board, Kind, Status

EVERY: Final = timedelta(minutes=10)
"""How often a board of metrics is looked at, at most; one of decisions is whenever the clock asks."""

log = logging.getLogger(__name__)

_SHOWS: Final[Mapping[Kind, Callable[[Board, Shop, datetime], Reply]]] = {
    Kind.METRICS: figures.reply,
    Kind.DECISIONS: decided.reply,
}


def put_up(board: Board, call: Call, shop: Shop) -> None:
    """Post a new board and pin it. Raises Unavailable."""
    shown = _SHOWS[board.kind](board, shop, call.now)
    drafts = shop.mail.pack(_notice(board, board.card, shown))
    with shop.records.begin() as within:
        shop.records.boards.add(replace(board, shown=digest(shown)), within)
        shop.records.audit.note(_trace("board.create", board, call), within)
        shop.records.outbox.put(drafts, call.now, within=within)
    shop.mail.look()


def refresh(now: datetime, shop: Shop) -> tuple[Reply, ...]:
    """Bring every board up to date whose time has come. A job."""
    for board in shop.records.boards.live():
        waited = now - board.shown_at >= EVERY
        if board.kind is Kind.METRICS and not waited:
            continue
        try:
            if waited and shop.mail.reaches(board.channel) is False:
                _retire_unseen(board, now, shop)
            else:
                update(board, now, shop)
        except (Mistake, Unavailable):
            # The other boards are not to wait for it, and its own turn comes again.
            log.exception("Board %s is not brought up to date", board.card)
    return ()


def update(board: Board, now: datetime, shop: Shop, after: Board | None = None) -> None:
    """Let a board show what it should now, if that is not what it shows. `after` is the board as it is changed to."""
    fresh = after or board
    shown = _SHOWS[fresh.kind](fresh, shop, now)
    seen = digest(shown)
    if seen == board.shown and after is None:
        if now - board.shown_at >= EVERY:
            _write(board, replace(board, shown_at=now), (), now, shop)
        return
    key = f"{board.card}/v{board.version + 1}"
    notice = replace(_notice(board, key, shown), edits=board.card)
    _write(board, replace(fresh, shown=seen, shown_at=now), (notice,), now, shop)


def take_down(board: Board, call: Call, shop: Shop) -> None:
    """End a board: its message says so, without its pin and its picture."""
    said = _REMOVED.of(board.lang, name=board.name, who=mention(call.person))
    reply = Reply(said, audience=Audience.CHANNEL)
    gone = Notice(f"{board.card}/removed", reply, board.channel, board.lang, edits=board.card, pin=False)
    _write(board, replace(board, status=Status.REMOVED), (gone,), call.now, shop, _trace("board.remove", board, call))


def unpinned(call: Call, shop: Shop) -> None:
    """Somebody took the pin off a board: it is kept no longer, and its thread says so. An event."""
    found = of_message(call, shop)
    if found is None:
        return
    said = _UNPINNED.of(found.lang, who=mention(call.person), name=found.name)
    reply = Reply(said, audience=Audience.THREAD)
    line = Notice(f"{found.card}/retired", reply, found.channel, found.lang, under=found.card)
    trace = _trace("board.unpin", found, call)
    _write(found, replace(found, status=Status.RETIRED), (line,), call.now, shop, trace)


def of_message(call: Call, shop: Shop) -> Board | None:
    """The board in force that a call was made on; None where it is none."""
    if call.channel is None or call.message is None:
        return None
    key = shop.records.standing.key(call.channel, call.message) or ""
    return next((board for board in shop.records.boards.live(call.channel) if board.card == key), None)


def digest(reply: Reply) -> str:
    """What tells apart two states of a board, by all that people see of it."""
    pictures = [(chart.alt, chart.twin) for chart in reply.charts]
    return hashlib.sha256(repr(replace(reply, charts=())).encode() + repr(pictures).encode()).hexdigest()


def _retire_unseen(board: Board, now: datetime, shop: Shop) -> None:
    """Nobody can see it any more: whoever made it is told."""
    said = Reply(_UNSEEN.of(board.lang, name=board.name, id=board.card))
    told = Notice(f"{board.card}/retired", said, board.person, board.lang)
    _write(board, replace(board, status=Status.RETIRED), (told,), now, shop)


def _notice(board: Board, key: str, shown: Reply) -> Notice:
    return Notice(key, shown, board.channel, board.lang, person=board.person, pin=True)


def _write(
    before: Board, after: Board, notices: tuple[Notice, ...], now: datetime, shop: Shop, trace: Deed | None = None
) -> None:
    """The change and what tells of it, in one transaction; of two who make it at once one does."""
    drafts = [draft for notice in notices for draft in shop.mail.pack(notice)]
    try:
        with shop.records.begin() as within:
            shop.records.boards.change(before, after, within)
            shop.records.outbox.put(drafts, now, within=within)
            if trace:
                shop.records.audit.note(trace, within)
    except Stale:
        log.info("Board %s was changed by someone quicker", before.card)
        return
    shop.mail.look()


def _trace(deed: str, board: Board, call: Call) -> Deed:
    return Deed(call.now, call.person, deed, f"{board.card} {board.name}", call.origin.value, call.channel)


_REMOVED = Text("The board “{name}” was removed by {who}.", "看板「{name}」已由 {who} 移除。")
_UNPINNED = Text(
    "{who} unpinned this board, so it is no longer kept up to date. A new one: board create {name}: …",
    "{who} 取消了置顶，这个看板不再更新。需要时可新建：看板 新建 {name}：……",
)
_UNSEEN = Text(
    "Your board “{name}” ({id}) is no longer kept up to date: its channel is gone, or I am not in it any more.",
    "您的看板「{name}」（{id}）不再更新：它所在的频道已不存在，或我已不在其中。",
)
