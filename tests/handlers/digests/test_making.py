"""Digests made and kept: in words and by buttons, in both languages, by those who may."""

from datetime import timedelta

import pytest

from analysis.errors import Mistake
from analysis.model import Lang
from handlers.command import Audience, Origin
from storage.records import Post
from tests.handlers import alert_stage
from tests.handlers.digests.conftest import ACTIONS, BO, DAILY, HERE, NINE, NOW, UMA


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("every weekday 09:00 revenue yesterday quietly", {}),
        ("每个工作日 9点 销售额 昨天 私下", {}),
        ("every weekday 09:00 revenue yesterday", {"channel": "D0UMA", "origin": Origin.DIRECT}),
        ("every weekday 09:00 gross margin yesterday", {}),
    ],
    ids=["quietly", "in Chinese", "said in direct messages", "a metric that is not for the channel"],
)
def test_what_is_for_one_person_comes_in_direct_messages(say, shop, text, changes):
    """Also where the channel may not see the metric."""
    assert "in our direct messages" in say(text, **changes)
    (digest,) = shop.records.digests.of(UMA)
    assert digest.request.channel == UMA


def test_chinese_is_kept_and_told_in_chinese(say):
    """As a person on a phone would write it."""
    told = say("每个工作日 9点 销售额 昨天 按渠道", lang=Lang.ZH)
    assert told.startswith("⏰ G-1 已启用：每个工作日 09:00")
    assert "下次：11月19日周四 9:00，发到#C0GENERAL" in told


def test_pause_resume_and_remove(say, tick):
    """By words, with or without the number; what was removed can be had back."""
    say(DAILY)
    assert say("digest pause G-1").startswith("⏸️ Paused until you resume it: G-1")
    assert tick(NINE) == []
    assert "Next: Fri 20 Nov, 9:00" in say("digest resume", now=NINE + timedelta(hours=1))
    assert say("定时 删除 g-1", lang=Lang.ZH).startswith("🗑️ 已删除：G-1")
    assert say("digests").startswith("Nothing is sent on a schedule here yet")
    assert say("digest resume G-1").startswith("⏰ It is on: G-1")


def test_send_now_leaves_the_next_time_as_it_is(say, shop, mail):
    """A test of what it looks like, where it always goes."""
    say(DAILY)
    assert say("digest now G-1").startswith("G-1 is on its way to #C0GENERAL")
    assert mail.notices[-1].channel == HERE
    assert shop.records.digests.find(1).next_at == NINE


def test_the_same_digest_twice_is_one(say, shop):
    """However it is worded."""
    say(DAILY)
    assert say("每个工作日 9点 销售额 昨天 按渠道").startswith("⏰ G-1 does that already")
    assert len(shop.records.digests.of(UMA)) == 1


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        ("every weekday 09:00 revenu yesterday", "every weekday 09:00 revenue yesterday"),
        ("every weekday 09:00", "every weekday 09:00 revenue yesterday by channel"),
        ("every weekday 26:00 revenue", "every weekday 09:00 revenue"),
        ("digest pause G-99", "every weekday 09:00 revenue yesterday by channel"),
        ("digest pause", "every weekday 09:00 revenue yesterday by channel"),
    ],
)
def test_what_does_not_work_ends_in_what_does(say, text, offer):
    """And what is offered makes a digest when it is pressed."""
    with pytest.raises(Mistake) as caught:
        say(text)
    assert caught.value.suggestions[0] == offer
    assert "is on" in say(offer)


def test_nobody_sees_or_stops_the_digests_of_others_elsewhere(say):
    """Those of a channel are everybody's in it."""
    say(DAILY)
    say("every day 18:00 morning quietly")
    assert "G-1" in say("digests", person=BO)
    assert "G-2" not in say("digests", person=BO)
    with pytest.raises(Mistake, match="no digest G-2 here"):
        say("digest pause G-2", person=BO)
    with pytest.raises(Mistake, match="no digest G-1 here"):
        say("digest remove G-1", person=BO, channel="C0OTHER")


def test_a_saved_question_and_the_threads_question_can_be_sent(say, shop):
    """By its name; in a thread, by saying when."""
    say("save standup: orders yesterday")
    assert "orders yesterday" in say("every monday 8:30 standup")
    shop.records.posts.add(Post(HERE, "1.0", UMA, "aov yesterday", NOW))
    assert "average order value yesterday" in say("every weekday 9:00", thread="1.0", origin=Origin.MENTION)


def test_the_button_under_an_answer_sends_it_every_weekday(shop, call):
    """In direct messages, at nine."""
    reply = ACTIONS["digest.every"](call(value="revenue yesterday"), shop)
    assert reply.audience is Audience.PERSON
    (digest,) = shop.records.digests.of(UMA)
    assert (digest.request.channel, digest.next_at) == (UMA, NINE)


def test_thirty_digests_are_enough_for_anyone(say):
    """The thirty-first is refused with the list."""
    for minute in range(30):
        say(f"every day 9:{minute:02} revenue yesterday")
    with pytest.raises(Mistake, match="30 digests already"):
        say("every day 10:00 revenue yesterday")


def test_the_morning_can_be_looked_at_at_once(say):
    """In private, before it is scheduled."""
    assert say("digest morning", lang=Lang.ZH).startswith("☀️ Corner Shop · 2026年11月17日")


def test_the_morning_names_the_open_alerts_of_its_channel(say, shop):
    """And not those of another."""
    alert_stage.opened(shop)
    assert "🔴 What is open\n• 🔴 A-1 · Revenue" in say(
        "digest morning", channel=alert_stage.SALES, now=alert_stage.NOW
    )
    assert "🟢 No alert is open" in say("digest morning", now=alert_stage.NOW)
