"""A small shop in a real DuckDB file, and ways to ask it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from analysis.model import Period, Query
from storage import sample
from storage.catalog import default
from storage.facts import Facts
from tests.conftest import NOON
from tests.storage import small_shop

BERLIN = ZoneInfo("Europe/Berlin")
LARGE = 0.3


@pytest.fixture(scope="session")
def catalog():
    """The default catalog of a shop in Berlin, where the clocks change."""
    return replace(default(), zone=BERLIN, currency="EUR")


@pytest.fixture(scope="session")
def trap_shop():
    """Plain rows with every trap in them."""
    return small_shop.build()


@pytest.fixture(scope="session")
def trap_facts(catalog, trap_shop, tmp_path_factory):
    """The same rows in a DuckDB file, read only by the tests."""
    facts = Facts(f"duckdb:///{tmp_path_factory.mktemp('facts') / 'facts.duckdb'}", catalog)
    facts.create()
    with facts.transaction() as raw:
        trap_shop.load(raw)
    yield facts
    facts.close()


@pytest.fixture
def empty_facts(catalog, tmp_path):
    """Tables with nothing in them."""
    facts = Facts(f"duckdb:///{tmp_path / 'facts.duckdb'}", catalog)
    facts.create()
    yield facts
    facts.close()


@pytest.fixture(scope="session")
def large_sample(made_once) -> Path:
    """The folder of a sample shop as it stands at NOON, at LARGE: enough for its rates to be steady."""
    return made_once("large", lambda folder: sample.furnish(folder, 7, NOON, LARGE))


@pytest.fixture(scope="session")
def days():
    """A period from one local day to another, both included."""

    def period(first: str, last: str, zone: ZoneInfo = BERLIN) -> Period:
        start = datetime.combine(date.fromisoformat(first), time(), zone)
        end = datetime.combine(date.fromisoformat(last) + timedelta(days=1), time(), zone)
        return Period(start.astimezone(ZoneInfo("UTC")), end.astimezone(ZoneInfo("UTC")), zone, f"{first}..{last}")

    return period


@pytest.fixture(scope="session")
def ask(days):
    """A query by metric, first and last day."""

    def query(metric: str, first: str, last: str, *dimensions: str, **clauses) -> Query:
        return Query(metric, days(first, last), dimensions, **clauses)

    return query
