"""A digest in words: "every weekday 09:00 revenue yesterday by channel", 每个工作日 9点 销售额 昨天."""

import re
from dataclasses import dataclass
from datetime import time
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from analysis import words
from analysis.digests.days import BARE, CLOCKS, DAYS, clock, days
from analysis.digests.schedule import EVERY_DAY, WEEKDAYS, WEEKEND, Late, Schedule
from analysis.errors import UnclearName, UnknownName
from analysis.language import normal
from analysis.model import Lang, Text

MORNING: Final = Text("morning", "早报")
"""What the morning digest is called."""

MORNINGS: Final = (
    "morning", "morning digest", "the morning digest", "morning report", "briefing", "morning briefing", "digest",
    "早报", "晨报", "简报", "日报", "早间简报", "每日简报", "早会简报",
)  # fmt: skip


@dataclass(frozen=True)
class Scheduled:
    """What was said: when, and the words that say what: MORNING in English for the morning digest, "" for nothing."""

    schedule: Schedule
    what: str


def opens(text: str) -> bool:
    """Whether a text asks for something over and over: it opens with days, and has a time or means working days."""
    told = _Told(text)
    found = DAYS.match(told.lowered)
    if found is None:
        return bool(_OTHER.match(told.lowered)) and told.clock() is not None
    return told.clock() is not None or bool(BARE.match(told.lowered, found.end())) or bool(_SURE.match(found[0]))


def read(text: str) -> Scheduled:
    """When and what. Raises UnclearName and UnknownName, with whole sentences that work."""
    told = _Told(text)
    zone, late = told.zone(), told.late()
    on = told.take(DAYS)
    if on is None:
        raise _asked(_WHICH_DAYS, "every weekday {at}", "每个工作日 {at}", told)
    at = told.time(on)
    what = told.rest()
    if at is None:
        raise _asked(_WHEN, "{days} 09:00", "{days} 09:00", told, days(on[0]))
    what = MORNING.en if is_morning(what) else what
    return Scheduled(Schedule(days(on[0]), at, zone, late), what)


def is_morning(text: str) -> bool:
    """Whether words mean the morning digest."""
    return normal.lowered(normal.cleaned(text)) in MORNINGS


def write(schedule: Schedule, lang: Lang) -> str:
    """A schedule in the words that `read` takes: "every weekday 09:00 in Europe/Berlin late skip"."""
    parts = [named(schedule.days, lang), schedule.at.strftime("%H:%M")]
    if schedule.zone:
        parts.append(_ZONE.of(lang, zone=schedule.zone))
    if schedule.late is not Late.SOON:
        parts.append(_LATE[schedule.late].of(lang))
    return " ".join(parts)


def named(on: frozenset[int], lang: Lang) -> str:
    """The days of a schedule: "every monday and thursday"."""
    for group, name in _GROUPS.items():
        if on == group:
            return name.of(lang)
    if lang is Lang.ZH:
        return "每周" + "、".join(_HAN[day] for day in sorted(on))
    return "every " + words.listing([_ENGLISH[day] for day in sorted(on)], lang)


class _Told:
    """A text from which the parts of a schedule are taken, one by one, until the question is left."""

    def __init__(self, text: str) -> None:
        cleaned = _COURTESY.sub("", _MENTIONED.sub(" ", normal.cleaned(text)).strip())
        self.text = cleaned.strip()

    @property
    def lowered(self) -> str:
        return normal.lowered(self.text)

    def take(self, *patterns: re.Pattern[str], at: int | None = None) -> re.Match[str] | None:
        """Take the first that is found out of the text; `at` is where it has to stand."""
        for pattern in patterns:
            found = pattern.search(self.lowered) if at is None else pattern.match(self.lowered, at)
            if found:
                self.text = f"{self.text[: found.start()]} {self.text[found.end() :]}"
                return found
        return None

    def clock(self) -> re.Match[str] | None:
        """Where a time stands."""
        return next((found for pattern in CLOCKS if (found := pattern.search(self.lowered))), None)

    def time(self, on: re.Match[str]) -> time | None:
        """The time, best beside the days: they were taken out already."""
        found = self.take(*CLOCKS) or self.take(BARE, at=on.start() + 1)
        said = clock(found) if found else None
        if found and said is None:
            raise _asked(_NO_TIME, "{days} 09:00", "{days} 09:00", self, days(on[0]), said=found[0].strip())
        return said

    def zone(self) -> str:
        """The zone that was named, "" for the shop's."""
        for found in _PLACE.finditer(self.lowered):
            known = _zones().get(found["zone"])
            if known or found["said"]:
                self.text = f"{self.text[: found.start()]} {self.text[found.end() :]}"
                if known is None:
                    raise _asked(_NO_ZONE, "every weekday 09:00", "每个工作日 09:00", self, said=found["zone"])
                return known
        return ""

    def late(self) -> Late:
        """What was said of being late."""
        found = self.take(_LATENESS)
        if found is None:
            return Late.SOON
        return Late.SKIP if found["skip"] or found["skip_zh"] else Late.OK

    def rest(self) -> str:
        """What is left: the question."""
        left = normal.SPACES.sub(" ", self.text).strip(_AROUND)
        return _LEAD.sub("", left).strip(_AROUND)


def _asked(
    sentence: Text, english: str, chinese: str, told: _Told, on: frozenset[int] = WEEKDAYS, said: str = ""
) -> UnclearName | UnknownName:
    """A complaint that offers the same question on a schedule that works."""
    lang = Lang.ZH if normal.is_chinese(told.text) else Lang.EN
    when = (english if lang is Lang.EN else chinese).format(days=named(on, lang), at="09:00")
    for pattern in (DAYS, _ODD, *CLOCKS):
        told.take(pattern)
    offer = f"{when} {told.rest() or _EXAMPLE.of(lang)}"
    filled = Text(sentence.en.format(said=said), sentence.zh.format(said=said))
    return UnknownName(filled, (offer,), word=said) if said else UnclearName(filled, (offer,))


@cache
def _zones() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones() if "/" in name or name == "UTC"}


_AROUND: Final = " ,:，。;；、-"
_MENTIONED = re.compile(r"<[@#!][^>]*>")
_COURTESY = re.compile(
    r"^(?:(?:please|pls|send|post|show|give|tell)(?: (?:me|us|here))?\s+|请|麻烦|帮我|给我|给我们|定时|推送|发送)*",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^(?:(?:please|send|post|show|tell)(?: (?:me|us))?\s+|发送|推送|发)", re.IGNORECASE)
_SURE = re.compile(r"(?:on )?(?:every|each) (?:week|work|working |business )days?$|每个?工作日$")
_OTHER = re.compile(r"(?:every|each)\s|每")
_ODD = re.compile(r"(?:every|each)\s+(?:other\s+|two\s+|\d+\s+)?[a-z]+|每[隔个两]*(?:[小]?[时月年]|季度|半?小时)?")
_PLACE = re.compile(
    r"(?P<said>\bin\s+|\bzone\s+|\btz\s+|按\s*|时区\s*)?(?<![a-z=:/])(?P<zone>[a-z]+(?:_[a-z]+)*(?:/[a-z0-9_+-]+){1,2}|utc)"
    r"(?![a-z])\s*(?:time\b|时区|时间)?"
)
_LATENESS = re.compile(
    r"\b(?:if )?late\s*:?\s*(?:(?P<skip>skip)|(?:ok|okay|fine|send))\b"
    r"|(?:迟到|错过|晚了|延误)(?:了)?(?:就|则|时)?\s*(?:(?P<skip_zh>跳过|不发)|补发|照发)"
)
_GROUPS: Final = {
    WEEKDAYS: Text("every weekday", "每个工作日"),
    EVERY_DAY: Text("every day", "每天"),
    WEEKEND: Text("every weekend", "每个周末"),
}
_ENGLISH: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HAN: Final = "一二三四五六日"
_ZONE = Text("in {zone}", "按 {zone} 时间")
_LATE: Final = {Late.OK: Text("late ok", "错过补发"), Late.SKIP: Text("late skip", "错过跳过")}
_EXAMPLE = Text("revenue yesterday", "销售额 昨天")
_WHICH_DAYS = Text(
    "On which days? I send on days of the week, such as “every weekday”, “every monday and thursday” or “every day”:",
    "哪几天发送？可以说「每个工作日」「每周一、周四」「每天」，例如：",
)
_WHEN = Text("At what time? Add one, like this:", "几点发送？加上时间即可：")
_NO_TIME = Text("“{said}” is not a time of day. Like this:", "「{said}」不是有效的时间。可以这样写：")
_NO_ZONE = Text(
    "I do not know the zone “{said}”: name one such as Europe/Berlin, or leave it out for the shop's own:",
    "没有「{said}」这个时区：请写成 Europe/Berlin 这样的名称，不写则按店铺时区：",
)
