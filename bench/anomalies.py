"""How well a drop or a rise is told from an ordinary day, on real daily series and on the Numenta benchmark."""

import warnings
from collections.abc import Callable, Mapping, Sequence
from time import process_time
from typing import Final

import numpy as np
import pandas as pd
from scipy.stats import rankdata
from statsmodels.tsa.exponential_smoothing.ets import ETSModel

from analysis.anomalies import LEAST_CHANGE, LIMIT, REFRACTORY, WINDOWS, expect, foretell
from analysis.smoothing import MAD, Numbers
from bench import nab
from bench.report import Goal, table
from bench.series import BUSY, daily, here, occasions

CHANGES: Final = (-0.5, -0.3, 0.3, 0.5)
POINTS: Final = 30
YEAR: Final = 365
LIMITS: Final = (2.5, 3.0, 3.5)
DROPS: Final = (-0.5, -0.8)
LENGTH: Final = 3
"""How many days a planted drop lasts."""
APART: Final = 60
"""How many days lie between two of them."""
GOAL_AUC: Final = 0.88
GOAL_ALARMS: Final = 3.0

Judge = Callable[[pd.Series, Numbers], Numbers]


def run() -> Sequence[Goal]:
    """Print how the engines do on the same points; the goals are ours. None where the data is not on this machine."""
    if not here():
        return ()
    judges: Mapping[str, Judge] = {"expect": _expect, "ETS 1-step interval": _ets, "level x weekday MAD": _level}
    aucs = {name: _compare(judge) for name, judge in judges.items()}
    heads = [f"{kind} {change:+.0%}" for kind in ("all", "busy") for change in CHANGES]
    table(("AUC, last day changed", *heads, "CPU ms"), [(name, *map(_text, row)) for name, row in aucs.items()])
    ours = aucs["expect"][len(CHANGES)]
    alarms = _walk()
    return (
        Goal(f"AUC of a day at half, busy series, at least {GOAL_AUC}", ours, ours >= GOAL_AUC),
        Goal("false alarms in 100 series-days, at most 3", alarms, alarms <= GOAL_ALARMS),
        *nab.goals(),
    )


def _text(number: float) -> str:
    """Three decimals, as AUCs are told."""
    return f"{number:.3f}"


def _compare(judge: Judge) -> tuple[float, ...]:
    """The AUC of each change, of all series and of the busy ones, and the milliseconds a judgement takes."""
    started = process_time()
    scores = {name: _scores(series, judge) for name, series in daily().items()}
    took = (process_time() - started) * 1000 / sum(map(len, scores.values()))
    everything = np.concatenate(list(scores.values()))
    busy = np.concatenate([scores[name] for name in scores if name in BUSY])
    return (*_aucs(everything), *_aucs(busy), round(took, 1))


def _scores(series: pd.Series, judge: Judge) -> Numbers:
    """Points x (as it was, each change): how unusual the last day is. Every judgement sees the days before alone."""
    places = np.linspace(max(90, len(series) // 2), len(series) - 1, POINTS).astype(int)
    times = 1 + np.array([0.0, *CHANGES])
    return np.stack([np.abs(judge(series.iloc[: place + 1], series.iloc[place] * times)) for place in places])


def _aucs(scores: Numbers) -> tuple[float, ...]:
    """How often a changed day scores above an ordinary one, for each change."""
    clean, count = scores[:, 0], len(scores)
    ranks = (rankdata(np.concatenate([clean, changed]))[count:].sum() for changed in scores[:, 1:].T)
    return tuple(round(float((rank - count * (count + 1) / 2) / count**2), 3) for rank in ranks)


def _expect(history: pd.Series, values: Numbers) -> Numbers:
    """Ours: many series at once, here the same one for each value."""
    past = history.iloc[-WINDOWS - 1 :]
    frame = pd.DataFrame(dict.fromkeys(range(len(values)), past))
    return expect(frame).score(pd.Series(values)).to_numpy()


def _ets(history: pd.Series, values: Numbers) -> Numbers:
    """Additive errors, damped trend and week, fitted to the last year before the day."""
    past = history.iloc[-YEAR - 1 : -1]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = ETSModel(past, trend="add", damped_trend=True, seasonal="add", seasonal_periods=7).fit(disp=False)
    return np.asarray((values - fit.forecast(1).iloc[0]) / np.sqrt(fit.mse))


def _level(history: pd.Series, values: Numbers) -> Numbers:
    """The median of four weeks times that of the weekday's share in eight, against the median distance from it."""
    past = history.iloc[-57:-1]
    share = past / past.rolling(7, center=True, min_periods=4).median().clip(lower=1e-9)
    weekday = share.groupby(pd.DatetimeIndex(past.index).day_of_week).transform("median")
    level = past.iloc[-28:].median()
    errors = (past - level * weekday).iloc[-28:].to_numpy()
    usual = level * weekday.iloc[-7]
    return np.asarray((values - usual) / (MAD * np.median(np.abs(errors - np.median(errors))) + 1e-9))


def _walk() -> float:
    """Walk forward at each limit: false alarms as the days were, and what is found of planted drops; ours of LIMIT."""
    rows = {limit: _found(limit) for limit in LIMITS}
    print()
    heads = ("false/100 days", *(f"{what} {drop:+.0%}" for drop in DROPS for what in ("found", "delay", "precision")))
    table((f"score beyond, and {LEAST_CHANGE:.0%}", *heads), [(f"{limit}", *map(_text, rows[limit])) for limit in rows])
    return rows[LIMIT][0]


def _found(limit: float) -> tuple[float, ...]:
    """False alarms in 100 days; then of each drop the share found while it lasts, the mean delay, the precision."""
    busy = {name: series for name, series in daily().items() if name in BUSY}
    clean = sum(len(_warnings(name, series, limit)) for name, series in busy.items())
    numbers = [100 * clean / sum(map(len, busy.values()))]
    for drop in DROPS:
        delays: list[int] = []
        planted = told = 0
        for name, series in busy.items():
            starts = range(90, len(series) - LENGTH, APART)
            raised = _warnings(name, _shaken(series, starts, 1 + drop), limit)
            late = (next((day - start for day in raised if start <= day < start + LENGTH), None) for start in starts)
            delays += [each for each in late if each is not None]
            planted, told = planted + len(starts), told + len(raised)
        numbers += [len(delays) / planted, float(np.mean(delays)), len(delays) / told]
    return tuple(round(number, 3) for number in numbers)


def _shaken(series: pd.Series, starts: Sequence[int], times: float) -> pd.Series:
    """The series with some days in a row multiplied from each start on."""
    shaken = series.copy()
    for start in starts:
        shaken.iloc[start : start + LENGTH] *= times
    return shaken


def _warnings(name: str, series: pd.Series, limit: float) -> list[int]:
    """The days on which a person would have been warned: unusual, by enough, not told of just before, no occasion."""
    expected = foretell(series, occasions(name))
    change = (series / expected.center - 1).abs()
    unusual = (expected.score(series).abs() > limit) & (change >= LEAST_CHANGE) & (expected.note == "")
    days = np.flatnonzero(unusual)
    return [int(day) for place, day in enumerate(days) if not place or day - days[place - 1] > REFRACTORY]
