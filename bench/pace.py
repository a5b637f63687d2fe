"""How near the projected close of a month comes to what it closes at, against the plain run rate."""

import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from analysis import calendar, periods
from analysis.alerts.condition import History
from analysis.alerts.pace import pace, reach
from analysis.alerts.panel import stack
from analysis.model import Grain, Query
from bench.detection import NOW, SEED, open_shop
from bench.report import Goal, table
from handlers.command import Shop
from storage import sample

MONTHS: Final = 12
DAYS: Final = (1, 3, 5, 10, 15, 20, 25)
SPLITS: Final = ((), ("channel",))


def run() -> Sequence[Goal]:
    """Print the mean error by the day of the month, of revenue as a whole and by channel; the goals are ours."""
    with tempfile.TemporaryDirectory() as folder:
        sample.furnish(Path(folder), SEED, NOW)
        with open_shop(Path(folder)) as shop:
            found = {" ".join(by) or "whole shop": _errors(shop, by) for by in SPLITS}
    rows = [
        (f"{name}, {label}", *(f"{errors[day][place]:.1%}" for day in DAYS))
        for name, errors in found.items()
        for place, label in enumerate(("projected close", "run rate"))
    ]
    table(("mean error on day", *map(str, DAYS)), rows)
    ours, naive = found["whole shop"][5]
    return (
        Goal("error of a month's close projected on day 5, at most 5 %", round(ours * 100, 1), ours <= 0.05),
        Goal("of the run rate's error on day 5, at most 0.7", round(ours / naive, 2), ours / naive <= 0.7),
    )


def _errors(shop: Shop, by: tuple[str, ...]) -> dict[int, tuple[float, float]]:
    """The mean relative error of both, over the months and instances, by the day of the month."""
    days, occasions = _revenue(shop, by)
    histories = [History(days[name], occasions=occasions) for name in days]
    this = calendar.month_of(days.index[-1].date())
    missed: dict[int, list[tuple[float, float]]] = {day: [] for day in DAYS}
    for first in (calendar.months_after(this, -back) for back in range(1, MONTHS + 1)):
        month = days.loc[str(first) : str(calendar.months_after(first, 1) - timedelta(1))]
        closed = month.sum().to_numpy()
        for day in DAYS:
            panel = stack(histories, Grain.DAY, month.index[day - 1].to_pydatetime(), reach(Grain.DAY))
            rate = month.iloc[:day].sum().to_numpy() / day * len(month)
            pairs = zip(np.abs(pace(panel).close / closed - 1), np.abs(rate / closed - 1), strict=True)
            missed[day] += [(float(ours), float(naive)) for ours, naive in pairs]
    return {day: tuple(np.mean(pairs, axis=0).tolist()) for day, pairs in missed.items()}


def _revenue(shop: Shop, by: tuple[str, ...]) -> tuple[pd.DataFrame, frozenset[date]]:
    """Revenue by day, a column an instance, and the days that a promotion explains."""
    last = NOW.astimezone(shop.catalog.zone).date()
    period = periods.over(last - timedelta(720), last, shop.catalog.zone)
    frame = shop.facts.fetch(Query("revenue", period, by, grain=Grain.DAY)).frame
    named = frozenset(shop.catalog.occasions(period.first_day, last))
    columns = (
        frame.set_index(["bucket", *by])["value"].unstack(list(by)) if by else frame.set_index("bucket")[["value"]]
    )
    return columns, named
