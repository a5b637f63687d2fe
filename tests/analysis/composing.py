"""Builds answers from frames small enough to check by hand."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pandas as pd

from analysis import descriptive, periods
from analysis.model import (
    Comparison,
    Dimension,
    Direction,
    Metric,
    Result,
    Text,
    Unit,
)

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
WEEK = periods.over(date(2026, 11, 15), date(2026, 11, 22), ZONE, "last 7 days")
REVENUE = Metric("revenue", Text("Revenue", "销售额"), Unit.MONEY, Direction.UP, Text("", ""), parts=True)
BUYERS = Metric("buyers", Text("Buyers", "买家数"), Unit.COUNT, Direction.UP, Text("", ""))
AOV = Metric("aov", Text("AOV", "客单价"), Unit.MONEY, Direction.UP, Text("", ""))
STOCK = Metric("stock", Text("Stock", "库存"), Unit.COUNT, Direction.NEUTRAL, Text("", ""), parts=True, level=True)
REGION = Dimension("region", Text("Region", "地区"), names={"East": Text("East", "华东")})
CATEGORY = Dimension("category", Text("Category", "品类"))
HOURS = Dimension("hour_of_day", Text("Hour of day", "时段"), ordered=True)
DIMENSIONS = {dimension.id: dimension for dimension in (REGION, CATEGORY, HOURS)}


def measured(query, metric, frame, as_of=NOW):
    return Result(query, metric, frame, as_of, (f"SELECT {metric.id}",))


def answer(query, metric, frames, **setting):
    """Compose from `frames`, one for each of the query's needs by name; what is missing is an empty frame."""
    compared = setting.pop("compared", periods.compared(query, Comparison.PREVIOUS))
    as_of = setting.pop("as_of", NOW)
    needs = descriptive.needs(query, metric, compared)
    assert set(frames) <= set(needs), needs.keys()
    results = {
        name: measured(
            asked, metric, frames.get(name, pd.DataFrame(columns=["bucket", *query.dimensions, "value"])), as_of
        )
        for name, asked in needs.items()
    }
    dimensions = tuple(DIMENSIONS[name] for name in query.dimensions)
    return descriptive.answer(query, results, descriptive.Setting(dimensions, compared, "CNY", **setting))


def days(first, *values):
    starts = pd.date_range(first, periods=len(values))
    return pd.DataFrame({"bucket": starts, "value": [float("nan") if v is None else float(v) for v in values]}).dropna()


def split(name, **values):
    return pd.DataFrame({name: list(values), "value": [float(value) for value in values.values()]})


def one(value):
    return pd.DataFrame({"value": [float(value)]})


def standing_out(composed):
    return next((finding.sentence for finding in composed.findings if finding.kind == "standout"), None)
