"""Rules that are judged while someone changes them, or while the bot is stopped."""

from dataclasses import dataclass, field, replace
from datetime import time, timedelta

from analysis.alerts.condition import Reason
from analysis.calendar import instant
from analysis.model import Lang
from handlers.alerts.ending import Turn, end
from handlers.command import Call, Origin
from storage.records.alerts.model import Status
from tests.handlers.alert_stage import SALES, SAM, Outgoing
from tests.handlers.watched import SHANGHAI, TODAY, WEAK

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

    watched.tick(minutes=1)
    assert watched.condition(kept) is None
    assert watched.episode(kept) is None
