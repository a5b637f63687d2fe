"""To-dos: what is to be done about decisions, by whom and by when."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from storage.records.alerts.decision import Todo
from storage.records.alerts.numbers import take
from storage.records.alerts.tables import todos
from storage.records.conflicts import Stale
from storage.records.preferences import Setter
from storage.records.store import Store

_MANY = 200


class Todos:
    """Every to-do there ever was; one that is done stays, with who did it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def number(self, within: Connection | None = None) -> int:
        """The number of the next to-do. One that is taken and not used leaves a gap."""
        return take("T", self._store, within)

    def add(self, new: Todo, within: Connection | None = None) -> Todo:
        """Keep a new to-do, numbered by `number`."""
        with self._store.within(within) as connection:
            connection.execute(insert(todos).values(**_row(new)))
        return new

    def change(self, before: Todo, after: Todo, within: Connection | None = None) -> Todo:
        """Let a to-do be as `after` is. Raises Stale when it changed since `before` was read."""
        after = replace(after, version=before.version + 1)
        here = (todos.c.id == before.id) & (todos.c.version == before.version)
        with self._store.within(within) as connection:
            if not connection.execute(update(todos).where(here).values(**_row(after))).rowcount:
                raise Stale(f"T-{before.id} version {before.version}")
        return after

    def tick(self, todo: Todo, setter: Setter | None, within: Connection | None = None) -> Todo:
        """Done by someone; to be done again, without one. Raises Stale as `change` does."""
        done_at, done_by = (setter.at, setter.person) if setter else (None, "")
        return self.change(todo, replace(todo, done_at=done_at, done_by=done_by), within)

    def find(self, todo_id: int) -> Todo | None:
        """The to-do of that number."""
        return next(iter(self._read(select(todos).where(todos.c.id == todo_id))), None)

    def of(self, decision_ids: Sequence[int]) -> tuple[Todo, ...]:
        """The to-dos of decisions, in the order they were added."""
        return self._read(select(todos).where(todos.c.decision_id.in_(decision_ids)).order_by(todos.c.id))

    def waiting(self, owner: str = "", due_by: date | None = None) -> tuple[Todo, ...]:
        """What is not done yet, the most urgent first: of everybody or of one, all of it or what is due by a day."""
        wanted = select(todos).where(todos.c.done_at.is_(None))
        if owner:
            wanted = wanted.where(todos.c.owner == owner)
        if due_by is not None:
            wanted = wanted.where(todos.c.due <= due_by)
        return self._read(wanted.order_by(todos.c.due.is_(None), todos.c.due, todos.c.id).limit(_MANY))

    def _read(self, wanted: Select[Any]) -> tuple[Todo, ...]:
        with self._store.begin() as connection:
            return tuple(_todo(row) for row in connection.execute(wanted).all())


def _row(todo: Todo) -> dict[str, Any]:
    values = asdict(todo)
    values["decision_id"] = values.pop("decision")
    return values


def _todo(row: Row[Any]) -> Todo:
    values = row._asdict()
    values["decision"] = values.pop("decision_id")
    return Todo(**values)
