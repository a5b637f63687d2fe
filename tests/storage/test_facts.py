"""The metrics store from outside: what it gives, what it refuses, and what it says when it cannot."""

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from subprocess import PIPE, Popen
from sys import executable
from zoneinfo import ZoneInfo

import duckdb
import pytest

from analysis.errors import ImpossibleSplit, Unavailable
from analysis.model import Filter, Grain, Lang, Op
from storage.catalog import default
from storage.facts import Facts

MONDAY = datetime(2026, 3, 2, 12)
WEEK = ("2026-03-02", "2026-03-08")
NUMBERS = count()


def sell(facts, *times, channel="App"):
    """One order of one line for 1.00 at each time."""
    with facts.transaction() as raw:
        for at in times:
            order = f"o{next(NUMBERS)}"
            raw.execute("INSERT INTO orders (order_id, ordered_at, channel) VALUES (?, ?, ?)", [order, at, channel])
            columns = "line_id, order_id, ordered_at, quantity, unit_price"
            raw.execute(f"INSERT INTO order_lines ({columns}) VALUES (?, ?, ?, 1, 100)", [order, order, at])


def test_not_in_keeps_what_has_no_value(empty_facts, ask):
    """All but one channel includes the orders that have none."""
    sell(empty_facts, MONDAY, channel="App")
    sell(empty_facts, MONDAY, MONDAY, channel=None)
    others = Filter("channel", Op.NOT_IN, ("App",))

    assert empty_facts.fetch(ask("units", *WEEK, filters=(others,))).value == 2


def test_a_filter_is_a_value_never_sql(empty_facts, ask):
    """A hostile value matches nothing and harms nothing."""
    sell(empty_facts, MONDAY)
    hostile = Filter("channel", Op.IN, ("App' OR 1=1; DROP TABLE orders; --",))

    assert empty_facts.fetch(ask("revenue", *WEEK, filters=(hostile,))).value is None
    assert empty_facts.fetch(ask("revenue", *WEEK)).value == 1.0


def test_a_dimension_that_one_side_lacks_is_refused(empty_facts, ask):
    """Spend has no category, so neither has the return on it; what works is offered."""
    with pytest.raises(ImpossibleSplit) as refused:
        empty_facts.fetch(ask("roas", *WEEK, "category"))

    assert str(refused.value) == "Return on ad spend has no category. Try it by channel, campaign, weekday."
    assert refused.value.suggestions[0] == "return on ad spend by channel"


def test_dimensions_that_no_one_table_has_together_are_refused(empty_facts, ask):
    """Orders have a category through their lines and a method through their payments, never both."""
    with pytest.raises(ImpossibleSplit, match="cannot be seen by category and payment method together"):
        empty_facts.fetch(ask("orders", *WEEK, "category", "payment_method"))


def test_hours_of_what_is_recorded_by_day_are_refused(empty_facts, ask):
    """Stock by the hour would be a made-up number."""
    with pytest.raises(ImpossibleSplit, match="recorded by the day"):
        empty_facts.fetch(ask("stock_on_hand", *WEEK, grain=Grain.HOUR))


def test_weeks_begin_when_the_shop_says(tmp_path, ask):
    """A week from Sunday holds its Sunday and ends before the next."""
    catalog = replace(default(), zone=ZoneInfo("America/New_York"), week_start=6)
    facts = Facts(f"duckdb:///{tmp_path / 'f.duckdb'}", catalog)
    facts.create()
    sell(facts, datetime(2026, 3, 8, 4, 59), datetime(2026, 3, 8, 5), datetime(2026, 3, 15, 3, 59))

    weeks = facts.fetch(ask("units", "2026-03-01", "2026-03-20", grain=Grain.WEEK)).frame
    facts.close()
    assert [f"{bucket:%m-%d}" for bucket in weeks["bucket"]] == ["03-01", "03-08"]
    assert weeks["value"].tolist() == [1, 2]


def test_the_answer_carries_its_sql_and_its_newest_time(empty_facts, ask):
    """The SQL can be run as it stands, and the newest row is told in UTC."""
    sell(empty_facts, MONDAY)

    result = empty_facts.fetch(ask("net_revenue", *WEEK, "channel", grain=Grain.DAY))

    assert result.as_of == MONDAY.replace(tzinfo=UTC)
    assert len(result.sql) == 2
    with empty_facts.transaction() as raw:
        assert raw.execute(result.sql[0]).fetchall() == [(datetime(2026, 3, 2), "App", 100)]


def test_a_load_is_seen_at_once(empty_facts, ask):
    """What was remembered of the data is forgotten when a transaction ends."""
    assert empty_facts.as_of("orders") is None
    assert empty_facts.vocabulary({}).first_day is None

    sell(empty_facts, MONDAY)

    assert empty_facts.as_of("orders") == MONDAY.replace(tzinfo=UTC)
    assert empty_facts.vocabulary({}).last_day == date(2026, 3, 2)


def test_a_failed_transaction_leaves_nothing(empty_facts, ask):
    """An error inside a transaction is the caller's to see, and undoes all of it."""
    with pytest.raises(duckdb.ConstraintException):
        sell(empty_facts, MONDAY, None)

    assert empty_facts.fetch(ask("orders", *WEEK)).value is None


def test_the_vocabulary_lists_values_most_frequent_first(trap_facts, trap_shop):
    """Values of the data with their names, and the days the data covers in the shop's zone."""
    vocabulary = trap_facts.vocabulary({"help": ("help",)})

    orders = [
        row["channel"] for row in trap_shop.tables["orders"] + trap_shop.tables["visits"] + trap_shop.tables["spend"]
    ]
    by_count = sorted({c for c in orders if c}, key=lambda channel: (-orders.count(channel), channel))
    assert [value.value for value in vocabulary.values if value.dimension == "channel"] == by_count
    assert next(value.spellings for value in vocabulary.values if value.value == "East")[:2] == ("East", "华东")
    assert [value.value for value in vocabulary.values if value.dimension == "weekday"] == list("1234567")
    assert vocabulary.verbs == {"help": ("help",)}
    assert vocabulary.first_day == date(2026, 1, 15)


def test_values_of_a_sensitive_dimension_are_not_listed(tmp_path):
    """A dimension marked sensitive can be asked for, but its values are offered to nobody."""
    dimensions = tuple(replace(item, sensitive=item.id == "city") for item in default().dimensions)
    facts = Facts(f"duckdb:///{tmp_path / 'f.duckdb'}", replace(default(), dimensions=dimensions))
    facts.create()
    with facts.transaction() as raw:
        raw.execute(
            "INSERT INTO orders (order_id, ordered_at, city, channel) VALUES ('o', '2026-03-02', 'Köln', 'App')"
        )

    listed = {value.dimension for value in facts.vocabulary({}).values}
    facts.close()
    assert "channel" in listed
    assert "city" not in listed


def test_many_threads_ask_at_once_while_data_is_loaded(empty_facts, ask):
    """Every thread has a connection of its own, and sees a load as a whole or not at all."""
    sell(empty_facts, MONDAY)
    query = ask("units", *WEEK)
    with ThreadPoolExecutor(8) as pool:
        answers = [pool.submit(lambda: empty_facts.fetch(query).value) for _ in range(40)]
        sell(empty_facts, *[MONDAY] * 9)

    assert {answer.result() for answer in answers} <= {1.0, 10.0}
    assert empty_facts.fetch(query).value == 10


def endless(path, catalog, seconds):
    """A store in which counting buyers takes for ever."""
    facts = Facts(f"duckdb:///{path / 'f.duckdb'}", catalog, seconds=seconds)
    facts.create()
    with facts.transaction() as raw:
        raw.execute("DROP TABLE orders")
        raw.execute(
            "CREATE VIEW orders AS SELECT 'o' order_id, 'c' customer_id, TIMESTAMP '2026-03-02' ordered_at "
            "FROM range(100000000) a, range(100000) b WHERE hash(a.range + b.range) = 7"
        )
    return facts


def test_a_query_that_takes_too_long_is_stopped(tmp_path, catalog, ask):
    """The person is told how to ask for less, and the store goes on working."""
    facts = endless(tmp_path, catalog, seconds=0.05)

    with pytest.raises(Unavailable, match=r"longer than 0\.05 seconds .* shorter period") as slow:
        facts.fetch(ask("buyers", *WEEK))

    assert "缩短时间范围" in slow.value.say(Lang.ZH)
    assert facts.fetch(ask("units", *WEEK)).value is None
    facts.close()


def test_closing_the_store_stops_what_still_runs(tmp_path, catalog, ask):
    """A process that is told to end does not wait for a query that nobody will read."""
    facts = endless(tmp_path, catalog, seconds=60)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(facts.fetch, ask("buyers", *WEEK))
        while not asked.done():
            facts.close()
            wait([asked], timeout=0.01)
        assert isinstance(asked.exception(), Unavailable)


def test_a_missing_store_says_how_to_get_one(tmp_path, catalog, ask):
    """No file is made by asking."""
    path = tmp_path / "facts.duckdb"
    with pytest.raises(Unavailable, match=r"`chestnut load` brings yours in"):
        Facts(f"duckdb:///{path}", catalog).fetch(ask("revenue", *WEEK))

    assert not path.exists()


def test_a_broken_store_says_so(tmp_path, catalog, ask):
    """A file that is no database is named."""
    path = tmp_path / "facts.duckdb"
    path.write_bytes(b"this is not a database" * 1000)

    with pytest.raises(Unavailable, match=r"facts\.duckdb is not a data file"):
        Facts(f"duckdb:///{path}", catalog).fetch(ask("revenue", *WEEK))


def test_a_store_held_by_another_process_says_so(tmp_path, catalog, ask):
    """DuckDB's lock is said in plain words, without the other's number."""
    path = tmp_path / "facts.duckdb"
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    with Popen([executable, "-c", hold, str(path)], stdin=PIPE, stdout=PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(Unavailable, match="in use by another program"):
            Facts(f"duckdb:///{path}", catalog).fetch(ask("revenue", *WEEK))
        other.stdin.close()


def test_a_store_without_the_tables_says_so(tmp_path, catalog, ask):
    """A database of something else is told apart from an empty one."""
    path = tmp_path / "facts.duckdb"
    duckdb.connect(str(path)).close()
    facts = Facts(f"duckdb:///{path}", catalog)

    with pytest.raises(Unavailable, match="lacks a table or column"):
        facts.fetch(ask("revenue", *WEEK))
    facts.close()


@pytest.mark.parametrize("url", ["nonsense", "oracle9://x/y", "duckdb//x"])
def test_a_url_that_is_none_says_so(url, catalog):
    """The setting to mend is named."""
    with pytest.raises(Unavailable, match="CHESTNUT_FACTS_URL"):
        Facts(url, catalog)


def test_what_is_recorded_reaches_to_the_newest_of_a_tables_times(empty_facts):
    """A refund of an old order that was made today is today's news; a table dated by days reaches to the day's end."""
    with empty_facts.transaction() as raw:
        raw.execute(
            "INSERT INTO refunds (refund_id, order_id, ordered_at, refunded_at, amount) VALUES ('r', 'o', ?, ?, 1)",
            [MONDAY, MONDAY.replace(day=6)],
        )
        raw.execute("INSERT INTO spend (spend_id, spent_at, amount) VALUES ('s', ?, 1)", [MONDAY])

    assert empty_facts.recorded("refunds") == {"refunds": datetime(2026, 3, 6, 12, tzinfo=UTC)}
    assert empty_facts.recorded("spend") == {"spend": datetime(2026, 3, 2, 23, tzinfo=UTC)}
    assert empty_facts.recorded("roas") == {"order_lines": None, "spend": datetime(2026, 3, 2, 23, tzinfo=UTC)}
    assert empty_facts.tables("roas") == ("order_lines", "spend")
