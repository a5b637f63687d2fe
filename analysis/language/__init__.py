"""The grammar: what people type, in English or Chinese, read as a query or as a verb with its argument."""

from datetime import datetime

from analysis.language import lexicon, writing
from analysis.language.reading import Conversation, Reading
from analysis.model import Lang, Query
from analysis.vocabulary import Vocabulary

__all__ = ["Reading", "read", "write"]


def read(text: str, vocabulary: Vocabulary, now: datetime, base: Query | None = None) -> Reading:
    """What a person asked. `now` is aware; `base` is the question before, which clauses alone change.

    Raises a Mistake whose suggestions are whole questions that read, best first.
    """
    return Conversation(vocabulary, now, base).read(text)


def write(query: Query, vocabulary: Vocabulary, lang: Lang) -> str:
    """The canonical question of a query: reading it at the same instant gives the query again."""
    return writing.write(query, lexicon.of(vocabulary), lang)
