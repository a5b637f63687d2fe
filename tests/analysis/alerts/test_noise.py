"""How often a rule was worth hearing, and the calmer rule that its past speaks for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from analysis.alerts.backtest import backtest
from analysis.alerts.calmer import changes
from analysis.alerts.check import problems
from analysis.alerts.condition import History
from analysis.alerts.noise import Ground, Past, Verdict, noise, propose
from analysis.alerts.people import Deed, Verb
from analysis.alerts.rule import Baseline, Kind, Rule, Side, Trigger, Volume
from analysis.model import Grain
from storage import catalog

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = datetime(2026, 9, 1)
METRICS = {metric.id: metric for metric in catalog.default().metrics}
BELOW = Rule("revenue", Trigger(Kind.THRESHOLD, limit=1000.0))
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def deed(verb, source="alert.ack", undone=None):
    return Deed(1, NOW, "U-ana", verb, source, undone=undone)


def past(*deeds, ended=NOW, heard=True):
    return Past(NOW - timedelta(days=1), ended, heard, deeds)


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (past(deed(Verb.ACK)), Verdict.ACTED),
        (past(deed(Verb.DECIDE)), Verdict.ACTED),
        (past(deed(Verb.ACK), deed(Verb.FALSE_ALARM)), Verdict.FALSE_ALARM),
        (past(deed(Verb.FALSE_ALARM), deed(Verb.RESOLVE)), Verdict.ACTED),
        (past(deed(Verb.FALSE_ALARM, undone=NOW)), Verdict.IGNORED),
        (past(deed(Verb.FALSE_ALARM), deed(Verb.REOPEN)), Verdict.IGNORED),
        (past(deed(Verb.UNACK, source="timer")), Verdict.IGNORED),
        (past(), Verdict.IGNORED),
        (past(ended=None), Verdict.WAITING),
        (past(heard=False), Verdict.UNHEARD),
    ],
)
def test_an_episode_is_what_people_made_of_it(given, verdict):
    """The last word stands; what was taken back, or done by a timer, does not count."""
    assert given.verdict is verdict


def test_the_share_of_noise_counts_only_what_people_had_a_say_on():
    """One false alarm, one ignored, one acted on; the open one and the unheard one say nothing yet."""
    counted = noise([past(), past(deed(Verb.FALSE_ALARM)), past(deed(Verb.ACK)), past(ended=None), past(heard=False)])
    assert counted.fired == 5
    assert counted.share == pytest.approx(2 / 3)
    assert noise([]).share == 0


def ground(histories, metric="revenue"):
    made = {key: History(pd.Series(v, index=pd.date_range(FIRST, periods=len(v)), dtype=float)) for key, v in histories}
    return Ground(made, ZONE, METRICS[metric], "CNY")


def lived(rule, on, verb):
    """The episodes that a rule would have had, with what people did about each by `verb(fired)`."""
    fired = backtest(rule, on.histories, on.zone).fired
    return [Past(each.since, each.ended, True, (deed(said),) if (said := verb(each)) else ()) for each in fired]


def test_blips_that_nobody_needed_call_for_a_longer_wait():
    """Four one-day dips were ignored, two of three days acted on: two days in a row keep just those."""
    days = [1500.0] * 60
    for place in (5, 12, 31, 44):
        days[place] = 900.0
    days[20:23], days[50:53] = [600.0] * 3, [650.0] * 3
    on = ground([("[]", days)])
    pasts = lived(BELOW, on, lambda fired: Verb.ACK if fired.ended - fired.at > timedelta(days=1) else None)
    proposal = propose(BELOW, pasts, on)
    assert proposal.rule == replace(BELOW, pending=2)
    assert proposal.what.en == "fire only after 2 days in a row"
    assert proposal.reason.en.startswith("It would have spared 4 of 4 alerts that nobody needed, and missed none of 2")
    assert (len(proposal.before.fired), len(proposal.after.fired)) == (6, 2)


def test_small_parts_that_swing_call_for_a_least_volume():
    """The tiny region halves again and again; the large one did once, and somebody acted."""
    rule = Rule("revenue", Trigger(Kind.CHANGE, limit=0.3, baseline=Baseline.PREVIOUS), by=("region",))
    small, large = [40.0] * 60, [9000.0] * 60
    for place in (6, 16, 26, 36):
        small[place : place + 4] = [20.0, 10.0, 5.0, 40.0]
    large[45:48] = [5000.0, 3000.0, 1800.0]
    on = ground([('["Tiny"]', small), ('["Big"]', large)])
    pasts = lived(rule, on, lambda fired: Verb.RESOLVE if '["Big"]' in fired.worst else Verb.FALSE_ALARM)
    proposal = propose(rule, pasts, on)
    assert proposal.rule.trigger.volume == Volume(41.0)
    assert proposal.what.en == "ignore what is smaller than ¥41"
    assert (proposal.noisy_left, proposal.needed_left) == (0, 1)


def test_an_alert_that_keeps_coming_back_is_to_stay_open_for_longer():
    """Every other day it is bad by a lot: one alert instead of five."""
    days = [1500.0] * 10 + [200.0, 200.0, 200.0, 1500.0] * 5 + [1500.0] * 10
    on = ground([("[]", days)])
    proposal = propose(BELOW, lived(BELOW, on, lambda _: None), on)
    assert proposal.rule == replace(BELOW, keep=1)
    assert (proposal.noisy, proposal.noisy_left) == (5, 1)


def test_a_silence_that_is_usual_at_night_calls_for_a_longer_one():
    """Three silent hours every night are ignored; the outage of twelve is not, and still fires at the longer limit."""
    hours = [float("nan") if hour % 24 < 3 else 50.0 for hour in range(24 * 8)]
    hours[24 * 4 + 8 : 24 * 4 + 20] = [float("nan")] * 12
    history = History(pd.Series(hours, index=pd.date_range(FIRST - timedelta(hours=1), periods=len(hours), freq="h")))
    on = Ground({"[]": history}, ZONE, METRICS["orders"])
    rule = Rule("orders", Trigger(Kind.FRESHNESS, Side.ABOVE, 3.0), grain=Grain.HOUR)
    proposal = propose(rule, lived(rule, on, lambda f: Verb.ACK if f.ended - f.at > timedelta(hours=5) else None), on)
    assert proposal.what.en == "set the limit to 4.5 hours"
    assert (proposal.noisy_left, len(proposal.after.fired)) == (0, 1)


def test_nothing_is_proposed_that_would_lose_what_somebody_acted_on():
    """The alert acted on is the mildest of all: whatever spares the noise would have lost it too."""
    days = [1500.0] * 60
    for place in (5, 15, 25):
        days[place : place + 5] = [100.0] * 5
    days[40] = 990.0
    on = ground([("[]", days)])
    pasts = lived(BELOW, on, lambda fired: Verb.ACK if fired.worst["[]"].value == 990 else None)
    assert propose(BELOW, pasts, on) is None


def test_a_change_after_which_nothing_fires_any_more_is_none():
    """A rule that never speaks is not a calmer rule."""
    days = [1500.0] * 40
    days[5] = days[15] = days[25] = 990.0
    on = ground([("[]", days)])
    assert propose(BELOW, lived(BELOW, on, lambda _: None), on) is None


def test_a_rule_that_people_act_on_is_left_alone():
    """And so is one without a past, or with a single alert that nobody needed."""
    days = [1500.0] * 30
    days[5] = days[15] = 900.0
    on = ground([("[]", days)])
    assert propose(BELOW, lived(BELOW, on, lambda _: Verb.ACK), on) is None
    assert propose(BELOW, [], on) is None
    assert propose(BELOW, lived(BELOW, on, lambda _: None)[:1], on) is None


@pytest.mark.parametrize(
    "rule",
    [
        BELOW,
        replace(BELOW, trigger=replace(BELOW.trigger, recovery=1200.0)),
        Rule("refund_rate", Trigger(Kind.THRESHOLD, Side.ABOVE, 0.05)),
        Rule("revenue", Trigger(Kind.CHANGE, limit=0.5, baseline=Baseline.AVERAGE, recovery=0.3)),
        Rule("revenue", Trigger(Kind.ANOMALY, Side.EITHER, 3.5)),
        Rule("revenue", Trigger(Kind.TARGET, limit=0.05)),
        Rule("stock_cover", Trigger(Kind.COVER, limit=7.0)),
        Rule("orders", Trigger(Kind.FRESHNESS, Side.ABOVE, 3.0)),
    ],
)
def test_every_change_makes_a_rule_that_can_work_and_says_what_it_is(rule):
    """Of each kind, with its recovery bound still on the good side."""
    tried = list(changes(rule, (), (), METRICS[rule.metric], "CNY"))
    assert tried
    for change in tried:
        assert problems(change.rule, METRICS[rule.metric]) == ()
        assert change.rule != rule
        assert "{" not in change.what.en + change.what.zh
