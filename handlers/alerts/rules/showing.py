"""Everything about one rule: what it says, how it stands, what it did, what can be done to it."""

from analysis.model import Lang, Text
from handlers.alerts import naming
from handlers.alerts.cards import view as views
from handlers.alerts.cards.times import Times
from handlers.alerts.past.due import windows
from handlers.alerts.rules.listing import STATUS, opened
from handlers.command import Call, Fact, Reply, Shop, Step, mention
from storage.records.alerts.model import Episode, Kept, Status

MOST = 100


def show(call: Call, shop: Shop) -> Reply:
    """One rule: in its own words, how it stands, what it did last; of an alert's number, the alert."""
    kept, number = naming.said(call, shop, "show").kept, naming.alert(call.text)
    if number is None:
        return shown(kept, call, shop)
    view = views.of(number, shop, call.now, call.lang)
    return Reply(opened(view, shop), steps=_of_alert(view.episode, call.lang))


def shown(kept: Kept, call: Call, shop: Shop) -> Reply:
    """Everything about a rule, with what can be done to it."""
    lang = call.lang
    return Reply(
        naming.title(kept, shop, lang),
        facts=_facts(kept, call, shop),
        body=_body(kept, call, shop),
        code=(f"{_COMMAND.of(lang)} {naming.says(kept, shop, lang)}",),
        steps=_steps(kept, lang),
    )


def _facts(kept: Kept, call: Call, shop: Shop) -> tuple[Fact, ...]:
    """Whether it is on, where it speaks, whose it is, and when it is judged next."""
    lang, times = call.lang, Times(shop.catalog.zone, call.lang, call.now)
    facts = [
        Fact(_STATE.of(lang), STATUS[kept.status].of(lang)),
        Fact(_WHERE.of(lang), mention(kept.rule.channel) if kept.rule.channel else _NOWHERE.of(lang)),
        Fact(_OWNER.of(lang), mention(kept.rule.owner or kept.person)),
    ]
    if kept.status is Status.ACTIVE:
        cut, settle = windows(kept.rule, shop.catalog), kept.rule.settle
        facts.append(Fact(_NEXT.of(lang), times.clock(cut.end_after(call.now - settle) + settle)))
    return tuple(facts)


def _body(kept: Kept, call: Call, shop: Shop) -> tuple[str, ...]:
    """Why it is broken if it is, what is open, and how often it fired."""
    lines = [_NOTE.of(call.lang, note=kept.note)] if kept.note else []
    current = shop.records.episodes.open_of((kept.id,)).get(kept.id)
    if current:
        lines.append(opened(views.of(current.id, shop, call.now, call.lang), shop))
    past = shop.records.episodes.recent(MOST, rule_id=kept.id)
    if past:
        when = Times(shop.catalog.zone, call.lang, call.now).clock(past[0].fired_at)
        count = f"{MOST}+" if len(past) == MOST else len(past)
        lines.append((_ONCE if len(past) == 1 else _FIRED).of(call.lang, n=count, when=when))
    else:
        lines.append(_NEVER.of(call.lang))
    return tuple(lines)


def _steps(kept: Kept, lang: Lang) -> tuple[Step, ...]:
    name = naming.named(kept)
    turn = (
        Step("alert.pause", _PAUSE.of(lang), name)
        if kept.status is Status.ACTIVE
        else Step("alert.resume", _RESUME.of(lang), name)
    )
    asked = (("history", _HISTORY), ("why", _WHY), ("noise", _NOISE), ("test", _TEST), ("edit", _EDIT))
    return (*(Step("kpi.ask", label.of(lang), f"alert {verb} {name}") for verb, label in asked), turn)


def _of_alert(episode: Episode, lang: Lang) -> tuple[Step, ...]:
    name = f"A-{episode.id}"
    return (
        Step("kpi.ask", _WHY.of(lang), f"alert why {name}"),
        Step("kpi.ask", _RULE.of(lang), f"alert show R-{episode.rule_id}"),
    )


_STATE = Text("State", "状态")
_WHERE = Text("Speaks in", "发送到")
_NOWHERE = Text("nowhere yet", "尚未指定")
_OWNER = Text("Owner", "负责人")
_NEXT = Text("Judged next", "下次计算")
_NOTE = Text("⚠️ {note}", "⚠️ {note}")
_FIRED = Text("Fired {n} times so far, last {when}.", "迄今触发{n}次，最近一次：{when}。")
_ONCE = Text("Fired once so far, {when}.", "迄今触发1次：{when}。")
_NEVER = Text("It has not fired yet.", "尚未触发过。")
_COMMAND = Text("alert", "预警")
_HISTORY = Text("History", "历史")
_WHY = Text("Why?", "为什么")
_NOISE = Text("Noise", "噪音分析")
_TEST = Text("Send a test", "发送测试")
_EDIT = Text("Change", "修改")
_RULE = Text("The rule", "查看规则")
_PAUSE = Text("Pause", "暂停")
_RESUME = Text("Resume", "恢复")
