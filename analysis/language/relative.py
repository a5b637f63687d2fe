"""Spans of time told from today: last 7 days, this month, month to date, 上上周."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, timedelta

from analysis import calendar
from analysis.language import numerals
from analysis.language.points import DAY_CHARS, WEEK_WORD, WEEKDAY_NAMES, WEEKDAYS
from analysis.model import Period
from analysis.periods import Clock, last_days, over

# A period longer than this many units is a slip of the finger.
MOST = {"hour": 24 * 92, "day": 3660, "week": 520, "month": 120, "quarter": 40, "year": 10}
UNITS = {
    "hour": "hours?|hrs?|h|个?小时|个钟头",
    "day": "days?|d|天|日",
    "week": "weeks?|wks?|w|周|个?星期|个?礼拜",
    "month": "months?|mos?|个?月",
    "quarter": "quarters?|qtrs?|个?季度|个季",
    "year": "years?|yrs?|y|年",
}
LENGTHS = {"month": 1, "quarter": 3, "year": 12}
UNIT = "|".join(f"(?P<{unit}>{words})" for unit, words in UNITS.items())
ZH_UNIT = "(?P<day>天|日)|(?P<week>周|星期|礼拜)|(?P<month>月份?|月)|(?P<quarter>季度|季)|(?P<year>年度?)"
WEEKDAY = (
    "(?P<d>mon(?:days?)?|tue(?:s|sdays?)?|wed(?:nesdays?)?|thu(?:r|rs|rsdays?)?|fri(?:days?)?|sat(?:urdays?)?"
    "|sun(?:days?)?)"
)


class Future(ValueError):
    """The words speak of days still to come."""


def unit_start(day: date, unit: str, clock: Clock) -> date:
    """The first day of the unit a day belongs to."""
    match unit:
        case "week":
            return calendar.week_of(day, clock.week_start)
        case "month":
            return calendar.month_of(day)
        case "quarter":
            return calendar.quarter_of(day)
        case "year":
            return calendar.year_of(day)
        case _:
            return day


def units_after(day: date, count: int, unit: str) -> date:
    """The day so many units later, or earlier when negative."""
    if months := LENGTHS.get(unit):
        return calendar.months_after(day, count * months)
    return day + timedelta(count * (7 if unit == "week" else 1))


def whole_unit(back: int, unit: str, clock: Clock) -> Period:
    """The calendar unit so many before the current one; 0 is the current one."""
    first = units_after(unit_start(clock.today, unit, clock), -back, unit)
    words = {0: f"this {unit}", 1: f"last {unit}"}.get(back, f"{back} {unit}s ago")
    if unit == "day":
        words = {0: "today", 1: "yesterday"}.get(back, words)
    return over(first, units_after(first, 1, unit), clock.zone, words)


def whole_weeks(count: int, clock: Clock) -> Period:
    """The so many complete weeks before this one."""
    end = calendar.week_of(clock.today, clock.week_start)
    return over(end - timedelta(7 * count), end, clock.zone, f"last {count} full weeks")


def in_whole_weeks(period: Period, clock: Clock) -> Period:
    """A period that was told in weeks, as that many complete ones; any other as it is."""
    said = re.fullmatch(r"last (\d+) weeks", period.text)
    return whole_weeks(int(said[1]), clock) if said else period


def _unit(match: re.Match[str]) -> str:
    return next(unit for unit in UNITS if match.groupdict().get(unit))


def _last(match: re.Match[str], clock: Clock) -> Period:
    unit, count = _unit(match), numerals.count(match["n"])
    if not 0 < count <= MOST[unit]:
        raise ValueError
    recent = match.groupdict().get("recent")
    if unit == "month" and count == 1 and recent is not None:
        return last_days(30, clock)
    if unit == "hour":
        end = clock.now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        return Period(end - timedelta(hours=count), end, clock.zone, f"last {count} hours")
    if unit == "week" and match.groupdict().get("whole"):
        return whole_weeks(count, clock)
    if unit in ("day", "week"):
        days = last_days(count * (7 if unit == "week" else 1), clock)
        return replace(days, text=f"last {count} weeks") if unit == "week" and count > 1 else days
    if count == 1 and recent is None:
        return whole_unit(1, unit, clock)
    if count == 1 or unit == "year":
        return _months(LENGTHS[unit] * count, clock)
    end_day = unit_start(clock.today, unit, clock)
    return over(units_after(end_day, -count, unit), end_day, clock.zone, f"last {count} {unit}s")


def _ago(match: re.Match[str], clock: Clock) -> Period:
    unit, count = _unit(match), numerals.count(match["n"])
    if unit == "hour" or not 0 < count <= MOST[unit]:
        raise ValueError
    return whole_unit(count, unit, clock)


def _to_date(match: re.Match[str], clock: Clock) -> Period:
    unit = {"w": "week", "m": "month", "q": "quarter", "y": "year"}.get((match.groupdict().get("l") or "")[:1])
    unit = unit or _unit(match)
    if unit == "day":
        return whole_unit(0, unit, clock)
    return over(unit_start(clock.today, unit, clock), clock.today + timedelta(1), clock.zone, f"{unit} to date")


def _back(back: int) -> Callable[[re.Match[str], Clock], Period]:
    return lambda match, clock: whole_unit(back, _unit(match), clock)


def _past_unit(match: re.Match[str], clock: Clock) -> Period:
    """The past month is a length, last month a month."""
    if match["month"]:
        return last_days(30, clock)
    unit = _unit(match)
    if unit == "week":
        return last_days(7, clock)
    return _months(LENGTHS[unit], clock)


def _months(count: int, clock: Clock) -> Period:
    end = calendar.month_of(clock.today)
    return over(calendar.months_after(end, -count), end, clock.zone, f"last {count} months")


def _weekday(match: re.Match[str], clock: Clock) -> Period:
    """The latest such day before today, or the one of this or last week when that is said."""
    text = match["d"]
    index = WEEKDAYS[text[:3]] if text[:3] in WEEKDAYS else DAY_CHARS[text]
    name, which = WEEKDAY_NAMES[index], match.groupdict().get("which") or ""
    if which in ("", "last"):
        day, words = clock.today - timedelta((clock.today.weekday() - index - 1) % 7 + 1), name
    else:
        week = calendar.week_of(clock.today, clock.week_start)
        back = {"上上": 2, "上": 1}.get(which[:2] if which.startswith("上上") else which[:1], 0)
        day = week + timedelta((index - clock.week_start) % 7 - 7 * back)
        words = {0: f"{name} this week", 1: f"{name} last week"}.get(back, f"{day}")
    return over(day, day + timedelta(1), clock.zone, words)


def _weekday_of(match: re.Match[str], clock: Clock) -> Period:
    index = WEEKDAYS[match["d"][:3]]
    back = 1 if match["which"] == "last" else 0
    day = calendar.week_of(clock.today, clock.week_start) + timedelta((index - clock.week_start) % 7 - 7 * back)
    words = f"{WEEKDAY_NAMES[index]} {match['which']} week"
    return over(day, day + timedelta(1), clock.zone, words)


def _weekend(_: re.Match[str], clock: Clock) -> Period:
    """The latest Saturday and Sunday that are over."""
    sunday = clock.today - timedelta(clock.today.weekday() + 1)
    return over(sunday - timedelta(1), sunday + timedelta(1), clock.zone, "last weekend")


def _future(_match: re.Match[str], _clock: Clock) -> Period:
    raise Future


def _day(back: int) -> Callable[[re.Match[str], Clock], Period]:
    return lambda _, clock: whole_unit(back, "day", clock)


AROUND = "(?:(?:in|over|for|during) )?(?:the )?"
ENGLISH_UNIT = "(?P<week>weeks?)|(?P<month>months?)|(?P<quarter>quarters?|qtr)|(?P<year>years?)"
_N = numerals.COUNT
_WHOLE, _ZH_WHOLE = "(?P<whole>full |complete |whole )", "(?P<whole>个?(?:完整的?|整))"
# A bare length needs a plain number: "a day" is a grain.
_B = "[0-9]{1,4}|[一二两三四五六七八九十百]{1,4}"
_ZH = "(?P<day>天|日)|(?P<week>周|个?星期)|(?P<month>个月)|(?P<quarter>个季度)|(?P<year>年)"
RELATIVE = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        ("today|今天|今日|当天|当日", _day(0)),
        ("yesterday|yday|昨天|昨日|昨儿|前一天", _day(1)),
        ("(?:the )?day before yesterday|前天|前日", _day(2)),
        ("大前天", _day(3)),
        (rf"{AROUND}(?:last|previous|prior|trailing) ?(?P<n>{_N}) ?{_WHOLE}?(?:{UNIT})(?![a-z])", _last),
        (rf"{AROUND}(?P<recent>past|recent) ?(?P<n>{_N}) ?{_WHOLE}?(?:{UNIT})(?![a-z])", _last),
        (
            rf"(?P<recent>最近的?|近|过去的?|这(?=[0-9二两三四五六七八九十])) ?(?P<n>{_N}) ?{_ZH_WHOLE}?(?:{UNIT})"
            "(?:之内|以内|内|里|来)?",
            _last,
        ),
        (rf"(?:前|上) ?(?P<n>{_N}) ?(?:{_ZH})", _last),
        (
            rf"(?P<recent>)(?P<n>{_B}) ?(?:(?P<day>days?|d|天)|(?P<week>weeks|w|周)|(?P<month>months|个月))"
            "(?![a-z前以之])(?:之内|以内|内)?",
            _last,
        ),
        ("(?:最近|近|过去)的?半年|past half year|last half year", lambda _, clock: _months(6, clock)),
        (rf"{AROUND}past (?:{ENGLISH_UNIT})", _past_unit),
        (rf"{AROUND}(?:this|current)[ -](?:{ENGLISH_UNIT})", _back(0)),
        (f"(?:本|这个?一?个?|当|今)(?:{ZH_UNIT})", _back(0)),
        (rf"{AROUND}(?:last|previous|prior)[ -](?:{ENGLISH_UNIT})", _back(1)),
        (f"(?:上一?个?)(?:{ZH_UNIT})", _back(1)),
        ("去年", lambda _, clock: whole_unit(1, "year", clock)),
        (f"上上一?个?(?:{ZH_UNIT})", _back(2)),
        ("前年", lambda _, clock: whole_unit(2, "year", clock)),
        (f"(?:the )?(?:{ENGLISH_UNIT}) before last", _back(2)),
        (rf"(?P<n>{_N}) (?:{UNIT}) ago", _ago),
        (rf"(?P<n>{_N}) ?(?:{_ZH})(?:以前|之前|前)", _ago),
        ("(?P<l>[wmqy])td(?![a-z])", _to_date),
        ("(?P<l>week|month|quarter|year)[ -]to[ -]date", _to_date),
        (f"(?:本|这个?|自本|自)?(?:{ZH_UNIT})初?(?:至今|到今天|到现在|迄今|累计|以来)", _to_date),
        ("(?P<year>今年|今年初)(?:至今|以来|到现在|到今天|累计)", _to_date),
        (f"本(?:{ZH_UNIT})以来", _to_date),
        (f"(?:(?P<which>last) |(?:on |this past )?){WEEKDAY}(?![a-z])", _weekday),
        (f"{WEEKDAY}[ -](?:of )?(?P<which>this|last) week", _weekday_of),
        (f"(?P<which>上上个?|上个?|这个?|本)?(?:{WEEK_WORD})(?P<d>[一二三四五六日天])", _weekday),
        ("(?:over |on )?(?:the )?(?:last |past )?weekend|(?:上|刚过的?|上个)?周末", _weekend),
        (rf"tomorrow|(?:the )?(?:next|coming|upcoming) (?:{_N} )?(?:days?|weekend|{ENGLISH_UNIT})", _future),
        (f"明天|后天|大后天|明年|明日|次日|下下?个?(?:{ZH_UNIT})|未来(?:{_N})?个?(?:天|周|月|年)?", _future),
    )
)  # fmt: skip


def at(text: str, start: int, clock: Clock) -> tuple[Period | None, int, bool]:
    """The longest such span that begins at `start`, its end, and whether it is still to come."""
    best: tuple[re.Match[str], Callable[[re.Match[str], Clock], Period]] | None = None
    for pattern, build in RELATIVE:
        match = pattern.match(text, start)
        if match and (best is None or match.end() > best[0].end()):
            best = match, build
    if best is None:
        return None, 0, False
    match, build = best
    try:
        return build(match, clock), match.end(), False
    except Future:
        return None, match.end(), True
    except (ValueError, KeyError, OverflowError):
        return None, match.end(), False
