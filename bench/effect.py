"""How often something is seen where nothing was decided, on real daily series: the placebo test of `effect`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from time import process_time
from typing import Final

import numpy as np
import pandas as pd

from analysis.decisions import effect
from analysis.decisions.measuring import Effect
from bench.report import Goal, table
from bench.series import daily, here

SPANS: Final = (14, 28)
DATES: Final = 12
LIFT: Final = 0.1
FIRST: Final = 180
SHORT: Final = 84
"""The days before the first date, of a series of a year or more and of a shorter one."""
CONTROLLED: Final = ("olist orders SP", ("olist orders RJ", "olist orders MG"))
GOAL_FALSE: Final = 0.08
GOAL_COVERS: Final = 0.92
GOAL_S: Final = 1.0
WELCH: Final = 2.1
"""Student's t of two samples of a fortnight and more."""


@dataclass(frozen=True)
class Placebo:
    """One date on which nothing was decided: what is said of it as it was, and with every day a tenth higher."""

    seen: Effect
    lifted: Effect

    @property
    def holds(self) -> bool:
        """Whether the tenth that was added is within the range."""
        truth = LIFT * self.seen.measured
        return self.lifted.low <= truth <= self.lifted.high


def run() -> Sequence[Goal]:
    """Print what is seen at dates without a decision; the goals are those of a fortnight."""
    if not here():
        return ()
    rows = []
    started = process_time()
    found = {span: [each for name in daily() for each in _tried(name, span)] for span in SPANS}
    took = (process_time() - started) / (2 * sum(map(len, found.values())))
    for span, placebos in found.items():
        rows += [(f"{span} days, before against after", *_compared(span)), (f"{span} days, effect", *_judged(placebos))]
    beside = list(_tried(CONTROLLED[0], SPANS[0], CONTROLLED[1]))
    alone = list(_tried(CONTROLLED[0], SPANS[0]))
    rows += [(f"{CONTROLLED[0]}, alone", *_judged(alone)), (f"{CONTROLLED[0]}, two controls", *_judged(beside))]
    table(("at dates of no decision", "false", f"sees +{LIFT:.0%}", "covers", "median width", "dates"), rows)
    fortnight = found[SPANS[0]]
    wrong = round(float(np.mean([each.seen.told for each in fortnight])), 3)
    covered = round(float(np.mean([each.holds for each in fortnight])), 3)
    return (
        Goal(f"false positives at most {GOAL_FALSE}", wrong, wrong <= GOAL_FALSE),
        Goal(f"a lift of {LIFT:.0%} lies within the range at least {GOAL_COVERS}", covered, covered >= GOAL_COVERS),
        Goal(f"CPU seconds each, at most {GOAL_S:g}", round(took, 3), took <= GOAL_S),
    )


def _starts(series: pd.Series, span: int) -> Iterator[tuple[date, date]]:
    """Evenly spread dates, each with the last day that is looked at."""
    days = pd.DatetimeIndex(series.index)
    first = FIRST if len(series) > FIRST + SHORT else SHORT
    for place in np.linspace(first, len(series) - span, DATES).astype(int):
        yield days[place].date(), days[place + span - 1].date()


def _tried(name: str, span: int, beside: Sequence[str] = ()) -> Iterator[Placebo]:
    series = daily()[name]
    controls = pd.DataFrame({other: daily()[other] for other in beside}) if beside else None
    for start, end in _starts(series, span):
        lifted = series.copy()
        lifted.loc[pd.Timestamp(start) : pd.Timestamp(end)] *= 1 + LIFT
        yield Placebo(effect(series, start, end, controls), effect(lifted, start, end, controls))


def _judged(placebos: Sequence[Placebo]) -> tuple[str, ...]:
    """False positives, power, coverage, how wide the range is in percent, and how many there were."""
    widths = [(each.seen.high - each.seen.low) / abs(each.seen.expected) for each in placebos]
    shares = (float(np.mean([getattr(each, part).told for each in placebos])) for part in ("seen", "lifted"))
    covered = float(np.mean([each.holds for each in placebos]))
    return (*(f"{share:.3f}" for share in (*shares, covered)), f"{np.median(widths):.0%}", str(len(placebos)))


def _compared(span: int) -> tuple[str, ...]:
    """The same by what is usually done: the means of as many days before and after, by Welch's test."""
    tests = [
        _welch(series, start, span, lift)
        for series in daily().values()
        for start, _ in _starts(series, span)
        for lift in (0.0, LIFT)
    ]
    seen, lifted = tests[::2], tests[1::2]
    covered = np.mean([abs(mean - LIFT * was) <= half for mean, half, was in lifted])
    shares = (float(np.mean([abs(mean) > half for mean, half, _ in each])) for each in (seen, lifted))
    widths = [2 * half / abs(was - mean) for mean, half, was in seen if was != mean]
    return (*(f"{share:.3f}" for share in (*shares, float(covered))), f"{np.median(widths):.0%}", str(len(seen)))


def _welch(series: pd.Series, start: date, span: int, lift: float) -> tuple[float, float, float]:
    """The difference of the means, half the width of its range, and the mean after as it was."""
    place = int(series.index.searchsorted(pd.Timestamp(start)))
    before, after = series.iloc[place - span : place], series.iloc[place : place + span]
    half = WELCH * float((before.var() / span + (after * (1 + lift)).var() / span) ** 0.5)
    return float(after.mean() * (1 + lift) - before.mean()), half, float(after.mean())
