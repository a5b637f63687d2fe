"""Digests in words: when they are to come, and what is then asked."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from analysis.digests import reading
from analysis.digests.schedule import EVERY_DAY, WEEKDAYS, Late, Schedule
from analysis.errors import Mistake
from analysis.model import Lang

SHANGHAI, BERLIN, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("text", "when", "what"),
    [
        ("every weekday 09:00 revenue yesterday by channel", "every weekday 09:00", "revenue yesterday by channel"),
        ("every monday 8:30 orders last week", "every monday 08:30", "orders last week"),
        ("every mon, wed and fri at 9am aov", "every monday, wednesday and friday 09:00", "aov"),
        ("every mon-fri 9 revenue yesterday", "every weekday 09:00", "revenue yesterday"),
        ("every day 18:00 morning", "every day 18:00", "morning"),
        ("every morning at 9: morning digest", "every day 09:00", "morning"),
        ("Every Day at Noon revenue today", "every day 12:00", "revenue today"),
        ("every sunday 12:30 am revenue", "every sunday 00:30", "revenue"),
        ("please send me every friday 17:00 revenue channel=App", "every friday 17:00", "revenue channel=App"),
        ("weekdays at 9:00 in Europe/Berlin aov late skip", "every weekday 09:00 in Europe/Berlin late skip", "aov"),
        ("every day 9：00 utc revenue", "every day 09:00 in UTC", "revenue"),
        ("每个工作日 9点 销售额 昨天", "every weekday 09:00", "销售额 昨天"),
        ("每天早上9点 早报", "every day 09:00", "morning"),
        ("每周一至周五 上午九点半 订单数 昨天", "every weekday 09:30", "订单数 昨天"),
        ("每周一、三、五 下午6点 销售额", "every monday, wednesday and friday 18:00", "销售额"),
        ("每周日 晚上8点半 早报 错过补发", "every sunday 20:30 late ok", "morning"),
        ("请每早9点一刻发送 销售额 昨天", "every day 09:15", "销售额 昨天"),
        ("每个工作日 9点 按 Europe/Berlin 时间 客单价", "every weekday 09:00 in Europe/Berlin", "客单价"),
    ],
)
def test_a_schedule_is_read_as_people_write_it(text, when, what):
    """Days, a time, a zone and what to do when late; the rest is the question."""
    assert reading.opens(text)
    read = reading.read(text)
    assert (reading.write(read.schedule, Lang.EN), read.what) == (when, what)
    for lang in Lang:
        again = reading.read(f"{reading.write(read.schedule, lang)} revenue")
        assert (again.schedule, again.what) == (read.schedule, "revenue")


@pytest.mark.parametrize(
    "text",
    ["revenue yesterday", "every day revenue", "每天销售额", "各渠道每天销售额", "每周日均销售额", "",
     "revenue every region", "every region revenue", "alert revenue below 5 active weekdays 9:00-21:00"],
)  # fmt: skip
def test_a_question_is_no_schedule(text):
    """“Every day” without a time is a grain, as it always was."""
    assert not reading.opens(text)


@pytest.mark.parametrize(
    ("text", "sentence", "offer"),
    [
        ("every weekday revenue yesterday", "At what time?", "every weekday 09:00 revenue yesterday"),
        ("每个工作日 销售额 昨天", "At what time?", "每个工作日 09:00 销售额 昨天"),
        ("every monday 25:00 revenue", "“25:00” is not a time", "every monday 09:00 revenue"),
        ("every monday 13am revenue", "“13am” is not a time", "every monday 09:00 revenue"),
        ("every day 9:75 revenue", "“9:75” is not a time", "every day 09:00 revenue"),
        ("every month 9:00 revenue", "On which days?", "every weekday 09:00 revenue"),
        ("每月 9点 销售额", "On which days?", "每个工作日 09:00 销售额"),
        ("every weekday 9:00 in Mars/Base aov", "I do not know the zone “mars/base”", "every weekday 09:00 aov"),
    ],
)
def test_what_cannot_be_kept_is_answered_with_what_can(text, sentence, offer):
    """The offer has the person's own question in it, and reads."""
    assert reading.opens(text)
    with pytest.raises(Mistake) as caught:
        reading.read(text)
    assert sentence in caught.value.say(Lang.EN)
    assert caught.value.suggestions == (offer,)
    reading.read(offer)


def test_weekdays_skip_the_weekend():
    """Friday nine is followed by Monday nine, on the shop's clock."""
    schedule = Schedule(WEEKDAYS, time(9))
    friday = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    assert schedule.after(friday - timedelta(seconds=1), SHANGHAI) == friday
    assert schedule.after(friday, SHANGHAI) == datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    assert schedule.latest(datetime(2026, 11, 22, 12, tzinfo=UTC), SHANGHAI) == friday


def test_a_local_time_that_clocks_skip_comes_as_much_later():
    """Half past two on 29 March 2026 does not exist in Berlin: half past three does."""
    schedule = Schedule(EVERY_DAY, time(2, 30), "Europe/Berlin")
    due = schedule.after(datetime(2026, 3, 28, 12, tzinfo=UTC), SHANGHAI)
    assert due.astimezone(BERLIN).replace(tzinfo=None) == datetime(2026, 3, 29, 3, 30)
    assert schedule.after(due, SHANGHAI).astimezone(BERLIN).replace(tzinfo=None) == datetime(2026, 3, 30, 2, 30)


def test_a_local_time_that_comes_twice_is_the_first_and_only_once():
    """Half past one on 1 November 2026 comes twice in New York."""
    schedule = Schedule(EVERY_DAY, time(1, 30), "America/New_York")
    due = schedule.after(datetime(2026, 10, 31, 12, tzinfo=UTC), SHANGHAI)
    assert due == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert schedule.after(due, SHANGHAI) == datetime(2026, 11, 2, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai"])
def test_a_year_of_mornings_has_one_on_every_day(zone):
    """Whatever the clocks do, and from wherever it is looked at."""
    schedule = Schedule(EVERY_DAY, time(2, 15), zone)
    moment, days = datetime(2026, 1, 1, 12, tzinfo=UTC), []
    for _ in range(365):
        moment = schedule.after(moment, SHANGHAI)
        assert schedule.latest(moment, SHANGHAI) == moment
        days.append(moment.astimezone(ZoneInfo(zone)).date())
    assert days == [days[0] + timedelta(number) for number in range(365)]
    assert days[0] == date(2026, 1, 2)


def test_how_late_is_too_late_is_the_owners_choice():
    """Three hours unless said; never, with “late skip”; any time, with “late ok”."""
    due = datetime(2026, 11, 23, 1, tzinfo=UTC)
    after = {late: Schedule(WEEKDAYS, time(9), late=late) for late in Late}
    assert not after[Late.SOON].too_late(due, due + timedelta(hours=3))
    assert after[Late.SOON].too_late(due, due + timedelta(hours=3, minutes=1))
    assert after[Late.SKIP].too_late(due, due + timedelta(minutes=6))
    assert not after[Late.SKIP].too_late(due, due + timedelta(minutes=5))
    assert not after[Late.OK].too_late(due, due + timedelta(days=4))
