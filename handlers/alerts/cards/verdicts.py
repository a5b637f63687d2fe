"""What was seen of an instance and what that made of it, in few words: "¥812 < ¥1,000, pending 1 of 2"."""

from collections.abc import Mapping
from typing import Final

from analysis.alerts.condition import Condition, Outcome, Seen, State
from analysis.alerts.rule import Kind
from analysis.model import Text
from handlers.alerts.cards.view import Breach
from handlers.alerts.cards.wording import DOT, Wording


def line(breach: Breach, wording: Wording) -> str:
    """One instance: what was seen, against what, why that was not judged if so, and what condition it makes."""
    seen = breach.state.seen
    note = NOTES.get(seen.note) if seen else None
    parts = (value(seen, wording), note.of(wording.lang) if note else "", condition(breach.state, wording))
    told = _COMMA.of(wording.lang).join(part for part in parts if part)
    return DOT.join((breach.name, told)) if breach.name else told


def value(seen: Seen | None, wording: Wording) -> str:
    """The value and the bound that it was held against: "¥812 < ¥1,000"; the nearest where it broke none."""
    if seen is None or seen.value is None:
        return (_UNSEEN.get(seen.outcome, _NOTHING) if seen else _NOTHING).of(wording.lang)
    shown = wording.value(seen.value)
    against = _against(seen)
    if against is None:
        return shown
    sign, bound = against
    compared = f"{shown} {sign} {wording.value(bound)}"
    if seen.baseline is None or wording.rule.trigger.kind not in _MEASURED_FROM:
        return compared
    return _BASE.of(wording.lang, said=compared, base=wording.base(), value=wording.value(seen.baseline))


def condition(state: State, wording: Wording) -> str:
    """The condition, with how far it is: "pending 1 of 2"."""
    rule, lang = wording.rule, wording.lang
    match state.condition:
        case Condition.PENDING:
            return _PENDING.of(lang, n=state.breaches, of=rule.pending)
        case Condition.RECOVERING:
            return _RECOVERING.of(lang, n=state.clean, of=rule.keep + 1)
        case Condition.ALERTING if state.since:
            return _FIRING.of(lang, since=wording.times.clock(state.since))
    return CONDITIONS[state.condition].of(lang)


def _against(seen: Seen) -> tuple[str, float] | None:
    """How the value lies to the bound that it broke, else to the one it is nearest to."""
    number, low, high = seen.value, seen.low, seen.high
    assert number is not None
    bad = seen.outcome is Outcome.BREACH
    if low is not None and (number < low or (bad and number == low)):
        return ("<" if number < low else "≤"), low
    if high is not None and (number > high or (bad and number == high)):
        return (">" if number > high else "≥"), high
    near = [(sign, bound) for sign, bound in (("≥", low), ("≤", high)) if bound is not None]
    return min(near, key=lambda each: abs(number - each[1]), default=None)


NOTES: Final[Mapping[str, Text]] = {
    "thin": Text("too little volume to count", "量太小，不计"),
    "short_history": Text("too little history to judge", "历史数据不足，无法判断"),
    "zero_baseline": Text("nothing to compare with: the baseline is zero", "基准为零，无法比较"),
    "no_target": Text("no target is set", "没有设置目标"),
    "promotion": Text("on a promotion or holiday", "促销或节假日期间"),
}
"""Why a window was judged otherwise, or not at all, by the note on it."""

CONDITIONS: Final[Mapping[Condition, Text]] = {
    Condition.NORMAL: Text("normal", "正常"),
    Condition.PENDING: Text("pending", "待确认"),
    Condition.ALERTING: Text("firing", "报警中"),
    Condition.RECOVERING: Text("recovering", "恢复中"),
    Condition.NO_DATA: Text("no data", "没有数据"),
    Condition.ERROR: Text("cannot be measured", "无法计算"),
}
"""Every condition in few words."""

_MEASURED_FROM: Final = frozenset({Kind.CHANGE, Kind.ANOMALY})
_UNSEEN: Final = {
    Outcome.ERROR: Text("could not be measured", "无法计算"),
    Outcome.MISSING: Text("not in the data this time", "本期数据中没有它"),
}
_NOTHING = Text("nothing recorded", "没有数据")
_COMMA = Text(", ", "，")
_BASE = Text("{said} ({base}: {value})", "{said}（{base}：{value}）")
_PENDING = Text("pending {n} of {of}", "待确认 {n}/{of}")
_RECOVERING = Text("recovering {n} of {of}", "恢复中 {n}/{of}")
_FIRING = Text("firing since {since}", "{since}起报警")
