"""What people are sent of an episode: its card, new or edited in place, and a line in its thread."""

from dataclasses import replace

from analysis.alerts.condition import Told
from analysis.model import Text
from handlers.alerts.cards import lines, picture
from handlers.alerts.cards.card import card, name
from handlers.alerts.cards.view import View
from handlers.command import Audience, Notice, Reply, Shop, mention

CHANNELS = ("C", "G")


def publish(view: View, told: Told, shop: Shop, line: Text | None = None) -> tuple[Notice, ...]:
    """The notices that say an episode is as it is now, because of `told`; `line` stands in for its usual line.

    The episode's `version` is the one that the change leads to. An episode without a card gets one, with
    its picture; it is for whoever writes the change down to keep `card_key` as its `card`. The owner of
    the rule is told should it not reach its channel.
    """
    notices = _notices(view, told, shop, line)
    return tuple(replace(notice, person=view.kept.owner) for notice in notices)


def _notices(view: View, told: Told, shop: Shop, line: Text | None) -> tuple[Notice, ...]:
    key, channel = card_key(view), view.episode.channel
    shown = card(view, shop)
    if not view.episode.card or told is Told.FIRST:
        return (Notice(key, replace(shown, charts=picture.charts(view, shop)), channel, view.lang),)
    version = f"{key}/v{view.episode.version}"
    edited = Notice(version, shown, channel, view.lang, edits=view.episode.card)
    said = line.of(view.lang) if line else lines.line(view, told, shop)
    if not said:
        return (edited,)
    below = Notice(f"{version}/line", _line(said), channel, view.lang, under=view.episode.card)
    return (edited, below, *_elsewhere(view, told, shown, said))


def card_key(view: View) -> str:
    """The key of the notice that is an episode's card, for good."""
    return name(view)


def _line(said: str) -> Reply:
    first, *rest = said.splitlines()
    return Reply(first, body=tuple(rest), audience=Audience.THREAD)


def _elsewhere(view: View, told: Told, shown: Reply, said: str) -> tuple[Notice, ...]:
    """The card once more where an escalation leads to another channel."""
    escalation = view.kept.rule.escalation
    if told is not Told.ESCALATED or escalation is None or not escalation.to.startswith(CHANNELS):
        return ()
    where = _WHERE.of(view.lang, channel=mention(view.episode.channel))
    told_there = replace(shown, headline=said, body=(*shown.body, where), notes=shown.notes[:1], steps=())
    return (Notice(f"{card_key(view)}/v{view.episode.version}/escalated", told_there, escalation.to, view.lang),)


_WHERE = Text("It is handled in {channel}.", "请在 {channel} 处理。")
