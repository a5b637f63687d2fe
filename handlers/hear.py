"""Anything said in words: a command by its verb, else a question."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from analysis.digests import reading as schedules
from analysis.errors import NoData
from handlers import guide, kpi
from handlers.command import Call, Reply, Shop
from handlers.tables import Command


def over(commands: Callable[[], Mapping[str, Command]]) -> Callable[[Call, Shop], Reply]:
    """The one way in for words, over a table of commands. Raises Mistake and Unavailable."""

    def answer(call: Call, shop: Shop) -> Reply:
        if not call.text.strip():
            return guide.root(call, shop)
        if schedules.opens(call.text):
            return commands()["digest"].run(call, shop)
        try:
            reading = kpi.read(call, shop)
        except NoData as fault:
            return kpi.empty(call, shop, fault)
        if reading.verb is None:
            return kpi.told(call, shop, reading)
        return commands()[reading.verb].run(replace(call, text=reading.rest, quietly=reading.quietly), shop)

    return answer


def pressed(answer: Callable[[Call, Shop], Reply]) -> Callable[[Call, Shop], Reply]:
    """A button that says something in the person's place: `value` is what it says."""

    def run(call: Call, shop: Shop) -> Reply:
        return answer(replace(call, text=call.value, value="", thread=None), shop)

    return run
