"""What a stretch of a question can mean: one noun per clause."""

from dataclasses import dataclass
from decimal import Decimal

from analysis.errors import Mistake
from analysis.model import Comparison, Filter, Grain, Op, Period, Picture, Text


@dataclass(frozen=True)
class Measure:
    """A metric. `soft` when a verb stands for it ("sold"), which any named metric overrules.

    `value` is what the same words say as a value (老客): beside another metric they are a filter.
    """

    id: str
    soft: bool = False
    value: "Where | None" = None


@dataclass(frozen=True)
class Split:
    """Dimensions to split by, and the grain where one was named beside them."""

    dimensions: tuple[str, ...]
    grain: Grain | None = None


@dataclass(frozen=True)
class Where:
    """A condition, or several that the same words may mean. `apart` when its values are set against one another."""

    choices: tuple[Filter, ...]
    word: str
    apart: bool = False


@dataclass(frozen=True)
class When:
    """A period."""

    period: Period


@dataclass(frozen=True)
class Against:
    """What to compare with; `days` is set where the words name the length of the earlier span.

    `soft` when a movement was named ("growth"), which any named comparison overrules.
    """

    kind: Comparison
    days: int = 0
    soft: bool = False


@dataclass(frozen=True)
class Every:
    """The length of a bucket."""

    grain: Grain


@dataclass(frozen=True)
class Ranked:
    """The first or last few rows."""

    count: int
    bottom: bool


@dataclass(frozen=True)
class Limit:
    """A condition on the value. `mark` is what stood after the number: "%", "days" or nothing."""

    op: Op
    number: Decimal
    mark: str


@dataclass(frozen=True)
class Drawn:
    """A picture."""

    picture: Picture


@dataclass(frozen=True)
class Quietly:
    """Answer in private."""


@dataclass(frozen=True)
class Lead:
    """An opening that goes on from the question before ("and", "what about", 那)."""


@dataclass(frozen=True)
class Without:
    """Take a clause of the question before away: its filters, split, comparison, or one dimension's filter."""

    what: str


@dataclass(frozen=True)
class Noise:
    """Words that carry no meaning here."""


@dataclass(frozen=True)
class Unread:
    """A word nobody here knows. `dimension` is set where it should have been a value of one."""

    word: str
    dimension: str = ""


@dataclass(frozen=True)
class Wrong:
    """Words that were understood and cannot be. `instead` are phrases that could stand in their place."""

    error: type[Mistake]
    sentence: Text
    instead: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """What only another sort of sentence says, such as the rule of an alert: each is a kind of its own."""


Clause = (
    Measure
    | Split
    | Where
    | When
    | Against
    | Every
    | Ranked
    | Limit
    | Drawn
    | Quietly
    | Lead
    | Without
    | Noise
    | Unread
    | Wrong
    | Part
)


@dataclass(frozen=True)
class Piece:
    """A clause and the stretch of the text that says it."""

    clause: Clause
    start: int
    end: int
