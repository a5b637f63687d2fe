"""The outbox's deliverer: sends what is due, each message exactly once as far as Slack lets one know."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from slack_sdk.web.async_client import AsyncWebClient

from bot.courier import Came, Courier
from bot.faults import attempt
from bot.letters import Letter, Posted
from bot.pace import Pace
from bot.packing import pack, pack_update
from bot.sending import KINDS
from bot.terms import Terms
from storage.records import Draft, Parcel, Records

log = logging.getLogger(__name__)

MANY = 16
"""How many messages are under way at once."""
_TICK_S = 5.0
_PATIENCE_S = 30.0
_TIDY = timedelta(hours=1)


class Outbox:
    """Writes messages down and delivers them, at once where it can. Used from one event loop."""

    def __init__(self, client: AsyncWebClient, records: Records, terms: Terms) -> None:
        self._records = records
        self._terms = terms
        self._pace = Pace(terms.every, terms.burst)
        self._courier = Courier(client, records, terms, self._pace)
        self._wake = asyncio.Event()
        self._runner: asyncio.Task[None] | None = None
        self._carried: dict[str, asyncio.Task[None]] = {}
        self._standing: dict[str, str] = {}
        self._asked: dict[str, asyncio.Future[Posted | None]] = {}
        self._tidied = terms.now()

    async def open(self) -> None:
        """Deliver from here on, first of all what an earlier run left behind."""
        # Before anything new is written down: what this run holds must not be taken for an earlier one's.
        took = self._terms.now() + self._terms.takeover
        taken = await attempt(asyncio.to_thread(self._records.outbox.release, self._terms.owner, took))
        if isinstance(taken, Exception):
            log.error("What an earlier run left waits for its lease", exc_info=taken)
        self._runner = asyncio.get_running_loop().create_task(self._run())

    async def close(self, within_s: float) -> None:
        """Send nothing new, wait a while for what is under way, and hand the rest back."""
        if self._runner is None:
            return
        self._runner.cancel()
        carried = list(self._carried.values())
        if carried:
            _, late = await asyncio.wait(carried, timeout=within_s)
            for task in late:
                task.cancel()
        await asyncio.gather(self._runner, *carried, return_exceptions=True)
        back = await attempt(asyncio.to_thread(self._records.outbox.release, self._terms.owner, self._terms.now()))
        if isinstance(back, Exception):
            log.warning("What was under way could not be handed back, and waits for its lease: %s", back)

    async def post(self, letter: Letter) -> Posted | None:
        """Post a letter where it is addressed.

        None when it will stand there later, for Slack keeps us waiting, or when a letter of its key already does.

        Raises Refusal when Slack will not have it, Unavailable when it cannot be written down.
        """
        return await self._put(partial(pack, letter, self._terms.pictures, letter.key), letter.channel)

    async def update(self, letter: Letter, ts: str) -> Posted | None:
        """Put a letter's words into a message of ours, like `post`."""
        return await self._put(partial(pack_update, letter, ts), letter.channel)

    async def stood(self, channel: str, within_s: float) -> None:
        """Wait a while for notices on their way there: people can react to one before Slack told us where it stands."""
        on_the_way = [self._carried[key] for key, where in self._standing.items() if where == channel]
        if on_the_way:
            await asyncio.wait(on_the_way, timeout=within_s)

    def look(self) -> None:
        """Look for what is due: to be called after someone else has written drafts down."""
        self._wake.set()

    def introduce(self, bot_name: str, site: str) -> None:
        """Learn by which name people can invite us, and the address of their workspace."""
        self._courier.bot_name = bot_name
        self._courier.site = site

    async def _put(self, make: Callable[[], Sequence[Draft]], channel: str) -> Posted | None:
        now = self._terms.now()
        lease = self._terms.held() if self._pace.take(channel, now) else None

        def write() -> tuple[str, Parcel | None, bool]:
            drafts = make()
            key, mine = drafts[0].key, self._records.outbox.put(drafts, now, lease)
            return key, mine, mine is None and self._records.outbox.over(key)

        key, mine, over = await asyncio.to_thread(write)
        if over:
            return None
        answer: asyncio.Future[Posted | None] = asyncio.get_running_loop().create_future()
        self._asked[key] = answer
        if mine:
            self._carry(mine)
        else:
            self._wake.set()
        try:
            async with asyncio.timeout(_PATIENCE_S):
                return await answer
        except TimeoutError:
            return None
        finally:
            self._asked.pop(key, None)

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            wait = await attempt(self._sweep())
            if isinstance(wait, Exception):
                log.error("The outbox could not be looked through; trying again", exc_info=wait)
                wait = _TICK_S
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._wake.wait()

    async def _sweep(self) -> float:
        """Begin to send what is due; the seconds until something may be."""
        now, outbox = self._terms.now(), self._records.outbox
        if now - self._tidied > _TIDY:
            self._tidied = now
            await asyncio.to_thread(self._records.tidy, now)
        begun = True
        while begun and len(self._carried) < MANY:
            found = await asyncio.to_thread(outbox.due, now, self._pace.full(now))
            begun = False
            for parcel in found[: MANY - len(self._carried)]:
                begun = await self._begin(parcel, now) or begun
        following = await asyncio.to_thread(outbox.next_due, now)
        waits = [self._pace.opens(now), following - now if following else None, timedelta(seconds=_TICK_S)]
        return max(0.001, min(wait for wait in waits if wait is not None).total_seconds())

    async def _begin(self, parcel: Parcel, now: datetime) -> bool:
        kind = KINDS.get(parcel.kind)
        if (kind is None or kind.paced) and not self._pace.take(parcel.channel, now):
            return False
        mine = await asyncio.to_thread(self._records.outbox.claim, parcel, self._terms.held(), now)
        if mine is not None:
            self._carry(mine)
        return mine is not None

    def _carry(self, parcel: Parcel) -> None:
        if parcel.notice:
            self._standing[parcel.key] = parcel.channel
        self._carried[parcel.key] = asyncio.get_running_loop().create_task(self._deliver(parcel))

    async def _deliver(self, parcel: Parcel) -> None:
        asked = self._asked.get(parcel.key)
        waited = asked is not None and not asked.done()
        try:
            came = await attempt(self._courier.deliver(parcel, asked=waited))
        except asyncio.CancelledError:
            if asked:
                asked.cancel()
            raise
        finally:
            del self._carried[parcel.key]
            self._standing.pop(parcel.key, None)
            self._wake.set()
        if asked is None or asked.done():
            if isinstance(came, Exception):
                log.error("Parcel %s could not be delivered", parcel.key, exc_info=came)
        elif isinstance(came, Exception):
            asked.set_exception(came)
        elif came is not Came.TURNED:
            asked.set_result(came if isinstance(came, Posted) else None)
