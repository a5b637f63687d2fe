"""A moment in the past, as people name it: 9:00, yesterday 9:00, 11 Nov 14:30, 昨天9点."""

import re
from datetime import date, datetime, time, timedelta

from analysis import language
from analysis.errors import Mistake, UnclearPeriod
from analysis.model import Text
from handlers.ask import words
from handlers.command import Call, Shop

_CLOCK = re.compile(
    r"(?:\bat )?(?P<half>上午|早上|下午|晚上|中午)?(?<!\d)(?P<hour>[01]?\d|2[0-4])"
    r"(?:[:：](?P<minute>[0-5]\d)|[点點时](?P<past>[0-5]?\d分?|半)?| ?(?P<noon>[ap])\.?m\b\.?)",
    re.IGNORECASE,
)
_AFTERNOON = ("下午", "晚上", "中午")


def past(text: str, call: Call, shop: Shop) -> datetime:
    """The latest moment not after now that the words mean, on the shop's clock; a day alone is its end.

    Raises UnclearPeriod.
    """
    clock = _CLOCK.search(text)
    rest = (text[: clock.start()] + " " + text[clock.end() :]).strip(" ,，") if clock else text.strip()
    zone = shop.catalog.zone
    today = call.now.astimezone(zone).date()
    day = _day(rest, call, shop) if rest else today
    if clock is None:
        return min(datetime.combine(day + timedelta(1), time(), zone), call.now)
    when = datetime.combine(day, _hour(clock), zone)
    return when if when <= call.now or rest else when - timedelta(days=1)


def _day(text: str, call: Call, shop: Shop) -> date:
    """The last day of the period that the words mean."""
    vocabulary = words(shop)
    try:
        query = language.read(f"{vocabulary.metrics[0].label.en} {text}", vocabulary, call.now).query
    except Mistake as mistake:
        raise UnclearPeriod(Text(_UNREAD.en.format(text=text[:40]), _UNREAD.zh.format(text=text[:40]))) from mistake
    assert query is not None
    return query.period.last_day


def _hour(found: re.Match[str]) -> time:
    hour = int(found["hour"]) % 24
    late = found["half"] in _AFTERNOON or (found["noon"] or "").lower() == "p"
    if late and 0 < hour < 12:
        hour += 12
    past_hour = found["past"] or ""
    minute = 30 if past_hour == "半" else int(found["minute"] or past_hour.strip("分") or 0)
    return time(hour, minute)


_UNREAD = Text(
    "I cannot tell when “{text}” is: say for example `alert why R-3 yesterday 9:00`.",
    "看不懂“{text}”是什么时候：可以说“预警 为什么 R-3 昨天9:00”。",
)
