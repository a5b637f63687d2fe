"""Loading: what becomes of every row, and that nothing is lost, doubled or half done."""

import json
from pathlib import Path

import pytest

from analysis.errors import Unavailable
from storage.catalog import default
from storage.facts import Facts
from storage.load import Loaded, load, parse

MAPPING = """
zone: America/New_York
sources:
  orders: orders.csv
  lines: {files: lines.csv, optional: true}
tables:
  orders:
    source: orders
    columns:
      order_id: id
      customer_id: customer
      ordered_at: {from: placed, format: "%m/%d/%Y %H:%M"}
      status: {from: state, values: {P: paid, X: cancelled}, default: unknown}
  order_lines:
    source: lines
    lookups:
      order: {table: orders, on: {order_id: order}}
    only: product <> 'gift card'
    columns:
      line_id: order || '-' || nth(order)
      order_id: order
      product_id: product
      ordered_at: order.ordered_at
      quantity: quantity
      unit_price: price
    rules:
      - refers: {order_id: orders}
      - check: quantity > 0 AND unit_price < 1000
        reason: {en: an unlikely line, zh: 不合理的明细}
"""
ORDERS = """id,customer,placed,state
A1,ann,3/1/2026 09:00,P
A2,bob,3/2/2026 10:00,X
A3,ann,3/3/2026 11:00,
"""


class Shop:
    """An empty shop in a folder, with files to load into it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.files = home / "files"
        self.files.mkdir()
        self.facts = Facts(f"duckdb:///{home}/facts.duckdb", default())

    def load(self, mapping: str = MAPPING, place: str = "", **files: str) -> Loaded:
        """Write the files (CSV by name) and load them."""
        for name, text in files.items():
            (self.files / f"{name}.csv").write_text(text, encoding="utf-8")
        (self.home / "shop.map.yaml").write_text(mapping, encoding="utf-8")
        parsed = parse(self.home / "shop.map.yaml", self.facts.catalog)
        return load(self.facts, self.files / place, parsed, self.home / "refused")

    def rows(self, sql: str) -> list[tuple]:
        """What a query finds in the store."""
        with self.facts.transaction() as connection:
            return connection.execute(sql).fetchall()

    @property
    def refused(self) -> list[dict]:
        """Every refused row that was kept."""
        kept = sorted((self.home / "refused").glob("*"))
        return [json.loads(line) for file in kept for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def shop(tmp_path):
    made = Shop(tmp_path)
    yield made
    made.facts.close()


def counts(loaded: Loaded, table: str) -> tuple[int, ...]:
    """read, loaded, updated, unchanged, duplicate, skipped, refused of a table."""
    one = next(there for there in loaded.tables if there.table == table)
    return (one.read, one.loaded, one.updated, one.unchanged, one.duplicate, one.skipped, one.refused)


def test_rows_become_what_the_mapping_says(shop):
    """Renamed, dated in UTC by the zone's clock, values replaced, empty ones filled."""
    shop.load(orders=ORDERS)
    assert shop.rows("SELECT order_id, customer_id, CAST(ordered_at AS VARCHAR), status FROM orders ORDER BY 1") == [
        ("A1", "ann", "2026-03-01 14:00:00", "paid"),
        ("A2", "bob", "2026-03-02 15:00:00", "cancelled"),
        ("A3", "ann", "2026-03-03 16:00:00", "unknown"),
    ]


def test_a_second_load_of_the_same_file_changes_nothing(shop):
    """All rows are unchanged, and the store holds the same as before."""
    shop.load(orders=ORDERS)
    before = shop.rows("SELECT * FROM orders ORDER BY 1")
    assert counts(shop.load(), "orders") == (3, 0, 0, 3, 0, 0, 0)
    assert shop.rows("SELECT * FROM orders ORDER BY 1") == before


def test_a_changed_row_is_updated_by_its_key(shop):
    """One order changed its state, one is new, two are as they were."""
    shop.load(orders=ORDERS)
    changed = ORDERS.replace("10:00,X", "10:00,P") + "A4,cat,3/4/2026 12:00,P\n"
    assert counts(shop.load(orders=changed), "orders") == (4, 1, 1, 2, 0, 0, 0)
    assert shop.rows("SELECT status FROM orders WHERE order_id = 'A2'") == [("paid",)]


def test_columns_the_mapping_does_not_make_stay_as_they_are(shop):
    """Another source may have filled them."""
    shop.load(orders=ORDERS)
    shop.rows("UPDATE orders SET channel = 'App'")
    shop.load(orders=ORDERS.replace("10:00,X", "10:00,P"))
    assert shop.rows("SELECT DISTINCT channel FROM orders") == [("App",)]


@pytest.mark.parametrize(("keep", "kept"), [("last", "paid"), ("first", "cancelled")])
def test_of_rows_with_one_key_the_last_or_first_counts(shop, keep, kept):
    """The others are counted as duplicates."""
    twice = "id,customer,placed,state\nA1,ann,3/1/2026 09:00,X\nA1,ann,3/1/2026 09:00,P\n"
    mapping = MAPPING.replace("source: orders\n    columns", f"source: orders\n    keep: {keep}\n    columns")
    assert counts(shop.load(mapping, orders=twice), "orders") == (2, 1, 0, 0, 1, 0, 0)
    assert shop.rows("SELECT status FROM orders") == [(kept,)]


def test_customers_orders_are_numbered_by_time_whatever_order_they_come_in(shop):
    """An earlier order that arrives later moves the others on."""
    shop.load(orders=ORDERS)
    shop.load(orders="id,customer,placed,state\nA0,ann,2/1/2026 09:00,P\n")
    assert shop.rows("SELECT order_id, customer_order FROM orders ORDER BY 1") == [
        ("A0", 1),
        ("A1", 2),
        ("A2", 1),
        ("A3", 3),
    ]


def test_an_order_that_changes_hands_renumbers_both_customers(shop):
    """Ann's first order was Bob's after all."""
    shop.load(orders=ORDERS)
    shop.load(orders=ORDERS.replace("A1,ann", "A1,bob"))
    assert shop.rows("SELECT order_id, customer_order FROM orders ORDER BY 1") == [("A1", 1), ("A2", 2), ("A3", 1)]


def test_orders_of_nobody_have_no_number(shop):
    """Guests are neither new nor returning."""
    shop.load(orders="id,customer,placed,state\nA1,,3/1/2026 09:00,P\nA2,,3/2/2026 09:00,P\n")
    assert shop.rows("SELECT customer_order FROM orders") == [(None,), (None,)]


LINES = """order,product,quantity,price
A1,mug,2,"1,234.50"
A1,cup,1,12.345
A2,gift card,1,50
"""


def test_money_is_exact_and_rounded_half_up(shop):
    """Thousands and currency signs are understood; half a cent goes up."""
    shop.load(MAPPING.replace("unit_price < 1000", "unit_price < 10000"), orders=ORDERS, lines=LINES)
    assert shop.rows("SELECT line_id, unit_price FROM order_lines ORDER BY 1") == [("A1-1", 123_450), ("A1-2", 1_235)]


def test_whole_numbers_may_be_written_with_thousands_or_a_zero_fraction(shop):
    """As spreadsheets write them; anything else is no quantity."""
    lines = 'order,product,quantity,price\nA1,mug,3.0,1\nA1,cup,"1,234",1\nA1,pot,0x10,1\nA1,pan,1e3,1\n'
    assert shop.load(orders=ORDERS, lines=lines).refused == 2
    assert shop.rows("SELECT quantity FROM order_lines ORDER BY line_id") == [(3,), (1_234,)]


def test_rows_left_out_by_the_mapping_are_counted_as_skipped(shop):
    """Gift cards are no products here, yet they were read."""
    mapping = MAPPING.replace("unit_price < 1000", "unit_price < 10000")
    assert counts(shop.load(mapping, orders=ORDERS, lines=LINES), "order_lines") == (3, 2, 0, 0, 0, 1, 0)


def test_a_row_that_breaks_a_rule_is_kept_with_its_reason_and_line(shop):
    """Rules see money as people write it; the reason is said in both languages."""
    loaded = shop.load(orders=ORDERS, lines="order,product,quantity,price\nA1,mug,2,12\nA1,cup,0,12\nA2,pot,1,1000\n")
    assert counts(loaded, "order_lines") == (3, 1, 0, 0, 0, 0, 2)
    refusal = loaded.tables[1].refusals[0]
    assert (refusal.reason.en, refusal.reason.zh, refusal.file, refusal.line, refusal.rows) == (
        "an unlikely line",
        "不合理的明细",
        "lines.csv",
        3,
        2,
    )
    assert [(row["table"], row["rule"], row["file"], row["line"], row["row"]["product"]) for row in shop.refused] == [
        ("order_lines", "check: quantity > 0 AND unit_price < 1000", "lines.csv", 3, "cup"),
        ("order_lines", "check: quantity > 0 AND unit_price < 1000", "lines.csv", 4, "pot"),
    ]
    assert [file.parent.name for file in loaded.refused_files] == ["refused"]


@pytest.mark.parametrize(
    ("line", "rule", "reason"),
    [
        ("A1,mug,two,12", "integer: quantity", "quantity: “two” is not a whole number"),
        ("A1,mug,1.5,12", "integer: quantity", "quantity: “1.5” is not a whole number"),
        ("A1,mug,1,cheap", "money: unit_price", "unit_price: “cheap” is not an amount"),
        ('A1,mug,1,"1,5"', "money: unit_price", "unit_price: “1,5” is not an amount"),
        ("A9,mug,1,12", "required: ordered_at", "ordered_at is empty: nothing in orders matches"),
        (",mug,1,12", "required: line_id", "line_id is empty"),
        ("A1,mug,1", "readable", "the row and the header differ in their number of cells (3 / 4)"),
        (f"A1,{'x' * 1_001},1,12", "length: product_id", "product_id is over 1000 characters"),
        ("A1,{value} %s,1,cheap{}", "money: unit_price", "unit_price: “cheap{}” is not an amount"),
    ],
)
def test_a_bad_row_is_refused_with_the_first_thing_wrong(shop, line, rule, reason):
    """And the good row after it is loaded."""
    loaded = shop.load(orders=ORDERS, lines=f"order,product,quantity,price\n{line}\nA2,cup,1,3\n")
    assert counts(loaded, "order_lines") == (2, 1, 0, 0, 0, 0, 1)
    assert [(row["rule"], row["reason"], row["line"]) for row in shop.refused] == [(rule, reason, 2)]


@pytest.mark.parametrize("time", ["13/45/2026 09:00", "yesterday", "1/1/1066 00:00"])
def test_a_time_that_cannot_be_is_refused(shop, time):
    """No date becomes another one silently."""
    loaded = shop.load(orders=f"id,customer,placed,state\nA1,ann,{time},P\n")
    assert counts(loaded, "orders")[6] == 1


def test_times_with_an_offset_are_taken_at_their_word(shop):
    """The zone is for times without one."""
    mapping = MAPPING.replace('{from: placed, format: "%m/%d/%Y %H:%M"}', "placed")
    rows = "A1,a,2026-03-01T09:00:00Z,P\nA2,a,2026-03-01 09:00:00+08:00,P\nA3,a,2026-03-01,P\n"
    shop.load(mapping, orders="id,customer,placed,state\n" + rows)
    assert shop.rows("SELECT CAST(ordered_at AS VARCHAR) FROM orders ORDER BY order_id") == [
        ("2026-03-01 09:00:00",),
        ("2026-03-01 01:00:00",),
        ("2026-03-01 05:00:00",),
    ]


def test_hours_lived_twice_take_the_first_and_hours_never_lived_move_forward(shop):
    """Both are counted: New York, 1 November and 8 March 2026."""
    rows = "A1,a,11/1/2026 01:30,P\nA2,a,3/8/2026 02:30,P\nA3,a,3/8/2026 03:30,P\n"
    loaded = shop.load(orders="id,customer,placed,state\n" + rows)
    assert (loaded.tables[0].ambiguous, loaded.tables[0].nonexistent) == (1, 1)
    assert shop.rows("SELECT CAST(ordered_at AS VARCHAR) FROM orders ORDER BY order_id") == [
        ("2026-11-01 05:30:00",),
        ("2026-03-08 07:30:00",),
        ("2026-03-08 07:30:00",),
    ]


def test_a_load_that_fails_leaves_everything_as_it_was(shop):
    """Good rows before a file that cannot be read are not loaded either."""
    shop.load(orders=ORDERS)
    (shop.files / "lines.csv").write_bytes(b"order,product,quantity,price\nA1,\xff\xfe\xfa,1,1\n")
    with pytest.raises(Unavailable):
        shop.load(orders=ORDERS + "A4,cat,3/4/2026 12:00,P\n")
    assert shop.rows("SELECT count(*) FROM orders") == [(3,)]
    assert shop.refused == []


def test_the_same_refused_rows_are_kept_once(shop):
    """A repeated load writes the same file."""
    lines = "order,product,quantity,price\nA1,mug,0,12\n"
    first, second = (shop.load(orders=ORDERS, lines=lines) for _ in range(2))
    assert first.refused_files == second.refused_files
    assert len(shop.refused) == 1
    assert first.refused_files[0].stat().st_mode & 0o077 == 0


def test_one_file_of_a_mapping_can_be_loaded_by_itself(shop):
    """Its look-ups go to what the shop holds already."""
    shop.load(orders=ORDERS)
    loaded = shop.load(place="lines.csv", lines="order,product,quantity,price\nA1,mug,2,12\n")
    assert [table.table for table in loaded.tables] == ["order_lines"]
    assert loaded.loaded == 1


def test_progress_ends_at_the_total(shop):
    """Every row is told of as it is read and as it is stored."""
    told = []
    (shop.files / "orders.csv").write_text(ORDERS)
    (shop.home / "m.yaml").write_text(MAPPING)
    mapping = parse(shop.home / "m.yaml", shop.facts.catalog)
    load(shop.facts, shop.files, mapping, shop.home / "refused", lambda done, total: told.append((done, total)))
    assert told == [(3, None), (6, 6)]


def test_money_of_another_currency_is_not_loaded(shop):
    """Sums of two currencies mean nothing."""
    with pytest.raises(Unavailable, match="is in EUR, this shop counts in USD"):
        shop.load("currency: EUR\n" + MAPPING, orders=ORDERS)


def test_a_folder_without_the_files_says_what_it_looks_for(shop):
    """And nothing is loaded."""
    with pytest.raises(Unavailable, match=r"files holds nothing .* looks for orders\.csv, lines\.csv"):
        shop.load()


def test_a_place_that_is_not_there_is_named(shop):
    """So that a slip of the keyboard is seen."""
    with pytest.raises(Unavailable, match=r"There is no file or folder .*/nowhere"):
        shop.load(place="nowhere")


def test_a_column_that_is_missing_is_named_with_the_nearest(shop):
    """A renamed column in an export is the commonest fault of all."""
    with pytest.raises(Unavailable, match=r"orders\.csv has no column `placed`.*Did you mean `placed_on`"):
        shop.load(orders=ORDERS.replace("placed", "placed_on"))


def test_looked_up_rows_never_multiply(shop):
    """Two coupons of one code: the first counts, the order stays one."""
    mapping = MAPPING.replace("lines: {files: lines.csv, optional: true}", "coupons: coupons.csv").replace(
        "source: orders\n    columns:",
        "source: orders\n    lookups: {c: {source: coupons, on: {code: state}}}\n    columns:\n      campaign: c.name",
    )
    mapping = mapping[: mapping.index("  order_lines:")]
    shop.load(mapping, orders=ORDERS, coupons="code,name\nP,first\nP,second\n")
    assert shop.rows("SELECT order_id, campaign FROM orders ORDER BY 1") == [
        ("A1", "first"),
        ("A2", None),
        ("A3", None),
    ]


def test_names_of_any_kind_are_data_and_never_sql(shop):
    """Quotes, semicolons, formulas, control characters and Chinese go in and come out as they were."""
    names = ["Robert'); DROP TABLE orders;--", '=HYPERLINK("x")', "a\x00b", "上海，“店”", "{0} %s \\", "-1"]
    rows = "".join(
        f'A{nth},"{name.replace(chr(34), chr(34) * 2)}",3/1/2026 09:00,P\n' for nth, name in enumerate(names)
    )
    assert shop.load(orders="id,customer,placed,state\n" + rows).refused == 0
    assert [row[0] for row in shop.rows("SELECT customer_id FROM orders ORDER BY order_id")] == names


def test_only_the_embedded_store_is_loaded(tmp_path):
    """Another one is filled by its own tools, and that is said."""
    (tmp_path / "m.yaml").write_text(MAPPING)
    (tmp_path / "orders.csv").write_text(ORDERS)
    facts = Facts(f"sqlite:///{tmp_path}/facts.sqlite", default())
    with pytest.raises(Unavailable, match="Only the embedded store can be written to"):
        load(facts, tmp_path, parse(tmp_path / "m.yaml", facts.catalog), tmp_path / "refused")
    facts.close()


def test_an_expression_that_does_not_fit_the_files_is_a_sentence(shop):
    """Such as a text function over a condition."""
    with pytest.raises(Unavailable, match=r"An expression of the mapping shop\.map makes no sense over these files"):
        shop.load(
            MAPPING.replace("customer_id: customer", "customer_id: COALESCE(customer = 'ann', customer, 'x')"),
            orders=ORDERS,
        )
