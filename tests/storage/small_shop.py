"""A small shop full of traps, as plain rows: what every metric is counted from by hand."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

Row = dict[str, object]

CHANNELS = ["App", "Web", "Store", None]
REGIONS = ["East", "South", None]
DAYS = 100
START = datetime(2026, 1, 15)


@dataclass
class SmallShop:
    """Rows by table. Times are naive UTC, money is cents."""

    tables: dict[str, list[Row]] = field(default_factory=dict)

    def load(self, raw) -> None:
        """Put every row into an open DuckDB transaction."""
        for table, rows in self.tables.items():
            marks = ", ".join("?" for _ in rows[0])
            raw.executemany(
                f"INSERT INTO {table} ({', '.join(rows[0])}) VALUES ({marks})", [list(r.values()) for r in rows]
            )


def build(seed: int = 7) -> SmallShop:
    """Orders without lines, lines without products, several payments and refunds an order, gaps in the days."""
    chance = random.Random(seed)
    shop = SmallShop({"products": _products(), "customers": _customers(chance)})
    orders = _orders(chance)
    shop.tables |= {
        "orders": orders,
        "order_lines": _lines(chance, orders),
        "payments": _payments(chance, orders),
        "refunds": _refunds(chance, orders),
        "reviews": _reviews(chance, orders),
        "shipments": _shipments(chance, orders),
        "visits": _visits(chance),
        "stock": _stock(chance),
        "spend": _spend(chance),
        "searches": _searches(chance),
        "market": _market(chance),
    }
    return shop


def _moment(chance: random.Random) -> datetime:
    """A time within the shop's days; none in the week from day 40, and many around the clock change."""
    if chance.random() < 0.15:
        return datetime(2026, 3, 28, 20) + timedelta(minutes=chance.randrange(12 * 60))
    day = chance.choice([d for d in range(DAYS) if not 40 <= d < 47])
    return START + timedelta(days=day, seconds=chance.randrange(86400))


def _products() -> list[Row]:
    return [
        {
            "product_id": f"p{n}",
            "name": None if n == 3 else f"Product {n % 7}",
            "category": ["Kitchen", "Bath", None][n % 3],
            "brand": ["Oak", "Elm"][n % 2],
            "price": 1000 + n,
            "cost": 500,
        }
        for n in range(8)
    ]


def _customers(chance: random.Random) -> list[Row]:
    return [
        {
            "customer_id": f"c{n}",
            "segment": chance.choice(["Gold", "Basic", None]),
            "region": "East",
            "city": "X",
            "joined_at": None,
        }
        for n in range(30)
    ]


def _orders(chance: random.Random) -> list[Row]:
    orders: list[Row] = [
        {
            "order_id": f"o{n}",
            "customer_id": f"c{chance.randrange(36)}",
            "ordered_at": _moment(chance),
            "status": chance.choice(["delivered", "cancelled"]),
            "channel": chance.choice(CHANNELS),
            "device": chance.choice(["Mobile", "Desktop"]),
            "campaign": chance.choice(["spring", None]),
            "region": chance.choice(REGIONS),
            "city": chance.choice(["Berlin", "Köln"]),
            "customer_order": 0,
        }
        for n in range(160)
    ]
    nth: dict[object, int] = {}
    for order in sorted(orders, key=lambda row: row["ordered_at"]):
        order["customer_order"] = nth[order["customer_id"]] = nth.get(order["customer_id"], 0) + 1
    return orders


def _lines(chance: random.Random, orders: list[Row]) -> list[Row]:
    return [
        {
            "line_id": f"{order['order_id']}-{n}",
            "order_id": order["order_id"],
            "product_id": f"p{chance.randrange(9)}",
            "seller": chance.choice(["S1", "S2"]),
            "ordered_at": order["ordered_at"],
            "quantity": chance.randrange(1, 4),
            "unit_price": chance.randrange(100, 9999),
            "discount": chance.choice([None, 0, 55]),
            "cost": chance.choice([None, 400]),
            "freight": chance.randrange(300),
            "tax": chance.randrange(90),
        }
        for order in orders
        for n in range(chance.choice([0, 1, 1, 2, 3]))
    ]


def _payments(chance: random.Random, orders: list[Row]) -> list[Row]:
    return [
        {
            "payment_id": f"{order['order_id']}-{n}",
            "order_id": order["order_id"],
            "paid_at": order["ordered_at"] + timedelta(hours=chance.randrange(40)),
            "method": chance.choice(["Card", "Alipay", None]),
            "value": chance.randrange(5000),
            "installments": 1,
        }
        for order in orders
        for n in range(chance.choice([0, 1, 2]))
    ]


def _refunds(chance: random.Random, orders: list[Row]) -> list[Row]:
    return [
        {
            "refund_id": f"{order['order_id']}-{n}",
            "order_id": order["order_id"],
            "product_id": chance.choice([None, "p1", "p2"]),
            "ordered_at": order["ordered_at"],
            "refunded_at": order["ordered_at"] + timedelta(hours=chance.randrange(300)),
            "amount": chance.randrange(2000),
            "reason": chance.choice(["Broken", None]),
        }
        for order in orders[::4]
        for n in range(chance.choice([1, 2]))
    ]


def _reviews(chance: random.Random, orders: list[Row]) -> list[Row]:
    return [
        {
            "review_id": f"r{n % 40}",
            "order_id": order["order_id"],
            "product_id": chance.choice([None, "p1", "p4"]),
            "reviewed_at": order["ordered_at"] + timedelta(days=chance.randrange(9)),
            "score": chance.choice([1, 4, 5, None]),
            "has_comment": chance.choice([True, False, None]),
        }
        for n, order in enumerate(orders[::2])
    ]


def _shipments(chance: random.Random, orders: list[Row]) -> list[Row]:
    def shipment(order: Row) -> Row:
        at = order["ordered_at"]
        return {
            "shipment_id": f"s-{order['order_id']}",
            "order_id": order["order_id"],
            "ordered_at": at,
            "shipped_at": None,
            "promised_at": chance.choice([None, at + timedelta(days=4)]),
            "delivered_at": chance.choice([None, at + timedelta(hours=chance.randrange(20, 200))]),
        }

    return [shipment(order) for order in orders[::2]]


def _visits(chance: random.Random) -> list[Row]:
    return [
        {
            "visit_id": f"v{n}",
            "visited_at": _moment(chance),
            "channel": chance.choice(CHANNELS),
            "device": chance.choice(["Mobile", "Desktop"]),
            "region": chance.choice(REGIONS),
            "campaign": chance.choice(["spring", None]),
            "visits": chance.choice([0, 1, 5]),
            "product_views": chance.randrange(4),
            "add_to_carts": chance.randrange(3),
            "checkouts": chance.randrange(2),
            "purchases": chance.randrange(2),
        }
        for n in range(200)
    ]


def _stock(chance: random.Random) -> list[Row]:
    counts = {(f"p{chance.randrange(9)}", _moment(chance)) for _ in range(150)}
    return [
        {
            "product_id": product,
            "counted_at": at,
            "on_hand": chance.choice([0, 3, 12]),
            "incoming": chance.choice([None, 0, 4]),
        }
        for product, at in sorted(counts)
    ]


def _spend(chance: random.Random) -> list[Row]:
    return [
        {
            "spend_id": f"a{n}",
            "spent_at": _moment(chance),
            "channel": chance.choice([*CHANNELS, "Radio"]),
            "campaign": chance.choice(["spring", None]),
            "keyword": chance.choice(["pan", "pot"]),
            "amount": chance.randrange(3000),
            "impressions": chance.choice([0, 900]),
            "clicks": chance.choice([0, 7]),
        }
        for n in range(90)
    ]


def _searches(chance: random.Random) -> list[Row]:
    columns = ("search_id", "searched_at", "keyword", "category", "searches", "our_clicks")
    names, rooms = ["pan", "pot"], ["Kitchen", "Bath"]
    cells = [(chance.choice(names), chance.choice(rooms), chance.randrange(50), chance.randrange(9)) for _ in range(60)]
    return [dict(zip(columns, (f"id{n}", _moment(chance), *cell), strict=True)) for n, cell in enumerate(cells)]


def _market(chance: random.Random) -> list[Row]:
    columns = ("market_id", "observed_at", "category", "competitor", "sales", "our_price", "their_price")
    names, rivals, prices = ["Kitchen", "Garden"], ["Rival", "Other"], [None, 1000, 1100]
    kinds = [names, rivals, range(0, 90000, 7), prices, prices]
    cells = [(f"id{n}", _moment(chance), *map(chance.choice, kinds)) for n in range(70)]
    return [dict(zip(columns, cell, strict=True)) for cell in cells]
