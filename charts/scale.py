"""Where the numbers and the dates of an axis go."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd

from analysis import words
from analysis.model import Grain, Lang, Look, Metric, Unit
from charts import fonts, style, wording

Tick = tuple[float, str]
STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
GAP: Final = 26
SHORTEST: Final = 60  # of a date's label
TINY: Final = 1e-12
NARROWEST: Final = 110  # what a name is cut to before its neighbours are left out
DAYS: Final = {Grain.HOUR: (1, 2, 3, 4, 6, 12), Grain.DAY: (1, 2, 3, 4, 5, 7, 10, 14), Grain.WEEK: (1, 2, 3, 4)}
MONTHS: Final = (1, 2, 3, 6, 12, 24)


def finite(values: object) -> np.ndarray:
    """Numbers as floats, anything that cannot be drawn as NaN, and as zero what is too small to be told from it."""
    numbers = np.asarray(values, dtype=float)
    known = np.where(np.isfinite(numbers), numbers, np.nan)
    return np.where(np.abs(known) < TINY, 0.0, known)


def extent(values: np.ndarray, metric: Metric) -> tuple[float, float]:
    """The least and the greatest to show: amounts start at zero, rates only where they come near it."""
    known = values[np.isfinite(values)]
    if not known.size:
        return 0.0, 1.0
    low, high = float(known.min()), float(known.max())
    amount = metric.unit in (Unit.MONEY, Unit.COUNT)
    if amount or high - low > 0.5 * max(abs(low), abs(high)) or high == low:
        low, high = min(low, 0.0), max(high, 0.0)
    return (low, high) if high > low else (0.0, 1.0)


def steps(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers that enclose low and high, at most `most` spaces between them."""
    raw = (high - low) / most
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(size * s for s in STEPS if size * s >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [index * step for index in range(first, last + 1)]


def numbers(ticks: Sequence[float], metric: Metric, look: Look) -> list[Tick]:
    """Ticks with their labels; two that would read alike are told apart or shown once."""
    labels = [wording.short(tick, metric, look) for tick in ticks]
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    if len(set(labels)) < len(labels) or metric.unit is Unit.RATIO:
        places = max(0, -math.floor(math.log10(step * (100 if metric.unit is Unit.RATIO else 1)) + 1e-9))
        labels = [words.number(t, metric.unit, look.currency, look.lang, decimals=min(places, 9)) for t in ticks]
    seen = dict(zip(reversed(labels), reversed(ticks), strict=True))
    return sorted((tick, label) for label, tick in seen.items())


def dates(buckets: pd.DatetimeIndex, grain: Grain, lang: Lang, pitch: float) -> list[Tick]:
    """The densest regular choice of bucket labels that stay apart when buckets are `pitch` pixels apart."""
    room, sparsest = pitch * len(buckets), [0]
    for chosen, shown in _options(buckets, grain):
        # Formatting dates is slow: what cannot fit at any width is not written out first.
        if not chosen or len(chosen) * (SHORTEST + GAP) > room + GAP + SHORTEST:
            continue
        ticks = [(float(i), _clock(buckets[i], shown, lang)) for i in chosen]
        if _apart(ticks, pitch):
            return ticks
        sparsest = chosen[:1]
    return [(float(i), wording.moment(buckets[i], grain, lang)) for i in sparsest]


def names(labels: Sequence[str], pitch: float) -> list[Tick]:
    """Names under places `pitch` pixels apart: cut to fit, or every so many of them where they are short."""
    widest = max(fonts.width(fonts.drawable(label), style.AXIS) for label in labels)
    step = math.ceil(min(widest + GAP, NARROWEST) / pitch)
    room = max(pitch * step - GAP, 1)
    return [(i, fonts.fit(labels[i], room, style.AXIS)) for i in range(0, len(labels), step)]


def _options(buckets: pd.DatetimeIndex, grain: Grain) -> Iterator[tuple[list[int], Grain]]:
    """Ever sparser choices of buckets, and as what they are labelled: every one, round steps, firsts of months."""
    hours, months = buckets.hour, buckets.month
    every = np.arange(len(buckets))
    for step in DAYS.get(grain, ()):
        phase = hours if grain is Grain.HOUR else every
        yield [int(i) for i in np.flatnonzero(phase % step == 0)], grain
    if grain is Grain.HOUR:
        midnights = [int(i) for i in np.flatnonzero(hours == 0)]
        for step in (*DAYS[Grain.DAY], 28):
            yield midnights[::step], Grain.DAY
    turns = np.flatnonzero(np.r_[True, months[1:] != months[:-1]])
    if grain is not Grain.MONTH and buckets[0].day > 7:
        turns = turns[1:]
    for step in MONTHS:
        whole = (months[turns] - 1) % step == 0
        even = buckets.year[turns] % max(step // 12, 1) == 0
        yield [int(i) for i in turns[whole & even]], Grain.MONTH


def _clock(at: pd.Timestamp, grain: Grain, lang: Lang) -> str:
    midnight = grain is Grain.HOUR and at.hour == 0
    return words.bucket(at, Grain.DAY if midnight else grain, lang)


def _apart(option: list[Tick], pitch: float) -> bool:
    wide = [fonts.width(label, style.AXIS) for _, label in option]
    gaps = (b[0] - a[0] for a, b in pairwise(option))
    return all(gap * pitch >= (a + b) / 2 + GAP for gap, (a, b) in zip(gaps, pairwise(wide), strict=True))


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Heights as near to the wanted ones as `gap` between neighbours and the bounds allow, in the given order."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed = [min(max(wanted[i], low), high) for i in order]
    for i in range(1, len(placed)):
        placed[i] = max(placed[i], placed[i - 1] + gap)
    ceiling = high
    for i in reversed(range(len(placed))):
        placed[i] = min(placed[i], ceiling)
        ceiling = placed[i] - gap
    result = [0.0] * len(wanted)
    for i, height in zip(order, placed, strict=True):
        result[i] = height
    return result
