"""The card of a decision: what, why, who, what is expected, what is to be done, and how far it is."""

from typing import Final

from analysis import words
from analysis.errors import UnknownName
from analysis.language import normal
from analysis.model import Lang, Text
from handlers import phrases
from handlers.command import Audience, Fact, Item, Notice, Option, Reply, Shop, Step, mention
from handlers.decide import named, written
from handlers.manners import LANGUAGE
from storage.records import Scope
from storage.records.alerts.decision import STAGE_NAMES, STAGES, Decision, Evidence, Stage, Todo, Verdict

LONGEST: Final = 160
MOST_TODOS: Final = 8
MARKS: Final = {
    Stage.PROPOSED: "💡",
    Stage.DECIDED: "⚖️",
    Stage.IN_PROGRESS: "▶️",
    Stage.REVIEWED: "🏁",
    Stage.SUPERSEDED: "⏹️",
}
VERDICTS: Final = {
    Verdict.WORKED: Text("it worked", "有效"),
    Verdict.DID_NOT: Text("it did not work", "无效"),
    Verdict.INCONCLUSIVE: Text("inconclusive", "无法判断"),
}
DOT: Final = " · "


def card(decision: Decision, todos: tuple[Todo, ...], lang: Lang, shop: Shop) -> Reply:
    """The card as it should look now."""
    said = decision.latest.said
    body = (*_what(decision), *_why(decision, lang), *_options(decision, lang), *_links(decision, lang))
    return Reply(
        title(decision),
        facts=facts(decision, lang, shop),
        body=(*body, *frozen(decision.evidence, lang, shop)),
        items=tuple(todo_item(todo, lang) for todo in todos[:MOST_TODOS]),
        notes=(_note(decision, lang, shop),),
        steps=() if said.stage is Stage.SUPERSEDED else _steps(decision, lang),
        audience=Audience.CHANNEL,
    )


def notice(decision: Decision, todos: tuple[Todo, ...], shop: Shop) -> Notice:
    """The notice that is a decision's card, or that changes it in place from its second version on."""
    lang = spoken(decision, shop)
    shown, channel = card(decision, todos, lang, shop), decision.origin.channel
    if decision.version > 1:
        key = f"{decision.card}/v{decision.version}"
        return Notice(key, shown, channel, lang, edits=decision.card, person=decision.person)
    under, thread = place(decision, shop)
    return Notice(decision.card, shown, channel, lang, under=under, thread=thread, person=decision.person)


def line(decision: Decision, text: Text, shop: Shop) -> Notice:
    """A line in the thread that the card stands in, or begins."""
    lang = spoken(decision, shop)
    under, thread = place(decision, shop)
    if not under and not thread:
        under = decision.card
    key, said = f"{decision.card}/v{decision.version}/line", Reply(text.of(lang), audience=Audience.THREAD)
    return Notice(key, said, decision.origin.channel, lang, under=under, thread=thread, person=decision.person)


def place(decision: Decision, shop: Shop) -> tuple[str, str | None]:
    """In whose thread a decision stands: the key of an alert's card, or the ts of a thread; of no other thread None."""
    if decision.origin.episode is not None:
        episode = shop.records.episodes.find(decision.origin.episode)
        return (episode.card if episode and episode.card else ""), None
    return "", decision.origin.thread or None


def spoken(decision: Decision, shop: Shop) -> Lang:
    """The language of a card: that set for its channel, else the one that the decision is written in."""
    chosen = shop.records.preferences.of(Scope.CHANNEL, decision.origin.channel).get(LANGUAGE)
    if chosen in set(Lang):
        return Lang(chosen)
    return Lang.ZH if normal.is_chinese(decision.latest.said.what) else Lang.EN


def name(decision: Decision) -> str:
    """What a decision is called: D-12."""
    return f"D-{decision.id}"


def title(decision: Decision) -> str:
    """A decision in a line: "⚖️ D-12 · Move 20% of search spend to email"."""
    said = decision.latest.said
    return f"{MARKS[said.stage]} {name(decision)}{DOT}{written.shown(written.short(said.what, LONGEST))}"


def state(decision: Decision, lang: Lang) -> str:
    """How far it is, with the verdict of one that was reviewed."""
    said = decision.latest.said
    told = STAGE_NAMES[said.stage].of(lang)
    return f"{told}{DOT}{VERDICTS[said.verdict].of(lang)}" if said.verdict else told


def facts(decision: Decision, lang: Lang, shop: Shop) -> tuple[Fact, ...]:
    """State, owner, what is expected, and when that is looked at."""
    said = decision.latest.said
    found = [Fact(_STATE.of(lang), state(decision, lang))]
    if said.owner:
        found.append(Fact(_OWNER.of(lang), mention(said.owner)))
    if said.metric or said.effect:
        found.append(Fact(_EXPECTED.of(lang), f"{label(said.metric, lang, shop)} {said.effect}".strip()))
    if said.review_on:
        found.append(Fact(_REVIEW.of(lang), words.day(said.review_on, lang)))
    return tuple(found)


def frozen(evidence: Evidence | None, lang: Lang, shop: Shop) -> tuple[str, ...]:
    """What was known as it was decided, in a sentence."""
    if evidence is None or evidence.value is None:
        return ()
    try:
        metric = shop.catalog.metric(evidence.metric)
    except UnknownName:
        return (_KNEW.of(lang, metric=evidence.metric, value=f"{evidence.value:g}"),)
    currency = shop.catalog.currency
    told = phrases.value(evidence.value, metric, currency, lang)
    if evidence.baseline is None:
        return (_KNEW.of(lang, metric=metric.label.of(lang), value=told),)
    base = phrases.value(evidence.baseline, metric, currency, lang)
    moved = phrases.moved(metric, evidence.baseline, evidence.value, lang)
    return (_KNEW_BOTH.of(lang, metric=metric.label.of(lang), value=told, base=base, moved=moved),)


def label(metric_id: str, lang: Lang, shop: Shop) -> str:
    """What a metric is called; its id where the catalog no longer has it."""
    if not metric_id:
        return ""
    try:
        return shop.catalog.metric(metric_id).label.of(lang)
    except UnknownName:
        return metric_id


def todo_item(todo: Todo, lang: Lang) -> Item:
    """A to-do as a line with its button."""
    about = f"T-{todo.id}"
    if todo.done_at is not None:
        return Item(f"☑ {told(todo, lang)}", Step("decide.undo", _UNDO.of(lang), about))
    return Item(f"☐ {told(todo, lang)}", Step("decide.done", _DONE.of(lang), about))


def told(todo: Todo, lang: Lang) -> str:
    """A to-do in a line: "T-5 · brief the agency · @Bo · by 30 Nov 2026"."""
    parts = [f"T-{todo.id}", written.shown(written.short(todo.text, LONGEST))]
    parts += [mention(todo.owner)] if todo.owner else []
    if todo.done_at is not None:
        parts.append(_DID.of(lang, who=mention(todo.done_by)))
    elif todo.due:
        parts.append(_BY.of(lang, day=words.day(todo.due, lang)))
    return DOT.join(parts)


def _what(decision: Decision) -> tuple[str, ...]:
    """The whole of what was decided, where the headline has not room for it."""
    what = decision.latest.said.what
    return tuple(map(written.shown, written.pieces(what))) if written.short(what, LONGEST) != what.strip() else ()


def _why(decision: Decision, lang: Lang) -> tuple[str, ...]:
    first, *rest = written.pieces(decision.latest.said.why) or ("",)
    return tuple(map(written.shown, (_WHY.of(lang, why=first), *rest))) if first else ()


def _options(decision: Decision, lang: Lang) -> tuple[str, ...]:
    said = decision.latest.said
    rows = tuple(f"{'✓' if option == said.chosen else '○'} {written.shown(option)}" for option in said.options)
    consulted = words.listing([mention(person) for person in said.consulted], lang)
    asked = (_CONSULTED.of(lang, who=consulted),) if consulted else ()
    return (*((_OPTIONS.of(lang),) if rows else ()), *rows, *asked)


def _links(decision: Decision, lang: Lang) -> tuple[str, ...]:
    said = decision.latest.said
    found = [_REPLACED.of(lang, name=f"D-{said.superseded_by}")] if said.superseded_by else []
    if said.supersedes:
        found.append(_REPLACES.of(lang, names=words.listing([f"D-{number}" for number in said.supersedes], lang)))
    return (*found, *((_LESSON.of(lang, lesson=written.shown(said.lesson)),) if said.lesson else ()))


def _note(decision: Decision, lang: Lang, shop: Shop) -> str:
    when = words.moment(decision.at, shop.catalog.zone, lang)
    parts = [name(decision), _LOGGED.of(lang, who=mention(decision.person), when=when)]
    parts += [f"A-{decision.origin.episode}"] if decision.origin.episode is not None else []
    latest = decision.latest
    if latest.number > 1:
        when = words.moment(latest.at, shop.catalog.zone, lang)
        parts.append(_CHANGED.of(lang, n=latest.number, who=mention(latest.person), when=when))
    parts += [f"#{tag}" for tag in latest.said.tags]
    return DOT.join(parts)


def _steps(decision: Decision, lang: Lang) -> tuple[Step, ...]:
    about, stage = name(decision), decision.latest.said.stage
    order = [each for each in Stage if each in STAGES[stage] and each not in (Stage.SUPERSEDED, Stage.REVIEWED)]
    menu = tuple(Option(STAGE_NAMES[each].of(lang), each.value) for each in order)
    return (
        *((Step("decide.state", _MOVE.of(lang), about, menu),) if menu else ()),
        Step("decide.edit", _EDIT.of(lang), about),
        Step("decide.todo", _TODO.of(lang), about),
        Step("decide.show", _SHOW.of(lang), about),
        Step("decide.log", _SUPERSEDE.of(lang), named.carry(supersedes=about)),
    )


_STATE = Text("State", "进展")
_OWNER = Text("Owner", "负责人")
_EXPECTED = Text("Expected", "预期效果")
_REVIEW = Text("Review on", "复盘日期")
_KNEW = Text("When decided: {metric} {value}", "决定时：{metric} {value}")
_KNEW_BOTH = Text(
    "When decided: {metric} {value} against {base} ({moved})", "决定时：{metric} {value}，对比 {base}（{moved}）"
)
_WHY = Text("Why: {why}", "原因：{why}")
_OPTIONS = Text("Options considered:", "考虑过的方案：")
_CONSULTED = Text("Consulted: {who}", "已征求意见：{who}")
_REPLACED = Text("Superseded by {name}", "已被 {name} 取代")
_REPLACES = Text("Supersedes {names}", "取代 {names}")
_LESSON = Text("Lesson: {lesson}", "经验：{lesson}")
_LOGGED = Text("logged by {who} on {when}", "{who} 记录于{when}")
_CHANGED = Text("version {n} by {who}, {when}", "第{n}版，{who} 修改于{when}")
_MOVE = Text("Move to", "更新进展")
_EDIT = Text("Edit", "修改")
_TODO = Text("Add a to-do", "添加待办")
_SHOW = Text("Whole story", "完整记录")
_SUPERSEDE = Text("Supersede", "用新决策取代")
_DONE = Text("Done", "完成")
_UNDO = Text("Not done yet", "未完成")
_DID = Text("done by {who}", "{who} 已完成")
_BY = Text("by {day}", "{day}前")
