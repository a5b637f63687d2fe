"""Superstore: one flat file of lines, dates as M/D/YYYY, a byte-order mark, and no table of its own for anything."""

import dataclasses
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from analysis.model import Period, Query
from storage.catalog import default
from storage.facts import Facts
from storage.load import Loaded, load, parse

MAPPING = Path(__file__).parent / "mappings" / "superstore.yaml"
ZONE = ZoneInfo("America/New_York")
ALL_TIME = Period(datetime(2015, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC), ZONE, "all time")
# Published sums are of prices with four decimals; ours are of lines rounded to the cent, as they were charged.
CENTS = 0.6


@pytest.fixture(scope="module")
def shop(real_data, tmp_path_factory) -> tuple[Facts, Loaded]:
    home = tmp_path_factory.mktemp("superstore")
    catalog = dataclasses.replace(default(), zone=ZONE, currency="USD")
    facts = Facts(f"duckdb:///{home}/facts.duckdb", catalog)
    yield facts, load(facts, real_data / "superstore", parse(MAPPING, catalog), home / "refused")
    facts.close()


@pytest.fixture
def ask(shop):
    def fetch(metric: str, *dimensions: str):
        result = shop[0].fetch(Query(metric, ALL_TIME, dimensions))
        return result.frame.set_index(list(dimensions))["value"].to_dict() if dimensions else result.value

    return fetch


def test_one_flat_file_becomes_five_tables(shop):
    """Each line is a line; orders, customers and products are what they have in common."""
    rows = {table.table: (table.read, table.loaded, table.duplicate, table.refused) for table in shop[1].tables}
    assert rows == {
        "customers": (9_994, 793, 9_201, 0),
        "products": (9_994, 1_862, 8_132, 0),
        "orders": (9_994, 5_009, 4_985, 0),
        "order_lines": (9_994, 9_994, 0, 0),
        "shipments": (9_994, 5_009, 4_985, 0),
    }


@pytest.mark.parametrize(("metric", "total"), [("orders", 5_009), ("buyers", 793), ("units", 37_873)])
def test_counts_are_the_published_ones(ask, metric, total):
    assert ask(metric) == total


@pytest.mark.parametrize(("metric", "total"), [("revenue", 2_297_200.86), ("gross_profit", 286_397.02)])
def test_sums_are_the_published_ones_but_for_fractions_of_a_cent(ask, metric, total):
    assert ask(metric) == pytest.approx(total, abs=CENTS)


def test_sales_by_region(ask):
    assert ask("revenue", "region") == pytest.approx(
        {"West": 725_457.82, "East": 678_781.24, "Central": 501_239.89, "South": 391_721.90}, abs=CENTS
    )


def test_sales_by_category(ask):
    assert ask("revenue", "category") == pytest.approx(
        {"Technology": 836_154.03, "Furniture": 741_999.80, "Office Supplies": 719_047.03}, abs=CENTS
    )


def test_months_come_before_days_in_its_dates(shop):
    """The first order is of 3 January 2016, the last of 30 December 2019, at midnight in New York."""
    with shop[0].transaction() as connection:
        first, last = connection.execute("SELECT min(ordered_at), max(ordered_at) FROM orders").fetchall()[0]
    assert (first, last) == (datetime(2016, 1, 3, 5), datetime(2019, 12, 30, 5))
