"""When a rule is paused, deleted or changed: its instances are normal by force, and its open episode is closed."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from analysis.alerts.condition import Reason
from analysis.alerts.step import force
from handlers.alerts.settle import Settling, settle
from handlers.alerts.telling import Case, Telling
from handlers.command import Call, Shop
from storage.records import Deed, Transaction
from storage.records.alerts.model import Episode, Kept, Transition


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
    states = shop.records.windows.states((kept.id,)).get(kept.id, {})
    episode = shop.records.episodes.open_of((kept.id,)).get(kept.id)
    case = Case(kept, states, episode, shop.records.deeds.of(episode.id) if episode else (), call.now)

    def write(telling: Telling, within: Transaction) -> None:
        turn.write(within)
        shop.records.windows.moved(_moves(case, turn.reason, telling.episode), within)
        shop.records.windows.forget(kept.id, within=within)
        trace = Deed(call.now, call.person, turn.deed, f"R-{kept.id}", call.origin.value, call.channel)
        shop.records.audit.note(trace, within)

    return settle(case, Settling(lambda case: _closed(case, turn.reason), write), shop).episode


def _closed(case: Case, reason: Reason) -> Telling:
    if case.episode is None:
        return Telling()
    version = case.episode.version + 1
    return Telling(replace(case.episode, ended_at=case.now, end=reason, suppressed=None, version=version))


def _moves(case: Case, reason: Reason, closed: Episode | None) -> tuple[Transition, ...]:
    """The changes of condition: of what was not normal already."""
    forced = {key: force(state, reason, case.now) for key, state in case.states.items()}
    return tuple(
        Transition(
            case.kept.id,
            key,
            case.now,
            before.seen.end if before.seen else case.now,
            before,
            forced[key],
            closed.id if closed else None,
        )
        for key, before in case.states.items()
        if before.condition is not forced[key].condition
    )
