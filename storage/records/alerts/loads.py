"""What each load read and refused, table by table: whether a source can be trusted just now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from storage.records.alerts.tables import loads
from storage.records.store import Store

KEEP = timedelta(days=396)


@dataclass(frozen=True)
class Load:
    """What one load did to one table of the shop.

    `read` are the rows read for it, `changed` those that are new or replaced others, `refused` those that
    broke a rule, `reason` why the first of them did. `failure` says why the whole load came to nothing;
    it is empty for one that went through.
    """

    at: datetime
    place: str
    mapping: str
    table: str
    read: int = 0
    changed: int = 0
    refused: int = 0
    reason: str = ""
    failure: str = ""

    @property
    def refused_share(self) -> float:
        """The fraction of the rows read that were refused; 0 where none were read."""
        return self.refused / self.read if self.read else 0.0


class Loads:
    """The loads of the last 13 months."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, tables: Iterable[Load], within: Connection | None = None) -> None:
        """Write down what a load did, one entry a table."""
        rows = [{name: getattr(table, name) for name in _FIELDS} for table in tables]
        if rows:
            with self._store.within(within) as connection:
                connection.execute(insert(loads), rows)

    def latest(self, until: datetime | None = None) -> Mapping[str, Load]:
        """The last load of each table, failed or not; with `until`, the last by then."""
        last = select(func.max(loads.c.id)).group_by(loads.c.table)
        if until is not None:
            last = last.where(loads.c.at <= until)
        with self._store.begin() as connection:
            rows = connection.execute(select(*_COLUMNS).where(loads.c.id.in_(last))).all()
        return {row.table: Load(*row) for row in rows}

    def recent(self, limit: int = 50, table: str | None = None) -> tuple[Load, ...]:
        """The latest loads, newest first: of every table or of one."""
        wanted = select(*_COLUMNS).order_by(loads.c.id.desc()).limit(limit)
        if table is not None:
            wanted = wanted.where(loads.c.table == table)
        with self._store.begin() as connection:
            return tuple(Load(*row) for row in connection.execute(wanted).all())

    def tidy(self, now: datetime) -> None:
        """Drop what is older than 13 months."""
        with self._store.begin() as connection:
            connection.execute(delete(loads).where(loads.c.at < now - KEEP))


_FIELDS = tuple(part.name for part in fields(Load))
_COLUMNS = tuple(loads.c[name] for name in _FIELDS)
