"""An episode as people look at it: its rule, what is in breach, who does what about it, at an instant."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from analysis.alerts import instances
from analysis.alerts.condition import Seen, State
from analysis.alerts.handling import handling
from analysis.alerts.people import Deed, Handling
from analysis.errors import UnknownName
from analysis.model import Lang, Metric, Text
from handlers.command import Shop
from handlers.manners import LANGUAGE
from storage.records import Scope
from storage.records.alerts.decision import Statement
from storage.records.alerts.model import Episode, Kept


@dataclass(frozen=True)
class Known:
    """What there is to know of an episode: as it is kept, or as it is about to be.

    `states` has at least the instances that fire and those of `episode.firing`. `decided` is what is on
    record unless it is given, the latest first.
    """

    kept: Kept
    episode: Episode
    states: Mapping[str, State] = field(default_factory=dict)
    deeds: tuple[Deed, ...] = ()
    decided: tuple[Statement, ...] | None = None


@dataclass(frozen=True)
class Breach:
    """One instance of an episode. `names` are its values as people read them; none for the whole."""

    key: str
    names: tuple[str, ...]
    state: State

    @property
    def name(self) -> str:
        """What it is called: "App · East"."""
        return " · ".join(self.names)

    @property
    def impact(self) -> float:
        """How much of the metric is missing or too much; 0 where it cannot be said."""
        size = abs(self.state.seen.impact) if self.state.seen else 0.0
        return size if math.isfinite(size) else 0.0


@dataclass(frozen=True)
class View:
    """An episode at an instant, in the language of its channel. `breaches` has the worst first."""

    kept: Kept
    episode: Episode
    breaches: tuple[Breach, ...]
    handling: Handling
    deeds: tuple[Deed, ...]
    now: datetime
    lang: Lang
    decided: tuple[Statement, ...] = ()

    @property
    def firing(self) -> tuple[Breach, ...]:
        """The instances that fire now, the worst first."""
        return tuple(breach for breach in self.breaches if breach.state.firing)

    @property
    def over(self) -> bool:
        """Whether the machine has ended it."""
        return self.episode.ended_at is not None

    @property
    def seen(self) -> Seen | None:
        """The last window of the worst instance, None where none was judged."""
        return next((breach.state.seen for breach in self.breaches if breach.state.seen), None)


def of(episode_id: int, shop: Shop, now: datetime, told: Lang | None = None) -> View:
    """The episode as the records have it, in the language of its channel or in that given. Raises UnknownName."""
    return made(known(episode_id, shop), shop, now, told)


def known(episode_id: int, shop: Shop) -> Known:
    """What the records have of an episode. Raises UnknownName."""
    records = shop.records
    episode = records.episodes.find(episode_id)
    kept = records.rules.find(episode.rule_id) if episode else None
    if episode is None or kept is None:
        raise UnknownName(Text(_NONE.en.format(id=episode_id), _NONE.zh.format(id=episode_id)), ("alert list",))
    states = records.windows.states((kept.id,)).get(kept.id, {})
    if episode.ended_at is not None:
        # By now the instances may be well again, or in trouble anew: what is told is how they were when it ended.
        states = {change.key: change.after for change in reversed(records.windows.transitions_of(episode_id))}
    return Known(kept, episode, states, records.deeds.of(episode_id))


def made(known: Known, shop: Shop, now: datetime, told: Lang | None = None) -> View:
    """The episode as it is known, with its instances named and ranked."""
    kept, episode = known.kept, known.episode
    told = told or lang(kept, episode.channel, shop)
    found = [Breach(key, names(kept, key, shop, told), known.states.get(key, State())) for key in _wanted(known)]
    ranked = sorted(found, key=lambda breach: (not breach.state.firing, -breach.impact, breach.key))
    stood = handling(known.deeds, now)
    decided = decisions(episode.id, shop) if known.decided is None else known.decided
    return View(kept, episode, tuple(ranked), stood, known.deeds, now, told, decided)


def decisions(episode_id: int, shop: Shop) -> tuple[Statement, ...]:
    """What was decided about an episode, the latest first."""
    return tuple(decision.latest.said for decision in shop.records.decisions.of(episode_id))


def lang(kept: Kept, channel: str, shop: Shop) -> Lang:
    """The language a channel is told about a rule in: its own setting, else that of whoever made the rule."""
    chosen = shop.records.preferences.of(Scope.CHANNEL, channel).get(LANGUAGE)
    return Lang(chosen) if chosen in set(Lang) else kept.lang


def metric(view: View, shop: Shop) -> Metric | None:
    """The metric of the rule; None when the catalog no longer has it."""
    try:
        return shop.catalog.metric(view.kept.rule.metric)
    except UnknownName:
        return None


def _wanted(known: Known) -> set[str]:
    """The instances that an episode is about: those that fire, those last told as firing, and of an old one all."""
    firing = {key for key, state in known.states.items() if state.firing}
    return {*known.episode.firing, *firing} or set(known.states if known.episode.ended_at else ())


def names(kept: Kept, key: str, shop: Shop, told: Lang) -> tuple[str, ...]:
    """What the values of an instance are called."""
    values = instances.values(key)
    return tuple(_name(name, value, shop, told) for name, value in zip(kept.rule.by, values, strict=False))


def _name(dimension: str, value: str | None, shop: Shop, told: Lang) -> str:
    try:
        return shop.catalog.dimension(dimension).name(value, told)
    except UnknownName:
        return value or ""


_NONE = Text("There is no alert A-{id} here. These are open:", "没有编号为 A-{id} 的预警。未关闭的预警：")
