"""What a rule must not fall for: nothing, too little, the clock, promotions, and what it cannot know yet."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from analysis.alerts.condition import History, Outcome
from analysis.alerts.judge import judge_all, reach
from analysis.alerts.rule import Baseline, Kind, Policy, Rule, Side, Trigger
from analysis.model import Grain
from tests.analysis.alerts.judged import BERLIN, MONDAY, NOTHING, SHANGHAI, history, judged, window

BREACH, CLEAR, BETWEEN, NO_DATA, MISSING = (
    Outcome.BREACH, Outcome.CLEAR, Outcome.BETWEEN, Outcome.NO_DATA, Outcome.MISSING,
)  # fmt: skip
TRIGGERS = (
    Trigger(Kind.THRESHOLD, limit=100),
    Trigger(Kind.COVER, limit=7),
    *(Trigger(Kind.CHANGE, limit=0.2, baseline=each) for each in Baseline),
    Trigger(Kind.ANOMALY, Side.EITHER, 3.5),
    Trigger(Kind.TARGET, limit=0.1),
)
NAMES = [trigger.baseline or trigger.kind for trigger in TRIGGERS]


def change(baseline=Baseline.PREVIOUS, **more):
    return Rule("revenue", Trigger(Kind.CHANGE, Side.BELOW, 0.2, baseline=baseline), **more)


@pytest.mark.parametrize("trigger", TRIGGERS, ids=NAMES)
def test_nothing_recorded_is_no_data_never_zero(trigger):
    """A window that is empty is not a fall to nothing, for any kind."""
    seen = judged(Rule("revenue", trigger), *[100.0] * 59, NOTHING)
    assert (seen.outcome, seen.value) == (NO_DATA, None)


@pytest.mark.parametrize("trigger", [*TRIGGERS, Trigger(Kind.FRESHNESS, Side.ABOVE, 3)], ids=[*NAMES, "freshness"])
@pytest.mark.parametrize("values", [(), (150.0,)], ids=["empty", "one window"])
def test_a_history_of_nothing_or_of_one_window_is_judged_calmly(trigger, values):
    """A shop that opened today can have rules on everything."""
    index = pd.DatetimeIndex([MONDAY] if values else [])
    given = {"[]": History(pd.Series(list(values), index=index, dtype=float))}
    seen = judge_all(Rule("revenue", trigger), given, window(), SHANGHAI)["[]"]
    silent = trigger.kind is Kind.FRESHNESS
    assert seen.outcome is (CLEAR if values else BREACH if silent else NO_DATA)


@pytest.mark.parametrize("trigger", TRIGGERS, ids=NAMES)
def test_no_instances_are_no_verdicts(trigger):
    """A split that has no values yet."""
    assert judge_all(Rule("revenue", trigger, by=("region",)), {}, window(), SHANGHAI) == {}


def test_zero_is_a_value():
    """It is judged like any other, and is the worst fall there is."""
    assert judged(change(), 100, 0).outcome is BREACH
    assert judged(change(), 100, 0).value == 0


@pytest.mark.parametrize("before", [0.0, NOTHING])
def test_a_baseline_of_nothing_is_not_divided_by(before):
    """From nothing to something is no change in percent; it is said, and nobody is woken."""
    seen = judged(change(), before, 50)
    assert seen.outcome is CLEAR
    assert seen.note == ("zero_baseline" if before == 0 else "short_history")


def test_an_average_is_not_made_of_one_window():
    """One same weekday is not what is usual."""
    rule = change(Baseline.AVERAGE)
    one = [NOTHING] * 22 + [100.0] * 7
    assert judged(rule, *one[1:], 10).note == "short_history"
    assert judged(rule, *[100.0] * 14, 10).outcome is BREACH


def test_an_anomaly_is_not_told_from_a_few_days():
    """A week of history expects nothing."""
    seen = judged(Rule("revenue", Trigger(Kind.ANOMALY, Side.EITHER, 3.5)), *[100.0] * 6, 900)
    assert (seen.outcome, seen.note) == (CLEAR, "short_history")


SPLIT = change(by=("region",))


def test_one_silent_instance_among_others_is_missing():
    """The series is gone, not the source; where all are silent it is the source."""
    full, gone = history([100, 100]), history([100, NOTHING])
    seen = judge_all(SPLIT, {"a": full, "b": gone}, window(), SHANGHAI)
    assert [seen[key].outcome for key in "ab"] == [CLEAR, MISSING]
    seen = judge_all(SPLIT, {"a": gone, "b": gone}, window(), SHANGHAI)
    assert {each.outcome for each in seen.values()} == {NO_DATA}


def test_an_instance_that_ended_long_ago_is_missing_too():
    """Its history just stops before the window."""
    ended = history([100, 100], last=MONDAY - timedelta(days=40))
    seen = judge_all(SPLIT, {"a": history([100, 100]), "b": ended}, window(), SHANGHAI)
    assert seen["b"].outcome is MISSING


def test_a_rule_that_says_what_silence_means_hears_of_each_silent_instance():
    """No data alert: the one channel that fell silent is what it was made for."""
    rule = change(by=("channel",), no_data=Policy.ALERT)
    seen = judge_all(rule, {"a": history([9, 9]), "b": history([9, NOTHING])}, window(), SHANGHAI)
    assert seen["b"].outcome is NO_DATA


def test_instances_of_any_age_are_judged_together():
    """Each by its own history, as if it were alone."""
    rule, spans = change(Baseline.AVERAGE, by=("product",)), (3, 30, 60, 200)
    given = {str(span): history(np.linspace(50, 100, span)) for span in spans}
    seen = judge_all(rule, given, window(), SHANGHAI)
    alone = {key: judge_all(rule, {key: each}, window(), SHANGHAI)[key] for key, each in given.items()}
    assert {key: (each.outcome, each.baseline, each.note) for key, each in seen.items()} == {
        key: (each.outcome, each.baseline, each.note) for key, each in alone.items()
    }


@pytest.mark.parametrize("trigger", TRIGGERS, ids=NAMES)
def test_the_future_is_not_looked_at(trigger):
    """What a history says of later windows, the open one among them, changes nothing."""
    values = list(np.random.default_rng(5).normal(100, 5, 450))
    targets = pd.Series(100.0, index=pd.date_range(end=MONDAY + timedelta(5), periods=455))
    later = history([*values, 3, 1e6, NOTHING, 0, 7], last=MONDAY + timedelta(5))
    plain = history(values)
    rule = Rule("revenue", trigger)
    known = judge_all(rule, {"[]": History(plain.values, targets=targets[:-5])}, window(), SHANGHAI)
    peeking = judge_all(rule, {"[]": History(later.values, targets=targets)}, window(), SHANGHAI)
    assert peeking == known


@pytest.mark.parametrize("trigger", TRIGGERS, ids=NAMES)
def test_more_history_than_a_rule_reaches_for_changes_nothing(trigger):
    """A backtest over two years says what the live rule would have said."""
    values = list(np.random.default_rng(6).normal(100, 5, 700))
    rule = Rule("revenue", trigger)
    cut = values[-reach(rule) :]
    assert judged(rule, *values, targets=[99.0] * 700) == judged(rule, *cut, targets=[99.0] * len(cut))


@pytest.mark.parametrize(
    ("day", "hours"), [(datetime(2026, 3, 29), 23), (datetime(2026, 10, 25), 25), (datetime(2026, 6, 29), 24)]
)
def test_days_are_those_of_the_wall_clock(day, hours):
    """A day of 23 or 25 hours is one window, and a week before it is its weekday."""
    rule = change(Baseline.SAME_WEEKDAY)
    start, end = (each.replace(tzinfo=BERLIN).astimezone(UTC) for each in (day, day + timedelta(1)))
    assert end - start == timedelta(hours=hours)
    given = {"[]": history([50, *[1] * 6, 10], last=day)}
    seen = judge_all(rule, given, (start, end), BERLIN)["[]"]
    assert (seen.outcome, seen.baseline, seen.end) == (BREACH, 50, end)


def test_an_hour_is_set_against_the_same_hour_across_a_change_of_the_clock():
    """Nine in the morning is nine in the morning, though 167 hours passed since."""
    nine = datetime(2026, 3, 30, 9)
    index = pd.date_range(datetime(2026, 3, 16), nine, freq="h")
    index = index[index != datetime(2026, 3, 29, 2)]
    values = pd.Series(np.where(index.hour == 9, 100.0, 1.0), index=index)
    rule = change(Baseline.SAME_WEEKDAY, grain=Grain.HOUR)
    start = nine.replace(tzinfo=BERLIN).astimezone(UTC)
    seen = judge_all(rule, {"[]": History(values)}, (start, start + timedelta(hours=1)), BERLIN)["[]"]
    assert (seen.baseline, seen.outcome) == (100, CLEAR)


DOUBLE_11 = frozenset(date(year, 11, day) for year in (2025, 2026) for day in range(9, 12))


def promoted(times, days=430, last=datetime(2026, 11, 11)):
    """A steady shop that sells `times` as much on the days of Double 11, ending on its main day."""
    index = pd.date_range(end=last, periods=days)
    base = np.random.default_rng(8).normal(1000, 25, days)
    sold = np.array([times if day.date() in DOUBLE_11 else 1.0 for day in index]) * base
    return pd.Series(sold, index=index)


@pytest.mark.parametrize("trigger", TRIGGERS[2:-1], ids=NAMES[2:-1])
@pytest.mark.parametrize("side", [Side.ABOVE, Side.EITHER])
def test_a_promotion_is_no_alarm(trigger, side):
    """Three times the usual on Double 11 is what was to be expected, by every baseline."""
    rule = Rule("revenue", Trigger(trigger.kind, side, trigger.limit, baseline=trigger.baseline))
    given = {"[]": History(promoted(3.0), occasions=DOUBLE_11)}
    seen = judge_all(rule, given, window(datetime(2026, 11, 11)), SHANGHAI)["[]"]
    assert seen.outcome is CLEAR
    assert seen.baseline == pytest.approx(3000, rel=0.1)
    plain = judge_all(rule, {"[]": History(promoted(3.0))}, window(datetime(2026, 11, 11)), SHANGHAI)["[]"]
    assert plain.outcome is BREACH or trigger.baseline in (Baseline.LAST_YEAR, Baseline.PREVIOUS)


@pytest.mark.parametrize("trigger", TRIGGERS[2:-1], ids=NAMES[2:-1])
def test_a_failed_promotion_is_an_alarm(trigger):
    """An ordinary day on Double 11 is a third of what the same day brought a year before."""
    rule = Rule("revenue", Trigger(trigger.kind, Side.BELOW, trigger.limit, baseline=trigger.baseline))
    values = promoted(3.0)
    values.iloc[-1] = 1000
    seen = judge_all(rule, {"[]": History(values, occasions=DOUBLE_11)}, window(datetime(2026, 11, 11)), SHANGHAI)
    assert seen["[]"].outcome is BREACH


@pytest.mark.parametrize("trigger", TRIGGERS[2:5], ids=NAMES[2:5])
def test_the_days_after_a_promotion_are_not_set_against_it(trigger):
    """The day after, and the same weekday a week later, would look like crashes."""
    rule = Rule("revenue", Trigger(Kind.CHANGE, Side.BELOW, 0.2, baseline=trigger.baseline))
    for after in (1, 7):
        last = datetime(2026, 11, 11) + timedelta(after)
        given = {"[]": History(promoted(3.0, last=last), occasions=DOUBLE_11)}
        seen = judge_all(rule, given, window(last), SHANGHAI)["[]"]
        assert (seen.outcome, seen.note) == (CLEAR, "")
        assert seen.baseline == pytest.approx(1000, rel=0.1)


def test_a_first_promotion_widens_what_is_expected():
    """Nobody knows what it does: three times the usual passes, a twentieth of it does not."""
    rule = Rule("revenue", Trigger(Kind.ANOMALY, Side.EITHER, 3.5))
    for value, outcome in ((3000.0, CLEAR), (350.0, CLEAR), (50.0, BREACH), (9000.0, BREACH)):
        values = promoted(1.0, days=120)
        values.iloc[-1] = value
        given = {"[]": History(values, occasions=frozenset({date(2026, 11, 11)}))}
        seen = judge_all(rule, given, window(datetime(2026, 11, 11)), SHANGHAI)["[]"]
        assert (seen.outcome, seen.note) == (outcome, "promotion")


def test_an_occasion_longer_than_what_is_looked_back_on_is_what_is_usual():
    """Five weeks of hours in a festival: the fall in the middle of it is seen all the same."""
    last = datetime(2026, 2, 20, 19)
    hours = pd.date_range(end=last, periods=24 * 30, freq="h")
    values = pd.Series(np.random.default_rng(2).normal(200, 10, len(hours)), index=hours)
    values.iloc[-1] = 60
    festival = frozenset(day.date() for day in pd.date_range("2026-01-20", "2026-02-27"))
    rule = Rule("visits", Trigger(Kind.ANOMALY, Side.BELOW, 3.5), Grain.HOUR)
    seen = judge_all(rule, {"[]": History(values, occasions=festival)}, window(last, Grain.HOUR), SHANGHAI)["[]"]
    assert (seen.outcome, seen.note) == (BREACH, "")


@pytest.mark.parametrize("kind", [Kind.CHANGE, Kind.ANOMALY])
def test_peers_tell_what_a_promotion_does(kind):
    """Nine products sell three times as much; the tenth does not, and is the only one spoken of."""
    rule = Rule("units", Trigger(kind, Side.BELOW, 3.5 if kind is Kind.ANOMALY else 0.3, baseline=Baseline.AVERAGE))
    day = datetime(2026, 11, 11)
    given = {}
    for number in range(10):
        values = pd.Series(np.random.default_rng(number).normal(1000, 25, 120), pd.date_range(end=day, periods=120))
        values.iloc[-1] = 1000 if number == 9 else 3000
        given[str(number)] = History(values, occasions=frozenset({day.date()}))
    seen = judge_all(rule, given, window(day), SHANGHAI)
    assert [key for key, each in seen.items() if each.outcome is BREACH] == ["9"]


def test_a_failing_instance_stays_open_over_a_promotion_that_nothing_tells_of():
    """Neither more bad nor good again, where the year before is not known: recovery is not claimed."""
    rule = Rule("revenue", Trigger(Kind.CHANGE, Side.BELOW, 0.2, 0.1, Baseline.SAME_WEEKDAY))
    values = pd.Series(1000.0, pd.date_range(end=MONDAY, periods=40))
    values.iloc[-1] = 700
    given = {"[]": History(values, occasions=frozenset({MONDAY.date()}))}
    seen = judge_all(rule, given, window(), SHANGHAI)["[]"]
    assert (seen.outcome, seen.note) == (BETWEEN, "promotion")
