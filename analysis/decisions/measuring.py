"""What a decision changed: a series after it against what it would have been like without."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import NormalDist
from typing import Final

import numpy as np
import pandas as pd

from analysis.decisions.counterfactual import Days, Untouched, laid, placebos, untouched
from analysis.errors import Mistake
from analysis.model import Text
from analysis.smoothing import Numbers

LEVEL: Final = 0.95
FEWEST: Final = 21
"""With fewer days before there is nothing to tell a week's pattern from chance."""
ENOUGH: Final = 56
"""With fewer days before nothing can be tried on earlier dates."""
WEEK: Final = 7
WIDE: Final = 0.2
"""A range as wide as this share of what was to be expected cannot see a change of a tenth."""
TRIES: Final = 10
TRUST: Final = 5.0
"""The worth, in placebo dates, of the model's own word on how far it may be off."""


@dataclass(frozen=True)
class Effect:
    """By how much a day was better or worse than it would have been, on average of the days since `start`.

    `mean`, `low` and `high` are in the unit of the series, `relative` is `mean` as a fraction of what was to be
    expected (None where that is not above zero). `days` has a row a day: `measured`, `expected`, `low`, `high`; the
    whole range holds with the probability of 95 %. `placebo` is the share of `tries` earlier dates, on which nothing
    was decided, at which the model alone would have seen something; None where there is no room to try. `caveats` say
    what this cannot say.
    """

    mean: float
    low: float
    high: float
    measured: float
    expected: float
    days: pd.DataFrame
    placebo: float | None
    tries: int
    method: Text
    caveats: tuple[Text, ...] = ()

    @property
    def relative(self) -> float | None:
        """The effect as a fraction of what was to be expected."""
        return self.mean / self.expected if self.expected > 0 else None

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The range as fractions of what was to be expected."""
        return (self.low / self.expected, self.high / self.expected) if self.expected > 0 else None

    @property
    def told(self) -> bool:
        """Whether it can be told from chance."""
        return self.low > 0 or self.high < 0


def effect(series: pd.Series, start: date, end: date, controls: pd.DataFrame | None = None) -> Effect:
    """What became of a daily series from `start` up to and with `end`, against what it would have been without.

    `series` is indexed by naive days; NaN and gaps are days that are not known, or not to be looked at. `controls`
    are daily series, one a column, that what was decided did not touch and that go up and down with it. The method
    is `counterfactual.untouched`; its range is widened by how far it was off on earlier dates of the same series.
    Raises Mistake with fewer than three weeks before, or no day known after.
    """
    days, before = _laid(series, start, end, controls)
    known = (~np.isnan(days.values[before:])).astype(np.float64)
    _check(int((~np.isnan(days.values[:before])).sum()), int(known.sum()))
    found = untouched(days, before)
    expected, variance = found.over(known)
    tried = placebos(days, before, len(known), ENOUGH, TRIES)
    scale, reach = _scale(tried), _quantile(TRUST + len(tried))
    measured = float(np.nanmean(days.values[before:]))
    half = reach * max(variance * scale, _unsteady(days.values[before:] - found.mean)) ** 0.5
    mean = measured - expected
    told = Effect(
        mean,
        mean - half,
        mean + half,
        measured,
        expected,
        _frame(days.values[before:], found, start, reach * scale**0.5),
        _alarms(tried),
        len(tried),
        _BESIDE if days.beside.shape[1] else _ALONE,
    )
    return _with_caveats(told, before, int(known.sum()))


def _laid(series: pd.Series, start: date, end: date, controls: pd.DataFrame | None) -> tuple[Days, int]:
    """The days from the first known one to `end`, and how many of them are before `start`."""
    first = series.loc[: pd.Timestamp(start) - pd.Timedelta(days=1)].first_valid_index()
    if first is None:
        raise Mistake(_few(0))
    index = pd.date_range(pd.Timestamp(str(first)), end, freq="D")
    beside = pd.DataFrame(index=index) if controls is None else controls.reindex(index)
    return laid(series.astype(float).reindex(index), beside), (pd.Timestamp(start) - index[0]).days


def _check(before: int, after: int) -> None:
    if before < FEWEST:
        raise Mistake(_few(before))
    if not after:
        raise Mistake(_NOTHING_SINCE)


def _scale(tried: Sequence[tuple[float, float]]) -> float:
    """How much larger the variance is than the model says, by the earlier dates; never smaller."""
    off = sum(error**2 / variance for error, variance in tried if variance > 0)
    return max((TRUST + off) / (TRUST + len(tried)), 1.0)


def _unsteady(apart: Numbers) -> float:
    """The variance of a mean of days that differ from what was to be expected by now more, now less."""
    known = apart[~np.isnan(apart)]
    return float(known.var(ddof=1)) / len(known) if len(known) > 1 else 0.0


def _alarms(tried: Sequence[tuple[float, float]]) -> float | None:
    if not tried:
        return None
    limit = NormalDist().inv_cdf((1 + LEVEL) / 2)
    return float(np.mean([abs(error) > limit * variance**0.5 for error, variance in tried]))


def _quantile(degrees: float) -> float:
    """Student's t for the level, by the expansion of Abramowitz and Stegun 26.7.5 (within 0.003 from 5 degrees on)."""
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return z + sum(term / degrees ** (power + 1) for power, term in enumerate(terms))


def _frame(measured: Numbers, found: Untouched, start: date, reach: float) -> pd.DataFrame:
    half = reach * np.sqrt(np.clip(np.diag(found.covariance), 0, None))
    columns = {"measured": measured, "expected": found.mean, "low": found.mean - half, "high": found.mean + half}
    return pd.DataFrame(columns, index=pd.date_range(start, periods=len(measured), freq="D", name="day"))


def _with_caveats(told: Effect, before: int, after: int) -> Effect:
    """What the numbers alone show that they cannot say."""
    caveats = []
    if before < ENOUGH:
        caveats.append(Text(_SHORT.en.format(n=before), _SHORT.zh.format(n=before)))
    if after < WEEK:
        early = _EARLY_ONE if after == 1 else _EARLY
        caveats.append(Text(early.en.format(n=after), early.zh.format(n=after)))
    if told.expected <= 0 or (told.high - told.low) / told.expected > WIDE:
        caveats.append(_UNSEEN)
    return replace(told, caveats=tuple(caveats))


def _few(there: int) -> Text:
    return Text(_FEW.en.format(least=FEWEST, n=there), _FEW.zh.format(least=FEWEST, n=there))


_ALONE: Final = Text(
    "What was to be expected comes from its own past: level and weekday.",
    "预期值来自该指标自身的历史：水平和星期规律。",
)
_BESIDE: Final = Text(
    "What was to be expected comes from its own past and from what was not touched beside it.",
    "预期值来自该指标自身的历史，以及未受影响的同类数据。",
)
_FEW: Final = Text(
    "Before and after can be compared from {least} days before on, and there are {n}.",
    "决策之前至少要有 {least} 天数据才能比较前后，目前有 {n} 天。",
)
_NOTHING_SINCE: Final = Text("No day since the decision has data yet.", "决策之后还没有任何一天的数据。")
_SHORT: Final = Text(
    "Only {n} days before it: too few to try the comparison on earlier dates, so the range is a rough one.",
    "决策前只有 {n} 天数据，无法在更早的日期上检验，区间只是粗略估计。",
)
_EARLY: Final = Text("Only {n} days since: not a whole week yet.", "决策后只有 {n} 天，还不到一整周。")
_EARLY_ONE: Final = Text("Only 1 day since: not a whole week yet.", "决策后只有 1 天，还不到一整周。")
_UNSEEN: Final = Text(
    "The range is wide: a change of 10 % could not be seen in it.", "区间较宽：即使有 10% 的变化也看不出来。"
)
