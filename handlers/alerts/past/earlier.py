"""The windows before one that is judged: as they were judged, or would have been."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from analysis.alerts.condition import Seen
from analysis.alerts.judge import judge_all
from analysis.alerts.rule import Rule
from analysis.model import Grain
from handlers.alerts.past.due import windows
from handlers.alerts.past.gather import past
from handlers.command import Shop
from storage.records.alerts.model import Kept

COUNT: Final = {Grain.HOUR: 72, Grain.DAY: 35, Grain.WEEK: 26, Grain.MONTH: 18}
"""How many windows an alert looks back on, the last one included."""


def ends(rule: Rule, end: datetime, shop: Shop) -> tuple[datetime, ...]:
    """The ends of the windows looked back on, oldest first, up to the one that ends then."""
    cut, count = windows(rule, shop.catalog), COUNT[rule.grain]
    return tuple(cut.ends(cut.earlier(end, count), end))[-count:]


def rejudged(rule: Rule, end: datetime, shop: Shop) -> Iterator[Mapping[str, Seen]]:
    """The windows before the one that ends then, the latest first, all instances of each judged together.

    On what is recorded by now, and nothing of what came after each. Raises Mistake and Unavailable.
    """
    cut, found = windows(rule, shop.catalog), past(rule, end, COUNT[rule.grain], shop)
    for each in reversed(ends(rule, end, shop)[:-1]):
        yield judge_all(rule, found, (cut.start(each), each), shop.catalog.zone) if found else {}


def seen(kept: Kept, key: str, end: datetime, shop: Shop) -> tuple[Seen, ...]:
    """The windows of one instance before the one that ends then, oldest first: as the rule judged each.

    Those that it did not judge, being younger or different then, are judged anew. Raises Mistake and Unavailable.
    """
    recent = shop.records.windows.recent(kept.id, COUNT[kept.rule.grain])
    judged = {each.window: each.seen for each in recent if each.rule_version == kept.version}
    earlier = ends(kept.rule, end, shop)[:-1]
    if not all(key in judged.get(each, {}) for each in earlier):
        anew = zip(reversed(earlier), rejudged(kept.rule, end, shop), strict=True)
        judged = dict(anew) | {each: found for each, found in judged.items() if key in found}
    return tuple(judged[each][key] for each in earlier if key in judged[each])
