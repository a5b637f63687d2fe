"""Days of the week and times of day as people write them."""

import re
from datetime import time
from typing import Final

from analysis.digests.schedule import EVERY_DAY, WEEKDAYS, WEEKEND
from analysis.language.numerals import chinese

_NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT: Final = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4}
_INDEX: Final = {name: number for number, name in enumerate(_NAMES)} | _SHORT | {"sat": 5, "sun": 6}
_CHINESE: Final = {char: number for number, char in enumerate("一二三四五六日")} | {"天": 6}

_DAY = "(?:" + "|".join(sorted(_INDEX, key=len, reverse=True)) + r")s?(?![a-z])"
_JOIN = r"\s*(?:,\s*(?:and\s)?|&|/|-|–|\bto\b|\bthrough\b|\band\b)\s*"
_WORKING = r"(?:week|work|working |business )days?"
_SET = rf"(?:{_WORKING}|weekends?|(?:single )?days?|mornings?|evenings?|{_DAY}(?:{_JOIN}{_DAY})*)(?![a-z])"
_PART = r"(?:\s+(?:morning|afternoon|evening|night)s?(?=\s+(?:at\s|\d)))?"
_ENGLISH = rf"(?:on\s+)?(?:every|each)\s+{_SET}{_PART}|(?:on\s+)?(?:weekdays|workdays|weekends|daily)(?![a-z])"
_HAN = "[一二三四五六日天]"
_WEEK = "(?:周|星期|礼拜)"
_HAN_LIST = rf"{_WEEK}{_HAN}(?:(?:[、,，和及\s]|到|至|-|~)*(?:{_WEEK})?{_HAN})*"
_WRITTEN = rf"每个?工作日|工作日(?:每天)?|每个?周末|每逢?(?:个)?{_HAN_LIST}|每[天日]|每个?(?=[早晚上中下])"

DAYS = re.compile(f"{_ENGLISH}|{_WRITTEN}")
"""Which days, in lowered text: every weekday, every monday and thursday, 每个工作日, 每周一至周五."""

_RANGE = re.compile(
    r"([a-z]+)\s*(?:-|–|\bto\b|\bthrough\b)\s*([a-z]+)|([一二三四五六日天])(?:到|至|-|~)(?:周|星期|礼拜)?([一二三四五六日天])"
)
_EACH = re.compile(rf"{_DAY}|{_HAN}")

_DIGITS = r"(?P<h>\d{1,2})"
_HALF = r"(?P<half>a\.?m\.?|p\.?m\.?)(?![a-z])"
_WHEN = "(?P<part>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|早|晚)?"
_NUMBER = "[零一二三四五六七八九十两]{1,3}"
_PATTERNS: Final = (
    rf"{_WHEN}\s*(?:\bat\s+)?(?<![\d/.-]){_DIGITS}:(?P<m>\d{{2}})(?::\d{{2}})?(?!\d)(?:\s*{_HALF})?",
    rf"(?:\bat\s+)?(?<![\d:/.-]){_DIGITS}\s*{_HALF}",
    rf"{_WHEN}\s*(?P<h>\d{{1,2}}|{_NUMBER})[点时](?:(?P<half_past>半)|(?P<quarter>[一三])刻"
    rf"|(?P<m>\d{{1,2}}|{_NUMBER})分?|钟|整)?",
    r"\bat\s+(?P<h>\d{1,2})(?![\d%/-]|[.,:]\d|\s*(?:%|percent))",
    r"(?:\bat\s+)?\b(?P<named>noon|midday|midnight)\b",
)
CLOCKS: Final = tuple(re.compile(pattern) for pattern in _PATTERNS)
"""A time of day, in lowered text, the surest way of writing it first."""

BARE = re.compile(r"\s*(?P<h>\d{1,2})(?=\s|$|[,:，])")
"""A bare hour, which is a time only right after the days."""

_NAMED: Final = {"noon": 12, "midday": 12, "midnight": 0}
_AFTERNOON: Final = ("下午", "傍晚", "晚上", "夜里", "晚")
_QUARTERS: Final = {"一": 15, "三": 45}


def days(text: str) -> frozenset[int]:
    """The days of the week that a match of DAYS names, 0 for Monday."""
    if re.search(rf"{_WORKING}|工作日", text):
        return WEEKDAYS
    if re.search("weekend|周末", text):
        return WEEKEND
    listed = _EACH.findall(re.sub(_WEEK, "", text)) if re.search(f"{_DAY}|{_WEEK}", text) else []
    found = {_index(name) for name in listed}
    for first, last, early, later in _RANGE.findall(text):
        start, end = _index(first or early), _index(last or later)
        found |= {(start + step) % 7 for step in range((end - start) % 7 + 1)}
    return frozenset(found) or EVERY_DAY


def clock(found: re.Match[str]) -> time | None:
    """The time that a match of one of CLOCKS or of BARE says; None when there is no such time."""
    said = found.groupdict()
    if said.get("named"):
        return time(_NAMED[said["named"]])
    hour, minute = _number(said["h"]), _minute(said)
    hour = _by_half(hour, said.get("half") or "") if said.get("half") else _by_part(hour, said.get("part") or "")
    return time(hour, minute) if 0 <= hour < 24 and 0 <= minute < 60 else None


def _minute(said: dict[str, str | None]) -> int:
    if said.get("half_past"):
        return 30
    if quarter := said.get("quarter"):
        return _QUARTERS[quarter]
    return _number(said.get("m") or "0")


def _by_half(hour: int, half: str) -> int:
    """The hour of twelve hours as one of a day; -1 where it is none."""
    if half[0] == "p" and 12 < hour < 24:
        return hour
    return hour % 12 + (12 if half[0] == "p" else 0) if 1 <= hour <= 12 else -1


def _by_part(hour: int, part: str) -> int:
    if part in _AFTERNOON and 1 <= hour < 12:
        return hour + 12
    if part in ("晚上", "夜里", "凌晨", "晚") and hour == 12:
        return 0
    return hour + 12 if part == "中午" and hour in (1, 2) else hour


def _number(text: str) -> int:
    return int(text) if text.isascii() else chinese(text)


def _index(name: str) -> int:
    if name in _CHINESE:
        return _CHINESE[name]
    return _INDEX[name] if name in _INDEX else _INDEX[name.removesuffix("s")]
