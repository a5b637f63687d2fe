"""The rows of a split answer as pictures need them: named, in order, and no more than there is room for."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analysis.answer import REST, Answer
from analysis.model import Dimension, Look
from charts import scale, spoken, wording
from charts.chart import Points

NATIVE: Final = 20


@dataclass(frozen=True)
class Ranking:
    """Names with their values, what they were before and their shares; NaN where there is none."""

    names: tuple[str, ...]
    values: np.ndarray
    before: np.ndarray
    shares: np.ndarray
    rest: bool
    hidden: int = 0

    def __len__(self) -> int:
        return len(self.names)


def ranking(answer: Answer, look: Look, most: int) -> Ranking:
    """The first `most` rows. The rest keeps its place at the end; an ordered dimension keeps its own order."""
    rows = answer.rows
    if len(answer.dimensions) == 1 and answer.dimensions[0].ordered:
        rows = in_order(answer.dimensions[0], rows)
    rest = _is_rest(answer, rows)
    own, tail = rows[~rest], rows[rest]
    room = most - len(tail)
    shown = pd.concat([own.head(room), tail])
    names = tuple(_name(answer, look, row) for row in shown.to_dict("records"))
    values, before, shares = (_numbers(shown, column) for column in ("value", "previous", "share"))
    return Ranking(names, values, before, shares, rest=len(tail) > 0, hidden=max(len(own) - room, 0))


def _numbers(rows: pd.DataFrame, column: str) -> np.ndarray:
    return scale.finite(rows[column]) if column in rows else np.full(len(rows), np.nan)


def in_order(dimension: Dimension, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows in a dimension's own order: by number where its values are numbers, else as its names are listed."""
    listed = {value: float(index) for index, value in enumerate(dimension.names)}
    keys = [rank(value, listed) for value in rows[dimension.id]]
    return rows.iloc[np.argsort(keys, kind="stable")]


def rank(value: object, listed: dict[str, float]) -> float:
    """Where a value of an ordered dimension belongs; what has no place comes last."""
    text = str(value)
    if text in listed:
        return listed[text]
    return float(text) if text.replace(".", "", 1).isdecimal() else float("inf")


def _is_rest(answer: Answer, rows: pd.DataFrame) -> np.ndarray:
    return np.asarray((rows[[d.id for d in answer.dimensions]] == REST).any(axis=1), dtype=bool)


def _name(answer: Answer, look: Look, row: Mapping[Hashable, object]) -> str:
    names = dict.fromkeys(wording.name(d, row[d.id], look.lang) for d in answer.dimensions)
    return wording.DOT.join(names)


def twin(answer: Answer, look: Look) -> list[str]:
    """Every row as text, with its share and what it was before."""
    listed = ranking(answer, look, len(answer.rows))
    return [_line(answer, look, listed, row) for row in range(len(listed))]


def _line(answer: Answer, look: Look, listed: Ranking, row: int) -> str:
    share, before = float(listed.shares[row]), float(listed.before[row])
    portion = (wording.percent(share, look.lang),) if np.isfinite(share) else ()
    value = wording.full(float(listed.values[row]), answer.metric, look)
    return spoken.pair(listed.names[row], value, look.lang, (*portion, *spoken.against(before, answer, look)))


def said(answer: Answer, look: Look, listed: Ranking) -> str:
    """The highest and the lowest of the names, as a clause."""
    own = len(listed) - listed.rest
    pairs = [(name, float(value)) for name, value in zip(listed.names[:own], listed.values, strict=False)]
    return spoken.ends(pairs, answer, look)


def points(kind: str, answer: Answer, look: Look, listed: Ranking) -> Points | None:
    """The numbers of a short ranking."""
    if not 0 < len(listed) <= NATIVE or len(set(listed.names)) < len(listed):
        return None
    values = tuple(None if np.isnan(v) else float(v) for v in listed.values)
    return Points(kind, listed.names, ((answer.metric.label.of(look.lang), values),))


def table(answer: Answer) -> pd.DataFrame:
    """A split by two dimensions as a table: the first down, the second across, a nameless value as an empty key."""
    first, second = (d.id for d in answer.dimensions)
    tall = answer.rows[[first, second]].astype(object).fillna("")
    tall["value"] = scale.finite(answer.rows["value"])
    return tall.pivot_table(index=first, columns=second, values="value", aggfunc="first", dropna=False)


def sequence(dimension: Dimension, cells: pd.DataFrame) -> list[str]:
    """The row keys of a table in the dimension's own order or, without one, the largest first; the rest last."""
    if dimension.ordered:
        listed = {value: float(index) for index, value in enumerate(dimension.names)}
        return sorted(cells.index, key=lambda key: rank(key, listed))
    size = cells.abs().sum(axis=1)
    return sorted(cells.index, key=lambda key: (key == REST, -size[key]))
