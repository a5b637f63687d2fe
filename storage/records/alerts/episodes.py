"""Episodes: each run of a rule from its first firing instance to the last."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select, update

from analysis.alerts.condition import Reason, Suppressor, Told
from storage.records.alerts import codec
from storage.records.alerts.model import Episode
from storage.records.alerts.numbers import take
from storage.records.alerts.tables import episodes
from storage.records.conflicts import Stale
from storage.records.store import Store
from storage.records.tables import standing


class Episodes:
    """Every episode there ever was, kept for good. A rule has at most one that is open: the database sees to it.

    Whoever changes an episode hands over what it is to be, its `version` one more than the one read:
    so a card can be made of it beforehand, and of two who change it at once one is told that it is Stale.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def number(self) -> int:
        """A number for a new episode. One that is taken and not used leaves a gap; none is given twice."""
        return take("A", self._store)

    def add(self, episode: Episode, within: Connection | None = None) -> None:
        """Keep a new episode, as it is. Raises Stale when its rule has one open, or its number is in use."""
        new = self._store.insert(episodes).values(**_row(episode)).on_conflict_do_nothing()
        with self._store.within(within) as connection:
            if connection.execute(new.returning(episodes.c.id)).one_or_none() is None:
                raise Stale(f"A-{episode.id} of R-{episode.rule_id}")

    def change(self, episode: Episode, within: Connection | None = None) -> None:
        """Keep what became of an episode. Raises Stale unless the version kept is the one before `episode.version`."""
        here = (episodes.c.id == episode.id) & (episodes.c.version == episode.version - 1)
        with self._store.within(within) as connection:
            if not connection.execute(update(episodes).where(here).values(**_row(episode))).rowcount:
                raise Stale(f"A-{episode.id} v{episode.version}")

    def find(self, episode_id: int, within: Connection | None = None) -> Episode | None:
        """The episode of that number."""
        return _one(self._read(select(episodes).where(episodes.c.id == episode_id), within))

    def open_of(self, rule_ids: Iterable[int], within: Connection | None = None) -> Mapping[int, Episode]:
        """The open episodes of these rules, by rule."""
        wanted = select(episodes).where(episodes.c.rule_id.in_(list(rule_ids)), episodes.c.ended_at.is_(None))
        return {episode.rule_id: episode for episode in self._read(wanted, within)}

    def open(self, channel: str | None = None) -> tuple[Episode, ...]:
        """Every open episode, or those of one channel, the latest first."""
        wanted = select(episodes).where(episodes.c.ended_at.is_(None))
        if channel is not None:
            wanted = wanted.where(episodes.c.channel == channel)
        return self._read(_latest(wanted))

    def recent(self, limit: int = 20, rule_id: int | None = None, channel: str | None = None) -> tuple[Episode, ...]:
        """The latest episodes, open or over, the latest first: of all, of one rule, of one channel."""
        wanted = select(episodes)
        if rule_id is not None:
            wanted = wanted.where(episodes.c.rule_id == rule_id)
        if channel is not None:
            wanted = wanted.where(episodes.c.channel == channel)
        return self._read(_latest(wanted).limit(limit))

    def since(self, moment: datetime, rule_ids: Iterable[int]) -> tuple[Episode, ...]:
        """The episodes of these rules that fired at or after a moment, the latest first."""
        wanted = select(episodes).where(episodes.c.rule_id.in_(list(rule_ids)), episodes.c.fired_at >= moment)
        return self._read(_latest(wanted))

    def similar(self, episode: Episode, limit: int = 5) -> tuple[Episode, ...]:
        """Earlier episodes of the same rule that are over, the latest first."""
        earlier = (episodes.c.fired_at < episode.fired_at) & episodes.c.ended_at.is_not(None)
        wanted = select(episodes).where(episodes.c.rule_id == episode.rule_id, earlier)
        return self._read(_latest(wanted).limit(limit))

    def of_card(self, channel: str, ts: str) -> Episode | None:
        """The episode whose card stands there, or stood there before it was posted anew."""
        there = (standing.c.channel == channel) & (standing.c.ts == ts)
        wanted = select(episodes).join(standing, standing.c.key == episodes.c.card).where(there)
        return _one(self._read(wanted))

    def _read(self, wanted: Select[Any], within: Connection | None = None) -> tuple[Episode, ...]:
        with self._store.within(within) as connection:
            return tuple(_episode(row) for row in connection.execute(wanted).all())


def _latest(wanted: Select[Any]) -> Select[Any]:
    return wanted.order_by(episodes.c.fired_at.desc(), episodes.c.id.desc())


def _one(found: tuple[Episode, ...]) -> Episode | None:
    return found[0] if found else None


def _row(episode: Episode) -> dict[str, Any]:
    row = {name: getattr(episode, name) for name in _FIELDS}
    return row | {"firing": codec.listed(episode.firing)}


def _episode(row: Row[Any]) -> Episode:
    episode = Episode(**{name: getattr(row, name) for name in _FIELDS})
    return replace(
        episode,
        end=row.end and Reason(row.end),
        told=row.told and Told(row.told),
        firing=codec.unlisted(row.firing),
        suppressed=row.suppressed and Suppressor(row.suppressed),
    )


_FIELDS = tuple(column.name for column in episodes.columns)
"""An episode's fields are the table's columns, by the same names."""
