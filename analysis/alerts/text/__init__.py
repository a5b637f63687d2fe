"""Rules in words: read from English and Chinese, and written so that they read as the same rule again."""

from datetime import datetime

from analysis.alerts.rule import Rule
from analysis.alerts.text import targets, writing
from analysis.alerts.text.durations import span
from analysis.alerts.text.moments import until
from analysis.alerts.text.reading import Sentence
from analysis.alerts.text.targets import Aim
from analysis.language import lexicon, normal
from analysis.model import Lang
from analysis.vocabulary import Vocabulary

__all__ = ["aim", "anew", "read", "rest", "span", "until", "write"]


def read(text: str, vocabulary: Vocabulary, now: datetime, currency: str = "") -> Rule:
    """The rule a person described. `now` is aware. Raises a Mistake whose suggestions are whole rules that read."""
    return Sentence(vocabulary, now, currency).read(text)


def anew(rule: Rule, said: str, vocabulary: Vocabulary, now: datetime, currency: str = "") -> Rule:
    """The rule with what is said in place of what it says of the same thing: "for 3 days", "to #sales".

    Words that name a metric are a whole rule. Raises a Mistake whose suggestions are whole rules that read.
    """
    lang = Lang.ZH if normal.is_chinese(said) else Lang.EN
    return Sentence(vocabulary, now, currency).anew(write(rule, vocabulary, lang), said)


def write(rule: Rule, vocabulary: Vocabulary, lang: Lang) -> str:
    """The canonical text of a rule: reading it gives the rule again."""
    return writing.write(rule, lexicon.of(vocabulary), lang)


def rest(rule: Rule, vocabulary: Vocabulary, lang: Lang) -> str:
    """The clauses of a rule that a form has no field for, as text."""
    return writing.rest(rule, lexicon.of(vocabulary), lang)


def aim(text: str, vocabulary: Vocabulary, now: datetime, *, sized: bool = True) -> Aim:
    """The target a person described: "revenue 2026-11 1.2m in South"; `sized` if it has to say how much.

    Raises a Mistake whose suggestions are whole targets that read.
    """
    return targets.read(text, vocabulary, now, sized=sized)
