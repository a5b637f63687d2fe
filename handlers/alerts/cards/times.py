"""When and how long, as an alert says it: on the shop's clock, in few words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from analysis import words
from analysis.model import Grain, Lang, Text


@dataclass(frozen=True)
class Times:
    """Says instants and spans to people who look at `now` on the shop's clock."""

    zone: ZoneInfo
    lang: Lang
    now: datetime

    def clock(self, when: datetime) -> str:
        """An instant by its hour, with its day unless that is today: "9:12", "Sat 21 Nov, 9:12"."""
        local = when.astimezone(self.zone)
        hour = f"{local.hour}:{local:%M}"
        if local.date() == self.now.astimezone(self.zone).date():
            return hour
        return _AT.of(self.lang, day=self.day(when), hour=hour)

    def day(self, when: datetime) -> str:
        """The local day of an instant with its weekday, "Sat 21 Nov", or with its year if that is another."""
        local = when.astimezone(self.zone)
        name = words.weekday(local.weekday(), self.lang)
        if local.year != self.now.astimezone(self.zone).year:
            return words.day(local.date(), self.lang)
        text = words.bucket(local, Grain.DAY, self.lang)
        return f"{text}{name}" if self.lang is Lang.ZH else f"{name} {text}"

    def window(self, start: datetime, grain: Grain) -> str:
        """A window by its start: its hour, its day, its week or its month."""
        match grain:
            case Grain.HOUR:
                return self.clock(start)
            case Grain.DAY:
                return self.day(start)
            case Grain.WEEK:
                return _WEEK.of(self.lang, day=self.day(start))
            case _:
                return words.bucket(start.astimezone(self.zone), Grain.MONTH, self.lang)

    def lasting(self, span: timedelta) -> str:
        """A span by its one or two largest parts: "2 days", "3 h 20 min"."""
        minutes = max(round(span.total_seconds() / 60), 0)
        days, rest = divmod(minutes, 24 * 60)
        hours, minutes = divmod(rest, 60)
        if days >= 2 or (days and not hours):
            return counted(days + (hours >= 12), Grain.DAY, self.lang)
        if days:
            hours += 24
            minutes = 0
        parts = [_HOURS.of(self.lang, n=hours)] if hours else []
        parts += [_MINUTES.of(self.lang, n=minutes)] if minutes or not hours else []
        return ("" if self.lang is Lang.ZH else " ").join(parts)


def counted(number: int, grain: Grain, lang: Lang) -> str:
    """So many windows: "1 day", "3 weeks"."""
    one, many = _COUNTED[grain]
    return (one if number == 1 else many).of(lang, n=number)


_AT = Text("{day}, {hour}", "{day} {hour}")
_WEEK = Text("week of {day}", "{day}起的一周")
_HOURS = Text("{n} h", "{n}小时")
_MINUTES = Text("{n} min", "{n}分钟")
_COUNTED = {
    Grain.HOUR: (Text("1 hour", "1小时"), Text("{n} hours", "{n}小时")),
    Grain.DAY: (Text("1 day", "1天"), Text("{n} days", "{n}天")),
    Grain.WEEK: (Text("1 week", "1周"), Text("{n} weeks", "{n}周")),
    Grain.MONTH: (Text("1 month", "1个月"), Text("{n} months", "{n}个月")),
}
