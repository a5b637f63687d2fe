"""Every metric counted by plain loops over the rows of a level: the reference the store must equal."""

import statistics
from collections.abc import Callable, Iterable
from datetime import timedelta

from tests.storage.by_hand import Rows, Tables
from tests.storage.small_shop import Row

Count = Callable[[Rows], float | None]


def any_row(row: Row) -> bool:
    return True


def total(values: Iterable[object]) -> float | None:
    """The sum of what there is; None of nothing."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def over(above: float | None, below: float | None) -> float | None:
    """A quotient; None where there is nothing to divide, or by."""
    return None if above is None or not below else above / below


def money(cents: float | None) -> float | None:
    """Cents as currency."""
    return None if cents is None else cents / 100


def added(table: str, column: str, *, cents: bool = False, time: str | None = None) -> tuple[Tables, Count]:
    """The sum of a column."""
    scale = money if cents else (lambda value: value)
    return ((table, time),), lambda rows: scale(total(row[column] for row in rows.of(table, time)))


def counted(table: str, test: Callable[[Row], object] = any_row) -> tuple[Tables, Count]:
    """How many rows pass a test."""
    return ((table, None),), lambda rows: sum(bool(test(row)) for row in rows.of(table)) if rows.of(table) else None


def share(above: tuple[Tables, Count], below: tuple[Tables, Count]) -> tuple[Tables, Count]:
    """One metric over another."""
    return (*above[0], *below[0]), lambda rows: over(above[1](rows), below[1](rows))


def of_lines(value: Callable[[Row], float | None], test: Callable[[Row], bool] = any_row) -> tuple[Tables, Count]:
    """Money of the order lines that pass a test."""

    return (("order_lines", None),), lambda rows: money(
        total(value(line) for line in rows.of("order_lines") if test(line))
    )


def customers(test: Callable[[Row], bool] = any_row) -> tuple[Tables, Count]:
    """How many customers have an order that passes a test."""

    def count(rows: Rows) -> float | None:
        orders = rows.of("orders")
        return len({order["customer_id"] for order in orders if test(order)}) if orders else None

    return (("orders", None),), count


def at_least_twice(table: str, key: str) -> tuple[Tables, Count]:
    """How many values of a key have two rows or more."""

    def count(rows: Rows) -> float | None:
        keys = [row[key] for row in rows.of(table)]
        return sum(keys.count(one) > 1 for one in set(keys)) if keys else None

    return ((table, None),), count


def closing(rows: Rows) -> list[Row]:
    """The last count of each product."""
    last: dict[object, Row] = {}
    for row in sorted(rows.of("stock"), key=lambda row: row["counted_at"]):
        last[row["product_id"]] = row
    return list(last.values())


def of_stock(count: Callable[[list[Row]], float | None]) -> tuple[Tables, Count]:
    """Something of the last counts."""
    return (("stock", None),), lambda rows: count(closing(rows)) if closing(rows) else None


def order_median(rows: Rows) -> float | None:
    """The middle order value."""
    values: dict[object, float] = {}
    for line in rows.of("order_lines"):
        values[line["order_id"]] = values.get(line["order_id"], 0) + net(line)
    return money(statistics.median(values.values())) if values else None


def gross(line: Row) -> float:
    return line["unit_price"] * line["quantity"]


def net(line: Row) -> float:
    return gross(line) - (line["discount"] or 0)


def costed(line: Row) -> bool:
    return line["cost"] is not None


def days(row: Row) -> float:
    return (row["delivered_at"] - row["ordered_at"]) / timedelta(days=1)


def minus(rows: Rows, above: Count, below: Count) -> float | None:
    """A difference, nothing taken off where nothing is known."""
    value = above(rows)
    return None if value is None else value - (below(rows) or 0)


REVENUE = of_lines(net)
GROSS = of_lines(gross)
COSTED = of_lines(net, costed)
COST = of_lines(lambda line: line["cost"], costed)
UNITS = added("order_lines", "quantity")
ORDERS = counted("orders")
LINED = ((("order_lines", None),), lambda rows: len({line["order_id"] for line in rows.of("order_lines")}) or None)
NEW = (
    (("orders", None),),
    lambda rows: sum(o["customer_order"] == 1 for o in rows.of("orders")) if rows.of("orders") else None,
)
REFUNDS = added("refunds", "amount", cents=True)
VISITS = added("visits", "visits")
SPEND = added("spend", "amount", cents=True)
PAID = added("payments", "value", cents=True)
ON_HAND = of_stock(lambda stock: total(row["on_hand"] for row in stock))
OUT = of_stock(lambda stock: sum(row["on_hand"] <= 0 for row in stock))
PROMISED = counted("shipments", lambda row: row["promised_at"])
LATE = counted("shipments", lambda row: row["promised_at"] and row["delivered_at"] > row["promised_at"])
THEIRS = added("market", "sales", cents=True)


def market_share(rows: Rows) -> float | None:
    ours, theirs = REVENUE[1](rows), THEIRS[1](rows)
    return None if ours is None or theirs is None else over(ours, ours + theirs)


def sell_through(rows: Rows) -> float | None:
    sold, left = UNITS[1](rows) or 0, ON_HAND[1](rows)
    return None if left is None else over(sold, sold + left)


def price_index(rows: Rows) -> float | None:
    pairs = [row for row in rows.of("market") if None not in (row["our_price"], row["their_price"])]
    return over(total(row["our_price"] for row in pairs), total(row["their_price"] for row in pairs))


def mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


METRICS: dict[str, tuple[Tables, Count]] = {
    "revenue": REVENUE,
    "gross_revenue": GROSS,
    "net_revenue": ((*REVENUE[0], *REFUNDS[0]), lambda rows: minus(rows, REVENUE[1], REFUNDS[1])),
    "refunds": REFUNDS,
    "refunds_made": added("refunds", "amount", cents=True, time="refunded_at"),
    "refund_rate": (REVENUE[0], lambda rows: over(REFUNDS[1](rows) or 0, REVENUE[1](rows))),
    "refund_count": counted("refunds"),
    "orders": ORDERS,
    "units": UNITS,
    "aov": share(REVENUE, ORDERS),
    "order_value_median": ((("order_lines", None),), order_median),
    "items_per_order": share(UNITS, LINED),
    "multi_item_rate": share(at_least_twice("order_lines", "order_id"), LINED),
    "discount": added("order_lines", "discount", cents=True),
    "discount_rate": share(added("order_lines", "discount", cents=True), GROSS),
    "gross_profit": (REVENUE[0], lambda rows: minus(rows, COSTED[1], COST[1])),
    "gross_margin": (REVENUE[0], lambda rows: over(minus(rows, COSTED[1], COST[1]), COSTED[1](rows))),
    "buyers": customers(),
    "new_customers": NEW,
    "returning_customers": customers(lambda order: order["customer_order"] > 1),
    "returning_rate": share(customers(lambda order: order["customer_order"] > 1), customers()),
    "repeat_rate": share(at_least_twice("orders", "customer_id"), customers()),
    "visits": VISITS,
    "product_views": added("visits", "product_views"),
    "add_to_carts": added("visits", "add_to_carts"),
    "checkouts": added("visits", "checkouts"),
    "conversion": share(added("visits", "purchases"), VISITS),
    "view_rate": share(added("visits", "product_views"), VISITS),
    "add_to_cart_rate": share(added("visits", "add_to_carts"), VISITS),
    "checkout_rate": share(added("visits", "checkouts"), VISITS),
    "stock_on_hand": ON_HAND,
    "stock_incoming": of_stock(lambda stock: total(row["incoming"] for row in stock)),
    "stock_cover": (
        ON_HAND[0],
        lambda rows: over(ON_HAND[1](rows), over(rows.shop.trailing_units(rows, 28), 28)),
    ),
    "sell_through": (ON_HAND[0], sell_through),
    "stockouts": OUT,
    "stockout_rate": share(OUT, of_stock(len)),
    "spend": SPEND,
    "impressions": added("spend", "impressions"),
    "clicks": added("spend", "clicks"),
    "ctr": share(added("spend", "clicks"), added("spend", "impressions")),
    "cpc": share(SPEND, added("spend", "clicks")),
    "cac": share(SPEND, NEW),
    "roas": share(REVENUE, SPEND),
    "on_time_rate": (
        PROMISED[0],
        lambda rows: over((PROMISED[1](rows) or 0) - (LATE[1](rows) or 0), PROMISED[1](rows)),
    ),
    "late_deliveries": LATE,
    "delivery_days": ((("shipments", None),), lambda rows: mean([days(row) for row in rows.of("shipments")])),
    "delivery_days_median": (
        (("shipments", None),),
        lambda rows: statistics.median([days(row) for row in rows.of("shipments")]),
    ),
    "freight": added("order_lines", "freight", cents=True),
    "freight_share": share(added("order_lines", "freight", cents=True), REVENUE),
    "tax": added("order_lines", "tax", cents=True),
    "payments": counted("payments"),
    "payment_value": PAID,
    "payment_share": (
        PAID[0],
        lambda rows: over(
            PAID[1](rows), money(total(row["value"] for row in rows.of("payments", skip="payment_method")))
        ),
    ),
    "reviews": counted("reviews"),
    "review_score": (
        (("reviews", None),),
        lambda rows: mean([r["score"] for r in rows.of("reviews") if r["score"] is not None]),
    ),
    "review_comment_rate": share(counted("reviews", lambda row: row["has_comment"]), counted("reviews")),
    "search_volume": added("searches", "searches"),
    "search_clicks": added("searches", "our_clicks"),
    "search_share": share(added("searches", "our_clicks"), added("searches", "searches")),
    "market_sales": THEIRS,
    "market_share": ((*REVENUE[0], *THEIRS[0]), market_share),
    "price_index": ((("market", None),), price_index),
}
