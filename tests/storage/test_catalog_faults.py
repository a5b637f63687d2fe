"""A malformed shop.yaml: everything wrong with it, said at once, where it stands, and how to mend it."""

import pytest

from analysis.errors import Unavailable
from analysis.model import Lang
from storage.catalog import load
from storage.catalog.document import LONGEST


@pytest.fixture
def faults(tmp_path):
    """What is said of a shop.yaml with this text."""

    def read(text: str, lang: Lang = Lang.EN) -> str:
        path = tmp_path / "shop.yaml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(Unavailable) as refused:
            load(path)
        return refused.value.say(lang)

    return read


def test_all_faults_come_in_one_message_in_the_order_of_the_file(faults):
    """Each with its line, in either language."""
    text = "zone: Asia/Shangai\ncurrency: euros\nmetrics:\n  x: {formula: revenu + 1}\n"
    assert faults(text).splitlines() == [
        "shop.yaml cannot be used, 3 things to mend:",
        "• line 1: zone: nothing is called `Asia/Shangai`. Did you mean `Asia/Shanghai`?",
        "• line 2: currency: `EUROS` is no currency code. Write one such as CNY, USD or EUR.",
        "• line 4: metrics.x.formula: nothing is called `revenu`. Did you mean `revenue`?",
    ]
    assert faults(text, Lang.ZH).splitlines()[:2] == [
        "shop.yaml 无法使用，共有 3 处需要修改：",
        "• 第 1 行：zone：没有 `Asia/Shangai`。是否想写 `Asia/Shanghai`？",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("languges: [en]", "line 1: languges: nothing is called `languges`. Did you mean `languages`?"),
        ("week_start: mondy", "Did you mean `monday`?"),
        ("languages: [fr]", "nothing is called `fr`. It can be `en`, `zh`."),
        ("tables: {orders: {joins: {customer_id: custmers}}}", "Did you mean `customers`?"),
        ("tables: {orders: {joins: {custmer_id: customers}}}", "Did you mean `customer_id`?"),
        ("tables: {payments: {joins: {order_id: stock}}}", "`stock` needs a key of one column"),
        ("tables: {orders: {time: channel}}", "`channel` is not a time column"),
        ("tables: {orders: {rename: {chanel: x}}}", "Did you mean `channel`?"),
        ("tables: {orders: {columns: {coupon: txt}}}", "Did you mean `text`?"),
        ("tables: {orders: {dated_by: visits}}", "It can be `customers`."),
        ("dimensions: {d: {in: {orders: cupon}}}", "`orders` has no column `cupon`"),
        ("dimensions: {d: {in: {stock: orders.status}}}", "`stock` does not join to `orders`"),
        ("dimensions: {d: {label: D}}", "say in which tables it is"),
        ("dimensions: {d: {in: {orders: customer_id}}}", "`customer_id` is personal"),
        ("dimensions: {d: {in: {orders: customers.customer_id}}}", "`customer_id` is personal"),
        ("measures: {m: {table: order_lines, sum: unit_prise}}", "Did you mean `unit_price`?"),
        ("measures: {m: {table: order_line, sum: quantity}}", "Did you mean `order_lines`?"),
        ("measures: {m: {table: orders, sum: channel}}", "this is not a number"),
        ("measures: {m: {table: orders, sum: '*'}}", "`*` can only be counted"),
        ("measures: {m: {table: orders, count: '*', sum: customer_order}}", "exactly one of sum, count"),
        ("measures: {m: {table: orders, count: '*', where: channel}}", "this should be a condition"),
        ("measures: {m: {table: orders, count: '*', time: channel}}", "this is not a time column"),
        ("measures: {m: {table: products, count: '*'}}", "`products` has no time"),
        ("measures: {m: {table: orders, count: '*', per: customer_id}}", "needs either `at_least` or `take`"),
        ("measures: {m: {table: orders, mean: customer_order, trailing: 7}}", "only sums and counts"),
        ("metrics: {m: {unit: mony, measure: units}}", "Did you mean `money`?"),
        ("metrics: {m: {measure: units, direction: upp}}", "Did you mean `up`?"),
        ("metrics: {m: {measure: unit}}", "Did you mean `units`?"),
        ("metrics: {m: {ratio: [revenue]}}", "a ratio has two measures"),
        ("metrics: {m: {label: M}}", "exactly one of `measure`, `ratio` and `formula`"),
        ("metrics: {m: {formula: n + 1}, n: {formula: m * 2}}", "leads back to itself: m → n → m"),
        ("metrics: {m: {formula: 'm + 1'}}", "leads back to itself: m → m"),
        ("metrics: {m: {formula: 'revenue +'}}", "cannot be read as an expression"),
        ("metrics: {m: {formula: \"revenue + 'a'\"}}", "is not allowed in a formula"),
        ("metrics: {m: {measure: units, synonyms: [GMV]}}", "“GMV” already means `gross_revenue`"),
        ("metrics: {m: {measure: units, label: Sales}}", "“Sales” already means `revenue`"),
        ("metrics: [revenue]", "this should be a list of `key: value`"),
        ("metrics: {revenue: {decimals: two}}", "`two` is not a number"),
        ("owners: {revenu: Li}", "Did you mean `revenue`?"),
        ("targets: {revenu: 5}", "Did you mean `revenue`?"),
        ("targets: {revenue: [{every: month}]}", "a target needs a `value`"),
        ("targets: {revenue: [{value: 5, every: fortnight}]}", "It can be `day`, `week`, `month`, `year`."),
        ("targets: {revenue: [{value: 5, from: soon}]}", "`soon` is no date"),
        ("targets: {revenue: [{value: 5, where: {chanel: App}}]}", "Did you mean `channel`?"),
        ("calendar: {promotions: [{id: p, on: '13-40'}]}", "`13-40` is no day"),
        ("zone: UTC\nzone: UTC", "line 2: `zone` is written twice"),
        ("zone: [UTC", "this is not YAML"),
        ("- a", "should be a list of `key: value` lines"),
    ],
)  # fmt: skip
def test_a_fault_is_said_with_a_way_out(text, said, faults):
    """Each kind of mistake in words that show what would work."""
    assert said in faults(text)


REFUSED = (
    *("(SELECT 1)", "random()", "quantity; DROP TABLE orders", "quantity FROM orders", "quantity, unit_price"),
    *("1 UNION SELECT 2", "sum(quantity)", "CAST(quantity AS TEXT)", "quantity::text", "read_csv('/etc/passwd')"),
    *("a.b.c.d", "*", "$1", "quantity) FROM orders --", "orders.customer_id.x", "DISTINCT quantity"),
)


@pytest.mark.parametrize("fragment", REFUSED)
def test_only_plain_expressions_get_through(fragment, faults):
    """No function, no query, no second statement."""
    assert "measures.m" in faults(f"measures:\n  m:\n    table: order_lines\n    min: {fragment!r}\n")


@pytest.mark.parametrize(
    "text",
    ["a: &a [x]\nb: [*a, *a]", "name: !!python/object/apply:os.system ['true']", "x: " + "[" * 40 + "]" * 40],
    ids=["alias", "tag", "depth"],
)
def test_yaml_that_grows_or_runs_is_refused(text, faults):
    """Aliases, tags and depth are how a small file becomes a large one, or a program."""
    assert "tags and deep nesting are not read" in faults(text)


def test_a_file_far_too_long_is_not_read(faults):
    """Its size is looked at before its content."""
    assert "over 1000 kB" in faults("#" * (LONGEST + 1))


def test_a_file_that_is_not_there_says_how_to_make_one(tmp_path):
    """`chestnut init` is the way out."""
    with pytest.raises(Unavailable, match="`chestnut init` makes one"):
        load(tmp_path / "shop.yaml")


def test_a_shop_that_is_not_there_is_said_without_the_systems_own_words(tmp_path):
    with pytest.raises(Unavailable) as caught:
        load(tmp_path / "shop.yaml")
    assert caught.value.say(Lang.EN).startswith(f"There is no shop.yaml in {tmp_path}. `chestnut init`")
    assert "Errno" not in caught.value.say(Lang.ZH)
