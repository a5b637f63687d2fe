"""Rows of a small shop sorted into levels by plain loops: what every metric is counted from by hand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from analysis.model import Grain, Query
from tests.storage.small_shop import Row, SmallShop

UTC = ZoneInfo("UTC")
Level = tuple[object, ...]
Tables = tuple[tuple[str, str | None], ...]
HandCounted = tuple[Tables, Callable[["Rows"], float | None]]


@dataclass
class Rows:
    """The rows of one level, by table and the time they count at."""

    shop: "ByHand"
    query: Query
    level: Level
    sorted: dict[tuple[str, str | None, str], dict[Level, list[Row]]]

    def of(self, table: str, time: str | None = None, *, skip: str = "") -> list[Row]:
        """The table's rows in this level; `skip` leaves one dimension out of it."""
        if (table, time, skip) not in self.sorted:
            self.sorted[table, time, skip] = self.shop.by_level(table, time, without(self.query, skip))
        keys = ["", *self.query.dimensions] if self.query.grain else self.query.dimensions
        level = tuple(value for name, value in zip(keys, self.level, strict=True) if not skip or name != skip)
        return self.sorted[table, time, skip].get(level, [])


def without(query: Query, dimension: str) -> Query:
    """The query without one of its dimensions."""
    return replace(query, dimensions=tuple(name for name in query.dimensions if name != dimension))


class ByHand:
    """Counts metrics over the rows of a small shop, in a zone, with weeks from Monday."""

    def __init__(self, shop: SmallShop, zone: ZoneInfo) -> None:
        self.tables, self.zone = shop.tables, zone
        self.orders = {row["order_id"]: row for row in self.tables["orders"]}
        self.products = {row["product_id"]: row for row in self.tables["products"]}
        self.customers = {row["customer_id"]: row for row in self.tables["customers"]}
        self.lines_of: dict[object, list[Row]] = {}
        for line in self.tables["order_lines"]:
            self.lines_of.setdefault(line["order_id"], []).append(line)
        self.payments_of: dict[object, list[Row]] = {}
        for payment in self.tables["payments"]:
            self.payments_of.setdefault(payment["order_id"], []).append(payment)

    def measure(self, query: Query, metric: HandCounted) -> dict[Level, float]:
        """The metric's value at every level where anything was recorded."""
        tables, count = metric
        levels = {
            level
            for table, time in tables
            for row in self.within(table, time, query)
            for level in self.levels(row, table, time, query)
        }
        rows: dict[tuple[str, str | None, str], dict[Level, list[Row]]] = {}
        found = {level: count(Rows(self, query, level, rows)) for level in levels}
        return {level: value for level, value in found.items() if value is not None}

    def within(self, table: str, time: str | None, query: Query) -> Iterator[Row]:
        """The rows of a table in the query's period."""
        column = time or TIMES[table]
        for row in self.tables[table]:
            at = row[column]
            if at is not None and query.period.start <= at.replace(tzinfo=UTC) < query.period.end:
                yield row

    def levels(self, row: Row, table: str, time: str | None, query: Query) -> set[Level]:
        """The levels a row belongs to: an order to those of each of its lines, or of each of its payments."""
        at = time or TIMES[table]
        head = [self.bucket(row[at], query.grain)] if query.grain else []
        return {
            (*head, *(self.placed(part, table, at, name) for name in query.dimensions))
            for part in self.parts(row, table, query)
        }

    def parts(self, row: Row, table: str, query: Query) -> list[Row]:
        """An order beside each of its lines and payments, if these are what it is split by; any other row alone."""
        lines, payments = [row], [row]
        if table == "orders" and LINE_DIMENSIONS & set(query.dimensions):
            lines = self.lines_of.get(row["order_id"], [])
        if table == "orders" and "payment_method" in query.dimensions:
            payments = self.payments_of.get(row["order_id"], [])
        return [row | {"line": line, "payment": payment} for line in lines for payment in payments]

    def by_level(self, table: str, time: str | None, query: Query) -> dict[Level, list[Row]]:
        """The rows of a table by the levels they belong to."""
        found: dict[Level, list[Row]] = {}
        for row in self.within(table, time, query):
            for level in self.levels(row, table, time, query):
                found.setdefault(level, []).append(row)
        return found

    def local(self, at: datetime) -> datetime:
        """The wall clock at a naive UTC time."""
        return at.replace(tzinfo=UTC).astimezone(self.zone).replace(tzinfo=None)

    def bucket(self, at: datetime, grain: Grain | None) -> datetime:
        """The local start of the bucket a time falls in."""
        local = self.local(at)
        if grain is Grain.HOUR:
            return local.replace(minute=0, second=0, microsecond=0)
        day = local.replace(hour=0, minute=0, second=0, microsecond=0)
        if grain is Grain.WEEK:
            return day - timedelta(days=day.weekday())
        return day.replace(day=1) if grain is Grain.MONTH else day

    def placed(self, part: Row, table: str, time: str, name: str) -> object:
        """The value of a dimension that a row has, or the line or payment beside it."""
        if name == "weekday":
            return str(self.local(part[time]).isoweekday())
        if name == "hour_of_day":
            return f"{self.local(part[time]).hour:02d}"
        if table == "orders" and name in LINE_DIMENSIONS:
            return self.value(part["line"], "order_lines", name)
        if table == "orders" and name == "payment_method":
            return self.value(part["payment"], "payments", name)
        return self.value(part, table, name)

    def value(self, row: Row, table: str, name: str) -> object:
        """A row's one value of a dimension, its own or that of what it belongs to."""
        order = row if table == "orders" else self.orders.get(row.get("order_id"), {})
        item = self.products.get(row.get("product_id"), {})
        own = {"payment_method": "method", "refund_reason": "reason"}.get(name, name)
        if name == "product":
            return item.get("name") or item.get("product_id")
        if name == "customer_type":
            return {None: None, 1: "new"}.get(order.get("customer_order"), "returning")
        if name == "segment":
            return self.customers.get(order.get("customer_id"), {}).get("segment")
        if own in row and name != "status":
            return None if row[own] is None else str(row[own])
        return order.get(name) if name in ORDER_DIMENSIONS else item.get(name)

    def trailing_units(self, rows: Rows, days: int) -> float | None:
        """Pieces sold in the so many local days up to the end of the level's bucket."""
        end = self.local(rows.query.period.end.replace(tzinfo=None))
        if rows.query.grain:
            start = rows.level[0]
            step = {Grain.DAY: timedelta(days=1), Grain.WEEK: timedelta(days=7)}.get(rows.query.grain)
            following = start + step if step else (start + timedelta(days=32)).replace(day=1)
            end = min(end, following)
        dimensions = rows.level[1:] if rows.query.grain else rows.level
        lines = [
            line["quantity"]
            for line in self.tables["order_lines"]
            if end - timedelta(days=days) <= self.local(line["ordered_at"]) < end
            and all(
                self.value(line, "order_lines", name) == value
                for name, value in zip(rows.query.dimensions, dimensions, strict=True)
            )
        ]
        return sum(lines) if lines else None


LINE_DIMENSIONS = {"category", "brand", "product", "seller"}
ORDER_DIMENSIONS = {"channel", "region", "city", "device", "campaign", "status"}

TIMES = {
    "orders": "ordered_at", "order_lines": "ordered_at", "payments": "paid_at", "refunds": "ordered_at",
    "reviews": "reviewed_at", "shipments": "delivered_at", "visits": "visited_at", "stock": "counted_at",
    "spend": "spent_at", "searches": "searched_at", "market": "observed_at",
}  # fmt: skip
