"""Text into pieces: at every place the clause that reads the furthest."""

import re
from collections.abc import Callable, Sequence

from analysis.language import normal, words
from analysis.language.clauses import READERS
from analysis.language.lexicon import Lexicon, Sort
from analysis.language.pieces import Measure, Noise, Piece, Split, Unread
from analysis.language.source import NOTHING, Found, Source
from analysis.language.spans import Reader

Readers = Sequence[Callable[[Source, int], Found]]
MENTION = re.compile(r"<@[a-z0-9]+>|<!subteam\^[a-z0-9]+>|@(?=[a-z])|:[a-z][a-z0-9_+-]*:(?![a-z0-9])")
WORD = re.compile(r"<#[a-z0-9]+>|[^\s,;:!?()\[\]{}\"…、。，]+")


def source(text: str, lexicon: Lexicon, periods: Reader) -> Source:
    """The cleaned text as the readers need it."""
    lowered = periods.text
    assert len(lowered) == len(text)
    return Source(lowered, normal.plain(lowered), lexicon, periods)


def pieces(source: Source, readers: Readers = READERS) -> list[Piece]:
    """Every stretch of the text with what it says; nothing is left out but spaces, punctuation and mentions."""
    found: list[Piece] = []
    at = 0
    while at < len(source.text):
        char = source.text[at]
        clause, end = _furthest(source, at, readers)
        mention = MENTION.match(source.text, at)
        if clause is not None:
            found.append(Piece(clause, at, end))
        elif mention:
            end = mention.end()
        elif char.isspace() or char in words.PUNCTUATION:
            end = at + 1
        else:
            end = _unread(source, at, found)
        at = end
    return found


def _furthest(source: Source, start: int, readers: Readers) -> Found:
    """The longest clause at `start`; among equals the first reader's."""
    if source.text[start].isspace():
        return NOTHING
    best = _quoted(source, start) if source.text[start] == '"' else NOTHING
    for reader in readers:
        found = reader(source, start)
        if found[0] is not None and found[1] > best[1]:
            best = found
    return best


def _quoted(source: Source, start: int) -> Found:
    """A name between quotes: taken whole."""
    close = source.text.find('"', start + 1)
    if close < 0:
        return NOTHING
    phrase = normal.name(source.text[start + 1 : close])
    for sort in (Sort.METRIC, Sort.DIMENSION):
        names = source.lexicon.named[sort].entries.get(phrase)
        if names:
            return Measure(names[0].id) if sort is Sort.METRIC else Split((names[0].id,)), close + 1
    known = phrase in source.lexicon.named[Sort.VALUE].entries
    return (Noise() if not phrase else Unread(phrase), close + 1) if not known else NOTHING


def _unread(source: Source, start: int, found: list[Piece]) -> int:
    """Keep a word that nothing reads; neighbouring Chinese characters make one word."""
    if not normal.is_cjk(source.text[start]):
        match = WORD.match(source.text, start)
        end = start + max(len(match[0].rstrip(".")), 1) if match else start + 1
        end = next((i for i in range(start + 1, end) if normal.is_cjk(source.text[i])), end)
        found.append(Piece(Unread(source.text[start:end]), start, end))
        return end
    end = start + 1
    last = found[-1] if found else None
    alone = source.text[start] in words.OPENINGS or (start and source.text[start - 1] in words.OPENINGS)
    joins = last and last.end == start and isinstance(last.clause, Unread) and normal.is_cjk(source.text[start - 1])
    if last and joins and not alone:
        start = last.start
        found.pop()
    found.append(Piece(Unread(source.text[start:end]), start, end))
    return end
