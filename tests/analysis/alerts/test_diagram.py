"""The diagrams of docs/alerts.md are those of the tables."""

from pathlib import Path

import pytest

from analysis.alerts import diagram
from analysis.alerts.condition import Condition
from analysis.alerts.people import Handled

DOCS = Path(__file__).parents[3] / "docs" / "alerts.md"


@pytest.mark.parametrize("drawn", [diagram.conditions, diagram.handlings])
def test_the_docs_show_the_diagram_of_the_table(drawn):
    """`python -m analysis.alerts.diagram` prints what to paste there."""
    assert f"```mermaid\n{drawn()}\n```" in DOCS.read_text()


def test_the_diagram_names_every_condition_and_every_handling():
    """Nothing that can be is left out, and everything can be left again."""
    for text, states in ((diagram.conditions(), len(Condition)), (diagram.handlings(), len(Handled))):
        arrows = [line.split(":")[0].split(" --> ") for line in text.splitlines()[1:]]
        sources, ends = {a.strip() for a, _ in arrows} - {"[*]"}, {b for _, b in arrows}
        assert len(sources) == len(ends) == states
