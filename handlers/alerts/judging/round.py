"""One tick of judging: who judges, and what holds for all rules meanwhile."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from analysis.alerts.people import Deed
from handlers.alerts.judging.hold import Sources, sources
from handlers.alerts.judging.suppress import Quiet, quiet
from handlers.command import Shop
from storage.records import Lease
from storage.records.alerts.model import Episode, Kept

LEASE: Final = timedelta(minutes=5)
"""For how long a window is someone's to judge; whoever is slower than that has lost it."""


@dataclass
class Round:
    """What is known during one tick. `failing` counts how often in a row each rule could not be measured."""

    now: datetime
    shop: Shop
    lease: Lease
    quiet: Quiet
    sources: Sources
    failing: Mapping[str, int]
    episodes: dict[int, Episode]
    deeds: dict[int, tuple[Deed, ...]]

    def stopping(self) -> bool:
        """Whether the process is about to end: what has not begun is left for later."""
        return self.shop.stopping.is_set()

    def open_of(self, kept: Kept) -> tuple[Episode | None, tuple[Deed, ...]]:
        """The open episode of a rule, and what people did to it."""
        episode = self.episodes.get(kept.id)
        return episode, self.deeds.get(episode.id, ()) if episode else ()

    def note(self, kept: Kept, episode: Episode | None, firing: Iterable[str]) -> None:
        """Remember what became of a rule, for the rules that are judged after it."""
        if episode is None or episode.ended_at is not None:
            self.episodes.pop(kept.id, None)
        else:
            self.episodes[kept.id] = episode
        self.quiet.fires(kept, firing)


def begin(rules: Iterable[Kept], now: datetime, shop: Shop) -> Round:
    """What holds at `now`: silences, how fresh the data is, which alerts are open and what fires of them."""
    known = {kept.id: kept for kept in rules}
    episodes = dict(shop.records.episodes.open_of(known))
    found = Round(
        now,
        shop,
        Lease(uuid4().hex, now + LEASE),
        quiet(shop, now),
        sources(shop),
        shop.records.runs.failing(),
        episodes,
        dict(shop.records.deeds.of_all(episode.id for episode in episodes.values())),
    )
    for rule_id, states in shop.records.windows.states(episodes).items():
        found.quiet.fires(known[rule_id], [key for key, state in states.items() if state.firing])
    return found
