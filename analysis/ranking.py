"""Values of a split, ranked: what comes first, what share it has, and what is left over."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.answer import REST
from analysis.model import Dimension, Metric, Op, Query

MOST_ROWS = 1000


@dataclass(frozen=True)
class Pair:
    """One split measured twice: `now`, and `before` where there is an earlier period.

    Both have a column for each dimension and `value`.
    """

    now: pd.DataFrame
    before: pd.DataFrame | None = None


def summed(values: pd.Series) -> float | None:
    """The exact sum of what was recorded, to a millionth; None where nothing was."""
    known = [float(value) for value in values if not pd.isna(value)]
    return round(math.fsum(known), 6) if known else None


def ranked(query: Query, metric: Metric, pair: Pair, dimensions: Sequence[Dimension]) -> pd.DataFrame:
    """The split as rows: a column for each dimension, `value`, `previous` and, where parts make a whole, `share`.

    Ordered dimensions keep their order unless a top or bottom was asked. Rows within a bound are
    no whole and have no shares; those farthest beyond it come first. The last row is the rest
    (dimension value REST) when rows were cut and their sum means something.
    """
    names = list(query.dimensions)
    rows = pair.now[[*names, "value"]].copy()
    rows["previous"] = _previous(rows, pair.before, names)
    total = summed(rows["value"])
    adds = metric.adds(query.dimensions)
    if adds and total and query.bound is None and not (rows["value"] < 0).any():
        rows["share"] = rows["value"] / total
    kept = _cut(query, _in_order(rows, query, dimensions))
    if adds and query.bound is None and len(kept) < len(rows):
        kept = pd.concat([kept, _rest(kept, rows, pair.before, names)], ignore_index=True)
    return kept


def _cut(query: Query, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows within the query's bound, and of those the top or bottom ones if it asks for some."""
    if query.bound is not None:
        limit = query.bound.limit
        rows = rows[rows["value"] < limit] if query.bound.op is Op.BELOW else rows[rows["value"] > limit]
    if query.top is not None:
        rows = rows.dropna(subset="value").sort_values("value", ascending=query.bottom, kind="stable")
    return rows.head(min(query.top or MOST_ROWS, MOST_ROWS)).reset_index(drop=True)


def _previous(rows: pd.DataFrame, before: pd.DataFrame | None, names: list[str]) -> pd.Series:
    if before is None:
        return pd.Series(float("nan"), index=rows.index)
    earlier = before[[*names, "value"]].rename(columns={"value": "previous"})
    merged = rows[names].merge(earlier, on=names, how="left")
    return merged["previous"].astype("float64").set_axis(rows.index)


def _in_order(rows: pd.DataFrame, query: Query, dimensions: Sequence[Dimension]) -> pd.DataFrame:
    if query.top is None and len(dimensions) == 1 and dimensions[0].ordered:
        return rows.sort_values(query.dimensions[0], key=lambda column: _places(column, dimensions[0]), kind="stable")
    by = ["value", *query.dimensions]
    urgent = query.bottom or (query.bound is not None and query.bound.op is Op.BELOW)
    ascending = [urgent, *(True for _ in query.dimensions)]
    return rows.sort_values(by, ascending=ascending, na_position="last", kind="stable")


def _places(values: pd.Series, dimension: Dimension) -> pd.Series:
    """Where each value stands: by the dimension's list of names, else as a number; what is neither comes last."""
    listed = {name: place for place, name in enumerate(dimension.names)}
    places = values.map(listed) if listed else pd.to_numeric(values, errors="coerce")
    return places.astype("float64").fillna(math.inf)


def _rest(kept: pd.DataFrame, rows: pd.DataFrame, before: pd.DataFrame | None, names: list[str]) -> pd.DataFrame:
    total, held = summed(rows["value"]) or 0.0, summed(kept["value"]) or 0.0
    # What sold only in the earlier period belongs to the earlier rest as well.
    earlier = None if before is None else summed(before["value"])
    row: dict[str, object] = dict.fromkeys(names, REST)
    row["value"] = round(total - held, 6)
    row["previous"] = float("nan") if earlier is None else round(earlier - (summed(kept["previous"]) or 0.0), 6)
    if "share" in rows:
        row["share"] = (total - held) / total if total else float("nan")
    return pd.DataFrame([row])
