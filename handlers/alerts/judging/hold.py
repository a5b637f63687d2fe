"""When a window waits: its data is late, or the last load of it was bad. It does not wait for ever."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from analysis.alerts.rule import Kind, Rule
from analysis.errors import Unavailable
from analysis.model import Grain
from handlers.alerts.past.due import windows
from handlers.command import Shop
from storage.records.alerts.loads import Load

GRACE: Final = {
    Grain.HOUR: timedelta(hours=1),
    Grain.DAY: timedelta(hours=6),
    Grain.WEEK: timedelta(hours=12),
    Grain.MONTH: timedelta(hours=24),
}
"""How long after it settled a window waits for data that is late or bad, before it is judged with what there is."""

PATIENCE: Final = 7
"""What has been silent for so many windows is not late any more: it has ended, and is judged so."""

BAD_SHARE: Final = 0.05
"""A load that refuses a greater part of its rows than this is a bad one."""


class Why(StrEnum):
    """What a window waits for."""

    LATE = "late"
    BAD = "bad"


@dataclass(frozen=True)
class Hold:
    """A window that waits: for which `table`, known up to `as_of`, and until when at most."""

    why: Why
    table: str
    as_of: datetime | None
    until: datetime


@dataclass
class Sources:
    """How fresh the tables of the shop are, looked up once for all rules of a round."""

    shop: Shop
    loads: Mapping[str, Load]
    recorded: dict[str, dict[str, datetime | None]] = field(default_factory=dict)

    def of(self, rule: Rule) -> Mapping[str, datetime | None]:
        """Up to when each table has rows that a rule's metric, or the volume it asks for, is counted from."""
        volume = rule.trigger.volume.metric if rule.trigger.volume else ""
        return {**(self._of(volume) if volume else {}), **self._of(rule.metric)}

    def _of(self, metric: str) -> Mapping[str, datetime | None]:
        if metric not in self.recorded:
            try:
                self.recorded[metric] = self.shop.facts.recorded(metric)
            except Unavailable:
                # Whoever asks the store for the values next hears of it, and counts it as a failure.
                self.recorded[metric] = {}
        return self.recorded[metric]


def sources(shop: Shop) -> Sources:
    """What is known of the sources at this moment."""
    return Sources(shop, shop.records.loads.latest())


def hold(rule: Rule, end: datetime, known: Sources) -> Hold | None:
    """What the window that ends then has to wait for; None when it can be judged. Whether it still does, `until` says.

    Data is late while no table of the metric has a row of the window's end or after it, and none was loaded since.
    A table that is filled by loads has to be there itself; one that is not cannot be told from one where nothing
    happened. A rule on silence waits for nothing.
    """
    if rule.trigger.kind is Kind.FRESHNESS:
        return None
    until = end + rule.settle + GRACE[rule.grain]
    tables = known.of(rule)
    for table in tables:
        load = known.loads.get(table)
        if load and load.at > windows(rule, known.shop.catalog).start(end) and bad(load):
            return Hold(Why.BAD, table, tables[table], until)
    late = _late(rule, end, known)
    return Hold(Why.LATE, late, tables[late], until) if late else None


def bad(load: Load) -> bool:
    """Whether a load cannot be trusted: it came to nothing, or much of it was refused."""
    return bool(load.failure) or load.refused_share > BAD_SHARE


def _late(rule: Rule, end: datetime, known: Sources) -> str | None:
    """The table that a window waits for."""
    alive = windows(rule, known.shop.catalog).earlier(end, PATIENCE)
    tables = {name: newest for name, newest in known.of(rule).items() if newest and newest >= alive}
    missing = [name for name, newest in tables.items() if newest < end and not _loaded(known.loads.get(name), end)]
    if missing and len(missing) == len(tables):
        return max(missing, key=lambda name: tables[name])
    return next((name for name in missing if name in known.loads), None)


def _loaded(load: Load | None, end: datetime) -> bool:
    return load is not None and load.at >= end and not load.failure
