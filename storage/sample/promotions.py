"""The shop's calendar of promotions: how each day sells and how deep it is cut, whatever years are asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from storage.sample.timeline import Floats, Ints, Timeline

# First days of the Chinese lunar year.
LUNAR_NEW_YEAR = {
    day.year: day
    for day in (
        date(2020, 1, 25), date(2021, 2, 12), date(2022, 2, 1), date(2023, 1, 22), date(2024, 2, 10),
        date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26), date(2029, 2, 13),
        date(2030, 2, 3), date(2031, 1, 23), date(2032, 2, 11), date(2033, 1, 31), date(2034, 2, 19),
        date(2035, 2, 8), date(2036, 1, 28), date(2037, 2, 15), date(2038, 2, 4), date(2039, 1, 24),
        date(2040, 2, 12),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Promotion:
    """A season of selling, told by days from its main day: (from, to, sales times, cut of the price).

    Days with a cut carry `campaign`; days without one are its lull before and after.
    """

    campaign: str
    main: Callable[[int], date | None]
    days: tuple[tuple[int, int, float, float], ...]


def black_friday(year: int) -> date:
    """The day after the fourth Thursday of November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 22)


PROMOTIONS = (
    Promotion("Double 11", lambda year: date(year, 11, 11), (
        (-11, -11, 1.55, 0.10), (-10, -4, 1.12, 0.06), (-3, -2, 0.95, 0.06), (-1, -1, 1.25, 0.08),
        (0, 0, 4.2, 0.17), (1, 1, 1.3, 0.08), (2, 6, 0.84, 0.0),
    )),
    Promotion("Black Friday", black_friday, (
        (-1, -1, 1.1, 0.05), (0, 0, 1.85, 0.13), (1, 2, 1.35, 0.10), (3, 3, 1.5, 0.12), (4, 6, 0.94, 0.0),
    )),
    Promotion("Double 12", lambda year: date(year, 12, 12), (
        (-2, -1, 1.12, 0.06), (0, 0, 2.1, 0.14), (1, 3, 0.93, 0.0),
    )),
    Promotion("618", lambda year: date(year, 6, 18), (
        (-17, -17, 1.45, 0.09), (-16, -4, 1.08, 0.05), (-3, -1, 1.25, 0.08), (0, 0, 3.2, 0.16),
        (1, 1, 1.15, 0.06), (2, 6, 0.86, 0.0),
    )),
    Promotion("New Year goods", LUNAR_NEW_YEAR.get, (
        (-24, -9, 1.16, 0.05), (-8, -6, 0.92, 0.0), (-5, -4, 0.68, 0.0), (-3, -2, 0.52, 0.0), (-1, 0, 0.34, 0.0),
        (1, 3, 0.46, 0.0), (4, 6, 0.68, 0.0), (7, 10, 0.88, 0.0),
    )),
)  # fmt: skip
NAMES = tuple(each.campaign for each in PROMOTIONS)


@dataclass(frozen=True)
class Seasons:
    """What the calendar does to each day: sales times `uplift`, `cut` of the price, `campaign` in NAMES or -1.

    `peak` marks the main days of the promotions, when the shop is busy from midnight.
    """

    uplift: Floats
    cut: Floats
    campaign: Ints
    peak: Ints


def seasons(timeline: Timeline) -> Seasons:
    """The calendar over a timeline."""
    uplift, cut = np.ones(timeline.days), np.zeros(timeline.days)
    campaign, peak = np.full(timeline.days, -1), np.zeros(timeline.days, dtype=np.int64)
    years = range(timeline.first.year, timeline.dates[-1].year + 2)
    for number, promotion in enumerate(PROMOTIONS):
        for main in filter(None, map(promotion.main, years)):
            for offset, (times, off) in spread(promotion).items():
                day = timeline.day(main) + offset
                if 0 <= day < timeline.days:
                    uplift[day] *= times
                    if off > cut[day]:
                        cut[day], campaign[day] = off, number
                    peak[day] |= offset == 0 and off > 0
    return Seasons(uplift, cut, campaign, peak)


def spread(promotion: Promotion) -> Mapping[int, tuple[float, float]]:
    """Each day of a promotion, by its distance from the main day."""
    return {day: (times, off) for start, end, times, off in promotion.days for day in range(start, end + 1)}
