"""An answer for other programs: JSON and CSV, ids in English whatever the language."""

import csv
import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from analysis import tidy
from analysis.answer import Answer, Change
from analysis.model import Period, Unit
from handlers import nothing
from handlers.ask import Answered

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "％", "＝", "＋", "－", "＠")


def as_json(answered: Answered, chart: str | None = None) -> dict[str, Any]:
    """The answer as plain data, ready for `json.dumps`; `chart` is where its picture was written.

    Ratios are fractions, money is in currency units, ends are exclusive, no data is None and
    never 0. Rows are those of the split, or the buckets of the series; REST stands for the
    rest of a cut ranking.
    """
    answer = answered.answer
    metric, zone = answer.metric, answer.query.period.zone
    return {
        "question": answered.question,
        "query": answered.canonical,
        "metric": metric.id,
        "value": answer.value,
        "unit": metric.unit.value,
        "currency": answered.look.currency if metric.unit is Unit.MONEY else None,
        "period": _period(answer.query.period),
        "comparison": _comparison(answer.change),
        "rows": tidy.records(answer),
        "as_of": _moment(answer.as_of, zone),
        "partial": answer.partial,
        "definition": answered.definition,
        "sql": list(answer.sql),
        "chart": chart,
        "alt": answered.chart.alt,
        "notes": [*(note.of(answered.lang) for note in answer.notes), *_nothing(answered)],
    }


def _nothing(answered: Answered) -> tuple[str, ...]:
    return (nothing.note(answered),) if nothing.applies(answered) else ()


def as_csv(answer: Answer) -> bytes:
    """The rows as CSV that a spreadsheet opens in the right encoding and runs nothing of.

    UTF-8 with a byte-order mark, the header by id; text that a spreadsheet would take for a
    formula is led by an apostrophe.
    """
    records = tidy.records(answer)
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(records[0] if records else ("value",))
    writer.writerows([safe(value) for value in record.values()] for record in records)
    return (BOM + sheet.getvalue()).encode()


def file_name(answer: Answer) -> str:
    """A name for the answer's file that says what is in it: "revenue-by-region-2026-11-15-2026-11-21"."""
    period = answer.query.period
    split = "".join(f"-by-{name}" for name in answer.query.dimensions)
    return f"{answer.metric.id}{split}-{period.first_day}-{period.last_day}"


def safe(value: object) -> object:
    """A cell that a spreadsheet takes for no formula; nothing is an empty one."""
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA):
        return f"'{value}"
    return "" if value is None else value


def _period(period: Period) -> Mapping[str, str | None]:
    return {
        "start": _moment(period.start, period.zone),
        "end": _moment(period.end, period.zone),
        "zone": period.zone.key,
    }


def _comparison(change: Change | None) -> Mapping[str, Any] | None:
    if change is None:
        return None
    return {
        "kind": change.kind.value,
        "value": change.value,
        "change": change.change,
        "change_pct": change.change_pct,
        "favourable": change.favourable,
        "period": _period(change.period) if change.period else None,
    }


def _moment(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return None if moment is None else moment.astimezone(zone).isoformat()
