"""What a decision changed: seen where there is something, with a range that holds, and honest where it cannot tell."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from analysis.decisions import effect
from analysis.decisions.measuring import _quantile
from analysis.errors import Mistake

START = date(2026, 10, 5)
END = START + timedelta(13)


def sales(before=200, after=14, lift=0.0, noise=0.05, seed=1):
    """Days of a shop with a weekend, the last `after` of them from START on and so much better."""
    days = pd.date_range(end=START + timedelta(after - 1), periods=before + after)
    chance = np.random.default_rng(seed)
    values = 1000 * np.where(days.day_of_week >= 5, 1.4, 1.0) * chance.normal(1, noise, len(days))
    values[before:] *= 1 + lift
    return pd.Series(values, index=days)


def test_a_large_effect_is_seen_and_lies_within_the_range():
    found = effect(sales(lift=0.3), START, END)
    assert found.told
    assert found.bounds[0] < 0.3 < found.bounds[1]
    assert found.relative == pytest.approx(0.3, abs=0.06)
    assert not found.caveats


def test_where_nothing_was_done_nothing_is_seen():
    assert not any(effect(sales(seed=seed), START, END).told for seed in range(6))


def test_a_weekend_is_not_taken_for_an_effect():
    found = effect(sales(after=7), START + timedelta(5), START + timedelta(6))
    assert not found.told
    assert found.expected == pytest.approx(1400, rel=0.1)


def test_the_range_widens_where_earlier_dates_were_further_off_than_the_model_says():
    calm = sales()
    moved = calm.copy()
    for week in range(8):
        moved.iloc[60 + 14 * week : 67 + 14 * week] *= 1.5 if week % 2 else 0.6
    wide, narrow = (effect(each, START, END) for each in (moved, calm))
    assert wide.tries == narrow.tries == 10
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)


def test_what_goes_up_and_down_with_it_narrows_the_range():
    days = sales().index
    wave = pd.Series(np.cumsum(np.random.default_rng(3).normal(0, 40, len(days))), index=days)
    series = sales() + wave
    alone = effect(series, START, END)
    beside = effect(series, START, END, pd.DataFrame({"other shop": 500 + wave}))
    assert beside.high - beside.low < 0.7 * (alone.high - alone.low)
    assert "beside" in beside.method.en


def test_days_that_are_not_known_are_left_out_on_both_sides():
    series = sales(lift=0.3)
    series.iloc[50:55] = np.nan
    series.loc[pd.Timestamp(START + timedelta(3))] = np.nan
    found = effect(series, START, END)
    assert found.told
    assert found.days["measured"].isna().sum() == 1


def test_every_day_has_what_was_to_be_expected_of_it_and_its_range():
    found = effect(sales(), START, END)
    assert len(found.days) == 14
    assert (found.days["low"] < found.days["expected"]).all()
    assert (found.days["expected"] < found.days["high"]).all()
    inside = found.days["measured"].between(found.days["low"], found.days["high"])
    assert inside.mean() > 0.8


@pytest.mark.parametrize(
    ("series", "end", "told"),
    [
        (sales(before=40), END, "Only 40 days before"),
        (sales(), START + timedelta(3), "Only 4 days since"),
        (sales(), START, "Only 1 day since"),
        (sales(noise=0.5), END, "a change of 10 % could not be seen"),
    ],
)
def test_what_it_cannot_say_is_said(series, end, told):
    assert any(told in caveat.en for caveat in effect(series, START, end).caveats)


def test_with_too_few_days_before_there_is_no_comparison():
    with pytest.raises(Mistake, match="there are 20"):
        effect(sales(before=20), START, END)


def test_with_no_day_since_there_is_no_comparison():
    with pytest.raises(Mistake, match="No day since"):
        effect(sales(after=0), START, END)


def test_with_nothing_at_all_there_is_no_comparison():
    with pytest.raises(Mistake, match="there are 0"):
        effect(pd.Series([], index=pd.DatetimeIndex([]), dtype=float), START, END)


def test_a_level_that_wanders_by_itself_is_not_taken_for_an_effect():
    """Stock goes up and down without anybody's doing: what it was yesterday is all that tells what it will be."""
    days = sales().index
    for seed in range(6):
        steps = np.random.default_rng(seed).normal(0, 20, len(days))
        assert not effect(pd.Series(3000 + np.cumsum(steps), index=days), START, END).told


def test_one_freak_day_is_not_an_effect():
    series = sales(noise=0.001)
    series.loc[pd.Timestamp(START + timedelta(4))] *= 10
    found = effect(series, START, END)
    assert found.relative > 0.3
    assert not found.told


@pytest.mark.parametrize("value", [0.0, 250.0])
def test_what_never_moved_has_a_narrow_range_and_no_effect(value):
    flat = sales() * 0 + value
    found = effect(flat, START, END)
    assert found.mean == pytest.approx(0, abs=1e-3)
    assert (found.relative is None) == (value == 0.0)


def test_the_widths_are_those_of_student():
    for degrees in range(5, 16):
        assert _quantile(degrees) == pytest.approx(t.ppf(0.975, degrees), abs=0.004)
