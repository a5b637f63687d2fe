"""Times of day, and until when: 9:00, 6pm, 下午3点半; 2h, tomorrow 9:00, next monday, 明早9点, 下周一."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from analysis.alerts.text import complaints, durations
from analysis.errors import UnclearPeriod
from analysis.language import normal, numerals, points
from analysis.language.points import DAY_CHARS, WEEKDAYS
from analysis.language.relative import WEEKDAY
from analysis.model import Text
from analysis.periods import Clock

MORNING, EVENING, NIGHT = time(9), time(18), time(20)
_PARTS = "凌晨|清晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|晚|夜里"
TIME = re.compile(
    r"(?:at )?(?:(?P<h>[0-9]{1,2}):(?P<m>[0-9]{2}) ?(?P<ap>[ap]\.?m\.?)?|(?P<h2>[0-9]{1,2}) ?(?P<ap2>[ap]\.?m\.?)"
    r"|(?P<word>noon|midday|midnight|正午|零点|午夜))(?![a-z0-9])"
    rf"|(?P<part>{_PARTS})? ?(?P<zh>[0-9]{{1,2}}|[一二两三四五六七八九十]{{1,3}})(?:点钟?|时|:(?=[0-9]{{2}}))"
    r"(?:(?P<zhalf>半)|(?P<zm>[0-9]{1,2}|[一二三四五六七八九十]{1,3})分?)?"
)
_PLAIN_HOUR = re.compile("(?:at )?(?P<h>[0-9]{1,2})(?![0-9a-z:.])")
_OPENING = re.compile("(?:until|till|til|for|to|by)(?![a-z]) ?|(?:直到|等到|到|至) ?")
_CLOSING = re.compile(" ?(?:为止|之前|以前|前|再说|later|from now|后|之后|以后)")
_DAYS = re.compile(
    "(?P<tonight>tonight|this evening|今晚|今夜)|(?P<dusk>(?:the )?end of (?:the )?day|eod)|(?P<today>today|今天|今日)"
    "|(?P<after>(?:the )?day after tomorrow|大?后天)|(?P<tomorrow>tomorrow|tmrw|明天|明日|次日|明(?=[早上下中晚]))"
    "|(?P<week>next week|下个?周(?![一二三四五六日天])|下个?星期(?![一二三四五六日天]))"
)
_WEEKDAY = re.compile(
    f"(?:(?P<next>next )|(?:this |on |the coming )?)(?:{WEEKDAY})(?![a-z])"
    "|(?P<which>下下个?|下个?|这个?|本)?(?:周|星期|礼拜)(?P<zh>[一二三四五六日天])"
)
_PART_OF_DAY = re.compile(
    " ?(?:in the )?(?P<morning>morning|早上|早晨|上午|早)|(?P<evening> ?(?:in the )?(?:evening|night)|晚上|晚)"
)
_WORDS = {"noon": time(12), "midday": time(12), "正午": time(12), "midnight": time(0), "零点": time(0), "午夜": time(0)}
_LATER = ("下午", "傍晚", "晚上", "晚", "夜里", "中午")


def until(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """When a wait ends that begins `now` (aware): an instant in UTC. Raises UnclearPeriod, whose suggestions work.

    Hours and minutes are time that passes; days and weeks are those of the shop's clock. An hour that the
    clock skips is the one after it, one that it repeats the first of the two.
    """
    lowered = normal.lowered(normal.cleaned(text[: normal.LIMIT]))
    opening = _OPENING.match(lowered)
    when = _When(lowered[opening.end() :] if opening else lowered, now, zone)
    found = when.after() or when.at_day() or when.at_time()
    if found is None:
        raise _unclear(text, complaints.BAD_MOMENT)
    if found <= now:
        raise _unclear(text, complaints.PAST)
    if found - now > durations.LONGEST:
        raise _unclear(text, complaints.TOO_FAR)
    return found


def time_at(text: str, start: int) -> tuple[time | None, int]:
    """The time of day that begins at `start` of a lowered text, and its end; 0 where there is none. 24:00 is 0:00."""
    match = TIME.match(text, start)
    if match is None:
        return None, 0
    try:
        return _time(match), match.end()
    except ValueError:
        return None, match.end()


@dataclass(frozen=True)
class _When:
    """A moment to come, as it was said at an instant on the shop's clock."""

    text: str
    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def after(self) -> datetime | None:
        """So much later."""
        length, end = durations.at(self.text, 0)
        if length is None or not self._ends(end):
            return None
        wall = self.now.astimezone(self.zone).replace(tzinfo=None, fold=0) + timedelta(length.days)
        later = wall.replace(tzinfo=self.zone).astimezone(UTC) if length.days else self.now.astimezone(UTC)
        return later + length.rest

    def at_day(self) -> datetime | None:
        """A day, at a time of it."""
        for reader in (self._named, self._weekday, self._date):
            day, usual, end = reader()
            if day is not None:
                at, stop = self._clock(end, usual)
                return self._instant(day, at) if at is not None and self._ends(stop) else None
        return None

    def at_time(self) -> datetime | None:
        """The next time it is so late."""
        at, end = time_at(self.text, 0)
        if at is None or not self._ends(end):
            return None
        today = self._instant(self.today, at)
        return today if today > self.now else self._instant(self.today + timedelta(1), at)

    def _named(self) -> tuple[date | None, time, int]:
        match = _DAYS.match(self.text)
        if match is None:
            return None, MORNING, 0
        ahead = {"tomorrow": 1, "after": 3 if "大" in match[0] else 2}.get(match.lastgroup or "", 0)
        if match["week"]:
            ahead = 7 - self.today.weekday()
        usual = {"tonight": NIGHT, "dusk": EVENING, "today": EVENING}.get(match.lastgroup or "", MORNING)
        end = match.end() - (1 if match["tonight"] in ("今晚", "今夜") else 0)
        return self.today + timedelta(ahead), usual, end

    def _weekday(self) -> tuple[date | None, time, int]:
        match = _WEEKDAY.match(self.text)
        if match is None:
            return None, MORNING, 0
        index = WEEKDAYS[match["d"][:3]] if match["d"] else DAY_CHARS[match["zh"]]
        which = match["which"] or ""
        if which:
            weeks = 2 if which.startswith("下下") else 1 if which.startswith("下") else 0
            return self.today + timedelta(index - self.today.weekday() + 7 * weeks), MORNING, match.end()
        return self.today + timedelta((index - self.today.weekday() - 1) % 7 + 1), MORNING, match.end()

    def _date(self) -> tuple[date | None, time, int]:
        point, end = coming(self.text, 0, Clock(self.now, self.zone))
        one_day = point is not None and (point[1] - point[0]).days == 1
        return (point[0] if point and one_day else None), MORNING, end

    def _clock(self, start: int, usual: time) -> tuple[time | None, int]:
        """The time of a day that was said, else what is usual for it."""
        at = start + self.text.startswith((" ", ","), start)
        at += self.text.startswith(" ", at)
        said, end = time_at(self.text, at)
        if end:
            late = said is not None and said.hour < 12 and usual is NIGHT and "m" not in self.text[at:end]
            return (said.replace(hour=said.hour + 12) if said and late and said.hour else said), end
        if hour := _PLAIN_HOUR.match(self.text, at):
            plus = 12 if usual is NIGHT and 0 < int(hour["h"]) < 12 else 0
            return (time(int(hour["h"]) + plus), hour.end()) if int(hour["h"]) < 24 else (None, 0)
        if part := _PART_OF_DAY.match(self.text, at):
            return (MORNING if part["morning"] else NIGHT), part.end()
        return usual, start

    def _ends(self, end: int) -> bool:
        closing = _CLOSING.match(self.text, end)
        return not self.text[closing.end() if closing else end :].strip(" .!。！")

    def _instant(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)


def coming(text: str, start: int, clock: Clock) -> tuple[tuple[date, date] | None, int]:
    """The days named at `start` of a lowered text, the end exclusive; the next to come where no year was said."""
    point, end = points.at(text, start, clock)
    if point is not None and point.year is None and point.end <= clock.today:
        point = points.at(text, start, clock, clock.today.year)[0]
        if point is None or point.end <= clock.today:
            point = points.at(text, start, clock, clock.today.year + 1)[0]
    if point is None or point.options:
        return None, end
    return (point.first, point.end), end


def _time(match: re.Match[str]) -> time:
    if match["word"]:
        return _WORDS[match["word"]]
    if match["zh"]:
        hour, part = numerals.count(match["zh"]), match["part"] or ""
        minute = 30 if match["zhalf"] else numerals.count(match["zm"]) if match["zm"] else 0
        hour += 12 if part in _LATER and hour < 12 and not (part == "中午" and hour > 9) else 0
        return time(hour % 24 if hour == 24 and not minute else hour, minute)
    hour, minute = int(match["h"] or match["h2"]), int(match["m"] or 0)
    if half := (match["ap"] or match["ap2"]):
        if not 1 <= hour <= 12:
            raise ValueError(match[0])
        hour = hour % 12 + 12 * half.startswith("p")
    return time(0 if hour == 24 and not minute else hour, minute)


def _unclear(text: str, sentence: Text) -> UnclearPeriod:
    word = " ".join(text.split())[:40] or "…"
    works = ("2小时", "明早9点", "下周一9点") if normal.is_chinese(text) else ("2h", "tomorrow 9:00", "monday 9:00")
    return UnclearPeriod(Text(sentence.en.format(word=word), sentence.zh.format(word=word)), works)
