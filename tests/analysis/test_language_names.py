"""A misspelt name is never guessed in silence, and the right one is at hand."""

import random

import pytest

from analysis.errors import UnknownName
from analysis.language import normal, read
from tests.analysis.language_shop import NOW, VOCABULARY
from tests.analysis.misspelt import edits, names, place

SAMPLE = 150


def rate(places: list[int | None], within: int) -> float:
    """How many of the misspellings that were noticed have the right question among the first so many."""
    noticed = [found for found in places if found is not None]
    return sum(found < within for found in noticed) / len(noticed)


def is_long(text: str) -> bool:
    """Five Latin letters or more."""
    return not normal.is_chinese(text) and sum(c.isalpha() for c in text) >= 5


def places(*, long: bool, mistakes: int, count: int, seed: int = 11) -> list[int | None]:
    """Where the right question stands for a sample of names misspelt at random."""
    chance = random.Random(seed)
    known = [n for n in names(VOCABULARY) if is_long(normal.name(n.spelling)) is long]
    found = []
    while len(found) < count:
        name = chance.choice(known)
        right = typed = normal.name(name.spelling)
        for _ in range(mistakes):
            typed = chance.choice(list(edits(typed)))
        if typed.strip() == typed and typed and normal.name(typed) != right:
            found.append(place(name, typed, VOCABULARY))
    return found


def test_a_long_name_off_by_one_edit_is_suggested_first():
    assert rate(places(long=True, mistakes=1, count=SAMPLE), within=1) >= 0.99


def test_a_long_name_off_by_two_edits_is_among_the_first_three():
    assert rate(places(long=True, mistakes=2, count=SAMPLE), within=3) >= 0.98


def test_a_short_or_chinese_name_off_by_one_edit_is_among_the_first_three():
    assert rate(places(long=False, mistakes=1, count=SAMPLE), within=3) >= 0.97


@pytest.mark.check
@pytest.mark.parametrize(
    ("long", "mistakes", "within", "share"), [(True, 1, 1, 0.99), (True, 2, 3, 0.98), (False, 1, 3, 0.97)]
)
def test_the_whole_vocabulary_is_at_hand(long, mistakes, within, share):
    """Every name many times over."""
    assert rate(places(long=long, mistakes=mistakes, count=6000, seed=5), within) >= share


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("revenue by chanel", "revenue by channel"),
        ("gros revenue last week", "gross revenue last week"),
        ("revneue yesterday", "revenue yesterday"),
        ("revenue yestarday", "revenue yesterday"),
        ("revenue lst month", "revenue last month"),
        ("orders in Shanghia", "orders in Shanghai"),
        ("forcast revenue", "forecast revenue"),
        ("reveneu lst month by regon", "revenue last month by region"),
        ("revenue region = Eest", 'revenue region = "East"'),
        ("销隹额 上周", "销售额 上周"),
        ("销售额 按渠到", "销售额 按渠道"),
        ("上周华动的销售额", "上周华东的销售额"),
    ],
)
def test_the_suggestion_is_the_whole_question_mended(typed, first):
    with pytest.raises(UnknownName) as caught:
        read(typed, VOCABULARY, NOW)
    assert caught.value.suggestions[0] == first


def test_a_value_its_dimension_does_not_have_names_those_it_has():
    with pytest.raises(UnknownName) as caught:
        read("revenue region = Mars", VOCABULARY, NOW)
    assert caught.value.word == "Mars"
    assert {"East", "South", "North"} <= set(caught.value.nearest)
    assert "region called “Mars”" in caught.value.sentence.en


def test_a_word_that_resembles_nothing_is_named_and_the_rest_still_works():
    with pytest.raises(UnknownName) as caught:
        read("revenue last week xyzzyq", VOCABULARY, NOW)
    assert caught.value.word == "xyzzyq"
    assert caught.value.suggestions == ("revenue last week",)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("orders from returning customers", "orders customer type = returning"),
        ("revenue from new customers last month", "revenue last month customer type = new"),
        ("aov of new customers", "aov customer type = new"),
        ("orders not from new customers", "orders customer type not new"),
        ("老客户的订单数", "订单数 新老客 = 老客"),
    ],
)
def test_a_kind_of_customer_beside_a_metric_is_a_filter(text, same):
    assert read(text, VOCABULARY, NOW).query == read(same, VOCABULARY, NOW).query


@pytest.mark.parametrize("text", ["new customers", "returning customers by channel"])
def test_a_kind_of_customer_by_itself_is_a_metric(text):
    assert read(text, VOCABULARY, NOW).query.metric in ("new_customers", "returning_customers")
