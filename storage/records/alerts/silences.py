"""Silences: what nobody is told of for a while."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from analysis.alerts.people import Silence
from storage.records.alerts import codec
from storage.records.alerts.numbers import take
from storage.records.alerts.tables import silences
from storage.records.store import Store


@dataclass(frozen=True)
class _Matchers:
    labels: Mapping[str, tuple[str, ...]]


class Silences:
    """Every silence there ever was; one that is over stays, so that a past quiet can be explained."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, silence: Silence, within: Connection | None = None) -> Silence:
        """Keep a silence; the one returned has the number it got (S-4), whatever number it came with."""
        with self._store.within(within) as connection:
            kept = replace(silence, id=take("S", self._store, connection))
            connection.execute(insert(silences).values(**_row(kept)))
        return kept

    def find(self, silence_id: int) -> Silence | None:
        """The silence of that number."""
        found = self._read(select(silences).where(silences.c.id == silence_id))
        return found[0] if found else None

    def at(self, moment: datetime) -> tuple[Silence, ...]:
        """The silences in force at a moment, past or present."""
        return self._read(select(silences).where(silences.c.start <= moment, silences.c.end > moment))

    def standing(self, now: datetime) -> tuple[Silence, ...]:
        """The silences that are not over: in force, or still to begin."""
        return self._read(select(silences).where(silences.c.end > now))

    def end(self, silence_id: int, now: datetime, within: Connection | None = None) -> bool:
        """End a silence now; False when it is over already, or there is none."""
        here = (silences.c.id == silence_id) & (silences.c.end > now)
        with self._store.within(within) as connection:
            return connection.execute(update(silences).where(here).values(end=now)).rowcount > 0

    def _read(self, wanted: Select[Any]) -> tuple[Silence, ...]:
        with self._store.begin() as connection:
            return tuple(_silence(row) for row in connection.execute(wanted.order_by(silences.c.id)).all())


def _row(silence: Silence) -> dict[str, Any]:
    return {
        "id": silence.id,
        "matchers": codec.write(_Matchers(silence.matchers)),
        "start": silence.start,
        "end": silence.end,
        "person": silence.person,
        "why": silence.why,
    }


def _silence(row: Row[Any]) -> Silence:
    return Silence(row.id, codec.read(_Matchers, row.matchers).labels, row.start, row.end, row.person, row.why)
