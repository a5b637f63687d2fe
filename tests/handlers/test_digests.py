"""Digests: made in words, sent on time and once, late or not at all, kept when they break."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from analysis.errors import Mistake
from analysis.model import Lang
from bot.plain import text as plain
from handlers import TABLES, answer
from handlers.command import Audience, Origin
from handlers.digests import sending
from handlers.manners import LANGUAGE
from storage.records import Lease, Lost, Post, Records, Scope, Setter
from storage.records.alerts.decision import Decision, Revision, Statement, Todo
from storage.records.alerts.decision import Origin as Made
from storage.records.digests.model import Done, Outcome, Status
from storage.records.digests.tables import digests
from storage.records.tables import outbox
from tests.handlers.alert_stage import Outgoing, spelt

HERE, UMA, BO = "C0GENERAL", "U0UMA", "U0BO"
NOW = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)
"""Noon of a Wednesday in Shanghai; the shop has sold something every day for two months."""
NINE = datetime(2026, 11, 19, 1, 0, tzinfo=UTC)
"""The next morning at nine."""
DAILY = "every weekday 09:00 revenue yesterday by channel"
ACTIONS = {action.id: action.run for action in TABLES.actions}


@pytest.fixture
def mail():
    return Outgoing()


@pytest.fixture
def shop(shop, mail):
    return replace(shop, mail=mail)


@pytest.fixture
def call(call):
    """Something Uma said, unless told otherwise."""
    return lambda text="", **changes: call(text, **({"person": UMA, "channel": HERE, "now": NOW} | changes))


@pytest.fixture
def say(shop, call):
    """What is answered to words, as text."""

    def run(text, **changes):
        reply = answer(call(text, **changes), shop)
        return spelt(plain(reply, changes.get("lang", Lang.EN)))

    return run


@pytest.fixture
def tick(shop, mail):
    """What is sent at a moment: where to, and the words of it."""

    def run(now):
        before = len(mail.notices)
        sending.send(now, shop)
        return [(each.channel, spelt(plain(each.reply, each.lang))) for each in mail.notices[before:]]

    return run


def keys(records):
    with records.begin() as connection:
        return list(connection.execute(select(outbox.c.key).order_by(outbox.c.id)).scalars())


def test_a_question_is_sent_when_it_is_due_and_not_before(say, tick, shop):
    """In the channel it was asked for in, with its picture, and named for good by its time."""
    told = say(DAILY)
    assert told.startswith("⏰ G-1 is on: every weekday 09:00")
    assert "revenue yesterday by channel" in told
    assert "Next: Thu 19 Nov, 9:00, in #C0GENERAL" in told
    assert tick(NINE - timedelta(seconds=1)) == []
    ((channel, text),) = tick(NINE)
    assert channel == HERE
    assert text.startswith("Revenue by channel")
    assert "G-1 · every weekday 09:00" in text
    assert "Late" not in text
    assert keys(shop.records) == ["G-1/2026-11-19T01:00Z"]
    assert tick(NINE + timedelta(minutes=1)) == []
    assert len(tick(NINE + timedelta(days=1))) == 1


def test_follow_ups_go_on_from_what_was_sent(say, tick, mail):
    """What is sent is about its question, and is its owner's: that binds its thread."""
    say(DAILY)
    tick(NINE)
    (notice,) = mail.notices
    assert (notice.reply.about, notice.person) == ("revenue yesterday by channel", UMA)
    assert notice.reply.charts


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


def test_the_channels_language_is_used(say, tick, shop):
    """Whoever made it."""
    say(DAILY)
    shop.records.preferences.put(Scope.CHANNEL, HERE, {LANGUAGE: "zh"}, Setter(UMA, NOW))
    ((_, text),) = tick(NINE)
    assert text.startswith("销售额按渠道")
    assert "不再发送：定时 暂停 G-1" in text


def test_chinese_is_kept_and_told_in_chinese(say):
    """As a person on a phone would write it."""
    told = say("每个工作日 9点 销售额 昨天 按渠道", lang=Lang.ZH)
    assert told.startswith("⏰ G-1 已启用：每个工作日 09:00")
    assert "下次：11月19日周四 9:00，发到#C0GENERAL" in told


def test_a_late_one_says_so_and_keeps_its_days(say, tick, shop):
    """Two hours late it is still sent; “yesterday” is that of when it was due."""
    say(DAILY)
    ((_, text),) = tick(NINE + timedelta(hours=2))
    assert "Late: it was due 9:00." in text
    assert "18 Nov 2026" in text
    assert shop.records.digests.find(1).outcome is Outcome.LATE


def test_one_that_is_too_late_is_skipped_and_the_list_says_so(say, tick, shop):
    """After three hours it is old news; the next one comes on time."""
    say(DAILY)
    assert tick(NINE + timedelta(hours=4)) == []
    assert "last one skipped" in say("digests", now=NINE + timedelta(hours=5))
    assert len(tick(NINE + timedelta(days=1))) == 1


@pytest.mark.parametrize(("policy", "sent"), [("late skip", 0), ("late ok", 1)])
def test_the_owner_decides_about_late_ones(say, tick, policy, sent):
    """Of several that were missed, one is sent at most."""
    say(f"every day 09:00 revenue yesterday {policy}")
    assert len(tick(NINE + timedelta(days=3, hours=4))) == sent
    assert tick(NINE + timedelta(days=3, hours=4, minutes=1)) == []


def test_of_many_bots_one_sends(say, shop, tmp_path):
    """Eight replicas at the same moment, each with its own connections: one message."""
    say(DAILY)
    replicas = [Records(f"sqlite:///{tmp_path / 'records.db'}", wait_s=10) for _ in range(8)]
    ready = threading.Barrier(len(replicas))
    mails = [Outgoing() for _ in replicas]

    def run(records, mail):
        ready.wait()
        sending.send(NINE, replace(shop, records=records, mail=mail))

    threads = [threading.Thread(target=run, args=pair) for pair in zip(replicas, mails, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for each in replicas:
        each.close()
    assert keys(shop.records) == ["G-1/2026-11-19T01:00Z"]
    assert sum(len(mail.notices) for mail in mails) == 1


def test_one_that_died_while_sending_is_taken_over_and_cannot_come_back(say, tick, shop):
    """Its claim runs out after five minutes; what it then writes down is refused."""
    say(DAILY)
    (digest,) = shop.records.digests.due(NINE)
    lost = shop.records.digests.claim(digest, Lease("gone", NINE + sending.LEASE), NINE)
    assert tick(NINE + timedelta(minutes=4)) == []
    assert len(tick(NINE + timedelta(minutes=5))) == 1
    with pytest.raises(Lost):
        shop.records.digests.finish(lost, Done(NINE, Outcome.SENT, NINE + timedelta(days=1)))


def test_what_is_paused_while_it_is_being_sent_is_not_sent(say, shop, call):
    """A pause takes the claim away."""
    say(DAILY)
    (digest,) = shop.records.digests.due(NINE)
    claim = shop.records.digests.claim(digest, Lease("me", NINE + sending.LEASE), NINE)
    ACTIONS["digest.pause"](call(value="G-1"), shop)
    with pytest.raises(Lost):
        shop.records.digests.finish(claim, Done(NINE, Outcome.SENT, NINE + timedelta(days=1)))


def test_a_digest_that_no_longer_reads_is_kept_and_its_owner_told_once(say, tick, shop):
    """With what works; it goes on by itself once its question reads again."""
    say("every day 09:00 aov yesterday")
    _rewrite(shop, "quux yesterday")
    ((channel, text),) = tick(NINE)
    assert channel == UMA
    assert text.startswith("⚠️ I cannot send this digest any more: G-1")
    assert tick(NINE + timedelta(days=1)) == []
    assert "could not be sent" in say("digests", now=NINE + timedelta(days=1, hours=1))
    _rewrite(shop, "aov yesterday")
    ((channel, _),) = tick(NINE + timedelta(days=2))
    assert channel == HERE
    assert shop.records.digests.find(1).status is Status.ACTIVE


def _rewrite(shop, question):
    """Change the question on disk: as if its metric had another name."""
    with shop.records.begin() as within:
        within.execute(update(digests).values(question=question))


def test_a_channel_that_is_gone_is_told_to_the_owner(say, tick, shop, mail):
    """They are offered the same in direct messages."""
    say(DAILY)
    mail.reaches = lambda _channel: False
    ((channel, text),) = tick(NINE)
    assert channel == UMA
    assert "I am not in #C0GENERAL" in text
    assert "every weekday 09:00 revenue yesterday by channel quietly" in text


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


def test_the_morning_has_what_moved_what_is_open_and_what_is_due(say, tick, shop, mail):
    """One message with one picture."""
    said = Statement("Move spend from App to Web", owner=BO, review_on=(NOW - timedelta(days=2)).date())
    decided = Decision(1, NOW, UMA, Made(HERE), Revision(1, NOW, UMA, said))
    shop.records.decisions.add(decided)
    shop.records.todos.add(Todo(1, 1, NOW, UMA, "Ask the agency", BO, NINE.date()))
    say("every weekday 09:00 morning")
    ((channel, text),) = tick(NINE)
    assert channel == HERE
    lines = text.splitlines()
    assert lines[0] == "☀️ Corner Shop · Wed 18 Nov 2026"
    assert lines.index("📊 What moved") < lines.index("🟢 No alert is open") < lines.index("📌 What is due")
    assert "• Revenue ¥300" in text
    assert "• D-1 · Move spend from App to Web · overdue since 16 Nov 2026 · @U0BO" in lines
    assert "• T-1 · Ask the agency · due today · @U0BO" in lines
    (chart,) = mail.notices[-1].reply.charts
    assert chart.png().startswith(b"\x89PNG")


def test_the_morning_can_be_looked_at_at_once(say):
    """In private, before it is scheduled."""
    assert say("digest morning", lang=Lang.ZH).startswith("☀️ Corner Shop · 2026年11月17日")
