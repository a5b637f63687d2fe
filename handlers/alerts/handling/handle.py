"""What people do to an episode: the deed, its trace, the card and the thread, written down together or not at all."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from analysis.alerts.condition import Told
from analysis.alerts.handling import allowed, handling
from analysis.alerts.people import Deed, Handled, Verb
from analysis.errors import Unavailable
from analysis.model import Lang, Text
from handlers.alerts.cards import people
from handlers.alerts.cards import view as views
from handlers.alerts.cards.publish import publish
from handlers.alerts.cards.times import Times
from handlers.alerts.cards.view import Known, View
from handlers.command import Call, Notice, Shop
from storage.records import Deed as Trace
from storage.records import Draft, Stale, Transaction
from storage.records.alerts.decision import Statement
from storage.records.alerts.model import Episode

TRIES: Final = 8
AFTERWARDS: Final = frozenset({Verb.FALSE_ALARM, Verb.DECIDE})
"""What still makes sense when the machine has ended an episode."""
SAME: Final = timedelta(minutes=5)
"""Two snoozes of one person that end within this are one, delivered twice."""


@dataclass(frozen=True)
class Act:
    """What someone wants done. `source` is how: a button's id, `:eyes:`, `command`."""

    verb: Verb
    source: str
    until: datetime | None = None
    whom: str = ""
    why: str = ""


@dataclass(frozen=True)
class Change:
    """What a deed makes of an episode: all its deeds from then on, what is written, the line, the audit.

    Nobody is told of one without a line, or `apart`: what is said instead of it.
    """

    deeds: tuple[Deed, ...]
    write: Callable[[Transaction], object]
    line: Callable[[Times], str]
    trace: str
    decided: Statement | None = None
    apart: tuple[Notice, ...] = ()


def do(episode_id: int, act: Act, call: Call, shop: Shop) -> View:
    """Let the caller do something to an episode, once, however often it is asked. Raises Mistake and Unavailable.

    Nothing changes where it stands so already, or where it makes no sense any more: the view tells.
    """
    deed = Deed(0, call.done_at or call.now, call.person, act.verb, act.source, act.until, act.whom, act.why)

    def change(known: Known) -> Change | None:
        if not fresh(known, deed, call.now):
            return None
        return Change(
            (*known.deeds, deed),
            lambda within: shop.records.deeds.add(episode_id, deed, within),
            lambda times: people.did(deed, times),
            " ".join(filter(None, (deed.until.isoformat() if deed.until else "", deed.whom, deed.why))),
        )

    return carry(episode_id, f"alert.{act.verb}", change, call, shop)


def take_back(episode_id: int, verb: Verb, source: str, call: Call, shop: Shop) -> View:
    """Undo what the caller did that way (any way, without `source`); what it had covered shows again.

    Nobody undoes another's deed. One that is taken back before it arrives is remembered, and counts for nothing then.
    """
    at = call.done_at or call.now

    def change(known: Known) -> Change | None:
        mine = [deed for deed in known.deeds if _alike(deed, verb, source, call.person)]
        standing = [deed for deed in mine if deed.undone is None and deed.at <= at]
        if not standing:
            if not call.done_at or any(deed.undone and deed.undone >= at for deed in mine):
                return None
            early = Deed(0, at, call.person, verb, source, undone=at)
            return Change(
                (*known.deeds, early),
                lambda within: shop.records.deeds.add(episode_id, early, within),
                lambda _times: "",
                "undone",
            )
        gone = {deed.id for deed in standing}
        return Change(
            tuple(replace(deed, undone=at) if deed.id in gone else deed for deed in known.deeds),
            lambda within: [shop.records.deeds.undo(deed_id, at, within) for deed_id in gone],
            lambda times: people.took_back(standing[-1], times),
            "undone",
        )

    return carry(episode_id, f"alert.{verb}", change, call, shop)


def carry(episode_id: int, deed: str, change: Callable[[Known], Change | None], call: Call, shop: Shop) -> View:
    """Make a change of an episode in one transaction with all that tells of it; anew when someone was quicker."""
    for _ in range(TRIES):
        known = views.known(episode_id, shop)
        made = change(known)
        if made is None:
            return views.made(known, shop, call.now)
        episode = replace(known.episode, version=known.episode.version + 1)
        view = views.made(_after(known, episode, made, shop), shop, call.now)
        drafts = _drafts(view, made, shop)
        try:
            with shop.records.begin() as within:
                shop.records.episodes.change(episode, within)
                made.write(within)
                shop.records.audit.note(_trace(deed, made, episode_id, call), within)
                shop.records.outbox.put(drafts, call.now, within=within)
        except Stale:
            continue
        shop.mail.look()
        return view
    raise Unavailable(_BUSY)


def fresh(known: Known, deed: Deed, now: datetime) -> bool:
    """Whether a deed changes anything: not if it stands so already, nor if it was taken back since it was done."""
    if known.episode.ended_at is not None and deed.verb not in AFTERWARDS:
        return False
    mine = [each for each in known.deeds if _alike(each, deed.verb, deed.source, deed.person)]
    if any(each.undone is not None and each.undone >= deed.at for each in mine):
        return False
    stood = handling(known.deeds, now)
    if deed.verb is Verb.FALSE_ALARM and stood.state is Handled.FALSE_ALARM:
        return bool(deed.why) and deed.why != stood.why
    if not allowed(stood, deed.verb):
        return False
    match deed.verb:
        case Verb.ACK if stood.acked is not None:
            return deed.person not in {each.person for each in people.ackers(known.deeds)} or _confirms(known, mine)
        case Verb.SNOOZE if stood.snoozed is not None and stood.snoozed.until and deed.until:
            twice = stood.snoozed.person == deed.person and abs(stood.snoozed.until - deed.until) < SAME
            return not twice or stood.snoozed.why != deed.why
        case Verb.ASSIGN:
            return stood.assignee != deed.whom
    return True


def _confirms(known: Known, mine: list[Deed]) -> bool:
    """Whether whoever is on it already was reminded, and has not answered yet."""
    episode = known.episode
    if episode.told is not Told.REMINDER or episode.told_at is None:
        return False
    return all(each.at <= episode.told_at for each in mine)


def _alike(deed: Deed, verb: Verb, source: str, person: str) -> bool:
    return deed.person == person and deed.verb is verb and source in ("", deed.source)


def _after(known: Known, episode: Episode, made: Change, shop: Shop) -> Known:
    decided = (made.decided, *views.decisions(episode.id, shop)) if made.decided else None
    return replace(known, episode=episode, deeds=made.deeds, decided=decided)


def _drafts(view: View, made: Change, shop: Shop) -> list[Draft]:
    """What the channel is to see. Of an episode that was kept back nobody was told yet, and nobody is now."""
    said = Text(*(made.line(Times(shop.catalog.zone, lang, view.now)) for lang in (Lang.EN, Lang.ZH)))
    shown = publish(view, Told.HANDLED, shop, said) if view.episode.card and (said.en or made.apart) else ()
    return [draft for notice in (*shown, *made.apart) for draft in shop.mail.pack(notice)]


def _trace(deed: str, made: Change, episode_id: int, call: Call) -> Trace:
    subject = f"A-{episode_id} {made.trace}".strip()
    return Trace(call.now, call.person, deed, subject, call.origin.value, call.channel)


_BUSY = Text(
    "Many people are at this alert right now, and yours did not go through. Try again in a moment.",
    "很多人正在同时处理这条预警，您的操作没有成功，请稍后再试。",
)
