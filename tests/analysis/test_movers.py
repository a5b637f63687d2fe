"""What explains a gap: the values whose part of it is larger than their part of the whole."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from analysis.alerts.movers import movers
from analysis.model import Direction, Grain, Metric, Period, Query, Result, Text, Unit
from tests.charts.drawn import ZONE

DAY, WEEK_AGO = datetime(2026, 11, 21), datetime(2026, 11, 14)
PERIOD = Period(datetime(2026, 11, 13, 16, tzinfo=UTC), datetime(2026, 11, 21, 16, tzinfo=UTC), ZONE, "")


def result(now, before, *, unit=Unit.MONEY):
    """What was measured by channel on two days; None is a row without a channel."""
    rows = [(DAY, *row) for row in now.items()] + [(WEEK_AGO, *row) for row in before.items()]
    frame = pd.DataFrame(rows, columns=["bucket", "channel", "value"])
    metric = Metric("m", Text("M", "M"), unit, Direction.UP, Text("", ""), parts=unit is Unit.MONEY)
    return Result(Query("m", PERIOD, ("channel",), grain=Grain.DAY), metric, frame, None)


def test_the_first_is_the_one_that_fell_more_than_its_size_explains():
    """App lost half of 100, the larger Web a tenth of 200: it is the App."""
    app, web = movers(result({"App": 50.0, "Web": 180.0}, {"App": 100.0, "Web": 200.0}), DAY, [WEEK_AGO])
    assert (app.value, app.change, app.share) == ("App", -50, pytest.approx(50 / 70))
    assert app.excess == pytest.approx(50 / 70 - 100 / 300)
    assert web.excess == pytest.approx(-app.excess)


def test_an_even_fall_has_no_culprit():
    found = movers(result({"App": 50.0, "Web": 100.0}, {"App": 100.0, "Web": 200.0}), DAY, [WEEK_AGO])
    assert [mover.excess for mover in found] == [pytest.approx(0), pytest.approx(0)]


def test_what_is_no_longer_recorded_fell_to_nothing():
    """Values of a sum that have no row sold nothing."""
    gone, _ = movers(result({"Web": 200.0}, {"App": 100.0, "Web": 200.0}), DAY, [WEEK_AGO])
    assert (gone.value, gone.now, gone.share) == ("App", 0, 1)


def test_rates_are_ranked_by_how_far_they_moved_and_need_both_sides():
    found = movers(
        result({"App": 0.5, "Web": 0.89, "Store": 0.1}, {"App": 0.9, "Web": 0.9}, unit=Unit.RATIO), DAY, [WEEK_AGO]
    )
    assert [(mover.value, round(mover.change, 2), mover.share) for mover in found] == [
        ("App", -0.4, None),
        ("Web", -0.01, None),
    ]


def test_no_value_at_all_is_a_value_too():
    first, _ = movers(result({None: 10.0, "Web": 200.0}, {None: 100.0, "Web": 200.0}), DAY, [WEEK_AGO])
    assert first.value is None


@pytest.mark.parametrize("rows", [({}, {}), ({"App": 1.0}, {"App": 2.0})])
def test_one_value_explains_nothing(rows):
    assert movers(result(*rows), DAY, [WEEK_AGO]) == ()


def test_a_week_that_was_half_recorded_is_averaged_over_what_there_is():
    """The windows it is set against are taken by their mean."""
    found = movers(result({"App": 0.5, "Web": 0.8}, {"App": 0.9, "Web": 0.8}, unit=Unit.RATIO), DAY, [WEEK_AGO, PAST])
    assert [mover.before for mover in found] == [0.9, 0.8]


PAST = datetime(2026, 11, 7)
