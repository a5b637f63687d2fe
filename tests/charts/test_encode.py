"""The bytes: small, true to the drawing, and the same from every thread."""

import io
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image

import charts
from analysis.model import Lang, Look, Picture
from charts.encode import Renderer
from charts.style import DARK, LIGHT, rgb
from tests.charts.drawn import PRODUCT, by_name, by_name_over_time, over_time


def picture(chart):
    return Image.open(io.BytesIO(chart.png()))


def some(seed, look):
    random = np.random.default_rng(seed)
    if seed % 3 == 0:
        return charts.draw(
            by_name([(f"商品 {i}", v) for i, v in enumerate(random.random(12))], dimensions=(PRODUCT,)), look
        )
    return charts.draw(over_time(random.random(60) * 1e6, random.random(60) * 1e6), look)


@pytest.mark.parametrize(("dark", "theme"), [(False, LIGHT), (True, DARK)])
def test_a_picture_is_1600_by_900_in_a_palette_with_clean_paper(dark, theme):
    image = picture(some(1, Look(Lang.EN, "CNY", dark)))
    assert image.size == (1600, 900)
    assert image.mode == "P"
    assert image.convert("RGB").getpixel((3, 3)) == rgb(theme.paper)


@pytest.mark.parametrize("kind", [Picture.LINE, Picture.STACKED, Picture.HEATMAP])
def test_the_palette_stays_true_to_the_drawing(chinese, kind):
    random = np.random.default_rng(5)
    chart = charts.draw(by_name_over_time({name: random.random(30) * 1e5 for name in "abcd"}), chinese, kind)
    small = np.asarray(picture(chart).convert("RGB"), dtype=float)
    renderer = Renderer(1600, 900)
    chart.figure.draw(renderer)
    exact = np.asarray(renderer.buffer_rgba())[:, :, :3].astype(float)
    assert 10 * np.log10(255**2 / ((small - exact) ** 2).mean()) > 45


def test_the_busiest_picture_stays_under_ninety_kilobytes(look):
    random = np.random.default_rng(2)
    values = 6e5 * (1 + 0.2 * random.standard_normal(800))
    assert len(charts.draw(over_time(values, values * 0.9, target=5e8), look).png()) <= 90_000
    table = {name: values * (i + 1) for i, name in enumerate("abcdef")}
    assert len(charts.draw(by_name_over_time(table), look).png()) <= 90_000


def test_a_chart_stays_whole_when_the_next_one_is_drawn(english):
    first = some(1, english)
    before = first.png()
    some(2, english).png()
    assert first.png() == before
    assert len(first.figure.axes[0].lines) > 0


def test_threads_draw_what_one_thread_draws(english):
    alone = [some(seed, english).png() for seed in range(6)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-4)
    try:
        with ThreadPoolExecutor(4) as pool:
            together = list(pool.map(lambda seed: some(seed, english).png(), [*range(6)] * 2))
    finally:
        sys.setswitchinterval(interval)
    assert together == alone * 2
