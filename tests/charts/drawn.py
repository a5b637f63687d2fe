"""Answers made by hand, and what an eye needs of a picture: text inside the page and clear of other text."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from matplotlib.axis import Axis
from matplotlib.text import Text as Written

from analysis.answer import Answer, Change
from analysis.model import Comparison, Dimension, Direction, Grain, Lang, Look, Metric, Period, Query, Text, Unit
from charts.encode import Renderer

ZONE = ZoneInfo("Asia/Shanghai")
END = datetime(2026, 11, 22, tzinfo=ZONE)
FREQUENCY = {Grain.HOUR: "h", Grain.DAY: "D", Grain.WEEK: "W-MON", Grain.MONTH: "MS"}
CHANNEL = Dimension("channel", Text("Channel", "渠道"), names={"Web": Text("Web", "网站"), "App": Text("App", "App")})
PRODUCT = Dimension("product", Text("Product", "商品"))
WEEKDAY = Dimension(
    "weekday",
    Text("Weekday", "星期"),
    names={str(i): Text(f"Day {i}", f"周{'一二三四五六日'[i]}") for i in range(7)},
    ordered=True,
)
HOUR = Dimension("hour_of_day", Text("Hour", "小时"), ordered=True)
LOOKS = [Look(Lang.EN, "CNY"), Look(Lang.ZH, "CNY", dark=True)]


def metric(unit=Unit.MONEY, parts=True):
    return Metric("revenue", Text("Revenue", "销售额"), unit, Direction.UP, Text("", ""), parts=parts)


def _period(start, end):
    return Period(start.astimezone(UTC), end.astimezone(UTC), ZONE, "then")


def over_time(values, previous=None, *, grain=Grain.DAY, unit=Unit.MONEY, target=None, partial=False):
    """An answer about one metric over time; `previous` makes it compared."""
    values = np.asarray(values, float)
    last = pd.Timestamp(END.date()) - pd.Timedelta(1, "h" if grain is Grain.HOUR else "D")
    buckets = pd.date_range(end=last, periods=len(values), freq=FREQUENCY[grain])
    earlier = np.full(len(values), np.nan) if previous is None else np.asarray(previous, float)
    series = pd.DataFrame({"bucket": buckets, "value": values, "previous": earlier})
    start = buckets[0].tz_localize(ZONE).to_pydatetime() if len(values) else END - timedelta(7)
    known = values[np.isfinite(values)]
    total = float(known.sum()) if known.size else None
    change = None
    if previous is not None:
        before = float(earlier[np.isfinite(earlier)].sum())
        step = (total or 0) - before
        portion = step / before if before else None
        change = Change(
            Comparison.PREVIOUS,
            _period(start - timedelta(7), start),
            before,
            step,
            portion,
            step > 0,
        )
    query = Query("revenue", _period(start, END), grain=grain, comparison=Comparison.PREVIOUS if change else None)
    empty = pd.DataFrame()
    return Answer(query, metric(unit), (), total, change, target, series, empty, empty, (), END, partial)


def by_name(rows, *, dimensions=(CHANNEL,), previous=None, parts=True, unit=Unit.MONEY):
    """An answer split by dimensions; `rows` are tuples of their values and the amount."""
    frame = pd.DataFrame(rows, columns=[*(d.id for d in dimensions), "value"]).astype({"value": float})
    frame["previous"] = np.nan if previous is None else np.asarray(previous, float)
    if parts:
        frame["share"] = frame["value"] / _total(frame["value"])
    base = over_time([1.0] * 7, [1.0] * 7 if previous is not None else None, unit=unit)
    query = replace(base.query, grain=None, dimensions=tuple(d.id for d in dimensions))
    whole = metric(unit, parts)
    return replace(base, query=query, metric=whole, dimensions=dimensions, rows=frame, value=_total(frame["value"]))


def _total(values):
    known = values[np.isfinite(values)]
    return float(known.sum())


def by_name_over_time(table, *, dimension=CHANNEL, grain=Grain.DAY, parts=True):
    """An answer with one line for each name of `table`, a dict of values over time."""
    base = over_time(np.nansum([np.asarray(v, float) for v in table.values()], axis=0), grain=grain)
    tall = [
        pd.DataFrame({"bucket": base.series["bucket"], dimension.id: name, "value": np.asarray(v, float)})
        for name, v in table.items()
    ]
    totals = pd.DataFrame({dimension.id: list(table), "value": [float(np.nansum(v)) for v in table.values()]})
    query = replace(base.query, dimensions=(dimension.id,))
    return replace(
        base, query=query, metric=metric(parts=parts), dimensions=(dimension,), lines=pd.concat(tall), rows=totals
    )


def texts(chart):
    """Every text of a picture, as it is written."""
    return [artist for artist in _within(chart.figure) if isinstance(artist, Written) and artist.get_text()]


def _within(artist):
    """All that an artist is made of, but for axes that are switched off: asking for their ticks would make them."""
    for child in artist.get_children():
        if not (isinstance(child, Axis) and not child.axes.axison):
            yield child
            yield from _within(child)


def legible(chart):
    """Assert that all text lies inside the figure and that no two texts overlap."""
    page = chart.figure.bbox
    renderer = Renderer(int(page.width), int(page.height))
    boxes = [(artist.get_text(), artist.get_window_extent(renderer)) for artist in texts(chart)]
    for text, box in boxes:
        inside = box.x0 >= -0.5 and box.y0 >= -0.5 and box.x1 <= page.x1 + 0.5 and box.y1 <= page.y1 + 0.5
        assert inside, f"{text!r} leaves the page: {box}"
    for (one, a), (two, b) in combinations(boxes, 2):
        apart = a.x1 <= b.x0 + 1 or b.x1 <= a.x0 + 1 or a.y1 <= b.y0 + 1 or b.y1 <= a.y0 + 1
        assert apart, f"{one!r} and {two!r} overlap: {a} {b}"
    assert len(chart.alt) <= 1_900
    assert len(chart.twin) <= 24_000
