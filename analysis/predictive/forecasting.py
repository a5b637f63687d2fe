"""Forecast a series by what its length allows."""

from typing import Final

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from analysis.errors import Mistake
from analysis.model import Text
from analysis.predictive.boosting import boosted
from analysis.predictive.ets import smoothed
from analysis.predictive.model import DAY, Band, Forecast, Method, Past, past, step
from analysis.predictive.windows import average
from analysis.smoothing import Numbers

FEWEST: Final = 7
SOME: Final = 60
MANY: Final = 90
SEASONS: Final = 4
"""A season that came round less often is not fitted."""
YEAR: Final = 365
RISE: Final = 1.5
"""How far beyond the highest of the last year a forecast may go; multiplicative forms explode on spiky series."""

REASONS: Final = {
    Method.WINDOWS: Text(
        "With {span} of history it is the average of the same place in the last seasons.",
        "历史数据只有 {span}，因此取最近几个同期的平均值。",
    ),
    Method.SMOOTHING: Text(
        "With {span} of history it is the mean of exponential smoothing and of the average of the last seasons.",
        "历史数据有 {span}，因此取指数平滑与最近同期平均两者的均值。",
    ),
    Method.BOOSTING: Text(
        "With {span} of history it is the mean of exponential smoothing and of gradient-boosted trees.",
        "历史数据有 {span}，因此取指数平滑与梯度提升树两者的均值。",
    ),
}
UNITS: Final = (
    (0.5, Text("hours", "小时")),
    (1, Text("days", "天")),
    (7, Text("weeks", "周")),
    (float("inf"), Text("months", "个月")),
)
"""What windows of up to so many days are called."""
UNSTEADY: Final = Text(
    "No exponential smoothing could be fitted to it, so it is the average of the same place in the last seasons.",
    "指数平滑模型无法拟合该数据，因此取最近几个同期的平均值。",
)


def forecast(series: pd.Series, horizon: int, level: float = 0.8) -> Forecast:
    """Foretell the `horizon` windows that follow a series.

    `series` is indexed by the naive local start of each window (hours, days, weeks or months, evenly), NaN and
    gaps where nothing was recorded; `level` is the probability with which a value is to lie between low and high.
    Up to 59 recorded windows it is the seasonal window average with a split-conformal band, up to 89 the mean of
    that and exponential smoothing, from 90 on the mean of exponential smoothing and boosted trees, the latter two
    with the half-width of the smoothing's prediction interval. Nothing goes below 0 unless something did before.
    Raises Mistake with fewer than 7 recorded windows, or a horizon or level that cannot be.
    """
    n = int(series.notna().sum())
    _check(series, horizon, level)
    known = past(series)
    # On a few hundred rows threads cost more than they save, most of all where others need the processor.
    with threadpool_limits(1):
        band, method, reason = _made(known, n, horizon, level)
    mean, low, high = (_clip(each, known) for each in (band.mean, band.mean - band.below, band.mean + band.above))
    ahead = known.ahead(horizon)
    return Forecast(pd.Series(mean, ahead), pd.Series(low, ahead), pd.Series(high, ahead), method, reason)


def _check(series: pd.Series, horizon: int, level: float) -> None:
    """Raises Mistake where there is nothing to forecast from, or nothing to forecast."""
    n = int(series.notna().sum())
    if n < FEWEST:
        index = pd.DatetimeIndex(series.index)
        least, there = _span(FEWEST, index), _span(n, index)
        raise Mistake(
            Text(
                f"A forecast needs at least {least.en} with data, and there are {there.en}. Ask again when there are.",
                f"预测至少需要 {least.zh}的数据，目前只有 {there.zh}，请积累更多数据后再试。",
            )
        )
    if horizon < 1 or not 0 < level < 1:
        raise Mistake(
            Text(
                "A forecast looks at least one window ahead, with a probability between 0 and 1, such as 0.8.",
                "预测至少要向前一个周期，概率须在 0 和 1 之间，例如 0.8。",
            )
        )


def _made(known: Past, n: int, horizon: int, level: float) -> tuple[Band, Method, Text]:
    """The forecast by the method the length allows, and why."""
    if n < max(SOME, SEASONS * known.season):
        return average(known, horizon, level), Method.WINDOWS, _why(Method.WINDOWS, n, known)
    fitted = smoothed(known, horizon, level)
    if fitted is None:
        return average(known, horizon, level), Method.WINDOWS, UNSTEADY
    method = Method.BOOSTING if n >= MANY and len(known.values) > MANY // 2 + horizon else Method.SMOOTHING
    other = boosted(known, horizon) if method is Method.BOOSTING else average(known, horizon, level).mean
    return Band((fitted.mean + other) / 2, fitted.below, fitted.above), method, _why(method, n, known)


def _why(method: Method, n: int, known: Past) -> Text:
    """The reason, with the length in it."""
    reason, span = REASONS[method], _span(n, known.index)
    return Text(reason.en.format(span=span.en), reason.zh.format(span=span.zh))


def _span(n: int, index: pd.DatetimeIndex) -> Text:
    """So many windows, by what they are called."""
    days = step(index) / DAY if len(index) > 1 else 1
    unit = next(name for longest, name in UNITS if days <= longest)
    return Text(f"{n} {unit.en}", f"{n} {unit.zh}")


def _clip(values: Numbers, known: Past) -> Numbers:
    """What stays within what the last year makes likely."""
    recent = known.values[-YEAR:]
    least = min(0.0, RISE * float(recent.min()))
    return np.clip(np.nan_to_num(values), least, max(RISE * float(recent.max()), least))
