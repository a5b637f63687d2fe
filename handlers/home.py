"""The Home page and the welcome: what a person sees before asking anything."""

from analysis.model import Look, Query, Text
from charts import tiles as tiled
from handlers import guide, manners, offers, saved
from handlers.ask import Answered, measure, words
from handlers.command import Audience, Call, Reply, Shop, Step
from handlers.phrases import moved, value, when
from storage.records import Scope


def opened(call: Call, shop: Shop) -> Reply:
    """The caller's tiles as one picture, their saved questions, and how to begin."""
    own = shop.records.preferences.of(Scope.PERSON, call.person)
    kept = shop.records.saved.of(call.person)
    period = offers.recent(words(shop), call.now)
    answers = [
        measure(Query(metric.id, period), shop, call.lang)
        for metric in offers.tiles(shop, own.get(manners.TILES, ""))
        if manners.may_see(metric, None)
    ]
    known = [one for one in answers if one.answer.value is not None]
    look = Look(call.lang, shop.catalog.currency)
    return Reply(
        headline=_TITLE.of(call.lang, shop=shop.catalog.name, when=when(period, call.lang)),
        body=(
            *(_line(one) for one in known),
            *(() if known else (_EMPTY.of(call.lang),)),
            *_unsent(call, shop),
            *_begin(call, bool(kept)),
        ),
        items=saved.items(kept, call.lang),
        charts=(tiled([one.answer for one in known], look),) if known else (),
        steps=(*guide.examples(call, shop), Step("kpi.ask", _HELP.of(call.lang), "help")),
        notes=(_TILES.of(call.lang),),
    )


def welcome(call: Call, shop: Shop) -> Reply:
    """Said once in a channel the bot was invited to."""
    return Reply(
        headline=_HELLO.of(call.lang, shop=shop.catalog.name),
        body=(_HOW.of(call.lang, command=call.command),),
        steps=guide.examples(call, shop),
        audience=Audience.CHANNEL,
    )


def _line(answered: Answered) -> str:
    answer, lang = answered.answer, answered.lang
    told = value(answer.value, answer.metric, answered.look.currency, lang)
    before = answer.change.value if answer.change else None
    label = answer.metric.label.of(lang)
    return (
        f"{label}  {told}  {moved(answer.metric, before, answer.value, lang)}"
        if before is not None
        else f"{label}  {told}"
    )


def _unsent(call: Call, shop: Shop) -> tuple[str, ...]:
    """What the caller asked for and Slack never took."""
    told = []
    for one in shop.records.outbox.dead(call.person, _UNSENT_SHOWN):
        day = one.created_at.astimezone(shop.catalog.zone)
        told.append(_UNSENT.of(call.lang, question=one.question or "–", day=day, why=one.error))
    return tuple(told)


def _begin(call: Call, kept: bool) -> tuple[str, ...]:  # noqa: FBT001
    return () if kept else (_SAVE_SOME.of(call.lang),)


_UNSENT_SHOWN = 3
_UNSENT = Text(
    "⚠️ {day:%Y-%m-%d %H:%M}: the answer to “{question}” could not be posted ({why}). Ask again.",
    "⚠️ {day:%Y-%m-%d %H:%M}：「{question}」的回答没能发出去（{why}），请重新提问。",
)
_TITLE = Text("{shop} · {when}", "{shop} · {when}")
_EMPTY = Text(
    "No numbers yet. `chestnut load` brings the shop's data in; then this page fills itself.",
    "还没有数据。用 `chestnut load` 导入后，这里会自动显示。",
)
_SAVE_SOME = Text(
    "Save a question (the Save button under any answer) and it waits here with a Run button.",
    "在任意回答下点「保存」，问题就会出现在这里，一点即可再问。",
)
_HELP = Text("All I can do", "全部功能")
_TILES = Text(
    "Choose your tiles: settings tiles revenue, orders, aov", "自选首页指标：设置 首页 销售额、订单数、客单价"
)
_HELLO = Text("Hello! I answer questions about {shop}.", "大家好！我可以回答「{shop}」的数据问题。")
_HOW = Text(
    "Type {command} revenue last 7 days, or mention me. Everyone here sees the answer; add “quietly” to keep it yours.",
    "输入 {command} 销售额 最近7天，或者 @我。回答对频道所有人可见；加上「私下」则只有您能看到。",
)
