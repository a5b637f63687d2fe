"""Answers for other programs: JSON as promised, and CSV that a spreadsheet opens and runs nothing of."""

import csv
import io
import json
from datetime import UTC, datetime

from analysis.model import Lang
from handlers.ask import ask
from handlers.export import as_csv, as_json

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def asked(shop, text, lang=Lang.EN, now=NOW):
    return ask(text, shop, lang, now)


def test_json_holds_the_whole_answer_by_english_ids(shop):
    told = as_json(asked(shop, "销售额 最近7天 按地区", Lang.ZH), "chart.png")
    assert list(told) == [
        "question",
        "query",
        "metric",
        "value",
        "unit",
        "currency",
        "period",
        "comparison",
        "rows",
        "as_of",
        "partial",
        "definition",
        "sql",
        "chart",
        "alt",
        "notes",
    ]
    assert (told["metric"], told["value"], told["unit"], told["currency"]) == ("revenue", 3540, "money", "CNY")
    assert told["period"] == {
        "start": "2026-11-15T00:00:00+08:00",
        "end": "2026-11-22T00:00:00+08:00",
        "zone": "Asia/Shanghai",
    }
    assert told["comparison"]["kind"] == "previous"
    assert (told["comparison"]["value"], told["comparison"]["change"]) == (2100, 1440)
    assert told["comparison"]["favourable"] is True
    assert told["comparison"]["period"]["start"] == "2026-11-08T00:00:00+08:00"
    assert told["rows"][0] == {"region": "East", "value": 2560, "previous": 1120}
    assert told["as_of"] == "2026-11-21T12:00:00+08:00"
    assert (told["partial"], told["chart"]) == (False, "chart.png")
    assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_json_of_a_series_has_a_row_for_each_bucket(shop):
    rows = as_json(asked(shop, "revenue last 7 days"))["rows"]
    assert [row["bucket"] for row in rows] == [f"2026-11-{day}" for day in range(15, 22)]
    assert rows[5] == {"bucket": "2026-11-20", "value": 1740, "previous": 300}


def test_json_of_no_data_is_null_and_never_zero(shop):
    told = as_json(asked(shop, "revenue last 3 days in South, channel=App"))
    assert told["value"] is None
    assert [row["value"] for row in told["rows"]] == [None] * 3


def test_csv_has_a_mark_a_header_by_id_and_no_formula(shop):
    data = as_csv(asked(shop, "revenue last 7 days by product").answer)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0] == ["product", "value", "previous"]
    assert rows[1] == ["Lamp", "2300.0", "1400.0"]
    assert rows[2][0] == "'=Rug"


def test_csv_of_a_series_leaves_unrecorded_cells_empty(shop):
    data = as_csv(asked(shop, "revenue last 3 days", now=datetime(2026, 11, 24, tzinfo=UTC)).answer)
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[-1] == ["2026-11-23", "", "1740.0"]
