"""What becomes of an episode once its conditions are known: whether it begins or ends, and whether people are told."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from analysis.alerts.condition import Reason, State, Suppressor, Told
from analysis.alerts.handling import handling
from analysis.alerts.notify import notify
from analysis.alerts.people import Deed
from handlers.alerts.suppress import ENDS, Quiet, of_people
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
class Decision:
    """What the episode is to be, with the next version, and why people are told, or why not though it is due."""

    episode: Episode | None = None
    told: Told | None = None
    suppressed: Suppressor | None = None

    @property
    def ends(self) -> bool:
        """Whether the episode is over."""
        return self.episode is not None and self.episode.ended_at is not None


def decide(case: Case, quiet: Quiet) -> Decision:
    """Decide on a rule's episode. One that is to begin has no number yet: its `id` is 0, its version 1."""
    if not case.firing:
        return _ended(case)
    last = case.episode
    before = frozenset(last.firing) if last else frozenset()
    held = quiet.held(case.kept, case.firing)
    audible = (case.firing & before) | (case.firing - held.keys())
    told = notify(last, audible if audible or not before else case.firing, case.now, case.kept.rule.repeat)
    if not audible and not before:
        told = Told.FIRST
    by = _kept_back(case, quiet, told, held)
    if told is None or by is not None or (case.late and told not in ENDS):
        return Decision(_going_on(case, by), None, by)
    if told is Told.FIRST and last and last.card:
        told = Told.NEW
    heard = tuple(sorted(audible))
    return Decision(replace(_going_on(case, None), told=told, told_at=case.now, firing=heard), told)


def _kept_back(
    case: Case, quiet: Quiet, told: Told | None, held: Mapping[str, Suppressor]
) -> Suppressor | None:
    """What keeps a word back, in the order in which it is asked: inhibition, hours, mutes, silences, people."""
    if told is None or told in ENDS:
        return None
    all_held = len(held) == len(case.firing) or not (case.firing - held.keys() - frozenset(_told(case)))
    silent = all_held and bool(held) and (told is not Told.REPEAT or len(held) == len(case.firing))
    if silent and Suppressor.INHIBITED in held.values():
        return Suppressor.INHIBITED
    by = quiet.of_rule(case.kept) or (Suppressor.SILENCE if silent else None)
    return by or of_people(handling(case.deeds, case.now), told)
