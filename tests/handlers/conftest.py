"""A small real shop: 60 days of known orders in a DuckDB file, a catalog with a target, a memory in SQLite."""

import shutil
from datetime import UTC, date, datetime, timedelta

import pytest

from analysis.model import Lang
from handlers.command import Call, Origin, Shop
from storage import catalog
from storage.facts import Facts
from storage.records import Records
from tests.handlers.watched import watched as watched_shop

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
SHOP = """\
name: Corner Shop
zone: Asia/Shanghai
currency: CNY
metrics:
  revenue: {owner: Sam}
  gross_margin: {audience: [C-finance]}
targets:
  revenue:
    - {value: 30000, every: month, from: 2026-11-01, to: 2026-11-30}
"""
FIRST = date(2026, 9, 23)
DAYS = 60
# Orders of each day: region, channel, product, price in yuan. On 20 November the East sold ten times as much.
SALES = (("East", "App", "p1", 100), ("East", "Web", "p2", 60), ("North", "App", "p1", 100), ("South", "Web", "p3", 40))
PRODUCTS = (("p1", "Lamp", "Light"), ("p2", "=Rug", "Floor"), ("p3", "Vase", "Table"))
PEAK = date(2026, 11, 20)


def _rows():
    for offset in range(DAYS):
        day = FIRST + timedelta(days=offset)
        for place, (region, channel, product, price) in enumerate(SALES):
            times = 10 if day == PEAK and region == "East" else 1
            for copy in range(times):
                order = f"o{offset}-{place}-{copy}"
                moment = datetime(day.year, day.month, day.day, 1 + place, tzinfo=UTC).replace(tzinfo=None)
                yield order, region, channel, product, price, moment


def _fill(facts):
    rows = list(_rows())
    with facts.transaction() as raw:
        raw.executemany(
            "INSERT INTO products (product_id, name, category) VALUES (?, ?, ?)", [list(row) for row in PRODUCTS]
        )
        raw.executemany(
            "INSERT INTO orders (order_id, customer_id, ordered_at, status, channel, region, customer_order)"
            " VALUES (?, ?, ?, 'delivered', ?, ?, 1)",
            [[order, f"c-{order}", moment, channel, region] for order, region, channel, _, _, moment in rows],
        )
        raw.execute("INSERT INTO spend (spend_id, spent_at, channel, amount) VALUES ('s1', '2026-11-10', 'App', 5000)")
        raw.executemany(
            "INSERT INTO order_lines (line_id, order_id, product_id, ordered_at, quantity, unit_price, discount)"
            " VALUES (?, ?, ?, ?, 1, ?, 0)",
            [[f"l-{order}", order, product, moment, price * 100] for order, _, _, product, price, moment in rows],
        )


@pytest.fixture(scope="session")
def facts(tmp_path_factory):
    home = tmp_path_factory.mktemp("shop")
    (home / "shop.yaml").write_text(SHOP, encoding="utf-8")
    facts = Facts(f"duckdb:///{home / 'facts.duckdb'}", catalog.load(home / "shop.yaml"))
    facts.create()
    _fill(facts)
    yield facts
    facts.close()


@pytest.fixture(scope="session")
def blank(tmp_path_factory):
    """A memory that is set up and empty: to be copied, which is quicker than to set it up again."""
    path = tmp_path_factory.mktemp("blank") / "records.db"
    records = Records(f"sqlite:///{path}")
    records.migrate()
    records.close()
    return path


@pytest.fixture
def records(tmp_path, blank):
    records = Records(f"sqlite:///{shutil.copy(blank, tmp_path / 'records.db')}")
    yield records
    records.close()


@pytest.fixture
def shop(facts, records):
    return Shop(facts.catalog, facts, records)


@pytest.fixture
def call():
    """Something Uma said in #general, unless told otherwise."""

    def make(text="", **changes):
        given = {"person": "U-uma", "lang": Lang.EN, "now": NOW, "origin": Origin.SLASH, "channel": "C-general"}
        return Call(text, **(given | changes))

    return make


@pytest.fixture(scope="session")
def empty_stores(tmp_path_factory):
    """A facts file and a records file with all their tables and nothing in them."""
    folder = tmp_path_factory.mktemp("empty")
    facts = Facts(f"duckdb:///{folder / 'facts.duckdb'}", catalog.default())
    facts.create()
    facts.close()
    records = Records(f"sqlite:///{folder / 'records.db'}")
    records.migrate()
    records.close()
    return folder


@pytest.fixture
def shop_to_watch(empty_stores, tmp_path):
    """Opens a shop under watch in its own copies of empty stores, its catalog changed as told."""
    shutil.copytree(empty_stores, tmp_path, dirs_exist_ok=True)
    opened = []

    def make(**changed):
        opened.append(watched_shop(tmp_path / "facts.duckdb", tmp_path / "records.db", **changed))
        return opened[-1]

    yield make
    for each in opened:
        each.shop.facts.close()
        each.shop.records.close()


@pytest.fixture
def watched(shop_to_watch):
    """A shop under watch in Shanghai."""
    return shop_to_watch()
