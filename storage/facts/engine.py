"""A way into the store: opened when first needed, with a time limit, its failures said in plain words."""

import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
from sqlalchemy import URL, Connection, Engine, Executable, create_engine, event, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from analysis.errors import Unavailable
from analysis.model import Text
from storage.facts.watch import Watch

SLOW = Text(
    "That took longer than {seconds:g} seconds and was stopped. Ask for a shorter period or fewer dimensions.",
    "查询超过 {seconds:g} 秒，已停止。请缩短时间范围或减少维度后再试。",
)
MISSING = Text(
    "There is no data yet: {where} does not exist. `chestnut load` brings yours in, `chestnut demo` makes a sample.",
    "还没有数据：{where} 不存在。用 `chestnut load` 载入自己的数据，或用 `chestnut demo` 生成示例店铺。",
)
LOCKED = Text(
    "The data file {where} is in use by another program. Stop that program, or ask through the running bot.",
    "数据文件 {where} 正被另一个程序占用。请先停止该程序，或通过正在运行的机器人提问。",
)
CORRUPT = Text(
    "The file {where} is not a data file Chestnut can read. Move it away and run `chestnut load` again.",
    "文件 {where} 不是 Chestnut 能读取的数据文件。请移走该文件后重新运行 `chestnut load`。",
)
NO_TABLE = Text(
    "The store lacks a table or column of shop.yaml ({reason}). Run `chestnut load`, or mend `tables` in shop.yaml.",
    "数据库缺少 shop.yaml 中声明的表或列（{reason}）。请运行 `chestnut load`，或修改 shop.yaml 中的 `tables`。",
)
REFUSED = Text(
    "The store cannot be reached or refused to answer ({reason}). `chestnut doctor` looks for the cause.",
    "数据库无法连接或拒绝执行（{reason}）。运行 `chestnut doctor` 查找原因。",
)
NOT_EMBEDDED = Text(
    "Only the embedded store can be written to; this one ({name}) is filled by tools of its own. "
    "Unset CHESTNUT_FACTS_URL to load into the shop's own file.",
    "只能写入内置数据库；当前数据库（{name}）由其自身工具写入。取消设置 CHESTNUT_FACTS_URL 即可载入本店自己的文件。",
)
BAD_URL = Text(
    "CHESTNUT_FACTS_URL is no address of a database we know ({reason}). An example: duckdb:///chestnut-home/facts.duckdb",
    "CHESTNUT_FACTS_URL 不是可识别的数据库地址（{reason}），例如：duckdb:///chestnut-home/facts.duckdb",
)


class Median:
    """The middle value, which SQLite cannot compute by itself."""

    def __init__(self) -> None:
        self._values: list[float] = []

    def step(self, value: float | None) -> None:
        """Take one more value."""
        if value is not None:
            self._values.append(value)

    def finalize(self) -> float | None:
        """The middle of all that was taken."""
        return statistics.median(self._values) if self._values else None


class Store:
    """A database by URL. Thread-safe: every use takes a connection of its own."""

    def __init__(self, url: str | URL, seconds: float) -> None:
        """`seconds` is the longest a query may take."""
        self.seconds = seconds
        self._watch = Watch()
        try:
            self._url = make_url(url)
            self.engine: Engine = create_engine(self._url)
            if self.engine.dialect.name == "sqlite":
                event.listen(self.engine, "connect", lambda raw, _: raw.create_aggregate("median", 1, Median))
        except (ArgumentError, NoSuchModuleError, ImportError) as fault:
            raise Unavailable(_filled(BAD_URL, reason=_brief(fault))) from fault
        self.duckdb = self.engine.dialect.name == "duckdb"

    @property
    def file(self) -> Path | None:
        """The file the store is kept in, if it is one."""
        name = self._url.database
        local = self.engine.dialect.name in {"duckdb", "sqlite"} and name and not name.startswith(":memory:")
        return Path(name) if local and name else None

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection whose failures are Unavailable."""
        if self.file is not None and not self.file.exists():
            raise Unavailable(_filled(MISSING, where=self.file.name))
        with self._open() as connection:
            yield connection

    def create(self, make: Callable[[Connection], None]) -> None:
        """Run what makes tables, in one transaction; an embedded file is made if there is none."""
        if self.file is not None:
            self.file.parent.mkdir(parents=True, exist_ok=True)
        with self._open() as connection, connection.begin():
            make(connection)

    @contextmanager
    def _open(self) -> Iterator[Connection]:
        """A connection, whether or not there was a file before."""
        try:
            with self.engine.connect() as connection:
                yield connection
        except (SQLAlchemyError, duckdb.Error, OSError) as fault:
            raise self._explained(fault) from fault

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A raw DuckDB connection within a transaction: committed at the end, rolled back on any error.

        What goes wrong inside is the caller's, and is raised as it is.
        """
        if not self.duckdb:
            raise Unavailable(_filled(NOT_EMBEDDED, name=self.engine.dialect.name))
        with self.connect() as opened:
            opened.execute(select(1))
        # Kept open until the end: DuckDB closes what was duplicated from a connection along with it.
        with self.engine.connect() as connection:
            raw: duckdb.DuckDBPyConnection = _native(connection).duplicate()
            try:
                raw.begin()
                yield raw
                raw.commit()
            except BaseException:
                _undo(raw)
                raise
            finally:
                raw.close()

    def rows(self, statement: Executable) -> Sequence[Sequence[Any]]:
        """The rows of a statement. Raises Unavailable if it takes too long."""
        with self.connect() as connection:
            native = _native(connection)
            with self._watch.within(self.seconds, _stopper(native)) as alarm:
                try:
                    return connection.execute(statement).all()
                except (DBAPIError, duckdb.Error) as fault:
                    if alarm.rung:
                        raise Unavailable(_filled(SLOW, seconds=self.seconds)) from fault
                    raise

    def close(self) -> None:
        """Let go of the database; what still runs is stopped, so that the process can end."""
        self._watch.ring_all()
        self.engine.dispose()

    def _explained(self, fault: Exception) -> Unavailable:
        """What went wrong, and what to do about it."""
        original = fault.orig if isinstance(fault, DBAPIError) and fault.orig else fault
        message = str(original)
        where = self.file.name if self.file else ""
        if "Could not set lock" in message or "different configuration" in message:
            return Unavailable(_filled(LOCKED, where=where))
        if "not a valid DuckDB database" in message or "Corrupt" in message or "Serialization Error" in message:
            return Unavailable(_filled(CORRUPT, where=where))
        if (
            "Catalog Error" in message
            or "Binder Error" in message
            or "no such" in message
            or "does not exist" in message
        ):
            return Unavailable(_filled(NO_TABLE, reason=_brief(original)))
        return Unavailable(_filled(REFUSED, reason=_brief(original)))


def _native(connection: Connection) -> Any:  # noqa: ANN401 - each driver has its own
    """The driver's own connection."""
    return connection.connection.dbapi_connection


def _stopper(native: object) -> Callable[[], None]:
    """What ends the query a driver's connection is busy with; nothing, where the driver cannot."""
    stop = getattr(native, "interrupt", None) or getattr(native, "cancel", None)
    return stop if callable(stop) else lambda: None


def _undo(raw: duckdb.DuckDBPyConnection) -> None:
    """Roll back, unless the failure already did."""
    try:
        raw.rollback()
    except duckdb.TransactionException:
        return


def _brief(fault: BaseException) -> str:
    """The first line of an error, of a length that can be read."""
    return (str(fault).strip().splitlines() or [type(fault).__name__])[0][:160]


def _filled(text: Text, **values: object) -> Text:
    """A text with its holes filled in both languages."""
    return Text(text.en.format(**values), text.zh.format(**values))
