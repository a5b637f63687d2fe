"""Amounts in a rule: how much must be at stake, what must be regained, how unusual is unusual."""

import re
from decimal import Decimal

from analysis.alerts.text import complaints
from analysis.alerts.text.parts import Amount, Least, Recover, Score
from analysis.errors import ImpossibleQuestion
from analysis.language import normal, numerals
from analysis.language.lexicon import Sort, ends_word
from analysis.language.pieces import Wrong
from analysis.language.source import NOTHING, Found, Source
from analysis.model import Lang, Text

SCORE = re.compile(
    r"(?:at |over |above |beyond )?(?P<n>[0-9]{1,3}(?:\.[0-9]{1,3})?) ?"
    r"(?:z(?:[- ]scores?)?|sigmas?|σ|std|standard deviations?)"
    r"(?![a-z])"
    r"|(?:达到?|超过|大于)?(?P<zn>[0-9]{1,3}(?:\.[0-9]{1,3})?) ?(?:倍标准差|个标准差|倍?σ|西格玛)"
)
LEAST = re.compile(
    r"(?:with |and |if |only if |where |provided )?(?:a |an )?"
    r"(?:min(?:imum)?\.?(?: volume)?(?: of)?|at least|no less than"
    r"|no fewer than)(?![a-z]) ?|(?:(?:并?且)?(?:至少|最少|最低|起码|不少于|不低于)(?:有|为|达到?|要有)?) ?"
)
RECOVER = re.compile(
    "(?:recover(?:s|y|ed)?|clear(?:s|ed)?|back)(?: only)?(?: (?:at|above|below|to|when|over|under|once))*(?![a-z]) ?"
    "|(?:恢复|回到|回升|回落|解除)(?:到|至|值|于)?(?:高于|低于)? ?"
)
TENTHS = re.compile("(?P<n>[0-9]|[一二两三四五六七八九])成(?P<half>半)?(?!交|本|功)")
OF = re.compile(" ?(?:of |的)?")


def unfinished(source: Source, sentence: Text, *instead: Text) -> Wrong:
    """A clause that lacks something, with phrases that have it, in the language of the text."""
    lang = Lang.ZH if normal.is_chinese(source.text) else Lang.EN
    return Wrong(ImpossibleQuestion, sentence, tuple(phrase.of(lang) for phrase in instead))


def score(source: Source, start: int) -> Found:
    """At 3z, 3 sigma, 3倍标准差."""
    match = SCORE.match(source.text, start)
    return (Score(Decimal(match["n"] or match["zn"])), match.end()) if match else NOTHING


def least(source: Source, start: int) -> Found:
    """Min 5k, min 100 orders, 至少5000."""
    match = LEAST.match(source.text, start)
    if match is None:
        return NOTHING
    amount, end = amount_at(source.text, match.end())
    if amount is None:
        said = match.start() + len(match[0].rstrip())
        known = match[0].strip() in ("min", "minimum", "min volume", "至少", "最少", "最低")
        return (unfinished(source, complaints.NO_NUMBER, Text("min 1000", "至少1000")), said) if known else NOTHING
    of = OF.match(source.text, end)
    names, stop = source.lexicon.named[Sort.METRIC].longest(source.plain, of.end() if of else end)
    return (Least(amount, names[0].id), stop) if names else (Least(amount), end)


def recover(source: Source, start: int) -> Found:
    """Recover at 10%, 恢复到2.5%."""
    match = RECOVER.match(source.text, start)
    amount, end = amount_at(source.text, match.end()) if match else (None, 0)
    return (Recover(amount), end) if amount else NOTHING


def amount_at(text: str, start: int) -> tuple[Amount | None, int]:
    """The number that begins at `start`, and its end."""
    if tenths := TENTHS.match(text, start):
        return Amount(Decimal(numerals.count(tenths["n"]) * 10 + 5 * bool(tenths["half"])), "%"), tenths.end()
    match = numerals.AMOUNT.match(text, start)
    if match is None or match.end() == start:
        return None, 0
    end = start + len(match[0].rstrip())
    return (Amount(numerals.amount(match), match["mark"] or ""), end) if ends_word(text, end) else (None, 0)
