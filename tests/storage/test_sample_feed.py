"""The sample shop stays alive: a feed writes what happened since, and ends where a later build would."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import Connection, create_engine

from analysis.errors import Unavailable
from storage import catalog
from storage.sample import Feed, build

MORNING = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
SCALE = 0.01
TABLES = catalog.default().tables


def built(path: Path, now: datetime) -> Path:
    build(path, 7, now, SCALE)
    return path


@pytest.fixture(scope="module")
def morning(tmp_path_factory) -> Path:
    return built(tmp_path_factory.mktemp("sample") / "morning.duckdb", MORNING)


@pytest.fixture(scope="module")
def feed() -> Feed:
    """One feed for all tests: what lies ahead is drawn once."""
    return Feed()


@pytest.fixture
def shop(morning, tmp_path) -> Iterator[Connection]:
    """A connection to a shop that was built this morning."""
    path = tmp_path / "shop.duckdb"
    path.write_bytes(morning.read_bytes())
    engine = create_engine(f"duckdb:///{path}")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def count(connection: Connection, table: str) -> int:
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def differing(connection: Connection, other: Path) -> dict[str, int]:
    """How many rows each table has that the same table of another file has not, either way."""
    connection.commit()
    connection.exec_driver_sql(f"ATTACH '{other}' AS other (READ_ONLY)")
    sides = "(FROM {0} EXCEPT ALL FROM other.main.{0}) UNION ALL (FROM other.main.{0} EXCEPT ALL FROM {0})"
    return {name: count(connection, f"({sides.format(name)})") for name in TABLES}


def test_a_fed_shop_is_the_one_that_a_later_build_makes(shop, feed, tmp_path):
    """In steps of any length, new rows, shipments, deliveries and statuses end up the same."""
    evening = MORNING + timedelta(hours=9, seconds=17)
    for seconds in (5, 10, 4_000, 20_000):
        feed.advance(shop, MORNING + timedelta(seconds=seconds))
    feed.advance(shop, evening)

    assert differing(shop, built(tmp_path / "evening.duckdb", evening)) == dict.fromkeys(TABLES, 0)


def test_the_same_slice_twice_adds_nothing(shop, feed):
    """A second call for the same instant, or for an earlier one, writes no row."""
    noon = MORNING + timedelta(hours=4)

    assert feed.advance(shop, noon) > 0
    orders = count(shop, "orders")

    assert feed.advance(shop, noon) == 0
    assert feed.advance(shop, noon - timedelta(hours=1)) == 0
    assert count(shop, "orders") == orders


def test_a_slice_that_is_rolled_back_is_written_the_next_time(shop, feed):
    """How far the feed came is part of the same transaction as its rows."""
    noon = MORNING + timedelta(hours=4)
    written = feed.advance(shop, noon)
    shop.rollback()

    assert feed.advance(shop, noon) == written


@pytest.mark.check
def test_a_feed_turns_from_a_later_shop_to_an_earlier_one(shop, tmp_path):
    """What was drawn for a file that had come further is not taken for one that had not."""
    noon, other = MORNING + timedelta(hours=4), tmp_path / "other.duckdb"
    feed, engine = Feed(), create_engine(f"duckdb:///{built(other, noon)}")
    with engine.begin() as connection:
        feed.advance(connection, noon + timedelta(minutes=1))
    engine.dispose()
    feed.advance(shop, noon + timedelta(minutes=1))

    assert differing(shop, other) == dict.fromkeys(TABLES, 0)


def test_a_file_of_some_days_ago_catches_up_to_now(shop):
    """A feed that starts days later writes all that happened in between, as one that never stopped would have."""
    later = MORNING + timedelta(days=3, hours=5)
    Feed().advance(shop, later)

    (last,) = shop.exec_driver_sql("SELECT max(visited_at) FROM visits").one()
    assert timedelta(0) < later.replace(tzinfo=None) - last <= timedelta(hours=1)
    days = shop.exec_driver_sql("SELECT count(DISTINCT (counted_at + INTERVAL 8 HOURS)::DATE) FROM stock").scalar_one()
    assert days == 731 + 3
    lost = "SELECT count(*) FROM order_lines ANTI JOIN orders USING (order_id)"
    assert shop.exec_driver_sql(lost).scalar_one() == 0


@pytest.mark.check
def test_steps_over_midnight_are_the_same_as_one_long_step(shop, morning, tmp_path):
    """Drawing a new day ahead changes nothing in the days that were already drawn."""
    other = tmp_path / "other.duckdb"
    other.write_bytes(morning.read_bytes())
    engine, end = create_engine(f"duckdb:///{other}"), MORNING + timedelta(days=2, hours=1)
    with engine.begin() as connection:
        Feed().advance(connection, end)
    engine.dispose()
    feed = Feed()
    for hours in (10, 20, 40, 49):
        feed.advance(shop, MORNING + timedelta(hours=hours))

    assert differing(shop, other) == dict.fromkeys(TABLES, 0)


def test_another_database_is_not_fed(tmp_path):
    """A database that is not the sample shop is refused and left as it was."""
    path = tmp_path / "mine.duckdb"
    duckdb.connect(str(path)).close()
    engine = create_engine(f"duckdb:///{path}")
    with engine.connect() as connection, pytest.raises(Unavailable, match="sample shop"):
        Feed().advance(connection, MORNING)
    engine.dispose()
