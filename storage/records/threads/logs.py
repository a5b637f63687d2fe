"""Which threads are logs, and what they belong to."""

from typing import Any

from sqlalchemy import Connection, Select, Table, literal, select, union

from storage.records.alerts.tables import decisions, episodes
from storage.records.preferences import Setter
from storage.records.store import Store
from storage.records.tables import standing
from storage.records.threads.model import Kind, Subject, Thread
from storage.records.threads.tables import bindings


class Logs:
    """A thread is a log when it began with an alert or a decision, when a decision was made in it, or when somebody
    said so. Nothing of any other thread is ever kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def bind(self, thread: Thread, subject: Subject, setter: Setter, within: Connection | None = None) -> None:
        """Let a thread belong to an alert or a decision from now on, whatever it belonged to."""
        row = {
            "channel": thread.channel,
            "thread": thread.root,
            "kind": subject.kind.value,
            "number": subject.number,
            "person": setter.person,
            "at": setter.at,
        }
        with self._store.within(within) as connection:
            connection.execute(self._store.upsert(bindings, ("channel", "thread"), row))

    def subject(self, thread: Thread, within: Connection | None = None) -> Subject | None:
        """What a thread belongs to; None when it is no log."""
        with self._store.within(within) as connection:
            rows = (connection.execute(wanted).first() for wanted in _looks(thread))
            found = next((row for row in rows if row is not None), None)
        return Subject(Kind(found.kind), found.number) if found else None

    def of(self, subject: Subject) -> tuple[Thread, ...]:
        """The threads that belong to an alert or a decision, the first one first."""
        said = select(bindings.c.channel, bindings.c.thread).where(
            bindings.c.kind == subject.kind.value, bindings.c.number == subject.number
        )
        owner = episodes if subject.kind is Kind.ALERT else decisions
        card = (
            select(standing.c.channel, standing.c.ts.label("thread"))
            .join(owner, owner.c.card == standing.c.key)
            .where(owner.c.id == subject.number)
        )
        ways = [said, card]
        if subject.kind is Kind.DECISION:
            there = (decisions.c.id == subject.number) & (decisions.c.thread != "")
            ways.append(select(decisions.c.channel, decisions.c.thread).where(there))
        with self._store.begin() as connection:
            rows = connection.execute(union(*ways)).all()
        return tuple(sorted((Thread(row.channel, row.thread) for row in rows), key=lambda each: each.root))


def _looks(thread: Thread) -> tuple[Select[Any], ...]:
    """Where to look for what a thread belongs to, in order."""
    said = (bindings.c.channel == thread.channel) & (bindings.c.thread == thread.root)
    made = (decisions.c.channel == thread.channel) & (decisions.c.thread == thread.root)
    card = (standing.c.channel == thread.channel) & (standing.c.ts == thread.root)
    return (
        select(bindings.c.kind, bindings.c.number).where(said),
        _named(Kind.ALERT, episodes).join(standing, standing.c.key == episodes.c.card).where(card),
        _named(Kind.DECISION, decisions).join(standing, standing.c.key == decisions.c.card).where(card),
        _named(Kind.DECISION, decisions).where(made).order_by(decisions.c.id.desc()),
    )


def _named(kind: Kind, owner: Table) -> Select[Any]:
    return select(literal(kind.value).label("kind"), owner.c.id.label("number"))
