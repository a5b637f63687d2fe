"""When a rule is paused, deleted or changed: its instances are normal by force, and its open episode is closed."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from analysis.alerts.condition import Reason, State
from analysis.alerts.step import force
from handlers.alerts.judging.settle import Settling, settle
from handlers.alerts.judging.telling import Case, Telling
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

    def again() -> Case:
        return _case(kept, call, shop)

    def write(telling: Telling, within: Transaction) -> None:
        # First of all: whoever judges the rule has lost it then, and its conditions change no more.
        turn.write(within)
        left = _Left(kept, telling.episode, turn.reason, call)
        states = shop.records.windows.states((kept.id,), within)[kept.id]
        shop.records.windows.moved([left.move(*each) for each in states.items() if left.moves(each[1])], within)
        shop.records.windows.forget(kept.id, within=within)
        trace = Deed(call.now, call.person, turn.deed, f"R-{kept.id}", call.origin.value, call.channel)
        shop.records.audit.note(trace, within)

    settling = Settling(lambda case: closed(case, turn.reason), write, again=again)
    return settle(again(), settling, shop).episode


def closed(case: Case, reason: Reason) -> Telling:
    """The end of the open episode, if there is one, that nobody is told of."""
    if case.episode is None:
        return Telling()
    version = case.episode.version + 1
    return Telling(replace(case.episode, ended_at=case.now, end=reason, suppressed=None, version=version))


def _case(kept: Kept, call: Call, shop: Shop) -> Case:
    """The rule as the records have it now."""
    states = shop.records.windows.states((kept.id,))[kept.id]
    episode = shop.records.episodes.open_of((kept.id,)).get(kept.id)
    return Case(kept, states, episode, shop.records.deeds.of(episode.id) if episode else (), call.now)


@dataclass(frozen=True)
class _Left:
    """What the instances of a rule are left at: by force, for a reason."""

    kept: Kept
    episode: Episode | None
    reason: Reason
    call: Call

    def moves(self, before: State) -> bool:
        """Whether an instance changes its condition: what is normal already does not."""
        return before.condition is not force(before, self.reason, self.call.now).condition

    def move(self, key: str, before: State) -> Transition:
        """The change of condition of an instance."""
        now, episode = self.call.now, self.episode.id if self.episode else None
        window = before.seen.end if before.seen else now
        return Transition(self.kept.id, key, now, window, before, force(before, self.reason, now), episode)
