"""The frames of an answer as plain records, for whoever has no use for a frame."""

from typing import Any

import pandas as pd

from analysis import descriptive
from analysis.answer import Answer
from analysis.model import Grain

COLUMNS = ("value", "previous")


def records(answer: Answer) -> list[dict[str, Any]]:
    """One dict a row: dimension ids or `bucket`, `value`, `previous`; nothing recorded is None, never 0.

    A split gives its ranking, with a grain its buckets; anything else the series. A bucket is
    its local ISO date, an hour its ISO time.
    """
    frame, hourly = _frame(answer), descriptive.grain(answer.query, answer.metric) is Grain.HOUR
    names = [name for name in ("bucket", *answer.query.dimensions) if name in frame]
    return [
        {
            **{name: _bucket(row[name], hourly=hourly) if name == "bucket" else _label(row[name]) for name in names},
            **{name: _number(row.get(name)) for name in COLUMNS},
        }
        for row in frame.to_dict("records")
    ]


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame as dicts; nothing recorded is None. A `bucket` stays a local datetime, to be written as one likes."""
    numbers = [name for name in (*COLUMNS, "share") if name in frame]
    names = [name for name in frame if name not in (*numbers, "bucket")]
    return [
        {
            **({"bucket": row["bucket"].to_pydatetime()} if "bucket" in frame else {}),
            **{str(name): _label(row[name]) for name in names},
            **{name: _number(row[name]) for name in numbers},
        }
        for row in frame.to_dict("records")
    ]


def _frame(answer: Answer) -> pd.DataFrame:
    if len(answer.lines):
        return answer.lines
    return answer.rows if answer.query.dimensions else answer.series


def _bucket(start: pd.Timestamp, *, hourly: bool) -> str:
    return start.isoformat() if hourly else start.date().isoformat()


def _label(value: object) -> str | None:
    return None if pd.isna(value) else str(value)  # type: ignore[call-overload]


def _number(value: object) -> float | None:
    return None if value is None or pd.isna(value) else float(value)  # type: ignore[arg-type, call-overload]
