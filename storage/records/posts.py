"""What was said where: the question of a thread, the answers posted, the deliveries already seen."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from storage.records.store import Store
from storage.records.tables import ID_LENGTH, QUESTION_LENGTH, inbox, posted, threads

KEEP_SEEN = timedelta(days=1)
UNFINISHED = timedelta(minutes=2)
"""How long a delivery may take. One that is not done by then was taken by a bot that is gone."""


@dataclass(frozen=True)
class Post:
    """An answer that stands in a channel. `message` is its ts, `files` the ids of its pictures."""

    channel: str
    message: str
    person: str
    question: str
    posted_at: datetime
    thread: str | None = None
    files: tuple[str, ...] = ()


class Posts:
    """The answers that stand in channels, and the question each thread is about."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, post: Post, within: Connection | None = None) -> None:
        """Remember an answer, and bind its thread to its question for follow-ups."""
        question = post.question[:QUESTION_LENGTH]
        row = {
            "channel": post.channel,
            "message": post.message,
            "thread": post.thread,
            "person": post.person,
            "question": question,
            "files": list(post.files),
            "posted_at": post.posted_at,
        }
        with self._store.within(within) as connection:
            connection.execute(self._store.upsert(posted, ("channel", "message"), row))
            if question:
                bound = _binding(post, question)
                connection.execute(self._store.upsert(threads, ("channel", "thread"), bound))

    def find(self, channel: str, message: str) -> Post | None:
        """The answer at `message`, unless it was removed."""
        here = (posted.c.channel == channel) & (posted.c.message == message) & posted.c.removed_at.is_(None)
        with self._store.begin() as connection:
            row = connection.execute(select(posted).where(here)).one_or_none()
        if row is None:
            return None
        return Post(channel, message, row.person, row.question, row.posted_at, row.thread, tuple(row.files))

    def hang(self, channel: str, message: str, files: tuple[str, ...], within: Connection | None = None) -> None:
        """Remember files that belong to an answer but stand in messages of their own."""
        here = (posted.c.channel == channel) & (posted.c.message == message)
        with self._store.within(within) as connection:
            held = connection.execute(select(posted.c.files).where(here)).scalar_one_or_none()
            if held is not None:
                connection.execute(update(posted).where(here).values(files=sorted({*held, *files})))

    def files(self, channel: str, message: str) -> tuple[str, ...]:
        """The files that hang on an answer, also when it was just removed."""
        here = (posted.c.channel == channel) & (posted.c.message == message)
        with self._store.begin() as connection:
            return tuple(connection.execute(select(posted.c.files).where(here)).scalar_one_or_none() or ())

    def remove(self, channel: str, message: str, at: datetime) -> None:
        """Mark an answer as taken away."""
        here = (posted.c.channel == channel) & (posted.c.message == message)
        with self._store.begin() as connection:
            connection.execute(update(posted).where(here).values(removed_at=at))

    def question(self, channel: str, thread: str) -> str | None:
        """The last question of a thread, in canonical text."""
        here = (threads.c.channel == channel) & (threads.c.thread == thread)
        with self._store.begin() as connection:
            return connection.execute(select(threads.c.question).where(here)).scalar_one_or_none()


class Inbox:
    """Deliveries already taken, so that a retry has no second effect."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def first(self, key: str, now: datetime) -> bool:
        """Claim a delivery: True for exactly one caller, and for a retry of what was never finished.

        Claims that no retry can still refer to are dropped.
        """
        abandoned = inbox.c.done_at.is_(None) & (inbox.c.seen_at < now - UNFINISHED)
        taken = self._store.insert(inbox).values(key=key[:ID_LENGTH], seen_at=now)
        claim = taken.on_conflict_do_update(index_elements=["key"], set_={"seen_at": now}, where=abandoned)
        with self._store.begin() as connection:
            connection.execute(delete(inbox).where(inbox.c.seen_at < now - KEEP_SEEN))
            claimed = connection.execute(claim.returning(inbox.c.key)).one_or_none()
        return claimed is not None

    def done(self, key: str, now: datetime) -> None:
        """Note that a delivery had its whole effect."""
        with self._store.begin() as connection:
            connection.execute(update(inbox).where(inbox.c.key == key[:ID_LENGTH]).values(done_at=now))


def _binding(post: Post, question: str) -> dict[str, object]:
    return {
        "channel": post.channel,
        "thread": post.thread or post.message,
        "question": question,
        "person": post.person,
        "asked_at": post.posted_at,
    }
