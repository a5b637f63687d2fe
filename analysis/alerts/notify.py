"""Whether people are to be told of an episode now, and why: Alertmanager's decision, in its order."""

from datetime import datetime, timedelta
from typing import Protocol

from analysis.alerts.condition import Told


class Last(Protocol):
    """What was last said of an episode."""

    @property
    def firing(self) -> tuple[str, ...]:
        """The keys of the instances that were said to fire."""
        ...

    @property
    def told(self) -> Told | None:
        """Why it was said; None while nothing has been."""
        ...

    @property
    def told_at(self) -> datetime | None:
        """When it was said."""
        ...


def notify(last: Last | None, firing: frozenset[str], now: datetime, repeat: timedelta) -> Told | None:
    """Why people are to be told at `now` that `firing` is what fires; None when they are not.

    `firing` are the keys of the instances that fire now, `repeat` how long the same may stay unsaid.
    """
    if last is None or last.told is None or last.told_at is None:
        return Told.FIRST if firing else None
    before = frozenset(last.firing)
    if not firing <= before:
        return Told.NEW if before else Told.FIRST
    if not firing:
        return Told.RESOLVED if before else None
    if firing != before:
        return Told.RESOLVED_SOME
    return Told.REPEAT if last.told_at < now - repeat else None
