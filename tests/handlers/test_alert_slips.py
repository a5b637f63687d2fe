"""Slips in words about an alert: what is quoted, and that what is offered works when it is pressed."""

import pytest

import handlers
from analysis.errors import ImpossibleQuestion, UnclearPeriod
from analysis.model import Lang
from tests.handlers.alert_stage import ANA, SALES, Stage, opened


@pytest.fixture
def alert(shop) -> Stage:
    return opened(shop)


@pytest.mark.parametrize("said", ["until yesterday", "A-1 5 years", "5 years", "banana", "A-1 昨天"])
@pytest.mark.parametrize("lang", Lang)
def test_a_time_that_cannot_be_waited_for_is_quoted_whole_with_commands_that_work(alert, call, said, lang):
    with pytest.raises(UnclearPeriod) as refused:
        handlers.answer(call(f"alert snooze {said}", person=ANA, channel=SALES, lang=lang), alert.shop)
    assert said.removeprefix("A-1 ") in refused.value.say(lang)
    for works in refused.value.suggestions:
        assert handlers.answer(call(works, person=ANA, channel=SALES, lang=lang), alert.shop).headline


def test_what_is_offered_is_in_the_language_of_who_asked(alert, call):
    with pytest.raises(ImpossibleQuestion) as refused:
        handlers.answer(call("预警 指派 A-1 小波", person=ANA, channel=SALES, lang=Lang.ZH), alert.shop)
    assert refused.value.suggestions == ("预警 指派 A-1 我",)
    assert handlers.answer(call(refused.value.suggestions[0], person=ANA, channel=SALES, lang=Lang.ZH), alert.shop)


def test_so_long_is_no_number_of_an_alert(alert, call):
    """A bare number before a unit of time is how long, not which."""
    for said in ("30 minutes", "40分钟", "2 hours waiting"):
        handlers.answer(call(f"alert snooze {said}", person=ANA, channel=SALES), alert.shop)
    assert [verb for _, verb, _ in alert.deeds()] == ["snooze"] * 3
