"""Every name a question may use, looked up by its longest spelling; built once for each vocabulary."""

import weakref
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from analysis.language import normal
from analysis.model import Dimension, Lang, Metric
from analysis.vocabulary import Vocabulary

T = TypeVar("T")


class Sort(StrEnum):
    """What a name names."""

    METRIC = "metric"
    DIMENSION = "dimension"
    VALUE = "value"
    VERB = "verb"
    WORD = "word"


@dataclass(frozen=True)
class Name:
    """A metric, dimension, value or verb under one of its spellings. `dimension` is the one a value belongs to."""

    sort: Sort
    id: str
    spelling: str
    dimension: str = ""


class Phrasebook(Generic[T]):
    """Phrases with what they mean, found at a place in a text by the longest that fits."""

    def __init__(self) -> None:
        self.entries: dict[str, list[T]] = {}
        self._lengths: dict[str, set[int]] = defaultdict(set)
        self._ordered: dict[str, tuple[int, ...]] = {}

    def add(self, phrase: str, meaning: T) -> None:
        """Let a phrase, already in its looked-up form, mean this as well."""
        if not phrase:
            return
        meanings = self.entries.setdefault(phrase, [])
        if meaning not in meanings:
            meanings.append(meaning)
        self._lengths[phrase[0]].add(len(phrase))
        self._ordered.pop(phrase[0], None)

    def longest(self, text: str, start: int) -> tuple[list[T], int]:
        """What the longest phrase at `start` means, and where it ends; nothing and `start` where none fits."""
        if start >= len(text):
            return [], start
        first = text[start]
        lengths = self._ordered.get(first)
        if lengths is None:
            lengths = self._ordered[first] = tuple(sorted(self._lengths.get(first, ()), reverse=True))
        for length in lengths:
            end = start + length
            meanings = self.entries.get(text[start:end]) if end <= len(text) else None
            if meanings and ends_word(text, end):
                return meanings, end
        return [], start


def ends_word(text: str, end: int) -> bool:
    """Whether no word runs on across `end`."""
    return end >= len(text) or not (normal.is_word(text[end - 1]) and normal.is_word(text[end]))


class Lexicon:
    """The names of one vocabulary by sort, and all of them in one list for near misses."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.metrics = {metric.id: metric for metric in vocabulary.metrics}
        self.dimensions = {dimension.id: dimension for dimension in vocabulary.dimensions}
        self.named: dict[Sort, Phrasebook[Name]] = {sort: Phrasebook() for sort in Sort}
        self.values_of: dict[str, Phrasebook[Name]] = {dimension: Phrasebook() for dimension in self.dimensions}
        self.names: list[Name] = []
        for name in (*self._ids(vocabulary), *self._labels(vocabulary), *self._values(vocabulary)):
            self._learn(name)

    @staticmethod
    def _ids(vocabulary: Vocabulary) -> Iterator[Name]:
        """Ids first: no label or synonym of another may take them."""
        yield from (Name(Sort.METRIC, metric.id, metric.id) for metric in vocabulary.metrics)
        yield from (Name(Sort.DIMENSION, dimension.id, dimension.id) for dimension in vocabulary.dimensions)

    @staticmethod
    def _labels(vocabulary: Vocabulary) -> Iterator[Name]:
        for metric in vocabulary.metrics:
            for spelling in (metric.label.en, metric.label.zh, *metric.synonyms):
                yield Name(Sort.METRIC, metric.id, spelling)
        for dimension in vocabulary.dimensions:
            for spelling in (dimension.label.en, dimension.label.zh, *dimension.synonyms):
                yield Name(Sort.DIMENSION, dimension.id, spelling)
        for verb, words in vocabulary.verbs.items():
            for word in words:
                yield Name(Sort.VERB, verb, word)

    def _values(self, vocabulary: Vocabulary) -> Iterator[Name]:
        """Values in the data, most frequent first, then those that only the catalog names (weekdays, hours)."""
        held = {value.dimension for value in vocabulary.values}
        for value in vocabulary.values:
            if value.dimension in self.dimensions:
                known = self._known_as(self.dimensions[value.dimension], value.value)
                for spelling in dict.fromkeys((value.value, *known, *value.spellings)):
                    yield Name(Sort.VALUE, value.value, spelling, value.dimension)
        for dimension in vocabulary.dimensions:
            if dimension.id not in held:
                for key in dimension.names:
                    for spelling in dict.fromkeys((key, *self._known_as(dimension, key))):
                        yield Name(Sort.VALUE, key, spelling, dimension.id)

    @staticmethod
    def _known_as(dimension: Dimension, value: str) -> tuple[str, ...]:
        text = dimension.names.get(value)
        return (*((text.en, text.zh) if text else ()), *dimension.value_synonyms.get(value, ()))

    def _learn(self, name: Name) -> None:
        phrase = normal.name(name.spelling)
        if not phrase:
            return
        self.names.append(name)
        if name.sort is Sort.VALUE:
            self.values_of[name.dimension].add(phrase, name)
        # A bare number or letter says too little to be a value by itself.
        if name.sort is not Sort.VALUE or (len(phrase) > 1 and not phrase.replace(".", "").isdecimal()):
            book = self.named[name.sort]
            if name.sort is Sort.VALUE or phrase not in book.entries:
                book.add(phrase, name)

    def metric(self, metric_id: str) -> Metric:
        """The metric of an id."""
        return self.metrics[metric_id]

    def metric_name(self, metric_id: str, lang: Lang) -> str:
        """The spelling that asks for a metric and for nothing else."""
        metric = self.metrics[metric_id]
        return self._own(Sort.METRIC, metric_id, (metric.label.of(lang), metric_id, *metric.synonyms))

    def dimension_name(self, dimension_id: str, lang: Lang) -> str:
        """The spelling that asks for a dimension and for nothing else."""
        dimension = self.dimensions[dimension_id]
        return self._own(Sort.DIMENSION, dimension_id, (dimension.label.of(lang), dimension_id, *dimension.synonyms))

    def value_name(self, dimension_id: str, value: str, lang: Lang) -> str:
        """The spelling of a value that means no other value of its dimension."""
        dimension = self.dimensions.get(dimension_id)
        label = dimension.name(value, lang) if dimension else value
        book = self.values_of.get(dimension_id)
        for spelling in (label, value):
            meanings = book.entries.get(normal.name(spelling), []) if book else []
            if meanings and meanings[0].id == value:
                return spelling
        return value

    def _own(self, sort: Sort, identity: str, spellings: tuple[str, ...]) -> str:
        book = self.named[sort].entries
        for spelling in spellings:
            meanings = book.get(normal.name(spelling), [])
            taken = sort is Sort.DIMENSION and normal.name(spelling) in self.named[Sort.METRIC].entries
            if meanings and meanings[0].id == identity and not taken:
                return spelling if sort is Sort.METRIC and spelling.isupper() else normal.lowered(spelling)
        return identity


_BUILT: dict[int, tuple["weakref.ref[Vocabulary]", Lexicon]] = {}


def of(vocabulary: Vocabulary) -> Lexicon:
    """The lexicon of a vocabulary, kept for as long as the vocabulary lives."""
    key = id(vocabulary)
    built = _BUILT.get(key)
    if built is None or built[0]() is not vocabulary:
        built = _BUILT[key] = (weakref.ref(vocabulary, lambda _: _BUILT.pop(key, None)), Lexicon(vocabulary))
    return built[1]
