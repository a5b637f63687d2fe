"""Threads as logs: what people say under an alert stays with it, as they change it and take it back."""

import asyncio
import json

import pytest

from analysis.alerts.rule import Kind as Judged
from analysis.alerts.rule import Rule, Trigger
from analysis.model import Lang
from handlers.command import Notice, Reply
from storage.records.alerts.model import Episode
from storage.records.threads.model import Gone, Kind, Subject, Thread
from tests.conftest import NOON
from tests.town import until

ANA, LIWEI, SAM = "U0LOCALANA1", "U0LOCALWEI1", "U0LOCALSAM1"
CHANNELS = {"sales": "C0SALES0001", "leads": "C0LEADS0001"}
PRIVATE = pytest.mark.parametrize("channel", ["sales", "leads"])


class Talk:
    """An alert whose card stands in a channel, and people who talk about it."""

    def __init__(self, town, channel: str, number: int, ts: str) -> None:
        self.town = town
        self.channel = channel
        self.number = number
        self.ts = ts

    @property
    def thread(self) -> Thread:
        return Thread(CHANNELS[self.channel], self.ts)

    async def do(self, act: str, user: str = "ana", **given):
        """What a person does in the channel."""
        answer = await self.town.do(act, user, channel=self.channel, **given)
        assert answer["ok"], answer
        return answer

    async def say(self, text: str, user: str = "ana", **given) -> str:
        """A reply under the card; its ts."""
        return str((await self.do("message", user, text=text, **({"thread_ts": self.ts} | given)))["ts"])

    def comments(self):
        return self.town.records.comments.of([self.thread])

    def texts(self) -> list[str]:
        return [comment.text for comment in self.comments()]

    async def holds(self, *texts: str) -> None:
        """Wait until the log says that and nothing else."""
        await until(lambda: self.texts() == list(texts))

    async def story(self, user: str = "ana") -> str:
        """The alert's story, as a person is told it here."""
        await self.town.ask(f"/kpi alert history A-{self.number}", self.channel, user)
        shown = await self.town.see(f"A-{self.number} · ", self.channel, user)
        return json.dumps(shown["blocks"], ensure_ascii=False)


async def alerted(town, channel: str) -> Talk:
    """An alert that was told in a channel by the bot itself."""
    records, where = town.records, CHANNELS[channel]
    kept = records.rules.add(
        Rule("revenue", Trigger(Judged.THRESHOLD, limit=1.0), channel=where), ANA, Lang.EN, NOON, NOON
    )
    number = records.episodes.number()
    records.episodes.add(Episode(number, kept.id, where, NOON, NOON, told_at=NOON, card=f"A-{number}"))
    mail = town.bot.desk.shop.mail

    def tell() -> None:
        drafts = mail.pack(Notice(f"A-{number}", Reply("Revenue fell"), where, Lang.EN))
        with records.begin() as transaction:
            records.outbox.put(drafts, NOON, within=transaction)
        mail.look()

    await asyncio.to_thread(tell)
    await until(lambda: records.standing.of(f"A-{number}") is not None)
    return Talk(town, channel, number, records.standing.of(f"A-{number}").ts)


@pytest.fixture
async def talk(town):
    return await alerted(town, "sales")


@PRIVATE
async def test_replies_under_an_alert_are_kept_in_public_and_private_channels(town, channel):
    talk = await alerted(town, channel)
    await talk.say("Payments are down")
    await talk.say("Fixed <at> *once* & for all", "sam")
    await talk.holds("Payments are down", "Fixed &lt;at&gt; *once* &amp; for all")
    assert [comment.person for comment in talk.comments()] == [ANA, SAM]


async def test_what_is_said_anywhere_else_is_not_kept_nor_what_the_bot_says(talk):
    await talk.say("Good morning", thread_ts="")
    root = await talk.say("Lunch?", thread_ts="")
    reply = await talk.say("Yes", thread_ts=root)
    await talk.do("edit", ts=reply, text="Yes!")
    await talk.do("delete", ts=reply)
    await talk.say("<@U0LOCALBOT1> metrics")
    await talk.town.see("Revenue", thread_ts=talk.ts, user="ana", since="0")
    await until(lambda: talk.town.records.outbox.waiting() == 0)
    await talk.say("Thanks")
    await talk.holds("<@U0LOCALBOT1> metrics", "Thanks")
    assert talk.town.records.comments.of([Thread(CHANNELS["sales"], root)]) == ()


async def test_an_edit_is_a_revision_and_a_deletion_leaves_a_tombstone(talk):
    ts = await talk.say("It was the app")
    await talk.do("edit", ts=ts, text="It was the web")
    await talk.holds("It was the web")
    kept = talk.town.records.comments.revisions(CHANNELS["sales"], ts)
    assert [each.text for each in kept] == ["It was the app", "It was the web"]
    await talk.do("delete", ts=ts)
    await until(lambda: talk.comments()[0].gone is Gone.DELETED)
    assert talk.town.records.comments.revisions(CHANNELS["sales"], ts) == ()


async def test_what_slack_delivers_twice_and_the_wrong_way_round_comes_to_the_same(talk):
    await talk.town.do("fault", kind="duplicate", event="message*", count=2)
    await talk.say("one")
    await talk.say("two")
    await talk.holds("one", "two")
    await talk.town.do("fault", kind="reorder", event="message*", count=1)
    ts = await talk.say("three")
    await talk.do("edit", ts=ts, text="three, edited")
    await talk.holds("one", "two", "three, edited")
    assert talk.comments()[2].edits == 1
    await talk.town.do("fault", kind="reorder", event="message*", count=1)
    ts = await talk.say("four")
    await talk.do("delete", ts=ts)
    await until(lambda: len(talk.comments()) == 4 and talk.comments()[3].gone is Gone.DELETED)
    assert talk.texts() == ["one", "two", "three, edited", ""]


async def test_ten_thousand_characters_are_kept_whole(talk):
    long = "长" * 10_000
    await talk.say(long)
    await talk.holds(long)


async def test_emoji_on_a_comment_are_counted(talk):
    ts = await talk.say("Roll it back")
    await talk.holds("Roll it back")
    for user in ("liwei", "sam"):
        await talk.do("reaction", user, ts=ts, name="+1")
    await until(lambda: talk.comments()[0].reactions == {"+1": 2})
    await talk.do("reaction", "sam", ts=ts, name="+1", remove=True)
    await until(lambda: talk.comments()[0].reactions == {"+1": 1})


async def test_a_message_from_elsewhere_and_its_thread_are_added_to_the_log_by_the_menu_of_it(talk):
    other = await alerted(talk.town, "sales")
    root = await talk.say("The checkout is slow for me", "liwei", thread_ts="")
    await talk.do("shortcut", callback_id="threads.add", ts=root)
    told = await talk.town.see(f"A-{other.number}")
    thread = Thread(CHANNELS["sales"], root)
    await talk.say("For me too", "sam", thread_ts=root)
    records = talk.town.records
    await until(lambda: len(records.comments.of([thread])) == 2)
    assert [comment.person for comment in records.comments.of([thread])] == [LIWEI, SAM]
    assert records.logs.subject(thread) == Subject(Kind.ALERT, other.number)

    menu = next(step for block in told["blocks"] for step in block.get("elements", ()) if "threads.move" in str(step))
    value = next(each["value"] for each in menu["options"] if each["value"].startswith(f"A-{talk.number} "))
    await talk.do("action", ts=told["ts"], action_id=menu["action_id"], value=value)
    await until(lambda: records.logs.subject(thread) == Subject(Kind.ALERT, talk.number))


async def test_the_story_of_an_alert_has_its_comments_in_order_and_in_both_languages(talk):
    first = await talk.say("Payments are down")
    await talk.say("Looking", "liwei")
    await talk.do("edit", ts=first, text="Payments *were* down")
    await talk.do("reaction", "liwei", ts=first, name="eyes")
    await until(lambda: talk.texts() == ["Payments *were* down", "Looking"] and talk.comments()[0].reactions != {})
    story = await talk.story()
    said = f"<@{ANA}>: Payments *were* down (edited) :eyes: 1"
    assert said in story
    assert story.index(said) < story.index(f"<@{LIWEI}>: Looking")
    assert f"<@{ANA}>：Payments *were* down （已编辑）" in await talk.story("liwei")


async def test_what_was_said_in_a_private_channel_is_not_told_in_another(town):
    talk = await alerted(town, "leads")
    await talk.say("Nobody may know")
    await talk.holds("Nobody may know")
    await town.ask(f"/kpi alert history A-{talk.number}", "sales")
    story = json.dumps((await town.see(f"A-{talk.number} · "))["blocks"])
    assert "Nobody may know" not in story
    assert "1 comment is to be read in <#C0LEADS0001>" in story


async def test_a_person_has_their_comments_erased(talk):
    await talk.say("I did it")
    await talk.say("Who?", "liwei")
    await talk.holds("I did it", "Who?")
    await talk.town.ask("/kpi erase my comments")
    asked = await talk.town.see("1 comment of yours")
    button = next(step for block in asked["blocks"] for step in block.get("elements", ()) if "confirm" in step)
    await talk.do("action", ts=asked["ts"], action_id=button["action_id"])
    await talk.holds("", "Who?")
    assert talk.comments()[0].gone is Gone.ERASED
