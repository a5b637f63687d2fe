"""docs/shop-yaml.md cannot lie: its examples load, and its lists are those of the default catalog."""

import re
from pathlib import Path

import pytest

from storage.catalog import default, load

PAGE = (Path(__file__).parents[2] / "docs" / "shop-yaml.md").read_text(encoding="utf-8")


def test_the_examples_load(tmp_path):
    """The short one at the top, and the others together as one shop.yaml."""
    short, *others = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    path = tmp_path / "shop.yaml"
    path.write_text(short, encoding="utf-8")
    assert load(path).metric("spend").owner == "@lina"

    path.write_text("".join(others), encoding="utf-8")
    catalog = load(path)

    assert "coupon" in catalog.metric("app_share").dimensions
    assert catalog.tables["orders"].source == "dw.fact_orders"
    assert {promotion.id for promotion in catalog.promotions} == {"birthday", "opening", "black_friday"}


@pytest.mark.parametrize("metric", default().metrics, ids=lambda metric: metric.id)
def test_a_metric_is_listed(metric):
    """With both its labels and its unit."""
    assert f"| `{metric.id}` | {metric.label.en} | {metric.label.zh} | {metric.unit.value} |" in PAGE


def test_dimensions_and_tables_are_listed():
    """By id, and tables with key and time."""
    assert all(f"| `{item.id}` | {item.label.en} | {item.label.zh} |" in PAGE for item in default().dimensions)
    for table in default().tables.values():
        time = "–" if table.time is None else table.time if table.hours else f"{table.time} (days)"
        assert f"| {table.id} | {', '.join(table.key)} | {time} | {', '.join(table.joins.values()) or '–'} |" in PAGE
