"""Answers composed from measurements: totals, changes, series, and what is said of them."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from analysis import descriptive, periods, tidy
from analysis.model import Comparison, Direction, Grain, Lang, Metric, Query, Text, Unit
from tests.analysis.composing import AOV, BUYERS, NOW, REVENUE, STOCK, WEEK, ZONE, answer, days, one, split


def test_a_total_is_set_against_the_same_length_just_before():
    composed = answer(
        Query("revenue", WEEK),
        REVENUE,
        {"series": days("2026-11-15", *[112] * 7), "series_before": days("2026-11-08", *[100] * 7)},
    )
    assert composed.value == 784
    assert (composed.change.value, composed.change.change) == (700, 84)
    assert composed.change.change_pct == pytest.approx(0.12)
    assert composed.change.favourable is True
    assert composed.change.period.first_day == date(2026, 11, 8)
    assert composed.series["previous"].tolist() == [100.0] * 7


def test_cents_add_up_without_a_trail_of_digits():
    composed = answer(Query("revenue", WEEK), REVENUE, {"series": days("2026-11-15", *[0.1] * 7)})
    assert composed.value == 0.7


def test_a_day_without_rows_is_a_gap_and_not_a_zero():
    composed = answer(Query("revenue", WEEK), REVENUE, {"series": days("2026-11-15", 5, None, 0, 5, 5, 5, 5)})
    assert [row["value"] for row in tidy.records(composed)] == [5, None, 0, 5, 5, 5, 5]
    assert tidy.records(composed)[0] == {"bucket": "2026-11-15", "value": 5.0, "previous": None}


def test_nothing_recorded_is_no_value_and_no_change():
    composed = answer(Query("revenue", WEEK), REVENUE, {})
    assert composed.value is None
    assert composed.change.change is None
    assert composed.findings == ()


def test_distinct_counts_are_measured_as_a_whole_and_never_added_up():
    needs = descriptive.needs(Query("buyers", WEEK), BUYERS, None)
    assert set(needs) == {"total", "series"}
    frames = {"series": days("2026-11-15", *[40] * 7), "total": one(100), "total_before": one(80)}
    composed = answer(Query("buyers", WEEK), BUYERS, frames)
    assert composed.value == 100
    assert composed.change.change == 20


def test_a_level_is_not_added_up_over_time():
    frames = {"series": days("2026-11-15", *range(100, 107)), "total": one(106)}
    composed = answer(Query("stock", WEEK), STOCK, frames)
    assert composed.value == 106
    assert not [finding for finding in composed.findings if finding.kind == "mean"]
    assert composed.change.favourable is None


def test_money_that_adds_up_needs_two_measurements_and_a_ratio_four():
    assert len(descriptive.needs(Query("revenue", WEEK), REVENUE, WEEK)) == 2
    assert len(descriptive.needs(Query("revenue", WEEK, ("region",)), REVENUE, WEEK)) == 2
    assert len(descriptive.needs(Query("aov", WEEK, ("region",)), AOV, WEEK)) == 4


def test_a_period_that_is_not_over_is_partial_and_its_last_day_judged_by_nobody():
    today = periods.over(date(2026, 11, 16), date(2026, 11, 23), ZONE, "week to date")
    query = Query("revenue", today, open_until=NOW)
    composed = answer(query, REVENUE, {"series": days("2026-11-16", 50, 50, 51, 50, 50, 50, 3)})
    assert composed.partial
    worst = next(finding for finding in composed.findings if finding.kind == "worst")
    assert worst.numbers["value"] == 50


def test_data_that_stops_before_the_period_does_is_said():
    composed = answer(
        Query("revenue", WEEK),
        REVENUE,
        {"series": days("2026-11-15", 5, 5)},
        as_of=datetime(2026, 11, 16, 9, tzinfo=UTC),
    )
    assert composed.partial
    assert "16 Nov 2026" in composed.notes[0].en
    assert "11月16日" in composed.notes[0].zh


def test_a_target_comparison_is_against_the_target():
    query = Query("revenue", WEEK, comparison=Comparison.TARGET)
    composed = answer(query, REVENUE, {"series": days("2026-11-15", *[10] * 7)}, compared=None, target=100.0)
    assert (composed.change.kind, composed.change.value, composed.change.change) == (Comparison.TARGET, 100, -30)
    assert composed.change.favourable is False


@pytest.mark.parametrize(
    ("direction", "now", "before", "favourable"),
    [
        (Direction.UP, 110, 100, True),
        (Direction.UP, 90, 100, False),
        (Direction.DOWN, 110, 100, False),
        (Direction.DOWN, 90, 100, True),
        (Direction.NEUTRAL, 90, 100, None),
        (Direction.UP, 100, 100, None),
        (Direction.UP, 100.01, 100, None),
        (Direction.UP, -50, -100, True),
    ],
)
def test_favourable_follows_the_direction_of_the_metric(direction, now, before, favourable):
    assert descriptive.change(replace(REVENUE, direction=direction), now, before)[2] is favourable


def test_growth_from_nothing_has_no_percentage():
    assert descriptive.change(REVENUE, 5.0, 0.0) == (5.0, None, True)


def test_an_hourly_series_is_told_by_the_hour():
    day = periods.over(date(2026, 11, 21), date(2026, 11, 22), ZONE, "yesterday")
    composed = answer(Query("revenue", day), REVENUE, {"series": days("2026-11-21", 4)})
    assert len(composed.series) == 24
    assert tidy.records(composed)[0]["bucket"] == "2026-11-21T00:00:00"


def test_every_finding_is_told_in_both_languages():
    frames = {
        "rows": split("region", East=90, West=30, North=5, South=4, Far=3),
        "rows_before": split("region", East=50, West=30, North=5, South=4, Far=3),
    }
    composed = answer(Query("revenue", WEEK, ("region",)), REVENUE, frames)
    assert {finding.kind for finding in composed.findings} >= {
        "standout",
        "contributor",
        "concentration",
        "share_shift",
    }
    for finding in composed.findings:
        assert finding.sentence.of(Lang.EN) != finding.sentence.of(Lang.ZH)
        assert "华东" in finding.sentence.zh or "East" not in finding.sentence.en


def test_an_earlier_period_that_recording_began_in_is_told_but_not_compared_with():
    """Two days of a week make no week to grow from."""
    frames = {"series": days("2026-11-15", *[10] * 7), "series_before": days("2026-11-13", 10, 10)}
    composed = answer(Query("revenue", WEEK), REVENUE, frames, since=date(2026, 11, 13))
    assert (composed.change.value, composed.change.change, composed.change.favourable) == (20, None, None)
    assert "13 Nov 2026" in composed.notes[0].en
    assert "11月13日" in composed.notes[0].zh
    rows = {"rows": split("region", East=70), "rows_before": split("region", East=20)}
    composed = answer(Query("revenue", WEEK, ("region",)), REVENUE, rows, since=date(2026, 11, 13))
    assert composed.rows["previous"].isna().all()


def test_weeks_that_the_period_cuts_are_said_to_be_cut():
    """Sunday to Saturday, in weeks that begin on Monday."""
    composed = answer(Query("revenue", WEEK, grain=Grain.WEEK), REVENUE, {"series": days("2026-11-09", 5)})
    assert [note.en for note in composed.notes] == [
        "The first week counts only from 15 Nov 2026.",
        "The last week counts only up to 21 Nov 2026.",
    ]
    assert composed.notes[0].zh == "首周只从2026年11月15日算起。"
    composed = answer(Query("revenue", WEEK, grain=Grain.WEEK), REVENUE, {}, week_start=6)
    assert composed.notes == ()


def test_a_change_of_a_rate_too_small_to_be_written_is_neither_good_nor_bad():
    rate = Metric("conversion", Text("Conversion", "转化率"), Unit.RATIO, Direction.UP, Text("", ""), decimals=2)
    assert descriptive.change(rate, 0.02931, 0.02929)[2] is None
    assert descriptive.change(rate, 0.0294, 0.0292)[2] is True
