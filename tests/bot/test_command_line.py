"""The command line: what an engineer types, and what comes back."""

import io
import json
import os
import subprocess
import sys

import pytest

from analysis.errors import Unavailable
from bot.__main__ import VERBS, parser
from bot.cli.verb import Status, Terminal
from tests.conftest import NOON, ROOT


@pytest.fixture
def chestnut(sample_home):
    """Runs a command line against the sample shop: its status and what it printed."""

    def run(*words: str, **environment: str) -> tuple[int, str]:
        out = io.StringIO()
        there = Terminal({"CHESTNUT_HOME": str(sample_home)} | environment, lambda: NOON, out, io.StringIO())
        args = parser().parse_args(words)
        return args.verb.run(args, there), out.getvalue()

    return run


def test_a_question_is_answered_in_words(chestnut):
    status, text = chestnut("ask", "revenue", "last 7 days")
    assert status == Status.DONE
    assert text.startswith("Revenue")
    assert "¥" in text


def test_a_question_is_answered_in_chinese(chestnut):
    status, text = chestnut("ask", "销售额 最近7天", "--lang", "zh")
    assert status == Status.DONE
    assert "销售额" in text


def test_json_has_every_key_others_rely_on(chestnut, tmp_path):
    picture, rows = tmp_path / "revenue.png", tmp_path / "revenue.csv"
    status, text = chestnut(
        "ask", "revenue by channel last 30 days", "--json", "--png", str(picture), "--csv", str(rows)
    )
    told = json.loads(text)
    assert status == Status.DONE
    assert set(told) == {
        *("question", "query", "metric", "value", "unit", "currency", "period", "comparison", "rows"),
        *("as_of", "partial", "definition", "sql", "chart", "alt", "notes"),
    }
    assert told["metric"] == "revenue"
    assert told["period"]["zone"] == "Asia/Shanghai"
    assert told["period"]["start"].startswith("2026-10-23T00:00:00")
    assert told["period"]["end"].startswith("2026-11-22T00:00:00")
    assert {row["channel"] for row in told["rows"]} >= {"App", "Web"}
    assert sum(row["value"] for row in told["rows"]) == pytest.approx(told["value"])
    assert told["chart"] == str(picture)
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert rows.read_text(encoding="utf-8-sig").startswith("channel,value,previous")


def test_a_picture_comes_with_the_words(chestnut, tmp_path):
    picture = tmp_path / "revenue.png"
    assert chestnut("ask", "revenue", "--png", str(picture))[1].startswith("Revenue")
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_what_is_not_understood_is_status_2_with_what_would_work(chestnut):
    status, text = chestnut("ask", "revenu last 7 days", "--json")
    told = json.loads(text)
    assert status == Status.NOT_UNDERSTOOD
    assert told["error"]["code"] == "unknown_name"
    assert told["suggestions"][0] == "revenue last 7 days"


def test_a_shop_that_is_not_there_is_status_3(chestnut, tmp_path):
    status, text = chestnut("ask", "revenue", "--json", CHESTNUT_HOME=str(tmp_path / "nowhere"))
    assert status == Status.UNAVAILABLE
    assert "chestnut init" in json.loads(text)["error"]["message"]


def test_help_and_definitions_are_for_the_terminal_too(chestnut):
    assert "help" in chestnut("ask", "help")[1]
    assert "Revenue" in chestnut("ask", "define", "revenue")[1]


def test_init_takes_zone_and_currency_from_a_mapping_and_refuses_to_overwrite(chestnut, tmp_path):
    home = tmp_path / "olist"
    assert chestnut("init", "--mapping", "olist", CHESTNUT_HOME=str(home))[0] == Status.DONE
    description = (home / "shop.yaml").read_text()
    assert "America/Sao_Paulo" in description
    assert "BRL" in description
    with pytest.raises(Unavailable, match="already"):
        chestnut("init", CHESTNUT_HOME=str(home))


def test_init_leaves_nothing_behind_when_the_zone_is_wrong(chestnut, tmp_path):
    with pytest.raises(Unavailable, match="Asia/Shangai"):
        chestnut("init", "--zone", "Asia/Shangai", CHESTNUT_HOME=str(tmp_path))
    assert not (tmp_path / "shop.yaml").exists()


def test_planted_events_are_listed_for_anyone_to_check(chestnut):
    events = json.loads(chestnut("sample", "events", "--json")[1])
    assert len(events) >= 8
    assert {"id", "what", "metric", "where", "start", "end", "direction"} <= set(events[0])


def test_a_doctor_finds_the_sample_shop_well(chestnut, tmp_path):
    memory = {"CHESTNUT_RECORDS_URL": f"sqlite:///{tmp_path / 'records.db'}"}
    assert chestnut("migrate", **memory)[0] == Status.DONE
    status, text = chestnut("doctor", **memory)
    assert status == Status.DONE, text
    assert "not connected" in text


def test_a_doctor_says_what_to_do_about_a_shop_that_is_not_there(chestnut, tmp_path):
    status, text = chestnut("doctor", CHESTNUT_HOME=str(tmp_path / "nowhere"))
    assert status == Status.UNAVAILABLE
    assert "chestnut init" in text


def test_run_without_tokens_says_which(chestnut):
    with pytest.raises(Unavailable, match="SLACK_BOT_TOKEN"):
        chestnut("run")


def test_run_refuses_a_pretended_time(chestnut):
    with pytest.raises(Unavailable, match="CHESTNUT_NOW"):
        chestnut("run", CHESTNUT_NOW="2026-11-22T00:00:00Z", SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1")


def test_every_verb_says_what_it_is_for():
    assert all(verb.help for verb in VERBS)


def test_a_reader_who_has_had_enough_is_no_error(sample_home):
    """`chestnut ask … | head -1` ends quietly."""
    line = f"{sys.executable} -m bot ask metrics | head -1"
    environment = os.environ | {"CHESTNUT_HOME": str(sample_home)}
    ended = subprocess.run(["bash", "-c", line], env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "Traceback" not in ended.stderr


def test_a_period_without_data_is_an_empty_answer(chestnut):
    """Understood is answered: the value is null, never 0, and the notes say where the data ends."""
    status, text = chestnut("ask", "revenue 2020-01", "--json")
    told = json.loads(text)
    assert status == Status.DONE
    assert told["value"] is None
    assert told["metric"] == "revenue"
    assert "The last days that have some: revenue 20" in told["notes"][0]


def test_a_period_without_data_says_in_words_what_has_some(chestnut):
    status, text = chestnut("ask", "revenue 2020-01")
    assert status == Status.DONE
    assert text.startswith("No data: Revenue")
    assert chestnut("ask", text.splitlines()[-1].strip())[1].startswith("Revenue")
