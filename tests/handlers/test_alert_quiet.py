"""What keeps a word back, and when it is said after all: nothing is lost, nothing is said twice."""

from dataclasses import replace
from datetime import time, timedelta

from analysis.alerts.people import Deed, Silence, Verb
from analysis.alerts.rule import Escalation, Hours, Kind, Mute, Policy, Side, Trigger
from tests.handlers.alert_stage import ANA, BO
from tests.handlers.watched import TODAY, WEAK

NIGHT = replace(WEAK, hours=Hours(time(9), time(21)))


def weak(watched, rule=WEAK, **where):
    """A rule on a day that was weak."""
    watched.sold(150, 60, **where)
    watched.sells(10, TODAY, at=time(0, 30), **where)
    return watched.watch(rule)


def did(watched, kept, verb, *, until=None, person=ANA):
    """Someone does something to the open episode of a rule."""
    deed = Deed(0, watched.now, person, verb, "button", until)
    watched.records.deeds.add(watched.episode(kept).id, deed)


def test_what_fires_at_night_is_told_when_the_day_begins(watched):
    """It is judged at night and keeps its state; at nine the card comes, once."""
    kept = weak(watched, NIGHT)
    watched.now -= timedelta(hours=10)

    assert watched.tick().sent() == []
    assert watched.condition(kept) == ("alerting", "breach")
    assert watched.episode(kept).suppressed == "outside_hours"
    assert watched.remind(hours=6, minutes=59).sent() == []
    assert watched.remind(minutes=1).sent() == ["A-1"]
    assert watched.remind(minutes=1).sent() == []
    assert watched.episode(kept).suppressed is None


def test_what_is_over_by_the_morning_is_never_told(watched):
    """Nobody is called for last night's hour that is fine again."""
    kept = weak(watched, replace(WEAK, mutes=(Mute(TODAY, TODAY),)))
    watched.sells(300, TODAY, at=time(13))
    watched.tick()
    watched.sells(1, TODAY + timedelta(1), at=time(1))
    watched.tick(hours=20)

    assert watched.sent() == []
    assert watched.episode(kept) is None
    assert watched.episodes()[0].told is None


def test_a_muted_rule_goes_on_judging_and_speaks_when_the_mute_is_over(watched):
    """Muted on the day of a promotion; on the day after it says what is still so."""
    kept = weak(watched, replace(WEAK, mutes=(Mute(TODAY, TODAY),)))
    watched.tick()
    assert watched.episode(kept).suppressed == "muted"

    assert watched.remind(hours=11, minutes=59).sent() == []
    assert watched.remind(minutes=1).sent() == ["A-1"]


def test_a_silence_holds_one_region_and_lets_the_others_speak(watched):
    """The South is silenced: the card is about the East alone; when the silence ends, the South joins it."""
    watched.sold(60, region="South")
    kept = weak(watched, replace(WEAK, by=("region",)))
    hour = timedelta(hours=1)
    watched.records.silences.add(Silence(0, {"region": ("South",)}, watched.now - hour, watched.now + hour, ANA))

    assert watched.tick().sent() == ["A-1"]
    assert watched.episode(kept).firing == ('["East"]',)
    assert watched.remind(minutes=30).sent() == []
    assert watched.remind(minutes=31).sent() == ["A-1", "A-1/v3/line"]
    assert watched.episode(kept).firing == ('["East"]', '["South"]')


def test_the_whole_speaks_for_its_parts(watched):
    """Revenue is weak and so is the East: one card, that of the whole; the part speaks when the whole is over."""
    part = weak(watched, replace(WEAK, by=("region",)))
    whole = watched.watch(WEAK)

    assert watched.tick().sent() == [f"A-{watched.episode(whole).id}"]
    assert watched.episode(part).suppressed == "inhibited"
    assert watched.condition(part, "East") == ("alerting", "breach")
    watched.sells(300, TODAY, at=time(13), region="North")
    watched.sells(1, TODAY + timedelta(1), at=time(1))
    watched.tick(hours=20).sent()
    watched.remind(minutes=1)
    assert watched.episode(whole) is None
    assert watched.episode(part).told == "first_notification"


def test_data_that_stopped_coming_explains_what_is_computed_from_it(watched):
    """The till is silent for a day: that is said, not that revenue is missing."""
    watched.sold(150, None)
    stale = watched.watch(replace(WEAK, metric="orders", trigger=Trigger(Kind.FRESHNESS, Side.ABOVE, 24.0)))

    sales = watched.watch(replace(WEAK, metric="aov", no_data=Policy.ALERT))
    watched.tick()

    assert watched.episode(stale).told == "first_notification"
    assert watched.episode(sales).suppressed == "inhibited"
    assert len(watched.sent()) == 1


def test_it_is_repeated_only_after_the_interval(watched):
    """Once a day as long as nobody acts, whatever else is due every minute."""
    kept = weak(watched, replace(WEAK, repeat=timedelta(hours=4)))
    watched.tick().sent()

    assert watched.remind(hours=4).sent() == []
    assert watched.remind(minutes=1).sent() == ["A-1", "A-1/v2/line"]
    assert watched.remind(minutes=1).sent() == []
    assert watched.episode(kept).told == "repeat_interval_elapsed"


def test_whoever_is_on_it_is_not_called_again(watched):
    """Acknowledged: no repeat; something new is still news."""
    kept = weak(watched, replace(WEAK, by=("region",), repeat=timedelta(hours=4)))
    watched.tick().sent()
    did(watched, kept, Verb.ACK)
    assert watched.remind(hours=5).sent() == []

    watched.sells(20, TODAY, at=time(13), region="North")
    watched.sells(1, TODAY + timedelta(1), at=time(1))
    assert watched.tick(hours=15).sent() == ["A-1", f"A-1/v{watched.episode(kept).version}/line"]
    assert "North" in watched.lines()[-1]


def test_a_snooze_keeps_quiet_until_it_is_over_and_then_says_so_once(watched):
    """Still so after the nap: one word."""
    kept = weak(watched, replace(WEAK, repeat=timedelta(hours=4)))
    watched.tick().sent()
    did(watched, kept, Verb.SNOOZE, until=watched.now + timedelta(hours=6))

    assert watched.remind(hours=5).sent() == []
    assert watched.remind(hours=1, minutes=1).sent()
    assert watched.episode(kept).told == "snooze_over"
    assert watched.remind(minutes=1).sent() == []


def test_a_newer_snooze_takes_the_place_of_an_older_one(watched):
    """The first nap's end wakes nobody."""
    kept = weak(watched)
    watched.tick().sent()
    did(watched, kept, Verb.SNOOZE, until=watched.now + timedelta(hours=1))
    did(watched, kept, Verb.SNOOZE, until=watched.now + timedelta(hours=9))

    assert watched.remind(hours=2).sent() == []
    assert watched.remind(hours=8).sent()


def test_nobody_acts_and_it_escalates_once(watched):
    """After two hours the one who was named hears of it, and not again a minute later."""
    kept = weak(watched, replace(WEAK, escalation=Escalation(BO, timedelta(hours=2))))
    watched.tick().sent()

    assert watched.remind(hours=1, minutes=59).sent() == []
    watched.remind(minutes=1)
    assert watched.sent() == ["A-1", "A-1/escalated/0"]
    assert BO in watched.lines()[-1]
    assert watched.remind(hours=3).sent() == []
    assert watched.episode(kept).told == "escalated"


def test_what_is_acknowledged_does_not_escalate_until_it_is_let_go(watched):
    """Someone was on it and no longer is: the two hours begin anew."""
    kept = weak(watched, replace(WEAK, escalation=Escalation(BO, timedelta(hours=2))))
    watched.tick().sent()
    did(watched, kept, Verb.ACK)
    assert watched.remind(hours=3).sent() == []
    did(watched, kept, Verb.UNACK)

    assert watched.remind(hours=1).sent() == []
    assert len(watched.remind(hours=1).sent()) == 2


def test_what_fired_at_night_escalates_two_hours_into_the_day(watched):
    """Nobody could have acted on what nobody was told."""
    weak(watched, replace(NIGHT, escalation=Escalation(BO, timedelta(hours=2))))
    watched.now -= timedelta(hours=10)
    watched.tick()
    watched.remind(hours=7).sent()

    assert watched.remind(hours=1, minutes=59).sent() == []
    assert watched.remind(minutes=1).sent()[-1] == "A-1/escalated/0"


def test_an_acknowledgement_that_goes_unanswered_decays(watched):
    """Reminded after three hours; silent for half an hour more, and it is open again."""
    kept = weak(watched, replace(WEAK, remind=timedelta(hours=3)))
    watched.tick().sent()
    did(watched, kept, Verb.ACK)

    assert watched.remind(hours=3).sent()
    assert watched.episode(kept).told == "reminder"
    assert watched.remind(minutes=29).sent() == []
    watched.remind(minutes=1)
    assert ANA in watched.lines()[-1]
    assert [deed.verb for deed in watched.records.deeds.of(watched.episode(kept).id)] == [Verb.ACK, Verb.UNACK]
    assert watched.remind(minutes=1).lines()[-1] == watched.lines()[-1]


def test_a_restart_in_the_middle_neither_loses_nor_repeats(watched, shop_to_watch):
    """Another process takes over from the same files: what was told is told, what is due is due."""
    kept = weak(watched, replace(WEAK, repeat=timedelta(hours=4)))
    watched.tick().sent()
    did(watched, kept, Verb.ACK)
    watched.shop.facts.close()
    again = shop_to_watch()
    again.sent()

    assert again.tick(minutes=1).sent() == []
    assert again.remind(hours=5).sent() == []
    did(again, kept, Verb.UNACK)
    assert again.remind(minutes=1).sent()
