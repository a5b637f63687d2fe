"""What is expected of a value: ordinary days teach it, what was not ordinary neither moves nor widens it."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.anomalies import expect, foretell, score

WEEK = np.array([1.0, 1.05, 1.0, 0.95, 1.1, 1.4, 1.3])


def shop(windows=120, level=1000.0, noise=0.05, seed=3, instances=1):
    """Daily sales with a week in them, by instance."""
    rng = np.random.default_rng(seed)
    index = pd.date_range("2026-03-02", periods=windows, name="day")
    values = level * WEEK[np.arange(windows) % 7][:, None] * rng.normal(1, noise, (windows, instances))
    return pd.DataFrame(values, index=index, columns=[f"i{n}" for n in range(instances)])


def test_it_expects_the_weekday_not_the_average():
    values = shop()
    saturday = expect(values.iloc[:111])
    assert values.index[110].day_name() == "Saturday"
    assert saturday.center["i0"] == pytest.approx(1400, rel=0.06)
    assert saturday.spread["i0"] == pytest.approx(1400 * 0.05, rel=0.5)


def test_the_judged_value_has_no_say_in_what_is_expected_of_it():
    usual, strange = shop(), shop()
    strange.iloc[-1] = 9e9
    pd.testing.assert_series_equal(expect(usual).center, expect(strange).center)


@pytest.mark.parametrize("times", [0.0, 6.0])
def test_a_past_outage_or_rush_neither_moves_nor_widens_what_is_expected(times):
    usual, shaken = shop(), shop()
    shaken.iloc[-9:-6] *= times
    before, after = expect(usual), expect(shaken)
    assert after.center["i0"] == pytest.approx(before.center["i0"], rel=0.05)
    assert after.spread["i0"] < 1.6 * before.spread["i0"]


def test_a_lasting_change_is_the_new_usual_within_three_weeks():
    values = shop()
    values.iloc[-22:] *= 0.6
    assert abs(expect(values).score(values.iloc[-1])["i0"]) < 3.5


def test_days_of_an_occasion_are_not_learned_from_and_are_named():
    usual, sale = shop(), shop()
    days = frozenset(day.date() for day in sale.index[-19:])
    sale.loc[sale.index[-19] :] *= 3
    found = expect(sale, days)
    assert found.center["i0"] == pytest.approx(expect(usual).center["i0"], rel=0.06)
    assert found.note["i0"] == "occasion"
    assert expect(sale, days - {sale.index[-1].date()}).note["i0"] == ""


def test_what_an_occasion_multiplies_is_moved_and_widened_as_told():
    values = shop()
    found, moved = expect(values), expect(values).moved(2.0, wider=1.5)
    assert moved.center["i0"] == 2 * found.center["i0"]
    assert moved.score(2 * values.iloc[-1])["i0"] == pytest.approx(found.score(values.iloc[-1])["i0"] / 1.5)


def test_a_bound_is_the_value_that_gets_its_score():
    found = expect(shop(instances=3))
    for spreads in (-3.5, 0.0, 3.5):
        assert found.score(found.bound(spreads)).to_numpy() == pytest.approx(spreads)


def test_two_weeks_are_needed_and_less_is_said_to_be_short():
    values = shop(instances=2)
    values.iloc[:-14, 0] = np.nan
    found = expect(values)
    assert np.isnan(found.center["i0"])
    assert found.note.to_dict() == {"i0": "short_history", "i1": ""}
    values.iloc[-15, 0] = 1000.0
    assert expect(values).note["i0"] == ""


def test_few_orders_a_day_are_judged_by_how_counts_vary():
    rng = np.random.default_rng(5)
    values = pd.DataFrame(rng.poisson(2.0, (91, 400)).astype(float), index=pd.date_range("2026-01-05", periods=91))
    found = expect(values)
    alarms = found.score(values.iloc[-1]).abs() > 3.5
    assert alarms.mean() < 0.01
    assert found.center.mean() == pytest.approx(2.0, rel=0.1)
    assert found.score(values.iloc[-1] * 0 + 20).gt(3.5).mean() > 0.95


def test_what_never_moved_is_still_not_certain():
    values = shop(noise=0.0)
    values[:] = 100.0
    assert abs(expect(values).score(pd.Series({"i0": 101.0}))["i0"]) < 3.5
    assert expect(values).score(pd.Series({"i0": 50.0}))["i0"] < -3.5


@pytest.mark.parametrize("windows", [1, 2, 8])
def test_hardly_any_windows_are_short(windows):
    assert expect(shop(windows)).note["i0"] == "short_history"


def test_where_nothing_ever_happened_nothing_is_expected():
    values = shop()
    values[:] = 0.0
    assert expect(values).note["i0"] == "short_history"


def test_losses_are_expected_like_gains():
    values = -shop()
    assert expect(values).center["i0"] == pytest.approx(-expect(shop()).center["i0"])


def test_hours_have_their_own_usual_and_a_gap_is_not_zero():
    index = pd.date_range("2026-03-02", periods=24 * 28 + 4, freq="h")
    day = 20 + 15 * np.sin((index.hour - 9) / 24 * 2 * np.pi)
    values = pd.DataFrame({"all": day * np.random.default_rng(2).normal(1, 0.05, len(index))}, index=index)
    values.iloc[100:130] = np.nan
    assert expect(values).center["all"] == pytest.approx(day[-1], rel=0.1)


def test_weeks_have_no_season_and_one_with_an_occasion_is_named():
    index = pd.date_range("2026-01-05", periods=27, freq="7D")
    values = pd.DataFrame({"all": 100 + np.arange(27) % 3}, index=index, dtype=float)
    assert expect(values).center["all"] == pytest.approx(101, abs=1)
    last = index[-1].date()
    assert expect(values, frozenset({date(last.year, last.month, last.day + 2)})).note["all"] == "occasion"


def test_a_rare_thing_that_happened_before_is_not_unusual():
    values = shop()
    values[:] = 0.0
    values.iloc[[3, 50, -1]] = 10.0
    assert expect(values).score(values.iloc[-1])["i0"] < 3.0


def test_every_point_is_foretold_as_if_it_were_the_last():
    values = shop(60)["i0"]
    found = foretell(values)
    for day in (20, 41, 59):
        alone = expect(values.iloc[: day + 1].to_frame())
        assert found.center.iloc[day] == pytest.approx(alone.center["i0"], rel=0.02)
        assert found.spread.iloc[day] == pytest.approx(alone.spread["i0"], rel=0.2)
    assert (found.note.iloc[:14] == "short_history").all()


def test_a_score_knows_nothing_of_what_comes_after():
    for values in (
        shop(90)["i0"],
        pd.Series(np.sin(np.arange(300)), pd.date_range("2026-01-01", periods=300, freq="5min")),
    ):
        cut = len(values) - 30
        shaken = values.copy()
        shaken.iloc[cut:] *= 50
        pd.testing.assert_series_equal(score(values).iloc[:cut], score(shaken).iloc[:cut])
        assert score(shaken).iloc[cut] > 3.0


def test_fast_points_are_told_once_unless_it_gets_far_worse():
    index = pd.date_range("2026-01-01", periods=400, freq="1min")
    values = pd.Series(np.random.default_rng(4).normal(100, 1, 400), index)
    values.iloc[200:210] = 120.0
    values.iloc[210] = 400.0
    assert list(score(values).iloc[200:211] > 0) == [True, *[False] * 9, True]


def test_nothing_is_scored_as_nothing():
    assert score(pd.Series([], dtype=float, index=pd.DatetimeIndex([]))).empty
