"""The team's memory: what people saved, prefer, asked and were shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from analysis.errors import Unavailable
from storage.records.alerts.decisions import Decisions
from storage.records.alerts.deeds import Deeds
from storage.records.alerts.episodes import Episodes
from storage.records.alerts.loads import Loads
from storage.records.alerts.rules import Rules
from storage.records.alerts.runs import Runs
from storage.records.alerts.silences import Silences
from storage.records.alerts.targets import Targets
from storage.records.alerts.todos import Todos
from storage.records.alerts.windows import Windows
from storage.records.audit import Audit, Deed
from storage.records.boards import Boards
from storage.records.conflicts import Lost, Stale
from storage.records.digests.digests import Digests
from storage.records.outbox import Outbox
from storage.records.parcels import Draft, Lease, Parcel, State, Turn
from storage.records.posts import Inbox, Post, Posts
from storage.records.preferences import Preferences, Scope, Setter
from storage.records.saved import Saved, SavedQuestions
from storage.records.standing import Stand, Standing
from storage.records.store import UNPREPARED, WAIT_S, Store
from storage.records.threads.comments import Comments
from storage.records.threads.logs import Logs

__all__ = [
    "Deed",
    "Draft",
    "Lease",
    "Lost",
    "Parcel",
    "Post",
    "Records",
    "Saved",
    "Scope",
    "Setter",
    "Stale",
    "Stand",
    "State",
    "Transaction",
    "Turn",
]

Transaction = Connection
"""What has begun and not ended yet: handed from part to part, so that all of it is written or nothing."""

_HERE = Path(__file__).parent


class Records:
    """One shop's memory behind a SQLAlchemy URL (SQLite or PostgreSQL). Safe to share between threads.

    Every method of its parts raises Unavailable, with what to do, when the database will not have it.
    """

    def __init__(self, url: str, wait_s: float = WAIT_S) -> None:
        """`wait_s` is how long to wait for another writer before giving up."""
        self._store = Store(url, wait_s)
        self.saved = SavedQuestions(self._store)
        self.preferences = Preferences(self._store)
        self.posts = Posts(self._store)
        self.inbox = Inbox(self._store)
        self.audit = Audit(self._store)
        self.outbox = Outbox(self._store)
        self.standing = Standing(self._store)
        self.rules = Rules(self._store)
        self.windows = Windows(self._store)
        self.episodes = Episodes(self._store)
        self.deeds = Deeds(self._store)
        self.silences = Silences(self._store)
        self.targets = Targets(self._store)
        self.loads = Loads(self._store)
        self.runs = Runs(self._store)
        self.decisions = Decisions(self._store)
        self.todos = Todos(self._store)
        self.digests = Digests(self._store)
        self.logs = Logs(self._store)
        self.comments = Comments(self._store)
        self.boards = Boards(self._store)

    def __repr__(self) -> str:
        return f"Records({self._store.engine.url!r})"

    @contextmanager
    def begin(self) -> Iterator[Transaction]:
        """One transaction for writes of several parts (their `within`). Raises Unavailable."""
        with self._store.begin() as transaction:
            yield transaction

    def migrate(self, to: str = "head") -> None:
        """Bring the database to the newest shape, or to the revision `to`: all of the way, or not at all.

        Nothing happens when it is there already; of several that start at once, the others wait for the first.
        """
        with self._store.alone() as connection:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, to)

    def check(self) -> None:
        """Raise Unavailable unless the database answers and has the newest shape."""
        with self._store.begin() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
        if current != ScriptDirectory.from_config(_config()).get_current_head():
            raise Unavailable(UNPREPARED)

    def tidy(self, now: datetime) -> None:
        """Drop what is kept for a time only, and whose time is over."""
        for part in (self.outbox, self.windows, self.loads):
            part.tidy(now)

    def close(self) -> None:
        """Give every connection back."""
        self._store.engine.dispose()


def _config() -> Config:
    config = Config()
    # A percent sign in a path would be read as interpolation.
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    config.set_main_option("version_locations", str(_HERE / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config
