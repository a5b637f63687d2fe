"""Mapping files: what is wrong with one is said all at once, with its line and what was meant."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import Unavailable
from analysis.model import Lang
from storage.catalog import default
from storage.load import find, parse, shipped
from storage.load.expressions import Unreadable
from storage.load.grammar import parse as expression

GOOD = """
sources: {orders: orders.csv}
tables:
  orders:
    source: orders
    columns: {order_id: id, ordered_at: placed}
"""


@pytest.fixture
def faults(tmp_path):
    """Parse a mapping that has faults; give back what is said of them."""

    def said(text: str, lang: Lang = Lang.EN) -> str:
        (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(Unavailable) as caught:
            parse(tmp_path / "mine.yaml", default())
        return caught.value.say(lang)

    return said


FAULTY = """zone: America/Sao_Paolo
currency: reais
sources:
  orders: {file: orders.csv}
tables:
  order:
    source: orders
  orders:
    source: order
    kep: last
    columns:
      order_id: id
      orderd_at: placed
      status: (SELECT 1)
      region: person.state
    rules:
      - chekc: 1 = 1
      - check: statsu = 'x'
"""


def test_every_fault_is_said_at_once_with_its_line(faults):
    """Nobody mends a file one message at a time."""
    said = faults(FAULTY)
    for line, hint in [
        (1, "Did you mean `America/Sao_Paulo`?"),
        (2, "`reais` is not a currency; write its three letters, such as BRL."),
        (4, "orders needs the name of its file"),
        (6, "Did you mean `orders`?"),
        (9, "Did you mean `orders`?"),
        (10, "Did you mean `keep`?"),
        (11, "orders needs the column `ordered_at`"),
        (13, "Did you mean `ordered_at`?"),
        (14, '"(SELECT 1)" cannot be used here'),
        (15, "nothing is called `person`"),
        (17, "Did you mean `check`?"),
        (18, "Did you mean `status`?"),
    ]:
        assert any(row.startswith(f"• line {line}:") and hint in row for row in said.splitlines()), (line, hint, said)


def test_faults_are_said_in_chinese_too(faults):
    """The same lines."""
    said = faults(FAULTY, Lang.ZH)
    assert "第 13 行：" in said
    assert "是否想写 `ordered_at`？" in said


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ("zone: 3", "nothing is called `3`"),
        ("sources: 3", "`sources:` is missing or empty"),
        ("sources: {orders: /etc/passwd}", "files lie inside the folder loaded"),
        ("sources: {orders: ../secret.csv}", "files lie inside the folder loaded"),
        ("sources: {orders: {files: o.csv, skip: many}}", "skip is a number of lines"),
        ("sources: {orders: {files: o.csv, nulls: NA}}", "nulls is a list"),
        ("tables: {orders: 3}", "orders needs `source:` and `columns:`"),
        ("tables: {orders: [3]}", "orders needs `source:` and `columns:`"),
        ("tables: {orders: {source: orders, columns: id}}", "columns is a list of `name: value` lines"),
        ("tables: {orders: {source: orders, columns: {order_id: {from: id, values: x}}}}", "values is a list of"),
        ("tables: {orders: {source: orders, rules: x}}", "rules is a list of"),
        ("tables: {orders: {source: orders, rules: [x]}}", "A rule has one of"),
        ("tables: {orders: {source: orders, lookups: {x: {on: id}}}}", "x is looked up in a `source` or a `table`"),
    ],
)
def test_whatever_stands_in_a_wrong_place_is_a_sentence(faults, change, hint):
    """Never a traceback."""
    key = change.split(":")[0]
    kept = (
        "\n".join(line for line in GOOD.splitlines() if not line.startswith(key))
        if key != "tables"
        else GOOD[: GOOD.index("tables")]
    )
    assert hint in faults(f"{kept}\n{change}\n")


def test_stored_times_and_money_are_taken_alone(faults):
    """An expression of them would be off by a zone or a hundredfold."""
    said = faults(
        GOOD
        + """  order_lines:
    source: orders
    lookups: {o: {table: orders, on: order_id}}
    columns: {line_id: id, order_id: id, ordered_at: "COALESCE(o.ordered_at, placed)"}
"""
    )
    assert "`o.ordered_at` is stored in UTC or minor units: take it alone" in said


def test_a_bomb_of_aliases_is_refused(faults):
    """Before it grows."""
    assert "aliases" in faults("a: &a [x]\nb: [*a, *a]\n")


def test_a_mapping_is_found_by_name_by_path_and_in_the_shop(tmp_path):
    """The shop's own come before the shipped ones."""
    assert "olist" in shipped()
    assert find("olist").name == "olist.yaml"
    own = tmp_path / "olist.yaml"
    own.write_text(GOOD)
    assert find("olist", tmp_path) == own
    assert find(str(own)) == own


def test_an_unknown_mapping_names_the_nearest(tmp_path):
    """So that a slip is mended at once."""
    with pytest.raises(Unavailable, match=r"There is no mapping `olits`\. Did you mean `olist`"):
        find("olits", tmp_path)


def test_the_shipped_mappings_read_without_a_fault():
    """Each of them, against the default catalog."""
    for name in shipped():
        mapping = parse(find(name), default())
        assert mapping.name == name
    assert (mapping.zone, mapping.currency) == ("America/Sao_Paulo", "BRL")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "order id",
        "a; DROP TABLE orders",
        "read_csv('/etc/passwd')",
        "x IN (SELECT 1)",
        "getenv('HOME')",
        "a::INTEGER",
        "*",
        "@",
        "COUNT(*)",
        "CASE a WHEN 1 THEN 2 END",
        "(" * 400,
        "-" * 400 + "1",
        "a" * 600,
    ],
)
def test_what_is_not_of_the_small_sql_is_refused(text):
    """By what is allowed, not by what is forbidden."""
    with pytest.raises(Unreadable) as refused:
        expression(text)
    assert refused.value.sentence.en
    assert refused.value.sentence.zh


def test_a_long_sum_is_read():
    """Up to the length allowed, depth is no obstacle."""
    assert len(expression("a" + "+a" * 240).refs) == 1


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_any_text_is_an_expression_or_a_sentence(text):
    """No input brings the parser down."""
    with contextlib.suppress(Unreadable):
        assert expression(text).text == text
