"""The effect that is expected of a decision, read from its words: "+5 %", "down 0.3 pts", "降低 2 个百分点"."""

import re
from dataclasses import dataclass
from typing import Final

_AMOUNT: Final = re.compile(
    r"(?P<sign>[+\-−–＋－±])?\s*(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>个?百分点|pts?\b|points?\b|pp\b|[%％]|percent\b)",
    re.IGNORECASE,
)
_DOWN: Final = re.compile(r"\b(down|fall|drop|less|lower|reduce|cut|decrease)|[降减跌少]", re.IGNORECASE)


@dataclass(frozen=True)
class Expected:
    """By how much a metric should change: a fraction of it, or of a ratio's points where `points`."""

    change: float
    points: bool = False


def expected(text: str) -> Expected | None:
    """The first amount of change in a text; None where it names none."""
    found = _AMOUNT.search(text)
    if found is None:
        return None
    down = found["sign"] in ("-", "−", "–", "－") or (not found["sign"] and bool(_DOWN.search(text)))
    size = float(found["number"]) / 100
    return Expected(-size if down else size, found["unit"].lower() not in ("%", "％", "percent"))
