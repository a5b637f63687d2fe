"""When a rule is paused, deleted or changed: its instances are normal by force, and its open episode is closed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from analysis.alerts.condition import Reason, State, Told
from analysis.alerts.step import force
from analysis.errors import Unavailable
from analysis.model import Text
from handlers.alerts import view as views
from handlers.alerts.publish import publish
from handlers.alerts.view import Known
from handlers.command import Call, Shop
from storage.records import Deed, Draft, Stale, Transaction
from storage.records.alerts.model import Episode, Kept, Transition

TRIES: Final = 8


@dataclass(frozen=True)
class Turn:
    """What becomes of a rule: `write` says so in the records, `deed` in the trail, `reason` on the card it closes."""

    reason: Reason
    deed: str
    write: Callable[[Transaction], object]


def end(kept: Kept, turn: Turn, call: Call, shop: Shop) -> Episode | None:
    """Do it, in one transaction with all that follows from it; the episode that was closed, None if none was open.

    The card is edited and nobody is called: whoever changed the rule knows. Raises Unavailable.
    """
    for _ in range(TRIES):
        states = shop.records.windows.states((kept.id,)).get(kept.id, {})
        moves = _moves(kept, states, turn.reason, call.now)
        closed = _closed(kept, turn.reason, call.now, shop)
        drafts = _drafts(kept, closed, call, shop)
        try:
            with shop.records.begin() as within:
                turn.write(within)
                shop.records.windows.moved(
                    [replace(move, episode=closed.id if closed else None) for move in moves], within
                )
                shop.records.windows.forget(kept.id, within=within)
                if closed:
                    shop.records.episodes.change(closed, within)
                    shop.records.outbox.put(drafts, call.now, within=within)
                shop.records.audit.note(_trace(kept, turn, call), within)
        except Stale:
            continue
        shop.mail.look()
        return closed
    raise Unavailable(_BUSY)


def _closed(kept: Kept, reason: Reason, now: datetime, shop: Shop) -> Episode | None:
    episode = shop.records.episodes.open_of((kept.id,)).get(kept.id)
    if episode is None:
        return None
    return replace(episode, ended_at=now, end=reason, firing=(), suppressed=None, version=episode.version + 1)


def _drafts(kept: Kept, closed: Episode | None, call: Call, shop: Shop) -> tuple[Draft, ...]:
    """The card as it is now. An episode that was kept back has none, and gets none."""
    if closed is None or not closed.card:
        return ()
    known = Known(kept, closed, deeds=shop.records.deeds.of(closed.id))
    notices = publish(views.made(known, shop, call.now), Told.CHANGED, shop)
    return tuple(draft for notice in notices for draft in shop.mail.pack(notice))


def _moves(kept: Kept, states: Mapping[str, State], reason: Reason, now: datetime) -> tuple[Transition, ...]:
    """The changes of condition: of what was not normal already."""
    forced = {key: force(state, reason, now) for key, state in states.items()}
    return tuple(
        Transition(kept.id, key, now, before.seen.end if before.seen else now, before, forced[key])
        for key, before in states.items()
        if before.condition is not forced[key].condition
    )


def _trace(kept: Kept, turn: Turn, call: Call) -> Deed:
    return Deed(call.now, call.person, turn.deed, f"R-{kept.id}", call.origin.value, call.channel)


_BUSY = Text(
    "This rule is being judged right now, and your change did not go through. Try again in a moment.",
    "这条规则正在计算中，您的操作没有成功，请稍后再试。",
)
