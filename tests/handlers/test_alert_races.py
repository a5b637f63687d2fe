"""Rules that are judged while someone changes them, or while the bot is stopped."""

from dataclasses import dataclass, field, replace
from datetime import time, timedelta

from analysis.alerts.condition import Reason
from analysis.calendar import instant
from analysis.model import Lang
from handlers.alerts.judging.ending import Turn, end
from handlers.command import Call, Origin
from storage.records.alerts.model import Status
from tests.handlers.alert_stage import SALES, SAM, Outgoing
from tests.handlers.watched import SHANGHAI, TODAY

MIDNIGHT = instant(TODAY, SHANGHAI)


@dataclass
class Interrupted(Outgoing):
    """A mail while which is packed something else happens, once."""

    happens: list = field(default_factory=list)

    def pack(self, notice):
        while self.happens:
            self.happens.pop()()
        return super().pack(notice)


def _interrupted(watched, happens):
    """A shop in whose mail something happens while the next notice is packed."""
    watched.shop = replace(watched.shop, mail=Interrupted(happens=[happens]))


def test_an_alert_that_opens_while_its_rule_is_paused_is_closed_with_it(watched):
    """The evaluation opens an episode after the pause saw none open: none is left open for ever."""
    watched.sold(150, 60)
    watched.sells(10, TODAY, at=time(8))
    kept = watched.watch()
    ticks = [watched.tick]

    def pause(within):
        while ticks:
            ticks.pop()()
        watched.records.rules.mark(kept.id, Status.PAUSED, within=within)

    call = Call("", SAM, Lang.EN, watched.now, Origin.SLASH, SALES)
    ended = end(kept, Turn(Reason.PAUSED, "alert.pause", pause), call, watched.shop)

    assert (ended.id, ended.end) == (1, Reason.PAUSED)
    assert watched.episode(kept) is None
    assert [move.after.condition.value for move in watched.records.windows.transitions(kept.id)] == [
        "normal",
        "alerting",
    ]
    assert watched.condition(kept) is None


def test_a_rule_that_is_paused_while_its_window_waits_is_not_marked_as_waiting(watched):
    """Who lost the claim writes nothing: the conditions of a paused rule stay forgotten."""
    watched.sold(60)
    watched.sells(50, TODAY, at=time(8))
    kept = watched.watch()
    watched.tick().sent()
    call = Call("", SAM, Lang.EN, watched.now, Origin.SLASH, SALES)
    mark = watched.records.rules.mark
    turn = Turn(Reason.PAUSED, "alert.pause", lambda within: mark(kept.id, Status.PAUSED, within=within))
    _interrupted(watched, lambda: end(kept, turn, call, watched.shop))
    watched.now = MIDNIGHT + timedelta(days=1)

    watched.tick(hours=2)
    assert watched.condition(kept) is None
    assert watched.episode(kept) is None


def test_a_bot_that_is_stopped_hands_back_what_it_has_not_judged(watched):
    """The first of three rules is being judged when it is told to stop: the others are free at once."""
    watched.sold(60)
    watched.sells(10, TODAY, at=time(8))
    rules = [watched.watch() for _ in range(3)]
    _interrupted(watched, watched.shop.stopping.set)

    assert watched.tick().sent() == ["A-1"]
    assert [len(watched.judged(kept)) for kept in rules] == [1, 0, 0]
    watched.shop.stopping.clear()
    assert watched.tick(seconds=1).sent() == ["A-2", "A-3"]


def test_a_bot_that_is_stopped_leaves_later_windows_of_a_rule_for_later(watched):
    """Four days are to be made up for: it stops after the day that it is at, and goes on there."""
    watched.sold(150, 60, 150, 150, 30)
    watched.sells(10, TODAY, at=time(8))
    kept = watched.watch(since=TODAY - timedelta(3))
    _interrupted(watched, watched.shop.stopping.set)
    watched.tick()

    judged = len(watched.judged(kept))
    assert 0 < judged < 4
    watched.shop.stopping.clear()
    watched.tick(seconds=1)
    assert len(watched.judged(kept)) == 4
