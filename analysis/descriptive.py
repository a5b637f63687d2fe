"""What was measured, put together as an analyst would: total, change, series, ranking, and what stands out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import numpy as np
import pandas as pd

from analysis import findings, periods, ranking, remarks
from analysis.answer import Answer, Change
from analysis.model import Comparison, Dimension, Direction, Grain, Metric, Period, Query, Result, Text, Unit
from analysis.says import Says
from analysis.split import NO_SPLIT, Numbers, Split, side_by_side, summed

MOST_POINTS = 800
FLAT = 0.0005


@dataclass(frozen=True)
class Setting:
    """What an answer needs to know of the shop and of the question besides the numbers.

    `compared` is the earlier period the question is set against, None where there is none;
    `since` the first local day anything was recorded. `occasions` name the days that explain
    a number, such as those of a promotion.
    """

    dimensions: tuple[Dimension, ...]
    compared: Period | None
    currency: str = ""
    week_start: int = 0
    target: float | None = None
    since: date | None = None
    occasions: Mapping[date, Text] = field(default_factory=dict)

    def cut_off(self, metric: Metric) -> bool:
        """Whether recording began within the earlier period, so that its total is not one. A level has no such past."""
        if self.compared is None or self.since is None or metric.level:
            return False
        return self.compared.first_day < self.since <= self.compared.last_day


def kind(query: Query) -> Comparison:
    """What the question is set against; the period before, if it does not say."""
    return query.comparison or Comparison.PREVIOUS


def grain(query: Query, metric: Metric) -> Grain:
    """The buckets of the series: those asked for, else days; hours within one day, months where days are too many."""
    if query.grain is not None:
        return query.grain
    if query.period.days == 1 and Grain.HOUR in metric.grains:
        return Grain.HOUR
    return Grain.DAY if query.period.days <= MOST_POINTS else Grain.MONTH


def needs(query: Query, metric: Metric, compared: Period | None) -> dict[str, Query]:
    """The measurements that answer a question, as few as can be, by name.

    Names are `total`, `series`, `rows`, `lines`, and each with `_before` over the `compared`
    period. Where parts add up, totals are read off the finer results instead of asked again.
    """
    bare = replace(query, dimensions=(), grain=None)
    # Parts over a dimension are parts over time too, unless the metric is a level.
    adds = metric.adds(query.dimensions) and not metric.level
    wanted: dict[str, Query] = {}
    if not query.dimensions:
        wanted["series"] = replace(bare, grain=grain(query, metric))
    else:
        wanted["rows"] = replace(query, grain=None)
        if query.grain is not None:
            wanted["lines"] = query
    if not adds:
        wanted["total"] = bare
    if compared is not None:
        earlier = {f"{name}_before": replace(asked, period=compared, open_until=None) for name, asked in wanted.items()}
        earlier.pop("lines_before", None)
        wanted |= earlier
    return wanted


def answer(query: Query, results: Mapping[str, Result], setting: Setting) -> Answer:
    """Compose the answer to `query` from the `results` of its `needs`, by the same names."""
    first = next(iter(results.values()))
    metric = first.metric
    totals = _total(results, ""), _total(results, "_before")
    if setting.cut_off(metric):
        # Rows set against a part of a period would only mislead.
        results = {name: result for name, result in results.items() if name != "rows_before"}
    series = _series(query, results, setting)
    split = _split(query, results)
    rows = ranking.ranked(query, metric, split, setting.dimensions)
    as_of = max((r.as_of for r in results.values() if r.as_of is not None), default=None)
    whole = Answer(
        query=query,
        metric=metric,
        dimensions=setting.dimensions,
        value=totals[0],
        change=_change(query, metric, totals, setting),
        target=setting.target,
        series=series,
        rows=rows,
        lines=_lines(query, results, rows),
        findings=(),
        as_of=as_of,
        partial=query.open_until is not None or _ends_early(query, as_of),
        sql=tuple(dict.fromkeys(statement for result in results.values() for statement in result.sql)),
        notes=_notes(query, as_of, setting, metric),
    )
    says = Says(whole, setting.currency, setting.occasions)
    return replace(whole, findings=findings.find(says, split, grain(query, metric)))


def change(metric: Metric, value: float | None, other: float | None) -> tuple[float | None, float | None, bool | None]:
    """The difference, the relative difference and whether it pleases the metric's owner.

    A relative change needs something other than nothing to stand on; one too small to be
    shown is neither good nor bad.
    """
    if value is None or other is None:
        return None, None, None
    difference = round(value - other, 9)
    relative = difference / abs(other) if other else None
    if metric.direction is Direction.NEUTRAL or _unseen(metric, difference, relative):
        return difference, relative, None
    return difference, relative, (difference > 0) == (metric.direction is Direction.UP)


def _unseen(metric: Metric, difference: float, relative: float | None) -> bool:
    """Whether a change is lost in rounding where it is written: rates change by points, all else by per cent."""
    if metric.unit is Unit.RATIO:
        return bool(abs(difference) < 0.5 * 0.1 ** (2 + (1 if metric.decimals is None else metric.decimals)))
    return difference == 0 or (relative is not None and abs(relative) < FLAT)


def _total(results: Mapping[str, Result], suffix: str) -> float | None:
    asked = results.get(f"total{suffix}")
    if asked is not None:
        return asked.value
    finer = results.get(f"rows{suffix}") or results.get(f"series{suffix}")
    return None if finer is None else summed(finer.frame["value"].to_numpy(dtype=float))


def _change(query: Query, metric: Metric, totals: tuple[float | None, float | None], setting: Setting) -> Change | None:
    if kind(query) is Comparison.TARGET:
        if setting.target is None:
            return None
        return Change(Comparison.TARGET, query.period, setting.target, *change(metric, totals[0], setting.target))
    if setting.compared is None:
        return None
    moved = (None, None, None) if setting.cut_off(metric) else change(metric, *totals)
    return Change(kind(query), setting.compared, totals[1], *moved)


def _series(query: Query, results: Mapping[str, Result], setting: Setting) -> pd.DataFrame:
    """Every bucket of the period, with the earlier period's buckets beside them by position."""
    measured = results.get("series")
    if measured is None:
        return pd.DataFrame(columns=["bucket", "value", "previous"])
    step = measured.query.grain or Grain.DAY
    starts = periods.buckets(query.period, step, setting.week_start)
    previous = np.full(len(starts), np.nan)
    before = results.get("series_before")
    if before is not None and setting.compared is not None:
        earlier = _on(periods.buckets(setting.compared, step, setting.week_start), before)[: len(starts)]
        previous[: len(earlier)] = earlier
    return pd.DataFrame({"bucket": starts, "value": _on(starts, measured), "previous": previous})


def _on(starts: pd.DatetimeIndex, measured: Result) -> Numbers:
    """The measured values on a grid of buckets; a bucket nobody recorded stays NaN."""
    buckets = measured.frame["bucket"].to_numpy(dtype="datetime64[us]").tolist()
    known = dict(zip(buckets, measured.frame["value"].tolist(), strict=True))
    return np.array([known.get(start, np.nan) for start in starts.to_numpy("datetime64[us]").tolist()], dtype=float)


def _split(query: Query, results: Mapping[str, Result]) -> Split:
    """Every value of the split, now and before; none where the question has no dimensions."""
    now, before = results.get("rows"), results.get("rows_before")
    if now is None:
        return NO_SPLIT
    return side_by_side(query.dimensions, now.frame, None if before is None else before.frame)


def _lines(query: Query, results: Mapping[str, Result], rows: pd.DataFrame) -> pd.DataFrame:
    """The measured buckets of the values that are in the ranking, in the ranking's order."""
    measured = results.get("lines")
    names = list(query.dimensions)
    if measured is None:
        return pd.DataFrame(columns=["bucket", *names, "value"])
    kept = rows[names].assign(_rank=range(len(rows)))
    lines = measured.frame.merge(kept, on=names, how="inner").sort_values(["bucket", "_rank"], kind="stable")
    return lines[["bucket", *names, "value"]].reset_index(drop=True)


def _ends_early(query: Query, as_of: datetime | None) -> bool:
    if as_of is None or query.open_until is not None or query.period.text == periods.ALL_TIME:
        return False
    return query.period.start <= as_of and as_of.astimezone(query.period.zone).date() < query.period.last_day


def _notes(query: Query, as_of: datetime | None, setting: Setting, metric: Metric) -> tuple[Text, ...]:
    """What the reader must know before believing the number."""
    notes = []
    if as_of is not None and _ends_early(query, as_of):
        notes.append(remarks.ends_early(as_of, query.period))
    if setting.since is not None and setting.cut_off(metric):
        notes.append(remarks.begins_late(setting.since))
    if query.grain in (Grain.WEEK, Grain.MONTH):
        starts = periods.buckets(query.period, query.grain, setting.week_start)
        notes += remarks.cut_buckets(query, starts)
    return tuple(notes)
