"""The inks can be told apart by colour-blind readers, and read against the paper."""

from itertools import combinations

import numpy as np
import pytest

from charts.style import DARK, LIGHT, contrast, rgb

# Machado, Oliveira and Fernandes (2009): what full loss of one kind of cone leaves of linear RGB.
SIGHT = {
    "full": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]])
WHITE = np.array([0.95047, 1.0, 1.08883])
TELLABLE = 15  # CIE 1976 distance; 2.3 is just noticeable side by side


def lab(ink, sight):
    """An ink in CIE L*a*b* as it looks to an eye."""
    value = np.array(rgb(ink)) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    ratio = XYZ @ np.clip(SIGHT[sight] @ linear, 0, 1) / WHITE
    x, y, z = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def distance(one, two, sight):
    return float(np.linalg.norm(lab(one, sight) - lab(two, sight)))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("sight", ["full", "protanopia", "deuteranopia"])
def test_series_and_the_quiet_ink_can_be_told_apart(theme, sight):
    for one, two in combinations((*theme.series, theme.quiet), 2):
        assert distance(one, two, sight) >= TELLABLE, f"{one} and {two} look alike"


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("sight", list(SIGHT))
def test_good_and_bad_can_be_told_apart(theme, sight):
    assert distance(theme.good, theme.bad, sight) >= TELLABLE


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("sight", list(SIGHT))
def test_heat_rises_in_lightness_step_by_step(theme, sight):
    lightness = [lab(ink, sight)[0] for ink in theme.heat]
    steps = np.diff(lightness)
    assert (np.abs(steps) > 3).all()
    assert len(set(np.sign(steps))) == 1


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_paper_and_on_every_fill(theme):
    for ink in (theme.ink, theme.muted, theme.good, theme.bad, theme.target):
        assert contrast(ink, theme.paper) >= 4.5
        assert contrast(ink, theme.heat[0]) >= 4.5 or ink == theme.target
    for fill in (*theme.series, *theme.heat, theme.quiet):
        assert contrast(theme.on(fill), fill) >= 3.5
