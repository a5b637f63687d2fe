"""Chinese is drawn out of the box, and what no font has is left out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from charts import fonts
from charts.encode import Renderer
from charts.fonts.make_fonts import gb2312

ROOT = Path(__file__).parents[2]
HIDDEN = """
import warnings
warnings.simplefilter("error")
from charts import fonts
from tests.charts.drawn import PRODUCT, by_name, texts
from analysis.model import Lang, Look
import charts
assert fonts.drawable("销售额 Łódź ₹ R$") == "销售额 Łódź ₹ R$"
assert fonts.drawable("龘𠮷한") == ""
chart = charts.draw(by_name([("龘 桌面收纳盒 🔥", 5.0)], dimensions=(PRODUCT,)), Look(Lang.ZH, "CNY"))
assert "桌面收纳盒" in [text.get_text() for text in texts(chart)]
assert "龘 桌面收纳盒 🔥" in chart.twin
assert len(chart.png()) > 10_000
"""


def test_without_system_fonts_chinese_is_drawn_and_rare_characters_stay_in_the_twin(tmp_path):
    hidden = {**os.environ, "MPL_IGNORE_SYSTEM_FONTS": "1", "MPLCONFIGDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", HIDDEN], env=hidden, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_all_of_gb_2312_is_ours():
    characters = {chr(code) for code in gb2312()}
    assert len([c for c in characters if "一" <= c <= "鿿"]) == 6763
    assert len(characters - fonts.OWN) == 0


@pytest.mark.parametrize("text", ["¥ € £ R$ ▲▼↑↓ – − · … é ü ß Ł ₹ ₩ ₽ Привет", "销售额（近 90 天）：同比"])
def test_currencies_arrows_and_both_languages_are_drawn_whole(text):
    assert fonts.drawable(text) == text


def test_line_breaks_and_invisible_characters_do_not_reach_the_picture():
    assert fonts.drawable("two\nlines\u200b and\ta\u202etab\x00") == "two lines and atab"


def test_the_fonts_are_small_and_their_licence_stands_beside_them():
    folder = Path(fonts.__file__).parent
    assert sum(path.stat().st_size for path in folder.glob("*.otf")) < 4e6
    assert "SIL OPEN FONT LICENSE Version 1.1" in (folder / "OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("text", ["Revenue by channel", "销售额（按渠道）", "¥1,234,567", "Łódź ₹"])
def test_a_text_is_never_wider_than_foretold(text, bold):
    prop = fonts.dress(40, bold=bold)
    drawn, _, _ = Renderer(400, 100).get_text_width_height_descent(text, prop, ismath=False)
    assert drawn <= fonts.width(text, 40, bold=bold) + 2


def test_a_text_too_wide_is_cut_to_its_room():
    cut = fonts.fit("Walnut desk organiser with drawers", 200, 30)
    assert cut.endswith("...")
    assert fonts.width(cut, 30) <= 200
    assert fonts.fit("short", 200, 30) == "short"
