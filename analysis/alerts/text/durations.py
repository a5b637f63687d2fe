"""How long: 2h, 90 minutes, 1h30m, two days, 半小时, 一个半小时, 3天."""

import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from analysis.alerts.text import complaints
from analysis.errors import UnclearPeriod
from analysis.language import normal, numerals
from analysis.model import Lang, Text

LONGEST = timedelta(days=366)
_UNITS = {
    "weeks": "weeks?|wks?|w|个?星期|个?礼拜|周",
    "days": "days?|d|天|日",
    "hours": "hours?|hrs?|h|个?小时|个?钟头|个?钟",
    "minutes": "minutes?|mins?|m|分钟|分",
}
_UNIT = "|".join(f"(?P<{unit}>(?:{words})(?![a-z]))" for unit, words in _UNITS.items())
_STEP = re.compile(
    rf"(?:(?P<half>half(?: an?)?|半个?)|(?P<n>[0-9]{{1,6}}(?:\.[0-9]{{1,4}})?|{numerals.COUNT})"
    r"(?P<more>个半| and a half)?)"
    rf"[ -]?(?:{_UNIT})(?P<tail>半)?"
)
_JOINT = re.compile(" ?(?:and |,|零|又)? ?")
_WRITTEN = {"d": "天", "h": "小时", "m": "分钟"}


@dataclass(frozen=True)
class Length:
    """A span: whole local days, and time on top of them."""

    days: int
    rest: timedelta

    @property
    def whole(self) -> timedelta:
        """Its length where every day has 24 hours."""
        return timedelta(self.days) + self.rest


def span(text: str) -> timedelta:
    """A length of time as typed. Raises UnclearPeriod, whose suggestions work."""
    lowered = normal.lowered(normal.cleaned(text[: normal.LIMIT]))
    length, end = at(lowered, 0)
    if length is None or end < len(lowered) or not timedelta(0) < length.whole <= LONGEST:
        said = text.strip()[:40] or "…"
        works = ("30分钟", "2小时", "1天") if normal.is_chinese(text) else ("30m", "2h", "1d")
        raise UnclearPeriod(
            Text(complaints.BAD_SPAN.en.format(word=said), complaints.BAD_SPAN.zh.format(word=said)), works
        )
    return length.whole


def at(text: str, start: int) -> tuple[Length | None, int]:
    """The length that begins at `start` of a lowered text, and its end; 0 where there is none."""
    days, rest, end, place = Decimal(0), timedelta(0), 0, start
    while match := _STEP.match(text, place):
        count = _count(match)
        if match["weeks"] or match["days"]:
            days += count * (7 if match["weeks"] else 1)
        else:
            rest += timedelta(seconds=float(count) * (3600 if match["hours"] else 60))
        end = match.end()
        joint = _JOINT.match(text, end)
        place = joint.end() if joint else end
    if not end or days > LONGEST.days or rest > LONGEST:
        return None, end
    whole = int(days)
    return Length(whole, rest + timedelta(seconds=float((days - whole) * 86_400))), end


def written(length: timedelta, lang: Lang) -> str:
    """A length to the minute as it is read again: "1d", "1h30m", "2小时"."""
    days, seconds = length.days, length.seconds
    counts = {"d": days, "h": seconds // 3600, "m": seconds % 3600 // 60}
    parts = [f"{n}{_WRITTEN[unit] if lang is Lang.ZH else unit}" for unit, n in counts.items() if n]
    return "".join(parts) or f"0{_WRITTEN['m'] if lang is Lang.ZH else 'm'}"


def _count(match: re.Match[str]) -> Decimal:
    half = Decimal("0.5")
    if match["half"]:
        return half
    said = match["n"]
    number = Decimal(said) if said[0].isdecimal() and said[0].isascii() else Decimal(numerals.count(said))
    return number + half * bool(match["more"] or match["tail"])
