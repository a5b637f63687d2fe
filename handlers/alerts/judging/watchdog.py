"""Who watches the watching: checks that were not made on time are logged, and said once."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from analysis.model import Lang, Text
from handlers.alerts.cards import view as views
from handlers.alerts.cards.times import Times
from handlers.alerts.past.due import Due, due
from handlers.command import Audience, Notice, Reply, Shop
from storage.records.alerts.model import Status

log = logging.getLogger(__name__)

NAME: Final = "evaluate"
"""By which name the records know the judging of rules."""

LATE: Final = timedelta(minutes=15)
"""After how long without a completed tick people are told."""


def done(now: datetime, shop: Shop) -> None:
    """A tick was completed."""
    last = completed(shop)
    if last is None or last < now:
        shop.records.runs.done(NAME, now)


def completed(shop: Shop) -> datetime | None:
    """When the last tick was completed; None if none ever was."""
    run = shop.records.runs.of(NAME)
    return run.at if run else None


def watch(now: datetime, shop: Shop) -> tuple[Reply, ...]:
    """Say that checks are not made, while they are not. Raises Unavailable."""
    rules = shop.records.rules.all(Status.ACTIVE)
    gap(due(rules, shop.records.windows.lasts(), shop.catalog, now), now, shop)
    return ()


def gap(dues: Sequence[Due], now: datetime, shop: Shop) -> None:
    """Say once in each channel that nothing was checked for a while, if something should have been."""
    last = completed(shop)
    if last is None or now - last <= LATE:
        return
    missed = [each for each in dues if each.ends[0] + each.kept.rule.settle > last]
    if not missed:
        return
    log.error("No tick was completed since %s; %d rules have checks to be made up for", last, len(missed))
    drafts = [draft for notice in _notices(missed, last, now, shop) for draft in shop.mail.pack(notice)]
    shop.records.outbox.put(drafts, now)
    shop.mail.look()


def _notices(missed: Iterable[Due], last: datetime, now: datetime, shop: Shop) -> list[Notice]:
    by_channel: dict[str, list[Due]] = {}
    for each in missed:
        by_channel.setdefault(each.kept.rule.channel, []).append(each)
    return [_notice(channel, dues, last, now, shop) for channel, dues in by_channel.items()]


def _notice(channel: str, dues: Sequence[Due], last: datetime, now: datetime, shop: Shop) -> Notice:
    lang = views.lang(dues[0].kept, channel, shop)
    times = Times(shop.catalog.zone, lang, now)
    count = sum(len(each.ends) for each in dues)
    said = _GAP.of(lang, since=times.clock(last), long=times.lasting(now - last), n=count)
    if count == 1 and lang is Lang.EN:
        said = _GAP_ONE.of(lang, since=times.clock(last), long=times.lasting(now - last))
    key, reply = f"watch/{channel}/{last.isoformat()}", Reply(said, audience=Audience.CHANNEL)
    return Notice(key, reply, channel, lang, person=dues[0].kept.owner)


_GAP: Final = Text(
    "⚠️ No alert was checked since {since} ({long}). {n} checks are late and are made up for now.",
    "⚠️ 自 {since} 起没有检查过预警（{long}），{n} 次检查延误，正在补做。",
)
_GAP_ONE: Final = Text(
    "⚠️ No alert was checked since {since} ({long}). One check is late and is made up for now.",
    "⚠️ 自 {since} 起没有检查过预警（{long}），1 次检查延误，正在补做。",
)
