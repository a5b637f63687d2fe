"""What the thread of a card is told: one line for each thing that happens to an episode."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from analysis import words
from analysis.alerts.condition import Reason, Told
from analysis.model import Lang, Text
from handlers.alerts.cards import people
from handlers.alerts.cards.view import Breach, View
from handlers.alerts.cards.wording import Wording
from handlers.command import Shop, mention

MOST_NAMES: Final = 5


def line(view: View, told: Told, shop: Shop) -> str:
    """The line of a transition; nothing where the card says it all."""
    write = _LINES.get(told)
    return write(Wording(view, shop)) if write else ""


def over(view: View, wording: Wording) -> str:
    """How long an episode lasted that is over, and how bad it was at worst."""
    first, times = wording.began, wording.times
    start = times.window(first, view.kept.rule.grain)
    return _LASTED.of(view.lang, long=times.lasting(_end(view) - first), start=start)


def closed(view: View, wording: Wording) -> str:
    """That an episode is over, and why: what is normal again, or what became of the rule."""
    reason = view.episode.end or Reason.RECOVERED
    if reason in _ENDED:
        return _ENDED[reason].of(view.lang, subject=wording.subject())
    return _BACK.of(view.lang, what=_back(wording, view.breaches))


def _end(view: View) -> datetime:
    """When it was over: as the first good window began, else when the machine ended it."""
    recovered = view.episode.end is Reason.RECOVERED and view.seen
    return view.seen.start if recovered and view.seen else view.episode.ended_at or view.now


def _new(wording: Wording) -> str:
    firing, told = wording.view.firing, wording.view.episode.firing
    latest = max((breach.state.since for breach in firing if breach.state.since), default=None)
    new = tuple(breach for breach in firing if breach.key not in told)
    new = new or tuple(breach for breach in firing if breach.state.since == latest)
    return _NEW.of(wording.lang, names=_listed(wording, new))


def _recovered_some(wording: Wording) -> str:
    back = tuple(breach for breach in wording.view.breaches if not breach.state.firing)
    if not back:
        return _FEWER.of(wording.lang, left=len(wording.view.firing))
    return _SOME.of(wording.lang, names=_listed(wording, back), left=len(wording.view.firing))


def _recovered(wording: Wording) -> str:
    gap = "" if wording.lang is Lang.ZH else " "
    return gap.join((closed(wording.view, wording), over(wording.view, wording)))


def _still(wording: Wording) -> str:
    return _STILL.of(wording.lang, what=state(wording))


def _again(wording: Wording) -> str:
    return _SNOOZE_OVER.of(wording.lang, what=state(wording))


def _reminder(wording: Wording) -> str:
    view = wording.view
    holders = people.ackers(view.deeds) if view.handling.acked else ()
    if holders:
        names = words.listing([mention(deed.person) for deed in holders], view.lang)
        return _ON_IT.of(view.lang, who=names, when=wording.times.clock(holders[0].at))
    if assignee := view.handling.assignee:
        return _WAITS.of(view.lang, whom=mention(assignee), what=state(wording))
    owner = view.kept.rule.owner
    return _UNANSWERED.of(view.lang, whom=f"{mention(owner)} " if owner else "", what=state(wording))


def _escalated(wording: Wording) -> str:
    rule = wording.view.kept.rule
    to = f"{mention(rule.escalation.to)} " if rule.escalation else ""
    return _ESCALATED.of(wording.lang, whom=to, what=state(wording))


def state(wording: Wording) -> str:
    """What fires now, in a sentence."""
    firing = wording.view.firing or wording.view.breaches
    if not firing:
        return wording.subject()
    return wording.one(firing[0]) if len(firing) == 1 else wording.many(firing)


def _back(wording: Wording, breaches: tuple[Breach, ...]) -> str:
    if len(breaches) != 1 or breaches[0].state.seen is None:
        return wording.subject()
    seen = breaches[0].state.seen
    return f"{wording.subject(*breaches[0].names)} {wording.value(seen.value)}"


def _listed(wording: Wording, breaches: tuple[Breach, ...]) -> str:
    rows = [wording.row(breach) for breach in breaches[:MOST_NAMES]]
    more = len(breaches) - len(rows)
    rows += [_MORE.of(wording.lang, n=more)] if more else []
    return _SEMICOLON.of(wording.lang).join(rows)


_LINES: Final[Mapping[Told, Callable[[Wording], str]]] = {
    Told.NEW: _new,
    Told.RESOLVED_SOME: _recovered_some,
    Told.RESOLVED: _recovered,
    Told.REPEAT: _still,
    Told.SNOOZE_OVER: _again,
    Told.REMINDER: _reminder,
    Told.ESCALATED: _escalated,
}
"""The line of each thing that is told. The first telling is the card itself; what people do brings its own."""

_NEW = Text("🔴 Now also {names}", "🔴 新增：{names}")
_SOME = Text("🟢 Back to normal: {names}. {left} to go", "🟢 已恢复：{names}。还有{left}项未恢复")
_FEWER = Text("🟢 Some are back to normal. {left} to go", "🟢 部分已恢复。还有{left}项未恢复")
_BACK = Text("🟢 Back to normal: {what}.", "🟢 已恢复正常：{what}。")
_LASTED = Text("It lasted {long}, from {start}.", "持续{long}，始于{start}。")
_ENDED = {
    Reason.UPDATED: Text("⚪ Closed: the rule was changed. {subject}", "⚪ 已关闭：规则已修改。{subject}"),
    Reason.PAUSED: Text("⚪ Closed: the rule was paused. {subject}", "⚪ 已关闭：规则已暂停。{subject}"),
    Reason.RULE_DELETED: Text("⚪ Closed: the rule was deleted. {subject}", "⚪ 已关闭：规则已删除。{subject}"),
    Reason.MISSING_SERIES: Text("⚪ Closed: no longer in the data. {subject}", "⚪ 已关闭：数据中已不存在。{subject}"),
}
_STILL = Text("🔁 Still: {what}", "🔁 仍未恢复：{what}")
_SNOOZE_OVER = Text("⏰ The snooze is over. {what}", "⏰ 暂停提醒已结束。{what}")
_ON_IT = Text(
    "⏰ {who}, still on it since {when}? Press “Still on it”, else it is open to others.",
    "⏰ {who}，{when}起处理，还在跟进吗？请点「仍在处理」，否则将重新变为待处理。",
)
_WAITS = Text("⏰ {whom}, this still waits for you. {what}", "⏰ {whom}，这条预警还在等您处理。{what}")
_UNANSWERED = Text("⏰ {whom}Nobody is on it yet. {what}", "⏰ {whom}还没有人处理。{what}")
_ESCALATED = Text("🚨 {whom}Nobody has acted on this. {what}", "🚨 {whom}这条预警还没有人处理。{what}")
_MORE = Text("and {n} more", "另有{n}项")
_SEMICOLON = Text("; ", "；")
