"""Where notices stand in Slack, kept for good."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from storage.records.store import Store
from storage.records.tables import standing


@dataclass(frozen=True)
class Stand:
    """The message that a notice is; `files` are Slack's ids of the pictures within it."""

    channel: str
    ts: str
    files: tuple[str, ...] = ()


class Standing:
    """Where each notice stands, by its key, and which notice a message is.

    A notice that was posted anew stands in its latest place; its earlier ones still lead to it, for
    their threads live on.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, key: str, within: Connection | None = None) -> Stand | None:
        """Where the notice of that key stands; None when it never stood."""
        wanted = select(standing).where(standing.c.key == key)
        with self._store.within(within) as connection:
            row = connection.execute(wanted.order_by(standing.c.stood_at.desc(), standing.c.ts.desc())).first()
        return Stand(row.channel, row.ts, tuple(row.files)) if row else None

    def key(self, channel: str, ts: str, within: Connection | None = None) -> str | None:
        """The key of the notice that the message at `ts` is or was; None when it is none."""
        here = (standing.c.channel == channel) & (standing.c.ts == ts)
        with self._store.within(within) as connection:
            return connection.execute(select(standing.c.key).where(here)).scalar_one_or_none()

    def put(self, key: str, stand: Stand, at: datetime, within: Connection | None = None) -> None:
        """Remember where a notice stands from `at` on; a change in place without pictures keeps those it has."""
        new = {
            "channel": stand.channel,
            "ts": stand.ts,
            "key": key,
            "files": list(stand.files),
            "stood_at": at,
        }
        insert = self._store.insert(standing).values(**new)
        here = [standing.c.channel, standing.c.ts]
        with self._store.within(within) as connection:
            if stand.files:
                connection.execute(
                    insert.on_conflict_do_update(index_elements=here, set_={"files": insert.excluded.files})
                )
            else:
                connection.execute(insert.on_conflict_do_nothing(index_elements=here))
