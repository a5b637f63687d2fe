"""Why was I told, or not: what was seen at a time, what that made, what kept it quiet, what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from analysis.alerts.condition import State, Told
from analysis.alerts.step import step
from analysis.model import Grain, Text
from handlers.alerts import naming
from handlers.alerts.cards import quieted, verdicts
from handlers.alerts.cards import view as views
from handlers.alerts.cards.view import Known, View
from handlers.alerts.cards.wording import Wording
from handlers.alerts.judging import hold
from handlers.alerts.past.due import windows
from handlers.alerts.rules import instants
from handlers.command import Call, Reply, Shop, Step, mention
from storage.records.alerts.model import Episode, Evaluation, Kept, Status

MOST = 8
REPLAYED = 120


@dataclass(frozen=True)
class Look:
    """A rule at an instant: the last window judged by then, what it made of each instance, the alert open then."""

    kept: Kept
    at: datetime
    judged: Evaluation | None
    states: Mapping[str, State]
    episode: Episode | None


def why(call: Call, shop: Shop) -> Reply:
    """The whole story of a rule or an alert, now or at a time in the past; of an alert that is over, as it began."""
    found = naming.said(call, shop, "why")
    at = instants.past(found.rest, call, shop) if found.rest else _began(call, shop) or call.now
    look = _look(found.kept, at, shop)
    then = _view(look, call, shop)
    wording = Wording(replace(then, now=call.now), shop)
    body = (*_judged(look, wording), *_outcome(look, then, shop), *_quiet(look, call, shop))
    body += _waiting(look, call, shop, wording)
    steps = (
        Step("kpi.ask", _RULE.of(call.lang), f"alert show {naming.named(found.kept)}"),
        Step("kpi.ask", _HISTORY.of(call.lang), f"alert history {naming.named(found.kept)}"),
    )
    return Reply(
        _headline(look, wording), body=body, notes=(_ZONE.of(call.lang, zone=shop.catalog.zone.key),), steps=steps
    )


def _began(call: Call, shop: Shop) -> datetime | None:
    """When the alert fired that is named, if it is over."""
    number = naming.alert(call.text)
    episode = shop.records.episodes.find(number) if number is not None else None
    return episode.fired_at if episode and episode.ended_at else None


def _look(kept: Kept, at: datetime, shop: Shop) -> Look:
    past = shop.records.windows.recent(kept.id, REPLAYED, until=at)
    episodes = shop.records.episodes.recent(200, rule_id=kept.id)
    then = next((each for each in episodes if each.fired_at <= at and (not each.ended_at or each.ended_at > at)), None)
    if past and past[0].episode is not None:
        then = shop.records.episodes.find(past[0].episode) or then
    return Look(kept, at, past[0] if past else None, _replayed(kept, past, shop), then)


def _replayed(kept: Kept, past: tuple[Evaluation, ...], shop: Shop) -> Mapping[str, State]:
    """The state of each instance after the windows judged by then: what is kept is judged again, in order."""
    states: dict[str, State] = {}
    version, rule = kept.version, kept.rule
    for each in reversed(past):
        if each.rule_version != version:
            version, states = each.rule_version, {}
            rule = shop.records.rules.version(kept.id, version) or kept.rule
        states |= {key: step(rule, states.get(key, State()), seen, each.at) for key, seen in each.seen.items()}
    latest = past[0].seen if past else {}
    return {key: state for key, state in states.items() if key in latest}


def _view(look: Look, call: Call, shop: Shop) -> View:
    """The instances of that window, as an alert would show them."""
    at = Episode(0, look.kept.id, look.kept.rule.channel, look.at, look.at, firing=tuple(look.states))
    deeds = shop.records.deeds.of(look.episode.id) if look.episode else ()
    done = tuple(deed for deed in deeds if deed.at <= look.at)
    known = Known(look.kept, at, look.states, done, ())
    return views.made(known, shop, look.at, call.lang)


def _headline(look: Look, wording: Wording) -> str:
    """The rule, the time, and the answer in a word."""
    if look.judged is None:
        said = _NOT_YET
    elif look.judged.told is not None:
        said = _TOLD
    elif look.judged.suppressed is not None:
        said = _HELD_BACK
    else:
        said = _NO_NEWS if any(state.firing for state in look.states.values()) else _FINE
    title = naming.title(look.kept, wording.shop, wording.lang)
    return said.of(wording.lang, rule=title, when=wording.times.clock(look.at))


def _judged(look: Look, wording: Wording) -> tuple[str, ...]:
    """Which window was judged when, and what was seen of the worst instances."""
    times, lang = wording.times, wording.lang
    if look.judged is None:
        made = look.kept.created_at
        return (_MADE_LATER.of(lang, when=times.clock(made)),) if made > look.at else ()
    first = _EVALUATED.of(lang, window=_window(look.kept, look.judged.window, wording), at=times.clock(look.judged.at))
    if look.judged.note in _NOTES:
        first += _BECAUSE.of(lang, note=_NOTES[look.judged.note].of(lang))
    shown = wording.view.breaches[:MOST]
    more = len(wording.view.breaches) - len(shown)
    rows = [f"• {verdicts.line(breach, wording)}" for breach in shown]
    return (first, *rows, *((_MORE.of(lang, n=more),) if more else ()))


def _window(kept: Kept, end: datetime, wording: Wording) -> str:
    """A window by its name; an hour by both its ends."""
    start = windows(kept.rule, wording.shop.catalog).start(end)
    named = wording.times.window(start, kept.rule.grain)
    if kept.rule.grain is not Grain.HOUR:
        return named[:1].upper() + named[1:]
    local = end.astimezone(wording.shop.catalog.zone)
    return f"{named}–{local.hour}:{local:%M}"


def _outcome(look: Look, view: View, shop: Shop) -> tuple[str, ...]:
    """What became of it: what was said and whether it arrived, or what kept it back."""
    lang, judged = view.lang, look.judged
    lines = []
    if judged and judged.told is not None:
        lines.append(TOLD[judged.told].of(lang))
    elif judged and judged.suppressed is not None:
        lines.append(_SUPPRESSED.of(lang, why=quieted.told(judged.suppressed, view, shop)))
    if look.episode:
        lines.append(_delivered(look.episode, view, shop))
    return tuple(lines)


def _delivered(episode: Episode, view: View, shop: Shop) -> str:
    """Whether the card of an alert reached its channel."""
    name, channel = f"A-{episode.id}", mention(episode.channel)
    stands = shop.records.standing.of(episode.card) if episode.card else None
    if stands:
        return _SENT.of(view.lang, alert=name, channel=mention(stands.channel), ts=stands.ts)
    parcel = shop.records.outbox.find(episode.card) if episode.card else None
    if parcel is None:
        return _NO_CARD.of(view.lang, alert=name)
    said = _LOST if shop.records.outbox.over(episode.card) else _UNSENT if parcel.error else _GOING
    return said.of(view.lang, alert=name, channel=channel, error=parcel.error)


def _quiet(look: Look, call: Call, shop: Shop) -> tuple[str, ...]:
    """What keeps the rule quiet at this moment, unless it has been said of the last window."""
    told = look.judged is not None and look.judged.suppressed is not None
    quiet = "" if told or look.at < call.now else quieted.of_rule(look.kept, shop, call)
    return (_QUIET.of(call.lang, why=quiet),) if quiet else ()


def _waiting(look: Look, call: Call, shop: Shop, wording: Wording) -> tuple[str, ...]:
    """Why the latest window has not been judged, where it has not: the rule is off, or its data is awaited."""
    kept, lang, times = look.kept, call.lang, wording.times
    if kept.status is not Status.ACTIVE:
        return (_OFF[kept.status].of(lang, note=kept.note),)
    if look.at < call.now:
        return ()
    cut = windows(kept.rule, shop.catalog)
    due = cut.due(shop.records.windows.last(kept.id), kept.starts_at, call.now - kept.rule.settle)
    if not due:
        following = cut.end_after(max(call.now - kept.rule.settle, kept.starts_at)) + kept.rule.settle
        return (_NEXT.of(lang, when=times.clock(following)),)
    if wording.metric is None:
        return (_GONE.of(lang, metric=kept.rule.metric),)
    held = hold.hold(kept.rule, due[0], hold.sources(shop))
    if held is None or held.until <= call.now:
        return (_DUE.of(lang),)
    return (_HELD[held.why].of(lang, table=held.table, until=times.clock(held.until)),)


_QUIET = Text("Quiet now: {why}.", "目前不提醒：{why}。")
TOLD = {
    Told.FIRST: Text("People were told: it began.", "已通知：开始报警。"),
    Told.NEW: Text("People were told: more joined.", "已通知：有新增项。"),
    Told.RESOLVED_SOME: Text("People were told: some recovered.", "已通知：部分恢复。"),
    Told.RESOLVED: Text("People were told: it is over.", "已通知：已恢复。"),
    Told.REPEAT: Text("People were told: it goes on (repeat).", "已通知：仍在继续（重复提醒）。"),
    Told.HANDLED: Text("People were told: somebody acted.", "已通知：有人处理。"),
    Told.REMINDER: Text("People were told: a reminder.", "已通知：催办提醒。"),
    Told.ESCALATED: Text("People were told: it was escalated.", "已通知：已升级。"),
    Told.SNOOZE_OVER: Text("People were told: the snooze is over.", "已通知：暂停结束。"),
    Told.CHANGED: Text("The card was changed, nobody was called.", "卡片已更新，未提醒任何人。"),
}
"""Every reason to tell people, as it is looked back on."""

_TOLD = Text("People were told · {rule} · {when}", "已通知 · {rule} · {when}")
_HELD_BACK = Text("Bad, but kept quiet · {rule} · {when}", "有异常，但未通知 · {rule} · {when}")
_NO_NEWS = Text("Still bad, nothing new to say · {rule} · {when}", "仍有异常，没有新消息 · {rule} · {when}")
_FINE = Text("Nothing to tell · {rule} · {when}", "无需通知 · {rule} · {when}")
_NOT_YET = Text("Not judged yet · {rule} · {when}", "尚未计算 · {rule} · {when}")
_MADE_LATER = Text("There was no such rule then: it was made {when}.", "当时还没有这条规则，创建于 {when}。")
_EVALUATED = Text("{window}, judged at {at}", "{window} 的数据，{at} 计算")
_BECAUSE = Text(" ({note})", "（{note}）")
_NOTES = {
    "held": Text("it had waited for its data", "曾等待数据"),
    "forced": Text("with what there was: its data was late or bad for too long", "数据迟到或异常过久，按现有数据计算"),
    "caught_up": Text("made up for later", "事后补算"),
}
_MORE = Text("and {n} more", "另有{n}项")
_SUPPRESSED = Text("Kept back: {why}", "未通知，原因：{why}")
_SENT = Text("{alert} stands in {channel} (ts {ts})", "{alert} 已发到 {channel}（ts {ts}）")
_UNSENT = Text(
    "{alert} is on its way to {channel}; last answer: {error}", "{alert} 正在发往 {channel}；上次返回：{error}"
)
_GOING = Text("{alert} is on its way to {channel}", "{alert} 正在发往 {channel}")
_LOST = Text("{alert} could not be posted in {channel}: {error}", "{alert} 无法发到 {channel}：{error}")
_NO_CARD = Text("{alert} has no card: nobody was told of it so far", "{alert} 还没有卡片：尚未通知任何人")
_NEXT = Text("Judged next at {when}.", "下次计算：{when}。")
_GONE = Text(
    "The catalog no longer has `{metric}`, so there is nothing to judge: change the rule or delete it.",
    "目录里已没有“{metric}”，无法计算：请修改或删除这条规则。",
)
_DUE = Text("The latest data is due and is judged within a minute.", "最新数据将在一分钟内计算。")
_HELD = {
    hold.Why.LATE: Text(
        "The latest window waits for data of {table}, until {until} at most.",
        "最新一期在等 {table} 的数据，最迟到 {until}。",
    ),
    hold.Why.BAD: Text(
        "The latest window waits: the last load of {table} was bad. It is judged at {until} at the latest.",
        "最新一期暂缓：{table} 上次导入异常，最迟 {until} 计算。",
    ),
}
_OFF = {
    Status.PAUSED: Text("The rule is paused, nothing is judged.", "规则已暂停，不再计算。"),
    Status.BROKEN: Text("The rule is broken and waits for its owner: {note}", "规则已失效，等待负责人处理：{note}"),
    Status.DELETED: Text("The rule was deleted.", "规则已删除。"),
}
_ZONE = Text("Times in {zone}", "时间为 {zone}")
_RULE = Text("The rule", "查看规则")
_HISTORY = Text("History", "历史")
