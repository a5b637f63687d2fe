"""Values of a split, ranked: what comes first, what share it has, and what is left over."""

import math
from collections.abc import Sequence

import pandas as pd

from analysis.answer import REST
from analysis.model import Dimension, Metric, Op, Query
from analysis.split import Split, summed

MOST_ROWS = 1000


def ranked(query: Query, metric: Metric, split: Split, dimensions: Sequence[Dimension]) -> pd.DataFrame:
    """The split as rows: a column for each dimension, `value`, `previous` and, where parts make a whole, `share`.

    Ordered dimensions keep their order unless a top or bottom was asked. Rows within a bound are
    no whole and have no shares; those farthest beyond it come first. The last row is the rest
    (dimension value REST) when rows were cut and their sum means something.
    """
    kept = _cut(query, split, _in_order(query, split, dimensions))
    keys = [split.keys[place] for place in kept]
    value, previous = split.value[kept].tolist(), split.previous[kept].tolist()
    makes_a_whole = metric.adds(query.dimensions) and query.bound is None
    if makes_a_whole and len(kept) < split.known:
        keys.append((REST,) * len(split.names))
        value.append(round((summed(split.value) or 0.0) - (summed(split.value[kept]) or 0.0), 6))
        previous.append(_earlier_rest(split, kept))
    columns: dict[str, object] = {
        name: pd.Series([key[place] for key in keys], dtype=object) for place, name in enumerate(split.names)
    }
    columns |= {"value": value, "previous": previous}
    total = summed(split.value)
    if makes_a_whole and total and not (split.value < 0).any():
        columns["share"] = [part / total for part in value]
    return pd.DataFrame(columns)


def _cut(query: Query, split: Split, order: list[int]) -> list[int]:
    """Rows within the query's bound, and of those the top or bottom ones if it asks for some."""
    value = split.value
    if query.bound is not None:
        limit, below = query.bound.limit, query.bound.op is Op.BELOW
        order = [place for place in order if (value[place] < limit if below else value[place] > limit)]
    if query.top is not None:
        recorded = (place for place in order if not math.isnan(value[place]))
        order = sorted(recorded, key=lambda place: value[place] if query.bottom else -value[place])
    return order[: min(query.top or MOST_ROWS, MOST_ROWS)]


def _in_order(query: Query, split: Split, dimensions: Sequence[Dimension]) -> list[int]:
    """The places of the rows measured now: by the dimension's own order, or by value, what has none last."""
    places = range(split.known)
    if query.top is None and len(dimensions) == 1 and dimensions[0].ordered:
        ordered = dimensions[0]
        listed = {name: rank for rank, name in enumerate(ordered.names)}
        return sorted(places, key=lambda place: _rank(split.keys[place][0], listed))
    urgent = query.bottom or (query.bound is not None and query.bound.op is Op.BELOW)
    values = (split.value if urgent else -split.value).tolist()
    named = [[(key is None, str(key)) for key in row] for row in split.keys]
    return sorted(places, key=lambda place: (math.isnan(values[place]), _finite(values[place]), named[place]))


def _finite(value: float) -> float:
    return 0.0 if math.isnan(value) else value


def _rank(value: object, listed: dict[str, int]) -> float:
    """Where a value stands: in the dimension's list of names, else as a number; what is neither comes last."""
    if listed:
        return listed.get(str(value), math.inf)
    try:
        return float(str(value))
    except ValueError:
        return math.inf


def _earlier_rest(split: Split, kept: list[int]) -> float:
    """The rest of the earlier period: what sold only then belongs to it as well."""
    earlier = summed(split.previous)
    return math.nan if earlier is None else round(earlier - (summed(split.previous[kept]) or 0.0), 6)
