"""Each picture shows the numbers of its answer: asserted on what is drawn, not on pixels."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle, Wedge

import charts
from analysis.answer import REST
from analysis.model import Grain, Lang, Look, Picture, Unit
from charts import style
from tests.charts.drawn import CHANNEL, HOUR, PRODUCT, WEEKDAY, ZONE, by_name, by_name_over_time, over_time, texts

WEEK = [10.0, 20.0, 30.0, 40.0, 30.0, 20.0, 15.0]
THEN = [9.0, 18.0, 27.0, 36.0, 27.0, 18.0, 13.0]


def written(chart):
    return [artist.get_text() for artist in texts(chart)]


def strokes(chart):
    """The lines of a picture that are not dots."""
    return [line for line in chart.figure.axes[0].lines if line.get_linestyle() != "None"]


def dashed(line):
    return line.get_linestyle() == "--"


def test_a_line_runs_over_the_earlier_period_day_under_day(english):
    earlier, now = strokes(charts.draw(over_time(WEEK, THEN), english))
    assert list(earlier.get_ydata()) == THEN
    assert dashed(earlier)
    assert list(now.get_ydata()) == WEEK
    assert list(now.get_xdata()) == list(earlier.get_xdata())


def test_what_was_not_recorded_is_a_gap_and_not_zero(english):
    (now,) = strokes(charts.draw(over_time([10, np.nan, 30, 40, np.nan, 20, 15]), english))
    assert np.isnan(now.get_ydata()[[1, 4]]).all()


def test_a_day_between_two_gaps_is_still_seen(english):
    chart = charts.draw(over_time([1, 2, np.nan, 9, np.nan, 3, 4] * 10), english)
    dots = [line for line in chart.figure.axes[0].lines if line.get_linestyle() == "None"]
    assert any(9 in line.get_ydata() for line in dots)


def test_the_last_stretch_is_dashed_while_the_period_is_open(english):
    whole, last = strokes(charts.draw(over_time(WEEK, partial=True), english))
    assert list(whole.get_ydata()) == WEEK[:-1]
    assert list(last.get_ydata()) == WEEK[-2:]
    assert dashed(last)


def test_a_first_bucket_that_the_period_cuts_is_dashed_too(english):
    answer = over_time(WEEK, grain=Grain.WEEK)
    later = replace(answer.query.period, start=answer.query.period.start + timedelta(days=3))
    whole, first = strokes(charts.draw(replace(answer, query=replace(answer.query, period=later)), english))
    assert list(whole.get_ydata()) == WEEK[1:]
    assert list(first.get_ydata()) == WEEK[:2]
    assert dashed(first)


def test_one_day_is_told_by_the_hour(english):
    answer = over_time(WEEK, grain=Grain.HOUR)
    day = replace(answer, query=replace(answer.query, grain=None))
    chart = charts.draw(day, english, Picture.LINE)
    assert "hourly" in chart.title
    assert "17:00" in chart.twin


def test_days_still_to_come_leave_the_open_day_dashed(english):
    answer = over_time([*WEEK[:5], np.nan, np.nan], partial=True)
    open_day = answer.series["bucket"].iloc[4]
    until = datetime(open_day.year, open_day.month, open_day.day, 13, tzinfo=ZONE)
    chart = charts.draw(replace(answer, query=replace(answer.query, open_until=until)), english)
    last = strokes(chart)[-1]
    assert dashed(last)
    assert last.get_ydata()[0] == WEEK[3]


def test_the_target_of_an_amount_is_shared_among_its_days(english):
    chart = charts.draw(over_time(WEEK, target=210.0), english)
    assert [30.0, 30.0] in [list(line.get_ydata()) for line in strokes(chart)]
    assert "Target ¥30" in written(chart)


def test_the_target_of_a_rate_is_the_rate_itself(english):
    chart = charts.draw(over_time([0.1, 0.2, 0.3], unit=Unit.RATIO, target=0.25), english)
    assert [0.25, 0.25] in [list(line.get_ydata()) for line in strokes(chart)]


def test_amounts_are_drawn_from_zero(english):
    chart = charts.draw(over_time([100.0, 101.0, 102.0]), english)
    assert chart.figure.axes[0].get_ylim()[0] == 0


def test_each_name_has_its_line_and_is_named_beside_it(chinese):
    chart = charts.draw(by_name_over_time({"App": WEEK, "Web": THEN}), chinese)
    assert sorted(list(line.get_ydata()) for line in strokes(chart)) == sorted([WEEK, THEN])
    assert {"App", "网站"} <= set(written(chart))


def test_beyond_six_names_the_lines_are_grey_and_said_to_be(english):
    chart = charts.draw(by_name_over_time({f"c{i}": np.array(WEEK) * (10 - i) for i in range(9)}), english)
    colours = [to_hex(line.get_color()) for line in strokes(chart)]
    assert colours.count(style.LIGHT.quiet) == 3
    assert any("3 more in grey" in text for text in written(chart))


def test_bars_are_as_long_as_their_values_and_marked_where_they_were(english):
    rows = [("App", 50.0), ("Web", 20.0), ("Store", -10.0)]
    chart = charts.draw(by_name(rows, previous=[40.0, 25.0, -5.0], parts=False), english)
    axes = chart.figure.axes[0]
    assert [bar.get_width() for bar in axes.patches] == [50.0, 20.0, -10.0]
    (marks,) = (artist for artist in axes.collections if isinstance(artist, LineCollection))
    assert [segment[0][0] for segment in marks.get_segments()] == [0.0, 40.0, 25.0, -5.0]


def test_the_rest_is_the_last_bar_and_quiet(english):
    chart = charts.draw(by_name([("App", 5.0), (REST, 4.0), ("Web", 3.0)]), english)
    bars = chart.figure.axes[0].patches
    assert [bar.get_width() for bar in bars] == [5.0, 3.0, 4.0]
    assert to_hex(bars[-1].get_facecolor()) == style.LIGHT.quiet
    assert "Other" in written(chart)


def test_a_rest_that_dwarfs_the_names_is_cut_and_still_says_its_value(english):
    chart = charts.draw(by_name([("App", 5.0), ("Web", 3.0), (REST, 600.0)]), english)
    assert [bar.get_width() for bar in chart.figure.axes[0].patches] == [5.0, 3.0, 5.0]
    assert "¥600" in written(chart)


def test_a_long_ranking_says_how_many_names_it_leaves_out_and_the_twin_has_them_all(english):
    chart = charts.draw(by_name([(f"Product {i}", 100.0 - i) for i in range(50)], dimensions=(PRODUCT,)), english)
    assert len(chart.figure.axes[0].patches) == 12
    assert any("38 more not shown" in text for text in written(chart))
    assert all(f"Product {i}: " in chart.twin for i in range(50))


def test_weekdays_stand_in_their_own_order(chinese):
    rows = [("6", 70.0), ("0", 10.0), ("3", 40.0)]
    chart = charts.draw(by_name(rows, dimensions=(WEEKDAY,)), chinese)
    (columns,) = (a for a in chart.figure.axes[0].collections if isinstance(a, PolyCollection))
    assert [path.vertices[:, 1].max() for path in columns.get_paths()] == [10.0, 40.0, 70.0]
    assert [text for text in written(chart) if text in ("周一", "周四", "周日")] == ["周一", "周四", "周日"]


def test_hours_stand_by_number_and_not_by_letter(english):
    chart = charts.draw(by_name([("10", 1.0), ("9", 2.0), ("0", 3.0)], dimensions=(HOUR,)), english)
    assert chart.points.categories == ("0", "9", "10")


def test_a_series_asked_as_bars_stands_up_as_columns(english):
    chart = charts.draw(over_time(WEEK, THEN), english, Picture.BAR)
    columns = next(a for a in chart.figure.axes[0].collections if isinstance(a, PolyCollection))
    assert [path.vertices[:, 1].max() for path in columns.get_paths()] == WEEK


def test_stacks_add_up_to_the_whole(english):
    chart = charts.draw(by_name_over_time({"App": WEEK, "Web": THEN}), english, Picture.STACKED)
    layers = [a for a in chart.figure.axes[0].collections if isinstance(a, PolyCollection)]
    tops = [path.vertices[:, 1].max() for path in layers[-1].get_paths()]
    assert tops == [a + b for a, b in zip(WEEK, THEN, strict=True)]


def test_a_donut_has_six_slices_and_the_rest(english):
    chart = charts.draw(by_name([(f"P{i}", 10.0) for i in range(10)], dimensions=(PRODUCT,)), english, Picture.PIE)
    wedges = chart.figure.findobj(Wedge)
    assert [round(w.theta2 - w.theta1) for w in wedges] == [36] * 6 + [144]
    assert written(chart).count("10%") == 12  # in the ring and in the list


def test_a_donut_of_the_top_few_still_shows_the_whole(english):
    answer = replace(by_name([("App", 30.0), ("Web", 20.0)]), value=100.0)
    chart = charts.draw(answer, english, Picture.PIE)
    assert chart.points.series[0][1] == (30.0, 20.0, 50.0)
    assert chart.points.categories[-1] == "Other"


@pytest.mark.parametrize(
    "answer",
    [
        by_name([("App", 3.0), ("Web", -1.0)]),
        by_name([("App", 0.3), ("Web", 0.2)], parts=False, unit=Unit.RATIO),
        by_name([("App", 3.0)]),
    ],
    ids=["negative", "a rate", "one part"],
)
def test_what_is_no_whole_is_not_cut_into_a_donut(english, answer):
    assert charts.draw(answer, english, Picture.PIE).kind is Picture.BAR


def test_rates_are_not_stacked(english):
    table = {"App": [0.1, 0.2], "Web": [0.3, 0.1]}
    assert charts.draw(by_name_over_time(table, parts=False), english, Picture.STACKED).kind is Picture.LINE


def test_a_heatmap_leaves_out_what_was_not_recorded(english):
    rows = [("0", "9", 5.0), ("0", "10", np.nan), ("1", "9", 1.0), ("1", "10", 3.0)]
    chart = charts.draw(by_name(rows, dimensions=(WEEKDAY, HOUR)), english)
    (cells,) = chart.figure.findobj(PolyCollection)
    assert chart.kind is Picture.HEATMAP
    assert len(cells.get_paths()) == 3
    assert to_hex(cells.get_facecolor()[0]) == style.LIGHT.heat[-1]


def test_a_table_has_every_number_in_full_and_grows_with_its_rows(english):
    few = charts.draw(by_name([("App", 1234567.0)], previous=[1e6]), english, Picture.TABLE)
    assert {"¥1,234,567", "¥1,000,000", "+23.5%"} <= set(written(few))
    many = charts.draw(by_name([(f"P{i}", 9.0) for i in range(15)], dimensions=(PRODUCT,)), english, Picture.TABLE)
    assert many.figure.bbox.height > few.figure.bbox.height == style.HEIGHT


def test_tiles_show_each_number_its_change_and_its_course(english):
    chart = charts.tiles([over_time(WEEK, THEN), over_time([5.0, np.nan, 7.0])], english)
    assert {"¥165", "¥12"} <= set(written(chart))
    assert any("+11.5%" in text for text in written(chart))
    courses = chart.figure.findobj(LineCollection)
    assert len(courses[0].get_segments()[0]) == 7


@pytest.mark.parametrize(
    ("answer", "picture"),
    [
        (over_time(WEEK), Picture.LINE),
        (over_time([5.0]), Picture.TILES),
        (by_name([("App", 1.0)]), Picture.BAR),
        (by_name_over_time({"App": WEEK}), Picture.LINE),
        (by_name([("0", "1", 1.0)], dimensions=(WEEKDAY, HOUR)), Picture.HEATMAP),
        (by_name([("a", "App", 1.0)], dimensions=(PRODUCT, CHANNEL)), Picture.STACKED),
        (by_name([("a", "App", 1.0)], dimensions=(PRODUCT, CHANNEL), parts=False), Picture.HEATMAP),
    ],
    ids=["series", "one bucket", "names", "names over time", "weekday x hour", "two parts", "two rates"],
)
def test_every_answer_has_a_picture_that_suits_it(english, answer, picture):
    assert charts.choose(answer) is picture
    assert charts.draw(answer, english).kind is picture


def test_the_question_and_the_caller_may_ask_for_another_picture(english):
    answer = by_name([("App", 1.0), ("Web", 1.0)])
    asked = replace(answer, query=replace(answer.query, picture=Picture.PIE))
    assert charts.draw(asked, english).kind is Picture.PIE
    assert charts.draw(asked, english, Picture.TABLE).kind is Picture.TABLE


@pytest.mark.parametrize("picture", list(Picture))
def test_every_picture_can_be_asked_of_every_answer(english, picture):
    empty = replace(over_time([np.nan] * 7), series=pd.DataFrame())
    for answer in (over_time(WEEK), empty, by_name([("App", np.nan)]), by_name_over_time({"App": [np.nan, np.nan]})):
        assert charts.draw(answer, english, picture).png().startswith(b"\x89PNG")


def test_an_empty_picture_says_that_nothing_was_recorded(chinese):
    assert "这段时间没有数据" in written(charts.draw(over_time([np.nan] * 7), chinese))


def test_titles_say_what_is_shown_and_what_it_is_set_against(english, chinese):
    answer = by_name_over_time({"App": WEEK})
    assert charts.draw(answer, english).title == "Revenue by channel, daily · 15–21 Nov 2026"
    assert charts.draw(answer, chinese).title == "销售额（按渠道、按天） · 2026年11月15日–21日"
    assert "Previous period: 8–14 Nov 2026" in written(charts.draw(over_time(WEEK, THEN), english))


def test_the_source_line_owns_up_to_an_open_period(english):
    lines = written(charts.draw(over_time(WEEK, partial=True), english))
    assert "Data as of 22 Nov 2026, 00:00 (Asia/Shanghai) · Period not over yet" in lines


def test_alt_text_has_the_key_numbers_in_the_readers_language(english, chinese):
    answer = over_time(WEEK, THEN)
    assert charts.draw(answer, english).alt == (
        "Line chart: Revenue, daily · 15–21 Nov 2026. Overall ¥165, +11.5% vs previous period (favourable), "
        "highest 18 Nov (¥40), lowest 15 Nov (¥10)."
    )
    assert charts.draw(answer, chinese).alt == (
        "折线图：销售额（按天） · 2026年11月15日–21日。总体¥165，较上期 +11.5%（有利），"
        "最高11月18日（¥40），最低11月15日（¥10）。"
    )


def test_the_twin_has_every_number_with_what_was_before(english):
    twin = charts.draw(over_time(WEEK, THEN), english).twin.splitlines()
    assert "15 Nov: ¥10 (previous period ¥9)" in twin
    assert "18 Nov: ¥40 (previous period ¥36)" in twin


def test_a_twin_too_long_says_how_much_it_leaves_out(english):
    table = {f"A rather long name of a product {i}": np.arange(400.0) for i in range(9)}
    twin = charts.draw(by_name_over_time(table), english).twin
    assert len(twin) <= 24_000
    assert twin.splitlines()[-1].startswith("… and ")


def test_hours_in_the_twin_name_their_day(english):
    twin = charts.draw(over_time(WEEK, grain=Grain.HOUR), english).twin
    assert "21 Nov 23:00: ¥15" in twin


def test_few_points_are_handed_on_as_numbers_and_many_are_not(english):
    points = charts.draw(over_time([1.0, np.nan], [3.0, 4.0]), english).points
    assert points.kind == "line"
    assert points.categories == ("20 Nov", "21 Nov")
    assert points.series == (("This period", (1.0, None)), ("previous period", (3.0, 4.0)))
    assert charts.draw(over_time(np.ones(21)), english).points is None


def test_no_ink_is_used_that_the_theme_does_not_have():
    for dark in (False, True):
        chart = charts.draw(over_time(WEEK, THEN, target=200.0), Look(Lang.EN, "CNY", dark))
        theme = style.DARK if dark else style.LIGHT
        known = {theme.paper, theme.ink, theme.muted, theme.quiet, theme.grid, theme.good, theme.bad, theme.target}
        known |= {*theme.series, *theme.heat}
        drawn = [to_hex(t.get_color()) for t in texts(chart)] + [to_hex(line.get_color()) for line in strokes(chart)]
        drawn += [to_hex(box.get_facecolor()) for box in chart.figure.findobj(Rectangle) if box.get_facecolor()[3]]
        assert set(drawn) <= known | {"#ffffff"}


def test_dollars_in_a_name_are_dollars_and_not_mathematics(english):
    chart = charts.draw(by_name([("$5_a and $6^b", 5.0)], dimensions=(PRODUCT,)), english)
    assert "$5_a and $6^b" in written(chart)
    assert chart.png()


def test_values_without_a_name_are_called_none(english):
    chart = charts.draw(by_name([(None, "App", 5.0), ("a", None, 4.0)], dimensions=(PRODUCT, CHANNEL)), english)
    assert written(chart).count("(none)") == 2
