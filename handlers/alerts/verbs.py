"""The words that may follow `alert`, and what each of them does; anything else is a rule to be made."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from analysis.errors import Mistake
from analysis.language import normal
from analysis.model import Lang, Text
from handlers.alerts import guide
from handlers.command import Call, Reply, Shop


@dataclass(frozen=True)
class Verb:
    """One thing to do to rules and alerts. `run` gets what follows the word as the call's text."""

    id: str
    words: tuple[str, ...]
    usage: Text
    help: Text
    run: Callable[[Call, Shop], Reply]


def said(verbs: tuple[Verb, ...], otherwise: Callable[[Call, Shop], Reply]) -> Callable[[Call, Shop], Reply]:
    """What does the command over a table of verbs: the longest word that the text opens with decides."""
    words = sorted(
        ((normal.lowered(word), verb) for verb in verbs for word in verb.words), key=lambda row: -len(row[0])
    )

    def run(call: Call, shop: Shop) -> Reply:
        text = normal.cleaned(call.text)
        lowered = normal.lowered(text)
        if not text or lowered in _HELP:
            return guide.root(call, verbs)
        for word, verb in words:
            if lowered.startswith(word) and _ENDS.match(lowered, len(word)):
                return verb.run(replace(call, text=text[len(word) :].strip(" :,，：")), shop)
        return otherwise(replace(call, text=text), shop)

    def spoken(call: Call, shop: Shop) -> Reply:
        try:
            return run(call, shop)
        except Mistake as slip:
            slip.suggestions = tuple(_in(call.lang, each, verbs) for each in slip.suggestions)
            raise

    return spoken


def _in(lang: Lang, command: str, verbs: tuple[Verb, ...]) -> str:
    """A command with its verb in the person's language: "alert pause R-3" is 预警 暂停 R-3."""
    for verb in verbs:
        said = re.match(rf"alert {re.escape(verb.words[0])}(?![a-z])", command)
        if said and lang is Lang.ZH:
            chinese = next(word for word in verb.words if normal.is_chinese(word))
            return f"预警 {chinese}{command[said.end() :]}"
    return command


_HELP = ("help", "?", "帮助", "怎么用")
# A word ends where another begins, or before the number of a rule or an alert: 暂停R-3.
_ENDS = re.compile(r"$|[\s:,，：]|(?<![a-z])[rad]-?[0-9]|(?<![a-z])[0-9]|<")
