"""Which rules have windows to judge: all that closed since the last one judged, oldest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from analysis.alerts.rule import Kind, Rule
from analysis.alerts.windows import Windows
from analysis.model import Filter, Grain, Op
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


@dataclass(frozen=True)
class Share:
    """What rules have in common that can share their queries.

    A filter on one value of a dimension is that value's row in a split by it: so `lifted` has only the names of
    such dimensions, and `filters` what is left. The clock's dimensions are written differently in the two.
    """

    grain: Grain
    by: tuple[str, ...]
    lifted: tuple[str, ...]
    filters: tuple[Filter, ...]


def share(rule: Rule, catalog: Catalog) -> Share:
    """What a rule has to have in common with others, for them to share its query."""
    single = {each for each in rule.filters if each.op is Op.IN and len(each.values) == 1}
    lifted = {each for each in single if each.dimension not in (*catalog.clocks, *rule.by)}
    names = [each.dimension for each in lifted]
    if len(set(names)) < len(names):
        return Share(rule.grain, rule.by, (), rule.filters)
    left = tuple(each for each in rule.filters if each not in lifted)
    return Share(rule.grain, rule.by, tuple(sorted(names)), left)


def together(dues: Iterable[Due], catalog: Catalog) -> list[tuple[Due, ...]]:
    """The rules that can share their queries, side by side. What may explain others goes before them."""
    groups: dict[tuple[int, Share], list[Due]] = {}
    for each in dues:
        groups.setdefault((rank(each.kept.rule), share(each.kept.rule, catalog)), []).append(each)
    return [tuple(groups[key]) for key in sorted(groups, key=lambda key: key[0])]


def rank(rule: Rule) -> int:
    """Which rules are judged first: those on stale data, then those on the whole, then those on its parts."""
    if rule.trigger.kind is Kind.FRESHNESS:
        return _STALE
    return _PART if rule.by or rule.filters else _WHOLE


_STALE: Final = 0
_WHOLE: Final = 1
_PART: Final = 2
