"""How fast and how small a picture is: each kind, cold and warm, against the same one by naive pyplot."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import process_time
from typing import Final

import charts
from analysis.answer import Answer
from analysis.model import Lang, Look, Picture
from bench import peers, pictures
from bench.report import Goal, table

ROUNDS: Final = 12
TIMES: Final = 4.0
KILOBYTES: Final = 90.0
LOOK: Final = Look(Lang.EN, "CNY")
COLD: Final = """
from time import process_time
start = process_time()
import charts
from bench import render
ready = process_time()
render.CASES[{name!r}].ours(0)
print((ready - start) * 1e3, (process_time() - ready) * 1e3)
"""


@dataclass(frozen=True)
class Case:
    """One picture by us and by the peer. The seed changes its numbers, so that no text is drawn from memory."""

    ours: Callable[[int], bytes]
    peer: Callable[[int], bytes]


def _tiles(seed: int) -> list[Answer]:
    return [pictures.days(30, seed * 6 + i) for i in range(6)]


CASES: Final = {
    "line": Case(
        lambda seed: charts.draw(pictures.days(90, seed), LOOK).png(), lambda seed: peers.line(pictures.days(90, seed))
    ),
    "bar": Case(
        lambda seed: charts.draw(pictures.named(12, seed), LOOK).png(),
        lambda seed: peers.bar(pictures.named(12, seed)),
    ),
    "stacked": Case(
        lambda seed: charts.draw(pictures.split(30, seed), LOOK, Picture.STACKED).png(),
        lambda seed: peers.stacked(pictures.split(30, seed)),
    ),
    "pie": Case(
        lambda seed: charts.draw(pictures.named(6, seed), LOOK, Picture.PIE).png(),
        lambda seed: peers.pie(pictures.named(6, seed)),
    ),
    "heatmap": Case(
        lambda seed: charts.draw(pictures.week(seed), LOOK).png(), lambda seed: peers.heatmap(pictures.week(seed))
    ),
    "table": Case(
        lambda seed: charts.draw(pictures.named(10, seed), LOOK, Picture.TABLE).png(),
        lambda seed: peers.table(pictures.named(10, seed)),
    ),
    "tiles": Case(lambda seed: charts.tiles(_tiles(seed), LOOK).png(), lambda seed: peers.tiles(_tiles(seed))),
}


def run() -> Sequence[Goal]:
    """Draw every case in turn with its peer, a dozen rounds."""
    rows, goals = [], []
    for name, case in CASES.items():
        imports, cold = _cold(name)
        case.ours(ROUNDS), case.peer(ROUNDS)
        pairs = [_round(case, seed) for seed in range(ROUNDS)]
        mine, theirs = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        size, other = max(len(case.ours(seed)) for seed in range(3)) / 1e3, len(case.peer(0)) / 1e3
        times = min(theirs) / min(mine)
        rows.append((name, min(mine), median(mine), cold, imports, min(theirs), median(theirs), times, size, other))
        goals.append(Goal(f"{name}: at least {TIMES:g}x as fast as naive pyplot", round(times, 2), times >= TIMES))
        goals.append(Goal(f"{name}: at most {KILOBYTES:g} KB at 1600x900", round(size, 1), size <= KILOBYTES))
    heads = ("picture", "min ms", "median", "cold", "import", "pyplot min", "median", "times", "KB", "pyplot KB")
    table(heads, rows)
    return goals


def _round(case: Case, seed: int) -> tuple[float, float]:
    return _timed(case.ours, seed), _timed(case.peer, seed)


def _timed(draw: Callable[[int], bytes], seed: int) -> float:
    """Milliseconds of processor time, which a busy machine blurs less than the clock on the wall."""
    start = process_time()
    draw(seed)
    return (process_time() - start) * 1e3


def _cold(name: str) -> tuple[float, float]:
    """Milliseconds of the imports and of the first picture in a new process."""
    code = COLD.format(name=name)
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    imports, first = map(float, done.stdout.split())
    return imports, first
