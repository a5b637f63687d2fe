"""Public holidays by country and year, named in both languages."""

from datetime import date

from analysis.holiday import codes, holidays_of
from analysis.model import Text


def test_chinas_days_have_their_chinese_names():
    year = holidays_of("CN", 2026)
    assert year[date(2026, 2, 17)] == Text("Chinese New Year (Spring Festival)", "春节")
    assert year[date(2026, 10, 1)] == Text("National Day", "国庆节")


def test_a_day_without_a_chinese_name_is_said_to_be_a_holiday():
    assert holidays_of("BR", 2026)[date(2026, 12, 25)] == Text("Christmas Day", "公共假日（Christmas Day）")


def test_a_part_of_a_country_has_days_of_its_own():
    assert {"BR", "BR-SP", "CN", "US-CA"} <= set(codes())
    assert set(holidays_of("BR-SP", 2026)) - set(holidays_of("BR", 2026)) == {date(2026, 7, 9)}
