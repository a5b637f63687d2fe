"""What the sample shop's rules find of what is planted in it, how soon, and how often they cry wolf."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from analysis.alerts import instances
from analysis.alerts.backtest import Backtest, Fired, backtest
from analysis.alerts.rule import Kind, Rule
from analysis.alerts.text import read
from analysis.alerts.windows import Windows
from analysis.model import Grain
from bench.report import Goal, table
from handlers.alerts.past.gather import past
from handlers.command import Shop
from storage import catalog, sample
from storage.facts import Facts
from storage.records import Records
from storage.sample import Event, events
from storage.sample.watch import WATCH

NOW: Final = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
"""Noon of a Sunday in Shanghai; every seed and day has the same events at the same distance."""
SEED: Final = 7
DAY, MONTH = timedelta(1), timedelta(30)
PLAIN: Final = (
    "visits by channel unusual",
    "conversion by channel unusual",
    "discount rate unusual",
    "search volume by keyword unusual",
    "ad spend by campaign unusual",
    "competitor sales by competitor by category unusual",
    "on-time delivery rate by region unusual",
    "units by brand unusual weekly",
    "units by product unusual",
)
"""Rules as someone types them who has not looked at the numbers yet."""
COUNTS: Final = {Grain.HOUR: 24 * 21, Grain.DAY: 430, Grain.WEEK: 62, Grain.MONTH: 13}
"""How many windows are judged: back to before the first planted event, but for hours, of which there are many."""
LASTS: Final = timedelta(56)
"""A price change stays; it is news for so long."""
SEEN_IN: Final = {sample.Kind.STOCKOUT: "stock_cover"}
"""The metric that shows an event, where it is not the event's own: what is out of stock sells nothing, not zero."""


@dataclass(frozen=True)
class Tried:
    """One rule over the past: what it found of what it could find, and what else it said.

    `delays` are from an event's start to when people would have heard.
    """

    text: str
    rule: Rule
    tested: Backtest
    delays: Mapping[str, timedelta]
    missed: tuple[str, ...]
    false: tuple[Fired, ...]

    @property
    def false_a_month(self) -> float:
        """How often in thirty days it spoke of nothing that was planted."""
        return len(self.false) * MONTH / (self.tested.end - self.tested.start)

    @property
    def precision(self) -> float:
        """Which share of its episodes was about something planted; 1 where it said nothing."""
        said = len(self.tested.fired)
        return 1 - len(self.false) / said if said else 1.0


def run() -> Sequence[Goal]:
    """Print what each rule found; the goals are ours."""
    with tempfile.TemporaryDirectory() as folder:
        sample.furnish(Path(folder), SEED, NOW)
        with open_shop(Path(folder)) as shop:
            found = [tried(watched.text, shop, NOW) for watched in WATCH]
            plain = [tried(text, shop, NOW) for text in PLAIN]
    _show("what the shop watches", found)
    _show("anomalies at default settings", plain)
    caught = {name for each in found for name in each.delays}
    loud, louder = (max(each.false_a_month for each in rules) for rules in (found, plain))
    return (
        Goal("planted events found", len(caught), len(caught) == len(events(NOW.date()))),
        Goal("false alarms a month of the loudest rule, at most 1", round(loud, 2), loud <= 1),
        Goal("the same of anomalies at default settings, at most 1", round(louder, 2), louder <= 1),
    )


def _show(title: str, rules: Sequence[Tried]) -> None:
    print()
    rows = [
        (
            each.text[:68],
            len(each.tested.fired),
            f"{each.precision:.0%}",
            f"{each.false_a_month:.2f}",
            ", ".join(f"{name} +{delay / DAY:.1f}d" for name, delay in each.delays.items()),
            ", ".join(each.missed),
        )
        for each in rules
    ]
    table((title, "episodes", "precision", "false a month", "found after", "missed"), rows)


def try_all(home: Path, now: datetime, seed: int = SEED) -> tuple[Tried, ...]:
    """Make the sample shop in an empty folder, and judge its past by each of its rules as if it were then."""
    sample.furnish(home, seed, now)
    with open_shop(home) as shop:
        return tuple(tried(watched.text, shop, now) for watched in WATCH)


@contextmanager
def open_shop(home: Path) -> Iterator[Shop]:
    """The sample shop in a folder, with a memory of its own."""
    described = catalog.load(home / "shop.yaml")
    facts = Facts(f"duckdb:///{home / 'facts.duckdb'}", described)
    records = Records(f"sqlite:///{home / 'records.db'}")
    records.migrate()
    try:
        yield Shop(described, facts, records)
    finally:
        records.close()
        facts.close()


def tried(text: str, shop: Shop, now: datetime, count: int | None = None) -> Tried:
    """One rule over the last `count` windows up to now, against the events that it could have found in them."""
    rule, zone = read(text, shop.facts.vocabulary({}), now), shop.catalog.zone
    cut = Windows(rule.grain, zone, shop.catalog.week_start)
    end, count = cut.start(cut.end_after(now - rule.settle)), count or COUNTS[rule.grain]
    first = cut.local(cut.end_after(cut.earlier(end, count - 1)))
    tested = backtest(rule, past(rule, end, count, shop), zone, first)
    assert tested is not None
    planted = events(now.astimezone(zone).date())
    about = [event for event in planted if concerns(rule, event) and event.start >= tested.start]
    hits = [(event, _first(rule, tested.fired, event)) for event in about]
    delays = {event.id: max(hit.at - event.start, timedelta(0)) for event, hit in hits if hit}
    missed = tuple(event.id for event, hit in hits if not hit)
    false = tuple(fired for fired in tested.fired if not any(_is(rule, fired, event) for event in about))
    return Tried(text, rule, tested, delays, missed, false)


def concerns(rule: Rule, event: Event) -> bool:
    """Whether an event moves what the rule watches. That a source is alive or a month on its way is no event."""
    lively = rule.trigger.kind not in {Kind.FRESHNESS, Kind.TARGET}
    return lively and rule.metric == SEEN_IN.get(event.kind, event.metric)


def _first(rule: Rule, fired: Iterable[Fired], event: Event) -> Fired | None:
    return next((each for each in fired if _is(rule, each, event)), None)


def _is(rule: Rule, fired: Fired, event: Event) -> bool:
    """Whether an episode is about an event: it began or went on while that did, and the instance it befell fired."""
    end = event.start + LASTS if event.kind is sample.Kind.PRICE_CHANGE else event.end
    together = fired.since <= end and (fired.ended is None or fired.ended > event.start)
    return together and any(
        event.where.items() <= dict(zip(rule.by, instances.values(key), strict=True)).items() for key in fired.worst
    )
