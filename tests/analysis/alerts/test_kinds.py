"""What each kind of rule says of a window."""

from datetime import datetime

import numpy as np
import pandas as pd
import pytest

from analysis.alerts.condition import Outcome
from analysis.alerts.judge import judge_all, reach
from analysis.alerts.kinds import KINDS
from analysis.alerts.rule import Baseline, Kind, Rule, Side, Trigger, Volume
from analysis.model import Grain
from tests.analysis.alerts.judged import MONDAY, NOTHING, history, judged, window
from tests.analysis.alerts.judged import SHANGHAI as ZONE

BREACH, CLEAR, BETWEEN = Outcome.BREACH, Outcome.CLEAR, Outcome.BETWEEN
DROP = Trigger(Kind.CHANGE, Side.BELOW, 0.2, baseline=Baseline.PREVIOUS)


def change(baseline, side=Side.BELOW, limit=0.2, grain=Grain.DAY, **more):
    return Rule("revenue", Trigger(Kind.CHANGE, side, limit, baseline=baseline, **more), grain)


def test_every_kind_has_a_row():
    """Nobody can make a rule that nothing judges."""
    assert set(KINDS) == set(Kind)


@pytest.mark.parametrize(
    ("value", "side", "outcome"),
    [
        (999, Side.BELOW, BREACH), (1000, Side.BELOW, BETWEEN), (1099, Side.BELOW, BETWEEN), (1100, Side.BELOW, CLEAR),
        (1001, Side.ABOVE, BREACH), (1000, Side.ABOVE, BETWEEN), (901, Side.ABOVE, BETWEEN), (900, Side.ABOVE, CLEAR),
    ],
)  # fmt: skip
def test_a_threshold_is_crossed_strictly_and_regained_at_the_recovery_bound(value, side, outcome):
    """At the bound a value is not yet bad; it is good again only where recovery was asked for."""
    recovery = 1100 if side is Side.BELOW else 900
    rule = Rule("revenue", Trigger(Kind.THRESHOLD, side, 1000, recovery))
    assert judged(rule, value).outcome is outcome


def test_a_threshold_says_its_bound_and_how_much_is_missing():
    """The card ranks by it and draws the line."""
    seen = judged(Rule("revenue", Trigger(Kind.THRESHOLD, limit=1000)), 700)
    assert (seen.value, seen.low, seen.high, seen.impact) == (700, 1000, None, 300)
    assert (seen.start, seen.end) == window()


def test_without_recovery_a_threshold_is_over_at_its_bound():
    """Nothing lies between bad and good where nothing was said of it."""
    assert judged(Rule("revenue", Trigger(Kind.THRESHOLD, limit=1000)), 1000).outcome is CLEAR


@pytest.mark.parametrize(("value", "outcome"), [(81, CLEAR), (80, BREACH), (120, CLEAR), (0, BREACH)])
def test_a_change_is_at_least_its_limit(value, outcome):
    """Drop 20 % means 20 % or more."""
    seen = judged(change(Baseline.PREVIOUS), 100, value)
    assert seen.outcome is outcome
    assert (seen.baseline, seen.low, seen.high) == (100, 80, None)


def test_a_change_either_way_has_both_bounds():
    """Change 20 % looks up and down."""
    rule = change(Baseline.PREVIOUS, Side.EITHER)
    assert [judged(rule, 100, value).outcome for value in (79, 100, 121)] == [BREACH, CLEAR, BREACH]
    assert (judged(rule, 100, 100).low, judged(rule, 100, 100).high) == (80, 120)


def test_a_change_recovers_where_it_was_told_to():
    """Drop 20 % recover at 5 %: a drop of 10 % is neither bad nor good again."""
    rule = change(Baseline.PREVIOUS, recovery=0.05)
    assert [judged(rule, 100, value).outcome for value in (75, 90, 96)] == [BREACH, BETWEEN, CLEAR]


def test_a_change_from_below_zero_goes_by_size():
    """A loss that doubles is a fall, not a rise."""
    assert judged(change(Baseline.PREVIOUS), -100, -200).outcome is BREACH
    assert judged(change(Baseline.PREVIOUS), -100, -50).outcome is CLEAR


def test_each_baseline_takes_the_windows_it_names():
    """Yesterday, a week ago, the median of four same weekdays, 364 days ago."""
    values = np.full(400, 50.0)
    values[-2], values[-8], values[-15], values[-22], values[-29], values[-365], values[-1] = 1, 2, 3, 4, 900, 6, 7
    found = {each: judged(change(each), *values).baseline for each in Baseline}
    assert found == {
        Baseline.PREVIOUS: 1,
        Baseline.SAME_WEEKDAY: 2,
        Baseline.AVERAGE: 3.5,
        Baseline.LAST_YEAR: 6,
    }


def test_hours_are_set_against_the_same_hour():
    """At four in the morning nobody expects the evening's orders."""
    values = np.arange(24.0 * 7 * 5 + 1)
    rule = change(Baseline.SAME_WEEKDAY, grain=Grain.HOUR)
    assert judged(rule, *values).baseline == values[-1 - 168]


def test_months_are_set_against_the_calendar():
    """A year ago is the same month, however long it is."""
    values = np.arange(1.0, 15)
    rule = change(Baseline.LAST_YEAR, grain=Grain.MONTH)
    last = datetime(2026, 2, 1)
    assert judged(rule, *values, last=last).baseline == values[-13]
    assert judged(change(Baseline.PREVIOUS, grain=Grain.MONTH), *values, last=last).baseline == values[-2]


def test_a_change_needs_its_volume_in_the_baseline():
    """Three orders instead of six are no news; the drop itself does not hide behind its own small number."""
    rule = change(Baseline.PREVIOUS, volume=Volume(50))
    assert (judged(rule, 6, 3).outcome, judged(rule, 6, 3).note) == (CLEAR, "thin")
    assert judged(rule, 60, 3).outcome is BREACH


def test_the_volume_may_be_of_another_metric():
    """A rate is believed where enough was measured; what was not measured is nothing."""
    rule = change(Baseline.PREVIOUS, volume=Volume(100, "visits"))
    assert judged(rule, 0.04, 0.02, volume=[99, 500]).note == "thin"
    assert judged(rule, 0.04, 0.02, volume=[100, 2]).outcome is BREACH
    assert judged(rule, 0.04, 0.02, volume=[NOTHING, 500]).note == "thin"


def test_a_threshold_needs_its_volume_in_the_window():
    """One late parcel out of two is not a rate of 50 %."""
    rule = Rule("on_time_rate", Trigger(Kind.THRESHOLD, limit=0.6, volume=Volume(10, "orders")))
    assert judged(rule, 0.5, volume=[2]).note == "thin"
    assert judged(rule, 0.5, volume=[20]).outcome is BREACH


def test_stock_cover_is_a_threshold_in_days():
    """Out of stock is 0 days, which is a value."""
    rule = Rule("stock_cover", Trigger(Kind.COVER, limit=7))
    assert [judged(rule, value).outcome for value in (0, 6.9, 7)] == [BREACH, BREACH, CLEAR]


def test_silence_is_counted_in_hours_since_anything_was_recorded():
    """A value of 0 is a record; two empty hours are not yet three."""
    rule = Rule("visits", Trigger(Kind.FRESHNESS, Side.ABOVE, 3), Grain.HOUR)
    assert (judged(rule, 5, 0, NOTHING, NOTHING).value, judged(rule, 5, 0, NOTHING, NOTHING).outcome) == (2, CLEAR)
    assert judged(rule, 0, NOTHING, NOTHING, NOTHING).outcome is BREACH
    assert judged(rule, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING).outcome is BREACH
    assert judged(rule, NOTHING, NOTHING, NOTHING, 4).value == 0


def test_silence_recovers_where_it_was_told_to():
    """Silent for 3 hours, well again when nothing is older than one."""
    rule = Rule("visits", Trigger(Kind.FRESHNESS, Side.ABOVE, 3, recovery=1), Grain.HOUR)
    assert [judged(rule, 5, *[NOTHING] * empty).outcome for empty in (1, 2, 3)] == [CLEAR, BETWEEN, BREACH]


def seasonal(days, noise=0.04, seed=1):
    """Days of a shop that sells more at the weekend, ending on a Monday."""
    weekdays = (np.arange(days) - days + 1) % 7
    usual = 1000 * np.where(weekdays >= 5, 1.4, 1.0)
    return usual * np.random.default_rng(seed).normal(1, noise, days)


UNUSUAL = Rule("revenue", Trigger(Kind.ANOMALY, Side.EITHER, 3.5))


def test_an_anomaly_is_far_from_what_was_expected():
    """A Monday at a weekend's height is unusual, an ordinary one is not, and the band is told."""
    days = seasonal(120)
    assert judged(UNUSUAL, *days).outcome is CLEAR
    seen = judged(UNUSUAL, *days[:-1], 1500)
    assert seen.outcome is BREACH
    assert seen.baseline == pytest.approx(1000, rel=0.05)
    assert seen.low < 1000 < seen.high < 1500
    assert seen.score > 3.5
    assert seen.impact == pytest.approx(1500 - seen.baseline)


@pytest.mark.parametrize(("side", "outcome"), [(Side.BELOW, CLEAR), (Side.ABOVE, BREACH)])
def test_an_anomaly_may_be_watched_for_on_one_side(side, outcome):
    """Unusual down hears nothing of a rush."""
    rule = Rule("revenue", Trigger(Kind.ANOMALY, side, 3.5))
    assert judged(rule, *seasonal(120)[:-1], 1500).outcome is outcome


def test_an_anomaly_must_also_matter():
    """Where hardly anything ever moves, 10 % is beyond every spread; the default of 15 % keeps it quiet."""
    days = [*seasonal(120, noise=0.002)[:-1], 1100]
    seen = judged(UNUSUAL, *days)
    assert seen.score > 3.5
    assert seen.outcome is CLEAR
    small = Rule("revenue", Trigger(Kind.ANOMALY, Side.EITHER, 3.5, least_change=0.05))
    assert judged(small, *days).outcome is BREACH


def test_an_anomaly_needs_its_volume():
    """What usually sells three a day cannot be unusual enough."""
    rule = Rule("units", Trigger(Kind.ANOMALY, Side.ABOVE, 3.5, volume=Volume(50)))
    counts = np.random.default_rng(3).poisson(3, 120)
    assert judged(rule, *counts[:-1], 40).note == "thin"


def test_small_counts_vary_by_chance():
    """Where mostly one is sold a day, six are chance; ten are not, and no fall can be told from chance at all."""
    ones = [1.0, NOTHING, 1, 1, 2, 1, NOTHING, 1] * 15
    assert [judged(UNUSUAL, *ones[1:], value).outcome for value in (0, 6, 12)] == [CLEAR, CLEAR, BREACH]
    seen = judged(UNUSUAL, *ones[1:], 6)
    assert 0 < seen.score < 3.5
    money = [value * 9.99 for value in ones]
    assert judged(UNUSUAL, *money[1:], 70).outcome is BREACH


def test_many_instances_are_held_to_more_than_one():
    """What one instance would be called out for is to be expected of one in three hundred."""
    days = seasonal(120, 0.08)
    alone = judged(UNUSUAL, *days)
    width = alone.high - alone.baseline
    crowd = {str(n): history(seasonal(120, 0.08, n)) for n in range(300)}
    rule = Rule("revenue", UNUSUAL.trigger, by=("product",))
    among = judge_all(rule, {**crowd, "1": history(days)}, window(), ZONE)["1"]
    assert among.high - among.baseline == pytest.approx(width * (3.5**2 + 2 * np.log(300)) ** 0.5 / 3.5, rel=0.05)


def test_stock_that_ran_out_is_at_stake_by_what_it_usually_sells():
    """Nothing was sold today because nothing was there: ten a day are at stake. What never sells wakes nobody."""
    rule = Rule("stock_cover", Trigger(Kind.COVER, limit=3, volume=Volume(10, "units")))
    assert judged(rule, *[20.0] * 28, 0.0, volume=[12.0] * 28 + [0.0]).outcome is BREACH
    slow = judged(rule, *[20.0] * 28, 0.0, volume=[1.0] * 28 + [0.0])
    assert (slow.outcome, slow.note) == (CLEAR, "thin")


def target(side=Side.BELOW, limit=0.1, grain=Grain.DAY, **more):
    return Rule("revenue", Trigger(Kind.TARGET, side, limit, **more), grain)


def month(level, days, weeks_before=8):
    """A plain shop for eight weeks, then so many days of July at another level; the target is 100 a day."""
    before = weeks_before * 7
    return {
        "last": datetime(2026, 7, days),
        "targets": [100.0] * (before + days),
    }, [100.0] * before + [level] * days


def test_a_target_is_held_against_the_projected_close():
    """Half-way through the month at 80 a day it will close near 80 % of its target: said long before the end."""
    more, values = month(80.0, 15)
    seen = judged(target(), *values, **more)
    assert seen.outcome is BREACH
    assert seen.baseline == pytest.approx(3100)
    assert seen.value == pytest.approx(15 * 80 + 16 * (15 * 80 + 7 * 100) / 22)
    assert seen.low == pytest.approx(2790)


def test_one_bad_day_is_no_pace():
    """The first of the month at half the usual is not yet a month at half."""
    more, values = month(50.0, 1)
    assert judged(target(), *values, **more).outcome is CLEAR


def test_a_projection_knows_the_weekend():
    """A month that has only had workdays is not behind if its weekends are still to come."""
    index = pd.date_range(end="2026-06-04", periods=60)
    weekly = np.where(index.day_of_week >= 5, 300.0, 50.0)
    mean = pd.date_range("2026-06-01", "2026-06-30")
    total = np.where(mean.day_of_week >= 5, 300.0, 50.0).sum()
    seen = judged(target(), *weekly, last=datetime(2026, 6, 4), targets=[total / 30] * 60)
    assert seen.value == pytest.approx(total)
    assert seen.outcome is CLEAR


def test_a_first_month_is_projected_once_it_has_a_pace():
    """Without weeks before it, six days tell nothing, and seven at 80 of 100 a day do."""
    for days, outcome, note in ((6, CLEAR, "short_history"), (7, BREACH, "")):
        more, values = month(80.0, days, weeks_before=0)
        seen = judged(target(), *values, **more)
        assert (seen.outcome, seen.note) == (outcome, note)
    assert seen.value == pytest.approx(80 * 31)


def test_days_that_lose_money_weigh_nothing_in_a_projection():
    """A few weeks in which returns outweigh sales on Wednesdays: no weight is below nothing, and none is divided by."""
    index = pd.date_range(end="2026-07-01", periods=30)
    takings = np.select([index.day_of_week == 0, index.day_of_week == 2], [66.0, -28.0], 0.0)
    seen = judged(target(), *takings, last=datetime(2026, 7, 1), targets=[10.0] * 30)
    usual = 7 * 4 * 66 / 31
    assert seen.value == pytest.approx(-28 + (usual - 28) / usual * 4 * 66)


def test_what_was_to_be_reached_is_said_when_it_is():
    """Above a target counts what there is, not what is projected."""
    more, values = month(190.0, 15)
    assert judged(target(Side.ABOVE, 0.0), *values, **more).outcome is CLEAR
    more, values = month(190.0, 17)
    seen = judged(target(Side.ABOVE, 0.0), *values, **more)
    assert (seen.outcome, seen.value, seen.baseline) == (BREACH, 190 * 17, pytest.approx(3100))


def test_a_rate_is_held_against_its_target_as_it_is():
    """Rates do not add up to a month; neither do windows longer than a day have a pace."""
    assert judged(target(), 0.03, targets=[0.04], adds=False).outcome is BREACH
    assert judged(target(), 0.037, targets=[0.04], adds=False).outcome is CLEAR
    monthly = target(grain=Grain.MONTH)
    assert judged(monthly, 880, targets=[1000], last=datetime(2026, 5, 1)).outcome is BREACH


def test_a_window_without_a_target_is_clear():
    """No target, no miss; it is said."""
    assert judged(target(), 100, 100).note == "no_target"


def test_how_far_back_a_rule_looks():
    """Enough for its baseline, and no more: ten thousand instances are fetched by it."""
    assert reach(Rule("revenue", Trigger(Kind.THRESHOLD))) == 1
    assert reach(change(Baseline.AVERAGE)) == 57
    assert reach(change(Baseline.LAST_YEAR)) > 365
    assert reach(Rule("visits", Trigger(Kind.FRESHNESS, Side.ABOVE, 3), Grain.HOUR)) == 3 + 24 * 7
    assert reach(UNUSUAL, occasion=True) > 365 > reach(UNUSUAL)


def test_last_monday_is_what_the_histories_here_end_on():
    """The tests' own calendar is as they say."""
    assert MONDAY.weekday() == 0
