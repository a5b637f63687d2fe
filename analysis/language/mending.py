"""What could be said instead: of the texts a refusal names, those that turn out to work."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from analysis.errors import Mistake, NoData, UnknownName
from analysis.language import complaints, normal
from analysis.language.question import Refused, Why
from analysis.model import Lang, Query, Text

T = TypeVar("T")

MOST_SUGGESTIONS = 4
# How many candidates are read in all before giving up on more suggestions, and how often one may be mended.
MOST_TRIES = 10
DEPTH = 2


@dataclass(frozen=True)
class Slip:
    """A text that was refused, and the language it is in."""

    text: str
    lang: Lang

    def said(self, word: str) -> bool:
        """Whether the person typed this word."""
        return normal.lowered(word) in normal.lowered(normal.cleaned(self.text))


@dataclass(frozen=True)
class Mender(Generic[T]):
    """How one sort of sentence is mended.

    `attempt` reads a text or raises Refused, `spell` writes a query as a text to attempt, `offer`
    says how a text that reads is shown, and `plainest` are the simplest texts of a language.
    """

    attempt: Callable[[str], T]
    spell: Callable[[Query, Lang], str]
    offer: Callable[[str, T, Lang], str]
    plainest: Callable[[Lang], tuple[str, ...]]

    def mistake(self, why: Why, slip: Slip) -> Mistake:
        """The mistake of a refusal, with the suggestions that turn out to work."""
        suggestions = self._working(why.instead, slip) or self._working(self.plainest(slip.lang), slip)
        holes = why.holes
        sentence = why.sentence
        if not suggestions:
            sentence, suggestions = complaints.NOTHING_KNOWN, ()
        example, other = (*suggestions, *suggestions, "", "")[:2]
        told = Text(
            sentence.en.format(**{key: text.en for key, text in holes.items()}, example=example, other=other),
            sentence.zh.format(**{key: text.zh for key, text in holes.items()}, example=example, other=other),
        )
        if issubclass(why.error, UnknownName):
            return why.error(told, suggestions, word=why.word, nearest=why.nearest)
        if issubclass(why.error, NoData):
            return why.error(told, suggestions, query=why.query)
        return why.error(told, suggestions)

    def _working(self, candidates: tuple[str | Query, ...], slip: Slip) -> tuple[str, ...]:
        found: dict[str, None] = {}
        tries = iter(range(MOST_TRIES))
        for candidate in candidates:
            working = self._made_to_work(candidate, slip, tries, DEPTH)
            if working:
                found[working] = None
            if len(found) == MOST_SUGGESTIONS:
                break
        return tuple(found)

    def _made_to_work(self, candidate: str | Query, slip: Slip, tries: Iterator[int], depth: int) -> str | None:
        """A candidate that reads, mended where it needs more than one change; as it is to be shown."""
        if next(tries, None) is None:
            return None
        text = self.spell(candidate, slip.lang) if isinstance(candidate, Query) else candidate
        try:
            reading = self.attempt(text)
        except Refused as refused:
            # A word that only a suggestion brought in is no slip of the person's to be mended.
            ours = not slip.said(refused.why.word)
            again = refused.why.instead[:2] if depth and not ours else ()
            mended = (self._made_to_work(other, slip, tries, depth - 1) for other in again)
            return next((whole for whole in mended if whole), None)
        return self.offer(text, reading, slip.lang)
