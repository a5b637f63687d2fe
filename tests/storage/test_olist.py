"""Olist, loaded by the mapping that ships, asked through the catalog: every published total comes out."""

import dataclasses
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest

from analysis.model import Filter, Grain, Op, Period, Query
from storage.catalog import default
from storage.facts import Facts
from storage.load import Loaded, find, load, parse

ZONE = ZoneInfo("America/Sao_Paulo")
ALL_TIME = Period(datetime(2016, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC), ZONE, "all time")


@pytest.fixture(scope="module")
def shop(real_data, tmp_path_factory) -> tuple[Facts, Loaded, Path]:
    """A shop with all of Olist in it, what loading said, and its folder."""
    home = tmp_path_factory.mktemp("olist")
    catalog = dataclasses.replace(default(), zone=ZONE, currency="BRL")
    facts = Facts(f"duckdb:///{home}/facts.duckdb", catalog)
    loaded = load(facts, real_data / "olist", parse(find("olist"), catalog), home / "refused")
    yield facts, loaded, home
    facts.close()


@pytest.fixture
def ask(shop):
    """Ask a metric over all time: its value, or its values by a dimension."""
    facts, _, _ = shop

    def fetch(metric: str, *dimensions: str, grain: Grain | None = None, where: tuple[Filter, ...] = ()):
        result = facts.fetch(Query(metric, ALL_TIME, dimensions, where, grain))
        if not dimensions and grain is None:
            return result.value
        keys = ["bucket"] if grain else list(dimensions)
        return result.frame.set_index(keys[0])["value"].to_dict()

    return fetch


def test_every_row_is_loaded_and_none_refused(shop):
    """What was read is what was loaded, but for people with several orders."""
    _, loaded, _ = shop
    rows = {table.table: (table.read, table.loaded, table.duplicate, table.refused) for table in loaded.tables}
    assert rows == {
        "customers": (99_441, 96_096, 3_345, 0),
        "products": (32_951, 32_951, 0, 0),
        "orders": (99_441, 99_441, 0, 0),
        "order_lines": (112_650, 112_650, 0, 0),
        "payments": (103_886, 103_886, 0, 0),
        "reviews": (99_224, 99_224, 0, 0),
        "shipments": (99_441, 99_441, 0, 0),
    }
    assert loaded.refused_files == ()


@pytest.mark.parametrize(
    ("metric", "total"),
    [
        ("gross_revenue", 13_591_643.70),
        ("revenue", 13_591_643.70),
        ("freight", 2_251_909.54),
        ("payment_value", 16_008_872.12),
        ("orders", 99_441),
        ("units", 112_650),
        ("payments", 103_886),
        ("buyers", 96_096),
        ("new_customers", 96_096),
        ("reviews", 99_224),
    ],
)
def test_totals_are_the_published_ones(ask, metric, total):
    """To the centavo and to the row."""
    assert ask(metric) == total


def test_the_mean_review_score_is_the_published_one(ask):
    """4.0864, as the notes on this data say."""
    assert round(ask("review_score"), 4) == 4.0864


def test_the_share_of_reviews_with_a_message_is_the_published_one(ask):
    """40,977 of 99,224 have one."""
    assert ask("review_comment_rate") == pytest.approx(40_977 / 99_224)


def test_orders_by_status(ask):
    """Every status with its published count."""
    assert ask("orders", "status") == {
        "delivered": 96_478,
        "shipped": 1_107,
        "canceled": 625,
        "unavailable": 609,
        "invoiced": 314,
        "processing": 301,
        "created": 5,
        "approved": 2,
    }


def test_orders_by_state(ask):
    """The five largest states."""
    largest = {"SP": 41_746, "RJ": 12_852, "MG": 11_635, "RS": 5_466, "PR": 5_045}
    found = ask("orders", "region")
    assert {state: found[state] for state in sorted(found, key=found.__getitem__)[-5:]} == largest
    assert len(found) == 27


def test_top_categories_by_price(ask):
    """The three that sell most, by their English names."""
    found = ask("gross_revenue", "category")
    top = sorted(found.items(), key=lambda row: -row[1] if row[1] == row[1] else 0)[:3]
    assert top == [
        ("health_beauty", 1_258_681.34),
        ("watches_gifts", 1_205_005.68),
        ("bed_bath_table", 1_036_988.68),
    ]


def test_categories_without_a_translation_keep_their_portuguese_name(ask):
    """Two of them have none."""
    assert {"pc_gamer", "portateis_cozinha_e_preparadores_de_alimentos"} <= set(ask("gross_revenue", "category"))


def test_the_busiest_day_and_month_are_those_of_sao_paulo(ask):
    """Black Friday 2017 and its month, which only the wall clock there gives."""
    days, months = ask("orders", grain=Grain.DAY), ask("orders", grain=Grain.MONTH)
    assert max(days.items(), key=lambda row: row[1]) == (datetime(2017, 11, 24), 1_176)
    assert max(months.items(), key=lambda row: row[1]) == (datetime(2017, 11, 1), 7_544)
    assert datetime(2016, 11, 1) not in months


def test_payments_by_method(ask):
    """Rows, not orders: an order may be paid in several ways."""
    assert ask("payments", "payment_method") == {
        "credit_card": 76_795,
        "boleto": 19_784,
        "voucher": 5_775,
        "debit_card": 1_529,
        "not_defined": 3,
    }


def test_reviews_by_score(ask):
    """Each number of stars."""
    assert ask("reviews", "score") == {"5": 57_328, "4": 19_142, "3": 8_179, "2": 3_151, "1": 11_424}


def test_orders_with_an_item(ask):
    """775 orders have no line; by seller only those with one are seen."""
    any_seller = (Filter("seller", Op.NOT_IN, ("nobody",)),)
    assert ask("orders", where=any_seller) == 98_666


def test_money_by_state_adds_up_to_the_whole(ask):
    """Nothing fans out on its way through orders: the states' sums are the total, to the centavo."""
    assert (
        sum(round(value * 100) for value in ask("gross_revenue", "region").values() if value == value) == 1_359_164_370
    )


def test_wall_clocks_are_kept_through_summer_time(shop, real_data):
    """Every order reads the same local time as in the file; the hours lived twice take their first."""
    facts, loaded, _ = shop
    source = real_data / "olist" / "olist_orders_dataset.parquet"
    local = dict(duckdb.sql(f"SELECT order_id, order_purchase_timestamp FROM '{source}'").fetchall())
    with facts.transaction() as connection:
        stored = connection.execute("SELECT order_id, ordered_at FROM orders").fetchall()
    expected = {order: time.replace(tzinfo=ZONE).astimezone(UTC).replace(tzinfo=None) for order, time in local.items()}
    assert dict(stored) == expected
    twice = [time for time in local.values() if _offsets(time)[0] != _offsets(time)[1]]
    orders = next(table for table in loaded.tables if table.table == "orders")
    assert orders.ambiguous + orders.nonexistent == len(twice) == 13


def _offsets(time: datetime) -> tuple[object, object]:
    return tuple(time.replace(tzinfo=ZONE, fold=fold).utcoffset() for fold in (0, 1))


@pytest.mark.check
def test_a_second_load_changes_nothing(shop, real_data):
    """Every row is found unchanged."""
    facts, _, home = shop
    again = load(facts, real_data / "olist", parse(find("olist"), facts.catalog), home / "refused")
    assert (again.loaded, again.updated, again.refused) == (0, 0, 0)
    assert again.unchanged + again.duplicate == again.read
