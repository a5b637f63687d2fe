"""Keep watching, stop watching: pause, resume, delete and try out a rule."""

from dataclasses import replace
from math import isfinite

from analysis.alerts.condition import Condition, Outcome, Reason, State
from analysis.errors import Mistake
from analysis.model import Text
from handlers.alerts import naming
from handlers.alerts.cards import card as cards
from handlers.alerts.cards import picture, verdicts
from handlers.alerts.cards import view as views
from handlers.alerts.cards.view import Known, View
from handlers.alerts.cards.wording import Wording
from handlers.alerts.judging.ending import Turn, end
from handlers.command import Audience, Call, Notice, Reply, Shop, Step, mention
from storage.records import Deed
from storage.records.alerts.model import Episode, Kept, Status


def pause(call: Call, shop: Shop) -> Reply:
    """Stop watching until it is resumed. What is open is closed as paused."""
    return _pause(naming.said(call, shop, "pause").kept, call, shop)


def pause_pressed(call: Call, shop: Shop) -> Reply:
    """The button that pauses the rule it carries."""
    return _pause(naming.carried(call, shop), call, shop)


def resume(call: Call, shop: Shop) -> Reply:
    """Watch a paused, broken or deleted rule again, from the next window on."""
    return _resume(naming.said(call, shop, "resume").kept, call, shop)


def resume_pressed(call: Call, shop: Shop) -> Reply:
    """The button that resumes the rule it carries: it undoes a pause and a deletion."""
    return _resume(naming.carried(call, shop), call, shop)


def delete(call: Call, shop: Shop) -> Reply:
    """Ask before a rule is deleted; a button does it."""
    kept = naming.said(call, shop, "delete").kept
    if kept.status is Status.DELETED:
        return Reply(
            _GONE.of(call.lang, rule=naming.named(kept)), steps=(_button("alert.resume", _RESTORE, kept, call),)
        )
    asked = replace(_button("alert.delete", _DELETE, kept, call), confirm=_SURE.of(call.lang, rule=naming.named(kept)))
    pause_instead = _button("alert.pause", _PAUSE, kept, call)
    return Reply(_ASKED.of(call.lang, rule=naming.title(kept, shop, call.lang)), steps=(asked, pause_instead))


def delete_pressed(call: Call, shop: Shop) -> Reply:
    """Delete the rule that the button carries. Its history stays, and so does the way back."""
    kept = naming.carried(call, shop)
    if kept.status is not Status.DELETED:
        mark = shop.records.rules.mark
        turn = Turn(Reason.RULE_DELETED, "alert.delete", lambda within: mark(kept.id, Status.DELETED, within=within))
        end(kept, turn, call, shop)
    return Reply(
        _DELETED.of(call.lang, rule=naming.named(kept)),
        steps=(_button("alert.resume", _UNDO, kept, call),),
        replaces=call.message is not None,
    )


def test(call: Call, shop: Shop) -> Reply:
    """Post a test card, marked as one, to the rule's channel: whether it would arrive, and what it would look like."""
    kept = naming.said(call, shop, "test").kept
    channel = kept.rule.channel
    if shop.mail.reaches(channel) is False:
        raise Mistake(_unreached(channel), (f"alert test {naming.named(kept)}",))
    view = views.made(_sample(kept, call, shop), shop, call.now)
    drafts = shop.mail.pack(_tried(view, call, shop))
    with shop.records.begin() as within:
        shop.records.outbox.put(drafts, call.now, within=within)
        done = Deed(call.now, call.person, "alert.test", naming.named(kept), call.origin.value, call.channel)
        shop.records.audit.note(done, within)
    shop.mail.look()
    return Reply(_TESTED.of(call.lang, rule=naming.named(kept), channel=mention(channel)))


def _pause(kept: Kept, call: Call, shop: Shop) -> Reply:
    back = _button("alert.resume", _RESUME, kept, call)
    name = naming.title(kept, shop, call.lang)
    if kept.status is Status.DELETED:
        return Reply(
            _GONE.of(call.lang, rule=naming.named(kept)), steps=(_button("alert.resume", _RESTORE, kept, call),)
        )
    if kept.status is Status.PAUSED:
        return Reply(_PAUSED_ALREADY.of(call.lang, rule=name), steps=(back,))
    mark = shop.records.rules.mark
    turn = Turn(Reason.PAUSED, "alert.pause", lambda within: mark(kept.id, Status.PAUSED, within=within))
    closed = end(kept, turn, call, shop)
    body = (_CLOSED.of(call.lang, alert=f"A-{closed.id}"),) if closed else ()
    return Reply(_PAUSED.of(call.lang, rule=name), body=body, steps=(back,))


def _resume(kept: Kept, call: Call, shop: Shop) -> Reply:
    name = naming.title(kept, shop, call.lang)
    if kept.status is Status.ACTIVE:
        return Reply(_ON_ALREADY.of(call.lang, rule=name))
    with shop.records.begin() as within:
        shop.records.rules.mark(kept.id, Status.ACTIVE, starts_at=call.now, within=within)
        done = Deed(call.now, call.person, "alert.resume", naming.named(kept), call.origin.value, call.channel)
        shop.records.audit.note(done, within)
    return Reply(_RESUMED.of(call.lang, rule=name), replaces=bool(call.value) and call.message is not None)


def _sample(kept: Kept, call: Call, shop: Shop) -> Known:
    """An episode as it might be: what was bad when it was judged last, else the worst of it as if it were."""
    judged = shop.records.windows.states((kept.id,)).get(kept.id, {})
    ranked = sorted((key for key, state in judged.items() if state.seen), key=lambda key: -_impact(judged[key]))
    bad = [key for key in ranked if (seen := judged[key].seen) and seen.outcome is Outcome.BREACH] or ranked[:1]
    since = max((seen.end for key in bad if (seen := judged[key].seen)), default=call.now)
    episode = Episode(0, kept.id, kept.rule.channel, since, call.now, firing=tuple(bad))
    states = {key: _as_if_fired(judged[key]) for key in bad}
    return Known(kept, episode, states, decided=())


def _as_if_fired(state: State) -> State:
    """The state of an instance, firing if what was seen of it was bad."""
    bad = state.seen is not None and state.seen.outcome is Outcome.BREACH
    return replace(state, condition=Condition.ALERTING) if bad else state


def _impact(state: State) -> float:
    impact = abs(state.seen.impact) if state.seen else 0.0
    return impact if isfinite(impact) else 0.0


def _tried(view: View, call: Call, shop: Shop) -> Notice:
    """The card without its buttons and without calling anyone, marked as a test from the first word to the last."""
    shown, wording = cards.card(view, shop), Wording(view, shop)
    bad = view.seen is not None and view.seen.outcome is Outcome.BREACH
    title = shown.headline if bad else naming.title(view.kept, shop, view.lang)
    headline = (_TEST if view.seen else _BARE).of(view.lang, headline=title)
    listed = tuple(line for line in shown.body if line.startswith("•"))
    if not bad:
        shown = replace(shown, facts=())
        listed = tuple(verdicts.line(breach, wording) for breach in view.breaches)
    note = (_TEST_NOTE if view.seen else _BARE_NOTE).of(
        view.lang, person=mention(call.person), rule=naming.named(view.kept)
    )
    reply = replace(shown, headline=headline, body=listed, steps=(), notes=(note,), audience=Audience.CHANNEL, about="")
    charts = picture.charts(view, shop) if bad else ()
    key = f"{naming.named(view.kept)}/test/{call.now.isoformat()}"
    return Notice(key, replace(reply, charts=charts), view.episode.channel, view.lang, person=call.person)


def _button(action: str, label: Text, kept: Kept, call: Call) -> Step:
    return Step(action, label.of(call.lang), naming.named(kept))


def _unreached(channel: str) -> Text:
    holes = {"channel": mention(channel)}
    return Text(_UNREACHED.en.format(**holes), _UNREACHED.zh.format(**holes))


_PAUSE = Text("Pause instead", "改为暂停")
_RESUME = Text("Resume", "恢复")
_RESTORE = Text("Bring it back", "找回规则")
_UNDO = Text("Undo", "撤销")
_DELETE = Text("Delete", "删除")
_SURE = Text(
    "Delete {rule}? Its past alerts stay, and you can undo it.", "确定删除 {rule}？历史预警会保留，也可以撤销。"
)
_ASKED = Text("Delete {rule}?", "要删除 {rule} 吗？")
_DELETED = Text("{rule} is deleted. Its past alerts stay.", "{rule} 已删除，历史预警保留。")
_GONE = Text("{rule} was deleted before.", "{rule} 之前已被删除。")
_PAUSED = Text("Paused until you resume it: {rule}", "已暂停，恢复之前不再监控：{rule}")
_PAUSED_ALREADY = Text("Paused already: {rule}", "已是暂停状态：{rule}")
_CLOSED = Text("Its open alert {alert} is closed.", "它未关闭的预警 {alert} 已关闭。")
_RESUMED = Text("Watching again, from the next period on: {rule}", "已恢复，从下一个周期开始监控：{rule}")
_ON_ALREADY = Text("It is on: {rule}", "正在监控中：{rule}")
_TESTED = Text(
    "A test card of {rule} is on its way to {channel}. It is marked as a test and has no buttons.",
    "{rule} 的测试卡片已发往 {channel}，带有测试标记，没有按钮。",
)
_TEST = Text("🧪 TEST, nothing is wrong · {headline}", "🧪 测试，并无异常 · {headline}")
_BARE = Text(
    "🧪 TEST, nothing is wrong and nothing judged yet · {headline}", "🧪 测试，并无异常，尚未开始计算 · {headline}"
)
_TEST_NOTE = Text(
    "A test of {rule} by {person}, on the latest numbers.",
    "{person} 对 {rule} 的测试，使用最新数据。",
)
_BARE_NOTE = Text("A test of {rule} by {person}.", "{person} 对 {rule} 的测试。")
_UNREACHED = Text(
    "I am not in {channel}, so nothing can arrive there: invite me with /invite, then try again.",
    "我不在 {channel} 里，消息发不过去：请先用 /invite 邀请我，再试一次。",
)
