"""The sample shop is whole, plausible, and the same whenever it is made."""

from datetime import date, timedelta
from itertools import pairwise

import duckdb
import pandas as pd
import pytest

from storage import catalog
from storage.catalog import load
from tests.conftest import NOON
from tests.storage.conftest import LARGE

TABLES = catalog.default().tables


WORDS = {
    "channel": ("orders", "channel"),
    "region": ("orders", "region"),
    "city": ("orders", "city"),
    "device": ("orders", "device"),
    "status": ("orders", "status"),
    "campaign": ("spend", "campaign"),
    "category": ("products", "category"),
    "segment": ("customers", "segment"),
    "competitor": ("market", "competitor"),
    "payment_method": ("payments", "method"),
    "refund_reason": ("refunds", "reason"),
}


@pytest.fixture(scope="module")
def shop(large_sample):
    with duckdb.connect(str(large_sample / "facts.duckdb"), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def tables(shop) -> dict[str, pd.DataFrame]:
    return {name: shop.table(name).df() for name in TABLES}


def test_every_table_has_the_columns_of_the_catalog(tables):
    """The file is made from the declared tables: same columns, required ones never empty."""
    for name, table in TABLES.items():
        assert list(tables[name].columns) == [column.source for column in table.columns.values()]
        for column in table.columns.values():
            assert not (column.required and tables[name][column.source].isna().any()), f"{name}.{column.name}"


def test_every_key_is_unique(tables):
    for name, table in TABLES.items():
        assert not tables[name].duplicated(list(table.key)).any(), name


def test_every_join_finds_its_row(tables):
    """No line without its order, no order without its customer, no stock without its product."""
    for name, table in TABLES.items():
        for column, other in table.joins.items():
            (key,) = TABLES[other].key
            assert tables[name][column].dropna().isin(tables[other][key]).all(), f"{name}.{column}"


def test_an_order_and_what_hangs_on_it_agree(tables):
    """Lines carry their order's time; every order has lines; money and places are what they say."""
    orders, lines = tables["orders"], tables["order_lines"]
    both = lines.merge(orders, on="order_id", suffixes=("", "_of_order"))
    assert (both.ordered_at == both.ordered_at_of_order).all()
    assert set(orders.order_id) == set(lines.order_id)
    assert (lines.quantity >= 1).all()
    assert (lines.discount >= 0).all()
    assert (lines.discount < lines.unit_price * lines.quantity * 0.5).all()
    at_home = orders.merge(tables["customers"], on="customer_id", suffixes=("", "_of_customer"))
    assert (at_home.city == at_home.city_of_customer).all()
    assert (at_home.ordered_at >= at_home.joined_at).all()


def test_payments_add_up_to_the_order(tables):
    """What was paid is the lines after discount, with freight and tax; a few orders are paid in two ways."""
    lines = tables["order_lines"]
    due = (lines.unit_price * lines.quantity - lines.discount + lines.freight + lines.tax).groupby(lines.order_id).sum()
    paid = tables["payments"].groupby("order_id")["value"].sum()
    pd.testing.assert_series_equal(due, paid, check_names=False)
    assert (tables["payments"].value > 0).all()
    assert 0.02 < (tables["payments"].groupby("order_id").size() == 2).mean() < 0.06


def test_a_refund_never_exceeds_its_line(tables):
    lines = tables["order_lines"].assign(value=lambda each: each.unit_price * each.quantity - each.discount)
    back = tables["refunds"].groupby(["order_id", "product_id"], as_index=False)["amount"].sum()
    both = back.merge(lines, on=["order_id", "product_id"], how="left")
    assert (both.amount <= both.value).all()
    assert (tables["refunds"].refunded_at > tables["refunds"].ordered_at).all()


def test_customer_order_counts_each_customers_orders(tables):
    orders = tables["orders"].sort_values("order_id")
    assert (orders.customer_order == orders.groupby("customer_id").cumcount() + 1).all()


def test_nothing_is_known_before_it_happened(tables):
    """At any instant the shop knows only the past; what was promised may lie ahead."""
    now = NOON.replace(tzinfo=None)
    for name, table in tables.items():
        for column in table.select_dtypes("datetime").columns.difference(["promised_at"]):
            assert not (table[column] >= now).any(), f"{name}.{column}"
    parcels = tables["shipments"].merge(tables["orders"], on="order_id")
    assert (parcels.delivered_at.notna() | parcels.status.isin(["processing", "shipped"])).all()
    assert (parcels.shipped_at.notna() | (parcels.status == "processing")).all()
    assert (parcels.delivered_at.dropna() > parcels.shipped_at[parcels.delivered_at.notna()]).all()


def test_stock_moves_by_what_was_sold_and_never_below_nothing(tables, shop):
    """From one closing count to the next, the stock falls by the units sold unless goods came in."""
    assert (tables["stock"].on_hand >= 0).all()
    moves = shop.sql("""
        WITH closing AS (
            SELECT product_id, (counted_at + INTERVAL 8 HOURS)::DATE AS day, on_hand,
                   lag(on_hand) OVER (PARTITION BY product_id ORDER BY counted_at) AS before
            FROM stock WHERE (counted_at + INTERVAL 8 HOURS)::TIME = '23:59:00'
        ), sold AS (
            SELECT product_id, (ordered_at + INTERVAL 8 HOURS)::DATE AS day, sum(quantity) AS units
            FROM order_lines GROUP BY ALL
        )
        SELECT on_hand - before + coalesce(units, 0) AS received
        FROM closing LEFT JOIN sold USING (product_id, day) WHERE before IS NOT NULL
    """).df()
    assert (moves.received >= 0).all()
    assert 0.01 < (moves.received > 0).mean() < 0.2


def test_the_funnel_narrows_and_ends_in_the_orders(tables):
    """Each step has at most as many as the one before, and purchases are the orders of the visited channels."""
    visits, orders = tables["visits"], tables["orders"]
    steps = ["visits", "product_views", "add_to_carts", "checkouts", "purchases"]
    for wider, narrower in pairwise(steps):
        assert (visits[wider] >= visits[narrower]).all()
    for channel, bought in visits.groupby("channel")["purchases"].sum().items():
        assert bought == pytest.approx((orders.channel == channel).sum(), abs=3)


def test_the_totals_are_those_of_a_shop_one_would_believe(tables):
    """Rates lie where a merchandiser of a home shop expects them; money is CNY."""
    lines, visits = tables["order_lines"], tables["visits"]
    gross = (lines.unit_price * lines.quantity).sum()
    revenue, orders = gross - lines.discount.sum(), len(tables["orders"])
    parcels, repeat = tables["shipments"].dropna(), tables["orders"].groupby("customer_id").size()
    rates = {
        "orders": (orders / LARGE, 110_000, 140_000),
        "lines": (len(lines) / LARGE, 270_000, 330_000),
        "aov": (revenue / 100 / orders, 250, 550),
        "discount": (lines.discount.sum() / gross, 0.03, 0.10),
        "margin": (1 - lines.cost.sum() / revenue, 0.35, 0.50),
        "refunds": (tables["refunds"].amount.sum() / revenue, 0.03, 0.08),
        "conversion": (visits.purchases.sum() / visits.visits.sum(), 0.02, 0.04),
        "on time": ((parcels.delivered_at <= parcels.promised_at).mean(), 0.91, 0.95),
        "score": (tables["reviews"].score.mean(), 4.2, 4.4),
        "market": (revenue / (revenue + tables["market"].sales.sum()), 0.05, 0.15),
        "prices": (tables["market"].our_price.sum() / tables["market"].their_price.sum(), 0.9, 1.1),
        "roas": (revenue / tables["spend"].amount.sum(), 8, 20),
        "came back": ((repeat > 1).mean(), 0.2, 0.5),
        "most orders of one customer": (repeat.max(), 8, 45),
        "freight": (lines.freight.sum() / revenue, 0.005, 0.03),
    }
    assert {name: value for name, (value, low, high) in rates.items() if not low < value < high} == {}


def test_days_weeks_and_years_have_their_shape(tables):
    """Evenings are busy and nights are not, weekends beat workdays, the shop grows, and promotions stand out."""
    local = tables["orders"].ordered_at + timedelta(hours=8)
    hours, days = local.dt.hour.value_counts(), local.dt.date.value_counts()
    assert hours.idxmax() in {20, 21}
    assert hours[12] > hours[15] > hours[4] * 5
    weekdays = local.dt.day_of_week.value_counts()
    assert weekdays[5] > weekdays[1] * 1.1
    years = [days[(days.index >= since) & (days.index < since.replace(year=since.year + 1))].sum() for since in YEARS]
    assert 1.1 < years[1] / years[0] < 1.5
    usual = days.median()
    assert days[date(2025, 11, 11)] > 3 * usual
    assert days[date(2025, 11, 28)] > 1.3 * usual
    assert days[date(2026, 6, 18)] > 2 * usual
    assert days[date(2026, 2, 16)] < 0.6 * usual


YEARS = (date(2024, 11, 22), date(2025, 11, 22))


@pytest.mark.parametrize("dimension", [*WORDS])
def test_every_word_of_the_shop_has_a_chinese_name(large_sample, tables, dimension):
    """The description that comes with the shop names all that its tables hold, but for brands and products."""
    table, column = WORDS[dimension]
    known = load(large_sample / "shop.yaml").dimension(dimension).names

    assert set(tables[table][column].dropna()) <= set(known)
