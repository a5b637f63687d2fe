"""Every way to mistype a name by one edit, and what the bot then suggests."""

import string
from collections.abc import Iterator

from analysis import calendar
from analysis.errors import Mistake, UnknownName
from analysis.language import lexicon, normal, read
from analysis.language.lexicon import Name, Sort
from analysis.vocabulary import Vocabulary
from tests.analysis.language_shop import NOW

# Their values differ by one character from more than three others: nothing could tell which was meant.
CLOSE = ("weekday", "hour_of_day", "score")
HANZI = "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自"


def edits(name: str) -> Iterator[str]:
    """All strings one edit away: a character left out, put in, replaced, or swapped with the next."""
    letters = HANZI if normal.is_chinese(name) else string.ascii_lowercase
    for i in range(len(name) + 1):
        left, right = name[:i], name[i:]
        yield from (left + c + right for c in letters)
        if right:
            yield left + right[1:]
            yield from (left + c + right[1:] for c in letters)
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]


def question(name: Name, typed: str, vocabulary: Vocabulary) -> str:
    """A question that can use the name, with what was typed in its place."""
    zh = normal.is_chinese(typed)
    if name.sort is Sort.METRIC:
        return f"{typed} 上周" if zh else f"{typed} last week"
    dimension = name.id if name.sort is Sort.DIMENSION else name.dimension
    metric = next(metric for metric in vocabulary.metrics if dimension in metric.dimensions)
    label = metric.label.zh if zh else metric.label.en
    by = {(Sort.DIMENSION, True): "按", (Sort.DIMENSION, False): "by "}.get((name.sort, zh), "")
    return f"{label} {'上周' if zh else 'last week'} {by}{typed}"


def place(name: Name, typed: str, vocabulary: Vocabulary) -> int | None:
    """The place of the right question among the suggestions, 0 first.

    None if the text reads as it is (another name was hit), 99 if the right one is not suggested.
    """
    meant = read(question(name, normal.name(name.spelling), vocabulary), vocabulary, NOW).query
    try:
        read(question(name, typed, vocabulary), vocabulary, NOW)
    except UnknownName as mistake:
        suggested = [read(text, vocabulary, NOW).query for text in mistake.suggestions]
        return suggested.index(meant) if meant in suggested else 99
    except Mistake:
        return None
    return None


def names(vocabulary: Vocabulary) -> list[Name]:
    """The metrics, dimensions and values by each spelling of two letters or more that means one thing."""
    book = lexicon.of(vocabulary)
    kept = (name for name in book.names if name.sort is not Sort.VERB and name.dimension not in CLOSE)
    values = book.named[Sort.VALUE].entries
    kept = (n for n in kept if normal.name(n.spelling) not in calendar.NAMED_DAYS)
    return [n for n in kept if len(phrase := normal.name(n.spelling)) > 1 and len(values.get(phrase, ())) < 2]
