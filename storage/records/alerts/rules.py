"""The rules people made: what is watched, every version of it, and whether it is watched now."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from analysis.alerts.rule import Rule
from analysis.model import Lang
from storage.records.alerts import codec
from storage.records.alerts.codec import Broken
from storage.records.alerts.model import Kept, Status
from storage.records.alerts.numbers import take
from storage.records.alerts.tables import rule_revisions, rules
from storage.records.conflicts import Stale
from storage.records.store import Store

KEPT = (Status.ACTIVE, Status.PAUSED, Status.BROKEN)
"""The statuses of what is not deleted."""
_UNCLAIMED: dict[str, Any] = {"fence": rules.c.fence + 1, "owner": None, "judging": None, "lease_until": None}


@dataclass(frozen=True)
class Unreadable:
    """A rule whose kept text cannot be read back: R-`id`, whose it is, and why."""

    id: int
    status: Status
    lang: Lang
    person: str
    reason: str


class Rules:
    """Every rule there ever was. A rule is never erased: a deleted one keeps its number and its history.

    Whoever is judging a window of a rule when it changes loses the claim: its result would be of a rule
    that is no longer there.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self, rule: Rule, person: str, lang: Lang, now: datetime, starts_at: datetime, within: Connection | None = None
    ) -> Kept:
        """Keep a new rule, to be watched from the window that ends at `starts_at` on."""
        with self._store.within(within) as connection:
            kept = Kept(take("R", self._store, connection), rule, Status.ACTIVE, lang, person, now, starts_at)
            connection.execute(insert(rules).values(**_row(kept)))
            connection.execute(insert(rule_revisions).values(**_revision(kept, now)))
        return kept

    def find(self, rule_id: int) -> Kept | None:
        """The rule of that number, a deleted one too. Raises Broken where its text cannot be read."""
        with self._store.begin() as connection:
            row = connection.execute(_wanted().where(rules.c.id == rule_id)).one_or_none()
        return _kept(row) if row else None

    def all(self, *statuses: Status) -> tuple[Kept, ...]:
        """The rules of these statuses by number; all but the deleted if none is named. `unreadable` has the rest."""
        return tuple(found for found in self._read(statuses or KEPT) if isinstance(found, Kept))

    def unreadable(self, *statuses: Status) -> tuple[Unreadable, ...]:
        """The rules of these statuses whose text cannot be read: to be marked as broken, and their owners told."""
        return tuple(found for found in self._read(statuses or KEPT) if isinstance(found, Unreadable))

    def version(self, rule_id: int, version: int) -> Rule | None:
        """The rule as it was in that version. Raises Broken where its text cannot be read."""
        here = (rule_revisions.c.rule_id == rule_id) & (rule_revisions.c.version == version)
        with self._store.begin() as connection:
            spec = connection.execute(select(rule_revisions.c.spec).where(here)).scalar_one_or_none()
        return None if spec is None else codec.read(Rule, spec)

    def change(self, rule_id: int, version: int, rule: Rule, now: datetime, within: Connection | None = None) -> Kept:
        """Replace what is watched, as version `version` + 1. Raises Stale unless `version` is the present one."""
        here = (rules.c.id == rule_id) & (rules.c.version == version)
        with self._store.within(within) as connection:
            changed = update(rules).where(here).values(version=version + 1, **_UNCLAIMED)
            if not connection.execute(changed).rowcount:
                raise Stale(f"R-{rule_id}")
            row = {"rule_id": rule_id, "version": version + 1, "spec": codec.write(rule), "at": now}
            connection.execute(insert(rule_revisions).values(**row))
            return _kept(connection.execute(_wanted().where(rules.c.id == rule_id)).one())

    def mark(
        self,
        rule_id: int,
        status: Status,
        note: str = "",
        starts_at: datetime | None = None,
        within: Connection | None = None,
    ) -> bool:
        """Watch it, or not any more; with `starts_at`, leave out the windows before. False if there is no such rule."""
        values = {"status": status.value, "note": note} | ({"starts_at": starts_at} if starts_at else {})
        with self._store.within(within) as connection:
            marked = update(rules).where(rules.c.id == rule_id).values(**values, **_UNCLAIMED)
            return connection.execute(marked).rowcount > 0

    def _read(self, statuses: tuple[Status, ...]) -> list[Kept | Unreadable]:
        wanted = _wanted().where(rules.c.status.in_([status.value for status in statuses])).order_by(rules.c.id)
        with self._store.begin() as connection:
            return [_either(row) for row in connection.execute(wanted).all()]


def _wanted() -> Select[Any]:
    present = (rule_revisions.c.rule_id == rules.c.id) & (rule_revisions.c.version == rules.c.version)
    return select(rules, rule_revisions.c.spec).select_from(rules.join(rule_revisions, present))


def _either(row: Row[Any]) -> Kept | Unreadable:
    try:
        return _kept(row)
    except Broken as broken:
        return Unreadable(row.id, Status(row.status), Lang(row.lang), row.person, str(broken))


def _kept(row: Row[Any]) -> Kept:
    try:
        rule = codec.read(Rule, row.spec)
    except Broken as broken:
        raise Broken(f"R-{row.id}: {broken}", row.id) from broken
    kept = Kept(row.id, rule, Status(row.status), Lang(row.lang), row.person, row.created_at, row.starts_at)
    return replace(kept, version=row.version, note=row.note)


def _row(kept: Kept) -> dict[str, Any]:
    return {
        "id": kept.id,
        "version": kept.version,
        "status": kept.status.value,
        "note": kept.note,
        "lang": kept.lang.value,
        "person": kept.person,
        "created_at": kept.created_at,
        "starts_at": kept.starts_at,
        "fence": 0,
    }


def _revision(kept: Kept, at: datetime) -> dict[str, Any]:
    return {"rule_id": kept.id, "version": kept.version, "spec": codec.write(kept.rule), "at": at}
