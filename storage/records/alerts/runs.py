"""What is done over and over: when it last went well, and how often in a row it has failed since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from storage.records.alerts.tables import runs
from storage.records.store import Store


@dataclass(frozen=True)
class Run:
    """How it goes with something: `at` is when it last went well, None if it never did."""

    at: datetime | None
    failures: int = 0


class Runs:
    """Runs by the name of what is run: a job, or the judging of a rule (R-7). Any process may run it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, name: str) -> Run | None:
        """How it goes with what has that name; None when it was never run."""
        with self._store.begin() as connection:
            row = connection.execute(select(runs.c.at, runs.c.failures).where(runs.c.name == name)).one_or_none()
        return Run(row.at, row.failures) if row else None

    def failing(self) -> Mapping[str, int]:
        """How often in a row each thing failed that does, by its name."""
        with self._store.begin() as connection:
            wanted = select(runs.c.name, runs.c.failures).where(runs.c.failures > 0)
            return {row.name: row.failures for row in connection.execute(wanted).all()}

    def done(self, name: str, at: datetime, within: Connection | None = None) -> None:
        """It went well."""
        with self._store.within(within) as connection:
            connection.execute(self._store.upsert(runs, ("name",), {"name": name, "at": at, "failures": 0}))

    def failed(self, name: str, within: Connection | None = None) -> int:
        """It failed: how often in a row by now."""
        first = self._store.insert(runs).values(name=name, failures=1)
        again = first.on_conflict_do_update(index_elements=["name"], set_={"failures": runs.c.failures + 1})
        with self._store.within(within) as connection:
            failures: int = connection.execute(again.returning(runs.c.failures)).scalar_one()
        return failures
