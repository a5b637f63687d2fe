"""Numbers, changes and dates read as a person would write them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from analysis import words
from analysis.model import Grain, Lang, Period, Unit

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("value", "unit", "currency", "lang", "text"),
    [
        (1234567.4, Unit.MONEY, "CNY", Lang.EN, "¥1,234,567"),
        (12.5, Unit.MONEY, "BRL", Lang.EN, "R$12.50"),
        (-12.5, Unit.MONEY, "EUR", Lang.EN, "−€12.50"),
        (0.1234, Unit.RATIO, "", Lang.EN, "12.3%"),
        (3.44, Unit.DAYS, "", Lang.EN, "3.4 days"),
        (3.44, Unit.DAYS, "", Lang.ZH, "3.4天"),
        (1.0, Unit.DAYS, "", Lang.EN, "1.0 days"),
        (98666, Unit.COUNT, "", Lang.EN, "98,666"),
        (4.0864, Unit.SCORE, "", Lang.EN, "4.09"),
        (None, Unit.MONEY, "CNY", Lang.EN, "–"),
        (float("nan"), Unit.COUNT, "", Lang.EN, "–"),
        (-0.0001, Unit.RATIO, "", Lang.EN, "0.0%"),
    ],
)
def test_a_value_is_written_in_full(value, unit, currency, lang, text):
    assert words.number(value, unit, currency, lang) == text


@pytest.mark.parametrize(
    ("value", "unit", "lang", "text"),
    [
        (1234567, Unit.MONEY, Lang.EN, "¥1.23m"),
        (1234567, Unit.MONEY, Lang.ZH, "¥123万"),
        (999_999, Unit.COUNT, Lang.EN, "1m"),
        (99_999_999, Unit.COUNT, Lang.ZH, "1亿"),
        (950, Unit.MONEY, Lang.EN, "¥950"),
        (12_000, Unit.COUNT, Lang.EN, "12k"),
        (9_500, Unit.COUNT, Lang.ZH, "9,500"),
        (-2500, Unit.MONEY, Lang.EN, "−¥2.5k"),
        (0.0321, Unit.RATIO, Lang.EN, "3.2%"),
    ],
)
def test_a_label_is_short(value, unit, lang, text):
    assert words.short(value, unit, "CNY", lang) == text


def test_one_day_is_one_day():
    assert [words.number(n, Unit.DAYS, decimals=0) for n in (0, 1, -1, 2)] == ["0 days", "1 day", "−1 day", "2 days"]


def test_a_number_beyond_reason_is_still_written():
    assert words.number(1e300, Unit.MONEY, "CNY").startswith("¥1,000,000")
    assert words.short(-1e300, Unit.COUNT).endswith("tn")


def test_a_change_carries_its_sign():
    assert [words.change(x) for x in (0.123, -0.05, 0.0, 0.0001, None)] == ["+12.3%", "−5.0%", "0.0%", "0.0%", "–"]
    assert words.points(0.0123) == "+1.2 pts"
    assert words.points(-0.0123, Lang.ZH) == "−1.2个百分点"


def spanning(first: date, last: date) -> Period:
    start = datetime(first.year, first.month, first.day, tzinfo=SHANGHAI).astimezone(UTC)
    end = datetime(last.year, last.month, last.day + 1, tzinfo=SHANGHAI).astimezone(UTC)
    return Period(start, end, SHANGHAI, "")


@pytest.mark.parametrize(
    ("first", "last", "english", "chinese"),
    [
        (date(2026, 11, 16), date(2026, 11, 22), "16–22 Nov 2026", "2026年11月16日–22日"),
        (date(2026, 10, 26), date(2026, 11, 1), "26 Oct – 1 Nov 2026", "2026年10月26日–11月1日"),
        (date(2025, 12, 29), date(2026, 1, 4), "29 Dec 2025 – 4 Jan 2026", "2025年12月29日–2026年1月4日"),
        (date(2026, 11, 16), date(2026, 11, 16), "16 Nov 2026", "2026年11月16日"),
    ],
)
def test_a_span_says_each_part_once(first, last, english, chinese):
    assert words.span(spanning(first, last)) == english
    assert words.span(spanning(first, last), Lang.ZH) == chinese


def test_a_moment_names_its_zone():
    when = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
    assert words.moment(when, SHANGHAI) == "22 Nov 2026, 14:05 (Asia/Shanghai)"
    assert words.moment(when, SHANGHAI, Lang.ZH) == "2026年11月22日 14:05 (Asia/Shanghai)"


def test_buckets_are_labelled_by_their_grain():
    start = datetime(2026, 11, 16, 14)
    assert [words.bucket(start, g) for g in Grain] == ["14:00", "16 Nov", "16 Nov", "Nov 2026"]
    assert words.weekday(0, Lang.ZH) == "周一"
    assert words.listing(["a", "b", "c"]) == "a, b and c"
