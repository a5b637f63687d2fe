"""Whatever is asked, the picture can be read: no text on another, none off the page."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import charts
from analysis.answer import REST
from analysis.model import Grain, Lang, Look, Picture, Unit
from tests.charts.drawn import CHANNEL, HOUR, LOOKS, PRODUCT, WEEKDAY, by_name, by_name_over_time, legible, over_time

LENGTHS = [1, 2, 7, 30, 90, 365, 800]
HARD = {
    "negative": [-5e5, 2e5, -1e5, 3e5, -4e4, 1e5, -2e5],
    "zero": [0.0] * 7,
    "flat": [4.2e5] * 7,
    "huge": [1e17, 3e17, 2e17, 9e17, 1e16, 5e17, 4e17],
    "beyond": [1e22, 3e22, 2e22, 9e22, 1e21, 5e22, 4e22],
    "tiny": [1e-9, 3e-9, 2e-9, 1e-9, 5e-9, 2e-9, 1e-9],
    "nothing": [np.nan] * 7,
    "gaps": [1e5, np.nan, 2e5, np.nan, np.nan, 3e5, 4e5],
    "one point": [np.nan, np.nan, 7e5, np.nan, np.nan, np.nan, np.nan],
    "a spike": [1, 1, 1, 9e9, 1, 1, 1],
    "not numbers": [np.inf, 1e5, -np.inf, 2e5, 3e5, np.nan, 1e5],
}
WORDS = ["A", "Walnut desk organiser", "桌面收纳盒", "Limited edition 礼盒 with a very long name " * 5]


def wave(count, seed=1):
    random = np.random.default_rng(seed)
    return 6e5 * (1 + 0.2 * np.sin(np.arange(count) / 7 * 6.28) + 0.1 * random.standard_normal(count))


@pytest.mark.parametrize("picture", [Picture.LINE, Picture.BAR, Picture.TABLE, Picture.TILES])
@pytest.mark.parametrize("count", LENGTHS)
def test_a_series_of_any_length_is_legible(count, picture):
    look, values = LOOKS[count % 2], wave(count)
    answer = over_time(values, values * 0.9, target=float(values.sum()) * 1.1, partial=True)
    legible(charts.draw(answer, look, picture))


@pytest.mark.parametrize("picture", [Picture.LINE, Picture.BAR])
@pytest.mark.parametrize("values", HARD.values(), ids=HARD)
@pytest.mark.parametrize("unit", [Unit.MONEY, Unit.RATIO])
def test_values_of_any_kind_are_legible(english, unit, values, picture):
    legible(charts.draw(over_time(values, values[::-1], unit=unit, target=values[0]), english, picture))


@pytest.mark.parametrize("grain", list(Grain))
@pytest.mark.parametrize("count", [2, 13, 60, 800])
def test_every_grain_is_legible(chinese, grain, count):
    if grain is Grain.MONTH and count > 100:
        count = 100
    legible(charts.draw(over_time(wave(count), grain=grain), chinese))


@pytest.mark.parametrize("picture", [Picture.LINE, Picture.STACKED, Picture.HEATMAP])
@pytest.mark.parametrize(("names", "count"), [(1, 7), (3, 2), (9, 30), (40, 90), (5, 800)])
def test_many_lines_are_legible(names, count, picture):
    look = LOOKS[names % 2]
    table = {f"{WORDS[i % 4][: 4 + i * 7]} {i}": wave(count, i) / (i + 1) for i in range(names)}
    legible(charts.draw(by_name_over_time(table), look, picture))


@pytest.mark.parametrize("picture", [Picture.BAR, Picture.PIE, Picture.TABLE])
@pytest.mark.parametrize("count", [1, 2, 7, 12, 13, 30, 800])
def test_rankings_of_any_length_are_legible(count, picture):
    look = LOOKS[count % 2]
    rows = [((WORDS[i % 4] * 3)[: 1 + i * 199 // max(count - 1, 1)] + f" {i}", 9e6 / (i + 1)) for i in range(count)]
    rows[-1] = (REST, 5e6)
    answer = by_name(rows, dimensions=(PRODUCT,), previous=[8e6 / (i + 1) for i in range(count)])
    legible(charts.draw(answer, look, picture))


@pytest.mark.parametrize("values", HARD.values(), ids=HARD)
def test_bars_of_any_value_are_legible(chinese, values):
    rows = [(f"商品{i}", value) for i, value in enumerate(values)]
    legible(charts.draw(by_name(rows, dimensions=(PRODUCT,), previous=values[::-1], parts=False), chinese))


@pytest.mark.parametrize("picture", [Picture.HEATMAP, Picture.STACKED, Picture.TABLE, Picture.BAR])
@pytest.mark.parametrize(("down", "across"), [(1, 1), (3, 5), (30, 40)])
def test_two_dimensions_of_any_size_are_legible(down, across, picture):
    look = LOOKS[across % 3 % 2]
    rows = [(f"{WORDS[i % 4]} {i}", f"Kind {j}", 1e6 / (i + j + 1)) for i in range(down) for j in range(across)]
    legible(charts.draw(by_name(rows, dimensions=(PRODUCT, CHANNEL)), look, picture))


def test_a_week_by_the_hour_is_legible(look):
    rows = [(str(d), str(h), 1e4 * (d + 1) * (1 + h % 5)) for d in range(7) for h in range(24)]
    legible(charts.draw(by_name(rows, dimensions=(WEEKDAY, HOUR)), look))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 6, 9, 10, 12, 20])
def test_any_number_of_tiles_is_legible(count):
    look = LOOKS[count % 2]
    legible(charts.tiles([over_time(wave(14, i) * 10.0 ** (i % 9), wave(14, i + 1)) for i in range(count)], look))


@settings(max_examples=12)
@given(
    labels=st.lists(st.text(min_size=1, max_size=200), min_size=1, max_size=8, unique=True),
    scale=st.floats(-1e12, 1e12),
    lang=st.sampled_from(Lang),
    picture=st.sampled_from([Picture.BAR, Picture.PIE, Picture.TABLE]),
)
def test_any_label_is_legible(labels, scale, lang, picture):
    """Labels may hold anything a cell of a spreadsheet may: emoji, control characters, dollars, right-to-left text."""
    rows = [(label, scale / (i + 1)) for i, label in enumerate(labels)]
    chart = charts.draw(by_name(rows, dimensions=(PRODUCT,)), Look(lang, "CNY"), picture)
    legible(chart)
    assert chart.png().startswith(b"\x89PNG")
