"""From rows to a Result's frame: plain numbers, parts put side by side, formulas applied."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.model import Query
from storage.catalog import Catalog, Clock
from storage.catalog.formulas import DAYS, evaluate, names
from storage.facts.compile import BUCKET, Statement
from storage.facts.spans import lived_days, trailing


def assemble(catalog: Catalog, query: Query, parts: Sequence[tuple[Statement, pd.DataFrame]]) -> pd.DataFrame:
    """The frame of a query from those of its statements, which may hold more measures than it asks for."""
    keys = [BUCKET] * (query.grain is not None) + list(query.dimensions)
    formula = catalog.formulas[query.metric]
    asked = names(formula)
    own = [_own(statement, frame, asked) for statement, frame in parts]
    joined = _joined([frame for frame in own if frame is not None], keys)
    columns = {name: joined[name].to_numpy(dtype=np.float64) for name in joined.columns if name not in keys}
    if DAYS in asked:
        columns[DAYS] = lived_days(catalog, query, joined)
    value = np.broadcast_to(evaluate(formula, columns), len(joined))
    frame = pd.DataFrame({name: joined[name] for name in keys} | {"value": value})
    return frame.sort_values(keys, ignore_index=True) if keys else frame


def framed(catalog: Catalog, query: Query, statement: Statement, rows: Sequence[Any]) -> pd.DataFrame:
    """One statement's rows with typed keys and values in the units people use."""
    columns = list(zip(*rows, strict=True)) or [()] * (len(statement.keys) + len(statement.measures))
    parts: dict[str, object] = {}
    for key, values in zip(statement.keys, columns, strict=False):
        parts[key] = np.array(values, dtype="datetime64[us]") if key == BUCKET else _texts(catalog, key, values)
    for measure, values in zip(statement.measures, columns[len(statement.keys) :], strict=True):
        numbers = np.array([math.nan if value is None else float(value) for value in values], dtype=np.float64)
        parts[measure.id] = numbers / catalog.minor if measure.money else numbers
    frame = pd.DataFrame(parts)
    return trailing(catalog, query, statement, frame) if statement.trailing else frame


def _own(statement: Statement, frame: pd.DataFrame, asked: Sequence[str]) -> pd.DataFrame | None:
    """What of a statement's frame a formula asks for; None if that is nothing."""
    measures = [measure.id for measure in statement.measures if measure.id in asked]
    if not measures:
        return None
    own = frame[[*statement.keys, *measures]]
    # A day within the look back has a row only if one of these was recorded.
    return own.dropna(subset=measures, how="all") if statement.trailing else own


def _texts(catalog: Catalog, key: str, values: Sequence[object]) -> pd.Series:
    """A dimension's values as text; nothing stays None."""
    width = 2 if catalog.clocks.get(key) is Clock.HOUR else 1
    texts = [value if value is None or isinstance(value, str) else _text(value, width) for value in values]
    return pd.Series(texts, dtype=object)


def _text(value: object, width: int) -> str:
    """One value as text; whole numbers without a point."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return f"{int(value):0{width}d}"
    return str(value)


def _joined(frames: Sequence[pd.DataFrame], keys: Sequence[str]) -> pd.DataFrame:
    """All frames side by side on the keys they share. Those with every key say which rows there are."""
    if not keys:
        return pd.concat([frame.reset_index(drop=True).reindex(range(1)) for frame in frames], axis=1)
    if len(frames) == 1:
        return frames[0]
    whole = [frame for frame in frames if all(key in frame for key in keys)]
    joined = whole[0]
    for frame in whole[1:]:
        joined = joined.merge(frame, on=list(keys), how="outer")
    for frame in (frame for frame in frames if not all(key in frame for key in keys)):
        shared = [key for key in keys if key in frame]
        joined = (
            joined.merge(frame, on=shared, how="left") if shared else joined.merge(frame.reindex(range(1)), how="cross")
        )
    # A merge makes NaN of what is nothing.
    nothing = {key: joined[key].astype(object).where(joined[key].notna(), None) for key in keys if key != BUCKET}
    return joined.assign(**nothing)
