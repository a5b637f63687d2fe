"""Questions kept under a name: save, list, run, forget."""

import re
from collections.abc import Mapping
from dataclasses import replace

from analysis import language
from analysis.errors import ImpossibleQuestion, UnknownName
from analysis.model import Lang, Text
from handlers import kpi
from handlers.ask import asked, words
from handlers.command import Call, Item, Reply, Shop, Step
from handlers.tables import Field
from storage.catalog import Catalog
from storage.records import Saved

NAME = "name"
LONGEST = 80
# A colon within a word, as in 9:00, belongs to the name.
_SPLIT = re.compile(r"\s*[=：＝]\s*|\s*:\s+")


def save(call: Call, shop: Shop) -> Reply:
    """`save NAME` keeps the thread's last question, else the caller's own; `save NAME: QUESTION` keeps that one."""
    name, *rest = _SPLIT.split(call.text.strip(), maxsplit=1)
    query = asked(language.read(rest[0], words(shop), call.now)) if rest else kpi.last(call, shop)
    question = language.write(query, words(shop), Lang.EN) if query else _latest(call, shop)
    return _keep(call, shop, name, question)


def submitted(call: Call, shop: Shop) -> Reply:
    """Keep the question that the button carried under the name given in the form."""
    return _keep(call, shop, call.fields.get(NAME, ""), call.value or call.text)


def fields(call: Call, catalog: Catalog) -> tuple[Field, ...]:  # noqa: ARG001
    """One line: the name, with the question as a first idea of it."""
    question = call.value or call.text
    return (Field(NAME, _NAME.of(call.lang), question[:LONGEST], _HINT.of(call.lang, name=question[:20].strip())),)


def check(values: Mapping[str, str], lang: Lang, catalog: Catalog) -> dict[str, str]:  # noqa: ARG001
    """A name is needed, and a bounded one."""
    name = " ".join(values.get(NAME, "").split())
    if not name:
        return {NAME: _EMPTY.of(lang)}
    return {NAME: _LONG.of(lang, most=LONGEST)} if len(name) > LONGEST else {}


def saved(call: Call, shop: Shop) -> Reply:
    """The caller's saved questions, each with its Run button."""
    kept = shop.records.saved.of(call.person)
    if not kept:
        return Reply(_NONE.of(call.lang), body=(_HOW.of(call.lang),), steps=(_example(call.lang),))
    return Reply(
        _YOURS.of(call.lang, count=len(kept)), items=items(kept, call.lang), notes=(_FORGET_HINT.of(call.lang),)
    )


def items(kept: tuple[Saved, ...], lang: Lang) -> tuple[Item, ...]:
    """Saved questions as lines with a Run button."""
    run = _RUN.of(lang)
    return tuple(Item(f"{one.name} — {one.question}", Step("kpi.ask", run, one.question)) for one in kept)


def run(call: Call, shop: Shop) -> Reply:
    """Ask a saved question again, for the days it means now."""
    return kpi.answer(replace(call, text=_find(call, shop).question, thread=None), shop)


def forget(call: Call, shop: Shop) -> Reply:
    """Drop a saved question; a button brings it back."""
    held = _find(call, shop)
    shop.records.saved.forget(call.person, held.name)
    kpi.note(call, shop, "forgot", held.name)
    undo = Step("kpi.ask", _UNDO.of(call.lang), f"save {held.name}: {held.question}")
    return Reply(_FORGOTTEN.of(call.lang, name=held.name), steps=(undo,))


def _keep(call: Call, shop: Shop, name: str, question: str) -> Reply:
    if not question:
        raise ImpossibleQuestion(_NOTHING_YET, (_EXAMPLE.of(call.lang),))
    replaced = shop.records.saved.keep(call.person, Saved(name, question, call.now))
    kpi.note(call, shop, "saved", question)
    sentence = _REPLACED if replaced else _SAVED
    name = " ".join(name.split())
    return Reply(
        sentence.of(call.lang, name=name),
        body=(question,),
        notes=(_RUN_HINT.of(call.lang, name=name),),
        steps=(
            Step("kpi.ask", _RUN.of(call.lang), question),
            Step("digest.every", _EVERY.of(call.lang), question),
        ),
    )


def _find(call: Call, shop: Shop) -> Saved:
    """The caller's question of that name. Raises UnknownName with the names there are."""
    name = call.text.strip()
    held = shop.records.saved.find(call.person, name) if name else None
    if held is not None:
        return held
    names = [one.name for one in shop.records.saved.of(call.person)]
    if not names:
        raise UnknownName(Text(f"{_NONE.en} {_HOW.en}", f"{_NONE.zh}{_HOW.zh}"), (_EXAMPLE.of(call.lang),), word=name)
    known = tuple(f"{_RUN.of(call.lang).lower()} {one}" for one in names[:3])
    sentence = _WHICH if not name else Text(_NO_SUCH.en.format(name=name), _NO_SUCH.zh.format(name=name))
    raise UnknownName(sentence, known, word=name, nearest=tuple(names[:3]))


def _latest(call: Call, shop: Shop) -> str:
    return next((deed.subject for deed in shop.records.audit.recent(1, call.person, "asked")), "")


def _example(lang: Lang) -> Step:
    return Step("kpi.ask", _EXAMPLE.of(lang), _EXAMPLE.of(lang))


_EXAMPLE = Text("revenue last 7 days", "销售额 最近7天")
_NAME = Text("Name", "名字")
_HINT = Text("Later: run {name}", "以后可以说：运行 {name}")
_EMPTY = Text("Give it a name, such as: morning", "请起个名字，例如：早会")
_LONG = Text("Keep it under {most} characters.", "请不要超过 {most} 个字。")
_NONE = Text("You have no saved questions yet.", "您还没有保存的问题。")
_HOW = Text("Ask something, then press Save or say: save morning", "先提一个问题，再点「保存」，或说：保存 早会")
_YOURS = Text("Your saved questions ({count})", "您保存的问题（{count}）")
_FORGET_HINT = Text("run NAME asks it again · forget NAME drops it", "「运行 名字」再问一次 · 「忘记 名字」删除")
_EVERY = Text("Send me this every weekday", "每个工作日发给我")
_RUN = Text("Run", "运行")
_UNDO = Text("Undo", "撤销")
_FORGOTTEN = Text("Forgotten: {name}", "已删除：{name}")
_SAVED = Text("Saved as “{name}”", "已保存为“{name}”")
_REPLACED = Text("Saved as “{name}”, in place of the earlier one", "已保存为“{name}”，替换了原来的")
_RUN_HINT = Text("Ask it again with: run {name}", "再问一次：运行 {name}")
_NOTHING_YET = Text("There is no question to save yet. Ask one first:", "还没有可保存的问题。请先提问：")
_WHICH = Text("Which one? These are saved:", "哪一个？已保存的有：")
_NO_SUCH = Text("Nothing is saved as “{name}”. These are:", "没有名为“{name}”的保存项。已有：")
