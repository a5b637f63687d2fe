"""An emoji on a card is a deed; taking the emoji off takes the deed back."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from analysis.alerts.people import Verb
from analysis.errors import ImpossibleQuestion
from analysis.model import Text
from handlers.alerts.handling import decisions
from handlers.alerts.handling.handle import Act, do, take_back
from handlers.command import Call, Reply, Shop
from handlers.manners import REACTIONS
from handlers.tables import Event
from storage.records import Scope

ADDED: Final = "added"
SNOOZE: Final = timedelta(hours=1)
WORDS: Final[Mapping[str, Verb]] = {
    "ack": Verb.ACK,
    "resolve": Verb.RESOLVE,
    "snooze": Verb.SNOOZE,
    "false": Verb.FALSE_ALARM,
    "decide": Verb.DECIDE,
}
"""What an emoji can be set to mean."""
EMOJI: Final[Mapping[str, Verb]] = (
    dict.fromkeys(("eyes", "eye", "raised_hand", "hand", "raising_hand", "saluting_face"), Verb.ACK)
    | dict.fromkeys(("white_check_mark", "heavy_check_mark", "ballot_box_with_check", "ok", "done"), Verb.RESOLVE)
    | dict.fromkeys(("zzz", "sleeping", "sleeping_face", "no_bell", "mute", "hourglass"), Verb.SNOOZE)
    | dict.fromkeys(("no_entry_sign", "no_entry", "x", "negative_squared_cross_mark"), Verb.FALSE_ALARM)
    | dict.fromkeys(("scales", "memo", "pencil"), Verb.DECIDE)
)
"""What each emoji means where a channel has not said otherwise; by Slack's names, without skin tones."""


def reacted(call: Call, shop: Shop) -> Reply | None:
    """Do what an emoji on a card means, or take it back. Anything else is none of ours."""
    if call.channel is None or call.message is None:
        return None
    verb = meaning(call.value, call.channel, shop)
    episode = shop.records.episodes.of_card(call.channel, call.message) if verb else None
    if verb is None or episode is None:
        return None
    source = f":{call.value}:"
    if call.text != ADDED:
        # A decision is kept for good, and an emoji alone never made one.
        if verb is not Verb.DECIDE:
            take_back(episode.id, verb, source, call, shop)
        return None
    if verb is Verb.DECIDE:
        return decisions.prompt(call, episode.id)
    until = (call.done_at or call.now) + SNOOZE if verb is Verb.SNOOZE else None
    do(episode.id, Act(verb, source, until=until), call, shop)
    return None


def meaning(emoji: str, channel: str, shop: Shop) -> Verb | None:
    """What an emoji means in a channel: by its own setting (fire=ack), else as usual; None where nothing."""
    own = read(shop.records.preferences.of(Scope.CHANNEL, channel).get(REACTIONS, ""))
    return own.get(emoji, EMOJI.get(emoji))


def read(text: str) -> Mapping[str, Verb]:
    """A channel's own emoji: "fire=ack, :tada:=resolve". Raises ImpossibleQuestion."""
    found = {}
    for part in filter(None, (part.strip() for part in text.replace("，", ",").split(","))):
        emoji, _, word = part.replace("＝", "=").partition("=")
        name, verb = emoji.strip(" :"), WORDS.get(word.strip().casefold())
        if not name or verb is None:
            raise ImpossibleQuestion(WRITE, (EXAMPLE,))
        found[name.casefold()] = verb
    return found


EVENTS = (
    Event("reaction_added", Text("an emoji on an alert handles it", "用表情处理预警"), reacted),
    Event("reaction_removed", Text("taking the emoji off takes that back", "取消表情即撤回操作"), reacted),
)

EXAMPLE = "settings channel reactions fire=ack, tada=resolve"
WRITE = Text(
    "An emoji can mean ack, resolve, snooze, false or decide. Write it like this:",
    "表情可以表示 ack（处理）、resolve（已解决）、snooze（暂停提醒）、false（误报）或 decide（决定）。可以这样写：",
)
