"""Boards: pinned messages that are kept up to date, what each shows, and what it showed last."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Connection, Integer, Row, Select, String, Table, insert, select, update

from analysis.model import Lang
from storage.records.alerts.numbers import take
from storage.records.conflicts import Stale
from storage.records.store import Store
from storage.records.tables import ID_LENGTH, Instant, metadata

_WORD_LENGTH = 32
_DIGEST_LENGTH = 64

boards = Table(
    "boards",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", String(ID_LENGTH), nullable=False),
    Column("kind", String(_WORD_LENGTH), nullable=False),
    Column("questions", JSON, nullable=False),
    Column("person", String(ID_LENGTH), nullable=False),
    Column("channel", String(ID_LENGTH), nullable=False, index=True),
    Column("lang", String(8), nullable=False),
    Column("status", String(_WORD_LENGTH), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("shown", String(_DIGEST_LENGTH), nullable=False),
    Column("shown_at", Instant, nullable=False),
)


class Kind(StrEnum):
    """What a board shows."""

    METRICS = "metrics"
    DECISIONS = "decisions"


class Status(StrEnum):
    """Whether a board is kept up to date; of those that are not, whether a person ended it or nobody sees it."""

    LIVE = "live"
    REMOVED = "removed"
    RETIRED = "retired"


@dataclass(frozen=True)
class Board:
    """A board, B-`id`. `questions` are canonical; `person` made it.

    `shown` is the digest of what it shows, and `shown_at` when that was last looked at; `version` counts both.
    """

    id: int
    name: str
    kind: Kind
    questions: tuple[str, ...]
    person: str
    channel: str
    lang: Lang
    created_at: datetime
    shown_at: datetime
    shown: str = ""
    status: Status = Status.LIVE
    version: int = 1

    @property
    def card(self) -> str:
        """The key of the notice that it is."""
        return f"B-{self.id}"


class Boards:
    """Every board there ever was."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def number(self, within: Connection | None = None) -> int:
        """The number of the next board. One that is taken and not used leaves a gap."""
        return take("B", self._store, within)

    def add(self, new: Board, within: Connection | None = None) -> None:
        """Keep a new board, numbered by `number`."""
        with self._store.within(within) as connection:
            connection.execute(insert(boards).values(**_row(new)))

    def change(self, before: Board, after: Board, within: Connection | None = None) -> Board:
        """Let a board be as `after` is. Raises Stale when it changed since `before` was read."""
        after = replace(after, version=before.version + 1)
        here = (boards.c.id == before.id) & (boards.c.version == before.version)
        with self._store.within(within) as connection:
            if not connection.execute(update(boards).where(here).values(**_row(after))).rowcount:
                raise Stale(f"{before.card} version {before.version}")
        return after

    def find(self, board_id: int) -> Board | None:
        """The board of that number."""
        return next(iter(self._read(select(boards).where(boards.c.id == board_id))), None)

    def live(self, channel: str = "") -> tuple[Board, ...]:
        """The boards that are kept up to date, of everywhere or of a channel, the oldest first."""
        wanted = select(boards).where(boards.c.status == Status.LIVE.value)
        return self._read((wanted.where(boards.c.channel == channel) if channel else wanted).order_by(boards.c.id))

    def _read(self, wanted: Select[Any]) -> tuple[Board, ...]:
        with self._store.begin() as connection:
            return tuple(_board(row) for row in connection.execute(wanted).all())


def _row(board: Board) -> dict[str, Any]:
    named = {"kind": board.kind.value, "status": board.status.value, "lang": board.lang.value}
    return {**asdict(board), **named, "questions": list(board.questions)}


def _board(row: Row[Any]) -> Board:
    values = row._asdict()
    named = {"kind": Kind(row.kind), "status": Status(row.status), "lang": Lang(row.lang)}
    return Board(**{**values, **named, "questions": tuple(row.questions)})
