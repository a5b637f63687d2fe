"""Who asked, saw, changed and exported what: written once, never rewritten."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from storage.records.store import Store
from storage.records.tables import NAME_LENGTH, QUESTION_LENGTH, audit


@dataclass(frozen=True)
class Deed:
    """One thing someone did: `deed` is a stable word (asked, shared, exported ...), `subject` what it was about."""

    at: datetime
    person: str
    deed: str
    subject: str
    origin: str
    channel: str | None = None


class Audit:
    """The trail. It can be added to and read; it has no other verbs."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def note(self, deed: Deed, within: Connection | None = None) -> None:
        """Add a line to the trail, in the transaction `within` if there is one."""
        row = {
            "at": deed.at,
            "person": deed.person,
            "deed": deed.deed[:NAME_LENGTH],
            "subject": deed.subject[:QUESTION_LENGTH],
            "channel": deed.channel,
            "origin": deed.origin,
        }
        with self._store.within(within) as connection:
            connection.execute(insert(audit).values(**row))

    def recent(self, limit: int = 100, person: str | None = None, deed: str | None = None) -> tuple[Deed, ...]:
        """The latest deeds, newest first: of everyone or of one person, of all kinds or of one."""
        wanted = select(audit).order_by(audit.c.id.desc()).limit(limit)
        if person is not None:
            wanted = wanted.where(audit.c.person == person)
        if deed is not None:
            wanted = wanted.where(audit.c.deed == deed)
        with self._store.begin() as connection:
            rows = connection.execute(wanted).all()
        return tuple(Deed(row.at, row.person, row.deed, row.subject, row.origin, row.channel) for row in rows)
