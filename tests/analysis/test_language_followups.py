"""In a thread, clauses alone change the question before; a new metric starts a new one."""

import pytest

from analysis.errors import Mistake
from analysis.language import read, write
from analysis.model import Lang
from tests.analysis.language_shop import NOW, VOCABULARY

BEFORE = "revenue last week channel = App by region vs last year"


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("by city", "revenue last week channel = App by city vs last year"),
        ("按城市", "revenue last week channel = App by city vs last year"),
        ("and by category", "revenue last week channel = App by region and category vs last year"),
        ("再看按品类", "revenue last week channel = App by region and category vs last year"),
        ("vs target", "revenue last week channel = App by region vs target"),
        ("环比", "revenue last week channel = App by region vs previous"),
        ("last month", "revenue last month channel = App by region vs last year"),
        ("上个月呢", "revenue last month channel = App by region vs last year"),
        ("what about yesterday?", "revenue yesterday channel = App by region vs last year"),
        ("as pie", "revenue last week channel = App by region vs last year as pie"),
        ("饼图", "revenue last week channel = App by region vs last year as pie"),
        ("daily", "revenue last week channel = App by region daily vs last year"),
        ("top 3", "revenue last week channel = App by region vs last year top 3"),
        ("only Web", "revenue last week channel = Web by region vs last year"),
        ("只看门店", "revenue last week channel = Store by region vs last year"),
        ("in the East", "revenue last week channel = App region = East by region vs last year"),
        ("without filters", "revenue last week by region vs last year"),
        ("all channels", "revenue last week by region vs last year"),
        ("所有渠道", "revenue last week by region vs last year"),
        ("total", "revenue last week channel = App vs last year"),
        ("no comparison", "revenue last week channel = App by region"),
        ("不对比", "revenue last week channel = App by region"),
        ("and AOV?", "average order value last week channel = App by region vs last year"),
        ("那客单价呢", "average order value last week channel = App by region vs last year"),
        ("客单价呢", "average order value last week channel = App by region vs last year"),
        ("AOV", "average order value last 7 days"),
        ("orders yesterday", "orders yesterday"),
    ],
)
def test_a_follow_up_changes_what_it_names_and_keeps_the_rest(text, then):
    base = read(BEFORE, VOCABULARY, NOW).query
    assert write(read(text, VOCABULARY, NOW, base).query, VOCABULARY, Lang.EN) == then


def test_a_new_split_drops_the_picture_of_the_old_one():
    base = read("revenue by channel as pie", VOCABULARY, NOW).query
    assert read("by region", VOCABULARY, NOW, base).query.picture is None


def test_a_follow_up_that_says_nothing_is_asked_about():
    base = read(BEFORE, VOCABULARY, NOW).query
    with pytest.raises(Mistake) as caught:
        read("thanks!", VOCABULARY, NOW, base)
    assert caught.value.suggestions == (BEFORE,)


def test_the_suggestions_in_a_thread_are_whole_questions():
    base = read(BEFORE, VOCABULARY, NOW).query
    with pytest.raises(Mistake) as caught:
        read("by citi", VOCABULARY, NOW, base)
    assert caught.value.suggestions[0] == "revenue last week channel = App by city vs last year"
    assert read(caught.value.suggestions[0], VOCABULARY, NOW).query.dimensions == ("city",)


def test_a_verb_is_a_verb_in_a_thread_too():
    base = read(BEFORE, VOCABULARY, NOW).query
    assert read("why", VOCABULARY, NOW, base).verb == "why"


def test_a_period_that_is_over_by_now_is_no_longer_open():
    base = read("revenue today", VOCABULARY, NOW).query
    assert base.open_until == NOW
    assert read("yesterday", VOCABULARY, NOW, base).query.open_until is None


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("revenue last 4 weeks weekly", "2026-10-19..2026-11-15"),
        ("销售额 最近4周 按周", "2026-10-19..2026-11-15"),
        ("revenue last 4 full weeks", "2026-10-19..2026-11-15"),
        ("销售额 最近4个完整周", "2026-10-19..2026-11-15"),
        ("revenue last 4 weeks", "2026-10-25..2026-11-21"),
        ("revenue last 28 days weekly", "2026-10-25..2026-11-21"),
    ],
)
def test_weeks_seen_week_by_week_are_whole_ones(text, period):
    """Any other way they are so many times seven days, up to yesterday."""
    query = read(text, VOCABULARY, NOW).query
    assert f"{query.period.first_day}..{query.period.last_day}" == period


def test_asking_for_weeks_of_the_last_question_makes_them_whole():
    base = read("revenue last 4 weeks", VOCABULARY, NOW).query
    query = read("weekly", VOCABULARY, NOW, base).query
    assert write(query, VOCABULARY, Lang.EN) == "revenue last 4 full weeks weekly"
    assert read(write(query, VOCABULARY, Lang.ZH), VOCABULARY, NOW).query == query


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("revenue App vs Web", "revenue channel = App, Web by channel"),
        ("East vs South revenue last month", "revenue last month region = East, South by region"),
        ("华东对比华南 销售额", "revenue region = East, South by region"),
        ("revenue App vs Web by region", "revenue channel = App, Web by region"),
        ("revenue App vs last week", "revenue channel = App vs last week"),
    ],
)
def test_values_against_one_another_are_a_split_of_those(text, same):
    assert read(text, VOCABULARY, NOW).query == read(same, VOCABULARY, NOW).query


@pytest.mark.parametrize("text", ["what does conversion mean?", "What do new customers mean"])
def test_asking_what_a_word_means_asks_for_its_definition(text):
    reading = read(text, VOCABULARY, NOW)
    assert reading.verb == "define"
    assert reading.rest in ("conversion", "new customers")
