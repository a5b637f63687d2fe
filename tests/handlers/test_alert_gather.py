"""What rules are judged on: asked for together, and the same as if each had asked alone."""

from dataclasses import replace
from datetime import time

import pandas as pd
import pytest

from analysis.alerts.rule import Baseline, Kind, Side, Trigger, Volume
from analysis.calendar import instant
from analysis.errors import Unavailable
from analysis.model import Filter, Grain, Op
from handlers.alerts.past.due import Due, rank, together
from handlers.alerts.past.gather import Material, gather, past
from storage.catalog import Target
from storage.records.alerts.model import Kept
from tests.handlers.watched import SHANGHAI, TODAY, WEAK, days_ago
from tests.storage.test_facts_together import counted

END = instant(TODAY, SHANGHAI)
AVERAGE = Trigger(Kind.CHANGE, Side.BELOW, 0.2, baseline=Baseline.AVERAGE)


@pytest.fixture
def trading(watched):
    """Two months of trade in three regions and two channels; some have no region."""
    with watched.shop.facts.transaction() as raw:
        raw.execute(
            "INSERT INTO orders (order_id, customer_id, ordered_at, status, channel, region, customer_order)"
            " SELECT 'n' || n, 'c' || n % 7, TIMESTAMP '2026-09-25 02:00' + INTERVAL (n % 57) DAY, 'paid',"
            " ['App', 'Web'][n % 2 + 1], ['East', 'South', 'North', NULL][n % 4 + 1], 1 FROM range(400) t(n)"
        )
        raw.execute(
            "INSERT INTO order_lines (line_id, order_id, product_id, ordered_at, quantity, unit_price, discount)"
            " SELECT order_id, order_id, 'p', ordered_at, 1, 100 * (1 + hash(order_id) % 50), 0 FROM orders"
        )
    return watched


def only(dimension, *values):
    return Filter(dimension, Op.IN, values)


def dues(watched, *rules):
    """The rules, each with yesterday to be judged."""
    start = watched.now
    return [Due(Kept(n, rule, "active", "en", "U0", start, END), (END,)) for n, rule in enumerate(rules, 1)]


def same(one, other):
    """Assert that two sets of histories are the same, however far back they go."""
    assert one.keys() == other.keys()
    for key, history in one.items():
        for mine, theirs in ((history.values, other[key].values), (history.volume, other[key].volume)):
            assert (mine is None) == (theirs is None)
            if mine is not None:
                index = mine.index.intersection(theirs.index)
                assert len(index) == min(len(mine), len(theirs))
                pd.testing.assert_series_equal(mine[index], theirs[index], check_freq=False)


RULES = (
    WEAK,
    replace(WEAK, trigger=AVERAGE),
    replace(WEAK, metric="orders", trigger=replace(AVERAGE, volume=Volume(10, "revenue"))),
    replace(WEAK, by=("region",)),
    replace(WEAK, metric="aov", by=("region",), trigger=AVERAGE),
    replace(WEAK, filters=(only("region", "East"),)),
    replace(WEAK, filters=(only("region", "South"),), metric="buyers", trigger=AVERAGE),
    replace(WEAK, filters=(only("region", "Nowhere"),)),
    replace(WEAK, filters=(only("region", "East", "South"),)),
    replace(WEAK, filters=(only("region", "East"), only("channel", "App"))),
    replace(WEAK, filters=(only("channel", "Web"), only("region", "North"))),
    replace(WEAK, by=("channel",), filters=(only("region", "North"),)),
    replace(WEAK, filters=(only("weekday", "6"),)),
    replace(WEAK, filters=(Filter("region", Op.NOT_IN, ("East",)),)),
    replace(WEAK, grain=Grain.WEEK),
)


def test_together_rules_get_what_each_gets_alone(trading):
    """Whole, split, filtered to one value or to several, daily and weekly, with a volume of their own."""
    whole = dues(trading, *RULES)
    apart = {due.kept.id: gather([due], trading.shop)[due.kept.id] for due in whole}
    for group in together(whole, trading.shop.catalog):
        for number, material in gather(group, trading.shop).items():
            same(material.histories(END), apart[number].histories(END))


def test_alone_a_rule_gets_what_the_question_gets(trading):
    """By the plain question, filters and all."""
    for due in dues(trading, *RULES):
        plain = past(due.kept.rule, END, 1, trading.shop)
        gathered = gather([due], trading.shop)[due.kept.id].histories(END)
        same(gathered, {key: history for key, history in plain.items() if key in gathered})


def test_rules_on_one_table_and_window_share_a_statement(trading):
    """Twenty rules, each on another region or channel or on the whole: four statements."""
    rules = [replace(WEAK, name=str(n)) for n in range(5)]
    rules += [replace(WEAK, filters=(only("region", name),)) for name in ("East", "South", "North", "West")]
    rules += [replace(WEAK, metric="units", filters=(only("region", name),)) for name in ("East", "South", "North")]
    rules += [replace(WEAK, by=("region",), metric=name) for name in ("revenue", "units", "discount")]
    rules += [replace(WEAK, filters=(only("channel", name),), trigger=AVERAGE) for name in ("App", "Web")]
    with counted(trading.shop.facts) as statements:
        for group in together(dues(trading, *rules), trading.shop.catalog):
            gather(group, trading.shop)

    assert len(statements) == 4


def test_one_metric_that_fails_fails_alone(trading):
    """Visits are gone; revenue on the same days is not."""
    with trading.shop.facts.transaction() as raw:
        raw.execute("DROP TABLE visits")
    found = gather(dues(trading, replace(WEAK, metric="visits"), WEAK), trading.shop)

    assert isinstance(found[1], Unavailable)
    assert isinstance(found[2], Material)


def test_an_instance_is_born_when_it_is_recorded_and_known_ones_stay_in_sight(trading):
    """A region that sold last month and not yesterday is none of today's, unless its condition is kept."""
    trading.sells(5, days_ago(1), at=time(9), region="West")
    material = gather(dues(trading, replace(WEAK, by=("region",), trigger=AVERAGE)), trading.shop)[1]
    values = {key: history.values.iloc[-1] for key, history in material.histories(END, ['["Gone"]']).items()}

    assert values['["West"]'] == 5
    assert pd.isna(values['["Gone"]'])
    assert len(material.histories(END)) == len(values) - 1


def test_a_rule_that_is_tried_out_knows_the_targets_of_all_its_windows(trading):
    """From the first of the month that the earliest of them is in; a live window needs only its own month's."""
    aims = {"revenue": (Target(3000.0, "month"),)}
    shop = replace(trading.shop, catalog=replace(trading.shop.catalog, targets=aims))
    rule = replace(WEAK, trigger=Trigger(Kind.TARGET, limit=0.1), by=(), grain=Grain.DAY)
    (history,) = past(rule, END, 40, shop).values()
    known = history.targets.dropna()
    assert known.index[0].day == 1
    assert (known.index[-1] - known.index[0]).days >= 39


def test_what_explains_others_is_judged_first():
    """Stale data, then the whole, then its parts."""
    stale = replace(WEAK, by=("region",), trigger=Trigger(Kind.FRESHNESS, Side.ABOVE, 24.0))
    part = replace(WEAK, filters=(only("region", "East"),))

    assert sorted([part, WEAK, stale], key=rank) == [stale, WEAK, part]
