"""How long a question takes from words to numbers, before its picture, for the README's questions."""

from collections.abc import Sequence
from datetime import UTC, datetime
from statistics import median
from time import perf_counter
from typing import Final

from analysis.model import Lang
from bench.report import Goal, table
from bench.stage import home
from bot import opening, settings
from handlers.ask import ask
from handlers.command import Shop

ROUNDS: Final = 15
SIZES: Final = (1_000_000, 10_000_000)
GOAL_MS: Final = 300.0
QUESTIONS: Final = (
    "revenue last 30 days vs last year",
    "销售额 最近7天 按渠道",
    "conversion by device this month",
    "orders last 8 weeks as heatmap",
    "stock cover by product below 7",
    "aov last 12 months monthly",
    "repeat rate last 90 days",
    "revenue by category last 90 days top 5",
    "delivery days median by region last 30 days",
    "market share by category last 90 days",
    "roas by campaign last month",
    "new customers last 12 weeks weekly",
)


def run() -> Sequence[Goal]:
    """Print the times at each size; the goal is the p95 of every question at the largest."""
    times = {lines: _measure(lines) for lines in SIZES}
    rows = [
        (
            question,
            *(number for lines in SIZES for number in (median(times[lines][question]), _p95(times[lines][question]))),
        )
        for question in QUESTIONS
    ]
    table(
        ("words to numbers, ms", *(f"{size // 1_000_000}m {what}" for size in SIZES for what in ("median", "p95"))),
        rows,
    )
    slowest = max(_p95(times[SIZES[-1]][question]) for question in QUESTIONS)
    return (Goal("any question within 300 ms at p95, 10m order lines", round(slowest, 1), slowest <= GOAL_MS),)


def _measure(lines: int) -> dict[str, list[float]]:
    shop = opening.open_shop(settings.read({"CHESTNUT_HOME": str(home(lines))}))
    try:
        return {question: _times(question, shop) for question in QUESTIONS}
    finally:
        opening.close_shop(shop)


def _times(question: str, shop: Shop) -> list[float]:
    """Milliseconds of each round, after one that warms up."""
    took = []
    for _ in range(ROUNDS + 1):
        started = perf_counter()
        ask(question, shop, Lang.EN, datetime.now(UTC))
        took.append((perf_counter() - started) * 1000)
    return took[1:]


def _p95(took: list[float]) -> float:
    return sorted(took)[int(len(took) * 0.95)]
