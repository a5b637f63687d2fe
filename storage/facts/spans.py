"""Local time on the rows of a frame: where buckets begin and end, and sums that look back."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from analysis.model import Grain, Query
from storage.catalog import Catalog
from storage.catalog.formulas import Numbers
from storage.facts.compile import BUCKET, Statement

DAY = pd.Timedelta(days=1)

LENGTHS: Mapping[Grain, pd.DateOffset] = {
    Grain.HOUR: pd.DateOffset(hours=1),
    Grain.DAY: pd.DateOffset(days=1),
    Grain.WEEK: pd.DateOffset(days=7),
    Grain.MONTH: pd.DateOffset(months=1),
}


def lived_days(catalog: Catalog, query: Query, frame: pd.DataFrame) -> Numbers:
    """How many days each row's bucket has within the period, as far as it has been lived."""
    start, end = _lived(catalog, query)
    if query.grain is None:
        return np.full(len(frame), (end - start) / DAY)
    firsts = [max(bucket, start) for bucket in frame[BUCKET]]
    lasts = [min(bucket + LENGTHS[query.grain], end) for bucket in frame[BUCKET]]
    return np.array([(last - first) / DAY for first, last in zip(firsts, lasts, strict=True)], dtype=np.float64)


def trailing(catalog: Catalog, query: Query, statement: Statement, daily: pd.DataFrame) -> pd.DataFrame:
    """Sums of the days up to the end of each bucket, from sums by day. Exact, because only sums and counts trail."""
    buckets, last_days = _buckets(catalog, query)
    dimensions = [key for key in statement.keys if key != BUCKET]
    levels = daily[dimensions].drop_duplicates(ignore_index=True)
    codes = (
        daily.groupby(dimensions, dropna=False, sort=False).ngroup().to_numpy()
        if dimensions
        else np.zeros(len(daily), int)
    )
    count = len(levels) if dimensions else 1
    base = last_days[0] - statement.trailing * DAY
    places = ((daily[BUCKET] - base) // DAY).to_numpy()
    upto = ((last_days - base) // DAY).to_numpy()
    known = (places > 0) & (places <= upto[-1])
    parts: dict[str, object] = {BUCKET: np.repeat(buckets.to_numpy(), count)} if query.grain else {}
    parts |= {name: np.tile(levels[name].to_numpy(), len(buckets)) for name in dimensions}
    for measure in statement.measures:
        sums = np.zeros((2, upto[-1] + 1, count))
        values = daily[measure.id].to_numpy(dtype=np.float64)
        there = known & ~np.isnan(values)
        np.add.at(sums, (0, places[there], codes[there]), values[there])
        np.add.at(sums, (1, places[there], codes[there]), 1)
        total, seen = (rows[upto] - rows[upto - statement.trailing] for rows in sums.cumsum(axis=1))
        parts[measure.id] = np.where(seen > 0, total, np.nan).ravel()
    return pd.DataFrame(parts).dropna(subset=[measure.id for measure in statement.measures], how="all")


def _buckets(catalog: Catalog, query: Query) -> tuple[pd.DatetimeIndex, pd.DatetimeIndex]:
    """The starts of the period's buckets and the last lived day of each."""
    start, end = _lived(catalog, query)
    days = pd.date_range(start.normalize(), max(end - timedelta(microseconds=1), start).normalize(), freq="D")
    match query.grain:
        case Grain.WEEK:
            starts = days - pd.to_timedelta((days.day_of_week - catalog.week_start) % 7, unit="D")
        case Grain.MONTH:
            starts = days - pd.to_timedelta(days.day - 1, unit="D")
        case Grain.DAY:
            starts = days
        case _:
            starts = days[:1].repeat(len(days))
    lasts = days.to_series(index=starts).groupby(level=0).max()
    return pd.DatetimeIndex(lasts.index).as_unit("us"), pd.DatetimeIndex(lasts).as_unit("us")


def _lived(catalog: Catalog, query: Query) -> Sequence[pd.Timestamp]:
    """The local start of the period, and the local end of its lived part."""
    end = min(query.period.end, query.open_until or query.period.end)
    return [pd.Timestamp(_local(catalog, moment)) for moment in (query.period.start, end)]


def _local(catalog: Catalog, moment: datetime) -> datetime:
    """The wall clock of the shop at an instant, without its zone."""
    return moment.astimezone(catalog.zone).replace(tzinfo=None)
