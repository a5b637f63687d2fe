"""What a bench prints: a table for people, and one JSON object as its last line."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Goal:
    """What we hold ourselves to, what was measured, and whether that meets it."""

    goal: str
    measured: float
    met: bool


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows under their heads, the first column left, numbers right."""
    cells = [list(heads), *([f"{cell:,.1f}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(heads))]
    for row in cells:
        first, *others = (text.rjust(width) for text, width in zip(row, widths, strict=True))
        print("  ".join([first.strip().ljust(widths[0]), *others]))


def finish(goals: Sequence[Goal]) -> bool:
    """Print each goal, and all of them as one JSON object on the last line; whether all were met."""
    met = all(goal.met for goal in goals)
    print()
    rows = [(goal.goal, f"{goal.measured:,.10g}", "met" if goal.met else "MISSED") for goal in goals]
    table(("goal", "measured", ""), rows)
    print(json.dumps({"goals": [asdict(goal) for goal in goals], "goals_met": met}))
    return met
