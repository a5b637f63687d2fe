"""The courier: sends one parcel, finds out what became of it, and writes that down."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta
from enum import Enum
from functools import partial

from slack_sdk.web.async_client import AsyncWebClient

from analysis.errors import Unavailable
from analysis.model import Lang, Text
from bot import faults
from bot.arrivals import Place
from bot.faults import Fate, Refusal, attempt
from bot.hands import Hands
from bot.letters import Posted
from bot.pace import Pace
from bot.sending import KINDS, Kind
from bot.terms import Terms
from bot.whispers import tell
from storage.records import Lost, Parcel, Records, Turn

log = logging.getLogger(__name__)

_WRITES_S = (0.05, 0.2, 1.0, 2.0, 4.0, 8.0)
"""The pauses before what became of a parcel is written down again, should the database be held by another."""
_PEOPLE = ("U", "W")

_GIVEN_UP = Text(
    "I could not post your answer in <#{channel}>, and have stopped trying. {why}",
    "您的回答没能发到 <#{channel}>，已停止重试。{why}",
)
_UNSAID = Text(
    "I could not post {notice} in <#{channel}>, and have stopped trying. {why}",
    "{notice} 没能发到 <#{channel}>，已停止重试。{why}",
)


class Came(Enum):
    """What became of a parcel that does not stand yet: tried again later, or another way."""

    LATER = "later"
    TURNED = "turned"
    LOST = "lost"


class Courier:
    """Sends parcels that are held. What Slack asks of a channel is told to the `pace`."""

    def __init__(self, client: AsyncWebClient, records: Records, terms: Terms, pace: Pace) -> None:
        self.bot_name = "chestnut"
        self.site = ""
        self._client = client
        self._outbox = records.outbox
        self._terms = terms
        self._pace = pace

    async def deliver(self, parcel: Parcel, *, asked: bool) -> Posted | Came:
        """Send it, and write down where it stands or what comes next.

        With `asked`, somebody waits for it: what Slack refuses for good is raised, as Refusal, for them to be told.
        """
        hands = self._hands(parcel)
        posted = await attempt(self._send(hands))
        if isinstance(posted, Exception):
            return await self._failed(hands, posted, asked=asked)
        await self._terms.probe("sent")
        marked = await self._write(partial(self._outbox.sent, hands.parcel, posted.ts, self._terms.now()))
        await self._terms.probe("marked")
        return posted if marked else Came.LOST

    def _hands(self, parcel: Parcel) -> Hands:
        terms = self._terms

        async def picture(digest: str) -> bytes | None:
            return await asyncio.to_thread(self._outbox.picture, digest)

        async def note(files: tuple[str, ...]) -> Parcel:
            return await asyncio.to_thread(self._outbox.note, parcel, files, terms.held())

        return Hands(self._client, parcel, picture, note, terms.probe, terms.settle.total_seconds(), self.site)

    async def _send(self, hands: Hands) -> Posted:
        kind = KINDS[hands.parcel.kind]
        await self._terms.probe("claimed")
        if hands.parcel.doubtful and (found := await self._found(hands, kind)):
            return found
        await self._terms.probe("sending")
        hands.begun = True
        return await kind.send(hands)

    async def _found(self, hands: Hands, kind: Kind) -> Posted | None:
        """Where an earlier attempt stands, if it arrived. Raises Refusal when that may be known later."""
        if kind.find is None:
            return None
        found = await attempt(kind.find(hands))
        if not isinstance(found, Exception):
            return found
        if isinstance(found, Refusal) and faults.fate(found) is Fate.REFUSED:
            log.warning("Slack does not let me see whether %s arrived (%s): sent again", hands.parcel.key, found)
            return None
        raise found

    async def _failed(self, hands: Hands, fault: Exception, *, asked: bool) -> Came:
        """Another way, another time, or never: what is right depends on what Slack may have done."""
        parcel = hands.parcel
        if isinstance(fault, Lost):
            log.info("Parcel %s is someone else's by now", parcel.key)
            return Came.LOST
        fate = faults.fate(fault) if isinstance(fault, Refusal) else Fate.UNDONE
        doubtful = fate is Fate.DOUBTFUL if hands.begun else parcel.doubtful
        error = faults.code(fault) or f"{type(fault).__name__}: {fault}"
        log.warning("Parcel %s did not reach %s: %s (%s)", parcel.key, parcel.channel, error, fate.value)
        if not doubtful and (instead := self._instead(parcel, fault, fate)):
            await self._write(partial(self._outbox.turn, parcel, instead, error, self._terms.now()))
            return Came.TURNED
        if fate is Fate.REFUSED or self._terms.over(parcel):
            await self._write(partial(self._outbox.end, parcel, error, self._terms.now(), told=asked))
            if asked:
                raise fault
            await self._tell(parcel, fault)
            return Came.LATER
        await self._put_off(parcel, fault, error, doubtful=doubtful)
        return Came.LATER

    def _instead(self, parcel: Parcel, fault: Exception, fate: Fate) -> Turn | None:
        """The next way for what Slack refuses, or a picture that it does not take however often it is asked."""
        kind, error = KINDS[parcel.kind], faults.code(fault)
        instead = kind.gone if error == "message_not_found" and kind.gone else kind.instead
        worn = fate is Fate.REFUSED or parcel.attempt >= self._terms.picture_attempts
        if instead is None or not worn or error in faults.NOT_HERE:
            return None
        return instead(parcel, faults.sentence(fault, self.bot_name).of(Lang(parcel.lang)))

    async def _put_off(self, parcel: Parcel, fault: Exception, error: str, *, doubtful: bool) -> None:
        asked_s = faults.retry_after(fault)
        if asked_s:
            self._pace.hold(parcel.channel, self._terms.now() + timedelta(seconds=asked_s))
        due = self._terms.again(parcel.attempt, asked_s)
        await self._write(partial(self._outbox.later, parcel, due, error, doubtful=doubtful))

    async def _tell(self, parcel: Parcel, fault: Exception) -> None:
        """Tell whoever asked that it will not come; what the clock decided has nobody to tell."""
        log.error("Parcel %s for %s is given up", parcel.key, parcel.channel, exc_info=fault)
        if not parcel.person.startswith(_PEOPLE):
            return
        lang = Lang(parcel.lang)
        why = faults.sentence(fault, self.bot_name).of(lang)
        said = _UNSAID if parcel.notice else _GIVEN_UP
        sentence = said.of(lang, channel=parcel.channel, why=why, notice=parcel.notice)
        told = await attempt(tell(self._client, sentence, Place(parcel.person, parcel.channel, parcel.thread)))
        if isinstance(told, Exception):
            log.error("Nor could %s be told", parcel.person, exc_info=told)

    async def _write(self, change: Callable[[], None]) -> bool:
        """Write down what became of a parcel, also when the database is held by another for a while.

        False when that failed or came too late: then its lease runs out, and whoever takes it looks for it in Slack.
        """
        for pause in (*_WRITES_S, None):
            written = await attempt(asyncio.to_thread(change))
            if not isinstance(written, Exception):
                return True
            if pause is None or not isinstance(written, Unavailable):
                log.error("What became of a parcel could not be written down", exc_info=written)
                return False
            await asyncio.sleep(pause)
        return False
