"""Which rules have windows to judge: all that closed since the last one judged, oldest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from analysis.alerts.rule import Kind, Rule
from analysis.alerts.windows import Windows
from storage.catalog import Catalog
from storage.records.alerts.model import Kept


@dataclass(frozen=True)
class Due:
    """A rule and the ends of the windows it has to judge, oldest first; never none."""

    kept: Kept
    ends: tuple[datetime, ...]


def windows(rule: Rule, catalog: Catalog) -> Windows:
    """How time is cut for a rule."""
    return Windows(rule.grain, catalog.zone, catalog.week_start)


def due(rules: Iterable[Kept], lasts: Mapping[int, datetime], catalog: Catalog, now: datetime) -> list[Due]:
    """The rules that have something to judge at `now`. A window is due once its data had time to settle."""
    found = []
    for kept in rules:
        ready = now - kept.rule.settle
        ends = windows(kept.rule, catalog).due(lasts.get(kept.id), kept.starts_at, ready)
        if ends:
            found.append(Due(kept, ends))
    return found


def together(dues: Iterable[Due]) -> list[tuple[Due, ...]]:
    """The rules that can share their queries, side by side. What may explain others goes before them."""
    groups: dict[tuple[object, ...], list[Due]] = {}
    for each in dues:
        rule = each.kept.rule
        groups.setdefault((rank(rule), rule.grain, rule.by, rule.filters), []).append(each)
    return [tuple(groups[key]) for key in sorted(groups, key=lambda key: str(key[0]))]


def rank(rule: Rule) -> int:
    """Which rules are judged first: those on stale data, then those on the whole, then those on its parts."""
    if rule.trigger.kind is Kind.FRESHNESS:
        return _STALE
    return _PART if rule.by or rule.filters else _WHOLE


_STALE: Final = 0
_WHOLE: Final = 1
_PART: Final = 2
