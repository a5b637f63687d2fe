"""What a load did is known afterwards, table by table: the good rows, the refused ones, and that it failed."""

from dataclasses import asdict
from datetime import timedelta

import pytest

from bot.terminal import Delivery, verbs
from handlers.command import Shop
from storage.catalog import default
from storage.facts import Facts
from tests.conftest import NOON

MAPPING = """
name: small
zone: Asia/Shanghai
sources: {orders: orders.csv}
tables:
  orders:
    source: orders
    columns: {order_id: id, customer_id: customer, ordered_at: placed, status: "'paid'"}
"""
ROWS = "id,customer,placed\nA1,ann,2026-03-01 09:00:00\n,bob,2026-03-02 09:00:00\n"


@pytest.fixture
def bring(records, tmp_path):
    """Load what stands in the folder, through the door's verb."""
    (tmp_path / "small.yaml").write_text(MAPPING)
    catalog = default()
    facts = Facts(f"duckdb:///{tmp_path}/facts.duckdb", catalog)
    load = verbs(Shop(catalog, facts, records), tmp_path, lambda: None)["load"]

    def bring(now):
        delivery = Delivery(str(tmp_path), str(tmp_path / "small.yaml"), "zh", now.isoformat())
        return load(asdict(delivery), lambda _: None)

    yield bring
    facts.close()


def test_what_was_loaded_and_refused_is_written_down_with_the_first_reason(bring, records, tmp_path):
    (tmp_path / "orders.csv").write_text(ROWS)
    assert bring(NOON)["refused"] == 1
    load = records.loads.latest()["orders"]
    assert (load.at, load.place, load.mapping) == (NOON, str(tmp_path), "small")
    assert (load.read, load.changed, load.refused, load.failure) == (2, 1, 1, "")
    assert load.refused_share == 0.5
    assert "order_id" in load.reason


def test_a_load_that_came_to_nothing_is_written_down_for_the_tables_it_was_to_fill(bring, records, tmp_path):
    (tmp_path / "orders.csv").write_text(ROWS)
    bring(NOON)
    (tmp_path / "orders.csv").unlink()
    later = NOON + timedelta(hours=1)
    assert "error" in bring(later)
    load = records.loads.latest()["orders"]
    assert (load.at, load.read) == (later, 0)
    assert "orders.csv" in load.failure
    assert records.loads.latest(until=NOON)["orders"].failure == ""
    assert [load.at for load in records.loads.recent()] == [later, NOON]
