"""A question while it is being read: what every reader of a clause is given."""

from dataclasses import dataclass

from analysis.language.lexicon import Lexicon
from analysis.language.pieces import Clause
from analysis.language.spans import Reader

# What a reader found at a place in the text, and where it ends; 0 when it found nothing.
Found = tuple[Clause | None, int]
NOTHING: Found = (None, 0)


@dataclass(frozen=True)
class Source:
    """A question being read: its lowered text, the same with hyphens as spaces, the names and the periods."""

    text: str
    plain: str
    lexicon: Lexicon
    periods: Reader
