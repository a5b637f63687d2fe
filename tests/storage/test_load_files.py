"""Files of every kind and in every state: read as people mean them, refused with a way out."""

import gzip
import zipfile
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from analysis.errors import Unavailable
from storage.catalog import default
from storage.facts import Facts
from storage.load import Loaded, load, parse

MAPPING = """
zone: UTC
sources: {{orders: {{files: "orders.*", {options}}}}}
tables:
  orders:
    source: orders
    columns: {{order_id: Order_ID, ordered_at: placed, city: city}}
"""
PLAIN = "Order ID,placed,city\nA1,2026-03-01 09:00:00,São Paulo\nA2,2026-03-02,上海\n"
READ = [("A1", datetime(2026, 3, 1, 9), "São Paulo"), ("A2", datetime(2026, 3, 2), "上海")]


@pytest.fixture
def shop(tmp_path):
    """Load what a test put into the folder `files`; give back what loading said and the rows."""
    (tmp_path / "files").mkdir()
    facts = Facts(f"duckdb:///{tmp_path}/facts.duckdb", default())

    def run(options: str = "") -> tuple[Loaded, list[tuple]]:
        (tmp_path / "m.yaml").write_text(MAPPING.format(options=options), encoding="utf-8")
        loaded = load(facts, tmp_path / "files", parse(tmp_path / "m.yaml", facts.catalog), tmp_path / "refused")
        with facts.transaction() as connection:
            return loaded, connection.execute("SELECT order_id, ordered_at, city FROM orders ORDER BY 1").fetchall()

    yield tmp_path / "files", run
    facts.close()


def workbook(file: Path) -> None:
    book = Workbook()
    book.active.title = "Export"
    book.active.append(["Order ID", "placed", "city"])
    book.active.append(["A1", datetime(2026, 3, 1, 9), "São Paulo"])
    book.active.append([None, None, None])
    book.active.append(["A2", datetime(2026, 3, 2), "上海"])
    book.create_sheet("Notes")
    book.save(file)


def parquet(file: Path) -> None:
    ids, times, cities = zip(*READ, strict=True)
    pq.write_table(pa.table({"Order ID": ids, "placed": times, "city": cities}), file)


JSON = (
    '{"order_id": "A1", "placed": "2026-03-01T09:00:00Z", "city": "São Paulo"}\n'
    '{"order_id": "A2", "placed": "2026-03-02", "city": "上海"}\n'
)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("orders.csv", lambda file: file.write_text(PLAIN, encoding="utf-8")),
        ("orders.csv", lambda file: file.write_text(PLAIN, encoding="utf-8-sig")),
        ("orders.csv", lambda file: file.write_text(PLAIN, encoding="utf-16")),
        ("orders.csv", lambda file: file.write_bytes(PLAIN.replace("\n", "\r\n").encode())),
        ("orders.csv", lambda file: file.write_text(PLAIN.replace(",", ";"), encoding="utf-8")),
        ("orders.csv.gz", lambda file: file.write_bytes(gzip.compress(PLAIN.encode("utf-8-sig")))),
        ("orders.tsv", lambda file: file.write_text(PLAIN.replace(",", "\t"), encoding="utf-8")),
        ("orders.jsonl", lambda file: file.write_text(JSON, encoding="utf-8")),
        ("orders.ndjson.gz", lambda file: file.write_bytes(gzip.compress(JSON.encode()))),
        ("orders.xlsx", workbook),
        ("orders.parquet", parquet),
    ],
)
def test_every_kind_of_file_gives_the_same_rows(shop, name, write):
    """Byte-order marks, separators, line ends and packing make no difference."""
    folder, run = shop
    write(folder / name)
    assert run()[1] == READ


def test_another_encoding_is_named_in_the_mapping(shop):
    """As a Chinese Excel writes it."""
    folder, run = shop
    (folder / "orders.csv").write_text("Order ID,placed,city\nA2,2026-03-02,上海\n", encoding="gb18030")
    with pytest.raises(Unavailable, match=r"is not written in UTF-8\. Add `encoding: gb18030`"):
        run()
    assert run("encoding: gb18030")[1] == READ[1:]


def test_lines_before_the_header_are_skipped_and_empty_words_are_nothing(shop):
    """Reports begin with a title, and write NA for what they do not know."""
    folder, run = shop
    (folder / "orders.csv").write_text(f"Report of March\n\n{PLAIN}A3,2026-03-03,NA\n", encoding="utf-8")
    assert run("skip: 2, nulls: [NA]")[1][2] == ("A3", datetime(2026, 3, 3), None)


def test_a_sheet_is_found_by_name(shop):
    """A wrong name is answered with the right one."""
    folder, run = shop
    workbook(folder / "orders.xlsx")
    assert run("sheet: Export")[1] == READ
    with pytest.raises(Unavailable, match=r"orders\.xlsx has no sheet `Exprot`\. Did you mean `Export`"):
        run("sheet: Exprot")


def test_lines_are_counted_as_an_editor_does(shop):
    """A cell of two lines, a blank line and a torn row before it do not shift the number."""
    folder, run = shop
    text = 'Order ID,placed,city\nA1,2026-03-01,"Two\nlines"\n\ntorn\nA2,never,x\n'
    (folder / "orders.csv").write_text(text, encoding="utf-8")
    loaded, rows = run()
    assert [(refusal.rule, refusal.line) for refusal in loaded.tables[0].refusals] == [
        ("readable", 5),
        ("time: ordered_at", 6),
    ]
    assert len(rows) == 1


def test_a_quote_never_closed_costs_its_rows_and_no_more(shop):
    """What it swallowed is refused with the line it began on; the rest is loaded."""
    folder, run = shop
    swallowed = "".join(f"B{nth},2026-03-01,x\n" for nth in range(7_000))
    text = f'Order ID,placed,city\nA1,2026-03-01,"open\n{swallowed}A2,2026-03-02,x\n'
    (folder / "orders.csv").write_text(text, encoding="utf-8")
    loaded, rows = run()
    assert loaded.tables[0].refusals[0].line == 2
    assert "a quote that is never closed" in loaded.tables[0].refusals[0].reason.en
    assert {"A2", "B6999"} <= {row[0] for row in rows}


def test_json_that_is_not_an_object_is_refused_by_its_line(shop):
    """The lines around it are loaded; a bottomless one is no trap."""
    folder, run = shop
    bad = ["nonsense", "[1]", "[" * 100_000, '{"order_id": "A3"']
    (folder / "orders.jsonl").write_text(JSON + "\n".join(bad) + "\n", encoding="utf-8")
    loaded, rows = run()
    assert (loaded.refused, loaded.tables[0].refusals[0].line, rows) == (4, 3, READ)


def test_json_money_keeps_every_digit(tmp_path):
    """Numbers never pass through a float."""
    mapping = tmp_path / "m.yaml"
    mapping.write_text(
        "sources: {pay: pay.jsonl}\ntables:\n  payments:\n    source: pay\n    columns:\n"
        '      {payment_id: id, order_id: id, paid_at: {from: "\\"at.ms\\"", format: milliseconds}, value: paid}\n'
    )
    (tmp_path / "pay.jsonl").write_text('{"id": 1, "paid": 90071992547409.93, "at": {"ms": 1767225600000}}\n')
    facts = Facts(f"duckdb:///{tmp_path}/facts.duckdb", default())
    load(facts, tmp_path / "pay.jsonl", parse(mapping, facts.catalog), tmp_path / "refused")
    with facts.transaction() as connection:
        assert connection.execute("SELECT payment_id, value, paid_at FROM payments").fetchall() == [
            ("1", 9_007_199_254_740_993, datetime(2026, 1, 1))
        ]
    facts.close()


def test_a_bomb_in_a_gz_is_refused_before_it_fills_the_disk(shop):
    """A thousand to one is no table."""
    folder, run = shop
    with gzip.open(folder / "orders.csv.gz", "wt") as file:
        file.write("Order ID,placed,city\n")
        for _ in range(25):
            file.write(("x" * 9_999 + "\n") * 100)
    with pytest.raises(Unavailable, match=r"orders\.csv\.gz unpacks to over 200 times its size"):
        run()


def test_a_line_without_end_is_refused(shop):
    """Memory stays what it was."""
    folder, run = shop
    (folder / "orders.csv").write_text("Order ID,placed,city\n" + "x" * 1_100_000)
    with pytest.raises(Unavailable, match="line 2 is over 1,000,000 characters"):
        run()


def test_a_workbook_that_unpacks_too_far_is_refused(shop):
    """Its directory gives it away before anything is unpacked."""
    folder, run = shop
    workbook(folder / "orders.xlsx")
    with zipfile.ZipFile(folder / "orders.xlsx", "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/bomb.xml", b"\0" * 21_000_000)
    with pytest.raises(Unavailable, match=r"orders\.xlsx unpacks to 21 MB, too much for a workbook"):
        run()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("orders.csv", b"", "has no column `Order_ID`"),
        ("orders.csv", b"\x00\x01\x02\xff" * 100, "is not written in UTF-8"),
        ("orders.csv.gz", b"not gzip at all", "cannot be read to its end"),
        ("orders.csv.gz", gzip.compress(PLAIN.encode() * 1_000)[:-20], "cannot be read to its end"),
        ("orders.parquet", b"PAR1 and nothing more", "is not a Parquet file that can be read"),
        ("orders.xlsx", b"PK not a zip", "is not an Excel workbook"),
        ("orders.jsonl", b'{"a": 1}\n', "has no column `Order_ID`"),
    ],
)
def test_a_file_beyond_reading_is_a_sentence(shop, name, content, said):
    """Which names the file and says what to do."""
    folder, run = shop
    (folder / name).write_bytes(content)
    with pytest.raises(Unavailable, match=said) as caught:
        run()
    assert name in str(caught.value)
    assert caught.value.sentence.zh != caught.value.sentence.en


def test_an_encoding_nobody_knows_is_answered_with_some_that_work(shop):
    """Rather than with a traceback."""
    folder, run = shop
    (folder / "orders.csv").write_text(PLAIN, encoding="utf-8")
    with pytest.raises(Unavailable, match="`klingon` is not an encoding; utf-8, gb18030"):
        run("encoding: klingon")


def test_parquet_keeps_its_types(tmp_path):
    """Decimals, floats without a value, dates, instants with a zone and whole floats as ids."""
    duckdb.sql(
        "COPY (SELECT 7.0::DOUBLE AS id, 12.345::DECIMAL(9, 3) AS price, 'NaN'::DOUBLE AS freight, 3::TINYINT AS n, "
        f"TIMESTAMPTZ '2026-03-01 09:00:00+08' AS at) TO '{tmp_path}/lines.parquet'"
    )
    mapping = tmp_path / "m.yaml"
    mapping.write_text(
        "zone: America/New_York\nsources: {lines: lines.parquet}\ntables:\n  order_lines:\n    source: lines\n"
        "    columns: {line_id: id, order_id: id, ordered_at: at, quantity: n, unit_price: price, freight: freight}\n"
    )
    facts = Facts(f"duckdb:///{tmp_path}/facts.duckdb", default())
    load(facts, tmp_path, parse(mapping, facts.catalog), tmp_path / "refused")
    with facts.transaction() as connection:
        assert connection.execute(
            "SELECT line_id, ordered_at, quantity, unit_price, freight FROM order_lines"
        ).fetchall() == [("7", datetime(2026, 3, 1, 1), 3, 1_235, None)]
    facts.close()
