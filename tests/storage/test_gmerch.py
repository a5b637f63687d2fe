"""A merchandise store of 2019: coupons by month and category, tax by category, a delivery charge repeated on lines."""

import dataclasses
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest

from analysis.model import Period, Query
from storage.catalog import default
from storage.facts import Facts
from storage.load import Loaded, load, parse

MAPPING = Path(__file__).parent / "mappings" / "gmerch.yaml"
ZONE = ZoneInfo("America/Chicago")
ALL_TIME = Period(datetime(2018, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC), ZONE, "all time")


@pytest.fixture(scope="module")
def shop(real_data, tmp_path_factory) -> tuple[Facts, Loaded]:
    home = tmp_path_factory.mktemp("gmerch")
    catalog = dataclasses.replace(default(), zone=ZONE, currency="USD")
    facts = Facts(f"duckdb:///{home}/facts.duckdb", catalog)
    yield facts, load(facts, real_data / "gmerch_2019", parse(MAPPING, catalog), home / "refused")
    facts.close()


@pytest.fixture
def ask(shop):
    def fetch(metric: str, *dimensions: str):
        result = shop[0].fetch(Query(metric, ALL_TIME, dimensions))
        return result.frame.set_index(list(dimensions))["value"].to_dict() if dimensions else result.value

    return fetch


@pytest.fixture(scope="module")
def by_hand(real_data):
    """The stated invoice rule over the raw files: discount, and tax on what is left, unrounded."""
    folder = real_data / "gmerch_2019"
    rate = "CASE WHEN Coupon_Status = 'Used' THEN coalesce(Discount_pct, 0) / 100 ELSE 0 END"
    return duckdb.sql(
        f"SELECT sum(Quantity * Avg_Price * {rate}), sum(Quantity * Avg_Price * (1 - {rate}) * GST) "
        f"FROM '{folder}/Online_Sales.parquet' s JOIN '{folder}/Tax_amount.csv' t USING (Product_Category) "
        f"LEFT JOIN '{folder}/Discount_Coupon.csv' c ON c.Product_Category = s.Product_Category "
        "AND c.Month = strftime(s.Transaction_Date, '%b')"
    ).fetchall()[0]


def test_nothing_is_refused(shop):
    assert shop[1].refused == 0


@pytest.mark.parametrize(
    ("metric", "total"),
    [("gross_revenue", 4_670_794.62), ("orders", 25_061), ("spend", 1_037_900.00 + 695_646.47)],
)
def test_totals_are_the_published_ones(ask, metric, total):
    assert ask(metric) == total


def test_a_transaction_of_several_customers_is_its_last_lines(shop, ask, real_data):
    """All 1,468 customers are known; 1,319 transactions name several, and an order has one."""
    assert next(table.loaded for table in shop[1].tables if table.table == "customers") == 1_468
    sales = f"read_parquet('{real_data}/gmerch_2019/Online_Sales.parquet', file_row_number => true)"
    last = f"SELECT arg_max(CustomerID, file_row_number) AS person FROM {sales} GROUP BY Transaction_ID"
    assert ask("buyers") == duckdb.sql(f"SELECT count(DISTINCT person) FROM ({last})").fetchall()[0][0] == 1_384


def test_spend_by_channel(ask):
    """Two columns of one row of the file are two rows of spend."""
    assert ask("spend", "channel") == {"Offline": 1_037_900.00, "Online": 695_646.47}


def test_every_category_and_product_is_there(ask):
    """20 categories, 1,145 products."""
    assert len(ask("gross_revenue", "category")) == 20
    with_products = ask("units", "product")
    assert sum(with_products.values()) == ask("units")


def test_coupons_count_only_where_they_were_used(shop, ask, by_hand):
    """By month and category; each line is rounded to the cent, so the sum is within half a cent a discounted line."""
    with shop[0].transaction() as connection:
        discounted = connection.execute("SELECT count(*) FROM order_lines WHERE discount > 0").fetchall()[0][0]
    assert 0 < discounted <= 17_904
    assert ask("discount") == pytest.approx(by_hand[0], abs=discounted * 0.005)
    assert ask("discount") == pytest.approx(by_hand[0], rel=1e-4)


def test_tax_is_on_what_is_left_after_the_coupon(shop, by_hand):
    with shop[0].transaction() as connection:
        tax = connection.execute("SELECT sum(tax) / 100 FROM order_lines").fetchall()[0][0]
    assert tax == pytest.approx(by_hand[1], rel=1e-4)


def test_delivery_is_charged_once_a_transaction(ask):
    """556,635.07 is what its repetition on every line would make of it."""
    assert ask("freight") == 220_522.14
