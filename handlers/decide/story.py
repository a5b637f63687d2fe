"""The whole story of a decision: alert, evidence, options, discussion, what was done, what came of it."""

from itertools import pairwise

from analysis import words
from analysis.errors import ImpossibleQuestion, UnknownName
from analysis.model import Lang, Text
from handlers.alerts.cards import view as views
from handlers.alerts.rules import listing as alerts
from handlers.command import Attachment, Audience, Call, Origin, Reply, Shop, mention
from handlers.decide import card, markdown, named
from handlers.decide.edit import changed
from handlers.decide.listing import visible
from handlers.decide.talk import discussion
from handlers.threads import log
from storage.records.alerts.decision import Decision, Revision
from storage.records.threads.model import Comment

TALK = 10
"""How many comments are shown; all of them are in the file."""
LONGEST = 200


def show(call: Call, shop: Shop) -> Reply:
    """`show D-12`, in its thread `show`. Raises UnknownName, UnclearName, ImpossibleQuestion where it is private."""
    decision, _ = named.said(call, shop)
    return told(decision, call, shop)


def pressed(call: Call, shop: Shop) -> Reply:
    """The same by a button, for whoever asks."""
    return told(named.decision(named.number(call), shop), call, shop)


def told(decision: Decision, call: Call, shop: Shop) -> Reply:
    """Everything there is to know of a decision, its picture and all of its text as files."""
    if not visible(decision, call, shop):
        raise ImpossibleQuestion(_filled(_PRIVATE, decision.id), ("decide list",))
    lang = call.lang
    todos = shop.records.todos.of((decision.id,))
    shown = card.card(decision, todos, lang, shop)
    talk = discussion(decision, shop)
    heard = _talk(log.told(talk, call), lang)
    body = (*_alert(decision, call, shop), *shown.body, *_history(decision, lang, shop), *heard)
    return Reply(
        shown.headline,
        facts=shown.facts,
        body=body,
        items=shown.items,
        notes=(*shown.notes, *log.elsewhere(talk, call)),
        steps=shown.steps,
        attachments=_files(decision, call, shop),
        audience=Audience.THREAD if call.origin is Origin.MENTION else Audience.PERSON,
    )


def _alert(decision: Decision, call: Call, shop: Shop) -> tuple[str, ...]:
    if decision.origin.episode is None:
        return ()
    try:
        view = views.of(decision.origin.episode, shop, call.now, call.lang)
    except UnknownName:
        return ()
    return (_ALERT.of(call.lang, alert=alerts.opened(view, shop)),)


def _history(decision: Decision, lang: Lang, shop: Shop) -> tuple[str, ...]:
    """Who changed what, and when."""
    revisions = shop.records.decisions.revisions(decision.id)
    rows = tuple(_row(before, after, lang, shop) for before, after in pairwise(revisions))
    return (_HISTORY.of(lang), *rows) if rows else ()


def _row(before: Revision, after: Revision, lang: Lang, shop: Shop) -> str:
    when = words.moment(after.at, shop.catalog.zone, lang)
    what = changed(before.said, after.said, lang)
    return "• " + _CHANGED.of(lang, when=when, who=mention(after.person), what=what)


def _talk(talk: tuple[Comment, ...], lang: Lang) -> tuple[str, ...]:
    """The latest of what was said."""
    said = [f"• {log.line(each, lang, LONGEST)}" for each in talk if each.latest]
    return (_TALK.of(lang, n=len(said)), *said[-TALK:]) if said else ()


def _files(decision: Decision, call: Call, shop: Shop) -> tuple[Attachment, ...]:
    name = card.name(decision)
    files = [Attachment(f"{name}.md", name, markdown.text((decision,), call, shop))]
    png = shop.records.decisions.exhibited(decision.evidence.chart) if decision.evidence else None
    if png:
        files.append(Attachment(f"{name}.png", _PICTURE.of(call.lang, name=name), png))
    return tuple(files)


def _filled(text: Text, number: int) -> Text:
    return Text(text.en.format(id=number), text.zh.format(id=number))


_PRIVATE = Text(
    "D-{id} is not for this channel. Ask where it was made; what can be seen here:",
    "D-{id} 不对本频道开放，请到做出决策的地方查看。这里可以看到的：",
)
_ALERT = Text("Alert: {alert}", "预警：{alert}")
_HISTORY = Text("History:", "修改记录：")
_CHANGED = Text("{when}: {who} changed {what}", "{when}：{who} 修改了{what}")
_TALK = Text("Discussion ({n}):", "讨论（{n}）：")
_PICTURE = Text("What was known when {name} was decided", "{name} 决定时所见")
