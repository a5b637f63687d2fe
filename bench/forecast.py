"""How close forecasts come on real daily series, by rolling origin, against the seasonal naive, and what they cost."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from time import process_time
from typing import Final

import numpy as np
import pandas as pd

from analysis.predictive import Forecast, forecast
from bench.report import Goal, table
from bench.series import daily, here

HORIZON: Final = 28
ORIGINS: Final = 4
LONGEST: Final = 730
SHORT: Final = (7, 10, 14, 21, 28, 42, 60, 90)
SHORT_HORIZON: Final = 14
WEEK: Final = 7
SHARE: Final = 0.8


@dataclass(frozen=True)
class Window:
    """One forecast and what came: MASE by the lag-7 error of the whole past, ours and the seasonal naive one's."""

    ours: float
    naive: float
    covered: float
    total: float
    cpu: float


def run() -> Sequence[Goal]:
    """Print the accuracy of each family of series and by length of history. Nothing where the data is not here."""
    if not here():
        return ()
    by_series = {name: [_window(*each) for each in _long(series)] for name, series in daily().items()}
    windows = [window for each in by_series.values() for window in each]
    rows = [(name, *_row(each)) for name, each in by_series.items()] + [("all", *_row(windows))]
    heads = ("28 days ahead", "MASE", "seasonal naive", "80 % covers", "total off by", "CPU s")
    table(heads, rows)
    short = _short()
    usual = median(window.ours / window.naive for window in windows)
    ratio = fmean(window.ours for window in windows) / fmean(window.naive for window in windows)
    covered, cpu = fmean(window.covered for window in windows), fmean(window.cpu for window in windows)
    worst = max(ours / naive for ours, naive, _ in short)
    return (
        Goal("MASE over that of the seasonal naive forecast, at most 0.75", round(ratio, 3), ratio <= 0.75),
        Goal("the same in the median window, at most 0.75", round(usual, 3), usual <= 0.75),
        Goal("80 % interval covers 0.78 to 0.88", round(covered, 3), 0.78 <= covered <= 0.88),
        Goal("CPU seconds a forecast, at most 0.5", round(cpu, 2), cpu <= 0.5),
        Goal("short series no worse than seasonal naive at any length", round(worst, 3), worst <= 1.001),
    )


def _long(series: pd.Series) -> Iterator[tuple[pd.Series, pd.Series]]:
    """The past and what came, from ORIGINS origins that lie a horizon apart."""
    for back in range(ORIGINS, 0, -1):
        origin = len(series) - back * HORIZON
        yield series.iloc[max(origin - LONGEST, 0) : origin], series.iloc[origin : origin + HORIZON]


def _window(past: pd.Series, came: pd.Series) -> Window:
    started = process_time()
    found = forecast(past, len(came), SHARE)
    cpu = process_time() - started
    return _measured(found, past, came, cpu)


def _measured(found: Forecast, past: pd.Series, came: pd.Series, cpu: float) -> Window:
    """How far off a forecast was, in the usual distance of a day from the same one a week before."""
    scale = float(past.diff(WEEK).abs().mean())
    naive = np.resize(past.to_numpy()[-WEEK:], len(came))
    inside = (came >= found.low) & (came <= found.high)
    return Window(
        float((found.mean - came).abs().mean()) / scale,
        float(np.abs(naive - came.to_numpy()).mean()) / scale,
        float(inside.mean()),
        abs(float(found.mean.sum() / came.sum()) - 1),
        cpu,
    )


def _row(windows: Sequence[Window]) -> tuple[str, ...]:
    columns = ("ours", "naive", "covered", "total", "cpu")
    return tuple(f"{fmean(getattr(window, name) for window in windows):.3f}" for name in columns)


def _short() -> list[tuple[float, ...]]:
    """With little history, by its length: the MASE of ours and of the seasonal naive forecast, and what is covered."""
    found = []
    for length in SHORT:
        cuts = [_cut(series, length, back) for series in daily().values() for back in range(1, ORIGINS)]
        found.append(tuple(fmean(column) for column in zip(*cuts, strict=True)))
    print()
    rows = [(f"{n} days of history", *(f"{each:.3f}" for each in row)) for n, row in zip(SHORT, found, strict=True)]
    table((f"{SHORT_HORIZON} days ahead", "MASE", "seasonal naive", "80 % covers"), rows)
    return found


def _cut(series: pd.Series, length: int, back: int) -> tuple[float, float, float]:
    """One origin, `back` horizons from the end, with `length` days before it; errors in the scale of the whole."""
    origin = len(series) - back * SHORT_HORIZON
    past, came = series.iloc[origin - length : origin], series.iloc[origin : origin + SHORT_HORIZON]
    scale = float(series.diff(WEEK).abs().mean())
    naive = np.resize(past.to_numpy()[-WEEK:], len(came))
    found = forecast(past, SHORT_HORIZON, SHARE)
    errors = float((found.mean - came).abs().mean()), float(np.abs(naive - came.to_numpy()).mean())
    return errors[0] / scale, errors[1] / scale, float(((came >= found.low) & (came <= found.high)).mean())
