"""The same questions in the SQL of every database we know, and their answers where one can be run here."""

from dataclasses import replace
from pathlib import Path

import duckdb_sqlalchemy
import pytest
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.default import DefaultDialect

from analysis.model import Filter, Grain, Op
from storage.facts.compile import statements

GOLDEN = Path(__file__).with_name("golden")


class ClickHouse(DefaultDialect):
    """Stands in for clickhouse-connect's dialect, whose name alone our constructs look at."""

    name = "clickhousedb"


DIALECTS = {
    "duckdb": duckdb_sqlalchemy.Dialect(),
    "postgresql": postgresql.dialect(),
    "sqlite": sqlite.dialect(),
    "clickhouse": ClickHouse(),
}

SPRING = ("2026-03-01", "2026-04-30")


@pytest.fixture
def questions(ask):
    """One question for each construct that dialects spell differently."""
    app = Filter("channel", Op.IN, ("App",))
    return {
        "day": ask("revenue", *SPRING, "channel", grain=Grain.DAY),
        "week from Sunday": ask("aov", *SPRING, grain=Grain.WEEK),
        "clock": ask("orders", *SPRING, "weekday", "hour_of_day", filters=(app,)),
        "median": ask("delivery_days_median", *SPRING, grain=Grain.MONTH),
        "mean": ask("review_score", *SPRING, grain=Grain.HOUR),
        "per entity": ask("multi_item_rate", *SPRING, "category"),
        "closing": ask("stock_on_hand", *SPRING, "brand", grain=Grain.DAY),
        "condition": ask("late_deliveries", *SPRING),
    }


@pytest.mark.parametrize("dialect", DIALECTS)
def test_sql_is_as_it_was_looked_at(dialect, questions, catalog):
    """Golden SQL; delete a file of tests/storage/golden to have it written anew, then read it."""
    sunday = replace(catalog, week_start=6)
    told = [
        f"-- {title}\n{sql}" for title, query in questions.items() for sql in _sql(sunday, query, DIALECTS[dialect])
    ]
    text = "\n\n".join(told) + "\n"
    path = GOLDEN / f"{dialect}.sql"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        pytest.fail(f"{path.name} was not there and has been written: read it, then run this again")

    assert text == path.read_text(encoding="utf-8")


def _sql(catalog, query, dialect) -> list[str]:
    """Each statement of a query, its lines without trailing space."""
    compiled = [str(item.select.compile(dialect=dialect)) for item in statements(catalog, query)]
    return ["\n".join(line.rstrip() for line in sql.splitlines()) for sql in compiled]
