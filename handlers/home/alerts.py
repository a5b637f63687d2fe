"""The open alerts that concern a person: theirs first, then those of the channels they work in."""

from collections.abc import Mapping
from enum import IntEnum
from typing import Final

from analysis.alerts.handling import CLOSED, handling
from analysis.alerts.people import Deed, Handling
from analysis.model import Text
from handlers.alerts import naming
from handlers.alerts.cards import buttons, people
from handlers.alerts.cards import view as views
from handlers.alerts.rules.listing import opened
from handlers.command import Call, Item, Shop, Step
from storage.records.alerts.model import Episode, Kept

MOST: Final = 5
MOST_DEEDS: Final = 200
"""How far back a person's own traces are read to learn which channels they work in."""
PRESSED: Final = (
    "alert.ack",
    "alert.unack",
    "alert.resolve",
    "alert.reopen",
    "alert.snooze",
    "alert.wake",
    "alert.why",
    "alert.decide",
)
"""The buttons of a card that are on the Home page too."""


class Bond(IntEnum):
    """Why an alert concerns a person, the closest first."""

    ASSIGNED = 0
    ON_IT = 1
    OWNER = 2
    CHANNEL = 3
    CLOSED = 4


def items(call: Call, shop: Shop) -> tuple[Item, ...]:
    """A line and its buttons for each alert, the closest first; what it takes to have any where there is none."""
    found = concerning(call, shop)
    if not found:
        return (Item(_CALM.of(call.lang)),)
    shown = tuple(_item(episode, call, shop) for episode in found[:MOST])
    more = len(found) - len(shown)
    rest = (Item(_MORE.of(call.lang, n=more), Step("kpi.ask", _ALL.of(call.lang), "alert list")),) if more else ()
    return (*shown, *rest)


def concerning(call: Call, shop: Shop) -> list[Episode]:
    """The open episodes that concern the caller, the closest first, then the latest."""
    episodes = shop.records.episodes.open()
    if not episodes:
        return []
    kept = {each.id: each for each in shop.records.rules.all()}
    deeds = shop.records.deeds.of_all(episode.id for episode in episodes)
    here = _channels(call, shop)
    ranked = []
    for place, episode in enumerate(episodes):
        bond = _bond(episode, kept, deeds[episode.id], call) if episode.rule_id in kept else None
        if bond is None and episode.channel in here and episode.rule_id in kept:
            bond = _by_channel(kept[episode.rule_id], deeds[episode.id], call, shop)
        if bond is not None:
            ranked.append((bond, place))
    return [episodes[place] for _, place in sorted(ranked)]


def _bond(episode: Episode, kept: Mapping[int, Kept], deeds: tuple[Deed, ...], call: Call) -> Bond | None:
    """Why an alert is the caller's own. Theirs that they closed stays, to be opened again."""
    stood, rule = handling(deeds, call.now), kept[episode.rule_id]
    if stood.state in CLOSED:
        return Bond.CLOSED if stood.by == call.person else None
    if stood.assignee == call.person:
        return Bond.ASSIGNED
    if _on_it(stood, deeds, call):
        return Bond.ON_IT
    return Bond.OWNER if call.person in (rule.rule.owner, rule.person) else None


def _on_it(stood: Handling, deeds: tuple[Deed, ...], call: Call) -> bool:
    return stood.acked is not None and call.person in {deed.person for deed in people.ackers(deeds)}


def _by_channel(kept: Kept, deeds: tuple[Deed, ...], call: Call, shop: Shop) -> Bond | None:
    """An alert of a channel the caller works in, unless it is closed or its numbers are not for everybody."""
    closed = handling(deeds, call.now).state in CLOSED
    return Bond.CHANNEL if not closed and naming.seen(kept, None, shop) else None


def _channels(call: Call, shop: Shop) -> frozenset[str]:
    """Where the caller did something lately."""
    return frozenset(
        deed.channel for deed in shop.records.audit.recent(MOST_DEEDS, call.person) if deed.channel is not None
    )


def _item(episode: Episode, call: Call, shop: Shop) -> Item:
    view = views.of(episode.id, shop, call.now, call.lang)
    steps = [step for step in buttons.steps(view) if step.action in PRESSED]
    return Item(opened(view, shop), more=tuple(sorted(steps, key=lambda step: PRESSED.index(step.action))))


_CALM = Text(
    "Nothing is wrong that concerns you. Alerts given to you, taken by you, made by you or raised in channels you "
    "work in wait here. Make one in a channel: /alert revenue drop 20% vs same weekday",
    "目前没有与您有关的预警。指派给您、由您处理、由您创建，以及您常用频道里的预警都会出现在这里。"
    "在频道里这样新建：/alert 销售额 下降20% 对比同星期",
)
_MORE = Text("and {n} more", "另有 {n} 条")
_ALL = Text("All alerts", "全部预警")
