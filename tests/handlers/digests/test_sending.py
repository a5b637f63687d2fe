"""Digests that are due: sent on time and once, late or not at all, kept when they break."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from handlers.digests import sending
from handlers.manners import LANGUAGE
from storage.records import Lease, Lost, Records, Scope, Setter
from storage.records.alerts.decision import Decision, Revision, Statement, Todo
from storage.records.alerts.decision import Origin as Made
from storage.records.digests.model import Done, Outcome, Status
from storage.records.digests.tables import digests
from storage.records.tables import outbox
from tests.handlers.alert_stage import Outgoing
from tests.handlers.digests.conftest import ACTIONS, BO, DAILY, HERE, NINE, NOW, UMA


def keys(records):
    with records.begin() as connection:
        return list(connection.execute(select(outbox.c.key).order_by(outbox.c.id)).scalars())


def _rewrite(shop, question):
    """Change the question on disk: as if its metric had another name."""
    with shop.records.begin() as within:
        within.execute(update(digests).values(question=question))


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


def test_the_channels_language_is_used(say, tick, shop):
    """Whoever made it."""
    say(DAILY)
    shop.records.preferences.put(Scope.CHANNEL, HERE, {LANGUAGE: "zh"}, Setter(UMA, NOW))
    ((_, text),) = tick(NINE)
    assert text.startswith("销售额按渠道")
    assert "不再发送：定时 暂停 G-1" in text


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


def test_a_channel_that_is_gone_is_told_to_the_owner(say, tick, shop, mail):
    """They are offered the same in direct messages."""
    say(DAILY)
    mail.reaches = lambda _channel: False
    ((channel, text),) = tick(NINE)
    assert channel == UMA
    assert "I am not in #C0GENERAL" in text
    assert "every weekday 09:00 revenue yesterday by channel quietly" in text


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
