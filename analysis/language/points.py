"""Single days, months, quarters and years as people write them, in English and Chinese."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from analysis import calendar
from analysis.language import numerals
from analysis.periods import Clock, dates


@dataclass(frozen=True)
class Point:
    """A named stretch of days, `end` exclusive. `year` is set when the words said which one.

    `options` are the readings of a date that can be read two ways.
    """

    first: date
    end: date
    text: str
    year: int | None = None
    options: tuple[date, ...] = ()


@dataclass(frozen=True)
class Form:
    """One way to write a point. `build` may raise ValueError for a date that does not exist."""

    pattern: re.Pattern[str]
    build: Callable[[re.Match[str], Clock, int | None], Point]


MONTH_NAMES = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
MONTHS = {
    name: index
    for index, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
WEEKDAYS = {name: index for index, name in enumerate(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])}
WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY_CHARS = {char: index for index, char in enumerate("一二三四五六")} | dict.fromkeys("日天", 6)
NAMED = {
    "new year": "new year'?s day|new year'?s|new year|元旦",
    "valentine's day": "valentine'?s day|valentine'?s|valentines|情人节",
    "women's day": "women'?s day|三八节|三八妇女节|妇女节|女神节|38节",
    "labour day": "labou?r day|五一劳动节|劳动节|五一",
    "520": "520",
    "618": "618大促|618|6\\.18|六一八|六一八大促",
    "national day": "national day|国庆节|国庆|十一国庆",
    "double 11": "double 11|double eleven|singles'? day|single'?s day|双十一|双11|双 11|11\\.11|双十一大促",
    "black friday": "black friday|黑色星期五|黑五",
    "cyber monday": "cyber monday|网络星期一|网一",
    "double 12": "double 12|double twelve|双十二|双12|双 12|12\\.12",
    "christmas": "christmas day|christmas|xmas|圣诞节|圣诞",
}
YEAR = r"(?P<y>(?:19|20)[0-9]{2})"
ZH_YEAR = r"(?:(?P<y>(?:19|20)[0-9]{2}|二[〇零][一二三四五六七八九〇零]{2}) ?年 ?|(?P<back>今年|去年|前年) ?的? ?)"
ZH_NUMBER = r"[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
WEEK_WORD = "周|星期|礼拜"


def years(match: re.Match[str], clock: Clock) -> int | None:
    """The year the words said, if any."""
    groups = match.groupdict()
    if groups.get("back"):
        return clock.today.year - ("今年", "去年", "前年").index(groups["back"])
    text = next((groups[key] for key in ("y", "y2") if groups.get(key)), None)
    return numerals.count(text) if text else None


def month_number(text: str) -> int:
    """The number of a month by its name, digits or Chinese numeral."""
    return MONTHS[text[:3]] if text[:3] in MONTHS else numerals.count(text)


def nearest_past(build: Callable[[int], date], clock: Clock) -> int:
    """The latest year in which the day has begun."""
    year = clock.today.year
    try:
        return year if build(year) <= clock.today else year - 1
    except ValueError:
        return next(y for y in range(year - 1, year - 9, -1) if y % 4 == 0)


def _day(match: re.Match[str], clock: Clock, hint: int | None) -> Point:
    month, day = month_number(match["m"]), numerals.count(match["d"])
    date(2000, month, day)
    said = years(match, clock)
    year = said or hint or nearest_past(lambda y: date(y, month, day), clock)
    when = date(year, month, day)
    return Point(when, when + timedelta(1), f"{when}", said)


def _either(match: re.Match[str], clock: Clock, hint: int | None) -> Point:
    """3/4 is a day in March or in April: only a number past twelve decides."""
    first, second = int(match["m"]), int(match["d"])
    said = years(match, clock)
    options = []
    for month, day in dict.fromkeys(((first, second), (second, first))):
        if month <= 12:
            year = said or hint or nearest_past(lambda y, m=month, d=day: date(y, m, d), clock)  # type: ignore[misc]
            options.append(date(year, month, day))
    if not options:
        raise ValueError
    when = options[0]
    return Point(when, when + timedelta(1), f"{when}", said, tuple(options) if len(options) > 1 else ())


def _month(match: re.Match[str], clock: Clock, hint: int | None) -> Point:
    month = month_number(match["m"])
    said = years(match, clock)
    first = date(said or hint or nearest_past(lambda y: date(y, month, 1), clock), month, 1)
    return Point(first, calendar.months_after(first, 1), f"{first:%Y-%m}", said)


def _part_of_year(months: int, letter: str) -> Callable[[re.Match[str], Clock, int | None], Point]:
    """Quarters and halves: the n-th part of so many months."""

    def build(match: re.Match[str], clock: Clock, hint: int | None) -> Point:
        part = {"上": 1, "下": 2, "first": 1, "second": 2, "third": 3, "fourth": 4}.get(match["n"])
        part = part or numerals.count(match["n"])
        month = (part - 1) * months + 1
        said = years(match, clock)
        first = date(said or hint or nearest_past(lambda y: date(y, month, 1), clock), month, 1)
        return Point(first, calendar.months_after(first, months), f"{letter}{part} {first.year}", said)

    return build


def _year(match: re.Match[str], clock: Clock, _: int | None) -> Point:
    year = years(match, clock)
    assert year
    return Point(date(year, 1, 1), date(year + 1, 1, 1), f"{year}", year)


def _day_of_month(match: re.Match[str], clock: Clock, _: int | None) -> Point:
    day, today = numerals.count(match["d"]), clock.today
    month = today if day <= today.day else calendar.months_after(calendar.month_of(today), -1)
    when = month.replace(day=day)
    return Point(when, when + timedelta(1), f"{when}")


def _iso_week(match: re.Match[str], clock: Clock, hint: int | None) -> Point:
    week = numerals.count(match["n"])
    said = years(match, clock)
    year = said or hint or nearest_past(lambda y: date.fromisocalendar(y, week, 1), clock)
    first = date.fromisocalendar(year, week, 1)
    return Point(first, first + timedelta(7), dates(first, first + timedelta(7)), said)


def _named(name: str) -> Callable[[re.Match[str], Clock, int | None], Point]:
    def build(match: re.Match[str], clock: Clock, hint: int | None) -> Point:
        rule = calendar.NAMED_DAYS[name]
        said = years(match, clock)
        when = rule(said or hint or nearest_past(rule, clock))
        return Point(when, when + timedelta(1), f"{name} {said}" if said else name, said)

    return build


def _form(pattern: str, build: Callable[[re.Match[str], Clock, int | None], Point]) -> Form:
    return Form(re.compile(pattern), build)


def _golden_week(match: re.Match[str], clock: Clock, hint: int | None) -> Point:
    """The week of China's National Day."""
    said = years(match, clock)
    first = date(said or hint or nearest_past(calendar.NAMED_DAYS["national day"], clock), 10, 1)
    return Point(first, first + timedelta(7), dates(first, first + timedelta(7)), said)


ORDINAL = "(?:st|nd|rd|th)?"
FORMS = (
    _form(YEAR + r"(?P<s>[-/.])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})(?![0-9])", _day),
    _form(YEAR + r"(?P<m>[01][0-9])(?P<d>[0-3][0-9])(?![0-9])", _day),
    _form(rf"{ZH_YEAR}?(?P<m>{ZH_NUMBER}) ?月 ?(?P<d>{ZH_NUMBER}) ?[日号]?(?![0-9天])", _day),
    _form(rf"(?P<m>{MONTH_NAMES})\.?[ -]?(?P<d>[0-9]{{1,2}}){ORDINAL}(?![0-9])(?:,? ?{YEAR}(?![0-9]))?", _day),
    _form(rf"(?P<d>[0-9]{{1,2}}){ORDINAL}[ -]?(?:of )?(?P<m>{MONTH_NAMES})(?:,?[ -]?(?:of )?{YEAR}(?![0-9]))?", _day),
    _form(rf"(?P<m>[0-9]{{1,2}})/(?P<d>[0-9]{{1,2}})(?:/{YEAR})?(?![0-9/])", _either),
    _form(YEAR + r"[-/.](?P<m>[0-9]{1,2})(?![0-9])", _month),
    _form(rf"{ZH_YEAR}?(?P<m>{ZH_NUMBER}) ?月份?(?!份?[0-9])", _month),
    _form(rf"(?P<m>{MONTH_NAMES})\.?,?[ -]?(?:of )?{YEAR}(?![0-9])", _month),
    _form(rf"{YEAR}[ -](?P<m>{MONTH_NAMES})", _month),
    _form(rf"(?P<m>{MONTH_NAMES})(?![a-z0-9])", _month),
    _form(rf"(?:{YEAR}[ -]?)?q(?P<n>[1-4])(?![0-9])(?: ?(?P<y2>(?:19|20)[0-9]{{2}})(?![0-9]))?", _part_of_year(3, "q")),
    _form(rf"(?:the )?(?P<n>first|second|third|fourth) quarter(?: of)?(?: {YEAR})?", _part_of_year(3, "q")),
    _form(rf"{ZH_YEAR}?第?(?P<n>[1-4一二三四]) ?季度", _part_of_year(3, "q")),
    _form(rf"(?:{YEAR}[ -]?)?h(?P<n>[12])(?![0-9])(?: ?(?P<y2>(?:19|20)[0-9]{{2}})(?![0-9]))?", _part_of_year(6, "h")),
    _form(rf"(?:the )?(?P<n>first|second) half(?: of)?(?: {YEAR})?", _part_of_year(6, "h")),
    _form(rf"{ZH_YEAR}?(?P<n>[上下])半年", _part_of_year(6, "h")),
    _form(rf"{YEAR}-?w(?P<n>[0-9]{{1,2}})(?![0-9])", _iso_week),
    _form(rf"(?:w|week )(?P<n>[0-9]{{1,2}})(?![0-9])(?:,? ?(?:of )?{YEAR}(?![0-9]))?", _iso_week),
    _form(rf"{ZH_YEAR}?第 ?(?P<n>[0-9]{{1,2}}) ?周", _iso_week),
    *(
        _form(rf"(?:{YEAR}(?: ?年)? ?的?|(?P<back>今年|去年|前年)的?)?(?:{words})(?![0-9])(?: (?P<y2>(?:19"
        rf"|20)[0-9]{{2}})(?![0-9]))?", _named(key))
        for key, words in NAMED.items()
    ),
    _form(r"(?:19|20)[0-9]{2}(?=年)年(?!份?[0-9])" .replace("(?:19|20)[0-9]{2}", YEAR) + "全?年?度?", _year),
    _form(rf"{ZH_YEAR}?(?:国庆(?:节)?(?:期间|假期|长假|黄金周)|十一(?:假期|长假|黄金周))|golden week", _golden_week),
    _form(YEAR + r"(?![0-9])(?!\.[0-9])", _year),
    _form(rf"(?<![0-9月])(?P<d>{ZH_NUMBER}) ?[号](?!店|仓|线)", _day_of_month),
)  # fmt: skip


def at(text: str, start: int, clock: Clock, hint: int | None = None) -> tuple[Point | None, int]:
    """The longest point that begins at `start`, and its end. None: no such date exists; end 0: none is here."""
    best: tuple[re.Match[str], Form] | None = None
    for form in FORMS:
        match = form.pattern.match(text, start)
        if match and (best is None or match.end() > best[0].end()):
            best = match, form
    if best is None:
        return None, 0
    match, form = best
    try:
        return form.build(match, clock, hint), match.end()
    except (ValueError, KeyError, OverflowError):
        return None, match.end()
