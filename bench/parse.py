"""How long a question takes to be understood: every example the tests know, in both languages."""

from collections.abc import Sequence
from time import perf_counter
from typing import Final

from analysis import language
from bench.report import Goal, table
from tests.analysis import examples_en, examples_zh
from tests.analysis.language_shop import NOW, VOCABULARY

ROUNDS: Final = 5


def run() -> Sequence[Goal]:
    """Print the percentiles by language; the goal is the p99 over both."""
    took: dict[str, list[float]] = {}
    for name, examples in (("English", examples_en.EXAMPLES), ("Chinese", examples_zh.EXAMPLES)):
        took[name] = []
        for _ in range(ROUNDS):
            for example in examples:
                started = perf_counter()
                language.read(example.text, VOCABULARY, NOW)
                took[name].append((perf_counter() - started) * 1000)
    table(("understood, ms", "median", "p99", "max"), [(name, *_figures(times)) for name, times in took.items()])
    p99 = _figures([time for times in took.values() for time in times])[1]
    return (Goal("p99 within 5 ms", round(p99, 2), p99 <= 5.0),)


def _figures(times: list[float]) -> tuple[float, float, float]:
    ordered = sorted(times)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)], ordered[-1]
