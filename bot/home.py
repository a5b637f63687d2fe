"""The App Home: words at once, the picture as soon as Slack has taken it in."""

import logging
from collections import OrderedDict

from slack_sdk.web.async_client import AsyncWebClient

from bot import faults
from bot.blocks import BLOCKS, Charts
from bot.elements import Json, literal
from bot.faults import Refusal
from bot.letters import Letter
from bot.mrkdwn import plain
from bot.pictures import complete, taken_in, upload
from handlers.command import Attachment

log = logging.getLogger(__name__)

_PEOPLE = 2_000


def home_view(letter: Letter, images: tuple[Json, ...] = ()) -> Json:
    """The view for views.publish; images stand below the headline."""
    # Slack shows neither tables nor charts of its own there.
    blocks = letter.message(Charts.PICTURED, native=False).blocks
    room = BLOCKS - len(images)
    return {"type": "home", "blocks": [*blocks[:1], *images, *blocks[1:room]]}


class Pages:
    """The Home pages shown, and the pictures on them, so that an old picture goes when a new one comes."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._pictures: OrderedDict[str, tuple[str, ...]] = OrderedDict()

    async def publish(self, letter: Letter, person: str) -> None:
        """Show the Home page to a person. Raises Refusal when not even its words can be shown."""
        await self._client.views_publish(user_id=person, view=home_view(letter))
        try:
            images = tuple([await _image(self._client, file, chart.alt) for chart, file in letter.drawn])
            if images:
                await self._client.views_publish(user_id=person, view=home_view(letter, images))
            await self._retire(person, tuple(image["slack_file"]["id"] for image in images))
        except Refusal as fault:
            # The words are there already, and the figures with them.
            log.warning("The Home picture did not reach %s: %s", person, faults.code(fault) or fault)

    async def _retire(self, person: str, shown: tuple[str, ...]) -> None:
        for file in self._pictures.pop(person, ()):
            await self._client.files_delete(file=file)
        self._pictures[person] = shown
        if len(self._pictures) > _PEOPLE:
            self._pictures.popitem(last=False)


async def _image(client: AsyncWebClient, file: Attachment, alt: str) -> Json:
    uploaded = await upload(client, file)
    await complete(client, [uploaded])
    await taken_in(client, uploaded["id"])
    told = plain(alt, 2_000) or "–"
    return {"type": "image", "slack_file": {"id": uploaded["id"]}, "alt_text": told, "title": literal(file.title, 200)}
