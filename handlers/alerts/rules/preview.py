"""A rule before it is turned on: in a sentence, with what it would have done, and what would make it better."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from analysis.alerts import text
from analysis.alerts.backtest import Fired
from analysis.alerts.check import advice
from analysis.alerts.condition import Condition, State
from analysis.alerts.rule import Kind, Rule, Volume
from analysis.language.writing import number
from analysis.model import Grain, Lang, Text, Unit
from handlers.alerts.cards import view as views
from handlers.alerts.cards.sentence import sentence
from handlers.alerts.cards.times import Times, counted
from handlers.alerts.cards.view import Known
from handlers.alerts.cards.wording import Wording
from handlers.alerts.past import goals
from handlers.alerts.past.due import windows
from handlers.alerts.rules.proposed import Proposed, carried, same, unreached
from handlers.alerts.rules.trial import Trial, tried
from handlers.ask import words
from handlers.command import Call, Fact, Reply, Shop, Step, mention
from storage.records.alerts.model import Episode, Kept, Status

SHOWN: Final = 5
NOISY: Final = 4.0
"""More episodes in thirty days than this are noise to most people."""
MOSTLY: Final = 0.4
"""What fires for a larger part of the time than this tells nobody anything."""
OFTEN: Final = 1
LONG: Final = {Grain.WEEK: timedelta(weeks=1), Grain.MONTH: timedelta(days=31)}
STAKE: Final = 0.05
"""The part of an ordinary window that is offered as the least worth a warning."""


def preview(proposed: Proposed, call: Call, shop: Shop) -> Reply:
    """What the rule says and would have done, with the button that turns it on. Raises Mistake and Unavailable."""
    lang, rule = call.lang, proposed.rule
    trial = tried(rule, call.now, shop)
    return Reply(
        sentence(rule, shop, lang),
        facts=_facts(rule, call, shop),
        body=_history(trial, call, shop),
        code=(_command(proposed, call, shop),),
        notes=_notes(trial, proposed, call, shop),
        steps=_steps(trial, proposed, call, shop),
    )


def _command(proposed: Proposed, call: Call, shop: Shop) -> str:
    """The rule in words, for the one who reads it and the channel it is read in: they need not be named."""
    rule, lang = proposed.rule, call.lang
    before = f"{_EDITED.of(lang)} R-{proposed.instead.id} " if proposed.instead else ""
    owner, channel = ("" if ours else its for its, ours in _named(proposed, call))
    return f"{COMMAND} {before}{text.write(replace(rule, owner=owner, channel=channel), words(shop), lang)}"


def _named(proposed: Proposed, call: Call) -> tuple[tuple[str, bool], tuple[str, bool]]:
    """The owner and the channel of a rule, each with whether it is what words without it would mean."""
    rule, before = proposed.rule, proposed.instead.rule if proposed.instead else None
    owner, channel = (before.owner, before.channel) if before else (call.person, call.channel or "")
    return (rule.owner, rule.owner == owner), (rule.channel, rule.channel == channel)


def _facts(rule: Rule, call: Call, shop: Shop) -> tuple[Fact, ...]:
    lang = call.lang
    where = mention(rule.channel) if rule.channel else _NOWHERE.of(lang)
    judged = _JUDGED[rule.grain].of(lang)
    if rule.settle:
        judged += _SETTLED.of(lang, span=Times(shop.catalog.zone, lang, call.now).lasting(rule.settle))
    return (
        Fact(_WHERE.of(lang), where),
        Fact(_OWNER.of(lang), mention(rule.owner) if rule.owner else _NOWHERE.of(lang)),
        Fact(_WHEN.of(lang), judged),
    )


def _history(trial: Trial, call: Call, shop: Shop) -> tuple[str, ...]:
    """How often it would have fired, and when; said plainly where there is too little to tell."""
    lang, tested, rule = call.lang, trial.tested, trial.rule
    if trial.empty or tested is None:
        return (_EMPTY.of(lang),)
    lines = []
    if trial.short:
        have, need = (counted(n, rule.grain, lang) for n in (trial.recorded, trial.needed))
        lines.append(_SHORT.of(lang, have=have, need=need))
    hourly = rule.grain is Grain.HOUR
    windows_there = min(tested.windows, trial.recorded)
    span = counted(round(tested.days), Grain.DAY, lang) if hourly else counted(windows_there, rule.grain, lang)
    if not tested.fired:
        return (*lines, _NEVER.of(lang, span=span))
    one = len(tested.fired) == 1
    lines.append((_ONCE if one else _TIMES).of(lang, n=len(tested.fired), span=span))
    lines += [_fired(each, trial, call, shop) for each in tested.fired[: -SHOWN - 1 : -1]]
    more = len(tested.fired) - SHOWN
    return (*lines, _MORE.of(lang, n=more)) if more > 0 else tuple(lines)


def _fired(fired: Fired, trial: Trial, call: Call, shop: Shop) -> str:
    """One episode in a line: when, how bad its worst instance was, how many more, how long."""
    rule, times = trial.rule, Times(shop.catalog.zone, call.lang, call.now)
    kept = Kept(0, rule, Status.ACTIVE, call.lang, call.person, call.now, call.now)
    keys = tuple(fired.worst)[:1]
    states = {key: State(Condition.ALERTING, seen=fired.worst[key]) for key in keys}
    episode = Episode(0, 0, rule.channel, fired.since, fired.at, firing=keys)
    view = views.made(Known(kept, episode, states, (), ()), shop, call.now, call.lang)
    wording = Wording(view, shop)
    start = windows(rule, shop.catalog).start(fired.since)
    said = "".join(wording.one(breach) for breach in view.breaches[:1])
    others = len(fired.worst) - 1
    line = _LINE.of(call.lang, when=times.window(start, rule.grain), said=said)
    line += _OTHERS.of(call.lang, n=others) if others else ""
    assert trial.tested is not None
    lasted = fired.lasted(trial.tested.end + rule.settle)
    if fired.ended is None:
        line += _STILL.of(call.lang)
    elif rule.grain in LONG and lasted > LONG[rule.grain]:
        count = counted(round(lasted / LONG[rule.grain]), rule.grain, call.lang)
        line += _LASTED.of(call.lang, span=count)
    elif rule.grain not in LONG and lasted > timedelta(days=OFTEN):
        line += _LASTED.of(call.lang, span=times.lasting(lasted))
    return line if fired.heard else line + _UNHEARD.of(call.lang)


def _notes(trial: Trial, proposed: Proposed, call: Call, shop: Shop) -> tuple[str, ...]:
    """What should be known before it is turned on."""
    lang, rule = call.lang, trial.rule
    notes = []
    tested = trial.tested
    if tested and tested.per_month > NOISY:
        notes.append(_NOISY.of(lang, n=round(tested.per_month)))
    if trial.firing > MOSTLY:
        notes.append(_MOSTLY.of(lang, share=number(round(trial.firing, 2), Unit.RATIO)))
    notes += [each.of(lang) for each in advice(rule, shop.catalog.metric(rule.metric))]
    if rule.trigger.kind is Kind.TARGET and _aimless(rule, shop):
        notes.append(_NO_TARGET.of(lang, id=rule.metric, month=f"{call.now.astimezone(shop.catalog.zone):%Y-%m}"))
    if rule.channel and shop.mail.reaches(rule.channel) is False:
        notes.append(unreached(rule.channel).of(lang))
    if (twin := same(proposed, shop)) is not None:
        notes.append(_SAME.of(lang, id=twin.id))
    return tuple(notes)


def _aimless(rule: Rule, shop: Shop) -> bool:
    """Whether no target is set for the time the rule would be judged on now; parts may have their own."""
    found = goals.goals(rule, windows(rule, shop.catalog), shop)
    return found is not None and not found.entries


def _steps(trial: Trial, proposed: Proposed, call: Call, shop: Shop) -> tuple[Step, ...]:
    lang, rule = call.lang, proposed.rule
    steps = []
    if rule.channel:
        label = _CHANGE if proposed.instead else _ON
        steps.append(Step(proposed.action, label.of(lang), carried(proposed), primary=True))
    steps.append(Step("alert.rule", (_EDIT if rule.channel else _PLACE).of(lang), carried(proposed)))
    for variant, label in _variants(trial, shop):
        changed = carried(replace(proposed, rule=variant))
        steps.append(Step("alert.preview", label.of(lang), changed))
    return tuple(steps)


def _variants(trial: Trial, shop: Shop) -> list[tuple[Rule, Text]]:
    """Calmer versions of a rule, each a button."""
    found, rule = [], trial.rule
    volume = _volume(trial, shop) if advice(rule, shop.catalog.metric(rule.metric)) else None
    if volume is not None:
        quieter = replace(rule, trigger=replace(rule.trigger, volume=volume))
        found.append((quieter, Text(*(_ADD.of(lang, n=number(volume.least)) for lang in (Lang.EN, Lang.ZH)))))
    if trial.tested and trial.tested.per_month > NOISY and rule.pending == 1:
        count = Text(counted(2, rule.grain, Lang.EN), counted(2, rule.grain, Lang.ZH))
        found.append((replace(rule, pending=2), Text(f"For {count.en} in a row", f"连续{count.zh}才提醒")))
    return found


def _volume(trial: Trial, shop: Shop) -> Volume | None:
    """A round number well below what is usual; of orders where the metric itself is a share."""
    metric = shop.catalog.metric(trial.rule.metric)
    if metric.unit in (Unit.MONEY, Unit.COUNT) and trial.typical and trial.typical > 1:
        return Volume(_round(trial.typical * STAKE))
    return None


def _round(size: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is not above it; never below 1."""
    power = 10.0 ** (len(str(int(size))) - 1)
    return next((power * step for step in (5, 2, 1) if power * step <= size), 1.0)


COMMAND: Final = "/alert"
_EDITED = Text("edit", "修改")
_WHERE = Text("Speaks in", "发送到")
_NOWHERE = Text("not chosen yet", "尚未选择")
_OWNER = Text("Owner", "负责人")
_WHEN = Text("Looks", "判断时间")
_JUDGED: Final = {
    Grain.HOUR: Text("as each hour closes", "每小时结束时"),
    Grain.DAY: Text("as each day closes", "每天结束时"),
    Grain.WEEK: Text("as each week closes", "每周结束时"),
    Grain.MONTH: Text("as each month closes", "每月结束时"),
}
_SETTLED = Text(", {span} later", "，再等{span}")
_EMPTY = Text(
    "Nothing is recorded that it could be tried on, so I can't tell how often it would fire.",
    "还没有可用的历史数据，无法预估会触发几次。",
)
_SHORT = Text(
    "There is little history: {have} are recorded, and it looks back on {need}. Take what follows with care.",
    "历史数据偏少：只有{have}的记录，而判断需要{need}。以下结果仅供参考。",
)
_NEVER = Text("It would not have fired in the last {span}.", "按最近{span}的数据回测，不会触发。")
_ONCE = Text("It would have fired once in the last {span}:", "按最近{span}的数据回测，会触发1次：")
_TIMES = Text("It would have fired {n} times in the last {span}:", "按最近{span}的数据回测，会触发{n}次：")
_LINE = Text("• {when}: {said}", "• {when}：{said}")
_OTHERS = Text(", and {n} more", "，另有{n}项")
_LASTED = Text(" · for {span}", " · 持续{span}")
_UNHEARD = Text(" · nobody told, outside its hours", " · 不在提醒时段，未通知")
_STILL = Text(" · still so", " · 至今未恢复")
_MOSTLY = Text(
    "⚠️ It would have been firing {share} of the time: ask for more, or watch fewer at once.",
    "⚠️ {share}的时间都处于触发状态：请提高要求，或缩小范围。",
)
_MORE = Text("and {n} earlier", "更早还有{n}次")
_NOISY = Text(
    "⚠️ That is about {n} times a month: more than most people keep reading.",
    "⚠️ 平均每月约{n}次，太频繁容易被忽略。",
)
_NO_TARGET = Text(
    "No target is set, so it cannot fire yet: say `/kpi target {id} {month} 1.2m`.",
    "还没有设定目标，暂时不会触发：可以说 `/kpi 目标 {id} {month} 120万`。",
)
_SAME = Text("R-{id} says the same already.", "R-{id} 已经是同样的规则。")
_ON = Text("Turn it on", "启用")
_CHANGE = Text("Change it", "保存修改")
_EDIT = Text("Edit", "编辑")
_PLACE = Text("Choose a channel", "选择频道")
_ADD = Text("Add “min {n}”", "加上“至少{n}”")
