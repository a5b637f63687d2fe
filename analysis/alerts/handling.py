"""How people stand to an episode: what they did that still stands, added up."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from typing import Final

from analysis.alerts.condition import Suppressor
from analysis.alerts.people import Deed, Handled, Handling, Verb


@dataclass(frozen=True)
class _Stands:
    """What stands after some deeds; `closed` is the last word on what it was."""

    acked: Deed | None = None
    snoozed: Deed | None = None
    closed: Deed | None = None
    assignee: str = ""


EFFECTS: Final[Mapping[Verb, Callable[[_Stands, Deed], _Stands]]] = {
    Verb.ACK: lambda stands, deed: replace(stands, acked=deed),
    Verb.UNACK: lambda stands, _: replace(stands, acked=None),
    Verb.SNOOZE: lambda stands, deed: replace(stands, snoozed=deed),
    Verb.WAKE: lambda stands, _: replace(stands, snoozed=None),
    Verb.ASSIGN: lambda stands, deed: replace(stands, assignee=deed.whom),
    Verb.RESOLVE: lambda stands, deed: replace(stands, closed=deed),
    Verb.FALSE_ALARM: lambda stands, deed: replace(stands, closed=deed),
    Verb.REOPEN: lambda stands, _: replace(stands, closed=None),
    Verb.DECIDE: lambda stands, _: stands,
}
"""What each deed changes of what stands."""

CLOSED: Final = frozenset({Handled.RESOLVED, Handled.FALSE_ALARM})
"""The states in which nothing more is said of an episode until it is opened again."""

_ALWAYS: Final = frozenset({Verb.ASSIGN, Verb.DECIDE})
_OPEN: Final = _ALWAYS | {Verb.ACK, Verb.SNOOZE, Verb.RESOLVE, Verb.FALSE_ALARM}


def handling(deeds: Iterable[Deed], now: datetime) -> Handling:
    """The deeds that stand at `now`, added up in the order they were done.

    A deed taken back counts as never done, so what it had covered shows again. A later verdict
    (resolved, false alarm) takes the place of an earlier one; a snooze ends by itself.
    """
    standing = sorted((deed for deed in deeds if deed.undone is None), key=lambda deed: (deed.at, deed.id))
    stands = reduce(lambda so_far, deed: EFFECTS[deed.verb](so_far, deed), standing, _Stands())
    if stands.snoozed is not None and stands.snoozed.until is not None and stands.snoozed.until <= now:
        stands = replace(stands, snoozed=None)
    state, deed = _shown(stands)
    added = Handling(state, acked=stands.acked, snoozed=stands.snoozed, assignee=stands.assignee)
    return replace(added, by=deed.person, at=deed.at, why=deed.why) if deed else added


def allowed(handling: Handling, verb: Verb) -> bool:
    """Whether a verb makes sense now. A second person may acknowledge too: either may take it back."""
    if handling.state in CLOSED:
        other = Verb.FALSE_ALARM if handling.state is Handled.RESOLVED else Verb.RESOLVE
        return verb in _ALWAYS | {Verb.REOPEN, other}
    match verb:
        case Verb.UNACK:
            return handling.acked is not None
        case Verb.WAKE:
            return handling.snoozed is not None
    return verb in _OPEN


def quiets(handling: Handling) -> Suppressor | None:
    """Why repeats and reminders are kept back, by how people stand to it; None when they are not."""
    if handling.state in CLOSED:
        return Suppressor.HANDLED
    if handling.snoozed is not None:
        return Suppressor.SNOOZED
    return Suppressor.ACKNOWLEDGED if handling.acked is not None else None


def _shown(stands: _Stands) -> tuple[Handled, Deed | None]:
    if stands.closed is not None:
        return (Handled.RESOLVED if stands.closed.verb is Verb.RESOLVE else Handled.FALSE_ALARM), stands.closed
    if stands.acked is not None:
        return Handled.ACKNOWLEDGED, stands.acked
    if stands.snoozed is not None:
        return Handled.SNOOZED, stands.snoozed
    return Handled.OPEN, None
