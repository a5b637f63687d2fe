"""The state diagrams of the docs, drawn from the tables that the machine runs on."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from analysis.alerts.condition import Condition
from analysis.alerts.handling import allowed, handling
from analysis.alerts.people import Deed, Handled, Verb
from analysis.alerts.step import TRANSITIONS, Sight

_NAMES: Final = {Condition.NO_DATA: "NoData"}
_WITHOUT_MOVE: Final = frozenset({Verb.ASSIGN, Verb.DECIDE})


def conditions() -> str:
    """The machine's view of an instance, as a Mermaid state diagram."""
    moves: dict[tuple[str, str], list[str]] = {}
    for before, after, sight in _moves():
        moves.setdefault((_named(before), _named(after)), []).append(sight.value)
    arrows = [f"{before} --> {after}: {' / '.join(labels)}" for (before, after), labels in moves.items()]
    return _diagram([f"[*] --> {_named(Condition.NORMAL)}: first seen", *arrows])


def handlings() -> str:
    """How people stand to an episode, as a Mermaid state diagram."""
    moves: dict[tuple[str, str], list[str]] = {}
    for before, deeds in _WITNESSES.items():
        for verb in Verb:
            if verb not in _WITHOUT_MOVE and allowed(handling(deeds, _NOW), verb):
                after = handling([*deeds, _deed(verb, len(deeds))], _NOW).state
                moves.setdefault((before.value, after.value), []).append(verb.value)
    arrows = [
        f"{before} --> {after}: {', '.join(verbs)}" for (before, after), verbs in moves.items() if before != after
    ]
    return _diagram([f"[*] --> {Handled.OPEN}: fires", *arrows, f"{Handled.SNOOZED} --> {Handled.OPEN}: time is up"])


def _moves() -> Iterable[tuple[Condition, Condition, Sight]]:
    """Every transition that leads elsewhere, in the order of the conditions."""
    for before in Condition:
        for row in TRANSITIONS:
            if before in row.before and row.after not in (None, before):
                assert row.after is not None
                yield before, row.after, row.sight


def _named(condition: Condition) -> str:
    return _NAMES.get(condition, condition.value.capitalize())


def _diagram(lines: Iterable[str]) -> str:
    return "\n".join(("stateDiagram-v2", *(f"    {line}" for line in lines)))


_NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)


def _deed(verb: Verb, place: int) -> Deed:
    return Deed(place, _NOW, "", verb, "", until=_NOW + timedelta(hours=1))


_WITNESSES: Final = {
    Handled.OPEN: [],
    Handled.ACKNOWLEDGED: [_deed(Verb.ACK, 0)],
    Handled.SNOOZED: [_deed(Verb.SNOOZE, 0)],
    Handled.RESOLVED: [_deed(Verb.RESOLVE, 0)],
    Handled.FALSE_ALARM: [_deed(Verb.FALSE_ALARM, 0)],
}
"""Deeds that lead to each state."""


if __name__ == "__main__":
    print(f"```mermaid\n{conditions()}\n```\n\n```mermaid\n{handlings()}\n```")
