"""A sample shop is made the same each time, whole or not at all, on the calendar of whatever years it lives in."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import duckdb
import pytest

from storage import catalog
from storage.sample import build
from storage.sample.promotions import LUNAR_NEW_YEAR, black_friday, seasons
from storage.sample.timeline import Timeline

NOW = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
NEW_MOON = datetime(2000, 1, 6, 18, 14, tzinfo=UTC)
TABLES = catalog.default().tables


def built(path: Path, scale: float, seed: int = 7, now: datetime = NOW) -> Path:
    build(path, seed, now, scale)
    return path


def checksums(path: Path) -> dict[str, tuple[int, int]]:
    """The number of rows of each table, and a sum of their hashes."""
    with duckdb.connect(str(path), read_only=True) as shop:
        return {
            name: shop.sql(f"SELECT count(*), coalesce(sum(hash(t)), 0) FROM {name} t").fetchall()[0] for name in TABLES
        }


@pytest.mark.check
def test_the_same_seed_and_day_give_the_same_rows(tmp_path):
    """Two builds agree row by row; another seed gives another shop."""
    first, again = (checksums(built(tmp_path / name, 0.01)) for name in ("first", "again"))
    other = checksums(built(tmp_path / "other", 0.01, seed=8))

    assert first == again
    assert other["orders"] != first["orders"]


def test_a_build_that_fails_leaves_the_old_file_as_it_was(tmp_path):
    """The new file takes the old one's place only when it is whole, and no draft stays behind."""
    path = tmp_path / "shop.duckdb"
    path.write_text("as it was")

    with pytest.raises(ValueError, match="lam"):
        build(path, 7, NOW, -1.0)

    assert path.read_text() == "as it was"
    assert list(tmp_path.iterdir()) == [path]


def test_a_build_replaces_the_file_that_was_there(tmp_path):
    path = tmp_path / "shop.duckdb"
    path.write_text("as it was")

    built(path, 0.01)

    assert checksums(path)["orders"][0] > 500
    assert list(tmp_path.iterdir()) == [path]


def test_the_lunar_new_year_is_a_new_moon_of_the_cold_months():
    """The dates that are written down fall within a day of a mean new moon, from 21 January to 20 February."""
    for day in LUNAR_NEW_YEAR.values():
        age = (datetime.combine(day, time(4), UTC) - datetime(2000, 1, 6, 18, 14, tzinfo=UTC)) / timedelta(
            days=29.530589
        )
        assert abs(age - round(age)) * 29.53 < 1.3, day
        assert date(day.year, 1, 21) <= day <= date(day.year, 2, 20)


def test_promotions_fall_on_their_days_whatever_year_it_is():
    """Any two years have their Double 11, Black Friday and 618."""
    for today in (date(2024, 2, 29), date(2027, 1, 1), date(2031, 7, 14)):
        timeline = Timeline(today)
        calendar = seasons(timeline)
        for main in (date(today.year - 1, 11, 11), date(today.year - 1, 6, 18), black_friday(today.year - 1)):
            assert calendar.peak[timeline.day(main)] == 1
    assert black_friday(2026) == date(2026, 11, 27)
