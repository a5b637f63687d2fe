"""What becomes of an episode once its conditions are known: whether it begins or ends, and whether people are told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from analysis.alerts.condition import Reason, State, Suppressor, Told
from analysis.alerts.handling import handling
from analysis.alerts.notify import notify
from analysis.alerts.people import Deed
from analysis.model import Text
from handlers.alerts.judging.suppress import ENDS, Quiet, of_people
from storage.records.alerts.model import Episode, Kept


@dataclass(frozen=True)
class Case:
    """A rule as it stands: the condition of its instances, its open episode if there is one, what people did to it.

    `late` says that a later window has been missed too: what fires now may be over, so nobody is told afresh.
    """

    kept: Kept
    states: Mapping[str, State]
    episode: Episode | None
    deeds: tuple[Deed, ...]
    now: datetime
    late: bool = False

    @property
    def firing(self) -> frozenset[str]:
        """The instances that fire."""
        return frozenset(key for key, state in self.states.items() if state.firing)


@dataclass(frozen=True)
class Telling:
    """What the episode is to be, with the next version, and why people are told, or why not though it is due.

    `deed` is what a timer does in nobody's name. `line` stands in for the usual line in the thread, and `key`
    names it for good where it may be said only once. `shown` says that the card has something new to show.
    """

    episode: Episode | None = None
    told: Told | None = None
    suppressed: Suppressor | None = None
    deed: Deed | None = None
    line: Text | None = None
    key: str = ""
    shown: bool = True


def tell(case: Case, quiet: Quiet) -> Telling:
    """Work out what becomes of a rule's episode. One that is to begin has no number yet, its `id` is 0."""
    if not case.firing:
        return _ended(case)
    before = frozenset(case.episode.firing) if case.episode else frozenset()
    held, fresh = quiet.held(case.kept, case.firing), case.firing - before
    audible = case.firing - (fresh & held.keys())
    due = notify(case.episode, audible, case.now, case.kept.rule.repeat) if audible else Told.FIRST
    if due is None:
        by = next((held[key] for key in sorted(fresh) if key in held), None)
    else:
        about = case.firing & before if due is Told.REPEAT else fresh
        by = None if due in ENDS else _kept_back(case, quiet, due, [held.get(key) for key in about])
    if due is None or by is not None or (case.late and due not in ENDS):
        return Telling(_going_on(case, by), None, by)
    # An episode has one card for good.
    told = Told.NEW if due is Told.FIRST and case.episode and case.episode.card else due
    spoken = replace(_going_on(case, None), told=told, told_at=case.now, firing=tuple(sorted(audible)))
    return Telling(spoken, told)


def _kept_back(case: Case, quiet: Quiet, due: Told, held: Sequence[Suppressor | None]) -> Suppressor | None:
    """What keeps a word back, in the order in which it is asked: inhibition, hours, mutes, silences, people.

    `held` is what keeps back each instance that the word is about: it is held back if all of them are.
    """
    silent = None not in held
    if silent and Suppressor.INHIBITED in held:
        return Suppressor.INHIBITED
    by = quiet.of_rule(case.kept) or (Suppressor.SILENCE if silent else None)
    return by or of_people(handling(case.deeds, case.now), due)


def _going_on(case: Case, suppressed: Suppressor | None) -> Episode:
    """The episode with its next version; a new one where none is open."""
    if case.episode is not None:
        return replace(case.episode, version=case.episode.version + 1, suppressed=suppressed)
    firing = [state for state in case.states.values() if state.firing]
    since = min((state.breached for state in firing if state.breached), default=case.now)
    return Episode(0, case.kept.id, case.kept.rule.channel, since, case.now, suppressed=suppressed, version=1)


def _ended(case: Case) -> Telling:
    """The end of the open episode, if there is one. People are told where they were told that it began.

    One that began and ended while nobody was looking is told of once, when it is over; one that was kept back
    all along never is.
    """
    if case.episode is None:
        return Telling()
    told = notify(case.episode, frozenset(), case.now, case.kept.rule.repeat)
    if case.episode.told is None and case.episode.suppressed is None:
        told = Told.RESOLVED
    over = replace(_going_on(case, None), ended_at=case.now, end=_end(case))
    if told is not None:
        over = replace(over, told=told, told_at=case.now)
    return Telling(over, told, None)


def _end(case: Case) -> Reason:
    """Why nothing fires any more: recovered, unless all that fired is gone from the data."""
    reasons = {state.reason for key, state in case.states.items() if case.episode and key in case.episode.firing}
    return Reason.MISSING_SERIES if reasons == {Reason.MISSING_SERIES} else Reason.RECOVERED
