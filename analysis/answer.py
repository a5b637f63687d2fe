"""An answer: what was measured, put together, with what is worth saying about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pandas as pd

from analysis.model import Comparison, Dimension, Metric, Period, Query, Text


@dataclass(frozen=True)
class Finding:
    """Something worth saying about an answer, with the numbers behind it."""

    kind: str
    sentence: Text
    numbers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """A value set against another one. `favourable` is None where neither way is good or nothing changed."""

    kind: Comparison
    period: Period | None
    value: float | None
    change: float | None
    change_pct: float | None
    favourable: bool | None


@dataclass(frozen=True)
class Answer:
    """All that a person or a chart needs to know about one question.

    `series` has `bucket`, `value`, `previous` over the whole of the query's period at the
    query's grain (the day's grain by default); `rows` has a column for each dimension,
    `value`, `previous` and, where parts make a whole, `share`; it is ranked, its last row
    may be the rest (dimension value `REST`). With one dimension and a grain, `lines` has
    `bucket`, that dimension and `value`. Frames are empty where they do not apply.
    """

    query: Query
    metric: Metric
    dimensions: tuple[Dimension, ...]
    value: float | None
    change: Change | None
    target: float | None
    series: pd.DataFrame
    rows: pd.DataFrame
    lines: pd.DataFrame
    findings: tuple[Finding, ...]
    as_of: datetime | None
    partial: bool
    sql: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()


REST = "__rest__"
