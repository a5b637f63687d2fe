"""Emoji on our messages: a shortcut for a button, heard from people alone."""

from bot.arrivals import reacted
from tests.bot.test_mail import CARD, SALES, hurried, messages, publish, settled

__all__ = ["hurried"]

BOT = "U0LOCALBOT1"


async def _told(here, *, contains: str) -> list[str]:
    rows = await messages(here, contains=contains)
    return [row["text"] for row in rows]


async def test_an_emoji_put_on_a_message_of_ours_and_taken_off_is_heard_without_its_skin_tone(hurried):
    async with hurried() as here:
        await publish(here, CARD)
        await settled(here)
        (card,) = await messages(here)
        await here.do("reaction", channel="sales", ts=card["ts"], name="eyes::skin-tone-3")
        assert (await here.see("added"))["text"].split() == ["U0LOCALANA1", "added", "eyes", card["ts"], "UTC"]
        await here.do("reaction", channel="sales", ts=card["ts"], name="eyes::skin-tone-3", remove=True)
        assert (await here.see("removed"))["text"].split()[1:4] == ["removed", "eyes", card["ts"]]


async def test_what_we_and_other_bots_react_with_and_what_is_on_peoples_messages_is_not_heard(hurried):
    async with hurried() as here:
        await publish(here, CARD)
        await settled(here)
        (card,) = await messages(here)
        mine = await here.do("message", channel="sales", text="Good morning")
        office = here.workspace.office
        office.posting.react(office.state.message(SALES, card["ts"]), BOT, "eyes")
        office.posting.react(office.state.message(SALES, card["ts"]), "USLACKBOT", "zap")
        await here.do("reaction", channel="sales", ts=mine["ts"], name="wave")
        await here.do("reaction", channel="sales", ts=card["ts"], name="scales")
        await here.see("scales")
        assert [text.split()[2] for text in await _told(here, contains="added")] == ["scales"]


async def test_an_emoji_that_says_nothing_to_us_is_not_answered(hurried):
    async with hurried() as here:
        await publish(here, CARD)
        await settled(here)
        (card,) = await messages(here)
        for name in ("tada", "eyes"):
            await here.do("reaction", channel="sales", ts=card["ts"], name=name)
        await here.see("eyes")
        assert await _told(here, contains="tada") == []


def test_an_emoji_on_what_is_no_message_is_not_heard():
    event = {"type": "reaction_added", "user": "U1", "reaction": "eyes", "item": {"type": "file", "file": "F1"}}
    assert reacted({"event": event, "event_time": 1}, BOT) is None


def test_a_message_of_a_webhook_names_no_author_and_is_heard_all_the_same():
    item = {"type": "message", "channel": "C1", "ts": "1.0"}
    event = {"type": "reaction_added", "user": "U1", "reaction": "+1::skin-tone-2", "item": item}
    arrival = reacted({"event": event, "event_time": 60}, BOT)
    assert (arrival.value, arrival.text, arrival.done_at.minute) == ("+1", "added", 1)
