"""Splits are ranked, cut, bounded and set beside the earlier period."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis import tidy
from analysis.answer import REST
from analysis.model import Bound, Grain, Op, Query, Unit
from tests.analysis.composing import AOV, REVENUE, WEEK, answer, one, split


def test_a_split_is_ranked_with_shares_and_the_earlier_value_beside_each():
    frames = {"rows": split("region", West=30, East=60, North=10), "rows_before": split("region", East=50, West=30)}
    composed = answer(Query("revenue", WEEK, ("region",)), REVENUE, frames)
    assert composed.value == 100
    assert composed.rows["region"].tolist() == ["East", "West", "North"]
    assert composed.rows["share"].tolist() == pytest.approx([0.6, 0.3, 0.1])
    assert tidy.records(composed)[2] == {"region": "North", "value": 10.0, "previous": None}


def test_a_cut_ranking_ends_in_the_rest_of_both_periods():
    """The rest of the earlier period holds what sold only then."""
    frames = {
        "rows": split("category", a=50, b=30, c=15, d=5),
        "rows_before": split("category", a=40, b=40, gone=20),
    }
    composed = answer(Query("revenue", WEEK, ("category",), top=2), REVENUE, frames)
    assert composed.rows["category"].tolist() == ["a", "b", REST]
    rest = composed.rows.iloc[-1]
    assert (rest["value"], rest["previous"], rest["share"]) == (20, 20, pytest.approx(0.2))
    assert composed.value == 100


def test_the_rest_of_ratios_is_left_out_and_never_summed():
    frames = {"rows": split("region", East=50, West=40, North=30), "total": one(45)}
    composed = answer(Query("aov", WEEK, ("region",), top=2), AOV, frames)
    assert composed.rows["region"].tolist() == ["East", "West"]
    assert "share" not in composed.rows


def test_values_that_overlap_have_no_shares_and_no_rest():
    """An order with lines of two categories counts under both: their sum is no total."""
    orders = replace(REVENUE, id="orders", unit=Unit.COUNT, overlaps=("category",))
    query = Query("orders", WEEK, ("category",), top=1)
    told = answer(query, orders, {"total": one(9), "rows": split("category", Bath=7, Tea=5)})
    assert told.value == 9
    assert list(told.rows["category"]) == ["Bath"]
    assert "share" not in told.rows


def test_bottom_ranks_from_below():
    frames = {"rows": split("region", East=50, West=40, North=30), "total": one(45)}
    composed = answer(Query("aov", WEEK, ("region",), top=2, bottom=True), AOV, frames)
    assert composed.rows["region"].tolist() == ["North", "West"]


def test_a_bound_keeps_the_rows_within_it():
    frames = {"rows": split("category", a=50, b=7, c=6.9)}
    composed = answer(Query("revenue", WEEK, ("category",), bound=Bound(Op.BELOW, 7)), REVENUE, frames)
    assert composed.rows["category"].tolist() == ["c"]
    assert "share" not in composed.rows


def test_negative_parts_have_no_shares():
    composed = answer(Query("revenue", WEEK, ("region",)), REVENUE, {"rows": split("region", East=50, West=-10)})
    assert "share" not in composed.rows


def test_an_ordered_dimension_keeps_its_order_unless_a_top_is_asked():
    frames = {"rows": pd.DataFrame({"hour_of_day": ["10", "9", "23"], "value": [3.0, 9.0, 5.0]})}
    composed = answer(Query("revenue", WEEK, ("hour_of_day",)), REVENUE, frames)
    assert composed.rows["hour_of_day"].tolist() == ["9", "10", "23"]
    composed = answer(Query("revenue", WEEK, ("hour_of_day",), top=2), REVENUE, frames)
    assert composed.rows["hour_of_day"].tolist() == ["9", "23", REST]


def test_a_value_nobody_gave_is_a_row_of_its_own():
    frames = {
        "rows": pd.DataFrame({"region": ["East", None], "value": [5.0, 2.0]}),
        "rows_before": pd.DataFrame({"region": [None, "East"], "value": [1.0, 4.0]}),
    }
    composed = answer(Query("revenue", WEEK, ("region",)), REVENUE, frames)
    assert tidy.records(composed)[1] == {"region": None, "value": 2.0, "previous": 1.0}


def test_lines_follow_the_ranking_and_leave_out_what_was_cut():
    query = Query("revenue", WEEK, ("region",), grain=Grain.DAY, top=1)
    lines = pd.DataFrame(
        {"bucket": pd.to_datetime(["2026-11-15"] * 2), "region": ["West", "East"], "value": [3.0, 5.0]}
    )
    composed = answer(query, REVENUE, {"rows": split("region", East=5, West=3), "lines": lines})
    assert composed.lines["region"].tolist() == ["East"]
    assert tidy.records(composed) == [{"bucket": "2026-11-15", "region": "East", "value": 5.0, "previous": None}]


def test_two_dimensions_stand_in_two_columns():
    frame = pd.DataFrame({"region": ["East", "West"], "category": ["a", "b"], "value": [1.0, 2.0]})
    composed = answer(Query("revenue", WEEK, ("region", "category")), REVENUE, {"rows": frame})
    assert tidy.records(composed)[0] == {"region": "West", "category": "b", "value": 2.0, "previous": None}
