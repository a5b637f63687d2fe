"""Who does what about an episode, in sentences: for its card, and a line each for its thread."""

from typing import Final

from analysis import words
from analysis.alerts.people import Deed, Handled, Verb
from analysis.model import Lang, Text
from handlers.alerts.cards.choices import CLOSE
from handlers.alerts.cards.times import Times
from handlers.alerts.cards.view import View
from handlers.command import mention

MARKS: Final = {
    Handled.OPEN: "🔴",
    Handled.ACKNOWLEDGED: "👀",
    Handled.SNOOZED: "💤",
    Handled.RESOLVED: "✅",
    Handled.FALSE_ALARM: "🚫",
}
RECOVERED: Final = "🟢"
MOST_WHY: Final = 300


def mark(view: View) -> str:
    """The sign of an episode's state, the first thing that is seen of its card."""
    return RECOVERED if view.over else MARKS[view.handling.state]


def standing(view: View, times: Times) -> tuple[str, ...]:
    """How people stand to it, a line for each thing that holds; who should act where nobody does."""
    handling, lang = view.handling, view.lang
    lines = [_closed(view, times)] if handling.state in _CLOSED else []
    if not lines and not view.over:
        lines += [*_acked(view, times), *_snoozed(view, times)]
    if handling.assignee:
        lines.append(_ASSIGNED.of(lang, whom=mention(handling.assignee)))
    elif not lines and not view.over:
        owner = view.kept.rule.owner
        lines.append(_NOBODY_OWNED.of(lang, owner=mention(owner)) if owner else _NOBODY.of(lang))
    return tuple(lines)


def ackers(deeds: tuple[Deed, ...]) -> tuple[Deed, ...]:
    """The acknowledgements that stand, the first of each person."""
    held: dict[str, Deed] = {}
    for deed in sorted(deeds, key=lambda deed: (deed.at, deed.id)):
        if deed.undone is None and deed.verb is Verb.ACK:
            held.setdefault(deed.person, deed)
        elif deed.undone is None and deed.verb is Verb.UNACK:
            held.clear()
    return tuple(held.values())


def did(deed: Deed, times: Times) -> str:
    """One deed as a line of the thread: "👀 Ana is on it"."""
    until = times.clock(deed.until) if deed.until else ""
    said = _DID[deed.verb].of(
        times.lang, who=mention(deed.person), until=until, whom=mention(deed.whom) if deed.whom else ""
    )
    return said + because(deed.why, times.lang)


def took_back(deed: Deed, times: Times) -> str:
    """A deed taken back, as a line of the thread."""
    return _UNDID[deed.verb].of(times.lang, who=mention(deed.person))


def because(why: str, lang: Lang) -> str:
    """A reason, after what it is the reason of; a close reason by its name."""
    if not why:
        return ""
    told = CLOSE[why].of(lang) if why in CLOSE else why[:MOST_WHY]
    return _WHY.of(lang, why=told)


def _acked(view: View, times: Times) -> list[str]:
    found = ackers(view.deeds)
    if view.handling.acked is None or not found:
        return []
    names = words.listing([mention(deed.person) for deed in found], view.lang)
    said = (_ACKED if len(found) == 1 else _ACKED_BY_MANY).of(view.lang, who=names, when=times.clock(found[0].at))
    return [said + because(found[0].why, view.lang)]


def _snoozed(view: View, times: Times) -> list[str]:
    deed = view.handling.snoozed
    if deed is None:
        return []
    until = times.clock(deed.until) if deed.until else ""
    return [_SNOOZED.of(view.lang, who=mention(deed.person), until=until) + because(deed.why, view.lang)]


def _closed(view: View, times: Times) -> str:
    handling = view.handling
    when = times.clock(handling.at) if handling.at else ""
    said = _CLOSED[handling.state].of(view.lang, who=mention(handling.by), when=when)
    return said + because(handling.why, view.lang)


_ACKED = Text("👀 {who} is on it since {when}", "👀 {who} 正在处理（{when}起）")
_ACKED_BY_MANY = Text("👀 {who} are on it since {when}", "👀 {who} 正在处理（{when}起）")
_SNOOZED = Text("💤 {who} snoozed it until {until}", "💤 {who} 已暂停提醒，到{until}")
_ASSIGNED = Text("👉 Assigned to {whom}", "👉 已指派给 {whom}")
_NOBODY = Text("Nobody is on it yet", "还没有人处理")
_NOBODY_OWNED = Text("Nobody is on it yet · owner: {owner}", "还没有人处理 · 负责人：{owner}")
_WHY = Text(": {why}", "：{why}")
_CLOSED = {
    Handled.RESOLVED: Text("✅ {who} resolved it ({when})", "✅ {who} 标记为已解决（{when}）"),
    Handled.FALSE_ALARM: Text("🚫 {who} called it a false alarm ({when})", "🚫 {who} 标记为误报（{when}）"),
}
_DID = {
    Verb.ACK: Text("👀 {who} is on it", "👀 {who} 开始处理"),
    Verb.UNACK: Text("↩️ {who} is no longer on it", "↩️ {who} 不再处理"),
    Verb.SNOOZE: Text("💤 {who} snoozed it until {until}", "💤 {who} 暂停提醒，到{until}"),
    Verb.WAKE: Text("⏰ {who} ended the snooze", "⏰ {who} 恢复提醒"),
    Verb.ASSIGN: Text("👉 {whom}, {who} asks you to look at this", "👉 {whom}，{who} 请您处理这条预警"),
    Verb.RESOLVE: Text("✅ {who} resolved it", "✅ {who} 标记为已解决"),
    Verb.FALSE_ALARM: Text("🚫 {who} called it a false alarm", "🚫 {who} 标记为误报"),
    Verb.REOPEN: Text("🔴 {who} opened it again", "🔴 {who} 重新打开"),
    Verb.DECIDE: Text("⚖️ {who} logged a decision", "⚖️ {who} 记录了决策"),
}
_UNDID = {
    Verb.ACK: Text("↩️ {who} took 👀 back: no longer on it", "↩️ {who} 撤回了 👀，不再处理"),
    Verb.SNOOZE: Text("↩️ {who} took 💤 back: reminders are on again", "↩️ {who} 撤回了 💤，恢复提醒"),
    Verb.RESOLVE: Text("↩️ {who} took ✅ back: open again", "↩️ {who} 撤回了 ✅，重新打开"),
    Verb.FALSE_ALARM: Text("↩️ {who} took 🚫 back: open again", "↩️ {who} 撤回了 🚫，重新打开"),
} | dict.fromkeys(
    (Verb.UNACK, Verb.WAKE, Verb.ASSIGN, Verb.REOPEN, Verb.DECIDE), Text("↩️ {who} took that back", "↩️ {who} 撤回了")
)
