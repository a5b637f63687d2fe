"""What docs/workspace.md promises is what there is."""

import re
from pathlib import Path

import pytest

from bot.workspace.control import ACTS, LOOKS, UNDOS
from bot.workspace.faults import FAULTS

DOCS = (Path(__file__).parents[2] / "docs" / "workspace.md").read_text("utf-8")
TABLE = DOCS.split("## Faults")[1].split("The faults of calls")[0]


@pytest.mark.parametrize("kind", FAULTS)
def test_a_kind_of_fault_is_explained(kind):
    assert re.search(rf"^\|.*`{kind}`", TABLE, re.MULTILINE)


@pytest.mark.parametrize(
    ("verb", "name"), [(v, n) for v, t in zip("PGD", (ACTS, LOOKS, UNDOS), strict=True) for n in t]
)
def test_what_can_be_asked_of_the_workspace_is_listed(verb, name):
    named = {"P": "POST", "G": "GET", "D": "DELETE"}[verb]
    assert any(named in row and f"{name}`" in row for row in DOCS.splitlines() if row.startswith("|"))


def test_no_fault_is_promised_that_does_not_exist():
    first_cells = [row.split("|")[1] for row in TABLE.splitlines() if row.startswith("| `")]
    assert {name for cell in first_cells for name in re.findall(r"`(\w+)`", cell)} == set(FAULTS)
