"""The Numenta Anomaly Benchmark, scored as its sweeper does: 58 files, 116 labelled windows, three profiles."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import Final

import numpy as np
import pandas as pd
from scipy.stats import norm

from analysis.anomalies import score
from analysis.smoothing import Numbers
from bench.report import Goal, table
from bench.series import DATA

FOLDER: Final = DATA / "nab"
PROBATION: Final = 0.15
"""The share of each file, of at most 5,000 points of it, that is not scored."""

MEMORY: Final = 6400
STEP: Final = 100


@dataclass(frozen=True)
class Profile:
    """What a false alarm and a missed window cost; a window found counts 1."""

    name: str
    false: float
    missed: float


PROFILES: Final = (Profile("standard", 0.11, 1), Profile("low FP", 0.22, 1), Profile("low FN", 0.11, 2))
LEAST: Final = {"standard": 55.0, "low FP": 43.0}


@dataclass(frozen=True)
class Case:
    """One file: its series, each point's worth as the sweeper weighs it, and its window, -1 for none."""

    series: pd.Series
    worth: Numbers
    window: Numbers


def goals() -> Sequence[Goal]:
    """Score every file; no goals where the benchmark is not on this machine."""
    if not FOLDER.is_dir():
        print(
            "\nThe Numenta benchmark is not here: its data and labels folders belong into nab, beside the other data."
        )
        return ()
    cases = _cases()
    ours = _score(cases, lambda series: score(series).to_numpy())
    gauss = _score(cases, _gauss)
    print()
    rows = [("anomalies.score", *ours.values()), ("windowed Gaussian (published 39.6, 20.9, 47.4)", *gauss.values())]
    table(("NAB, threshold by corpus", *ours), rows)
    return tuple(
        Goal(f"NAB {name} at least {least:.0f}", ours[name], ours[name] >= least) for name, least in LEAST.items()
    )


def _cases() -> Sequence[Case]:
    """Every file with its labels; windows are numbered through the corpus."""
    labels: Mapping[str, list[list[str]]] = json.loads((FOLDER / "labels" / "combined_windows.json").read_text())
    cases, first = [], 0
    for name, spans in labels.items():
        series = pd.read_csv(FOLDER / "data" / name, index_col="timestamp", parse_dates=True)["value"].astype(float)
        cases.append(_case(series, spans, first))
        first += len(spans)
    return cases


def _case(series: pd.Series, spans: Sequence[list[str]], first: int) -> Case:
    """Inside a window early is worth most; after it a false alarm costs more the later it comes."""
    worth, window = np.full(len(series), -1.0), np.full(len(series), -1.0)
    # Some files repeat an hour: a time is the first row that has it.
    bounds = [[int(np.argmax(series.index == pd.Timestamp(moment))) for moment in span] for span in spans]
    for number, (begin, end) in enumerate(bounds):
        width, places = end - begin + 1, np.arange(begin, len(series))
        after = _sigmoid((places - end) / (width - 1))
        within = _sigmoid(-(end - places + 1) / width) / _sigmoid(np.array(-1.0))
        worth[begin:] = np.where(places <= end, within, after)
        window[begin:] = np.where(places <= end, first + number, -1)
    quiet = floor(min(PROBATION * len(series), PROBATION * 5000))
    worth[:quiet] = 0.0
    window[:quiet] = -2
    return Case(series, worth, window)


def _sigmoid(place: Numbers) -> Numbers:
    return np.where(place > 3, -1.0, 2 / (1 + np.exp(5 * np.minimum(place, 3))) - 1)


def _score(cases: Sequence[Case], judge: Callable[[pd.Series], Numbers]) -> dict[str, float]:
    """The score of each profile at the threshold that is best for it on the whole corpus, as NAB defines it."""
    scores = np.concatenate([judge(case.series) for case in cases])
    worth, window = np.concatenate([case.worth for case in cases]), np.concatenate([case.window for case in cases])
    order = np.argsort(-scores, kind="stable")
    order = order[window[order] != -2]
    return {each.name: _best(each, scores[order], worth[order], window[order]) for each in PROFILES}


def _best(profile: Profile, scores: Numbers, worth: Numbers, window: Numbers) -> float:
    """Lower the threshold point by point: each window counts its best point so far, each false alarm its cost."""
    gain = np.where(window < 0, worth * profile.false, 0.0)
    best = dict.fromkeys(np.unique(window[window >= 0]).tolist(), -profile.missed)
    nothing = sum(best.values())
    for place in np.flatnonzero(window >= 0):
        better = worth[place] - best[window[place]]
        if better > 0:
            gain[place], best[window[place]] = better, worth[place]
    totals = nothing + np.cumsum(gain)
    last = np.append(scores[1:] != scores[:-1], True)
    reached = max(nothing, float(totals[last].max()))
    return round(100 * (reached - nothing) / (len(best) - nothing), 1)


def _gauss(series: pd.Series) -> Numbers:
    """The benchmark's own baseline, by which to see how near this scoring is to theirs: the tail of a Gaussian.

    It takes in every point of the first 6,400, then a hundred at a time for the hundred oldest.
    """
    values = series.to_numpy()
    found = np.zeros(len(values))
    mean = spread = 0.0
    for place in range(1, len(values)):
        if place <= MEMORY or place % STEP == 0:
            past = values[max(place - MEMORY, 0) : place]
            mean, spread = past.mean(), past.std() or 1e-6
        found[place] = 1 - norm.sf(abs(values[place] - mean) / spread)
    return found
