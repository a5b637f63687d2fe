"""Several bots watch one shop and are killed at any moment: what came of it is what one alone would have made of it."""

import multiprocessing
import random
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from analysis.alerts.rule import Kind, Rule, Side, Trigger
from analysis.model import Grain, Lang
from handlers.alerts.judging.evaluate import evaluate
from handlers.alerts.judging.timers import remind
from handlers.command import Shop
from storage.catalog import default
from storage.facts import Facts, schema
from storage.records import Records
from storage.records.tables import outbox
from tests.handlers.alert_stage import SALES, Outgoing

pytestmark = pytest.mark.check

START = datetime(2026, 11, 20, tzinfo=UTC)
HOURS = 40
HOUR_S = 0.25
"""How long one of the shop's hours takes: a lease of five minutes is over in a fiftieth of a second."""
BOTS = 3
WEAK = Rule("revenue", Trigger(Kind.THRESHOLD, Side.BELOW, 100.0), Grain.HOUR, channel=SALES)
RULES = (WEAK, replace(WEAK, pending=2), replace(WEAK, by=("region",)), replace(WEAK, by=("region",), keep=1))


@dataclass(frozen=True)
class Files:
    """Where the shop is kept."""

    facts: str
    records: str

    def open(self) -> Shop:
        catalog = default()
        return Shop(catalog, Facts(self.facts, catalog), Records(self.records, wait_s=30), Outgoing())


def sold(facts: Facts) -> None:
    """Every hour two regions sell, one time in three too little."""
    chance = random.Random(7)
    tables = schema.metadata(facts.catalog.tables.values()).tables
    orders, lines = [], []
    for number in range((HOURS + 2) * 2):
        at = START + timedelta(hours=number // 2, minutes=30)
        order = {
            "order_id": f"o{number}",
            "ordered_at": at.replace(tzinfo=None),
            "region": ("East", "South")[number % 2],
        }
        price = 10_000 * chance.choice((1, 2, 0.2))
        orders.append(order)
        kept = {key: order[key] for key in ("order_id", "ordered_at")}
        lines.append(kept | {"line_id": f"l{number}", "product_id": "p", "quantity": 1, "unit_price": int(price)})
    with facts.begin() as connection:
        connection.execute(tables["orders"].insert(), orders)
        connection.execute(tables["order_lines"].insert(), lines)


def watched(folder) -> Files:
    files = Files(f"sqlite:///{folder / 'facts.db'}", f"sqlite:///{folder / 'records.db'}")
    shop = files.open()
    shop.facts.create()
    sold(shop.facts)
    shop.records.migrate()
    for rule in RULES:
        shop.records.rules.add(rule, "U0SAM", Lang.EN, START, START + timedelta(hours=1))
    return files


def bot(files: Files, began: float) -> None:
    """One process: it looks again and again what is due, on a clock that races."""
    shop = files.open()
    while (now := START + timedelta(hours=(time.time() - began) / HOUR_S)) < START + timedelta(hours=HOURS):
        evaluate(now, shop)
        remind(now, shop)


def by_many(files: Files) -> int:
    """Watch with several bots, one of which is killed and followed by another all the time. How many were killed."""
    context, chance, began, killed = multiprocessing.get_context("forkserver"), random.Random(3), time.time(), 0
    context.set_forkserver_preload([__name__])
    living = []
    while time.time() - began < HOURS * HOUR_S:
        living += [context.Process(target=bot, args=(files, began)) for _ in range(BOTS - len(living))]
        for process in living:
            if process.pid is None:
                process.start()
        chosen = chance.choice(living)
        chosen.join(chance.uniform(0.1, 0.7))
        if chosen.exitcode is None:
            chosen.kill()
            chosen.join()
            killed += 1
        living.remove(chosen)
    for process in living:
        process.join(60)
        assert process.exitcode == 0
    return killed


def swept(files: Files) -> Shop:
    """What is left is judged by one bot at the end."""
    shop = files.open()
    for minutes in (1, 7, 13):
        evaluate(START + timedelta(hours=HOURS, minutes=minutes), shop)
    return shop


def stories(shop: Shop) -> list[object]:
    """What became of each rule: every window, every change of condition, every episode."""
    told = []
    for kept in shop.records.rules.all():
        windows = sorted(
            (each.window, sorted(each.seen.items())) for each in shop.records.windows.recent(kept.id, 1000)
        )
        changes = [
            (each.key, each.window, each.before.condition, each.after.condition)
            for each in shop.records.windows.transitions(kept.id, 1000)
        ]
        episodes = [(each.since, each.end) for each in shop.records.episodes.recent(1000, rule_id=kept.id)]
        told.append((kept.rule, windows, sorted(changes), episodes))
    return told


def cards(shop: Shop) -> list[str]:
    """The cards that were posted, each as often as it was."""
    with shop.records.begin() as connection:
        keys = connection.execute(select(outbox.c.key)).scalars().all()
    return sorted(key for key in keys if key.startswith("A-") and "/" not in key)


def test_bots_that_are_killed_at_any_moment_make_the_same_of_it_as_one_that_lives(tmp_path):
    """Each window once, no episode twice, one card for each that anybody was told of."""
    (tmp_path / "many").mkdir()
    (tmp_path / "one").mkdir()
    many, one = watched(tmp_path / "many"), watched(tmp_path / "one")
    assert by_many(many) >= 3
    alone = one.open()
    for hour in range(1, HOURS):
        evaluate(START + timedelta(hours=hour, minutes=45), alone)

    shop = swept(many)
    assert stories(shop) == stories(swept(one))
    told = [episode for episode in shop.records.episodes.recent(1000) if episode.told]
    assert cards(shop) == sorted(f"A-{episode.id}" for episode in told)
    assert all(len(windows) == HOURS for _, windows, _, _ in stories(shop))
