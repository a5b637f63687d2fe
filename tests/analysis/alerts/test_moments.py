"""How long and until when, as people say it, on the shop's clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from analysis.alerts.text import span, until
from analysis.errors import UnclearPeriod

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
# A Sunday, 14:00 in Shanghai.
NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2h", 120), ("90 minutes", 90), ("1h30m", 90), ("an hour", 60), ("half an hour", 30), ("1.5h", 90),
        ("two days", 2880), ("1w", 10080), ("半小时", 30), ("一个半小时", 90), ("2小时", 120), ("3天", 4320),
        ("1天12小时", 2160), ("两周", 20160),
    ],
)  # fmt: skip
def test_lengths_are_read_in_both_languages(text, minutes):
    assert span(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("2h", "11-22 16:00"), ("2h later", "11-22 16:00"), ("1 day", "11-23 14:00"), ("tomorrow", "11-23 09:00"),
        ("until tomorrow 9:00", "11-23 09:00"), ("tomorrow 6pm", "11-23 18:00"), ("tomorrow at 9", "11-23 09:00"),
        ("tomorrow morning", "11-23 09:00"), ("tonight", "11-22 20:00"), ("tonight at 8", "11-22 20:00"),
        ("monday", "11-23 09:00"), ("next monday 9:30", "11-23 09:30"), ("fri 18:00", "11-27 18:00"),
        ("sunday", "11-29 09:00"), ("18:00", "11-22 18:00"), ("9:00", "11-23 09:00"), ("noon", "11-23 12:00"),
        ("end of day", "11-22 18:00"), ("next week", "11-23 09:00"), ("dec 1", "12-01 09:00"),
        ("2026-12-01 10:30", "12-01 10:30"), ("christmas", "12-25 09:00"),
        ("2小时后", "11-22 16:00"), ("明早9点", "11-23 09:00"), ("明天", "11-23 09:00"),
        ("明天下午3点半", "11-23 15:30"),
        ("今晚", "11-22 20:00"), ("今晚8点", "11-22 20:00"), ("明晚8点", "11-23 20:00"), ("下周一", "11-23 09:00"),
        ("周三", "11-25 09:00"), ("后天", "11-24 09:00"), ("12月1日 18:00", "12-01 18:00"), ("下午3点", "11-22 15:00"),
        ("到明天9点", "11-23 09:00"), ("一周", "11-29 14:00"),
    ],
)  # fmt: skip
def test_the_end_of_a_wait_is_read_on_the_shops_clock(text, local):
    assert f"{until(text, NOW, SHANGHAI).astimezone(SHANGHAI):%m-%d %H:%M}" == local


@pytest.mark.parametrize("text", ["yesterday", "later", "25:00", "本周五", "2026-11-01", "2028-01-01", "", "9" * 5000])
def test_what_is_no_time_to_come_is_told_with_times_that_are(text):
    with pytest.raises(UnclearPeriod) as slip:
        until(text, NOW, SHANGHAI)
    for works in slip.value.suggestions:
        assert until(works, NOW, SHANGHAI) > NOW


@pytest.mark.parametrize("text", ["x", "0h", "2 hours banana", "500d", "", "1" * 400])
def test_what_is_no_length_is_told_with_lengths_that_are(text):
    with pytest.raises(UnclearPeriod) as slip:
        span(text)
    for works in slip.value.suggestions:
        assert span(works) > timedelta(0)


def test_a_day_is_one_on_the_clock_and_an_hour_is_time_that_passes():
    """On the night the clocks go forward in Berlin a day has 23 hours."""
    noon = datetime(2026, 3, 28, 11, tzinfo=UTC)
    assert until("1d", noon, BERLIN) - noon == timedelta(hours=23)
    assert until("24h", noon, BERLIN) - noon == timedelta(hours=24)


def test_an_hour_the_clock_skips_is_the_next_and_one_it_repeats_the_first():
    assert until("tomorrow 2:30", datetime(2026, 3, 28, 11, tzinfo=UTC), BERLIN) == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )
    assert until("tomorrow 2:30", datetime(2026, 10, 24, 11, tzinfo=UTC), BERLIN) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )
