"""What cannot be asked is refused with a sentence, and with questions that can."""

from datetime import date

import pytest

from analysis.errors import (
    ImpossibleQuestion,
    ImpossibleSplit,
    Mistake,
    NoData,
    UnclearName,
    UnclearPeriod,
    UnknownName,
)
from analysis.language import read, write
from analysis.model import Lang
from analysis.vocabulary import Vocabulary
from tests.analysis.language_shop import NOW, VOCABULARY, ZONE, vocabulary


def mistake(text: str, names: Vocabulary = VOCABULARY) -> Mistake:
    """The mistake a text is, once every suggestion of it has been read."""
    with pytest.raises(Mistake) as caught:
        read(text, names, NOW)
    for suggestion in caught.value.suggestions:
        read(suggestion, names, NOW)
    return caught.value


@pytest.mark.parametrize(
    ("text", "kind", "first"),
    [
        ("revenue last week last month", ImpossibleQuestion, "revenue last week"),
        ("销售额 上周 上个月", ImpossibleQuestion, "销售额 上周"),
        ("revenue and orders last week", ImpossibleQuestion, "revenue last week"),
        ("revenue by channel, region and city", ImpossibleQuestion, "revenue last 7 days by channel and region"),
        ("revenue daily weekly", ImpossibleQuestion, "revenue daily"),
        ("revenue vs last year vs target", ImpossibleQuestion, "revenue vs last year"),
        ("revenue top 10", ImpossibleQuestion, "revenue last 7 days by channel top 10"),
        ("revenue above 5k", ImpossibleQuestion, "revenue last 7 days by channel above 5000"),
        ("revenue by city top 0", ImpossibleQuestion, "revenue by city top 10"),
        ("revenue as pie", ImpossibleQuestion, "revenue last 7 days by channel as pie"),
        ("aov by channel as pie", ImpossibleQuestion, "average order value last 7 days by channel as bar"),
        ("revenue vs 2024", ImpossibleQuestion, "revenue vs previous"),
        ("revenue last week vs yesterday", ImpossibleQuestion, "revenue last week vs previous"),
        ("revenue channel = App channel not App", ImpossibleQuestion, "revenue last 7 days channel = App"),
        ("conversion by channel below 3", ImpossibleQuestion, "conversion by channel below 3%"),
        ("orders by channel above 3%", ImpossibleQuestion, "orders by channel above 3"),
        ("visits by product", ImpossibleSplit, "visits last 7 days by channel"),
        ("visits brand = Daybreak", ImpossibleSplit, "visits last 7 days"),
        ("stock on hand hourly", ImpossibleSplit, "stock on hand last 7 days daily"),
        ("revenue 2025-02-30", UnclearPeriod, "revenue 2025-02-28"),
        ("销售额 2月30日", UnclearPeriod, "销售额 最近7天"),
        ("revenue 2025-11-11..2025-11-01", UnclearPeriod, "revenue 2025-11-01..2025-11-11"),
        ("revenue next week", UnclearPeriod, "revenue last 7 days"),
        ("销售额 下个月", UnclearPeriod, "销售额 最近7天"),
        ("revenue 2027-01", UnclearPeriod, "revenue last 7 days"),
        ("revenue 3/4/2026", UnclearPeriod, "revenue 2026-03-04"),
        ("revenue springfield", UnclearName, 'revenue brand = "Springfield"'),
        ("last week by channel", UnknownName, "revenue last week by channel"),
        ("revenue in Atlantis", UnknownName, "revenue by region"),
        ("orders in Mars", UnknownName, "orders by region"),
        ("how much did we sell to Bob?", UnknownName, "how much did we sell? by region"),
        ("revenue by channel in Atlantis", UnknownName, "revenue by channel"),
        ("亚特兰蒂斯的销售额", UnknownName, "销售额 按地区"),
        ("销售额 按心情", UnknownName, "销售额 按渠道"),
        ("销售额和订单数", ImpossibleQuestion, "销售额"),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(text, kind, first):
    found = mistake(text)
    assert type(found) is kind
    assert found.suggestions[0] == first
    assert first in found.say(Lang.EN)
    assert first in found.say(Lang.ZH)


@pytest.mark.parametrize(
    "text",
    [
        "revenue in Atlantis",
        "sales of the moon",
        "orders in Mars",
        "revenue for Atlantis last week",
        "refunds at Foo",
        "revenue where foo",
        "revenue, orders and aov",
        "revenue and orders",
        "aov of revenue from visits",
        "亚特兰蒂斯的销售额",
        "销售额在火星",
        "从火星来的订单数",
    ],
)
def test_a_suggestion_leaves_no_word_hanging(text):
    hanging = (" in", " of", " the", " at", " for", " from", " where", " and", "在", "从", "的")
    for suggestion in mistake(text).suggestions:
        assert not suggestion.endswith(hanging)
        assert not suggestion.startswith(("in ", "of ", "from ", "and ", "的"))


def test_a_suggestion_brings_in_no_word_to_be_mended_again():
    assert not [text for text in mistake("orders in Mars").suggestions if "bar" in text]


def test_a_name_that_means_two_things_is_offered_as_both():
    found = mistake("revenue springfield")
    assert set(found.suggestions) == {'revenue brand = "Springfield"', 'revenue city = "Springfield"'}
    assert "brand or a city" in found.say(Lang.EN)


def test_a_name_that_can_mean_one_thing_for_a_metric_means_it():
    """Orders have no brand of their own in the reviews of the default catalog, visits have neither."""
    metric = next(m for m in VOCABULARY.metrics if "city" in m.dimensions and "brand" not in m.dimensions)
    query = read(f"{metric.id} springfield", VOCABULARY, NOW).query
    assert [condition.dimension for condition in query.filters] == ["city"]


def test_a_date_that_reads_two_ways_is_offered_as_both():
    assert mistake("revenue 3/4/2026").suggestions == ("revenue 2026-03-04", "revenue 2026-04-03")


def test_a_period_after_the_data_offers_the_last_that_has_some():
    old = vocabulary(date(2016, 9, 4), date(2018, 10, 17))
    found = mistake("revenue by channel", old)
    assert type(found) is NoData
    assert found.suggestions == ("revenue 2018-10-11..2018-10-17 by channel",)
    assert "17 Oct 2018" in found.say(Lang.EN)
    assert "2018年10月17日" in found.say(Lang.ZH)


def test_a_period_before_the_data_offers_the_first_that_has_some():
    assert mistake("revenue 2020-01").suggestions == ("revenue 2024-11-22..2024-12-22",)


def test_an_empty_shop_still_reads():
    assert read("revenue all time", vocabulary(None, None), NOW).query


def test_a_shop_without_metrics_says_what_works():
    empty = Vocabulary((), (), (), ZONE, verbs={"help": ("help",)})
    with pytest.raises(Mistake) as caught:
        read("revenue", empty, NOW)
    assert "help" in caught.value.say(Lang.EN)


def test_too_long_a_text_says_so():
    found = mistake("revenue " * 200)
    assert "1000" in found.say(Lang.EN)
    assert found.code == "mistake"


def test_the_persons_own_words_are_quoted_as_typed():
    assert "“Chanel”" in mistake("Revenue by Chanel").say(Lang.EN)
    assert "{x}" in mistake("revenue {x}").say(Lang.EN) or mistake("revenue {x}").word == "x"


@pytest.mark.parametrize(
    ("text", "verb", "rest", "quietly"),
    [
        ("help", "help", "", False),
        ("please help", "help", "", False),
        ("Help Metrics", "help", "Metrics", False),
        ("define AOV", "define", "AOV", False),
        ("什么是客单价", "define", "客单价", False),
        ("save Monday Board revenue last week", "save", "Monday Board revenue last week", False),
        ("why did revenue drop last week", "why", "did revenue drop last week", False),
        ("为什么上周销售额下降", "why", "上周销售额下降", False),
        ("<@U1|chestnut> forecast revenue", "forecast", "revenue", False),
        ("quietly forecast revenue", "forecast", "revenue", True),
        ("forecast revenue quietly", "forecast", "revenue", True),
        ("预测销售额 悄悄", "forecast", "销售额", True),
        ("spend advice", "advise", "", False),
    ],
)
def test_a_verb_takes_the_rest_as_typed(text, verb, rest, quietly):
    reading = read(text, VOCABULARY, NOW)
    assert (reading.query, reading.verb, reading.rest, reading.quietly) == (None, verb, rest, quietly)


@pytest.mark.parametrize("text", ["quietly revenue", "revenue yesterday privately", "私下 销售额", "销售额 昨天 悄悄"])
def test_a_question_can_be_asked_in_private(text):
    assert read(text, VOCABULARY, NOW).quietly


def test_what_is_not_said_is_left_to_the_defaults():
    query = read("revenue", VOCABULARY, NOW).query
    assert write(query, VOCABULARY, Lang.EN) == "revenue last 7 days"
    assert (query.grain, query.comparison, query.picture) == (None, None, None)
