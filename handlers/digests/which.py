"""Which digest a call is about: the one it names or its button carries, else the only one there is."""

import re
from typing import Final

from analysis.errors import UnclearName, UnknownName
from analysis.model import Lang, Text
from handlers.command import Call, Shop
from handlers.digests.create import EXAMPLE
from storage.records.digests.model import Digest, Status

MOST: Final = 5
_NAMED = re.compile(r"\s*(?:[gG][-–]?)?(\d{1,9})\s*")


def seen(call: Call, shop: Shop) -> tuple[Digest, ...]:
    """The digests a person may look at and change: their own, and those of the channel they are in."""
    return shop.records.digests.of(call.person, call.channel or "")


def said(call: Call, shop: Shop, verb: str) -> Digest:
    """The digest meant by a call's words or button. Raises UnknownName and UnclearName.

    `verb` is the word that goes before: what can be picked from is offered with it.
    """
    here = seen(call, shop)
    text = call.value or call.text
    if named := _NAMED.fullmatch(text):
        found = shop.records.digests.find(int(named[1]))
        if found is not None and (found in here or (found.status is Status.REMOVED and _theirs(found, call))):
            return found
        unknown = Text(_UNKNOWN.en.format(id=named[1]), _UNKNOWN.zh.format(id=named[1]))
        raise UnknownName(unknown, _offers(here, verb), word=text.strip())
    if len(here) == 1 and not text.strip():
        return here[0]
    raise UnclearName(_WHICH if here else _NONE, _offers(here, verb))


def _theirs(digest: Digest, call: Call) -> bool:
    return digest.request.person == call.person or digest.request.channel == call.channel


def _offers(here: tuple[Digest, ...], verb: str) -> tuple[str, ...]:
    return tuple(f"digest {verb} {each.name}" for each in here[-MOST:]) or (EXAMPLE.of(Lang.EN),)


_WHICH = Text("Which digest? These are yours and this channel's:", "是哪个定时报告？您的和本频道的有：")
_NONE = Text("There is no digest here yet. Make the first one like this:", "这里还没有定时报告。可以这样新建第一个：")
_UNKNOWN = Text("There is no digest G-{id} here. This works:", "这里没有编号为 G-{id} 的定时报告。可以这样：")
