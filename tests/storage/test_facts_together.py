"""Many questions at once: the same answers from fewer statements."""

from contextlib import contextmanager
from dataclasses import replace

import pandas as pd
import pytest
from sqlalchemy import event

from analysis.errors import ImpossibleSplit
from analysis.model import Filter, Grain, Op
from tests.storage.test_reference import SPAN

SELLING = ("revenue", "units", "aov", "discount_rate", "items_per_order", "orders")
LEVELS = [
    (None, ()),
    (Grain.DAY, ()),
    (Grain.DAY, ("channel",)),
    (Grain.MONTH, ("category",)),
    (None, ("region", "channel")),
]


@contextmanager
def counted(facts):
    """The statements that reach the store meanwhile, once what is remembered has been forgotten."""
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    facts.as_of("revenue")
    event.listen(facts._store.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(facts._store.engine, "before_cursor_execute", note)


def questions(ask, catalog, grain, dimensions):
    """Every metric that can be asked at this level, over the same days."""
    for metric in catalog.metrics:
        if set(dimensions) <= set(metric.dimensions) and (grain is None or grain in metric.grains):
            yield ask(metric.id, *SPAN, *dimensions, grain=grain)


def alike(facts, queries):
    """Assert that together and one by one give the same."""
    for query, result in zip(queries, facts.fetch_all(queries), strict=True):
        alone = facts.fetch(query)
        assert (result.query, result.metric, result.as_of) == (query, alone.metric, alone.as_of)
        pd.testing.assert_frame_equal(result.frame, alone.frame, obj=query.metric)


@pytest.mark.parametrize(("grain", "dimensions"), LEVELS)
def test_together_gives_what_one_by_one_gives(trap_facts, ask, catalog, grain, dimensions):
    """Every metric of the catalog, levels and those that look back among them."""
    alike(trap_facts, list(questions(ask, catalog, grain, dimensions)))


def test_different_spans_and_filters_are_kept_apart(trap_facts, ask):
    """The same metric over other days, or elsewhere, is a question of its own; the same again is not."""
    east = (Filter("channel", Op.IN, ("App",)),)
    queries = [ask("revenue", *SPAN), ask("revenue", "2026-02-01", "2026-02-03"), ask("revenue", *SPAN, filters=east)]
    alike(trap_facts, [*queries, queries[0]])


def test_metrics_of_one_table_share_a_statement(trap_facts, ask):
    """Six metrics that need seven statements one by one need two: one counts orders, one their lines."""
    queries = [ask(metric, *SPAN, "channel", grain=Grain.DAY) for metric in SELLING]
    with counted(trap_facts) as alone:
        for query in queries:
            trap_facts.fetch(query)
    with counted(trap_facts) as together:
        trap_facts.fetch_all(queries)

    assert (len(alone), len(together)) == (7, 2)


def test_each_answer_names_only_its_own_sql(trap_facts, ask):
    """Revenue needs no count of orders, whoever else asked for one."""
    revenue, aov = trap_facts.fetch_all([ask("revenue", *SPAN), ask("aov", *SPAN)])

    assert len(revenue.sql) < len(aov.sql)
    assert set(revenue.sql) < set(aov.sql)


def test_what_cannot_be_asked_is_refused_as_ever(trap_facts, ask):
    """One impossible question among good ones is an error, not a silent gap."""
    with pytest.raises(ImpossibleSplit):
        trap_facts.fetch_all([ask("revenue", *SPAN), ask("roas", *SPAN, "category")])


def test_an_open_period_is_not_merged_with_a_closed_one(trap_facts, ask):
    """How much of it was lived belongs to the question."""
    whole = ask("stock_cover", *SPAN)
    alike(
        trap_facts, [whole, replace(whole, open_until=whole.period.start + (whole.period.end - whole.period.start) / 2)]
    )
