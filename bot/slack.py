"""The Voice: the one thing that writes to Slack."""

import logging
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from analysis.errors import Unavailable
from analysis.model import Lang, Text
from bot import faults
from bot.arrivals import Place
from bot.faults import Refusal
from bot.home import Pages
from bot.letters import Letter, Posted, Standing
from bot.outbox import Outbox
from bot.pictures import share
from bot.whispers import answer_hook, replace_whisper, room, tell, whisper
from handlers.command import Audience

log = logging.getLogger(__name__)

SLACK = "https://slack.com/api/"
_TIMEOUT_S = 30
_PEOPLE = 2_000
_FILE = Text("The file is in our direct messages.", "文件在我们的私信里。")
_SHARED = Text("Posted in <#{channel}>.", "已发到 <#{channel}>。")


def client(token: str, api_url: str = SLACK) -> AsyncWebClient:
    """A connection to Slack that repeats nothing by itself, for a repeated post is posted twice."""
    session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_TIMEOUT_S))
    return AsyncWebClient(token, base_url=api_url, session=session, retry_handlers=[])


@dataclass(frozen=True)
class Who:
    """What Slack tells of somebody."""

    lang: Lang
    bot: bool = False


class Voice:
    """Says replies where they belong: in the channel, in the thread, or to one person alone."""

    def __init__(self, client: AsyncWebClient, outbox: Outbox, default: Lang = Lang.EN) -> None:
        """`default` is for people whose language Slack will not tell."""
        self.client = client
        self.outbox = outbox
        self.user = ""
        self.name = "chestnut"
        self.team = ""
        self._default = default
        self._pages = Pages(client)
        self._people: OrderedDict[str, Who] = OrderedDict()

    async def introduce(self) -> None:
        """Learn who we are in this workspace. Raises Unavailable when the token is not accepted."""
        try:
            me = await self.client.auth_test()
        except Refusal as fault:
            raise Unavailable(faults.sentence(fault, self.name)) from fault
        self.user, self.name, self.team = me["user_id"], me.get("user") or self.name, me["team_id"]
        self.outbox.introduce(self.name, me.get("url") or "")

    async def close(self) -> None:
        """Let go of the connections to Slack."""
        if self.client.session is not None:
            await self.client.session.close()

    async def lang(self, person: str) -> Lang:
        """The language of a person's Slack."""
        return (await self.who(person)).lang

    async def who(self, person: str) -> Who:
        """What Slack tells of somebody, kept for the next time."""
        if person not in self._people:
            try:
                answer = await self.client.users_info(user=person, include_locale=True)
            except Refusal as fault:
                log.warning("Slack does not tell the language of %s: %s", person, faults.code(fault) or fault)
                return Who(self._default)
            user = answer["user"]
            locale = str(user.get("locale") or self._default)
            lang = Lang.ZH if locale.lower().startswith("zh") else Lang.EN
            self._people[person] = Who(lang, bool(user.get("is_bot")))
        self._people.move_to_end(person)
        if len(self._people) > _PEOPLE:
            self._people.popitem(last=False)
        return self._people[person]

    async def open_form(self, trigger: str, view: dict[str, Any]) -> str:
        """Show a form; the id of the view. Raises Refusal, also when the three seconds for it are over."""
        opened = await self.client.views_open(trigger_id=trigger, view=view)
        return str(opened["view"]["id"])

    async def fill_form(self, view_id: str, view: dict[str, Any]) -> None:
        """Show a form that is open as it is to be. Raises Refusal, also when it was closed meanwhile."""
        await self.client.views_update(view_id=view_id, view=view)

    async def say(self, letter: Letter, place: Place) -> Posted | None:
        """Deliver a reply to what was done at `place`; where it now stands, if it can be followed up there.

        What Slack refuses to show to others is said in private, with what to do about it.
        Raises Refusal when that fails too.
        """
        letter = replace(letter, person=place.person)
        try:
            return await self._deliver(letter, place)
        except Refusal as fault:
            log.warning("Slack refused an answer in %s: %s", place.channel, faults.code(fault) or fault)
            # What was refused keeps its key: what is said instead is another message.
            letter = replace(letter, key="")
            explained = letter.noting(self._explain(fault, letter))
            if faults.code(fault) not in faults.NOT_HERE:
                await whisper(self.client, replace(explained, pictures=()), place)
                return None
            if place.direct:
                # Asked in a conversation of two other people: nobody can invite us there.
                return await self._confide(letter, replace(place, channel=None))
            return await self._confide(explained, place)

    async def post(self, letter: Letter) -> Posted | None:
        """Post a letter where it is addressed; None when it will stand there later. Raises Refusal."""
        return await self.outbox.post(letter)

    def _explain(self, fault: Exception, letter: Letter) -> str:
        return faults.sentence(fault, self.name).of(letter.lang)

    async def _deliver(self, letter: Letter, place: Place) -> Posted | None:
        reply = letter.reply
        for attachment in reply.attachments:
            await share(self.client, letter.to(await room(self.client, place)), attachment)
        if reply.attachments and not place.direct:
            letter = letter.noting(_FILE.of(letter.lang))
        if reply.removes:
            await self._remove(letter, _with_hanging(letter, place))
            return None
        if reply.replaces and (place.home or place.message):
            return await self._replace(letter, _with_hanging(letter, place))
        if reply.channel:
            posted = await self.post(letter.to(reply.channel))
            await tell(self.client, _SHARED.of(letter.lang, channel=reply.channel), place)
            return posted
        if place.direct:
            return await self.post(letter.to(await room(self.client, place), place.thread))
        if reply.audience is Audience.PERSON:
            return await self._confide(letter, place)
        in_thread = place.thread or (place.message if reply.audience is Audience.THREAD else None)
        return await self.post(letter.to(place.channel or "", in_thread))

    async def _confide(self, letter: Letter, place: Place) -> Posted | None:
        """The summary as a whisper, for it goes first; then the pictures, which need a direct message."""
        await whisper(self.client, letter, place)
        return await self._send_pictures(letter, place) if letter.drawn else None

    async def _send_pictures(self, letter: Letter, place: Place) -> Posted | None:
        try:
            return await self.post(letter.to(await room(self.client, place)))
        except Refusal as fault:
            log.warning("No picture reached %s in private: %s", place.person, faults.code(fault) or fault)
            await whisper(self.client, replace(letter, pictures=()).noting(self._explain(fault, letter)), place)
            return None

    async def _remove(self, letter: Letter, place: Place) -> None:
        await self._take_away(place)
        if letter.reply.headline:
            await whisper(self.client, letter, place)

    async def _replace(self, letter: Letter, place: Place) -> Posted | None:
        if place.home:
            await self._pages.publish(letter, place.person)
            return None
        if place.fleeting:
            await replace_whisper(self.client, letter, place)
            return await self._send_pictures(letter, place) if letter.needs_pictures else None
        channel, message = place.channel or "", place.message or ""
        if not letter.drawn and not place.files:
            return await self.outbox.update(letter.to(channel, place.thread), message)
        if place.answered:
            # Others have replied to it: what they answered stays, and the new one joins them.
            return await self.post(letter.to(channel, place.thread or message))
        return await self.post(replace(letter.to(channel, place.thread), instead=Standing(message, place.files)))

    async def _take_away(self, place: Place) -> None:
        """Remove the message something was done on, and the files that hang on it."""
        if place.fleeting:
            await answer_hook(self.client, place, {"delete_original": True})
            return
        await self.client.chat_delete(channel=place.channel or "", ts=place.message or "")
        for file in place.files:
            await self.client.files_delete(file=file)


def _with_hanging(letter: Letter, place: Place) -> Place:
    """The place with all that goes when its message goes: pictures below it are no part of it in Slack."""
    return replace(place, files=tuple(dict.fromkeys((*place.files, *letter.hanging))))
