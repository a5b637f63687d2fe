"""The decisions that wait for a person: to be reviewed, to be carried out, to be made; and what they have to do."""

from datetime import date
from typing import Final

from analysis import words
from analysis.model import Lang, Text
from handlers.command import Call, Item, Shop, Step
from handlers.decide import card
from handlers.decide import todos as ticking
from storage.records.alerts.decision import Decision, Stage
from storage.records.alerts.decisions import Search

MOST: Final = 5
MOST_TODOS: Final = 8
OPEN: Final = (Stage.PROPOSED, Stage.DECIDED, Stage.IN_PROGRESS)


def waiting(call: Call, shop: Shop) -> tuple[Item, ...]:
    """A line for each decision of the caller that is not reviewed yet: those to review first, then by their day."""
    today = call.now.astimezone(shop.catalog.zone).date()
    found = shop.records.decisions.search(Search(person=call.person, stages=OPEN))
    mine = [each for each in found if (each.latest.said.owner or each.person) == call.person]
    if not mine:
        return (Item(_NONE.of(call.lang)),)
    ranked = sorted(mine, key=lambda each: (each.latest.said.review_on or date.max, each.id))
    shown = tuple(_item(each, today, call.lang) for each in ranked[:MOST])
    more = len(ranked) - len(shown)
    everything = Step("kpi.ask", _ALL.of(call.lang), "decide list mine")
    return (*shown, *((Item(_MORE.of(call.lang, n=more), everything),) if more else ()))


def todos(call: Call, shop: Shop) -> tuple[Item, ...]:
    """What the caller has to do, each with its tick, the most urgent first."""
    today = call.now.astimezone(shop.catalog.zone).date()
    found = shop.records.todos.waiting(call.person)
    if not found:
        return (Item(_NOTHING.of(call.lang)),)
    shown = tuple(ticking.item(todo, today, call.lang) for todo in found[:MOST_TODOS])
    more = len(found) - len(shown)
    everything = Step("kpi.ask", _ALL.of(call.lang), "decide todos mine")
    return (*shown, *((Item(_MORE.of(call.lang, n=more), everything),) if more else ()))


def _item(decision: Decision, today: date, lang: Lang) -> Item:
    show = Step("decide.show", _SHOW.of(lang), card.name(decision))
    return Item(
        card.DOT.join((card.title(decision), card.state(decision, lang), *_review(decision, today, lang))), show
    )


def _review(decision: Decision, today: date, lang: Lang) -> tuple[str, ...]:
    on = decision.latest.said.review_on
    if on is None:
        return ()
    return ((_DUE if on <= today else _LATER).of(lang, day=words.day(on, lang)),)


_NONE = Text(
    "No decision waits for you. Log one with the button on an alert, or say: /decide move 20% of search spend to email",
    "没有等您跟进的决策。可在预警上点「记录决策」，或说：/decide 把搜索预算的20%转到邮件",
)
_NOTHING = Text(
    "Nothing to do. To-dos are added on the card of a decision, and are ticked here.",
    "没有待办。在决策卡片上添加的待办会出现在这里，可直接勾选。",
)
_DUE = Text("⏰ to review since {day}", "⏰ {day}起待复盘")
_LATER = Text("review on {day}", "{day}复盘")
_MORE = Text("and {n} more", "另有 {n} 条")
_ALL = Text("All", "全部")
_SHOW = Text("Show", "查看")
