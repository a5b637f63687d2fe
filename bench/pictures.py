"""The answers that the render bench draws: seven pictures' worth of a made-up shop."""

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from analysis.answer import Answer, Change
from analysis.model import Comparison, Dimension, Direction, Grain, Metric, Period, Query, Text, Unit

ZONE: Final = ZoneInfo("Asia/Shanghai")
END: Final = datetime(2026, 11, 22, tzinfo=ZONE)
REVENUE: Final = Metric(
    "revenue", Text("Revenue", "销售额"), Unit.MONEY, Direction.UP, Text("", ""), parts=True, decimals=0
)
CHANNEL: Final = Dimension("channel", Text("Channel", "渠道"))
PRODUCT: Final = Dimension("product", Text("Product", "商品"))
WEEKDAY: Final = Dimension("weekday", Text("Weekday", "星期"), ordered=True)
HOUR: Final = Dimension("hour_of_day", Text("Hour", "小时"), ordered=True)
CHANNELS: Final = ("App", "Web", "Mini program", "Marketplace", "Store", "Partners")
NOTHING: Final = pd.DataFrame()


def days(count: int, seed: int) -> Answer:
    """A daily series with the period before it and a target."""
    random = np.random.default_rng(seed)
    buckets = pd.date_range(end=pd.Timestamp(END.date()) - pd.Timedelta(days=1), periods=count, freq="D")
    value = 6e5 * (1 + 0.15 * np.sin(np.arange(count) / 7 * 2 * np.pi) + 0.1 * random.standard_normal(count))
    series = pd.DataFrame({"bucket": buckets, "value": value, "previous": value * random.uniform(0.8, 1.0, count)})
    return _answer((), count, series=series, target=float(value.sum()) * 1.05)


def named(count: int, seed: int) -> Answer:
    """Amounts by product, largest first."""
    amounts = np.sort(np.random.default_rng(seed).gamma(2, 4e5, count))[::-1]
    rows = pd.DataFrame({PRODUCT.id: [f"Walnut organiser {i}" for i in range(count)], "value": amounts})
    return _answer((PRODUCT,), 7, rows=rows.assign(previous=amounts * 0.9, share=amounts / amounts.sum()))


def split(count: int, seed: int) -> Answer:
    """A daily series for each channel."""
    whole = days(count, seed).series
    parts = [
        pd.DataFrame({"bucket": whole["bucket"], CHANNEL.id: name, "value": whole["value"] / (i + 2)})
        for i, name in enumerate(CHANNELS)
    ]
    return _answer((CHANNEL,), count, series=whole, lines=pd.concat(parts, ignore_index=True))


def week(seed: int) -> Answer:
    """Amounts by weekday and hour."""
    random = np.random.default_rng(seed)
    cells = [(str(d), str(h), 1e4 * random.uniform(0.2, 1) * (1 + np.sin(h / 4))) for d in range(7) for h in range(24)]
    rows = pd.DataFrame(cells, columns=[WEEKDAY.id, HOUR.id, "value"])
    return _answer((WEEKDAY, HOUR), 7, rows=rows)


def _answer(
    dimensions: tuple[Dimension, ...],
    length: int,
    *,
    series: pd.DataFrame = NOTHING,
    rows: pd.DataFrame = NOTHING,
    lines: pd.DataFrame = NOTHING,
    target: float | None = None,
) -> Answer:
    start = END - timedelta(days=length)
    period = Period(start.astimezone(UTC), END.astimezone(UTC), ZONE, f"last {length} days")
    earlier = Period((start - timedelta(days=length)).astimezone(UTC), start.astimezone(UTC), ZONE, "before")
    frame = next(frame for frame in (lines, rows, series) if len(frame))
    value = float(frame["value"].sum())
    change = Change(Comparison.PREVIOUS, earlier, value * 0.9, value * 0.1, 1 / 9, favourable=True)
    query = Query("revenue", period, tuple(d.id for d in dimensions), grain=Grain.DAY, comparison=Comparison.PREVIOUS)
    return Answer(query, REVENUE, dimensions, value, change, target, series, rows, lines, (), END, partial=False)
