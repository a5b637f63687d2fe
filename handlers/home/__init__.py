"""The Home page: a person's numbers, what waits for them, what they keep, and how they like to be answered."""

from collections.abc import Iterable

from analysis.model import Look, Text
from charts import tiles as tiled
from handlers import guide, manners, saved
from handlers.ask import words
from handlers.command import Call, Item, Reply, Shop, Step
from handlers.home import alerts, decisions, schedules, tiles, wishes
from handlers.home.welcome import welcome
from handlers.offers import recent
from handlers.phrases import when
from storage.records import Saved, Scope

__all__ = ["ACTIONS", "opened", "welcome"]

ACTIONS = wishes.ACTIONS

MOST_SAVED = 8
_UNSENT_SHOWN = 3


def opened(call: Call, shop: Shop) -> Reply:
    """The page as it is now: tiles as one picture and in words, then a part for each kind of thing."""
    own = shop.records.preferences.of(Scope.PERSON, call.person)
    period = recent(words(shop), call.now)
    known = tiles.measured(call, shop, own.get(manners.TILES, ""), period)
    look = Look(call.lang, shop.catalog.currency)
    return Reply(
        headline=_TITLE.of(call.lang, shop=shop.catalog.name, when=when(period, call.lang)),
        body=(
            *(tiles.line(one) for one in known),
            *(() if known else (_EMPTY.of(call.lang),)),
            *_unsent(call, shop),
        ),
        items=(
            *_part(_ALERTS, alerts.items(call, shop), call),
            *_part(_DECISIONS, decisions.waiting(call, shop), call),
            *_part(_TODOS, decisions.todos(call, shop), call),
            *_part(_SAVED, _questions(shop.records.saved.of(call.person), call), call),
            *_part(_DIGESTS, schedules.items(call, shop), call),
            *_part(_WISHES, wishes.items(call, own), call),
        ),
        charts=(tiled([one.answer for one in known], look),) if known else (),
        steps=(*guide.examples(call, shop), Step("kpi.ask", _HELP.of(call.lang), "help")),
    )


def _part(heading: Text, items: Iterable[Item], call: Call) -> tuple[Item, ...]:
    return (Item(heading.of(call.lang), heading=True), *items)


def _questions(kept: tuple[Saved, ...], call: Call) -> tuple[Item, ...]:
    if not kept:
        return (Item(_SAVE_SOME.of(call.lang)),)
    more = len(kept) - MOST_SAVED
    rest = (Item(_MORE.of(call.lang, n=more), Step("kpi.ask", _ALL.of(call.lang), "saved")),) if more > 0 else ()
    return (*saved.items(kept[:MOST_SAVED], call.lang), *rest)


def _unsent(call: Call, shop: Shop) -> tuple[str, ...]:
    """What the caller asked for and Slack never took."""
    told = []
    for one in shop.records.outbox.dead(call.person, _UNSENT_SHOWN):
        day = one.created_at.astimezone(shop.catalog.zone)
        told.append(_UNSENT.of(call.lang, question=one.question or "–", day=day, why=one.error))
    return tuple(told)


_UNSENT = Text(
    "⚠️ {day:%Y-%m-%d %H:%M}: the answer to “{question}” could not be posted ({why}). Ask again.",
    "⚠️ {day:%Y-%m-%d %H:%M}：「{question}」的回答没能发出去（{why}），请重新提问。",
)
_TITLE = Text("{shop} · {when}", "{shop} · {when}")
_EMPTY = Text(
    "No numbers yet. `chestnut load` brings the shop's data in; then this page fills itself.",
    "还没有数据。用 `chestnut load` 导入后，这里会自动显示。",
)
_ALERTS = Text("Open alerts", "未关闭的预警")
_DECISIONS = Text("Decisions waiting for you", "等您跟进的决策")
_TODOS = Text("Your to-dos", "您的待办")
_SAVED = Text("Saved questions", "保存的问题")
_DIGESTS = Text("Digests", "定时报告")
_WISHES = Text("Settings", "设置")
_SAVE_SOME = Text(
    "Save a question (the Save button under any answer) and it waits here with a Run button.",
    "在任意回答下点「保存」，问题就会出现在这里，一点即可再问。",
)
_MORE = Text("and {n} more", "另有 {n} 个")
_ALL = Text("All", "全部")
_HELP = Text("All I can do", "全部功能")
