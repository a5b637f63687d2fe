"""Rules made and changed: shown with what they would have done, turned on by a button, watched from then on."""

from dataclasses import replace
from datetime import datetime

from analysis.alerts.condition import Condition, Reason
from analysis.alerts.rule import Rule
from analysis.model import Text
from handlers.alerts import guide, naming
from handlers.alerts.cards.sentence import sentence
from handlers.alerts.judging.ending import Turn, end
from handlers.alerts.judging.evaluate import evaluate
from handlers.alerts.past.due import windows
from handlers.alerts.rules import preview as previews
from handlers.alerts.rules.proposed import Proposed, allowed, carried, known, pressed, said, same
from handlers.alerts.rules.trial import closed
from handlers.command import Call, Reply, Shop, Step, mention
from storage.records import Deed, Transaction
from storage.records.alerts.model import Kept, Status


def preview(call: Call, shop: Shop) -> Reply:
    """What a rule in words means and would have done; nothing is kept yet. Raises Mistake and Unavailable."""
    return previews.preview(said(call.text, call, shop), call, shop)


def new(call: Call, shop: Shop) -> Reply:
    """`new …` is a rule in words; `new` alone offers the form."""
    return preview(call, shop) if call.text.strip() else guide.root(call, ())


def shown(call: Call, shop: Shop) -> Reply:
    """The same for a rule that a button carries."""
    found = previews.preview(pressed(call, shop), call, shop)
    return replace(found, replaces=call.message is not None)


def edit(call: Call, shop: Shop) -> Reply:
    """`edit R-3 …` shows the rule as it would be; `edit R-3` alone offers the form and its words to change."""
    found = naming.said(call, shop, "edit")
    if found.rest:
        return previews.preview(said(found.rest, call, shop, found.kept), call, shop)
    form = Step("alert.rule", _FORM.of(call.lang), carried(Proposed(found.kept.rule, found.kept)), primary=True)
    says = naming.says(found.kept, shop, call.lang)
    return Reply(
        naming.title(found.kept, shop, call.lang),
        body=(_HOW.of(call.lang, rule=naming.named(found.kept)),),
        code=(f"{previews.COMMAND} {_EDIT.of(call.lang)} {naming.named(found.kept)} {says}",),
        steps=(form,) if known(found.kept.rule, shop) else (),
    )


def create(call: Call, shop: Shop) -> Reply:
    """Turn on the rule that the button carries. Pressed twice, it is one rule. Raises Mistake and Unavailable."""
    proposed = pressed(call, shop)
    twin = same(proposed, shop)
    if twin is not None:
        return _told(twin, _ALREADY, call, shop)
    allowed(proposed.rule, shop)
    with shop.records.begin() as within:
        starts_at = first(proposed.rule, call.now, shop)
        kept = shop.records.rules.add(proposed.rule, call.person, call.lang, call.now, starts_at, within)
        trace = Deed(call.now, call.person, "alert.create", naming.named(kept), call.origin.value, call.channel)
        shop.records.audit.note(trace, within)
    evaluate(call.now, shop)
    return _told(kept, _CREATED, call, shop)


def change(call: Call, shop: Shop) -> Reply:
    """Put the rule that the button carries in place of the one it was made from; its open alert is closed quietly."""
    proposed = pressed(call, shop)
    kept = proposed.instead
    if kept is None:
        return create(call, shop)
    allowed(proposed.rule, shop)
    status = Status.PAUSED if kept.status is Status.PAUSED else Status.ACTIVE
    put, mark, starts_at = shop.records.rules.change, shop.records.rules.mark, first(proposed.rule, call.now, shop)

    def write(within: Transaction) -> None:
        put(kept.id, kept.version, proposed.rule, call.now, within=within)
        mark(kept.id, status, "", starts_at, within=within)

    ended = end(kept, Turn(Reason.UPDATED, "alert.change", write), call, shop)
    evaluate(call.now, shop)
    changed = shop.records.rules.find(kept.id) or kept
    reply = _told(changed, _CHANGED, call, shop)
    return reply if ended is None else replace(reply, body=(*reply.body, _CLOSED.of(call.lang, id=ended.id)))


def first(rule: Rule, now: datetime, shop: Shop) -> datetime:
    """The end of the first window to judge: as many back as it takes for what is wrong now to be said now."""
    cut, at = windows(rule, shop.catalog), closed(rule, now, shop)
    for _ in range(rule.pending - 1):
        at = cut.start(at)
    return at


def _told(kept: Kept, headline: Text, call: Call, shop: Shop) -> Reply:
    """That it is on, where it speaks, and how it stands after the first look."""
    lang, name = call.lang, naming.named(kept)
    where = _WHERE.of(lang, channel=mention(kept.rule.channel))
    steps = (
        Step("kpi.ask", _SHOW.of(lang), f"alert show {name}"),
        Step("kpi.ask", _TEST.of(lang), f"alert test {name}"),
        Step("alert.pause", _PAUSE.of(lang), name),
    )
    body = (sentence(kept.rule, shop, lang), where, _stands(kept, call, shop))
    return Reply(headline.of(lang, rule=name), body=body, steps=steps, replaces=call.message is not None)


def _stands(kept: Kept, call: Call, shop: Shop) -> str:
    """What the first look came to: it fires, it may soon, all is well, or its data is not there yet."""
    lang, records = call.lang, shop.records
    if kept.status is Status.PAUSED:
        return _PAUSED.of(lang)
    episode = records.episodes.open_of((kept.id,)).get(kept.id)
    if episode:
        return _FIRES.of(lang, id=episode.id, channel=mention(kept.rule.channel))
    last = records.windows.last(kept.id)
    if last is None or last < closed(kept.rule, call.now, shop):
        return _WAITS.of(lang)
    states = records.windows.states((kept.id,)).get(kept.id, {}).values()
    soon = any(state.condition is Condition.PENDING for state in states)
    unknown = not any(state.seen and state.seen.value is not None for state in states)
    return (_SOON if soon else _UNKNOWN if unknown else _FINE).of(lang)


_EDIT = Text("edit", "修改")
_FORM = Text("Open the form", "打开表单")
_HOW = Text(
    "Change it in the form, or say what is to be different, as in `alert edit {rule} for 3 days`. It says now:",
    "可以在表单里修改，也可以只说要改的部分，例如“预警 修改 {rule} 连续3天”。现在是：",
)
_CREATED = Text("{rule} is on", "{rule} 已启用")
_ALREADY = Text("{rule} says that already", "{rule} 已经是同样的规则")
_CHANGED = Text("{rule} is changed", "{rule} 已修改")
_CLOSED = Text("Its open alert A-{id} is closed.", "未关闭的预警 A-{id} 已关闭。")
_WHERE = Text("{channel} hears of it when it fires.", "触发时会发到 {channel}。")
_FIRES = Text("It fires now: A-{id} is on its way to {channel}.", "现在就符合条件：A-{id} 正发往 {channel}。")
_FINE = Text("All is well at the last look.", "最近一次判断一切正常。")
_PAUSED = Text("It is paused: nothing is watched until you resume it.", "规则已暂停，恢复之前不再监控。")
_SOON = Text("It was bad at the last look, and fires if that goes on.", "最近一次判断已异常，继续下去就会触发。")
_WAITS = Text(
    "The data of the last period is not complete yet: it is judged as soon as it is.",
    "最近一个周期的数据还没到齐，到齐后立即判断。",
)
_UNKNOWN = Text("Nothing was recorded for it at the last look.", "最近一次判断时没有数据。")
_SHOW = Text("Show", "查看")
_TEST = Text("Send a test", "发送测试")
_PAUSE = Text("Pause", "暂停")
