"""Targets: set by words and from a file, listed, taken back, and held against wherever a target counts."""

from datetime import UTC, datetime

import pytest

import handlers
from analysis.errors import ImpossibleQuestion, Mistake, UnknownName
from analysis.model import Lang
from handlers.ask import ask
from handlers.targets import imported
from storage.records import Setter

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


@pytest.fixture
def say(shop, call):
    def said(text, **changes):
        return handlers.answer(call(text, **changes), shop)

    return said


def target(shop, question):
    return ask(question, shop, Lang.EN, NOW).answer.target


def test_a_target_that_is_set_counts_from_then_on(say, shop):
    """shop.yaml asks for ¥30,000 in November; a target said later takes its place, on answers too."""
    assert target(shop, "revenue 2026-11") == pytest.approx(30_000)
    assert say("target revenue 2026-11 60k").headline == "Target set · Revenue, 1–30 Nov 2026: ¥60,000"
    assert target(shop, "revenue 2026-11") == pytest.approx(60_000)
    assert target(shop, "revenue yesterday") == pytest.approx(2_000), "each day has its share"


def test_a_target_of_a_part_is_not_one_of_the_whole(say, shop):
    say("target orders 2026-11 300 in East")
    assert target(shop, "orders 2026-11 in East") == 300
    assert target(shop, "orders 2026-11") is None


def test_a_share_is_not_spread_over_days(say, shop):
    say("目标 转化率 2026-11 3%", lang=Lang.ZH)
    assert target(shop, "conversion 2026-11") == pytest.approx(0.03)


def test_one_for_each_month_counts_in_every_month(say, shop):
    say("target orders monthly 310")
    assert target(shop, "orders 2026-10") == pytest.approx(310)
    assert target(shop, "orders 2026-11") == pytest.approx(310)


def test_it_is_listed_and_taken_back_and_the_undo_sets_it_again(say, shop):
    say("target orders 2026-11 300")
    listed = say("targets")
    assert [item.text for item in listed.items] == [
        "Revenue, 1–30 Nov 2026: ¥30,000 · shop.yaml",
        "Orders, 1–30 Nov 2026: 300",
    ]
    removed = say(listed.items[-1].step.value)
    assert target(shop, "orders 2026-11") is None
    say(removed.steps[0].value)
    assert target(shop, "orders 2026-11") == 300


def test_set_again_it_says_what_was_before_and_the_undo_brings_that_back(say, shop):
    say("target orders 2026-11 300")
    again = say("target orders 2026-11 400")
    assert again.body == ("It was 300 before.",)
    say(next(step.value for step in again.steps if step.label == "Undo"))
    assert target(shop, "orders 2026-11") == 300


@pytest.mark.parametrize("said", ["revenue 2026-11 -4", "revenue 2026-11 0", "conversion 2026-11 300%"])
def test_a_target_that_cannot_be_meant_is_refused_with_one_that_can(say, said):
    with pytest.raises(ImpossibleQuestion) as refused:
        say(f"target {said}")
    for works in refused.value.suggestions:
        assert say(works).headline.startswith("Target set")


def test_who_set_it_is_written_down(say, shop):
    say("target orders 2026-11 300", person="U1ANA")
    (deed,) = shop.records.audit.recent(1)
    assert (deed.person, deed.deed, deed.subject) == ("U1ANA", "target.set", "orders 2026-11-01..2026-11-30 300")


@pytest.mark.parametrize(
    "slip",
    ["target revenu 2026-11 1m", "target revenue 1m", "target revenue 2026-11", "target conversion 2026-11 3",
     "target revenue 2026-11 1m 2m", "target revenue 2026-11 1m in East, North", "target orders hourly 3",
     "target revenue 2026-11 1m banana", "目标 销售额", "target 2026-11 5k"],
)  # fmt: skip
def test_slips_offer_targets_that_can_be_set(say, slip):
    with pytest.raises(Mistake) as refused:
        say(slip)
    assert refused.value.suggestions
    for works in refused.value.suggestions:
        assert say(works).headline


def test_what_was_never_set_cannot_be_taken_back(say):
    with pytest.raises(UnknownName, match=r"shop\.yaml"):
        say("target remove revenue 2026-11")


def test_a_file_sets_what_it_can_and_names_the_lines_it_cannot(shop):
    rows = [
        {"metric": "orders", "period": "2026-11", "value": "300", "region": "East"},
        {"metric": "销售额", "period": "2026年11月", "value": "6万", "region": ""},
        {"metric": "sales of ice", "period": "2026-11", "value": "3"},
        {"metric": "orders", "period": "2026-11", "value": ""},
        {"metric": "orders", "period": "2026-11", "value": "3", "moon": "full"},
        {"metric": "orders", "period": "someday", "value": "3"},
    ]
    done = imported(rows, shop, Setter("file", NOW))
    assert (done.count, done.replaced) == (2, 0)
    assert [line for line, _ in done.refused] == [4, 5, 6, 7]
    assert target(shop, "orders 2026-11 in East") == 300
    assert target(shop, "revenue 2026-11") == pytest.approx(60_000)
    assert imported(rows[:2], shop, Setter("file", NOW)).replaced == 2
