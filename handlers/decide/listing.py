"""Decisions found again: by words, people, states, tags, days; and those like another."""

from dataclasses import replace
from typing import Final

from analysis import words
from analysis.errors import UnknownName
from analysis.model import Text
from handlers import manners
from handlers.command import Call, Item, Reply, Shop, Step, mention
from handlers.decide import card, filters, named, written
from storage.records.alerts.decision import Decision, Stage
from storage.records.alerts.decisions import Search

SHOWN: Final = 20
READ: Final = 500
FEW: Final = 5


def listed(call: Call, shop: Shop) -> Reply:
    """`list`, `search`: what fits, the latest first, or the best where words are looked for."""
    wanted = filters.read(call.text, call, shop)
    found = seen(shop.records.decisions.search(replace(wanted, limit=READ)), call, shop)
    if not found:
        return _nothing(wanted, call)
    more = len(found) - SHOWN
    notes = ((_MORE.of(call.lang, n=more),) if more > 0 else ()) + (_HOW.of(call.lang),)
    headline = (_FOUND if wanted != Search() else _ALL).of(call.lang, n=len(found))
    csv = Step("kpi.ask", "CSV", f"decide export csv {call.text}".strip())
    markdown = Step("kpi.ask", "Markdown", f"decide export markdown {call.text}".strip())
    return Reply(headline, items=items(found[:SHOWN], call, shop), notes=notes, steps=(csv, markdown))


def similar(call: Call, shop: Shop) -> Reply:
    """`similar TEXT`, `similar D-12`: decisions like it, with what came of them."""
    number, text = named.first(call.text)
    here = named.decision(number, shop) if number is not None else None
    if here is None and not text:
        here = named.of_thread(call, shop)
        if here is None:
            return Reply(_LIKE_WHAT.of(call.lang), steps=(_example(call),))
    found = tuple(each for each in like(here, text, shop) if visible(each, call, shop))[:FEW]
    if not found:
        return Reply(_NONE_LIKE.of(call.lang), steps=(Step("kpi.ask", _LIST.of(call.lang), "decide list"),))
    return Reply(_ALIKE.of(call.lang, n=len(found)), items=items(found, call, shop))


def like(decision: Decision | None, text: str, shop: Shop) -> tuple[Decision, ...]:
    """Decisions that share words with one, or with a text: those on the same metric, and those reviewed, first."""
    said = decision.latest.said if decision else None
    wanted = " ".join((said.what, *said.tags)) if said else text
    found = shop.records.decisions.search(Search(text=wanted, loosely=True, limit=READ))
    own = (decision.id if decision else 0, *(said.supersedes if said else ()))
    metric = said.metric if said else ""
    others = [each for each in found if each.id not in own]
    return tuple(sorted(others, key=lambda each: (each.latest.said.metric != metric, not each.latest.said.verdict)))


def items(found: tuple[Decision, ...], call: Call, shop: Shop) -> tuple[Item, ...]:
    """Each decision in a line, with the button that shows it."""
    return tuple(
        Item(_line(each, call, shop), Step("decide.show", _SHOW.of(call.lang), card.name(each))) for each in found
    )


def seen(found: tuple[Decision, ...], call: Call, shop: Shop) -> tuple[Decision, ...]:
    """Those of them that may be shown where the call was made."""
    return tuple(each for each in found if visible(each, call, shop))


def visible(decision: Decision, call: Call, shop: Shop) -> bool:
    """Whether a decision may be shown: one of private messages to its people alone, its metric where that may be."""
    said, channel = decision.latest.said, decision.origin.channel
    people = (decision.person, said.owner, *said.consulted)
    if channel.startswith(("D", "U", "W")) and channel != call.channel and call.person not in people:
        return False
    try:
        metric = shop.catalog.metric(said.metric) if said.metric else None
    except UnknownName:
        metric = None
    return metric is None or call.channel == channel or manners.may_see(metric, call.channel)


def _line(decision: Decision, call: Call, shop: Shop) -> str:
    said, lang = decision.latest.said, call.lang
    parts = [card.title(decision), card.state(decision, lang)]
    parts += [mention(said.owner)] if said.owner else []
    parts += [card.label(said.metric, lang, shop)] if said.metric else []
    parts += [_REVIEW.of(lang, day=words.day(said.review_on, lang))] if _to_come(decision) and said.review_on else []
    parts += [written.short(said.lesson, 80)] if said.lesson else []
    return card.DOT.join(parts)


def _to_come(decision: Decision) -> bool:
    return decision.latest.said.stage not in (Stage.REVIEWED, Stage.SUPERSEDED)


def _nothing(wanted: Search, call: Call) -> Reply:
    if wanted == Search():
        return Reply(_NONE.of(call.lang), body=(_FIRST.of(call.lang),), steps=(Step("decide.log", _LOG.of(call.lang)),))
    return Reply(_NO_FIT.of(call.lang), steps=(Step("kpi.ask", _LIST.of(call.lang), "decide list"),))


def _example(call: Call) -> Step:
    return Step("kpi.ask", _EXAMPLE.of(call.lang), _EXAMPLE.of(call.lang))


_ALL = Text("Decisions ({n})", "决策（{n}）")
_FOUND = Text("Decisions found: {n}", "找到 {n} 条决策")
_MORE = Text(
    "{n} more: add a word, a person, a #tag or “last 30 days”.",
    "另有 {n} 条：可加关键词、人员、#标签或“最近30天”来缩小范围。",
)
_HOW = Text(
    "Narrow it down: decide list open · mine · #pricing · metric revenue · here · last 30 days · to review",
    "缩小范围：决策 列表 未完成 · 我的 · #定价 · 指标 销售额 · 本频道 · 最近30天 · 待复盘",
)
_NONE = Text("No decision has been logged yet.", "还没有记录任何决策。")
_FIRST = Text(
    "Press “Log decision” on an alert, pick it in the menu of any message, or say: decide move 20% of search to email",
    "在预警上点「记录决策」，在任意消息的菜单里选择它，或说：决策 把搜索预算的20%转到邮件",
)
_LOG = Text("Log decision", "记录决策")
_NO_FIT = Text("No decision fits that. All of them:", "没有符合条件的决策。全部决策：")
_LIST = Text("decide list", "决策 列表")
_SHOW = Text("Show", "查看")
_REVIEW = Text("review on {day}", "{day}复盘")
_LIKE_WHAT = Text("Like which? Name a decision or say a few words:", "和什么类似？请写编号或几个关键词：")
_EXAMPLE = Text("decide similar email budget", "决策 类似 邮件预算")
_NONE_LIKE = Text("There is no decision like that yet. All of them:", "还没有类似的决策。全部决策：")
_ALIKE = Text("Similar decisions: {n}", "类似的决策：{n} 条")
