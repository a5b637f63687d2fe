"""What a stretch of a rule can mean: one noun per clause, beside those that questions have."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from analysis.alerts.rule import Side
from analysis.language.pieces import Part
from analysis.model import Comparison


@dataclass(frozen=True)
class Amount:
    """A number as typed. `mark` is what stood after it: "%", "days" or nothing."""

    number: Decimal
    mark: str = ""

    @property
    def percent(self) -> bool:
        """Whether it was said in percent."""
        return self.mark in ("%", "percent", "per cent")


@dataclass(frozen=True)
class Average:
    """The average of so many windows; `unit` is empty where none was said."""

    count: int
    unit: str = ""


Reference = Comparison | Average


@dataclass(frozen=True)
class Move(Part):
    """It moves by an amount."""

    side: Side
    amount: Amount


@dataclass(frozen=True)
class Versus(Part):
    """What a movement is measured from; `daily` where it is the day before."""

    reference: Reference
    daily: bool = False


@dataclass(frozen=True)
class Beyond(Part):
    """It lies beyond what it is set against, by an amount or at all."""

    side: Side
    reference: Reference
    amount: Amount | None = None


@dataclass(frozen=True)
class Odd(Part):
    """It is not what was to be expected, and by this share at least."""

    side: Side
    least: Amount | None = None


@dataclass(frozen=True)
class Score(Part):
    """How unusual is unusual, in standard deviations."""

    limit: Decimal


@dataclass(frozen=True)
class Silent(Part):
    """Nothing was recorded for so long."""

    length: timedelta


@dataclass(frozen=True)
class Least(Part):
    """How much must be at stake, of the rule's own metric or another."""

    amount: Amount
    metric: str = ""


@dataclass(frozen=True)
class Recover(Part):
    """What must be regained before it is over."""

    amount: Amount


@dataclass(frozen=True)
class Run(Part):
    """For how many windows in a row; `unit` is empty where windows themselves were counted."""

    count: int
    unit: str


@dataclass(frozen=True)
class Keep(Part):
    """For how many good windows it stays firing."""

    count: int
    unit: str


@dataclass(frozen=True)
class Hush(Part):
    """Days without a word, both included; `why` is where the reason stands in the text."""

    first: date
    last: date
    why: slice | None = None


@dataclass(frozen=True)
class Setting(Part):
    """One field of the rule, said outright."""

    field: str
    value: object
