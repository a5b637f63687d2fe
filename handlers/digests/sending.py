"""Sending what is due: each digest once each time, late or not at all as its owner wants it."""

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import uuid4

from analysis.digests.schedule import ON_TIME
from analysis.errors import Mistake, Unavailable
from analysis.model import Text
from handlers.apart import apart
from handlers.command import Audience, Notice, Reply, Shop, Step
from handlers.digests import letter, place
from storage.records import Lease
from storage.records.digests.model import Claim, Digest, Done, Outcome, Status

log = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=5)
"""For how long a digest is someone's to send; whoever is slower than that has lost it."""


def send(now: datetime, shop: Shop) -> tuple[Reply, ...]:
    """Send every digest that is due. A job. Raises Unavailable when the memory cannot be read at all."""
    for digest in shop.records.digests.due(now):
        claim = shop.records.digests.claim(digest, Lease(uuid4().hex, now + LEASE), now)
        if claim is not None:
            with apart(digest.name, partial(_drop, claim, shop)):
                _send(digest, claim, now, shop)
    return ()


def _drop(claim: Claim, shop: Shop) -> None:
    with suppress(Unavailable):
        # A claim that cannot be handed back runs out by itself.
        shop.records.digests.drop(claim)


def _send(digest: Digest, claim: Claim, now: datetime, shop: Shop) -> None:
    """Of several times that were missed only the last one counts."""
    schedule, zone = digest.request.schedule, shop.catalog.zone
    due = max(schedule.latest(now, zone), digest.next_at)
    following = schedule.after(now, zone)
    if schedule.too_late(due, now):
        log.info("%s of %s is skipped: it is too late for it", digest.name, due.isoformat())
        done = Done(due, Outcome.SKIPPED, following, digest.status, digest.note)
        shop.records.digests.finish(claim, done)
        return
    try:
        notice = letter.notice(digest, due, now, shop)
    except Mistake as fault:
        _break(digest, claim, fault, Done(due, Outcome.BROKEN, following, Status.BROKEN, fault.sentence.en), now, shop)
        return
    outcome = Outcome.LATE if now - due > ON_TIME else Outcome.SENT
    _write(claim, Done(due, outcome, following), (notice,), now, shop)


def _break(digest: Digest, claim: Claim, fault: Mistake, done: Done, now: datetime, shop: Shop) -> None:
    """It cannot be sent any more: its owner is told once. It is kept, and tried again each time."""
    known = digest.status is Status.BROKEN
    _write(claim, done, () if known else (_broke(digest, fault, done.due, now, shop),), now, shop)


def _broke(digest: Digest, fault: Mistake, due: datetime, now: datetime, shop: Shop) -> Notice:
    person = digest.request.person
    lang = digest.request.lang
    again = tuple(Step("kpi.ask", each, each) for each in fault.suggestions[:_MOST])
    steps = (*again, Step("digest.remove", _REMOVE.of(lang), digest.name))
    title = place.title(digest, now, shop, lang)
    reply = Reply(
        _BROKE.of(lang, digest=title),
        body=(fault.say(lang),),
        notes=(_KEPT.of(lang),),
        steps=steps,
        audience=Audience.PERSON,
    )
    return Notice(f"{digest.name}/broken/{due:%Y-%m-%dT%H:%MZ}", reply, person, lang, person=person)


def _write(claim: Claim, done: Done, notices: tuple[Notice, ...], now: datetime, shop: Shop) -> None:
    drafts = [draft for notice in notices for draft in shop.mail.pack(notice)]
    with shop.records.begin() as within:
        shop.records.digests.finish(claim, done, within)
        shop.records.outbox.put(drafts, now, within=within)
    shop.mail.look()


_MOST: Final = 3
_REMOVE = Text("Remove it", "删除")
_BROKE = Text("⚠️ I cannot send this digest any more: {digest}", "⚠️ 这个定时报告发不出去了：{digest}")
_KEPT = Text(
    "It is kept, and goes out again by itself as soon as that works. You are told this once.",
    "它会保留，恢复后自动继续发送。此提醒只发一次。",
)
