"""Targets that people set by a command; those of shop.yaml live in the catalog."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from storage.catalog.model import Target
from storage.records.alerts import codec
from storage.records.alerts.tables import targets
from storage.records.preferences import Setter
from storage.records.store import Store


@dataclass(frozen=True)
class _Conditions:
    where: Mapping[str, str]


class Targets:
    """What metrics should come to. Setting one again for the same time and place replaces it; nothing is erased."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, metric: str, target: Target, setter: Setter, within: Connection | None = None) -> bool:
        """Set a target of a metric; True when it replaced one."""
        with self._store.within(within) as connection:
            replaced = self._end(metric, target, setter.at, connection)
            connection.execute(insert(targets).values(**_row(metric, target, setter)))
        return replaced

    def drop(self, metric: str, target: Target, now: datetime, within: Connection | None = None) -> bool:
        """Take back the target for that time and place, whatever its value; False when there is none."""
        with self._store.within(within) as connection:
            return self._end(metric, target, now, connection)

    def all(self) -> Mapping[str, tuple[Target, ...]]:
        """The targets in force, by metric, in the order they were set, to follow those of the catalog."""
        wanted = select(targets).where(targets.c.replaced_at.is_(None)).order_by(targets.c.id)
        found: dict[str, list[Target]] = {}
        with self._store.begin() as connection:
            for row in connection.execute(wanted).all():
                found.setdefault(row.metric, []).append(_target(row))
        return {metric: tuple(entries) for metric, entries in found.items()}

    @staticmethod
    def _end(metric: str, target: Target, at: datetime, connection: Connection) -> bool:
        same = (targets.c.metric == metric) & (targets.c.conditions == _written(target))
        span = (targets.c.every == target.every) & targets.c.first.is_not_distinct_from(target.first)
        here = same & span & targets.c.last.is_not_distinct_from(target.last) & targets.c.replaced_at.is_(None)
        return connection.execute(update(targets).where(here).values(replaced_at=at)).rowcount > 0


def _written(target: Target) -> str:
    return codec.write(_Conditions(target.where))


def _row(metric: str, target: Target, setter: Setter) -> dict[str, Any]:
    return {
        "metric": metric,
        "conditions": _written(target),
        "every": target.every,
        "first": target.first,
        "last": target.last,
        "value": target.value,
        "person": setter.person,
        "at": setter.at,
    }


def _target(row: Row[Any]) -> Target:
    return Target(row.value, row.every, codec.read(_Conditions, row.conditions).where, row.first, row.last)
