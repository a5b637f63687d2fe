"""What is open and what is due, in lines: alerts, reviews of decisions, to-dos."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from analysis import words
from analysis.alerts.handling import CLOSED
from analysis.model import Lang, Text
from handlers.alerts import naming
from handlers.alerts.cards import view as views
from handlers.alerts.rules.listing import opened
from handlers.command import Shop, mention
from storage.records.alerts.decision import Decision, Stage, Todo
from storage.records.alerts.decisions import Search

MOST = 5
_UNDER_WAY = (Stage.PROPOSED, Stage.DECIDED, Stage.IN_PROGRESS)


@dataclass(frozen=True)
class Readers:
    """Who reads it: a channel, or one person where it is none. `now` is when."""

    channel: str
    person: str
    lang: Lang
    now: datetime


def alerts(to: Readers, shop: Shop) -> tuple[str, ...]:
    """The open alerts of the channel; of a person's own digest, all whose numbers are for everyone."""
    known = {kept.id for kept in shop.records.rules.all() if naming.seen(kept, to.channel or None, shop)}
    found = [each for each in shop.records.episodes.open(to.channel or None) if each.rule_id in known]
    shown = [views.of(episode.id, shop, to.now, to.lang) for episode in found]
    waiting = [view for view in shown if view.handling.state not in CLOSED]
    waiting.sort(key=lambda view: (view.handling.acked is not None, view.episode.fired_at, view.episode.id))
    return _few([opened(view, shop, here=bool(to.channel)) for view in waiting], to.lang)


def reviews(to: Readers, shop: Shop) -> tuple[str, ...]:
    """The decisions whose day of review has come, the longest due first: made in the channel, or the person's own."""
    today = to.now.astimezone(shop.catalog.zone).date()
    whose = "" if to.channel else to.person
    wanted = Search(stages=_UNDER_WAY, review_by=today, channel=to.channel, person=whose)
    found = shop.records.decisions.search(wanted)
    ranked = sorted(found, key=lambda decision: decision.latest.said.review_on or today)
    return _few([_review(decision, today, to) for decision in ranked], to.lang)


def todos(to: Readers, shop: Shop) -> tuple[str, ...]:
    """The to-dos that are due today or overdue, the longest first: of the channel's decisions, or the person's own."""
    today = to.now.astimezone(shop.catalog.zone).date()
    waiting: Iterable[Todo] = shop.records.todos.waiting("" if to.channel else to.person, today)
    if to.channel:
        here = {each.id for each in shop.records.decisions.search(Search(channel=to.channel))}
        waiting = (todo for todo in waiting if todo.decision in here)
    return _few([_todo(todo, today, to) for todo in waiting], to.lang)


def _review(decision: Decision, today: date, to: Readers) -> str:
    said = decision.latest.said
    when = _by(said.review_on or today, today, to.lang)
    return " · ".join(filter(None, (f"D-{decision.id}", said.what[:_LONGEST], when, _whose(said.owner, to))))


def _todo(todo: Todo, today: date, to: Readers) -> str:
    when = _by(todo.due or today, today, to.lang)
    return " · ".join(filter(None, (f"T-{todo.id}", todo.text[:_LONGEST], when, _whose(todo.owner, to))))


def _by(day: date, today: date, lang: Lang) -> str:
    return _TODAY.of(lang) if day >= today else _OVERDUE.of(lang, day=words.day(day, lang))


def _whose(owner: str, to: Readers) -> str:
    """Its owner; nobody needs to be told that it is their own."""
    return mention(owner) if owner and owner != to.person else ""


def _few(lines: list[str], lang: Lang) -> tuple[str, ...]:
    more = len(lines) - MOST
    return (*lines[:MOST], *((_MORE.of(lang, n=more),) if more > 0 else ()))


_LONGEST = 140
_TODAY = Text("due today", "今天到期")
_OVERDUE = Text("overdue since {day}", "已逾期（{day}到期）")
_MORE = Text("and {n} more", "另有{n}项")
