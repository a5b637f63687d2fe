"""What a person is told of what went wrong: their mistake and what works, or our fault by its number in the log."""

import logging
import secrets
from dataclasses import replace

from analysis.errors import Mistake, Unavailable
from analysis.model import Lang, Text
from bot.arrivals import Arrival
from bot.letters import Letter
from handlers.command import Origin, Reply, Step

log = logging.getLogger(__name__)

ASK = "kpi.ask"
"""The action of a button that carries a whole question."""

_OURS = Text(
    "Something broke on our side, not yours. It is logged as {reference}: try again, and tell that number "
    "to whoever runs me if it happens again.",
    "是我们这边出了问题，与您的操作无关。日志编号 {reference}。请再试一次；若再次出现，请把编号告诉管理员。",
)


def apology(fault: Exception, arrival: Arrival, lang: Lang) -> Letter:
    """What somebody is told; a Home that cannot be made says so itself."""
    return Letter(replace(_said(fault, arrival, lang), replaces=arrival.origin is Origin.HOME), lang)


def _said(fault: Exception, arrival: Arrival, lang: Lang) -> Reply:
    if isinstance(fault, Mistake):
        return Reply(fault.say(lang), steps=tuple(Step(ASK, ask, ask) for ask in fault.suggestions))
    if isinstance(fault, Unavailable):
        log.warning("Unavailable to %s: %s", arrival.place.person, fault)
        return Reply(fault.say(lang))
    reference = secrets.token_hex(4)
    log.error("[%s] %s by %s failed", reference, arrival.origin.value, arrival.place.person, exc_info=fault)
    return Reply(_OURS.of(lang, reference=reference))
