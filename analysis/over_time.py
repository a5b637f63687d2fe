"""What is worth saying of a series: its middle, its best and worst, what sticks out of it, where it is heading."""

import math

import numpy as np
import pandas as pd

from analysis import periods
from analysis.answer import Finding
from analysis.buckets import CYCLES, Run, usual_of
from analysis.model import Direction, Grain, Metric, Text
from analysis.says import MANY, ONE, Claim, Says, share

FEWEST = 7
FEWEST_FOR_A_STREAK = 5
FAR = 3.5
LEAST_NOISE = 0.03


def figures(says: Says, run: Run) -> tuple[Finding, ...]:
    """Mean, median, best and worst bucket: the plain figures, each where it means something."""
    values, grain = run.values, run.grain
    if len(values) < 3:
        return ()
    metric = says.answer.metric
    holes = {"unit": ONE[grain], "count": len(values)}
    middle = float(np.median(values))
    found = [Finding("median", says.text(_MEDIAN, value=middle, **holes), {"value": middle, "count": len(values)})]
    if adds(metric):
        mean = math.fsum(values) / len(values)
        found.insert(0, Finding("mean", says.text(_MEAN, value=mean, **holes), {"value": mean, "count": len(values)}))
    if values.min() < values.max():
        found += _ends(says, run)
    return tuple(found)


def claims(says: Says, run: Run) -> list[Claim]:
    """What may stand out of the series. Nothing is claimed from a handful of points."""
    found = [_outlier(says, run), _streak(says, run), _one_bucket(says, run), _steady(says, run)]
    return [claim for claim in found if claim is not None]


def adds(metric: Metric) -> bool:
    """Whether the metric's values over time add up to its total."""
    return metric.parts and not metric.level


def _ends(says: Says, run: Run) -> list[Finding]:
    high, low = int(run.values.argmax()), int(run.values.argmin())
    if says.answer.metric.direction is Direction.DOWN:
        best, worst = low, high
    else:
        best, worst = high, low
    neutral = says.answer.metric.direction is Direction.NEUTRAL
    kinds = (("highest", _HIGHEST), ("lowest", _LOWEST)) if neutral else (("best", _BEST), ("worst", _WORST))
    found = []
    for (kind, template), position in zip(kinds, (best, worst), strict=True):
        when, value = run.at(position)
        sentence = says.text(template, unit=ONE[run.grain], when=says.when(when, run.grain), value=value)
        found.append(Finding(kind, sentence, {"bucket": when, "value": value}))
    return found


def _outlier(says: Says, run: Run) -> Claim | None:
    """The bucket farthest from what is usual for it, by median distances."""
    # Within a day or two, hours differ by the time of day and nothing else.
    if len(run.values) < (24 * CYCLES if run.grain is Grain.HOUR else FEWEST):
        return None
    usual = usual_of(run)
    off = run.values - usual
    position = int(np.abs(off).argmax())
    middle = float(usual[position])
    if middle <= 0:
        return None
    # A series that hardly varies would make a giant of any ripple.
    scale = max(float(np.median(np.abs(off - np.median(off)))) * 1.4826, LEAST_NOISE * middle)
    far = abs(float(off[position])) / scale
    when, value = run.at(position)
    size = value / middle
    if far < FAR or 0.8 < size < 1.25:
        return None
    return Claim(min(1.0, 0.4 + far / 40 + min(abs(size - 1), 2) / 5), _said_outlier(says, run, (when, value, middle)))


def _said_outlier(says: Says, run: Run, spot: tuple[pd.Timestamp, float, float]) -> Finding:
    when, value, middle = spot
    times = value / middle
    template = _FAR_UP if times >= 2 else _UP if times > 1 else _DOWN
    sentence = says.text(
        template,
        when=says.when(when, run.grain),
        value=value,
        unit=ONE[run.grain],
        times=f"{times:.1f}",
        share=share(abs(times - 1)),
    )
    return Finding("outlier", sentence, {"bucket": when, "value": value, "usual": middle})


def _streak(says: Says, run: Run) -> Claim | None:
    """How many buckets in a row the series has gone one way, up to its end. Hours are left to their daily shape."""
    steps = np.diff(run.values)
    if run.grain is Grain.HOUR or len(steps) < FEWEST_FOR_A_STREAK - 1 or not steps[-1]:
        return None
    rising = bool(steps[-1] > 0)
    against = np.flatnonzero(steps <= 0 if rising else steps >= 0)
    length = len(steps) - (int(against[-1]) + 1 if len(against) else 0)
    if length < FEWEST_FOR_A_STREAK - 1:
        return None
    first, last = run.at(len(run.values) - 1 - length)[1], run.at(-1)[1]
    template = _RISING if rising else _FALLING
    sentence = says.text(template, metric=says.metric, count=length, units=MANY[run.grain], first=first, last=last)
    numbers = {"length": length, "rising": rising, "first": first, "last": last}
    return Claim(min(0.9, 0.3 + 0.08 * length), Finding("streak", sentence, numbers))


def _one_bucket(says: Says, run: Run) -> Claim | None:
    """Whether one bucket made most of the change against the earlier period."""
    known = ~np.isnan(run.previous)
    if not adds(says.answer.metric) or known.sum() < FEWEST:
        return None
    steps = np.where(known, run.values - run.previous, 0.0)
    total, before = float(steps.sum()), float(run.previous[known].sum())
    if before <= 0 or abs(total) / before < 0.05:
        return None
    position = int((steps * (1 if total > 0 else -1)).argmax())
    part = float(steps[position]) / total
    if not 0.5 <= part <= 1:
        return None
    when, now = run.at(position)
    template = _ONE_UP if total > 0 else _ONE_DOWN
    sentence = says.text(
        template,
        share=share(part),
        unit=ONE[run.grain],
        when=says.when(when, run.grain),
        now=now,
        then=says.when(_before(says, run, when), run.grain),
        before=float(run.previous[position]),
    )
    weight = min(1.0, 0.3 + part * min(1.0, abs(total) / before) ** 0.5)
    return Claim(weight, Finding("one_bucket", sentence, {"bucket": when, "share": part, "change": total}))


def _before(says: Says, run: Run, when: pd.Timestamp) -> pd.Timestamp:
    """The bucket of the earlier period that stands at the same place as one of this."""
    change, starts = says.answer.change, says.answer.series["bucket"]
    assert change is not None
    assert change.period is not None
    place = int(np.flatnonzero((starts == when).to_numpy())[0])
    return periods.buckets(change.period, run.grain, starts.iloc[0].weekday())[place]


def _steady(says: Says, run: Run) -> Claim | None:
    """Said when nothing else is: no bucket is far from the middle."""
    values = run.values
    # Hours always have the shape of the day; their best and worst say enough.
    middle = float(np.median(values)) if len(values) >= FEWEST and run.grain is not Grain.HOUR else 0.0
    low, high = (float(values.min()), float(values.max())) if middle > 0 else (0.0, 0.0)
    if low == high:
        return None
    template = _STEADY if (high - low) / middle <= 0.5 else _ORDINARY
    sentence = says.text(template, low=low, high=high, unit=ONE[run.grain], units=MANY[run.grain])
    return Claim(0.05, Finding("steady", sentence, {"low": low, "high": high, "median": middle}))


_MEAN = Text("Mean {value} per {unit}", "平均每{unit} {value}")
_MEDIAN = Text("Median {unit} {value}", "{unit}中位数 {value}")
_BEST = Text("Best {unit} {when}: {value}", "最好的一{unit} {when}：{value}")
_WORST = Text("Worst {unit} {when}: {value}", "最差的一{unit} {when}：{value}")
_HIGHEST = Text("Highest {unit} {when}: {value}", "最高的一{unit} {when}：{value}")
_LOWEST = Text("Lowest {unit} {when}: {value}", "最低的一{unit} {when}：{value}")
_FAR_UP = Text(
    "{when} stands out: {value}, {times} times a usual {unit}.",
    "{when}最突出：{value}，是平常的 {times} 倍。",
)
_UP = Text(
    "{when} stands out: {value}, {share} above a usual {unit}.",
    "{when}最突出：{value}，比平常高 {share}。",
)
_DOWN = Text(
    "{when} stands out: {value}, {share} below a usual {unit}.",
    "{when}最突出：{value}，比平常低 {share}。",
)
_RISING = Text(
    "{metric} has risen {count} {units} in a row, from {first} to {last}.",
    "{metric}已连续 {count} {units}上升，从 {first} 升到 {last}。",
)
_FALLING = Text(
    "{metric} has fallen {count} {units} in a row, from {first} to {last}.",
    "{metric}已连续 {count} {units}下降，从 {first} 降到 {last}。",
)
_ONE_UP = Text(
    "One {unit} makes {share} of the rise: {when} with {now}, against {then} with {before}.",
    "增长的 {share} 来自{when}：{now}，对比的是{then}的 {before}。",
)
_ONE_DOWN = Text(
    "One {unit} makes {share} of the fall: {when} with {now}, against {then} with {before}.",
    "下降的 {share} 来自{when}：{now}，对比的是{then}的 {before}。",
)
_STEADY = Text("Steady: every {unit} lay between {low} and {high}.", "走势平稳：每{unit}都在 {low} 到 {high} 之间。")
_ORDINARY = Text(
    "No single {unit} stands out; they ran from {low} to {high}.",
    "没有特别突出的一{unit}，在 {low} 到 {high} 之间波动。",
)
