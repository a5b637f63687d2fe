"""What a catalog is made of: tables and their joins, measures, promotions and targets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from analysis.model import Text


class Kind(StrEnum):
    """What a column holds. Money is an integer of minor units, times are naive UTC."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    TIME = "time"
    FLAG = "flag"


class Aggregate(StrEnum):
    """How many values become one."""

    SUM = "sum"
    COUNT = "count"
    COUNT_DISTINCT = "count_distinct"
    MEAN = "mean"
    MEDIAN = "median"
    MIN = "min"
    MAX = "max"


class Clock(StrEnum):
    """A dimension read from the measure's own time, in the shop's zone."""

    WEEKDAY = "weekday"
    HOUR = "hour"


@dataclass(frozen=True)
class Column:
    """A column of a table. `source` is its name in the store; `required` ones are never empty."""

    name: str
    kind: Kind
    source: str
    required: bool = False
    personal: bool = False


@dataclass(frozen=True)
class Table:
    """A table of the shop. `source` is its name in the store (`schema.table` allowed).

    `time` is the column it is dated by (None for lookups such as products), `hours` says
    whether that time is finer than a day. `joins` maps a column to the table whose key it is.
    `dated_by` is a joined table whose time its own is a copy of, so that a span of one is a
    span of the other and a store need not look further.
    """

    id: str
    source: str
    columns: Mapping[str, Column]
    key: tuple[str, ...]
    time: str | None = None
    hours: bool = True
    joins: Mapping[str, str] = field(default_factory=dict)
    dated_by: str = ""


@dataclass(frozen=True)
class Measure:
    """One aggregate over one table.

    `expression` is an SQL fragment over the columns of the table, or of `table.column` it
    joins to; `*` counts rows. `where` limits the rows that count. `time` dates them.
    `per` aggregates within each value of that column first, and then counts the values that
    come to `at_least`, or takes `take` of all. `closing` counts only the last row of each
    value of that column in a bucket: a level. `trailing` sums the so many local days up to
    the end of a bucket. `across` takes all values of that dimension together whatever is
    asked. `otherwise` is the same measure from another table, with other dimensions.
    """

    id: str
    table: str
    aggregate: Aggregate
    expression: str
    time: str
    where: str = ""
    per: str = ""
    at_least: int | None = None
    take: Aggregate | None = None
    closing: str = ""
    trailing: int = 0
    across: str = ""
    money: bool = False
    otherwise: tuple["Measure", ...] = ()

    @property
    def forms(self) -> tuple["Measure", ...]:
        """The measure and its equals from other tables, in order of preference."""
        return (self, *self.otherwise)

    @property
    def additive(self) -> bool:
        """Whether values over disjoint rows add up to the value over all of them."""
        return self.aggregate in {Aggregate.SUM, Aggregate.COUNT} and not self.per and not self.across


@dataclass(frozen=True)
class Promotion:
    """Days that explain a number. `rule` finds its days in a year."""

    id: str
    label: Text
    first: "YearDay"
    last: "YearDay"

    def days(self, year: int) -> tuple[date, date] | None:
        """Its first and last day in `year`, None if it does not take place then."""
        first, last = self.first.in_year(year), self.last.in_year(year)
        return None if first is None or last is None else (first, last)


@dataclass(frozen=True)
class YearDay:
    """A day of a year: month and day, or the `nth` weekday of a month, plus some days.

    `year` limits it to one year. `weekday` is 0 for Monday.
    """

    month: int
    day: int = 1
    year: int | None = None
    nth: int = 0
    weekday: int = 0
    plus: int = 0

    def in_year(self, year: int) -> date | None:
        """The day in `year`; None if it has none."""
        if self.year not in (None, year):
            return None
        if not self.nth:
            return _date(year, self.month, self.day)
        first = date(year, self.month, 1)
        offset = (self.weekday - first.weekday()) % 7 + 7 * (self.nth - 1)
        return date.fromordinal(first.toordinal() + offset + self.plus)


def _date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the year lacks it (29 February)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True)
class Target:
    """What a metric should come to: `value` for each `every`, or at any time if that is empty.

    With `first` and `last` and no `every` it is for those days together.
    """

    value: float
    every: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None
