"""Periods in a question: single spans, ranges, "since …" and all time, checked against the calendar."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from analysis import calendar
from analysis.errors import UnclearPeriod
from analysis.language import complaints, numerals, points, relative
from analysis.language.pieces import Clause, When, Wrong
from analysis.language.points import Point
from analysis.model import Period, Text
from analysis.periods import ALL_TIME, DEFAULT_DAYS, Clock, dates, over

FALLBACK = f"last {DEFAULT_DAYS} days"
# What a period may begin with: most places in a text are ruled out by this alone.
MAY_BEGIN = re.compile(
    "[0-9零〇一二两三四五六七八九十百千今当昨前大最近过这上去本自月周季年日天星礼明后次下未第元情妇女双国圣黑网从由打全所有历开刚]"
    "|(?:to|y|the|day|in|ov|fo|du|la|pr|tr|pa|re|this|cur|a |an |one|tw|fi|si|se|ei|ni|te|el|th|co|up|ne|on|mo|we"
    "|wed|fr|sa|su"
    "|[wmqy]td|qu|ja|fe|ma|ap|ju|au|oc|no|de|q[1-4]|h[12]|w[0-9]|va|la|na|do|bl|cy|ch|xm|ev|st|be|al|of|li|wo)"
)
EVER = re.compile(
    "all[ -]time|of all time|(?:in )?all history|since the beginning|since forever|since (?:we )?launch(?:ed)?"
    "|lifetime|ever"
    "|全部时间|所有时间|全时段|有史以来|历史以来|一直以来|开业以来|开店以来|上线以来|历史累计|全部历史|历史全部"
)
BEFORE_RANGE = re.compile("(?P<both>between )|from |从|自|由")
CONNECTOR = re.compile(
    r" ?(?:\.{2,3}|--?|–|—|~|到|至) ?(?P<zh>)| (?:to|till|until|thru|through|up to) (?:the )?|(?P<and> and )"
)
AFTER_RANGE = re.compile(" ?(?:之间|期间|这段时间|这几天|这期间)")
THAT_DAY = re.compile(" ?(?:当天|当日|那天|那一天|全天|那周|那个月)")
SHORT_DAY = re.compile(r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)? ?[日号]?(?![0-9a-z月天%]|[-/.][0-9])")
SINCE = re.compile("(?:ever )?since (?:the )?(?:start of |beginning of )?|starting (?:from |on )?|自从|自|从|打")
SINCE_TAIL = re.compile(
    " ?(?:以来|起至今|开始至今|至今|到现在|到今天|起|开始|之后|onwards?|until now|to now|till now|to today|until today)"
)
SINCE_ONLY = ("since", "ever since", "starting")


@dataclass(frozen=True)
class Days:
    """The local days up to which a vocabulary has data; None when nothing is loaded."""

    first: date | None
    last: date | None


@dataclass(frozen=True)
class Reader:
    """Reads periods out of one text."""

    text: str
    clock: Clock
    data: Days

    def at(self, start: int) -> tuple[Clause | None, int]:
        """The longest period that begins at `start`, and its end."""
        if not MAY_BEGIN.match(self.text, start):
            return None, 0
        found = [self._single(start), self._range(start), self._since(start), self._all_time(start)]
        clause, end = max(found, key=lambda pair: pair[1])
        after = THAT_DAY.match(self.text, end) if end else None
        return clause, after.end() if after else end

    def _single(self, start: int) -> tuple[Clause | None, int]:
        period, end, future = relative.at(self.text, start, self.clock)
        point, point_end = points.at(self.text, start, self.clock)
        if point_end > end:
            return self._said(point, start, point_end), point_end
        if not end:
            return None, 0
        words = self.text[start:end]
        if period is None:
            sentence = complaints.FUTURE if future else complaints.BAD_LENGTH
            return wrong(sentence, words, FALLBACK), end
        return self._checked(period, words), end

    def _said(self, point: Point | None, start: int, end: int) -> Clause:
        """A point by itself as a period."""
        words = self.text[start:end]
        if point is None:
            return wrong(complaints.NO_SUCH_DAY, words, *self._near(words))
        if point.options:
            return wrong(complaints.TWO_READINGS, words, *(f"{day}" for day in point.options))
        return self._checked(over(point.first, point.end, self.clock.zone, point.text), words)

    def _checked(self, period: Period, words: str) -> Clause:
        if period.start > self.clock.now:
            return wrong(complaints.FUTURE, words, FALLBACK)
        return When(period)

    def _near(self, words: str) -> tuple[str, ...]:
        """What a date that does not exist may have meant: the last day of its month, or the month."""
        numbers = re.match(r"(20[0-9]{2})\D{1,2}([0-9]{1,2})\D", words)
        if numbers and 1 <= int(numbers[2]) <= 12:
            first = date(int(numbers[1]), int(numbers[2]), 1)
            if first <= self.clock.today:
                return (f"{calendar.months_after(first, 1) - timedelta(1)}", f"{first:%Y-%m}")
        return (FALLBACK,)

    def _stretch(self, start: int, hint: int | None = None) -> tuple[Point | None, int]:
        """A point or a relative span, as an end of a range."""
        point, point_end = points.at(self.text, start, self.clock, hint)
        period, end, _ = relative.at(self.text, start, self.clock)
        if point_end > end or period is None:
            return point, point_end
        return Point(period.first_day, period.last_day + timedelta(1), period.text, period.first_day.year), end

    def _range(self, start: int) -> tuple[Clause | None, int]:
        before = BEFORE_RANGE.match(self.text, start)
        at = before.end() if before else start
        first, end = self._stretch(at)
        connector = CONNECTOR.match(self.text, end) if end else None
        if connector is None or (connector["and"] and not (before and before["both"])):
            return None, 0
        last, stop = self._range_end(first, connector.end())
        if not stop:
            return None, 0
        after = AFTER_RANGE.match(self.text, stop)
        stop = after.end() if after else stop
        words = self.text[at:stop]
        if first is None or last is None:
            return wrong(complaints.NO_SUCH_DAY, words, FALLBACK), stop
        return self._between(self._same_year(at, first, last), last, words), stop

    def _range_end(self, first: Point | None, at: int) -> tuple[Point | None, int]:
        """The end of a range: a day of the same month, or any point, in the start's year unless it says its own."""
        last, stop = self._stretch(at, first.year if first else None)
        short = SHORT_DAY.match(self.text, at)
        if first and short and short.end() >= stop and (first.end - first.first).days == 1:
            try:
                day = first.first.replace(day=numerals.count(short["d"]))
            except ValueError:
                return None, short.end()
            return Point(day, day + timedelta(1), f"{day}", day.year), short.end()
        return last, stop

    def _same_year(self, at: int, first: Point, last: Point) -> Point:
        """The start again, in the year of the end, if it did not say one of its own."""
        if first.year:
            return first
        for year in (last.first.year, last.first.year - 1):
            again, _ = points.at(self.text, at, self.clock, year)
            if again and again.first <= last.first:
                return again
        return first

    def _between(self, first: Point, last: Point, words: str) -> Clause:
        if first.options or last.options:
            pairs = zip(first.options or (first.first,) * 2, last.options or (last.first,) * 2, strict=False)
            ranges = [dates(a, b + timedelta(1)) for a, b in pairs if a <= b]
            return wrong(complaints.TWO_READINGS, words, *(ranges or [FALLBACK]))
        if last.end <= first.first:
            return wrong(complaints.ENDS_FIRST, words, dates(last.first, first.end))
        return self._checked(over(first.first, last.end, self.clock.zone), words)

    def _since(self, start: int) -> tuple[Clause | None, int]:
        before = SINCE.match(self.text, start)
        at = before.end() if before else start
        first, end = self._stretch(at)
        tail = SINCE_TAIL.match(self.text, end) if end else None
        if not end or not (tail or (before and before[0].strip().startswith(SINCE_ONLY))):
            return None, 0
        stop = tail.end() if tail else end
        words = self.text[at:end]
        if first is None:
            return wrong(complaints.NO_SUCH_DAY, words, FALLBACK), stop
        if first.options:
            return wrong(complaints.TWO_READINGS, words, *(f"since {day}" for day in first.options)), stop
        tomorrow = self.clock.today + timedelta(1)
        if first.first >= tomorrow:
            return wrong(complaints.FUTURE, words, FALLBACK), stop
        return When(over(first.first, tomorrow, self.clock.zone, f"since {first.text}")), stop

    def _all_time(self, start: int) -> tuple[Clause | None, int]:
        match = EVER.match(self.text, start)
        if match is None:
            return None, 0
        tomorrow = self.clock.today + timedelta(1)
        first = self.data.first or self.clock.today
        end = min(self.data.last + timedelta(1), tomorrow) if self.data.last else tomorrow
        return When(over(min(first, end - timedelta(1)), end, self.clock.zone, ALL_TIME)), match.end()


def wrong(sentence: Text, words: str, *instead: str) -> Wrong:
    """A period that cannot be, with phrases that can."""
    return Wrong(UnclearPeriod, Text(_told(sentence.en, words), _told(sentence.zh, words)), instead)


def _told(template: str, words: str) -> str:
    """The sentence with the person's own words in it; its other holes stay for the suggestion."""
    return template.replace("{words}", f"“{words}”".replace("{", "{{").replace("}", "}}"))
