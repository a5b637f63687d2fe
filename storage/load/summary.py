"""What came of a load, row by row accounted for."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from analysis.model import Text

# Rows done so far, and of how many where that is known.
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Refusal:
    """Rows that broke one rule: how many, and where and why the first of them was refused."""

    rule: str
    reason: Text
    file: str
    line: int
    rows: int


@dataclass(frozen=True)
class TableLoad:
    """What became of the rows read for one table.

    `read` = `loaded` (new) + `updated` + `unchanged` + `duplicate` (another row has the same key) + `skipped`
    (the mapping's `only`) + `refused`. `ambiguous` and `nonexistent` count local times that the clocks lived
    twice or never.
    """

    table: str
    read: int
    loaded: int
    updated: int
    unchanged: int
    duplicate: int
    skipped: int
    refused: int
    refusals: tuple[Refusal, ...] = ()
    ambiguous: int = 0
    nonexistent: int = 0


@dataclass(frozen=True)
class Loaded:
    """What came of a load. `refused_files` hold the refused rows as JSON lines, with rule, reason, file and line."""

    mapping: str
    tables: tuple[TableLoad, ...]
    refused_files: tuple[Path, ...] = ()

    @property
    def read(self) -> int:
        """Rows read, over all tables."""
        return sum(table.read for table in self.tables)

    @property
    def loaded(self) -> int:
        """New rows."""
        return sum(table.loaded for table in self.tables)

    @property
    def updated(self) -> int:
        """Rows that replaced others with the same key."""
        return sum(table.updated for table in self.tables)

    @property
    def unchanged(self) -> int:
        """Rows that were there already, just so."""
        return sum(table.unchanged for table in self.tables)

    @property
    def duplicate(self) -> int:
        """Rows whose key another row of the same load has."""
        return sum(table.duplicate for table in self.tables)

    @property
    def skipped(self) -> int:
        """Rows the mapping leaves out."""
        return sum(table.skipped for table in self.tables)

    @property
    def refused(self) -> int:
        """Rows that broke a rule."""
        return sum(table.refused for table in self.tables)
