"""What the sample shop watches: its rules read, and find what is planted without crying wolf."""

import pytest

from analysis.alerts.rule import Kind
from analysis.alerts.text import read, write
from analysis.model import Lang
from bench import detection
from storage.sample import EVENTS
from storage.sample.watch import WATCH
from tests.conftest import NOON, ROOT

SURE = {"search volume": "moka-pot-takes-off", "competitor sales": "hearthway-price-cut", "on-time": "southwest-late"}


@pytest.fixture(scope="module")
def large(large_sample):
    with detection.open_shop(large_sample) as shop:
        yield shop


@pytest.mark.parametrize("watched", WATCH, ids=lambda watched: watched.text.split(" by ")[0])
def test_a_watched_rule_reads_and_reads_back_in_both_languages(watched, large):
    """It is what a person could have typed, and the card can say it."""
    vocabulary = large.facts.vocabulary({})
    rule = read(watched.text, vocabulary, NOON)
    for lang in Lang:
        assert read(write(rule, vocabulary, lang), vocabulary, NOON) == rule


def test_every_kind_is_watched_in_a_channel_that_there_is(large):
    """The demo shows each kind at work."""
    kinds = {read(watched.text, large.facts.vocabulary({}), NOON).trigger.kind for watched in WATCH}
    assert kinds == set(Kind)
    assert {watched.channel for watched in WATCH} == {"sales", "marketing"}


def test_the_page_about_the_shop_lists_every_rule():
    """What is turned on and what docs/sample-shop.md says of it are the same."""
    page = (ROOT / "docs" / "sample-shop.md").read_text(encoding="utf-8")
    assert [watched.text for watched in WATCH if f"| #{watched.channel} | `{watched.text}` |" not in page] == []


@pytest.mark.parametrize("opening", SURE)
def test_a_planted_event_is_found_and_little_else(opening, large):
    """A third of the shop, the last two months: what is strong enough to show in so few orders."""
    (text,) = (watched.text for watched in WATCH if watched.text.startswith(opening))
    weekly = "weekly" in text
    found = detection.tried(text, large, NOON, 10 if weekly else 60)
    assert SURE[opening] in found.delays
    assert not found.missed
    assert len(found.false) <= 2


def test_something_is_wrong_today(large):
    """Whoever opens the shop sees an alert that is still firing."""
    (text,) = (watched.text for watched in WATCH if watched.text.startswith("search volume"))
    found = detection.tried(text, large, NOON, 10)
    assert found.tested.fired[-1].ended is None


@pytest.mark.check
def test_all_that_is_planted_is_found_with_at_most_one_false_alarm_a_month_and_rule(tmp_path):
    """The whole shop over fourteen months, each window judged as if it had just closed."""
    tried = detection.try_all(tmp_path, NOON)
    assert {name for each in tried for name in each.delays} == {event.id for event in EVENTS}
    assert not [each.missed for each in tried if each.missed]
    assert {each.text: each.false_a_month for each in tried if each.false_a_month > 1} == {}
