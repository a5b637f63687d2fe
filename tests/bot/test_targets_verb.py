"""`chestnut targets FILE`: what metrics should come to, from a CSV file."""

import io
from datetime import UTC, datetime

import pytest

from analysis.errors import Unavailable
from bot.__main__ import parser
from bot.cli.verb import Status, Terminal
from storage.records import Records

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


@pytest.fixture
def run(tmp_path):
    """The verb over a file of this text, in a shop of its own."""
    (tmp_path / "shop.yaml").write_text("name: Corner Shop\n", encoding="utf-8")

    def ran(text):
        file = tmp_path / "targets.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8-sig"))
        args = parser().parse_args(["targets", str(file)])
        there = Terminal({"CHESTNUT_HOME": str(tmp_path)}, lambda: NOW, io.StringIO(), io.StringIO())
        return args.verb.run(args, there), there.out.getvalue()

    return ran


def test_a_csv_file_sets_targets(run, tmp_path):
    status, said = run("metric,period,value,region\nrevenue,2026-11,1.2m,\norders,2026-11,300,East\n")
    assert (status, said) == (Status.DONE, "2 targets set, 0 of them in place of others; 0 lines refused\n")
    records = Records(f"sqlite:///{tmp_path / 'records.sqlite'}")
    entries = {
        name: [(entry.value, dict(entry.where)) for entry in found] for name, found in records.targets.all().items()
    }
    assert entries == {"revenue": [(1_200_000, {})], "orders": [(300, {"region": "East"})]}
    records.close()


def test_lines_that_cannot_be_are_named_and_the_rest_is_set(run):
    status, said = run("metric,period,value\nrevenu,2026-11,1.2m\norders,2026-11,300\n")
    assert status == Status.REFUSED
    assert "1 targets set" in said
    assert "line 2: I don't know “revenu”" in said


@pytest.mark.parametrize("text", ["a,b\n1,2\n", b"\xff\xfe\x00", ""])
def test_what_is_no_such_table_is_said(run, text):
    with pytest.raises(Unavailable):
        run(text)
