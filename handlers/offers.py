"""Questions worth tapping, made from the shop's own metrics, dimensions and values."""

from datetime import datetime, timedelta

from analysis import periods
from analysis.model import Comparison, Metric, Period, Picture, Query
from analysis.vocabulary import Vocabulary
from handlers.command import Shop

TILES = ("revenue", "orders", "aov", "conversion", "buyers", "visits")
SPLITS = ("channel", "region", "category", "payment_method")
RECENT = timedelta(days=10)


def examples(shop: Shop, vocabulary: Vocabulary, now: datetime) -> tuple[Query, ...]:
    """Up to four questions that have answers: a total, a split, a ranking, the hours of the week."""
    metric, period = tiles(shop)[0], recent(vocabulary, now)
    valued = {value.dimension for value in vocabulary.values}
    splits = [name for name in SPLITS if name in metric.dimensions and name in valued]
    found = [Query(metric.id, period)]
    if splits:
        found.append(Query(metric.id, period, (splits[0],), comparison=Comparison.LAST_YEAR))
    if "product" in metric.dimensions:
        found.append(Query(metric.id, period, ("product",), top=10))
    if {"weekday", "hour_of_day"} <= set(metric.dimensions):
        found.append(Query(metric.id, period, ("weekday", "hour_of_day"), picture=Picture.HEATMAP))
    return tuple(found)


def tiles(shop: Shop, chosen: str = "") -> tuple[Metric, ...]:
    """The metrics of the Home page: those chosen by id, else the shop's usual."""
    known = {metric.id: metric for metric in shop.catalog.metrics}
    wanted = [known[name] for name in chosen.split(",") if name in known]
    return tuple(wanted or [known[name] for name in TILES if name in known] or shop.catalog.metrics[:6])


def recent(vocabulary: Vocabulary, now: datetime) -> Period:
    """The last seven days, or the last seven that have data when it ends long before today."""
    clock = periods.Clock(now, vocabulary.zone, vocabulary.week_start)
    last = vocabulary.last_day
    if last is None or clock.today - last <= RECENT:
        return periods.default(clock)
    end = last + timedelta(days=1)
    return periods.over(end - timedelta(days=periods.DEFAULT_DAYS), end, vocabulary.zone)
