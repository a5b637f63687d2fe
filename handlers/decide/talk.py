"""What goes with a decision: what was said about it, and what is to be done."""

from collections.abc import Mapping, Sequence

from handlers.command import Shop
from storage.records.alerts.decision import Decision, Todo
from storage.records.threads.model import Comment, Kind, Subject


def discussion(decision: Decision, shop: Shop) -> tuple[Comment, ...]:
    """What was said of a decision and of the alert it answers, in order."""
    subjects = [Subject(Kind.DECISION, decision.id)]
    if decision.origin.episode is not None:
        subjects.append(Subject(Kind.ALERT, decision.origin.episode))
    threads = [thread for subject in subjects for thread in shop.records.logs.of(subject)]
    return shop.records.comments.of(dict.fromkeys(threads))


def todos_of(held: Sequence[Decision], shop: Shop) -> Mapping[int, tuple[Todo, ...]]:
    """The to-dos of decisions, by their numbers."""
    found: dict[int, tuple[Todo, ...]] = {}
    for todo in shop.records.todos.of([decision.id for decision in held]):
        found[todo.decision] = (*found.get(todo.decision, ()), todo)
    return found
