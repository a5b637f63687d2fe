"""A forecast by what the length of history allows, with a band that holds, and a reason people can read."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import Mistake
from analysis.predictive import Method, forecast

WEEK = np.array([1.0, 1.05, 1.0, 0.95, 1.1, 1.4, 1.3])


def sales(days, noise=0.05, growth=0.0, seed=3):
    """Daily sales around 1000 with a week in them."""
    rng = np.random.default_rng(seed)
    values = 1000 * WEEK[np.arange(days) % 7] * (1 + growth) ** np.arange(days) * rng.normal(1, noise, days)
    return pd.Series(values, index=pd.date_range("2026-01-05", periods=days))


@pytest.fixture(scope="module")
def long():
    """A quarter of a year and more, forecast once for the tests that look at it."""
    return forecast(sales(133).iloc[:119], 14)


@pytest.mark.parametrize(("days", "method"), [(7, Method.WINDOWS), (59, Method.WINDOWS), (60, Method.SMOOTHING)])
def test_the_length_of_history_decides_the_method(days, method):
    found = forecast(sales(days), 7)
    assert found.method is method
    assert f"{days} days" in found.reason.en
    assert f"{days} 天" in found.reason.zh
    assert (found.low <= found.mean).all()
    assert (found.mean <= found.high).all()


def test_a_quarter_of_a_year_is_boosted_and_close(long):
    came = sales(133).iloc[119:]
    assert long.method is Method.BOOSTING
    assert list(long.mean.index) == list(came.index)
    assert (long.mean / came - 1).abs().mean() < 0.1
    assert ((came >= long.low) & (came <= long.high)).mean() >= 0.6


def test_the_same_question_has_the_same_answer(long):
    pd.testing.assert_series_equal(forecast(sales(133).iloc[:119], 14).high, long.high)


def test_fewer_than_seven_days_are_refused_with_what_to_do():
    with pytest.raises(Mistake, match="at least 7 days with data, and there are 6 days") as refused:
        forecast(sales(7).mask(np.arange(7) == 3), 7)
    assert "6 天" in refused.value.sentence.zh


@pytest.mark.parametrize(("horizon", "level"), [(0, 0.8), (7, 0.0), (7, 1.0)])
def test_a_forecast_of_nothing_is_refused(horizon, level):
    with pytest.raises(Mistake):
        forecast(sales(30), horizon, level)


def test_a_wider_level_is_a_wider_band():
    narrow, wide = forecast(sales(40), 7, 0.5), forecast(sales(40), 7, 0.95)
    assert ((wide.high - wide.low) > (narrow.high - narrow.low)).all()


def test_gaps_take_the_value_of_the_week_before():
    series = sales(42, noise=0.0)
    holed = series.drop(series.index[[30, 31]]).mask(lambda each: each.index == series.index[20])
    assert forecast(holed, 7).mean.to_numpy() == pytest.approx(1000 * WEEK)


def test_sales_are_never_forecast_below_nothing():
    series = sales(70, growth=-0.05, noise=0.3)
    assert (forecast(series, 28).low >= 0).all()


def test_a_constant_is_forecast_as_itself_whatever_can_be_fitted_to_it():
    series = pd.Series(100.0, index=pd.date_range("2026-01-05", periods=70))
    assert forecast(series, 7).mean.to_numpy() == pytest.approx(100.0)


@pytest.mark.parametrize(("freq", "season"), [("h", 24), ("W-MON", 1), ("MS", 1)])
def test_hours_weeks_and_months_are_forecast_too(freq, season):
    index = pd.date_range("2026-01-05", periods=72 if freq == "h" else 24, freq=freq)
    series = pd.Series(100.0 + np.arange(len(index)) % season, index=index)
    found = forecast(series, 5)
    assert list(found.mean.index) == list(pd.date_range(index[-1], periods=6, freq=freq)[1:])
    assert found.mean.to_numpy() == pytest.approx(100.0 + np.arange(5) % season)
