"""What I can do: the bare command, help, and help on one thing."""

from collections.abc import Callable, Sequence

from analysis.errors import UnknownName
from analysis.model import Lang, Text
from handlers import offers, saved, steps
from handlers.ask import words
from handlers.command import Call, Item, Reply, Shop, Step
from handlers.tables import Command

SHOWN = 5


def root(call: Call, shop: Shop) -> Reply:
    """The bare command: questions to tap, the caller's own first."""
    kept = shop.records.saved.of(call.person)[:SHOWN]
    return Reply(
        headline=_ASK.of(call.lang),
        body=(_FORM.of(call.lang),),
        items=saved.items(kept, call.lang),
        steps=(*examples(call, shop), Step("kpi.ask", _MORE.of(call.lang), "help")),
    )


def examples(call: Call, shop: Shop) -> tuple[Step, ...]:
    """The shop's own example questions as buttons."""
    vocabulary = words(shop)
    return tuple(steps.ask(query, vocabulary, call.lang) for query in offers.examples(shop, vocabulary, call.now))


def over(commands: Callable[[], Sequence[Command]]) -> Callable[[Call, Shop], Reply]:
    """The `help` of a table of commands."""

    def run(call: Call, shop: Shop) -> Reply:
        topic = call.text.strip().casefold().removeprefix("/").removeprefix("kpi").strip()
        if not topic:
            return _all(call, shop, commands())
        found = next((one for one in commands() if topic == one.id or topic in one.words), None)
        if found is None:
            known = tuple(f"{_HELP.of(call.lang)} {_word(one, call.lang)}" for one in commands()[:3])
            sentence = Text(_NO_TOPIC.en.format(topic=topic[:40]), _NO_TOPIC.zh.format(topic=topic[:40]))
            raise UnknownName(sentence, known, word=topic[:40])
        return _one(call, found)

    return run


def _all(call: Call, shop: Shop, commands: Sequence[Command]) -> Reply:
    lines = tuple(Item(f"{one.usage.of(call.lang)} — {one.help.of(call.lang)}") for one in commands)
    return Reply(
        headline=_ASK.of(call.lang),
        body=(_FORM.of(call.lang), _WAYS.of(call.lang)),
        items=lines,
        steps=examples(call, shop),
    )


def _one(call: Call, command: Command) -> Reply:
    others = [word for word in command.words if word != command.id]
    also = (_ALSO.of(call.lang, words=", ".join(others)),) if others else ()
    return Reply(command.usage.of(call.lang), body=(command.help.of(call.lang),), notes=also)


def _word(command: Command, lang: Lang) -> str:
    """What calls a command, in the caller's language."""
    return next(word for word in command.words if word.isascii() == (lang is Lang.EN))


_HELP = Text("help", "帮助")
_ASK = Text("Ask me about the shop's numbers", "问我店铺的数据")
_FORM = Text(
    "Start with a metric, then add what you like in any order:\n"
    "revenue · last 30 days · by channel · in East · vs last year · top 10 · weekly · as bar\n"
    "“quietly” keeps the answer between us.",
    "先写指标，后面随意加条件，顺序不限：\n"
    "销售额 · 最近30天 · 按渠道 · 华东 · 同比 · 前10 · 按周 · 柱状图\n"
    "加上「私下」，就只有您能看到。",
)
_WAYS = Text(
    "The slash command, a mention or a direct message all work. "
    "In a thread, “by region” or “vs last year” goes on from the last question.",
    "斜杠命令、@我、私信都可以。在消息串里直接说「按地区」「同比」，就接着上一个问题继续。",
)
_MORE = Text("All I can do", "全部功能")
_ALSO = Text("Also: {words}", "也可以说：{words}")
_NO_TOPIC = Text("There is no help on “{topic}”. There is on:", "没有关于“{topic}”的帮助。可以看：")
