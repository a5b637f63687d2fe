"""The effect that is expected of a decision, as people write it."""

import pytest

from analysis.decisions.expected import Expected, expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("+5%", Expected(0.05)),
        ("-0.3 pts", Expected(-0.003, points=True)),
        ("down 2 points within a month", Expected(-0.02, points=True)),
        ("at least 12.5 percent more", Expected(0.125)),
        ("提升5%", Expected(0.05)),
        ("降低2个百分点", Expected(-0.02, points=True)),
        ("＋3％", Expected(0.03)),
        ("−4 %", Expected(-0.04)),
        ("better", None),
        ("5 more orders", None),
        ("", None),
    ],
)
def test_an_expected_effect_is_read_in_both_languages(text, found):
    assert expected(text) == found
