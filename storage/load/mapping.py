"""What a mapping is made of: the files of a source, and how their rows become the shop's tables."""

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from enum import StrEnum

from analysis.model import Text
from storage.catalog.model import Table
from storage.load.expressions import Expression


class Keep(StrEnum):
    """Which of several rows with the same key counts."""

    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True)
class Source:
    """Files that hold the same kind of row. `files` is a name or a glob; `columns` are those ever asked for.

    `encoding`, `delimiter`, `sheet` and `skip` (lines before the header) describe text files and workbooks;
    cells that read like one of `nulls` are empty. An `optional` source may be absent.
    """

    name: str
    files: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    skip: int = 0
    nulls: tuple[str, ...] = ()
    optional: bool = False
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lookup:
    """Where further columns come from: the one row of a source or of a shop's table that matches `on`.

    `on` maps a column over there to an expression of the row here. The first match counts: a look-up never
    multiplies rows.
    """

    name: str
    source: str
    table: str
    on: Dict[str, Expression]


@dataclass(frozen=True)
class Field:
    """How one column of a table is made.

    `format` and `zone` say how a time is written, `decimal` how a number is; `values` replaces values as they
    stand in the file by others, `otherwise` those not listed there, `default` empty ones.
    """

    column: str
    expression: Expression
    format: str = ""
    zone: str = ""
    decimal: str = "."
    values: Dict[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    default: str | None = None


@dataclass(frozen=True)
class Rule:
    """What a row must satisfy: a condition over the finished row, columns that must be filled, or a row elsewhere.

    `refers` maps a column to the table whose key it must be. `reason` is said of rows that break the rule.
    """

    id: str
    reason: Text
    check: Expression | None = None
    required: tuple[str, ...] = ()
    refers: Dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Target:
    """How rows of one source become rows of one table. Rows for which `only` does not hold are skipped."""

    table: Table
    source: str
    fields: tuple[Field, ...]
    lookups: tuple[Lookup, ...] = ()
    only: Expression | None = None
    keep: Keep = Keep.LAST
    rules: tuple[Rule, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table that this fills."""
        return tuple(made.column for made in self.fields)

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source that this reads: its own, and those it looks things up in."""
        return (self.source, *(lookup.source for lookup in self.lookups if lookup.source))


@dataclass(frozen=True)
class Mapping:
    """A way to load a kind of shop. `zone` is that of times without one, `currency` that of its money."""

    name: str
    zone: str
    currency: str
    sources: Dict[str, Source]
    targets: tuple[Target, ...]
