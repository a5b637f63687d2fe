"""The picture of what came of a decision: what was, what was to be expected, and the day it was decided."""

from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from analysis.model import Lang, Look, Unit
from charts import outcome
from charts.outcome import Outcome
from tests.charts.drawn import LOOKS, legible, metric, texts

DAYS = pd.date_range("2026-10-09", periods=42)
WAVE = 80_000 + 20_000 * np.sin(np.arange(42) * 2 * np.pi / 7)


def found(values=WAVE, *, low=0.9, high=1.1, unit=Unit.MONEY, good=True):
    """A decision of 5 November: 28 days before it, 14 since, with what was to be expected of those."""
    values = np.broadcast_to(np.asarray(values, float), 42)
    after = {"measured": values[28:], "expected": WAVE[28:], "low": low * WAVE[28:], "high": high * WAVE[28:]}
    frame = pd.DataFrame(after, index=DAYS[28:])
    before = pd.Series(values[:28], index=DAYS[:28])
    return Outcome(metric(unit), before, frame, ZoneInfo("Asia/Shanghai"), "D-12 · Revenue", "14 days", "▲ +5%", good)


CASES = {
    "as expected": found(),
    "above": found(1.3 * WAVE),
    "below": found(0.5 * WAVE, good=False),
    "a range far too wide": found(low=-1e9, high=1e9, good=None),
    "gaps": found(np.where(np.arange(42) % 9 == 3, np.nan, WAVE)),
    "nothing recorded": found(np.nan, good=None),
    "the last day missing": found(np.where(np.arange(42) == 41, np.nan, WAVE)),
    "counts": found(unit=Unit.COUNT),
}


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.lang.value)
@pytest.mark.parametrize("name", CASES)
def test_its_words_stay_on_the_page_and_clear_of_each_other(name, look):
    drawn = outcome.draw(CASES[name], look)
    legible(drawn)
    assert len(drawn.png()) < 90_000


def test_the_day_of_the_decision_and_both_lines_are_named():
    words = {each.get_text() for each in texts(outcome.draw(CASES["above"], Look(Lang.EN, "CNY")))}
    assert {"decided 5 Nov", "Expected", "Likely range"} <= words


def test_what_was_to_be_expected_of_each_day_is_in_the_text_too():
    drawn = outcome.draw(CASES["above"], Look(Lang.EN, "CNY"))
    assert "expected" in drawn.twin
    assert "Decided on 5 Nov" in drawn.alt
