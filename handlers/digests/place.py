"""Where a digest is sent, and how it is spoken of there."""

from datetime import datetime

from analysis import language
from analysis.digests import reading
from analysis.errors import Mistake
from analysis.model import Lang, Text
from handlers.alerts.cards.times import Times
from handlers.ask import asked, words
from handlers.command import Shop, mention
from handlers.manners import LANGUAGE
from storage.records import Scope
from storage.records.digests.model import Digest, Request

LONGEST = 120


def direct(wanted: Request) -> bool:
    """Whether it goes to its owner's direct messages."""
    return wanted.channel == wanted.person


def named(wanted: Request, lang: Lang) -> str:
    """Where it goes, for people to read."""
    return _DIRECT.of(lang) if direct(wanted) else mention(wanted.channel)


def lang(wanted: Request, shop: Shop) -> Lang:
    """The language it is sent in: that of the channel or the person, else the one it was asked for in."""
    scope = Scope.PERSON if direct(wanted) else Scope.CHANNEL
    chosen = shop.records.preferences.of(scope, wanted.channel).get(LANGUAGE)
    return Lang(chosen) if chosen in set(Lang) else wanted.lang


def when(digest: Digest, moment: datetime, now: datetime, shop: Shop, told: Lang) -> str:
    """A moment on the digest's own clock: "Mon 23 Nov, 9:00"; with its zone where that is not the shop's."""
    schedule = digest.request.schedule
    said = Times(schedule.clock(shop.catalog.zone), told, now).clock(moment)
    return _ABROAD.of(told, when=said, zone=schedule.zone) if schedule.zone else said


def says(wanted: Request, now: datetime, shop: Shop, told: Lang) -> str:
    """What it asks, in words that ask it again; as it is kept where it no longer reads."""
    if wanted.question == reading.MORNING.en:
        return reading.MORNING.of(told)
    try:
        query = asked(language.read(wanted.question, words(shop), now))
    except Mistake:
        return wanted.question
    return language.write(query, words(shop), told)


def title(digest: Digest, now: datetime, shop: Shop, told: Lang) -> str:
    """A digest in a line: "G-4 · every weekday 09:00 · revenue yesterday by channel"."""
    asks = says(digest.request, now, shop, told)
    asks = asks if len(asks) <= LONGEST else f"{asks[: LONGEST - 1]}…"
    return f"{digest.name} · {reading.write(digest.request.schedule, told)} · {asks}"


_DIRECT = Text("our direct messages", "我们的私信")
_ABROAD = Text("{when} ({zone})", "{when}（{zone}）")
