"""Targets and loads that are kept, on a real SQLite file and, under the check marker, on a real PostgreSQL."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from storage.catalog.model import Target
from storage.records import Setter
from storage.records.alerts.loads import Load

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ANN, BOB = Setter("U1", NOW), Setter("U2", NOW + timedelta(days=1))
NOVEMBER = Target(1_200_000.5, first=date(2026, 11, 1), last=date(2026, 11, 30))
EAST = Target(300_000.0, "month", {"region": "East", "channel": "App"})
LOAD = Load(NOW, "/in", "shop", "orders", 100, 90, 6, "no customer")


def test_targets_are_listed_by_metric_in_the_order_they_were_set(memory):
    assert not memory.targets.put("revenue", NOVEMBER, ANN)
    assert not memory.targets.put("revenue", EAST, BOB)
    memory.targets.put("orders", Target(50, "week"), ANN)
    assert memory.targets.all() == {"revenue": (NOVEMBER, EAST), "orders": (Target(50.0, "week"),)}


def test_a_target_set_again_for_the_same_time_and_place_replaces_the_first(memory):
    memory.targets.put("revenue", EAST, ANN)
    memory.targets.put("revenue", NOVEMBER, ANN)
    other_order = replace(EAST, value=400_000.0, where={"channel": "App", "region": "East"})
    assert memory.targets.put("revenue", other_order, BOB)
    assert memory.targets.all() == {"revenue": (NOVEMBER, other_order)}
    assert not memory.targets.put("orders", EAST, BOB)


def test_a_target_can_be_taken_back(memory):
    memory.targets.put("revenue", NOVEMBER, ANN)
    assert memory.targets.drop("revenue", replace(NOVEMBER, value=0), NOW)
    assert not memory.targets.drop("revenue", NOVEMBER, NOW)
    assert memory.targets.all() == {}


def test_the_last_load_of_each_table_tells_whether_it_can_be_trusted(memory):
    later = replace(LOAD, at=NOW + timedelta(hours=1), refused=0)
    failed = Load(NOW + timedelta(hours=2), "/in", "shop", "visits", failure="disk full")
    memory.loads.add([LOAD, replace(LOAD, table="visits")])
    memory.loads.add([later])
    memory.loads.add([failed])
    memory.loads.add([])
    assert memory.loads.latest() == {"orders": later, "visits": failed}
    assert memory.loads.latest(until=NOW)["orders"] == LOAD
    assert memory.loads.recent(2) == (failed, later)
    assert memory.loads.recent(table="orders") == (later, LOAD)
    assert (LOAD.refused_share, failed.refused_share) == (0.06, 0.0)


def test_loads_are_kept_for_thirteen_months(memory):
    memory.loads.add([LOAD])
    memory.tidy(NOW + timedelta(days=390))
    assert memory.loads.recent() == (LOAD,)
    memory.tidy(NOW + timedelta(days=400))
    assert memory.loads.latest() == {}
