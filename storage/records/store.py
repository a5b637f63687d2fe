"""One database behind the team's memory: connections, transactions, and the words for when it fails."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Insert, Table, create_engine, event, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from analysis.errors import Unavailable
from analysis.model import Text

WAIT_S = 2.0
_TURN = 0x43484553
_TURN_MS = 60_000

LOCKED = Text(
    "My memory is busy: another program holds it. Nothing was changed. Try again in a moment.",
    "我的记录库正被其他程序占用，什么都没有改动。请稍后再试。",
)
FULL = Text(
    "My memory cannot be written: its disk is full or failing. Nothing was changed. Free some space, then try again.",
    "记录库写不进去：磁盘已满或出错，什么都没有改动。请腾出空间后再试。",
)
UNPREPARED = Text(
    "My memory is not set up yet. Run `chestnut migrate`, then try again.",
    "记录库还没有准备好。请运行 `chestnut migrate`，然后重试。",
)
MISSING = Text(
    "I cannot open my memory. Check CHESTNUT_HOME and CHESTNUT_RECORDS_URL with `chestnut doctor`.",
    "打不开记录库。请用 `chestnut doctor` 检查 CHESTNUT_HOME 和 CHESTNUT_RECORDS_URL。",
)


class Store:
    """A pool of connections to the records database. Safe to share between threads."""

    def __init__(self, url: str, wait_s: float = WAIT_S) -> None:
        """`url` is a SQLAlchemy URL; `wait_s` is how long to wait for another writer. Raises Unavailable."""
        try:
            parsed = make_url(url)
            arguments = {"timeout": wait_s} if parsed.get_backend_name() == "sqlite" else {}
            # A fault is logged with its statement: what people wrote is no part of that.
            self.engine = create_engine(parsed, connect_args=arguments, hide_parameters=True)
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            raise Unavailable(MISSING) from error
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _tune)

    def __repr__(self) -> str:
        return f"Store({self.engine.url!r})"

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One transaction: all of it or nothing. Raises Unavailable when the database will not have it."""
        try:
            with self.engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise Unavailable(_sentence(error)) from error

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """One transaction in which nobody else writes, shape included: it waits its turn. Raises Unavailable."""
        with self.begin() as connection:
            if self.engine.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(_TURN)))
                yield connection
                return
            # The driver begins no transaction of itself for a change of shape: cut short, it would be half done.
            wait = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {_TURN_MS}")
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                yield connection
            finally:
                connection.exec_driver_sql(f"PRAGMA busy_timeout = {wait}")

    @contextmanager
    def within(self, transaction: Connection | None) -> Iterator[Connection]:
        """The transaction given, to be ended by whoever began it, else one of our own."""
        if transaction is not None:
            yield transaction
            return
        with self.begin() as connection:
            yield connection

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that knows ON CONFLICT in this database's dialect."""
        return postgresql.insert(table) if self.engine.dialect.name == "postgresql" else sqlite.insert(table)

    def upsert(self, table: Table, keys: Sequence[str], values: Mapping[str, Any]) -> Insert:
        """Insert a row, or overwrite the one with the same `keys`."""
        statement = self.insert(table).values(**values)
        rest = {name: statement.excluded[name] for name in values if name not in keys}
        return statement.on_conflict_do_update(index_elements=list(keys), set_=rest)


def _tune(connection: DBAPIConnection, _record: object) -> None:
    # WAL lets readers go on while one writes. With it, NORMAL loses nothing when the process is killed;
    # a power cut can take back the last moments, and is named among the exceptions in docs/operations.md.
    cursor = connection.cursor()
    try:
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA foreign_keys = ON")
    finally:
        cursor.close()


def _sentence(error: DBAPIError) -> Text:
    said = str(error.orig).lower()
    if "locked" in said or "busy" in said:
        return LOCKED
    if "disk" in said or "no space left" in said:
        return FULL
    if "no such table" in said or "no such column" in said or "undefined" in type(error.orig).__name__.lower():
        return UNPREPARED
    return MISSING
