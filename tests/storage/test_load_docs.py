"""The worked example of docs/loading.md, run as it stands there."""

import dataclasses
import json
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from storage.catalog import default
from storage.facts import Facts
from storage.load import load, parse
from storage.load.parsing import SOURCE_KEYS
from storage.load.targets import FIELD_KEYS, LOOKUP_KEYS, RULE_KEYS, TABLE_KEYS

PAGE = (Path(__file__).parents[2] / "docs" / "loading.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """The page's one block in a language."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)[0]


def test_the_example_does_what_the_page_says(tmp_path):
    """Three orders, three lines, one refused for the reason given."""
    (tmp_path / "sales.csv").write_text(block("csv"), encoding="utf-8")
    (tmp_path / "till.yaml").write_text(block("yaml"), encoding="utf-8")
    catalog = dataclasses.replace(default(), zone=ZoneInfo("Europe/Berlin"), currency="EUR")
    facts = Facts(f"duckdb:///{tmp_path}/facts.duckdb", catalog)
    loaded = load(facts, tmp_path, parse(tmp_path / "till.yaml", catalog), tmp_path / "refused")
    rows = {table.table: (table.read, table.loaded, table.duplicate, table.refused) for table in loaded.tables}
    assert rows == {"orders": (4, 3, 1, 0), "order_lines": (4, 3, 0, 1)}
    with facts.transaction() as connection:
        lines = connection.execute(
            "SELECT line_id, ordered_at, quantity, unit_price FROM order_lines ORDER BY 1"
        ).fetchall()
    facts.close()
    assert lines == [
        ("1001-1", datetime(2026, 3, 1, 8, 15), 2, 1_250),
        ("1001-2", datetime(2026, 3, 1, 8, 15), 1, 103_400),
        ("1002-1", datetime(2026, 3, 1, 17, 40), 1, 1_250),
    ]
    refused = json.loads(loaded.refused_files[0].read_text(encoding="utf-8"))
    assert {key: refused[key] for key in json.loads(block("json"))} == json.loads(block("json"))


@pytest.mark.parametrize("key", sorted({*SOURCE_KEYS, *TABLE_KEYS, *FIELD_KEYS, *LOOKUP_KEYS, *RULE_KEYS}))
def test_every_key_is_on_the_page(key):
    """Nothing can be written that is not explained."""
    assert f"`{key}" in PAGE or f"{key}:" in PAGE
