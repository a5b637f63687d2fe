"""How many instances of rules are judged, and what came of it stored, in a minute on one core."""

import os
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Final

from sqlalchemy import Connection, Engine, event

from analysis.alerts.rule import Baseline, Kind, Rule, Side, Trigger, Volume
from analysis.calendar import instant
from analysis.model import Filter, Lang, Op
from bench.report import Goal, table
from handlers.alerts.judging import watchdog
from handlers.alerts.judging.evaluate import evaluate
from handlers.command import Notice, Shop
from storage.catalog import default
from storage.facts import Facts
from storage.records import Draft, Records

PRODUCTS: Final = 2_000
DAYS: Final = 120
TODAY: Final = date(2026, 11, 22)
CHANNEL: Final = "C0BENCH"
GOAL: Final = 10_000

DROP: Final = Trigger(Kind.CHANGE, Side.BELOW, 0.5, baseline=Baseline.SAME_WEEKDAY, volume=Volume(5_000))
AVERAGE: Final = Trigger(Kind.CHANGE, Side.BELOW, 0.6, baseline=Baseline.AVERAGE)
ODD: Final = Trigger(Kind.ANOMALY, Side.EITHER, 4.0, least_change=0.3)
LOW: Final = Trigger(Kind.THRESHOLD, Side.BELOW, 3.0)
RULES: Final = (
    Rule("revenue", DROP, by=("product",), channel=CHANNEL),
    Rule("revenue", ODD, by=("product",), channel=CHANNEL),
    Rule("units", AVERAGE, by=("product",), channel=CHANNEL),
    Rule("units", LOW, by=("product",), channel=CHANNEL),
    Rule("discount_rate", replace(LOW, side=Side.ABOVE, limit=0.5), by=("product",), channel=CHANNEL),
    *(Rule(metric, ODD, channel=CHANNEL) for metric in ("revenue", "orders", "units", "aov", "discount_rate")),
    *(Rule(metric, DROP, by=("channel",), channel=CHANNEL) for metric in ("revenue", "orders", "aov")),
)
"""Rules that share their queries, most of them on each product."""

ALONE: Final = tuple(
    Rule("revenue", DROP, filters=(Filter("product", Op.IN, (f"Product {n}",)),), channel=CHANNEL) for n in range(300)
)
"""Rules of which none can share a query with another."""

_SELL: Final = """
INSERT INTO orders (order_id, customer_id, ordered_at, status, channel, customer_order)
SELECT 'o' || n, 'c' || n % 5000, TIMESTAMP '{first}' + INTERVAL (n % {days}) DAY + INTERVAL (n * 7 % 1380) MINUTE,
       'paid', ['App', 'Web', 'Store'][n % 3 + 1], 1 FROM range({orders}) t(n);
INSERT INTO order_lines (line_id, order_id, product_id, ordered_at, quantity, unit_price, discount)
SELECT 'l' || n, 'o' || n, 'p' || (n // {days}) % {products}, ordered_at, 3 + hash(n) % 9, 9900, hash(n + 1) % 3000
FROM range({orders}) t(n) JOIN orders ON order_id = 'o' || n;
INSERT INTO products (product_id, name, category) SELECT 'p' || n, 'Product ' || n, 'All' FROM range({products}) t(n);
"""


class Nowhere:
    """The mail of a bench: notices are packed as small drafts and stay in the outbox."""

    def pack(self, notice: Notice) -> tuple[Draft, ...]:
        """One draft without a picture."""
        return (Draft(notice.key, "message", notice.channel, {"text": notice.reply.headline}),)

    def look(self) -> None:
        """Nobody sends."""

    def reaches(self, channel: str) -> bool | None:  # noqa: ARG002
        """Nobody can tell."""
        return None


@dataclass(frozen=True)
class Tick:
    """How many instances one tick judged, and what that took and left behind."""

    instances: int
    seconds: float
    cpu: float
    statements: Counter[str]
    stored: int


def run() -> Sequence[Goal]:
    """Print a first tick, one that moves on what the first left, and one of rules that share nothing.

    The goal is on the slowest, by the processor's time: what else the machine does is not ours.
    """
    with _one_core():
        shared, alone = _days(RULES), _days(ALONE)
    ticks = {
        f"{len(RULES)} rules, the first day": shared[0],
        f"{len(RULES)} rules, the day after": shared[1],
        f"{len(ALONE)} rules with a filter each": alone[1],
    }
    heads = (
        "tick",
        "instances",
        "s",
        "CPU s",
        "instances/CPU s",
        "SELECTs of facts",
        "statements of records",
        "KB stored",
    )
    rows = [
        (
            name,
            f"{tick.instances:,}",
            tick.seconds,
            tick.cpu,
            round(tick.instances / tick.cpu),
            tick.statements["duckdb"],
            tick.statements["sqlite"],
            round(tick.stored / 1000),
        )
        for name, tick in ticks.items()
    ]
    table(heads, rows)
    a_minute = round(min(tick.instances / tick.cpu for tick in ticks.values()) * 60)
    goal = f"{GOAL:,} rule instances judged a minute on one core, stored"
    return (Goal(goal, a_minute, a_minute >= GOAL),)


def _days(rules: Sequence[Rule]) -> tuple[Tick, Tick]:
    """The first day that rules judge, and the day after it."""
    with tempfile.TemporaryDirectory() as folder:
        shop = _shop(Path(folder), rules)
        try:
            return _tick(shop, Path(folder), 1), _tick(shop, Path(folder), 0)
        finally:
            shop.facts.close()
            shop.records.close()


def _shop(folder: Path, rules: Sequence[Rule]) -> Shop:
    """A shop whose every product sells on most days, watched by rules from the day before yesterday on."""
    facts = Facts(f"duckdb:///{folder / 'facts.duckdb'}", default())
    facts.create()
    first = TODAY - timedelta(DAYS - 2)
    with facts.transaction() as raw:
        raw.execute(_SELL.format(first=first, days=DAYS, orders=PRODUCTS * DAYS, products=PRODUCTS))
    records = Records(f"sqlite:///{folder / 'records.db'}")
    records.migrate()
    starts_at = instant(TODAY, facts.catalog.zone)
    for rule in rules:
        records.rules.add(rule, "U0BENCH", Lang.EN, starts_at - timedelta(1), starts_at - timedelta(1))
    return Shop(facts.catalog, facts, records, Nowhere())


def _tick(shop: Shop, folder: Path, days_before: int) -> Tick:
    """Judge the day that ended so many days before today."""
    now = (instant(TODAY, shop.catalog.zone) - timedelta(days_before) + timedelta(minutes=1)).astimezone(UTC)
    watchdog.done(now - timedelta(minutes=1), shop)
    before = _size(folder)
    with _counted() as statements:
        started, busy = perf_counter(), process_time()
        evaluate(now, shop)
        took, cpu = perf_counter() - started, process_time() - busy
    rules = [kept.id for kept in shop.records.rules.all()]
    instances = sum(len(states) for states in shop.records.windows.states(rules).values())
    return Tick(instances, took, cpu, statements, _size(folder) - before)


def _size(folder: Path) -> int:
    """The bytes of the records, their log written back."""
    with closing(sqlite3.connect(folder / "records.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return (folder / "records.db").stat().st_size


@contextmanager
def _counted() -> Iterator[Counter[str]]:
    """How many statements reach each kind of store meanwhile."""
    seen: Counter[str] = Counter()

    def note(connection: Connection, *_rest: object) -> None:
        seen[connection.dialect.name] += 1

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@contextmanager
def _one_core() -> Iterator[None]:
    """Keep this process, and all that it starts, on one core."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)
