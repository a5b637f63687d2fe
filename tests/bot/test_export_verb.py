"""`chestnut export decisions FILE`: what was decided, as CSV or Markdown."""

import csv
import io
from datetime import UTC, datetime

import pytest

from analysis.errors import Unavailable
from bot.__main__ import parser
from bot.cli.verb import Status, Terminal
from storage.records import Records
from storage.records.alerts.decision import Decision, Origin, Revision, Statement

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


@pytest.fixture
def run(tmp_path):
    """The verb in a shop with one decision."""
    (tmp_path / "shop.yaml").write_text("name: Corner Shop\nzone: Asia/Shanghai\n", encoding="utf-8")
    records = Records(f"sqlite:///{tmp_path / 'records.sqlite'}")
    records.migrate()
    said = Statement("=把预算转到邮件", "Search is dry", metric="gone_metric")
    records.decisions.add(Decision(1, NOW, "U1", Origin("D0PRIVATE"), Revision(1, NOW, "U1", said)))
    records.close()

    def ran(*arguments):
        there = Terminal({"CHESTNUT_HOME": str(tmp_path)}, lambda: NOW, io.StringIO(), io.StringIO())
        args = parser().parse_args(["export", "decisions", *map(str, arguments)])
        return args.verb.run(args, there), there.out.getvalue()

    return ran


def test_every_decision_is_written_as_csv_that_runs_nothing(run, tmp_path):
    file = tmp_path / "out.csv"
    assert run(file) == (Status.DONE, f"1 decisions written to {file}\n")
    (row,) = csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8-sig")))
    assert (row["id"], row["what"], row["metric"]) == ("D-1", "'=把预算转到邮件", "gone_metric")
    assert row["exported_at"] == "2026-11-22T12:00:00+08:00"


@pytest.mark.parametrize("arguments", [("out.md",), ("--md", "out.txt")])
def test_markdown_is_written_by_the_name_of_the_file_or_when_asked_for(run, tmp_path, arguments):
    *options, name = arguments
    assert run(*options, tmp_path / name)[0] == Status.DONE
    assert "## D-1 \\=把预算转到邮件" in (tmp_path / name).read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written_is_said(run, tmp_path):
    with pytest.raises(Unavailable, match="cannot be written"):
        run(tmp_path / "nowhere" / "out.csv")
