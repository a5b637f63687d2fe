"""The past judged window by window: what would have fired, when people would have heard, and for how long."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from analysis.alerts.backtest import backtest
from analysis.alerts.condition import History, Outcome, Told
from analysis.alerts.judge import judge_all, judge_past, lay
from analysis.alerts.rule import Baseline, Hours, Kind, Mute, Rule, Side, Trigger
from analysis.model import Grain

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST = datetime(2026, 11, 2)
BELOW = Rule("revenue", Trigger(Kind.THRESHOLD, limit=1000.0))
GOOD, BAD = 1500.0, 800.0


def history(*values, first=FIRST, freq="D"):
    return History(pd.Series(list(values), index=pd.date_range(first, periods=len(values), freq=freq), dtype=float))


def whole(*values, **more):
    return {"[]": history(*values, **more)}


def end_of(offset, zone=SHANGHAI):
    """The end of the day so many days after the first."""
    return (FIRST + timedelta(days=offset + 1)).replace(tzinfo=zone).astimezone(UTC)


def test_an_episode_lasts_from_its_first_bad_window_to_the_window_it_is_over():
    """Two bad days after a waiting one: since the first, fired at the second, over when the next good day closed."""
    rule = replace(BELOW, pending=2, settle=timedelta(hours=2))
    found = backtest(rule, whole(GOOD, BAD, BAD, BAD, GOOD, GOOD), SHANGHAI)
    (fired,) = found.fired
    settle = timedelta(hours=2)
    assert (fired.since, fired.at, fired.ended) == (end_of(1), end_of(2) + settle, end_of(4) + settle)
    assert fired.lasted(found.end) == timedelta(days=2)
    assert (found.windows, found.days, found.start) == (6, 6, FIRST.replace(tzinfo=SHANGHAI))
    assert found.per_month == 5


def test_people_hear_of_the_first_of_what_is_new_and_of_the_end():
    """One card: it fires, another joins, one is over, all are over."""
    rule = replace(BELOW, by=("region",), repeat=timedelta(days=9))
    east, north = history(BAD, BAD, BAD, GOOD), history(GOOD, BAD, GOOD, GOOD)
    (fired,) = backtest(rule, {'["East"]': east, '["North"]': north}, SHANGHAI).fired
    assert [why for _, why in fired.told] == [Told.FIRST, Told.NEW, Told.RESOLVED_SOME, Told.RESOLVED]
    assert list(fired.worst) == ['["East"]', '["North"]']


def test_what_still_fires_at_the_end_of_the_history_is_not_over():
    """It has lasted until then."""
    found = backtest(BELOW, whole(GOOD, BAD, BAD), SHANGHAI)
    assert found.fired[-1].ended is None
    assert found.fired[-1].lasted(found.end) == timedelta(days=1)


def test_the_worst_window_of_each_instance_is_kept():
    """By how much was missing, not by how late it was."""
    (fired,) = backtest(BELOW, whole(BAD, 100.0, BAD, GOOD), SHANGHAI).fired
    assert fired.worst["[]"].value == 100


def test_nothing_later_than_a_window_is_known_to_it():
    """Whatever the future holds, the past is judged the same."""
    rule = Rule("revenue", Trigger(Kind.CHANGE, limit=0.2, baseline=Baseline.AVERAGE))
    past = [1000.0 + 10 * (day % 7) for day in range(60)] + [500.0]
    calm = backtest(rule, whole(*past, 1000.0, 1000.0, 1000.0), SHANGHAI)
    wild = backtest(rule, whole(*past, 9e9, 0.0, 5.0), SHANGHAI)
    upto = calm.fired[0].at
    assert [f.at for f in wild.fired if f.at <= upto] == [f.at for f in calm.fired if f.at <= upto] == [end_of(60)]


def test_earlier_windows_are_looked_back_to_and_not_judged():
    """From `first` on it is judged; the week before is its baseline."""
    rule = Rule("revenue", Trigger(Kind.CHANGE, limit=0.2, baseline=Baseline.SAME_WEEKDAY))
    values = [1000.0] * 3 + [100.0] + [1000.0] * 4 + [1000.0] * 6
    all_of_it = backtest(rule, whole(*values), SHANGHAI)
    late = backtest(rule, whole(*values), SHANGHAI, first=FIRST + timedelta(days=7))
    assert (late.windows, late.fired) == (7, ())
    assert all_of_it.windows == 14


def test_outside_its_hours_people_hear_when_it_may_speak_again():
    """A daily rule judged at midnight speaks at nine; what is over by then is never said."""
    rule = replace(BELOW, hours=Hours(time(9), time(21)))
    (fired,) = backtest(rule, whole(GOOD, BAD, GOOD, GOOD), SHANGHAI).fired
    nine = end_of(1) + timedelta(hours=9)
    assert fired.told == ((nine, Told.FIRST), (nine + timedelta(days=1), Told.RESOLVED))
    muted = replace(BELOW, mutes=(Mute(date(2026, 11, 4), date(2026, 11, 5)),))
    (unheard,) = backtest(muted, whole(GOOD, BAD, GOOD, GOOD), SHANGHAI).fired
    assert not unheard.heard


def test_what_goes_on_is_repeated():
    """Every day by default: strictly later than the repeat interval, so every second day here."""
    (fired,) = backtest(BELOW, whole(*[BAD] * 6), SHANGHAI).fired
    assert [why for _, why in fired.told].count(Told.REPEAT) == 2


def test_no_data_is_neither_a_breach_nor_a_recovery():
    """A silent day in the middle leaves one episode."""
    assert len(backtest(BELOW, whole(GOOD, BAD, float("nan"), BAD, GOOD), SHANGHAI).fired) == 1


def test_hours_weeks_and_months_end_where_the_next_begins():
    """The last window of each grain, over a change of the clock and months of different lengths."""
    berlin = ZoneInfo("Europe/Berlin")
    day = datetime(2026, 10, 25)
    hourly = backtest(replace(BELOW, grain=Grain.HOUR), whole(*[GOOD] * 24, first=day, freq="h"), berlin)
    assert (hourly.start, hourly.end) == (
        datetime(2026, 10, 24, 22, tzinfo=UTC),
        datetime(2026, 10, 25, 23, tzinfo=UTC),
    )
    weekly = backtest(replace(BELOW, grain=Grain.WEEK), whole(GOOD, GOOD, freq="7D"), SHANGHAI)
    assert weekly.end - weekly.start == timedelta(days=14)
    monthly = backtest(replace(BELOW, grain=Grain.MONTH), whole(GOOD, first=datetime(2026, 2, 1), freq="MS"), SHANGHAI)
    assert monthly.end - monthly.start == timedelta(days=28)


def test_the_side_of_the_rule_decides():
    """What is bad above is not bad below."""
    above = Rule("refunds", Trigger(Kind.THRESHOLD, Side.ABOVE, 1000.0))
    assert len(backtest(above, whole(BAD, GOOD, BAD), SHANGHAI).fired) == 1


def test_what_lies_before_the_first_record_is_not_judged():
    """A shop of three days has a backtest of three days."""
    assert backtest(BELOW, whole(float("nan"), float("nan"), GOOD, BAD, GOOD), SHANGHAI).windows == 3


@pytest.mark.parametrize("histories", [{}, whole(), whole(float("nan"))])
def test_without_any_history_there_is_nothing_to_say(histories):
    """An empty shop, or a metric never recorded."""
    assert backtest(BELOW, histories, SHANGHAI) is None


@pytest.mark.parametrize(
    ("grain", "freq", "count"), [(Grain.DAY, "D", 130), (Grain.HOUR, "h", 540), (Grain.WEEK, "7D", 70)]
)
def test_judging_many_windows_at_once_comes_to_the_same_as_one_by_one(grain, freq, count):
    """An anomaly of every grain, with a promotion, a silence and a dip in it, is the same to the last digit."""
    rule = Rule("revenue", Trigger(Kind.ANOMALY, Side.EITHER, 3.0), grain=grain, by=("region",))
    starts = pd.date_range(FIRST, periods=count, freq=freq)
    random = np.random.default_rng(4)
    occasions = frozenset({starts[count // 2].date(), starts[-3].date()})
    made = {
        f'["{size}"]': History(
            pd.Series(size * (5 + np.sin(np.arange(count)) + random.normal(0, 0.3, count)), index=starts),
            occasions=occasions,
        )
        for size in (10, 300, 7000)
    }
    made['["300"]'].values.iloc[count - 30 : count - 28] = np.nan
    made['["10"]'].values.iloc[-9:-6] *= 0.05
    windows = [
        (at.tz_localize(SHANGHAI).to_pydatetime(), (at + pd.Timedelta(1, "h")).tz_localize(SHANGHAI).to_pydatetime())
        for at in starts[-10::3]
    ]
    at_once = list(judge_past(rule, lay(rule, made, windows, SHANGHAI)))
    one_by_one = [judge_all(rule, made, window, SHANGHAI) for window in windows]
    # As text, for what is not a number is not equal to itself.
    assert list(map(str, at_once)) == list(map(str, one_by_one))
    assert any(seen.outcome is Outcome.BREACH for each in at_once for seen in each.values())
