"""Which alert a call is about: the one it names, its thread's, the channel's latest, else one to pick."""

import re
from dataclasses import dataclass
from typing import Final

from analysis.errors import UnclearName, UnknownName
from analysis.model import Text
from handlers.command import Call, Shop
from storage.records.alerts.model import Episode

MOST: Final = 5
# A bare number before a unit of time is how long, not which.
_UNIT = r"(?:m|min|minute|h|hr|hour|d|day|w|week|month|year|am|pm)s?(?![a-z])|分|小时|天|日|周|个|年|点"
_NAMED = re.compile(
    rf"\s*[aA][-–]?(\d{{1,9}})(?![\w])[\s,:，：]*|\s*(\d{{1,9}})(?=$|[\s,:，：])(?!\s*(?:{_UNIT}))[\s,:，：]*"
)


@dataclass(frozen=True)
class Which:
    """An episode, and what else was said."""

    episode: Episode
    rest: str


def carried(call: Call) -> int:
    """The number of the alert that a button, a menu or a form carries. Raises UnclearName."""
    for text in (call.value, call.text):
        if found := re.fullmatch(r"A-(\d{1,9})", text):
            return int(found[1])
    raise UnclearName(_OUTLIVED, ("alert list",))


def said(call: Call, shop: Shop, verb: str) -> Which:
    """The alert meant by words that begin with its number or name none. Raises UnknownName and UnclearName.

    `verb` is the word that goes before: what can be picked from is offered with it.
    """
    episodes = shop.records.episodes
    named = _NAMED.match(call.text)
    if named:
        number = int(named[1] or named[2])
        episode = episodes.find(number)
        if episode is None:
            raise UnknownName(Text(_UNKNOWN.en.format(id=number), _UNKNOWN.zh.format(id=number)), _offers(shop, verb))
        return Which(episode, call.text[named.end() :].strip())
    rest = call.text.strip()
    if call.channel and call.thread and (episode := episodes.of_card(call.channel, call.thread)):
        return Which(episode, rest)
    if call.channel and (here := episodes.open(call.channel)):
        return Which(here[0], rest)
    offers = _offers(shop, verb)
    raise UnclearName(_WHICH if offers else _NONE, offers or ("alert list",))


def _offers(shop: Shop, verb: str) -> tuple[str, ...]:
    return tuple(f"alert {verb} A-{episode.id}" for episode in shop.records.episodes.open()[:MOST])


_WHICH = Text("Which alert? These are open:", "要处理哪一条预警？未关闭的有：")
_NONE = Text("No alert is open. Everything there is:", "目前没有未关闭的预警。全部预警：")
_UNKNOWN = Text("There is no alert A-{id}. These are open:", "没有编号为 A-{id} 的预警。未关闭的有：")
_OUTLIVED = Text(
    "That button no longer says which alert it is for. See them here:", "这个按钮已失效。可在这里查看预警："
)
