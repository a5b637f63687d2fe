"""What people did to episodes: added to, and marked as undone, never rewritten."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from analysis.alerts.people import Deed, Verb
from storage.records.alerts.tables import deeds
from storage.records.store import Store
from storage.records.tables import NAME_LENGTH


class Deeds:
    """The deeds of every episode, in the order they were done."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, episode_id: int, deed: Deed, within: Connection | None = None) -> Deed:
        """Write a deed down; the one returned has the id it got, whatever id it came with."""
        new = insert(deeds).values(**_row(episode_id, deed)).returning(deeds.c.id)
        with self._store.within(within) as connection:
            return replace(deed, id=connection.execute(new).scalar_one())

    def undo(self, deed_id: int, at: datetime, within: Connection | None = None) -> bool:
        """Mark a deed as taken back; False when it was already, or there is none."""
        stands = (deeds.c.id == deed_id) & deeds.c.undone.is_(None)
        with self._store.within(within) as connection:
            return connection.execute(update(deeds).where(stands).values(undone=at)).rowcount > 0

    def of(self, episode_id: int, within: Connection | None = None) -> tuple[Deed, ...]:
        """The deeds of an episode, the first one first, those taken back too."""
        wanted = select(deeds).where(deeds.c.episode_id == episode_id).order_by(deeds.c.id)
        with self._store.within(within) as connection:
            return tuple(_deed(row) for row in connection.execute(wanted).all())

    def of_all(self, episode_ids: Iterable[int]) -> Mapping[int, tuple[Deed, ...]]:
        """The deeds of several episodes, by episode; one without any has none."""
        found: dict[int, list[Deed]] = {episode_id: [] for episode_id in episode_ids}
        wanted = select(deeds).where(deeds.c.episode_id.in_(list(found))).order_by(deeds.c.id)
        with self._store.begin() as connection:
            for row in connection.execute(wanted).all():
                found[row.episode_id].append(_deed(row))
        return {episode_id: tuple(done) for episode_id, done in found.items()}


def _row(episode_id: int, deed: Deed) -> dict[str, Any]:
    return {
        "episode_id": episode_id,
        "at": deed.at,
        "person": deed.person,
        "verb": deed.verb.value,
        "source": deed.source[:NAME_LENGTH],
        "until": deed.until,
        "whom": deed.whom,
        "why": deed.why,
        "undone": deed.undone,
    }


def _deed(row: Row[Any]) -> Deed:
    return Deed(row.id, row.at, row.person, Verb(row.verb), row.source, row.until, row.whom, row.why, row.undone)
