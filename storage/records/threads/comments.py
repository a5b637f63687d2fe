"""What people wrote in logs: kept once however often it arrives, and gone when they take it back."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, delete, false, func, or_, select, update

from storage.records.store import Store
from storage.records.threads.model import LONGEST, Comment, File, Gone, Thread, Written
from storage.records.threads.tables import comments, reactions, revisions

_Key = tuple[str, str]


class Comments:
    """Every comment of every log, in the order in which they were written, whatever order they arrived in.

    A comment is known by its channel and its ts, each of its texts by when it was written so: what is delivered
    twice is kept once, and an edit or a deletion that comes before its message is not lost.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, thread: Thread, ts: str, person: str, written: Written) -> None:
        """Keep a comment, or a new text of one. What was taken back before stays gone."""
        row = {
            "channel": thread.channel,
            "ts": ts,
            "revised": written.revised,
            "text": written.text[:LONGEST],
            "files": [[file.id, file.name] for file in written.files],
        }
        with self._store.begin() as connection:
            if not self._stand(thread, ts, person, connection):
                connection.execute(self._store.insert(revisions).values(**row).on_conflict_do_nothing())

    def remove(self, thread: Thread, ts: str, person: str) -> None:
        """Somebody took a comment back: nothing of what it said stays, only that it was there."""
        with self._store.begin() as connection:
            if not self._stand(thread, ts, person, connection):
                self._empty((comments.c.channel == thread.channel) & (comments.c.ts == ts), Gone.DELETED, connection)

    def erase(self, person: str, within: Connection | None = None) -> int:
        """Erase all that a person wrote and every emoji they put on a comment; how many comments that were."""
        theirs = (comments.c.person == person) & (comments.c.gone == "")
        with self._store.within(within) as connection:
            erased = self._empty(theirs, Gone.ERASED, connection)
            connection.execute(delete(reactions).where(reactions.c.person == person))
        return erased

    def count(self, person: str) -> int:
        """How many comments of a person there are."""
        theirs = (comments.c.person == person) & (comments.c.gone == "")
        with self._store.begin() as connection:
            return connection.execute(select(func.count()).select_from(comments).where(theirs)).scalar_one()

    def react(self, key: _Key, emoji: str, person: str, at: datetime, *, on: bool) -> None:
        """Count an emoji put on the comment at (channel, ts), or taken off it. The latest of both is what holds."""
        row = {"channel": key[0], "ts": key[1], "emoji": emoji, "person": person, "at": at, "on": on}
        new = self._store.insert(reactions).values(**row)
        here = [reactions.c[name] for name in ("channel", "ts", "emoji", "person")]
        later = new.on_conflict_do_update(index_elements=here, set_={"at": at, "on": on}, where=reactions.c.at < at)
        there = (comments.c.channel == key[0]) & (comments.c.ts == key[1]) & (comments.c.gone == "")
        with self._store.begin() as connection:
            if connection.execute(select(comments.c.ts).where(there).with_for_update()).one_or_none():
                connection.execute(later)

    def find(self, channel: str, ts: str) -> Comment | None:
        """The comment at a place."""
        found = self._read((comments.c.channel == channel) & (comments.c.ts == ts))
        return found[0] if found else None

    def of(self, threads: Iterable[Thread]) -> tuple[Comment, ...]:
        """The comments of these threads, the first one first."""
        there = [(comments.c.channel == each.channel) & (comments.c.thread == each.root) for each in threads]
        return self._read(or_(false(), *there))

    def revisions(self, channel: str, ts: str) -> tuple[Written, ...]:
        """All the texts that a comment had, the first one first."""
        here = (revisions.c.channel == channel) & (revisions.c.ts == ts)
        with self._store.begin() as connection:
            rows = connection.execute(select(revisions).where(here).order_by(revisions.c.revised)).all()
        return tuple(map(_written, rows))

    def _stand(self, thread: Thread, ts: str, person: str, connection: Connection) -> str:
        """Lock the comment at `ts`, made if there is none; why it is gone, if it is."""
        row = {"channel": thread.channel, "ts": ts, "thread": thread.root, "person": person, "gone": ""}
        new = self._store.insert(comments).values(**row)
        locked = new.on_conflict_do_update(index_elements=["channel", "ts"], set_={"ts": ts})
        return str(connection.execute(locked.returning(comments.c.gone)).scalar_one())

    def _empty(self, which: ColumnElement[bool], why: Gone, connection: Connection) -> int:
        emptied = update(comments).where(which).values(gone=why.value).returning(comments.c.channel, comments.c.ts)
        gone = connection.execute(emptied).all()
        for row in gone:
            for part in (revisions, reactions):
                connection.execute(delete(part).where((part.c.channel == row.channel) & (part.c.ts == row.ts)))
        return len(gone)

    def _read(self, which: ColumnElement[bool]) -> tuple[Comment, ...]:
        with self._store.begin() as connection:
            found = connection.execute(select(comments).where(which).order_by(comments.c.ts, comments.c.channel)).all()
            texts = _by_comment(connection.execute(_beside(revisions, which).order_by(revisions.c.revised)).all())
            emoji = _by_comment(connection.execute(_beside(reactions, which & reactions.c.on)).all())
        return tuple(_comment(row, texts[row.channel, row.ts], emoji[row.channel, row.ts]) for row in found)


def _beside(part: Table, which: ColumnElement[bool]) -> Select[Any]:
    """The rows of a table that are about the comments wanted."""
    same = (part.c.channel == comments.c.channel) & (part.c.ts == comments.c.ts)
    return select(part).join(comments, same).where(which)


def _by_comment(rows: Sequence[Row[Any]]) -> Mapping[_Key, list[Row[Any]]]:
    found: Mapping[_Key, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row.channel, row.ts].append(row)
    return found


def _comment(row: Row[Any], texts: Sequence[Row[Any]], emoji: Sequence[Row[Any]]) -> Comment:
    return Comment(
        Thread(row.channel, row.thread),
        row.ts,
        row.person,
        _written(texts[-1]) if texts else None,
        Gone(row.gone) if row.gone else None,
        sum(text.revised != row.ts for text in texts),
        Counter(each.emoji for each in emoji),
    )


def _written(row: Row[Any]) -> Written:
    return Written(row.revised, row.text, tuple(File(*file) for file in row.files))
