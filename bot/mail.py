"""The mail: what handlers say unasked, made ready for the outbox on whichever thread decides it."""

import asyncio
import logging
from collections.abc import Coroutine
from concurrent.futures import TimeoutError as TooLong
from contextlib import suppress
from dataclasses import replace
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot import faults
from bot.faults import Refusal, tried
from bot.letters import Letter
from bot.outbox import Outbox
from bot.packing import pack_again, pack_notice
from charts.chart import Chart
from handlers.command import Notice
from storage.records import Draft, Records, State

log = logging.getLogger(__name__)

PATIENCE_S = 5.0
# A message that is one with its picture cannot be changed in place: there the picture goes below it.
_STRATEGIES = {"message": "thread"}
_USERS = ("U", "W")
_PEOPLE = (*_USERS, "D")
_NOT_SENT = (State.DEAD, State.DECLINED)


class Post:
    """The mail of a running bot. Made on its event loop; every method is for other threads."""

    def __init__(self, client: AsyncWebClient, outbox: Outbox, records: Records, pictures: str) -> None:
        """`pictures` is the setting of that name."""
        self._loop = asyncio.get_running_loop()
        self._client = client
        self._outbox = outbox
        self._records = records
        self._pictures = _STRATEGIES.get(pictures, pictures)
        self._rooms: dict[str, str] = {}

    def pack(self, notice: Notice) -> tuple[Draft, ...]:
        """What to put into the outbox, its pictures drawn.

        A change of a notice that was given up before it ever stood becomes that notice.
        """
        letter = Letter(notice.reply, notice.lang, person=notice.person, key=notice.key)
        letter = letter.to(self._room(notice.channel), notice.thread)
        pictures = self._pictures if notice.pin is None or self._pictures == "text" else "block"
        changes = notice.edits and not self._given_up(notice.edits)
        if pictures != "text" and (notice.pin or not changes):
            letter = _drawn(letter)
        if notice.edits and not changes:
            return pack_again(letter, notice, pictures)
        return pack_notice(letter, notice, pictures)

    def look(self) -> None:
        """Send what was put into the outbox."""
        with suppress(RuntimeError):
            # The loop is closed when the bot has stopped meanwhile: the next start sends what is due.
            self._loop.call_soon_threadsafe(self._outbox.look)

    def reaches(self, channel: str) -> bool | None:
        """Whether the bot is in a channel that is in use; None when Slack does not tell in time."""
        if channel.startswith(_PEOPLE):
            return True
        try:
            info = self._asked(self._client.conversations_info(channel=channel))["channel"]
        except (*Refusal, TooLong) as fault:
            if faults.code(fault) in faults.NOT_HERE:
                return False
            log.warning("Slack does not tell whether I reach %s: %s", channel, faults.code(fault) or repr(fault))
            return None
        return bool(info.get("is_member")) and not info.get("is_archived")

    def _room(self, channel: str) -> str:
        """The channel itself; for a person that of our direct messages, for nothing can be changed under their id."""
        if not channel.startswith(_USERS) or channel in self._rooms:
            return self._rooms.get(channel, channel)
        try:
            opened = self._asked(self._client.conversations_open(users=channel))
        except (*Refusal, TooLong) as fault:
            log.warning("The direct messages with %s do not open: %s", channel, faults.code(fault) or repr(fault))
            return channel
        return self._rooms.setdefault(channel, str(opened["channel"]["id"]))

    def _given_up(self, key: str) -> bool:
        if self._records.standing.of(key):
            return False
        parcel = self._records.outbox.find(key)
        return parcel is not None and parcel.state in _NOT_SENT

    def _asked(self, call: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401
        asked = asyncio.run_coroutine_threadsafe(call, self._loop)
        try:
            return asked.result(PATIENCE_S)
        except TooLong:
            asked.cancel()
            raise


def _drawn(letter: Letter) -> Letter:
    """The letter with its charts drawn; one that cannot be is told in words."""
    return replace(letter, pictures=tuple(map(_draw, letter.reply.charts)))


def _draw(chart: Chart) -> bytes | None:
    png = tried(chart.png)
    if isinstance(png, Exception):
        # Whatever broke in the drawing, the news itself has to go out.
        log.error("The picture %r could not be drawn", chart.title, exc_info=png)
        return None
    return png
