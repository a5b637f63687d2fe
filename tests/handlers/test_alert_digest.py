"""What is still open when active hours begin: said once a channel and day, in the channel's language."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from analysis.alerts.people import Deed, Verb
from analysis.alerts.rule import Hours, Mute
from analysis.model import Lang
from bot.plain import text as plain
from handlers.alerts.rules.digest import digest
from handlers.manners import LANGUAGE
from storage.records import Scope, Setter
from tests.handlers.alert_stage import ANA, SAM, spelt
from tests.handlers.watched import SHANGHAI, TODAY, WEAK

OPS = "C0OPS"
MORNING = datetime.combine(TODAY, time(9), SHANGHAI)


@pytest.fixture
def night(watched):
    """Half past midnight after a weak day, with yesterday's data in and nothing judged yet."""
    watched.sold(150, 60)
    watched.sells(5, TODAY, at=time(0, 10))
    watched.now = datetime.combine(TODAY, time(0, 30), SHANGHAI)
    return watched


def said(watched, when=MORNING):
    """What digests say at that time."""
    watched.mail.notices.clear()
    digest(when, watched.shop)
    return [(notice.channel, spelt(plain(notice.reply, notice.lang))) for notice in watched.mail.notices]


def test_at_nine_each_channel_hears_what_is_still_open(night):
    """One message a channel; what nobody is on comes first."""
    night.watch()
    night.watch(replace(WEAK, name="The floor"))
    night.watch(replace(WEAK, channel=OPS))
    night.tick()
    night.records.deeds.add(1, Deed(0, night.now, ANA, Verb.ACK, "command"))
    (channel, sales), (other, ops) = sorted(said(night), key=lambda each: each[0], reverse=True)
    assert (channel, other) == ("C0SALES", OPS)
    assert sales.startswith("☀️ Still open this morning: 2 alerts, 1 with nobody on it")
    assert sales.index("A-2") < sales.index("A-1")
    assert "@U0ANA is on it" in sales
    assert ops.startswith("☀️ Still open this morning: 1 alert, and nobody is on it")


def test_it_is_said_once_a_day(night):
    """Five minutes later, and after a restart, there is nothing more to say; the next day there is."""
    night.watch()
    night.tick()
    assert len(said(night)) == 1
    assert said(night, MORNING + timedelta(minutes=5)) == []
    assert len(said(night, MORNING + timedelta(days=1))) == 1


def test_it_comes_when_the_rules_hours_begin(night):
    """Not at nine but at eight, on the days the rule is active; not on a muted day."""
    night.watch(replace(WEAK, hours=Hours(time(8), time(20), frozenset(range(7)))))
    night.tick()
    eight = MORNING - timedelta(hours=1)
    assert said(night, eight - timedelta(minutes=1)) == []
    assert len(said(night, eight)) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"hours": Hours(time(9), time(20), frozenset({0, 1, 2, 3, 4}))},
        {"mutes": (Mute(TODAY, TODAY),)},
    ],
    ids=["a Sunday outside its days", "a muted day"],
)
def test_a_rule_that_is_silent_all_day_has_no_morning(night, changed):
    """It is summed up on the next day that it may speak."""
    night.watch(replace(WEAK, **changed))
    night.tick()
    assert said(night) == []
    assert len(said(night, MORNING + timedelta(days=1))) == 1


def test_what_is_closed_or_began_after_nine_is_not_in_it(watched, night):
    """Resolved, false alarm: done. An alert of this hour has its own card."""
    night.watch()
    night.tick()
    night.records.deeds.add(1, Deed(0, night.now, ANA, Verb.RESOLVE, "command"))
    assert said(night) == []
    assert said(night, night.now) == []


def test_a_bot_that_was_off_at_nine_says_it_later_but_not_in_the_evening(night):
    """Within three hours it is still news."""
    night.watch()
    night.tick()
    assert said(night, MORNING + timedelta(hours=6)) == []
    assert len(said(night, MORNING + timedelta(hours=2))) == 1


def test_the_channels_language_is_used(night):
    """Whoever made the rule, the channel reads Chinese."""
    night.records.preferences.put(Scope.CHANNEL, WEAK.channel, {LANGUAGE: Lang.ZH.value}, Setter(SAM, night.now))
    night.watch()
    night.tick()
    ((_, text),) = said(night)
    assert text.startswith("☀️ 今早仍有1条预警未关闭，无人处理")
    assert "销售额" in text
