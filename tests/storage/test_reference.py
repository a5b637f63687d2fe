"""Every metric of the default catalog equals plain loops over the rows."""

import math

import pytest

from analysis.model import Grain, Query
from storage.catalog import default
from tests.storage.by_hand import ByHand
from tests.storage.metrics_by_hand import METRICS

ALL = [metric.id for metric in default().metrics]
SPAN = ("2026-01-20", "2026-04-20")


@pytest.fixture(scope="module")
def by_hand(trap_shop, catalog):
    return ByHand(trap_shop, catalog.zone)


def measured(facts, query: Query) -> dict[tuple[object, ...], float]:
    """What the store says, by level."""
    frame = facts.fetch(query).frame
    keys = [column for column in frame.columns if column != "value"]
    rows = zip(*(frame[key].tolist() for key in keys), frame["value"], strict=True)
    return {
        (*(k.to_pydatetime() if hasattr(k, "to_pydatetime") else k for k in row[:-1]),): row[-1]
        for row in rows
        if not math.isnan(row[-1])
    }


def same(facts, by_hand: ByHand, query: Query) -> None:
    """Assert that store and loops agree on every level."""
    assert measured(facts, query) == pytest.approx(by_hand.measure(query, METRICS[query.metric]), rel=1e-9, abs=1e-9)


def test_every_metric_has_a_reference():
    """A metric added to the default catalog needs its loops here."""
    assert set(METRICS) == set(ALL)


@pytest.mark.parametrize("metric", ALL)
def test_metric_equals_plain_loops(metric, trap_facts, by_hand, ask, catalog):
    """In total, and in each of its buckets by a dimension in turn."""
    known = catalog.metric(metric)
    same(trap_facts, by_hand, ask(metric, *SPAN))
    turn = ALL.index(metric)
    for place, grain in enumerate(known.grains):
        dimension = known.dimensions[(turn + place) % len(known.dimensions)]
        same(trap_facts, by_hand, ask(metric, *SPAN, dimension, grain=grain))


@pytest.mark.check
@pytest.mark.parametrize("metric", ALL)
def test_metric_equals_plain_loops_in_every_bucket_and_dimension(metric, trap_facts, by_hand, ask, catalog):
    """By each of its dimensions, and in each of its buckets without any."""
    known = catalog.metric(metric)
    for dimension in known.dimensions:
        same(trap_facts, by_hand, ask(metric, *SPAN, dimension))
    for grain in known.grains:
        same(trap_facts, by_hand, ask(metric, *SPAN, grain=grain))


@pytest.mark.check
@pytest.mark.parametrize("metric", ALL)
def test_metric_equals_plain_loops_by_two_dimensions(metric, trap_facts, by_hand, ask, catalog):
    """Every pair of dimensions, in months, that one table can answer."""
    known = catalog.metric(metric).dimensions
    pairs = [(one, other) for n, one in enumerate(known) for other in known[n + 1 :]]
    for pair in (pair for pair in pairs if "payment_method" not in pair or metric != "orders"):
        same(trap_facts, by_hand, ask(metric, *SPAN, *pair, grain=Grain.MONTH))
