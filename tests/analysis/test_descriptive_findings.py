"""What stands out is said when it does, and not when it does not."""

import pandas as pd
import pytest

from analysis import periods
from analysis.model import Bound, Grain, Op, Query, Text
from tests.analysis.composing import (
    AOV,
    BUYERS,
    REVENUE,
    WEEK,
    ZONE,
    answer,
    date,
    days,
    one,
    split,
    standing_out,
)

MONTH = periods.over(date(2026, 10, 25), date(2026, 11, 22), ZONE, "last 28 days")
WEEKDAYS = (100, 102, 98, 101, 99, 140, 150)


def weekly(first, count):
    return pd.DataFrame({"bucket": pd.date_range(first, periods=count, freq="7D"), "value": [70.0] * count})


def test_the_day_that_sticks_out_is_named_with_how_far():
    values = list(WEEKDAYS) * 4
    values[17] = 320
    composed = answer(Query("revenue", MONTH), REVENUE, {"series": days("2026-10-25", *values)})
    assert standing_out(composed).en == ("Wed 11 Nov stands out: ¥320, 3.2 times a usual day.")
    assert standing_out(composed).zh == "11月11日（周三）最突出：¥320，是平常的 3.2 倍。"


def test_a_weekend_that_is_always_high_does_not_stand_out():
    composed = answer(Query("revenue", MONTH), REVENUE, {"series": days("2026-10-25", *list(WEEKDAYS) * 4)})
    assert not [finding for finding in composed.findings if finding.kind == "outlier"]
    assert standing_out(composed).en.startswith("No single day stands out")


def test_two_days_are_too_few_to_claim_anything_of():
    pair = periods.over(date(2026, 11, 20), date(2026, 11, 22), ZONE)
    composed = answer(Query("revenue", pair), REVENUE, {"series": days("2026-11-20", 10, 1000)})
    assert composed.findings == ()


def test_a_few_orders_are_said_to_be_few_and_nothing_else_is_claimed():
    frames = {"series": days("2026-11-15", 1, 1, 1, 9, 0, 0, 0), "total": one(12), "total_before": one(3)}
    composed = answer(Query("buyers", WEEK), BUYERS, frames)
    assert standing_out(composed).en == "Small numbers: only 12 in all, so a change may be chance."
    assert not [finding for finding in composed.findings if finding.kind in ("outlier", "streak")]


def test_a_streak_runs_to_the_end_of_the_period():
    composed = answer(
        Query("revenue", WEEK), REVENUE, {"series": days("2026-11-15", 105, 120, 115, 110, 108, 104, 100)}
    )
    assert standing_out(composed).en == "Revenue has fallen 5 days in a row, from ¥120 to ¥100."
    assert standing_out(composed).zh == "销售额已连续 5 天下降，从 ¥120 降到 ¥100。"


def test_who_made_the_fall_is_named_with_the_share_of_it():
    frames = {
        "rows": split("region", East=400, West=290, North=310),
        "rows_before": split("region", East=800, West=300, North=400),
    }
    composed = answer(Query("revenue", WEEK, ("region",)), REVENUE, frames)
    assert standing_out(composed).en == "East made 80% of the fall: −¥400."
    assert standing_out(composed).zh == "华东占下降的 80%：−¥400。"


def test_when_all_fell_alike_nobody_is_blamed():
    frames = {
        "rows": split("region", East=700, West=210, North=66),
        "rows_before": split("region", East=1000, West=300, North=100),
    }
    composed = answer(Query("revenue", WEEK, ("region",)), REVENUE, frames)
    assert standing_out(composed).en == "Every region fell, by 30% to 34%."
    assert standing_out(composed).zh == "各地区都在下降，跌幅 30% 到 34%。"


def test_one_that_fell_more_than_the_whole_is_told_with_the_others():
    frames = {
        "rows": split("region", East=400, West=500),
        "rows_before": split("region", East=800, West=300),
    }
    composed = answer(Query("revenue", WEEK, ("region",)), REVENUE, frames)
    assert standing_out(composed).en == "East alone fell by ¥400; the others together rose by ¥200."


def test_a_few_categories_that_make_most_of_it_are_counted():
    values = {f"c{number}": 1.0 for number in range(37)} | {"x": 35.0, "y": 33.0, "z": 22.0}
    composed = answer(Query("revenue", WEEK, ("category",)), REVENUE, {"rows": split("category", **values)})
    assert standing_out(composed).en == "3 of 40 categories make 71% of revenue."
    assert standing_out(composed).zh == "40 个品类中的 3 个占了销售额的 71%。"


def test_within_a_bound_it_is_counted_how_many_are():
    frames = {"rows": split("category", a=50, b=7, c=6.9)}
    composed = answer(Query("revenue", WEEK, ("category",), bound=Bound(Op.BELOW, 7)), REVENUE, frames)
    assert standing_out(composed).en == "1 of 3 categories are below ¥7."
    assert standing_out(composed).zh == "3 个品类中有 1 个低于 ¥7。"


def test_even_parts_are_no_concentration():
    values = {f"c{number}": 10.0 for number in range(10)}
    composed = answer(Query("revenue", WEEK, ("category",)), REVENUE, {"rows": split("category", **values)})
    assert not [finding for finding in composed.findings if finding.kind == "concentration"]


def test_a_shift_in_shares_is_told_when_the_total_hardly_moved():
    frames = {
        "rows": split("region", East=480, West=520),
        "rows_before": split("region", East=410, West=590),
    }
    composed = answer(Query("revenue", WEEK, ("region",)), REVENUE, frames)
    assert standing_out(composed).en == "East went from 41% to 48% of revenue."


@pytest.mark.parametrize(
    ("now", "said"), [(120.0, "West rose most: ¥60 → ¥120."), (30.0, "West fell most: ¥60 → ¥30.")]
)
def test_a_ratio_names_where_it_moved_most(now, said):
    frames = {
        "rows": split("region", East=50, West=now),
        "rows_before": split("region", East=50, West=60),
        "total": one(55),
        "total_before": one(55),
    }
    assert standing_out(answer(Query("aov", WEEK, ("region",)), AOV, frames)).en == said


def test_most_of_a_rise_on_one_day_is_told():
    values = [100.0, 101, 102, 99, 100, 400, 101]
    frames = {"series": days("2026-11-15", *values), "series_before": days("2026-11-08", *[100] * 7)}
    composed = answer(Query("revenue", WEEK), REVENUE, frames)
    assert "One day makes 99% of the rise: Fri 20 Nov with ¥400, against Fri 13 Nov with ¥100." in [
        finding.sentence.en for finding in composed.findings
    ]


def test_a_fall_after_a_promotion_names_the_promotion():
    later = periods.over(date(2026, 11, 12), date(2026, 11, 19), ZONE, "last 7 days")
    frames = {
        "series": days("2026-11-12", *[100] * 6, 90),
        "series_before": days("2026-11-05", 101, 100, 102, 99, 100, 100, 900),
    }
    sale = {date(2026, 11, 11): Text("Double 11", "双 11")}
    composed = answer(Query("revenue", later), REVENUE, frames, occasions=sale)
    said = next(finding.sentence for finding in composed.findings if finding.kind == "one_bucket")
    assert said.en.endswith("Wed 18 Nov with ¥90, against Wed 11 Nov (Double 11) with ¥900.")
    assert said.zh.endswith("来自11月18日（周三）：¥90，对比的是11月11日（周三，双 11）的 ¥900。")


@pytest.mark.parametrize(("grain", "said"), [(Grain.DAY, "Fri 27 Nov 2026"), (Grain.WEEK, "the week of 23 Nov 2026")])
def test_a_bucket_carries_its_year_where_the_period_has_several(grain, said):
    years = periods.over(date(2026, 11, 2), date(2027, 2, 1), ZONE)
    starts = days("2026-11-02", *[10] * 91) if grain is Grain.DAY else weekly("2026-11-02", 13)
    starts.loc[starts["bucket"] == ("2026-11-27" if grain is Grain.DAY else "2026-11-23"), "value"] = 500
    composed = answer(Query("revenue", years, grain=grain), REVENUE, {"series": starts})
    assert said in next(finding.sentence.en for finding in composed.findings if finding.kind == "best")


def test_the_plain_figures_are_mean_median_best_and_worst():
    composed = answer(Query("revenue", WEEK), REVENUE, {"series": days("2026-11-15", 10, 20, 30, 40, 50, 60, 140)})
    said = {finding.kind: finding.sentence.en for finding in composed.findings}
    assert said["mean"] == "Mean ¥50 per day"
    assert said["median"] == "Median day ¥40"
    assert said["best"] == "Best day Sat 21 Nov: ¥140"
    assert said["worst"] == "Worst day Sun 15 Nov: ¥10"


def test_zero_before_or_missing_values_never_break_a_sentence():
    frames = {
        "rows": pd.DataFrame({"region": ["East", None], "value": [0.0, float("nan")]}),
        "rows_before": pd.DataFrame({"region": ["East"], "value": [0.0]}),
    }
    answer(Query("revenue", WEEK, ("region",)), REVENUE, frames)
    answer(Query("revenue", WEEK), REVENUE, {"series": days("2026-11-15", *[0] * 7)})


def test_within_one_day_no_hour_stands_out_for_being_day():
    """Hours differ by the time of day, which is no news."""
    day = periods.over(date(2026, 11, 21), date(2026, 11, 22), ZONE, "yesterday")
    hours = pd.DataFrame(
        {"bucket": pd.date_range("2026-11-21", periods=24, freq="h"), "value": [1.0] * 20 + [90.0] * 4}
    )
    assert standing_out(answer(Query("revenue", day), REVENUE, {"series": hours})) is None


def test_who_leads_is_said_when_nothing_moved():
    frames = {"rows": split("region", East=60, West=40), "rows_before": split("region", East=60, West=40)}
    assert (
        standing_out(answer(Query("revenue", WEEK, ("region",)), REVENUE, frames)).en
        == "East leads with 60% of revenue."
    )
