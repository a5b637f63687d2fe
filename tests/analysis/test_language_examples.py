"""What people type, in both languages, reads as exactly what they ask."""

from collections import Counter

import pytest

from analysis.language import read, write
from analysis.model import Lang
from tests.analysis import examples_en, examples_zh
from tests.analysis.asked import PLAIN
from tests.analysis.language_shop import NOW, VOCABULARY

EXAMPLES = {"en": examples_en.EXAMPLES, "zh": examples_zh.EXAMPLES}
ALL = [example for examples in EXAMPLES.values() for example in examples]


@pytest.mark.parametrize("example", ALL, ids=lambda example: example.text)
def test_an_example_reads_as_its_query(example):
    query = read(example.text, VOCABULARY, NOW).query
    assert query == example.query(NOW, query.period.text, VOCABULARY.zone)


@pytest.mark.parametrize("lang", EXAMPLES)
def test_there_are_enough_examples_and_enough_of_them_are_unruly(lang):
    """150 in each language, 40 % shuffled, colloquial or noisy, none twice."""
    examples = EXAMPLES[lang]
    kinds = Counter(example.kind for example in examples)
    assert len({example.text for example in examples}) == len(examples) >= 150
    assert 1 - kinds[PLAIN] / len(examples) >= 0.4


@pytest.mark.parametrize("lang", list(Lang))
def test_what_an_example_asks_is_written_so_that_it_reads_the_same(lang):
    for example in ALL:
        query = read(example.text, VOCABULARY, NOW).query
        assert read(write(query, VOCABULARY, lang), VOCABULARY, NOW).query == query, example.text
