"""Messages that one person alone sees, by whichever way Slack leaves open."""

from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.arrivals import Place
from bot.blocks import Message
from bot.faults import Refusal, code, refused
from bot.letters import Letter

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
        try:
            await answer_hook(client, place, {"replace_original": True, "text": message.text, "blocks": message.blocks})
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


async def _one_way_or_another(client: AsyncWebClient, message: Message, place: Place) -> None:
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
