"""What is to be done about decisions: added, ticked, and remembered on its day."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from analysis.alerts.text import moments
from analysis.errors import ImpossibleQuestion, UnclearPeriod
from analysis.model import Lang, Text
from handlers.command import Audience, Call, Item, Notice, Reply, Shop, mention
from handlers.decide import card, named, written
from handlers.decide.settle import Change, settle, shown, told
from handlers.manners import LANGUAGE
from handlers.tables import Field, Input
from storage.catalog import Catalog
from storage.records import Scope, Setter, Transaction
from storage.records.alerts.decision import Todo

LONGEST: Final = 3_000
_OWNER: Final = re.compile(r"<@([UW][A-Z0-9]+)>")
_DUE: Final = re.compile(
    r"(?:^|\s)(?:by|due|until)\s+(?P<en>.+)$|(?:^|[\s，,])(?P<zh>[^\s，,]+?)(?:之前|以前|前|截止)$", re.IGNORECASE
)

Writing = Callable[[Transaction], object]


def fields(call: Call, catalog: Catalog) -> tuple[Field, ...]:
    """What, who, by when."""
    lang = call.lang
    due = (call.now.astimezone(catalog.zone) + timedelta(days=7)).date().isoformat()
    return (
        Field("text", _TEXT.of(lang), kind=Input.LINES),
        Field("owner", _WHO.of(lang), call.person, optional=True, kind=Input.PERSON),
        Field("due", _BY.of(lang), due, optional=True, kind=Input.DATE),
    )


def check(values: Mapping[str, str], lang: Lang, catalog: Catalog) -> dict[str, str]:  # noqa: ARG001
    """Something must be there to do."""
    text = values.get("text", "").strip()
    if not text:
        return {"text": _EMPTY.of(lang)}
    return {"text": _LONG.of(lang, most=LONGEST)} if len(text) > LONGEST else {}


def submitted(call: Call, shop: Shop) -> None:
    """Add what the form says to the decision that its button carries."""
    due = call.fields.get("due")
    new = Todo(
        0,
        named.number(call),
        call.now,
        call.person,
        call.fields["text"].strip(),
        call.fields.get("owner", ""),
        date.fromisoformat(due) if due else None,
    )
    add(new, call, shop)


def said(call: Call, shop: Shop) -> Reply:
    """`todo D-12 brief the agency @Bo by Friday`: adds it; the card of the decision shows it."""
    decision, text = named.said(call, shop)
    owner = _OWNER.search(text)
    text = " ".join(_OWNER.sub(" ", text, count=1).split())
    due, text = _due(text, call, shop)
    if not text or len(text) > LONGEST:
        raise ImpossibleQuestion(_HOW, (_EXAMPLE.of(call.lang, id=decision.id),))
    made = add(Todo(0, decision.id, call.now, call.person, text, owner[1] if owner else call.person, due), call, shop)
    return Reply(_ADDED.of(call.lang, name=f"D-{decision.id}"), items=(card.todo_item(made, call.lang),))


def add(new: Todo, call: Call, shop: Shop) -> Todo:
    """Keep a to-do, and show it on the card of its decision. Raises Mistake."""
    new = replace(new, id=shop.records.todos.number())
    line = Text(*(_NEW.of(lang, who=mention(call.person), what=card.told(new, lang)) for lang in Lang))

    def write(within: Transaction) -> None:
        shop.records.todos.add(new, within)

    settle(lambda: _changed(new, write, line, "todo.add", shop), call, shop)
    return new


def done(call: Call, shop: Shop) -> None:
    """Ticked; said of one that is done already, it changes nothing."""
    tick(named.number(call, "T"), call, shop, done=True)


def undone(call: Call, shop: Shop) -> None:
    """To be done again."""
    tick(named.number(call, "T"), call, shop, done=False)


def ticked(call: Call, shop: Shop) -> Reply:
    """`done T-5`."""
    number, _ = named.first_todo(call.text)
    if number is None:
        raise ImpossibleQuestion(_WHICH, ("decide todos",))
    tick(number, call, shop, done=True)
    return Reply(_TICKED.of(call.lang), items=(card.todo_item(named.todo(number, shop), call.lang),))


def tick(number: int, call: Call, shop: Shop, *, done: bool) -> None:
    """Let a to-do be done, or be to be done again. Raises UnknownName."""

    def plan() -> Change | None:
        todo = named.todo(number, shop)
        if (todo.done_at is not None) is done:
            return None
        setter = Setter(call.person, call.now)
        after = (
            replace(todo, done_at=call.now, done_by=call.person) if done else replace(todo, done_at=None, done_by="")
        )
        sentence = _DONE if done else _UNDONE
        what = f"T-{number} {written.shown(written.short(todo.text, card.LONGEST))}"
        line = Text(*(sentence.of(lang, who=mention(call.person), what=what) for lang in Lang))

        def write(within: Transaction) -> None:
            shop.records.todos.tick(todo, setter if done else None, within)

        return _changed(after, write, line, "todo.done" if done else "todo.undone", shop)

    settle(plan, call, shop)


def listed(call: Call, shop: Shop) -> Reply:
    """`todos`, `todos mine`, `todos @Bo`: what is not done yet, the most urgent first."""
    owner = _OWNER.search(call.text)
    mine = bool(re.search(r"\b(mine|my|me)\b|我的", call.text, re.IGNORECASE))
    whose = owner[1] if owner else call.person if mine else ""
    found = shop.records.todos.waiting(whose)
    if not found:
        return Reply(_NONE.of(call.lang), body=(_HOW_NEW.of(call.lang),))
    today = call.now.astimezone(shop.catalog.zone).date()
    late = sum(todo.due is not None and todo.due < today for todo in found)
    headline = (_WAITING_LATE if late else _WAITING).of(call.lang, n=len(found), late=late)
    return Reply(headline, items=tuple(item(todo, today, call.lang) for todo in found))


def item(todo: Todo, today: date, lang: Lang) -> Item:
    """A to-do of a list: with its decision, and a sign where its day is over."""
    held = card.todo_item(todo, lang)
    late = f"⚠️ {_LATE.of(lang)}{card.DOT}" if todo.due and todo.due < today and not todo.done_at else ""
    return replace(held, text=f"{late}{held.text}{card.DOT}D-{todo.decision}")


def due(shop: Shop, now: datetime) -> tuple[Todo, ...]:
    """What is to be done by today and is not, the most urgent first: for reminders and digests."""
    return shop.records.todos.waiting(due_by=now.astimezone(shop.catalog.zone).date())


def remind(now: datetime, shop: Shop) -> tuple[Reply, ...]:
    """Tell everybody in private what of theirs is due today or late, once a day."""
    today = now.astimezone(shop.catalog.zone).date()
    theirs: dict[str, list[Todo]] = {}
    for todo in due(shop, now):
        theirs.setdefault(todo.owner or todo.person, []).append(todo)
    for person, found in theirs.items():
        chosen = shop.records.preferences.of(Scope.PERSON, person).get(LANGUAGE)
        lang = Lang(chosen) if chosen in set(Lang) else shop.catalog.languages[0]
        items = tuple(item(todo, today, lang) for todo in found)
        reply = Reply(_TODAY.of(lang, n=len(found)), items=items, audience=Audience.PERSON)
        # Whoever asked for it hears when its owner has left.
        notice = Notice(f"todos/{person}/{today}", reply, person, lang, person=found[0].person)
        shop.records.outbox.put(shop.mail.pack(notice), now)
    if theirs:
        shop.mail.look()
    return ()


def _changed(todo: Todo, write: Writing, line: Text, deed: str, shop: Shop) -> Change:
    """A change of a to-do with the card that shows it."""
    before = named.decision(todo.decision, shop)
    after = shown(replace(before, version=before.version + 1))
    others = {each.id: each for each in shop.records.todos.of((before.id,))}
    todos = tuple((others | {todo.id: todo}).values())

    def both(within: Transaction) -> None:
        write(within)
        shop.records.decisions.touch(replace(before, card=after.card), within)

    return Change(both, told(after, line, shop, todos), deed, f"D-{before.id} T-{todo.id} {todo.text}")


def _due(text: str, call: Call, shop: Shop) -> tuple[date | None, str]:
    """The day that a to-do ends with, "by Friday", "周五前"; a text that ends otherwise has none."""
    found = _DUE.search(text)
    if found is None:
        return None, text
    zone = shop.catalog.zone
    try:
        due = moments.until(found["en"] or found["zh"], call.now, zone)
    except UnclearPeriod:
        return None, text
    return due.astimezone(zone).date(), text[: found.start()].strip(" ,，")


_TEXT = Text("What is to be done", "要做什么")
_WHO = Text("By whom", "由谁做")
_BY = Text("By when", "截止日期")
_EMPTY = Text("Say what is to be done.", "请写下要做的事。")
_LONG = Text("Keep it under {most} characters.", "请不要超过 {most} 个字。")
_HOW = Text(
    "Say what is to be done, by whom and when. Write it like this:", "请写明要做的事、由谁做、何时完成。可以这样写："
)
_EXAMPLE = Text("decide todo D-{id} brief the agency by Friday", "决策 待办 D-{id} 通知代理商 周五前")
_ADDED = Text("Added to {name}", "已添加到 {name}")
_NEW = Text("☐ {who} added: {what}", "☐ {who} 添加了待办：{what}")
_DONE = Text("☑ {who} has done: {what}", "☑ {who} 已完成：{what}")
_UNDONE = Text("☐ {who}: not done yet: {what}", "☐ {who} 标为未完成：{what}")
_WHICH = Text("Which to-do? Name it, as in T-5. These are open:", "是哪个待办？请写编号，例如 T-5。未完成的：")
_TICKED = Text("Done", "已完成")
_NONE = Text("Nothing is waiting to be done.", "没有未完成的待办。")
_HOW_NEW = Text(
    "Add one on a decision’s card, or say: decide todo D-12 …", "可在决策卡片上添加，或说：决策 待办 D-12 …"
)
_WAITING = Text("To do: {n}", "待办：{n} 项")
_WAITING_LATE = Text("To do: {n}, {late} of them late", "待办：{n} 项，其中 {late} 项已逾期")
_LATE = Text("late", "已逾期")
_TODAY = Text("Due today or late: {n}", "今天到期或已逾期的待办：{n} 项")
