"""A question on its way to a query: its text, its pieces, and why it may be refused."""

from dataclasses import dataclass, field

from analysis.errors import Mistake
from analysis.language import normal, words
from analysis.language.lexicon import Lexicon
from analysis.language.pieces import Clause, Lead, Noise, Piece, Unread
from analysis.language.source import Source
from analysis.model import Lang, Query, Text
from analysis.periods import Clock
from analysis.vocabulary import Vocabulary


@dataclass(frozen=True)
class Question:
    """What was asked: the cleaned text, what its stretches say, and the question it may go on from.

    `grammar` are the words of another sort of sentence than a question, for near misses.
    """

    text: str
    pieces: tuple[Piece, ...]
    source: Source
    vocabulary: Vocabulary
    clock: Clock
    lang: Lang
    base: Query | None = None
    grammar: tuple[str, ...] = ()

    @property
    def lexicon(self) -> Lexicon:
        """The names it may use."""
        return self.source.lexicon

    def of(self, *kinds: type[Clause]) -> list[Piece]:
        """The pieces whose clause is of one of these kinds, in the order they were said."""
        return [piece for piece in self.pieces if isinstance(piece.clause, kinds)]

    def with_words(self, start: int, end: int, instead: str) -> str:
        """The text with a stretch of it replaced; words are kept apart."""
        return _joined(_joined(self.text[:start], instead), self.text[end:])

    def without(self, pieces: list[Piece]) -> str:
        """The text with some pieces taken out, and the small words that would hang in the air without them."""
        text, cut = self.text, len(self.text)
        for start, end in sorted((self._hold(piece, pieces) for piece in pieces), reverse=True):
            text = _joined(text[:start].rstrip(), text[min(end, cut) :])
            cut = start
        return text.strip(" ,，、")

    def led_up_to(self, piece: Piece) -> bool:
        """Whether small words lead up to a piece, or bind it to what follows: in Atlantis, 火星的."""
        return self._hold(piece, [piece]) != (piece.start, piece.end)

    def _hold(self, piece: Piece, gone: list[Piece]) -> tuple[int, int]:
        """A piece's stretch with the words that lead up to it, and those after it where nothing is left before it."""
        place = self.pieces.index(piece)
        first = last = place
        while first and self._binds(self.pieces[first - 1]):
            first -= 1
        alone = all(before in gone for before in self.pieces[:first])
        while alone and last + 1 < len(self.pieces) and self._binds(self.pieces[last + 1]):
            last += 1
        # 的 binds what comes before it to what comes after.
        if last + 1 < len(self.pieces) and self._said(self.pieces[last + 1]) == "的":
            last += 1
        return self.pieces[first].start, self.pieces[last].end

    def _said(self, piece: Piece) -> str:
        return normal.lowered(self.text[piece.start : piece.end]).strip()

    def _binds(self, piece: Piece) -> bool:
        return isinstance(piece.clause, Noise | Lead | Unread) and self._said(piece) in words.BINDING


def _joined(left: str, right: str) -> str:
    """Two texts side by side, with a space where their words would run together."""
    apart = left and right and normal.is_word(left[-1]) and normal.is_word(right[0])
    return f"{left} {right}" if apart else left + right


class Refused(Exception):
    """A question that cannot be answered, with the texts and queries that could be asked instead, best first.

    `sentence` may have holes for the first two of those that turn out to work.
    """

    def __init__(self, why: "Why") -> None:
        super().__init__(why.sentence.en)
        self.why = why


@dataclass(frozen=True)
class Why:
    """The reasons of a refusal. `query` is what was understood, where all of it was."""

    error: type[Mistake]
    sentence: Text
    instead: tuple[str | Query, ...] = ()
    word: str = ""
    nearest: tuple[str, ...] = ()
    holes: dict[str, Text] = field(default_factory=dict)
    query: Query | None = None


def refuse(error: type[Mistake], sentence: Text, *instead: str | Query, **holes: Text | str) -> Refused:
    """A refusal whose sentence has these holes filled."""
    texts = {name: hole if isinstance(hole, Text) else Text(hole, hole) for name, hole in holes.items()}
    return Refused(Why(error, sentence, instead, holes=texts))
