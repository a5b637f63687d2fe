"""Is a rule worth hearing? How often each fired and what came of it, and a calmer version of it to take over."""

import re
from datetime import datetime, timedelta
from typing import Final

from analysis.alerts import text
from analysis.alerts.condition import Reason
from analysis.alerts.noise import ENOUGH, Ground, Noise, Past, Proposal, Verdict, noise, propose
from analysis.alerts.rule import Kind, Rule
from analysis.errors import Mistake, UnclearName, UnknownName
from analysis.model import Grain, Lang, Text
from handlers.alerts import naming
from handlers.alerts.judging.ending import Turn, end
from handlers.alerts.past import gather
from handlers.alerts.past.due import windows
from handlers.ask import words
from handlers.command import Call, Fact, Reply, Shop, Step, Table
from storage.records.alerts.model import Kept, Status

SPAN: Final = timedelta(days=180)
COUNTS: Final = {Grain.HOUR: 14 * 24, Grain.DAY: 180, Grain.WEEK: 52, Grain.MONTH: 24}
FEWER: Final = 3 * 24
"""Hours that are judged by what is usual for each of a week are tried on fewer: nobody waits for more."""
_CARRIED = re.compile(r"R-(\d{1,9}) v(\d{1,9}) (.+)", re.DOTALL)


def report(call: Call, shop: Shop) -> Reply:
    """Of one rule its noise and what would calm it; of none named, that of all rules."""
    if not call.text.strip() and call.thread is None:
        return _all(call, shop)
    kept = naming.said(call, shop, "noise").kept
    pasts = _pasts(kept, call, shop)
    counted = noise(pasts)
    title = naming.title(kept, shop, call.lang)
    show = Step("kpi.ask", _HISTORY.of(call.lang), f"alert history {naming.named(kept)}")
    if not counted.fired:
        return Reply(_NEVER.of(call.lang, rule=title), steps=(show,))
    proposal = _proposal(kept, pasts, call.now, shop)
    steps = (_accept(kept, proposal, call, shop) if proposal else _instead(counted, kept, call), show)
    body = _proposed(proposal, call.lang) if proposal else (_fine(counted).of(call.lang),)
    return Reply(
        _OF.of(call.lang, rule=title), facts=_facts(counted, call.lang), body=body, steps=tuple(filter(None, steps))
    )


def tune(call: Call, shop: Shop) -> Reply:
    """The button that takes over the calmer rule it carries; pressed late, it says that the rule has changed since."""
    carried = _CARRIED.fullmatch(call.value)
    if not carried:
        raise UnclearName(_OUTLIVED, ("alert noise",))
    kept = shop.records.rules.find(int(carried[1]))
    if kept is None:
        raise UnknownName(_OUTLIVED, ("alert noise",))
    if kept.version != int(carried[2]):
        return Reply(_CHANGED_SINCE.of(call.lang, rule=naming.named(kept)), steps=(_again(kept, call.lang),))
    rule = text.read(carried[3], words(shop), call.now, shop.catalog.currency)
    change = shop.records.rules.change
    turn = Turn(
        Reason.UPDATED, "alert.tune", lambda within: change(kept.id, kept.version, rule, call.now, within=within)
    )
    closed = end(kept, turn, call, shop)
    undo = Step("alert.tune", _UNDO.of(call.lang), _carried(kept.id, kept.version + 1, kept.rule, shop))
    says = text.write(rule, words(shop), call.lang)
    body = (says, _CLOSED.of(call.lang, alert=closed.id)) if closed else (says,)
    return Reply(_TUNED.of(call.lang, rule=naming.named(kept)), body=body, steps=(undo,), replaces=bool(call.message))


def counts(rule: Rule) -> int:
    """How many windows a rule is tried on."""
    slow = rule.grain is Grain.HOUR and rule.trigger.kind is Kind.ANOMALY
    return FEWER if slow else COUNTS[rule.grain]


def _all(call: Call, shop: Shop) -> Reply:
    """A row a rule, the noisiest first."""
    counted = [
        (kept, noise(_pasts(kept, call, shop)))
        for kept in shop.records.rules.all()
        if naming.seen(kept, call.channel, shop)
    ]
    fired = sorted((row for row in counted if row[1].fired), key=lambda row: (-row[1].share, -row[1].fired))
    if not fired:
        return Reply(_QUIET.of(call.lang))
    columns = tuple(column.of(call.lang) for column in (_RULE, _FIRED, _ACTED, _FALSE, _IGNORED))
    rows = tuple((naming.title(kept, shop, call.lang), *_cells(found)) for kept, found in fired)
    worst = fired[0][0]
    steps = (_again(worst, call.lang),) if fired[0][1].share else ()
    table = Table(columns, rows, (False, True, True, True, True))
    return Reply(_LAST.of(call.lang, days=SPAN.days), table=table, steps=steps)


def _pasts(kept: Kept, call: Call, shop: Shop) -> tuple[Past, ...]:
    episodes = shop.records.episodes.since(call.now - SPAN, (kept.id,))
    deeds = shop.records.deeds.of_all(episode.id for episode in episodes)
    return tuple(Past(each.since, each.ended_at, each.told is not None, deeds[each.id]) for each in episodes)


def _proposal(kept: Kept, pasts: tuple[Past, ...], now: datetime, shop: Shop) -> Proposal | None:
    """A calmer rule, tried on the history there is; None where the rule is calm, or its metric is gone."""
    if not pasts:
        return None
    cut, count = windows(kept.rule, shop.catalog), counts(kept.rule)
    end = cut.start(cut.end_after(now - kept.rule.settle))
    try:
        metric = shop.catalog.metric(kept.rule.metric)
        histories = gather.past(kept.rule, end, count, shop)
    except Mistake:
        return None
    first = cut.local(cut.end_after(cut.earlier(end, count - 1)))
    return propose(kept.rule, pasts, Ground(histories, shop.catalog.zone, metric, shop.catalog.currency, first))


def _proposed(proposal: Proposal, lang: Lang) -> tuple[str, ...]:
    before, after = len(proposal.before.fired), len(proposal.after.fired)
    tried = _TRIED.of(lang, days=round(proposal.before.days), before=before, after=after)
    return (_PROPOSAL.of(lang, what=proposal.what.of(lang)), proposal.reason.of(lang), tried)


def _accept(kept: Kept, proposal: Proposal, call: Call, shop: Shop) -> Step:
    carried = _carried(kept.id, kept.version, proposal.rule, shop)
    return Step("alert.tune", _ACCEPT.of(call.lang), carried, primary=True)


def _instead(counted: Noise, kept: Kept, call: Call) -> Step | None:
    """A button that pauses a rule which nobody ever needed."""
    useless = _fine(counted) is _NO_USE and kept.status is Status.ACTIVE
    return Step("alert.pause", _PAUSE.of(call.lang), naming.named(kept)) if useless else None


def _carried(number: int, version: int, rule: Rule, shop: Shop) -> str:
    return f"R-{number} v{version} {text.write(rule, words(shop), Lang.EN)}"


def _again(kept: Kept, lang: Lang) -> Step:
    return Step("kpi.ask", _LOOK.of(lang, rule=naming.named(kept)), f"alert noise {naming.named(kept)}")


def _facts(counted: Noise, lang: Lang) -> tuple[Fact, ...]:
    labels = (_FIRED, _ACTED, _FALSE, _IGNORED)
    facts = tuple(Fact(label.of(lang), cell) for label, cell in zip(labels, _cells(counted), strict=True))
    rest = ((_OPEN, counted.verdicts[Verdict.WAITING]), (_UNHEARD, counted.verdicts[Verdict.UNHEARD]))
    return (*facts, *(Fact(label.of(lang), str(count)) for label, count in rest if count))


def _cells(counted: Noise) -> tuple[str, str, str, str]:
    verdicts = counted.verdicts
    return (
        str(counted.fired),
        str(verdicts[Verdict.ACTED]),
        str(verdicts[Verdict.FALSE_ALARM]),
        str(verdicts[Verdict.IGNORED]),
    )


def _fine(counted: Noise) -> Text:
    if counted.fired == counted.verdicts[Verdict.WAITING] + counted.verdicts[Verdict.UNHEARD]:
        return _TOO_SOON
    if counted.share < ENOUGH:
        return _KEEP
    return _NO_WAY if counted.verdicts[Verdict.ACTED] else _NO_USE


_OF = Text("Is it worth hearing? {rule}", "这条规则值得听吗？{rule}")
_LAST = Text("What the rules were worth in the last {days} days", "最近{days}天各规则的表现")
_QUIET = Text("No rule has fired yet", "还没有规则触发过")
_NEVER = Text("Never fired, so there is nothing to learn from: {rule}", "从未触发，暂无可分析的数据：{rule}")
_RULE = Text("Rule", "规则")
_FIRED = Text("Fired", "触发")
_ACTED = Text("Acted on", "已处理")
_FALSE = Text("False alarm", "误报")
_IGNORED = Text("Nobody acted", "无人处理")
_OPEN = Text("Open", "未关闭")
_UNHEARD = Text("Kept quiet", "未通知")
_PROPOSAL = Text("Proposal: {what}", "建议：{what}")
_TRIED = Text(
    "Tried on the last {days} days: it would have fired {after}× instead of {before}×.",
    "按最近{days}天的数据回测：触发{after}次，原来是{before}次。",
)
_TOO_SOON = Text("Nobody has had a say on it yet: too soon to tell.", "还没有人处理过，暂时无法判断。")
_KEEP = Text("Most of it was worth it: leave it as it is.", "大多数预警都有价值，保持不变即可。")
_NO_WAY = Text(
    "Much of it was noise, but no single change spares half of that without losing what somebody acted on. "
    "Mark false alarms with 🚫, and look again when there are more.",
    "噪音偏多，但没有哪一项调整能减少一半噪音又不漏掉有人处理过的预警。请用 🚫 标记误报，积累一些后再看。",
)
_NO_USE = Text(
    "Nobody has ever acted on it. Unless it guards against something rare, pause it.",
    "从未有人处理过它的预警。除非是为了防范罕见情况，建议暂停。",
)
_PAUSE = Text("Pause", "暂停")
_ACCEPT = Text("Take it over", "采用")
_UNDO = Text("Undo", "撤销")
_LOOK = Text("Look at {rule}", "查看 {rule}")
_HISTORY = Text("History", "历史")
_TUNED = Text("{rule} is changed", "{rule} 已修改")
_CLOSED = Text(
    "Its open alert A-{alert} is closed; the next one goes by the new rule.",
    "未关闭的预警 A-{alert} 已关闭，之后按新规则提醒。",
)
_CHANGED_SINCE = Text(
    "{rule} was changed since this was proposed. Look at it anew:", "提出建议之后 {rule} 已被修改，请重新查看："
)
_OUTLIVED = Text("That button no longer says which rule it is for. See them here:", "这个按钮已失效。可在这里查看：")
