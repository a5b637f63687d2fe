"""Every metric of the default catalog equals plain loops over the rows."""

import math

import pytest

from analysis.errors import ImpossibleSplit
from analysis.model import Grain, Query
from storage.catalog import default
from tests.storage.by_hand import LINE_DIMENSIONS, ByHand
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
    """In total, and by a dimension in one of its buckets, each in turn."""
    known, turn = catalog.metric(metric), ALL.index(metric)
    same(trap_facts, by_hand, ask(metric, *SPAN))
    dimension = known.dimensions[turn % len(known.dimensions)]
    same(trap_facts, by_hand, ask(metric, *SPAN, dimension, grain=known.grains[turn % len(known.grains)]))


@pytest.mark.check
@pytest.mark.parametrize("metric", ALL)
def test_metric_equals_plain_loops_in_every_bucket_and_dimension(metric, trap_facts, by_hand, ask, catalog):
    """By each of its dimensions, in each of its buckets, and in each of them by a dimension in turn."""
    known, turn = catalog.metric(metric), ALL.index(metric)
    for dimension in known.dimensions:
        same(trap_facts, by_hand, ask(metric, *SPAN, dimension))
    for grain in known.grains:
        same(trap_facts, by_hand, ask(metric, *SPAN, grain=grain))
    for place, grain in enumerate(known.grains):
        dimension = known.dimensions[(turn + place) % len(known.dimensions)]
        same(trap_facts, by_hand, ask(metric, *SPAN, dimension, grain=grain))


@pytest.mark.check
@pytest.mark.parametrize("metric", ALL)
def test_metric_equals_plain_loops_by_two_dimensions(metric, trap_facts, by_hand, ask, catalog):
    """By every pair of dimensions, in months; by one of an order's lines and one of its payments it is refused."""
    known = catalog.metric(metric).dimensions
    pairs = [(one, other) for n, one in enumerate(known) for other in known[n + 1 :]]
    for pair in pairs:
        query = ask(metric, *SPAN, *pair, grain=Grain.MONTH)
        if metric == "orders" and "payment_method" in pair and LINE_DIMENSIONS & set(pair):
            with pytest.raises(ImpossibleSplit):
                trap_facts.fetch(query)
        else:
            same(trap_facts, by_hand, query)
