"""What keeps back a word that is due: an alert that explains it, hours, mutes, silences, people who know already."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from analysis.alerts import instances
from analysis.alerts.condition import Suppressor, Told
from analysis.alerts.handling import quiets
from analysis.alerts.hours import speaks
from analysis.alerts.people import Handling, Silence
from analysis.alerts.silences import INHIBITIONS, Labels, inhibited, matches, silenced
from handlers.command import Shop
from storage.records.alerts.model import Kept

NEWS: Final = frozenset({Told.FIRST, Told.NEW})
"""Told of instances that people have not heard of."""
ENDS: Final = frozenset({Told.RESOLVED, Told.RESOLVED_SOME})
"""Told so that a card shows what is over: it wakes nobody, and never waits."""


@dataclass
class Quiet:
    """What holds for all rules at an instant: the silences, and whatever fires that explains others, by rule."""

    shop: Shop
    now: datetime
    silences: tuple[Silence, ...] = ()
    sources: dict[int, tuple[Labels, ...]] = field(default_factory=dict)

    def fires(self, kept: Kept, keys: Iterable[str]) -> None:
        """Note what fires of a rule from now on."""
        known = [each for key in keys for each in self._labels(kept, key)]
        found = tuple(each for each in known if any(matches(rule.source, each) for rule in INHIBITIONS))
        if found:
            self.sources[kept.id] = found
        else:
            self.sources.pop(kept.id, None)

    def held(self, kept: Kept, keys: Collection[str]) -> dict[str, Suppressor]:
        """The instances that are kept back, and by what: an alert that explains one comes before a silence."""
        others = [each for rule_id, labels in self.sources.items() if rule_id != kept.id for each in labels]
        if not others and not self.silences:
            return {}
        found = {key: self._held(self._labels(kept, key), others) for key in keys}
        return {key: by for key, by in found.items() if by is not None}

    def of_rule(self, kept: Kept) -> Suppressor | None:
        """What keeps back all of a rule: its hours, then its mutes."""
        return speaks(kept.rule, self.now, self.shop.catalog.zone)

    def _held(self, known: tuple[Labels, ...], others: list[Labels]) -> Suppressor | None:
        if any(inhibited(each, others) for each in known):
            return Suppressor.INHIBITED
        return Suppressor.SILENCE if silenced(self.silences, known[0], self.now) else None

    def _labels(self, kept: Kept, key: str) -> tuple[Labels, ...]:
        """What an instance is known by, once for each table that its metric is counted from."""
        tables = self.shop.facts.tables(kept.rule.metric)
        return tuple(instances.labels(kept.id, kept.rule, key, table) for table in tables or ("",))


def quiet(shop: Shop, now: datetime) -> Quiet:
    """The silences in force now; what fires is for the caller to note."""
    return Quiet(shop, now, shop.records.silences.at(now))


def of_people(handling: Handling, told: Told) -> Suppressor | None:
    """What keeps back a word because of what people did. Something new that fires is news to who is on it, too."""
    held = quiets(handling)
    return None if told in NEWS and held is Suppressor.ACKNOWLEDGED else held
