"""Silences by matcher, and alerts that another alert explains."""

from datetime import UTC, datetime, timedelta

import pytest

from analysis.alerts import instances
from analysis.alerts.people import Silence
from analysis.alerts.rule import Kind, Rule, Trigger
from analysis.alerts.silences import Inhibition, inhibited, silenced
from analysis.model import Filter, Op

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
EAST = {"metric": "revenue", "rule": "R-7", "region": "East"}


def silence(number=1, start=-HOUR, end=HOUR, **matchers):
    return Silence(number, matchers, NOW + start, NOW + end)


def part(kind=Kind.CHANGE, by=(), key=instances.WHOLE, filters=(), metric="revenue", source="orders"):
    return instances.labels(7, Rule(metric, Trigger(kind), by=by, filters=filters), key, source)


@pytest.mark.parametrize("values", [(), ("East",), ("华东", None), ('a"b', "c,d")])
def test_the_key_of_an_instance_gives_its_values_back(values):
    """Text in any script, quotes and no value at all."""
    assert instances.values(instances.key(values)) == values


def test_an_instance_is_known_by_its_values_its_filters_and_its_rule():
    """A filter that holds a dimension to one value is a label; one that leaves several is not."""
    filters = (
        Filter("channel", Op.IN, ("App",)),
        Filter("device", Op.IN, ("a", "b")),
        Filter("city", Op.NOT_IN, ("x",)),
    )
    assert part(by=("region",), key='["East"]', filters=filters) == {
        "rule": "R-7",
        "metric": "revenue",
        "kind": "change",
        "grain": "day",
        "scope": "part",
        "source": "orders",
        "region": "East",
        "channel": "App",
    }


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (silence(region=("East", "South")), True),
        (silence(metric=("revenue",), region=("East",)), True),
        (silence(metric=("orders",), region=("East",)), False),
        (silence(rule=("R-7",)), True),
        (silence(channel=("",)), True),
        (silence(channel=("App",)), False),
        (silence(end=timedelta(0), region=("East",)), False),
        (silence(start=timedelta(0), region=("East",)), True),
        (silence(start=timedelta(seconds=1), region=("East",)), False),
    ],
)
def test_a_silence_covers_what_matches_all_its_labels_while_it_lasts(given, expected):
    """Start included, end not; a label that the instance lacks is the empty text."""
    assert (silenced([given], EAST, NOW) is given) is expected


def test_of_two_silences_the_one_that_lasts_longer_is_named():
    """What people are told is when they will hear again."""
    short, long = silence(1), silence(2, end=3 * HOUR)
    assert silenced([long, short], EAST, NOW) is long


def test_a_stale_source_explains_the_metrics_made_from_it_and_no_others():
    """Freshness of orders inhibits revenue, not visits."""
    stale = part(Kind.FRESHNESS, metric="orders")
    assert inhibited(part(), [stale]) is stale
    assert inhibited(part(metric="visits", source="visits"), [stale]) is None


def test_the_whole_explains_its_parts_and_not_the_other_way_round():
    """The card of the total ranks its segments; a segment never hides the total."""
    whole, east = part(), part(by=("region",), key='["East"]')
    assert inhibited(east, [whole]) is whole
    assert inhibited(whole, [east]) is None
    assert inhibited(part(by=("region",), key='["East"]', metric="orders"), [whole]) is None


def test_an_alert_that_matches_both_sides_does_not_inhibit_itself():
    """Alertmanager's rule against alerts that silence one another."""
    any_to_any = Inhibition({"metric": ("revenue",)}, {"metric": ("revenue",)}, ("region",))
    assert inhibited(EAST, [EAST, {**EAST, "rule": "R-8"}], [any_to_any]) is None


def test_labels_that_both_lack_agree():
    """A missing label is the empty text on both sides."""
    total = Inhibition({"metric": ("orders",)}, {"metric": ("revenue",)}, ("market",))
    assert inhibited(EAST, [{"metric": "orders"}], [total]) == {"metric": "orders"}
    assert inhibited(EAST, [{"metric": "orders", "market": "SP"}], [total]) is None
