"""A picture sent for trial: whether the chosen way of sending pictures works in a channel, seen live."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from slack_sdk.web.async_client import AsyncWebClient

from analysis.model import Look, Picture
from bot.courier import Came, Courier
from bot.faults import attempt
from bot.letters import Letter, Posted
from bot.pace import Pace
from bot.packing import STRATEGIES, pack
from bot.pictures import taken_in
from bot.settings import Settings
from bot.terms import Terms
from charts.chart import Chart
from charts.page import Page, Pen
from handlers.command import Reply
from storage.records import Parcel, Records

_SAYS = "chestnut doctor: a picture for trial"


async def picture(slack: AsyncWebClient, settings: Settings, channel: str) -> str:
    """Post a picture by the chosen strategy, and take it away again. What is wrong with it; empty when nothing is."""
    with TemporaryDirectory() as folder:
        records = Records(f"sqlite:///{Path(folder) / 'trial.sqlite'}")
        records.migrate()
        try:
            return await _Trial(slack, records, settings).run(channel)
        finally:
            records.close()


class _Trial:
    """One letter through an outbox of its own, so that no other message is touched."""

    def __init__(self, slack: AsyncWebClient, records: Records, settings: Settings) -> None:
        self._slack = slack
        self._outbox = records.outbox
        self._settings = settings
        self._terms = Terms("doctor", settings.pictures, settle=timedelta(seconds=5))
        self._courier = Courier(slack, records, self._terms, Pace())

    async def run(self, channel: str) -> str:
        letter = _letter(self._settings).to(channel)
        drafts = pack(letter, self._settings.pictures)
        self._outbox.put(drafts, self._terms.now())
        stood: list[Posted] = []
        try:
            return await self._sent(drafts[-1].kind, stood)
        finally:
            for posted in reversed(stood):
                await self._take_away(posted)

    async def _sent(self, wanted: str, stood: list[Posted]) -> str:
        while due := self._outbox.due(self._terms.now()):
            mine = self._outbox.claim(due[0], self._terms.held(), self._terms.now())
            if mine is None:
                break
            came = await attempt(self._courier.deliver(mine, asked=True))
            if isinstance(came, Exception):
                raise came
            if came is Came.TURNED:
                return self._why(mine, wanted)
            if isinstance(came, Posted):
                stood.append(came)
        waiting = self._outbox.waiting()
        return f"{waiting} of its messages did not arrive: look at the log" if waiting else ""

    def _why(self, parcel: Parcel, wanted: str) -> str:
        refused = self._outbox.find(parcel.key)
        others = ", ".join(name for name in STRATEGIES if name != self._settings.pictures)
        error = refused.error if refused else "unknown"
        return f"Slack refused the {wanted} ({error}): try CHESTNUT_PICTURES={others}"

    async def _take_away(self, posted: Posted) -> None:
        if posted.ts:
            await attempt(self._slack.chat_delete(channel=posted.channel, ts=posted.ts))
        for file in posted.files:
            # Slack does not delete what it is still taking in.
            await attempt(taken_in(self._slack, file))
            await attempt(self._slack.files_delete(file=file))


def _letter(settings: Settings) -> Letter:
    page = Page(Look(settings.lang, ""))
    page.write((800, 450), _SAYS, Pen(36, page.theme.ink, align="center"))
    chart = Chart(Picture.LINE, _SAYS, page.figure, _SAYS, _SAYS)
    return Letter(Reply(_SAYS, charts=(chart,)), settings.lang, (chart.png(),))
