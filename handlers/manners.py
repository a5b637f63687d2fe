"""How a person and a channel like to be answered, and who may see what."""

from dataclasses import dataclass

from analysis.model import Metric
from handlers.command import Audience, Call, Origin, Shop
from storage.records import Post, Scope

LANGUAGE = "language"
QUIETLY = "quietly"
PERIOD = "period"
TILES = "tiles"
REACTIONS = "reactions"
ON = "on"


@dataclass(frozen=True)
class Manners:
    """What holds for one call: the person's wish first, the channel's where they have none."""

    quietly: bool = False
    period: str = ""


def of(call: Call, shop: Shop) -> Manners:
    """The manners of a call. The channel may ask for quiet even where the person does not."""
    own = shop.records.preferences.of(Scope.PERSON, call.person)
    ours = shop.records.preferences.of(Scope.CHANNEL, call.channel) if call.channel else {}
    quietly = ON in (own.get(QUIETLY), ours.get(QUIETLY))
    return Manners(quietly, own.get(PERIOD) or ours.get(PERIOD) or "")


def may_see(metric: Metric, channel: str | None) -> bool:
    """Whether a channel is among those a metric is for; a metric without an audience is for all."""
    return not metric.audience or channel in metric.audience


def audience(call: Call, metric: Metric, *, quietly: bool) -> Audience:
    """Who should see an answer about `metric`: a mention's stands in its thread, the rest in the channel."""
    if quietly or not may_see(metric, call.channel):
        return Audience.PERSON
    return Audience.THREAD if call.origin is Origin.MENTION else Audience.CHANNEL


def standing(call: Call, shop: Shop) -> Post | None:
    """The public answer that a button was pressed on; None when it stands in private."""
    if call.channel is None or call.message is None:
        return None
    return shop.records.posts.find(call.channel, call.message)
