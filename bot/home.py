"""The App Home: words at once, the picture as soon as Slack has taken it in."""

import logging
from collections import OrderedDict
from dataclasses import dataclass, replace
from hashlib import sha256

from slack_sdk.web.async_client import AsyncWebClient

from bot import faults
from bot.blocks import Charts, Room, weight
from bot.elements import Json, literal
from bot.faults import Refusal
from bot.letters import Letter
from bot.mrkdwn import plain
from bot.pictures import complete, taken_in, upload
from handlers.command import Attachment

log = logging.getLogger(__name__)

HOME = Room(blocks=100, lines=60)

_PEOPLE = 2_000


def home_view(letter: Letter, images: tuple[Json, ...] = ()) -> Json:
    """The view for views.publish; images stand below the headline."""
    # Slack shows neither tables nor charts of its own there.
    text = HOME.text - sum(weight(image) for image in images)
    room = replace(HOME, blocks=HOME.blocks - len(images), text=text)
    blocks = letter.message(Charts.PICTURED, native=False, room=room).blocks
    return {"type": "home", "blocks": [*blocks[:1], *images, *blocks[1:]]}


@dataclass(frozen=True)
class Page:
    """What a Home page shows of pictures: what they are, and the blocks that show them."""

    drawn: tuple[tuple[str, bytes], ...] = ()
    images: tuple[Json, ...] = ()


class Pages:
    """The Home pages shown, and the pictures on them, so that an old picture goes when a new one comes."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._pages: OrderedDict[str, Page] = OrderedDict()

    async def publish(self, letter: Letter, person: str) -> None:
        """Show the Home page to a person. Raises Refusal when not even its words can be shown."""
        drawn = tuple((chart.alt, sha256(file.data).digest()) for chart, file in letter.drawn)
        if await self._again(letter, person, drawn):
            return
        await self._client.views_publish(user_id=person, view=home_view(letter))
        try:
            images = tuple([await _image(self._client, file, chart.alt) for chart, file in letter.drawn])
            if images:
                await self._client.views_publish(user_id=person, view=home_view(letter, images))
            await self._retire(person, Page(drawn, images))
        except Refusal as fault:
            # The words are there already, and the figures with them.
            log.warning("The Home picture did not reach %s: %s", person, faults.code(fault) or fault)

    async def _again(self, letter: Letter, person: str, drawn: tuple[tuple[str, bytes], ...]) -> bool:
        """Show other words around the pictures that stand there, where these are still the same."""
        page = self._pages.get(person)
        if page is None or not drawn or page.drawn != drawn:
            return False
        try:
            await self._client.views_publish(user_id=person, view=home_view(letter, page.images))
        except Refusal as fault:
            # Somebody may have deleted the file.
            log.warning("The Home of %s is made anew: %s", person, faults.code(fault) or fault)
            return False
        return True

    async def _retire(self, person: str, shown: Page) -> None:
        before = self._pages.pop(person, Page())
        self._pages[person] = shown
        if len(self._pages) > _PEOPLE:
            self._pages.popitem(last=False)
        for image in before.images:
            await self._client.files_delete(file=image["slack_file"]["id"])


async def _image(client: AsyncWebClient, file: Attachment, alt: str) -> Json:
    uploaded = await upload(client, file)
    await complete(client, [uploaded])
    await taken_in(client, uploaded["id"])
    told = plain(alt, 2_000) or "–"
    return {"type": "image", "slack_file": {"id": uploaded["id"]}, "alt_text": told, "title": literal(file.title, 200)}
