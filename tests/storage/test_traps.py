"""The classic wrong numbers, each by its name: what the store must not say."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from analysis.model import Filter, Grain, Op

COLUMNS = {
    "orders": "order_id, customer_id, ordered_at, channel, region, customer_order",
    "order_lines": "line_id, order_id, product_id, ordered_at, quantity, unit_price, discount",
    "refunds": "refund_id, order_id, ordered_at, refunded_at, amount",
    "payments": "payment_id, order_id, paid_at, method, value",
    "products": "product_id, category",
    "stock": "product_id, counted_at, on_hand",
    "spend": "spend_id, spent_at, channel, amount, clicks, impressions",
    "shipments": "shipment_id, order_id, ordered_at, delivered_at",
}

MONDAY = datetime(2026, 3, 2, 12)
WEEK = ("2026-03-02", "2026-03-08")


@pytest.fixture
def shop(empty_facts):
    """Write orders of (id, customer, time, channel, line amounts in cents)."""

    def sell(*orders):
        write(empty_facts, "orders", *((order, who, at, channel, "East", 1) for order, who, at, channel, _ in orders))
        for order, _, at, _, amounts in orders:
            lines = ((f"{order}-{n}", order, f"p{n}", at, 1, amount, 0) for n, amount in enumerate(amounts))
            write(empty_facts, "order_lines", *lines)
        return empty_facts

    return sell


def write(facts, table, *rows):
    """Put rows into a table."""
    with facts.transaction() as raw:
        for row in rows:
            raw.execute(f"INSERT INTO {table} ({COLUMNS[table]}) VALUES ({', '.join('?' for _ in row)})", list(row))


def values(facts, query):
    """Values by level, absent ones included as None."""
    frame = facts.fetch(query).frame
    keys = zip(*(frame[column] for column in frame.columns if column != "value"), strict=True)
    known = [None if math.isnan(value) else value for value in frame["value"]]
    return dict(zip((key if len(key) > 1 else key[0] for key in keys), known, strict=True))


def test_fan_out(shop, ask):
    """Orders with several lines, payments and refunds are not counted several times by what they join to."""
    facts = shop(("o1", "c1", MONDAY, "App", [1000, 2000]))
    write(facts, "payments", ("y1", "o1", MONDAY, "Card", 1000), ("y2", "o1", MONDAY, "Card", 2000))
    write(facts, "refunds", ("r1", "o1", MONDAY, MONDAY, 100), ("r2", "o1", MONDAY, MONDAY, 200))

    assert values(facts, ask("net_revenue", *WEEK, "channel")) == {"App": 27.0}
    assert facts.fetch(ask("orders", *WEEK)).value == 1
    assert facts.fetch(ask("payment_value", *WEEK, "channel")).frame["value"].tolist() == [30.0]


def test_two_fact_tables_joined_raw(shop, ask):
    """Revenue and spend of a channel meet as two sums, not as pairs of rows; a channel with one side is no quotient."""
    facts = shop(
        ("o1", "c1", MONDAY, "App", [1000, 1000]),
        ("o2", "c2", MONDAY, "App", [4000]),
        ("o3", "c3", MONDAY, "Web", [500]),
    )
    write(
        facts,
        "spend",
        ("a1", MONDAY, "App", 1000, 5, 9),
        ("a2", MONDAY, "App", 2000, 5, 9),
        ("a3", MONDAY, "Radio", 900, 1, 9),
    )

    assert values(facts, ask("roas", *WEEK, "channel")) == {"App": 2.0, "Web": None, "Radio": None}


def test_mean_of_ratios(shop, ask):
    """The average order value of a week is revenue over orders, not the mean of its days."""
    tuesday = MONDAY + timedelta(days=1)
    facts = shop(
        ("o1", "c1", MONDAY, "App", [9000]), ("o2", "c2", tuesday, "App", [1000]), ("o3", "c3", tuesday, "App", [2000])
    )

    assert facts.fetch(ask("aov", *WEEK)).value == 40.0
    assert list(values(facts, ask("aov", *WEEK, grain=Grain.DAY)).values()) == [90.0, 15.0]


def test_distinct_counts_added_up(shop, ask):
    """A customer who buys on two days and in two channels is one buyer of the week."""
    facts = shop(("o1", "c1", MONDAY, "App", [100]), ("o2", "c1", MONDAY + timedelta(days=1), "Web", [100]))

    assert facts.fetch(ask("buyers", *WEEK)).value == 1
    assert values(facts, ask("buyers", *WEEK, grain=Grain.WEEK)) == {datetime(2026, 3, 2): 1}
    assert facts.fetch(ask("buyers", *WEEK, grain=Grain.DAY)).frame["value"].tolist() == [1, 1]


def test_orders_of_two_categories_are_one_order(shop, ask):
    """An order is counted in each category it has a line of, and once in total."""
    facts = shop(("o1", "c1", MONDAY, "App", [100, 100]), ("o2", "c1", MONDAY, "App", []))
    write(facts, "products", ("p0", "Bath"), ("p1", "Kitchen"))

    assert values(facts, ask("orders", *WEEK, "category")) == {"Bath": 1, "Kitchen": 1}
    assert facts.fetch(ask("orders", *WEEK)).value == 2


def test_absence_as_zero(shop, ask):
    """Days and shops without a row have no value; a recorded nothing is 0."""
    facts = shop(("o1", "c1", MONDAY, "App", [0]), ("o2", "c2", MONDAY, "Web", []))

    assert values(facts, ask("revenue", *WEEK, grain=Grain.DAY)) == {datetime(2026, 3, 2): 0.0}
    assert facts.fetch(ask("revenue", "2026-02-01", "2026-02-07")).value is None
    assert facts.fetch(ask("orders", "2026-02-01", "2026-02-07")).value is None
    assert len(facts.fetch(ask("orders", "2026-02-01", "2026-02-07")).frame) == 1
    assert facts.fetch(ask("late_deliveries", *WEEK)).value is None


def test_no_refund_is_no_absence_of_net_revenue(shop, ask):
    """Revenue without any refund is net revenue; a refund without revenue is not."""
    facts = shop(("o1", "c1", MONDAY, "App", [1000]))

    assert facts.fetch(ask("net_revenue", *WEEK)).value == 10.0
    assert facts.fetch(ask("refund_rate", *WEEK)).value == 0.0


def test_partial_period(shop, ask):
    """Only what lies in the period counts, to the second, in the first bucket and in the last."""
    facts = shop(("o1", "c1", MONDAY, "App", [100]), ("o2", "c2", MONDAY + timedelta(hours=2), "App", [100]))
    whole = ask("revenue", *WEEK)
    two_later = (MONDAY + timedelta(hours=2)).replace(tzinfo=UTC)
    part = replace(whole, period=replace(whole.period, end=two_later))

    assert facts.fetch(part).value == 1.0
    assert facts.fetch(replace(part, grain=Grain.WEEK)).frame["value"].tolist() == [1.0]


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2025-10-26", 25), ("2026-03-28", 24)])
def test_dst_days(shop, ask, day, hours):
    """A day of the shop has 23 or 25 hours when the clocks change, and none of them falls to its neighbours."""
    start = ask("revenue", day, day).period.start.replace(tzinfo=None)
    facts = shop(
        *((f"o{n}", f"c{n}", start + timedelta(hours=n, minutes=30), "App", [100]) for n in range(-3, hours + 3))
    )

    assert facts.fetch(ask("revenue", day, day)).value == hours
    daily = facts.fetch(ask("revenue", "2025-10-01", "2026-04-30", grain=Grain.DAY)).frame
    assert daily.loc[daily["bucket"] == day, "value"].tolist() == [hours]


def test_dst_hours_that_are_skipped_and_repeated(shop, ask):
    """The hour the clocks skip has no bucket; the hour they repeat is one bucket of two hours."""
    spring, autumn = datetime(2026, 3, 28, 23, 30), datetime(2025, 10, 25, 22, 30)
    facts = shop(*((f"s{n}", "c", spring + timedelta(hours=n), "App", [100]) for n in range(4)))
    write(facts, "order_lines", *((f"a{n}", f"a{n}", "p", autumn + timedelta(hours=n), 1, 100, 0) for n in range(4)))

    hours = facts.fetch(ask("revenue", "2026-03-29", "2026-03-29", grain=Grain.HOUR)).frame
    assert [bucket.hour for bucket in hours["bucket"]] == [0, 1, 3, 4]
    hours = facts.fetch(ask("revenue", "2025-10-26", "2025-10-26", grain=Grain.HOUR)).frame
    assert dict(zip((bucket.hour for bucket in hours["bucket"]), hours["value"], strict=True)) == {0: 1, 1: 1, 2: 2}


def test_median_of_medians(shop, ask):
    """The median of a week is that of its parcels, not of its days' medians."""
    facts = shop(("o1", "c1", MONDAY, "App", []))
    days = [(0, 1), (0, 1), (0, 1), (1, 9), (2, 9)]
    parcels = (
        (f"s{n}", "o1", MONDAY + timedelta(days=at - long), MONDAY + timedelta(days=at))
        for n, (at, long) in enumerate(days)
    )
    write(facts, "shipments", *parcels)

    assert facts.fetch(ask("delivery_days_median", *WEEK)).value == 1
    assert facts.fetch(ask("delivery_days_median", *WEEK, grain=Grain.DAY)).frame["value"].tolist() == [1, 9, 9]
    assert facts.fetch(ask("delivery_days", *WEEK)).value == pytest.approx(4.2)


def test_closing_level_added_over_time(empty_facts, ask):
    """Stock is the last count of each product: it adds over products, never over days."""
    write(
        empty_facts,
        "stock",
        ("p1", MONDAY, 10),
        ("p1", MONDAY + timedelta(days=1), 7),
        ("p2", MONDAY, 5),
        ("p1", MONDAY + timedelta(days=1, hours=3), 0),
    )

    assert empty_facts.fetch(ask("stock_on_hand", *WEEK)).value == 5
    assert empty_facts.fetch(ask("stockouts", *WEEK)).value == 1
    assert empty_facts.fetch(ask("stock_on_hand", *WEEK, grain=Grain.DAY)).frame["value"].tolist() == [15, 0]
    assert empty_facts.fetch(ask("stock_on_hand", *WEEK, grain=Grain.WEEK)).frame["value"].tolist() == [5]


def test_division_by_zero(empty_facts, ask):
    """A quotient over 0 has no value; it is neither infinite nor 0."""
    write(empty_facts, "spend", ("a1", MONDAY, "App", 1000, 0, 0))

    assert empty_facts.fetch(ask("cpc", *WEEK)).value is None
    assert empty_facts.fetch(ask("ctr", *WEEK)).value is None


def test_a_share_is_of_its_own_level(shop, ask):
    """A method's share is of all methods: in the whole shop, in each channel, and under a filter on the method."""
    facts = shop(("o1", "c1", MONDAY, "App", []), ("o2", "c2", MONDAY, "Web", []))
    write(
        facts,
        "payments",
        ("y1", "o1", MONDAY, "Card", 300),
        ("y2", "o1", MONDAY, "Alipay", 100),
        ("y3", "o2", MONDAY, "Card", 400),
    )

    assert values(facts, ask("payment_share", *WEEK, "payment_method")) == {"Card": 0.875, "Alipay": 0.125}
    by_channel = values(facts, ask("payment_share", *WEEK, "channel", "payment_method"))
    assert by_channel == {("App", "Card"): 0.75, ("App", "Alipay"): 0.25, ("Web", "Card"): 1.0}
    card = Filter("payment_method", Op.IN, ("Card",))
    assert facts.fetch(ask("payment_share", *WEEK, filters=(card,))).value == 0.875
