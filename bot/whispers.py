"""Messages that one person alone sees, by whichever way Slack leaves open."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.arrivals import Place
from bot.blocks import Message
from bot.faults import Fate, Refusal, code, fate, refused, retry_after
from bot.letters import Letter

log = logging.getLogger(__name__)

_PAUSE_S = 0.3
_LONGEST_PAUSE_S = 5.0
_HOOK_ERRORS = ("invalid_blocks", "used_url", "expired_url")


async def room(client: AsyncWebClient, place: Place) -> str:
    """The channel of a person's direct messages with us."""
    if place.channel and place.channel.startswith("D"):
        return place.channel
    opened = await client.conversations_open(users=place.person)
    return str(opened["channel"]["id"])


async def whisper(client: AsyncWebClient, letter: Letter, place: Place) -> None:
    """Say a letter to the person alone, charts drawn by Slack or told in words.

    Raises Refusal when neither the response_url, nor an ephemeral, nor a direct message gets through.
    """
    try:
        await _one_way_or_another(client, letter.confided(), place)
    except SlackApiError as fault:
        if code(fault) != "invalid_blocks":
            raise
        await _one_way_or_another(client, letter.confided(native=False), place)


async def tell(client: AsyncWebClient, text: str, place: Place) -> None:
    """Say one sentence of our own, in Slack's markup, to the person alone. Raises Refusal."""
    section = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    await _one_way_or_another(client, Message(text, [section]), place)


async def replace_whisper(client: AsyncWebClient, letter: Letter, place: Place) -> None:
    """Put a letter in the place of the whisper whose button was pressed."""
    for native in (True, False):
        message = letter.confided(native=native)
        payload = {"replace_original": True, "text": message.text, "blocks": message.blocks}
        try:
            await _once_more(partial(answer_hook, client, place, payload))
        except SlackApiError as fault:
            if code(fault) != "invalid_blocks" or not native:
                raise
        else:
            return


async def answer_hook(client: AsyncWebClient, place: Place, payload: dict[str, Any]) -> None:
    """Use the response_url of what was done. Raises Refusal."""
    hook = AsyncWebhookClient(place.hook, session=client.session, retry_handlers=[])
    sent = await hook.send_dict(payload)
    # A refusal is sometimes a status of 200 with JSON, sometimes 404 or 500 with a bare word.
    if sent.status_code != 200 or '"ok":false' in sent.body.replace(" ", ""):
        known = next((error for error in _HOOK_ERRORS if error in sent.body), f"http_{sent.status_code}")
        raise refused("response_url", known)


async def _once_more(say: Callable[[], Awaitable[None]]) -> None:
    """Say it, and once more if that failed for now: Slack keeps nothing of these by which it could be found again."""
    try:
        await say()
    except Refusal as fault:
        if fate(fault) is Fate.REFUSED:
            raise
        log.warning("A whisper failed and is said once more: %s", code(fault) or repr(fault))
        await asyncio.sleep(min(retry_after(fault) or _PAUSE_S, _LONGEST_PAUSE_S))
        await say()


async def _one_way_or_another(client: AsyncWebClient, message: Message, place: Place) -> None:
    await _once_more(partial(_each_way, client, message, place))


async def _each_way(client: AsyncWebClient, message: Message, place: Place) -> None:
    said: dict[str, Any] = {"text": message.text, "blocks": message.blocks}
    # An ephemeral in a thread that nobody has answered in yet is never shown.
    thread = place.thread if place.thread != place.message else None
    if place.hook:
        beside = {"thread_ts": thread} if thread else {}
        try:
            payload = {**said, **beside, "response_type": "ephemeral", "replace_original": False}
            await answer_hook(client, place, payload)
        except Refusal as fault:
            if code(fault) == "invalid_blocks":
                raise
        else:
            return
    if place.channel and not place.direct:
        try:
            await client.chat_postEphemeral(channel=place.channel, user=place.person, thread_ts=thread, **said)
        except Refusal as fault:
            if code(fault) == "invalid_blocks":
                raise
        else:
            return
    channel = await room(client, place)
    await client.chat_postMessage(channel=channel, unfurl_links=False, unfurl_media=False, **said)
