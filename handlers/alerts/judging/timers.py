"""What is due on an open alert although no window closed: words kept back, repeats, reminders, escalation, snoozes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from analysis.alerts.condition import Told
from analysis.alerts.handling import CLOSED, handling
from analysis.alerts.hours import opens
from analysis.alerts.people import Deed, Handling, Verb
from analysis.model import Lang, Text
from handlers.alerts.cards.times import Times
from handlers.alerts.judging.broken import fault
from handlers.alerts.judging.round import Round, begin
from handlers.alerts.judging.settle import Settling, settle
from handlers.alerts.judging.telling import Case, Telling, tell
from handlers.apart import apart
from handlers.command import Reply, Shop, mention
from storage.records.alerts.model import Episode, Status

DECAY: Final = timedelta(minutes=30)
"""How long after a reminder whoever is on an alert may stay silent, before it counts as unanswered again."""

TIMER: Final = "timer"
"""The source of a deed that nobody did."""


def remind(now: datetime, shop: Shop) -> tuple[Reply, ...]:
    """Say what has become due on open alerts. Raises Unavailable when the memory cannot be read at all.

    What is due is read from the episode and its deeds, so whoever comes second finds nothing left to do.
    """
    rules = {kept.id: kept for kept in shop.records.rules.all(Status.ACTIVE) if not fault(kept.rule, shop.catalog)}
    open_now = [episode for episode in shop.records.episodes.open() if episode.rule_id in rules]
    if not open_now:
        return ()
    known = begin([rules[episode.rule_id] for episode in open_now], now, shop)
    states = shop.records.windows.states(known.episodes)
    for rule_id in known.episodes:
        if known.stopping():
            break
        case = Case(rules[rule_id], states[rule_id], *known.open_of(rules[rule_id]), now)
        with apart(f"R-{rule_id}"):
            settle(case, Settling(lambda each: _next(each, known), lambda *_: None), shop)
    return ()


@dataclass(frozen=True)
class Watch:
    """An open episode that people were told of, and how they stand to it."""

    case: Case
    episode: Episode
    told_at: datetime
    handling: Handling
    known: Round

    @property
    def audible(self) -> bool:
        """Whether the rule may speak now of what it was told of."""
        quiet, kept = self.known.quiet, self.case.kept
        held = quiet.held(kept, self.case.firing)
        return quiet.of_rule(kept) is None and not self.case.firing <= held.keys()

    def say(self, told: Told, **more: object) -> Telling:
        """Tell people, from now on the last thing they were told."""
        episode = replace(self.episode, version=self.episode.version + 1, told=told, told_at=self.case.now)
        return replace(Telling(episode, told), **more)  # type: ignore[arg-type]


def _next(case: Case, known: Round) -> Telling:
    """The one thing that is to be done now; nothing at all where nothing is due."""
    if case.episode is None or not case.firing:
        return Telling()
    if case.episode.told_at is not None:
        stood = handling(case.deeds, case.now)
        watch = Watch(case, case.episode, case.episode.told_at, stood, known)
        found = next((telling for timer in TIMERS if (telling := timer(watch)) is not None), None)
        if found is not None:
            return found
    owed = tell(case, known.quiet)
    if owed.told is not None:
        return owed
    return Telling() if owed.suppressed is case.episode.suppressed else replace(owed, shown=False)


def _awake(watch: Watch) -> Telling | None:
    """A snooze is over, and nothing was said since: one word, if nobody else is on it."""
    if watch.handling.snoozed or watch.handling.acked or watch.handling.state in CLOSED:
        return None
    over = [deed.until for deed in _standing(watch, Verb.SNOOZE) if deed.until and deed.until <= watch.case.now]
    if not over or watch.told_at >= max(over) or _standing_after(watch, Verb.WAKE, max(over)):
        return None
    return watch.say(Told.SNOOZE_OVER) if watch.audible else None


def _decayed(watch: Watch) -> Telling | None:
    """Whoever is on it did not answer a reminder: it is nobody's again, and escalates as such."""
    acked, episode = watch.handling.acked, watch.episode
    if acked is None or watch.handling.state in CLOSED or episode.told is not Told.REMINDER:
        return None
    if watch.case.now - watch.told_at < DECAY or any(deed.at > watch.told_at for deed in watch.case.deeds):
        return None
    deed = Deed(0, watch.case.now, acked.person, Verb.UNACK, TIMER)
    return watch.say(Told.HANDLED, deed=deed, line=_unanswered(acked, watch))


def _escalated(watch: Watch) -> Telling | None:
    """Nobody has acted for as long as the rule allows: whoever it names hears of it, once."""
    escalation = watch.case.kept.rule.escalation
    if escalation is None or _held(watch.handling):
        return None
    began, deed_id = _unheld_since(watch)
    key = f"A-{watch.episode.id}/escalated/{deed_id}"
    if watch.case.now - began < escalation.after or not watch.audible or _said(key, watch.known.shop):
        return None
    return watch.say(Told.ESCALATED, key=key)


def _reminded(watch: Watch) -> Telling | None:
    """Nothing was done or said for as long as the rule asks to be reminded."""
    every = watch.case.kept.rule.remind
    if every is None or watch.handling.snoozed or watch.handling.state in CLOSED:
        return None
    latest = max((deed.at for deed in watch.case.deeds if deed.undone is None), default=watch.told_at)
    due = watch.case.now - max(latest, watch.told_at) >= every
    return watch.say(Told.REMINDER) if due and watch.audible else None


TIMERS: Final[tuple[Callable[[Watch], Telling | None], ...]] = (_awake, _decayed, _escalated, _reminded)
"""In the order in which they are asked: one word at a time."""


def _held(stood: Handling) -> bool:
    return stood.acked is not None or stood.snoozed is not None or stood.state in CLOSED


def _unheld_since(watch: Watch) -> tuple[datetime, int]:
    """Since when it is nobody's, and the deed that made it so (0: it never was anyone's).

    What fired while the rule might not speak counts from when it might.
    """
    rule, zone = watch.case.kept.rule, watch.known.shop.catalog.zone
    began = (opens(rule, watch.episode.fired_at, zone), 0)
    freed = [(deed.at, deed.id) for deed in watch.case.deeds if deed.verb in _FREEING and deed.undone is None]
    undone = [(deed.undone, deed.id) for deed in watch.case.deeds if deed.undone is not None]
    slept = [(deed.until, deed.id) for deed in _standing(watch, Verb.SNOOZE) if deed.until]
    return max([began, *freed, *undone, *slept])


def _standing(watch: Watch, verb: Verb) -> list[Deed]:
    return [deed for deed in watch.case.deeds if deed.verb is verb and deed.undone is None]


def _standing_after(watch: Watch, verb: Verb, moment: datetime) -> bool:
    return any(deed.at >= moment for deed in _standing(watch, verb))


def _said(key: str, shop: Shop) -> bool:
    """Whether the notice of that key was ever written down."""
    return shop.records.standing.of(key) is not None or shop.records.outbox.find(key) is not None


def _unanswered(acked: Deed, watch: Watch) -> Text:
    zone = watch.known.shop.catalog.zone
    en, zh = (
        _UNANSWERED.of(lang, who=mention(acked.person), when=Times(zone, lang, watch.case.now).clock(acked.at))
        for lang in (Lang.EN, Lang.ZH)
    )
    return Text(en, zh)


_FREEING: Final = frozenset({Verb.UNACK, Verb.WAKE, Verb.REOPEN})
_UNANSWERED: Final = Text(
    "⏰ {who} was on it since {when} and did not answer: it is open again.",
    "⏰ {who} 自{when}起在处理，但没有回应：重新变为待处理。",
)
