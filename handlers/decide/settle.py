"""Changes of decisions: what is kept, the card and the thread, written down together or not at all."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from analysis.errors import Unavailable
from analysis.model import Text
from handlers.command import Call, Notice, Shop
from handlers.decide import card, named
from storage.records import Deed, Setter, Stale, Transaction
from storage.records.alerts.decision import Decision, Revision, Statement, Todo

TRIES: Final = 8


@dataclass(frozen=True)
class Change:
    """What is to be written, what people see of it, and its line of the audit."""

    write: Callable[[Transaction], object]
    notices: tuple[Notice, ...]
    deed: str
    subject: str


def settle(plan: Callable[[], Change | None], call: Call, shop: Shop) -> None:
    """Make a change in one transaction with all that tells of it; planned anew when someone was quicker.

    Nothing happens where there is nothing to change. Raises what `plan` raises, and Unavailable.
    """
    for _ in range(TRIES):
        change = plan()
        if change is None:
            return
        drafts = [draft for notice in change.notices for draft in shop.mail.pack(notice)]
        try:
            with shop.records.begin() as within:
                change.write(within)
                shop.records.audit.note(trace(change, call), within)
                shop.records.outbox.put(drafts, call.now, within=within)
        except Stale:
            continue
        shop.mail.look()
        return
    raise Unavailable(_BUSY)


def trace(change: Change, call: Call) -> Deed:
    """Who did it, and where."""
    return Deed(call.now, call.person, change.deed, change.subject, call.origin.value, call.channel)


@dataclass(frozen=True)
class Said:
    """What a decision is to say from now on, and the line that tells its thread."""

    statement: Statement
    line: Text


def revise(number: int, say: Callable[[Decision], Said | None], deed: str, call: Call, shop: Shop) -> None:
    """Let a decision say something else, unless `say` finds nothing to change. Raises what `say` does, and Mistake."""

    def plan() -> Change | None:
        before = named.decision(number, shop)
        said = say(before)
        return None if said is None else revision(before, said, deed, call, shop)

    settle(plan, call, shop)


def revision(before: Decision, said: Said, deed: str, call: Call, shop: Shop) -> Change:
    """The change that makes a decision say something else."""
    latest = Revision(before.latest.number + 1, call.now, call.person, said.statement)
    after = shown(replace(before, latest=latest, version=before.version + 1))
    setter = Setter(call.person, call.now)
    return Change(
        lambda within: shop.records.decisions.revise(replace(before, card=after.card), said.statement, setter, within),
        told(after, said.line, shop),
        deed,
        f"D-{before.id} {said.statement.stage.value}",
    )


def shown(decision: Decision) -> Decision:
    """With a card, should it be from before decisions had one."""
    return decision if decision.card else replace(decision, card=card.name(decision), version=1)


def told(after: Decision, line: Text, shop: Shop, todos: tuple[Todo, ...] | None = None) -> tuple[Notice, ...]:
    """The card as it is now, with the to-dos on record unless others are given, and the line about it."""
    todos = shop.records.todos.of((after.id,)) if todos is None else todos
    return (card.notice(after, todos, shop), card.line(after, line, shop))


_BUSY = Text(
    "Many people are at this decision right now, and yours did not go through. Try again in a moment.",
    "很多人正在同时修改这条决策，您的操作没有成功，请稍后再试。",
)
