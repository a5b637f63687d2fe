"""Decisions as Markdown: a section each, with its options, to-dos, evidence, history and discussion."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from analysis import words
from analysis.model import Lang, Text
from handlers.command import Call, Shop
from handlers.decide import card, written
from handlers.decide.edit import changed
from handlers.decide.talk import discussion, todos_of
from handlers.mentions import spoken
from handlers.mentions import written as rendered
from handlers.threads import log
from storage.records.alerts.decision import Decision, Todo
from storage.records.threads.model import LONGEST

# What would be read as a heading, a list, a quote, markup, a link or HTML.
_MARKS: Final = re.compile(r"([\\`*_{}\[\]<>|~#])")
_LEADING: Final = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)


def text(found: Iterable[Decision], call: Call, shop: Shop) -> bytes:
    """All of them in the language of a call, in UTF-8, with what may be told there of what was said about them."""
    held, lang = tuple(found), call.lang
    todos = todos_of(held, shop)
    when = words.moment(call.now, shop.catalog.zone, lang)
    lines = [
        f"# {_HEADING.of(lang)}",
        "",
        _EXPORTED.of(lang, n=len(held), when=when),
    ]
    for decision in held:
        lines += ["", *_section(decision, todos.get(decision.id, ()), call, shop)]
    return ("\n".join(lines) + "\n").encode()


def _section(decision: Decision, todos: tuple[Todo, ...], call: Call, shop: Shop) -> Iterator[str]:
    said, lang = decision.latest.said, call.lang
    yield f"## {card.name(decision)} {_plain(written.short(said.what, card.LONGEST))}"
    yield ""
    yield from (f"- {fact.label}: {_plain(fact.value)}" for fact in card.facts(decision, lang, shop))
    for title, value in _paragraphs(decision, lang, shop):
        if value:
            yield from ("", f"**{title}**", "", _plain(value))
    if said.options:
        yield from ("", f"**{_OPTIONS.of(lang)}**", "")
        yield from (f"- [{'x' if option == said.chosen else ' '}] {_plain(option)}" for option in said.options)
    if todos:
        yield from ("", f"**{_TODOS.of(lang)}**", "")
        yield from (f"- [{'x' if todo.done_at else ' '}] {_plain(card.told(todo, lang))}" for todo in todos)
    yield from _history(decision, lang, shop)
    yield from _said(decision, call, shop)
    yield from ("", f"<sub>{_plain(_provenance(decision, lang, shop))}</sub>")


def _paragraphs(decision: Decision, lang: Lang, shop: Shop) -> Iterator[tuple[str, str]]:
    said = decision.latest.said
    yield _WHAT.of(lang), said.what
    yield _WHY.of(lang), said.why
    yield _CONSULTED.of(lang), ", ".join(spoken(person) for person in said.consulted)
    yield _KNOWN.of(lang), "\n".join(card.frozen(decision.evidence, lang, shop))
    yield _MEANS.of(lang), decision.evidence.definition if decision.evidence else ""
    yield _LESSON.of(lang), said.lesson


def _history(decision: Decision, lang: Lang, shop: Shop) -> Iterator[str]:
    revisions = shop.records.decisions.revisions(decision.id)
    if len(revisions) < 2:
        return
    yield from ("", f"**{_HISTORY.of(lang)}**", "")
    for before, after in pairwise(revisions):
        when = words.moment(after.at, shop.catalog.zone, lang)
        what = changed(before.said, after.said, lang)
        yield f"- {_CHANGED.of(lang, n=after.number, who=spoken(after.person), what=what, when=when)}"


def _said(decision: Decision, call: Call, shop: Shop) -> Iterator[str]:
    lang = call.lang
    talk = [comment for comment in log.told(discussion(decision, shop), call) if comment.latest]
    if talk:
        yield from ("", f"**{_TALK.of(lang)}**", "")
    for comment in talk:
        when = words.moment(comment.at, shop.catalog.zone, lang)
        yield f"- {when} · {_plain(log.line(comment, lang, LONGEST))}"


def _provenance(decision: Decision, lang: Lang, shop: Shop) -> str:
    """Where it came from: who, when, where, which alert, and what the evidence is known by."""
    when = words.moment(decision.at, shop.catalog.zone, lang)
    parts = [_LOGGED.of(lang, who=spoken(decision.person), when=when), spoken(decision.origin.channel)]
    parts += [decision.origin.thread] if decision.origin.thread else []
    parts += [f"A-{decision.origin.episode}"] if decision.origin.episode is not None else []
    known = decision.evidence
    if known:
        pairs = (("definition", known.digest), ("picture", known.chart))
        parts += [f"{name} sha256 {digest[:16]}" for name, digest in pairs if digest]
    return card.DOT.join(parts)


def _plain(value: str) -> str:
    """Text of people's in which Markdown finds nothing of its own."""
    said = rendered(written.plain(value), spoken)
    return _LEADING.sub(r"\1\\\2", _MARKS.sub(r"\\\1", said)).replace("\n", "  \n")


_HEADING = Text("Decisions", "决策")
_EXPORTED = Text("{n} decisions, exported on {when}.", "共 {n} 条决策，导出于{when}。")
_WHAT = Text("What", "决定")
_WHY = Text("Why", "原因")
_CONSULTED = Text("Consulted", "已征求意见")
_KNOWN = Text("What was known", "决定时的数据")
_MEANS = Text("How the metric was defined", "当时的指标口径")
_LESSON = Text("Lesson", "经验")
_OPTIONS = Text("Options considered", "考虑过的方案")
_TODOS = Text("To do", "待办")
_HISTORY = Text("History", "修改记录")
_CHANGED = Text("Version {n}, {when}: {who} changed {what}", "第{n}版，{when}：{who} 修改了{what}")
_TALK = Text("Discussion", "讨论")
_LOGGED = Text("logged by {who} on {when}", "{who} 记录于{when}")
