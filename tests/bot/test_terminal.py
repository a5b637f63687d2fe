"""What comes in through the door tells those who wait for data."""

import json
from dataclasses import asdict

from bot.terminal import Delivery, verbs
from handlers.command import Shop
from storage.catalog import default
from storage.facts import Facts
from tests.conftest import NOON

MAPPING = """
zone: Asia/Shanghai
sources: {orders: orders.csv}
tables:
  orders:
    source: orders
    columns: {order_id: id, customer_id: customer, ordered_at: placed, status: "'paid'"}
"""


def test_a_load_tells_once_that_data_has_come_and_one_that_fails_does_not(records, tmp_path):
    (tmp_path / "orders.csv").write_text("id,customer,placed\nA1,ann,2026-03-01 09:00:00\n")
    (tmp_path / "small.yaml").write_text(MAPPING)
    catalog = default()
    facts = Facts(f"duckdb:///{tmp_path}/facts.duckdb", catalog)
    arrived = []
    open_to = verbs(Shop(catalog, facts, records), tmp_path, lambda: arrived.append(1))
    try:
        for mapping in ("no-such-mapping", str(tmp_path / "small.yaml")):
            told = open_to["load"](asdict(Delivery(str(tmp_path), mapping, "en", NOON.isoformat())), lambda _: None)
            assert ("error" in told) == (mapping == "no-such-mapping"), json.dumps(told)
    finally:
        facts.close()
    assert arrived == [1]
