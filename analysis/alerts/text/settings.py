"""Readers of when a rule speaks: for 2 days, keep, settle, repeat, no data, active hours, mute, 连续2天, 免打扰."""

import re
from collections.abc import Iterator
from datetime import time, timedelta

from analysis.alerts.rule import Hours, Policy
from analysis.alerts.text import complaints, durations
from analysis.alerts.text.amounts import unfinished
from analysis.alerts.text.moments import coming, time_at
from analysis.alerts.text.parts import Hush, Keep, Run, Setting
from analysis.language import numerals
from analysis.language.points import DAY_CHARS, WEEKDAYS
from analysis.language.source import NOTHING, Found, Source
from analysis.model import Text

UNITS = {
    "hour": "hours?|hrs?|h|个?小时",
    "day": "days?|d|天|日",
    "week": "weeks?|w|个?星期|周",
    "month": "months?|个月",
    "": "windows?|periods?|times|checks?|次|期|个周期",
}
_UNIT = "|".join(f"(?P<{unit or 'window'}>(?:{words})(?![a-z]))" for unit, words in UNITS.items())
_N = numerals.COUNT
RUN = (
    re.compile(
        rf"(?:for|over|during|lasting) (?:at least )?(?P<n>{_N})[ -]?(?:consecutive |straight |full )?(?:{_UNIT})"
        r"(?: in a row| running| straight)?"
    ),
    re.compile(rf"(?P<n>{_N}) ?(?:consecutive |straight )?(?:{_UNIT}) (?:in a row|running|straight|consecutively)"),
    re.compile(rf"(?P<n>{_N}) (?:consecutive|straight) (?:{_UNIT})"),
    re.compile(rf"(?:连续|持续|连着|接连|一连)(?:至少|超过)? ?(?P<n>{_N}) ?(?:{_UNIT})"),
)
KEEP = re.compile(
    rf"(?:keep|hold)(?: firing| alerting| it)?(?: for)? (?P<n>{_N}) ?(?:{_UNIT})"
    rf"|保持(?:报警|预警|告警)? ?(?P<zn>{_N}) ?(?:{_UNIT.replace('?P<', '?P<z')})"
)
LENGTHS = {
    "settle": re.compile(
        "(?:settles?|settled|wait|delay)(?: for| after)?(?![a-z]) ?|(?:等待|等数据|数据延迟|延迟|沉淀) ?"
    ),
    "repeat": re.compile("(?:repeat(?:s|ed)?|again)(?: every| after)?(?![a-z]) ?|(?:每隔?)?重复(?:提醒|通知)? ?"),
    "remind": re.compile("remind(?: me| again| them)?(?: every| after| in)?(?![a-z]) ?|(?:再提醒|催办) ?"),
}
REPEAT = re.compile("每隔? ?(?=[0-9一二两三四五六七八九十半])")
REPEAT_AFTER = re.compile(" ?重复(?:提醒|通知)?")
_POLICY = {
    Policy.NORMAL: "ok|okay|fine|normal|ignore|正常|没事|忽略|不管",
    Policy.ALERT: "alert|alerts|fire|fires|warn|报警|告警|预警|提醒",
    Policy.SHOW: "show|say|显示|标出",
    Policy.KEEP: "keep|hold|same|保持|不变|维持",
}
_POLICIES = "|".join(f"(?P<{policy.value}>(?:{words})(?![a-z]))" for policy, words in _POLICY.items())
POLICY = re.compile(
    r"(?:(?P<no>no[- ]data|(?:无|没有?)数据)|(?P<err>(?:on )?errors?|出错|错误))(?![a-z])(?:时|就|算)?"
    rf"(?: (?:is|means|as)| ?[:=])? ?(?:{_POLICIES})?"
)
HOURS = re.compile(
    "(?:active|awake|speaks?|only)(?: only)?(?: on| during| between| from)?(?![a-z]) ?"
    "|(?:生效时[间段]|生效|时段|仅在?|只在) ?"
)
WEEKDAYS_ONLY = re.compile(
    "(?P<work>weekdays|workdays|working days|business days|工作日)"
    "|(?P<end>weekends?|周末)|(?P<all>every ?day|all days|每天|全天)"
)
_ONE = "(?P<en>mon|tue|wed|thu|fri|sat|sun)[a-z]*|(?:周|星期|礼拜)?(?P<zh>[一二三四五六日天])(?![点时0-9])"
ONE_DAY = re.compile(_ONE)
DAY_JOINT = re.compile(" ?(?:(?P<range>-|–|to|到|至)|,|、|and|和) ?")
TIMES_JOINT = re.compile(" ?(?:-|–|~|to|till|until|到|至) ?")
MUTE = re.compile("(?:mute[ds]?|not|hush)(?: on| during| from)?(?![a-z]) ?|(?:免打扰|静音|勿扰|不提醒) ?")
MUTE_JOINT = re.compile(r" ?(?:\.{2,3}|–|~|to|till|until|到|至) ?")
WHY = re.compile(' ?"(?P<why>[^"]{0,200})"')


def run(source: Source, start: int) -> Found:
    """For 2 days, 3 days in a row, twice in a row, 连续2天."""
    if source.text.startswith("twice in a row", start):
        return Run(2, ""), start + len("twice in a row")
    matches = [match for pattern in RUN if (match := pattern.match(source.text, start))]
    if not matches:
        return NOTHING
    match = max(matches, key=lambda one: one.end())
    return Run(numerals.count(match["n"]), _unit(match)), match.end()


def keep(source: Source, start: int) -> Found:
    """Keep 2 days, keep firing for 3 hours, 保持2天."""
    match = KEEP.match(source.text, start)
    if match is None:
        return NOTHING
    return Keep(numerals.count(match["n"] or match["zn"]), _unit(match)), match.end()


def length(source: Source, start: int) -> Found:
    """Settle 2h, repeat every 4 hours, remind 3h, 等待2小时, 每4小时重复."""
    if every := REPEAT.match(source.text, start):
        said, end = durations.at(source.text, every.end())
        after = REPEAT_AFTER.match(source.text, end) if said else None
        if said and after:
            return Setting("repeat", said.whole), after.end()
    for field, pattern in LENGTHS.items():
        if match := pattern.match(source.text, start):
            said, end = durations.at(source.text, match.end())
            if said:
                return Setting(field, said.whole), end
            phrase = _LENGTH[field]
            return unfinished(source, complaints.HOW_LONG, phrase), start + len(match[0].rstrip())
    return NOTHING


def policy(source: Source, start: int) -> Found:
    """No data alert, on error keep, 无数据 报警."""
    match = POLICY.match(source.text, start)
    if match is None:
        return NOTHING
    field = "no_data" if match["no"] else "on_error"
    meant = next((policy for policy in Policy if match[policy.value]), None)
    if meant is None:
        phrase = Text("no data alert", "无数据 报警") if match["no"] else Text("on error alert", "出错 报警")
        return unfinished(source, complaints.POLICY, phrase), start + len(match[0].rstrip())
    return Setting(field, meant), match.end()


def hours(source: Source, start: int) -> Found:
    """Active weekdays 9:00-21:00, only on mon, wed, 时段 工作日 9:00-21:00."""
    match = HOURS.match(source.text, start)
    if match is None:
        return NOTHING
    days, end = _weekdays(source.text, match.end())
    at = end + source.text.startswith(" ", end)
    times, stop = _times(source.text, at)
    if not stop and end == match.end():
        surely = match[0].startswith(("active", "生效", "时段"))
        phrase = Text("active weekdays 9:00-21:00", "时段 工作日 9:00-21:00")
        wrong = unfinished(source, complaints.BAD_HOURS, phrase)
        return (wrong, start + len(match[0].rstrip())) if surely else NOTHING
    first, last = times or (time(0), time(0))
    return Setting("hours", Hours(first, last, days)), stop or end


def hush(source: Source, start: int) -> Found:
    """Mute 2026-11-11..2026-11-12 "Double 11", 免打扰 双十一."""
    match = MUTE.match(source.text, start)
    if match is None:
        return NOTHING
    clock = source.periods.clock
    first, end = coming(source.text, match.end(), clock)
    if first is None:
        surely = match[0].startswith(("mute", "免打扰", "静音", "勿扰"))
        tomorrow = clock.today + timedelta(1)
        wrong = unfinished(source, complaints.BAD_DAY, Text(f"mute {tomorrow}", f"免打扰 {tomorrow}"))
        return (wrong, end or start + len(match[0].rstrip())) if surely else NOTHING
    joint = MUTE_JOINT.match(source.text, end)
    last, stop = coming(source.text, joint.end(), clock) if joint else (None, 0)
    (begins, ends), end = (first[0], (last or first)[1] - timedelta(1)), stop if last else end
    why = WHY.match(source.text, end)
    return Hush(begins, ends, slice(*why.span("why")) if why else None), why.end() if why else end


def _unit(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return next((unit for unit in UNITS if unit and (groups.get(unit) or groups.get(f"z{unit}"))), "")


def _weekdays(text: str, start: int) -> tuple[frozenset[int], int]:
    if match := WEEKDAYS_ONLY.match(text, start):
        return frozenset(range(5) if match["work"] else (5, 6) if match["end"] else ()), match.end()
    days, end = set[int](), start
    for first, last, stop in _ranges(text, start):
        days |= {(first + n) % 7 for n in range((last - first) % 7 + 1)}
        end = stop
    return frozenset(days), end


def _ranges(text: str, start: int) -> Iterator[tuple[int, int, int]]:
    """Single weekdays and ranges of them, each with its end."""
    at = start
    while first := ONE_DAY.match(text, at):
        joint = DAY_JOINT.match(text, first.end())
        last = ONE_DAY.match(text, joint.end()) if joint and joint["range"] else None
        end = (last or first).end()
        yield _index(first), _index(last or first), end
        joint = DAY_JOINT.match(text, end)
        if joint is None or joint["range"]:
            return
        at = joint.end()


def _index(match: re.Match[str]) -> int:
    return WEEKDAYS[match["en"]] if match["en"] else DAY_CHARS[match["zh"]]


def _times(text: str, start: int) -> tuple[tuple[time, time] | None, int]:
    """From one time of day to another; plain hours will do: 9-21."""
    if plain := re.compile(r"([0-9]{1,2}) ?[-–~到至] ?([0-9]{1,2})(?![0-9:]|[点时年-])").match(text, start):
        first, last = int(plain[1]), int(plain[2])
        return ((time(first), time(last % 24)), plain.end()) if first < 24 and last <= 24 else (None, 0)
    first_time, end = time_at(text, start)
    joint = TIMES_JOINT.match(text, end) if end else None
    last_time, stop = time_at(text, joint.end()) if joint else (None, 0)
    return ((first_time, last_time), stop) if first_time is not None and last_time is not None else (None, 0)


_LENGTH = {
    "settle": Text("settle 2h", "等待2小时"),
    "repeat": Text("repeat 4h", "每4小时重复"),
    "remind": Text("remind 3h", "催办3小时"),
}
