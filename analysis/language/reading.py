"""Reading one question: a verb, a query, or a mistake with what would have worked."""

import re
from dataclasses import dataclass
from datetime import datetime

from analysis.errors import Mistake
from analysis.language import clauses, complaints, compose, lexicon, normal, scan, words, writing
from analysis.language.lexicon import Sort
from analysis.language.mending import MOST_SUGGESTIONS, Mender, Slip
from analysis.language.pieces import Noise, Quietly
from analysis.language.question import Question, Refused, Why
from analysis.language.source import Source
from analysis.language.spans import Days, Reader
from analysis.model import Lang, Query, Text
from analysis.periods import Clock
from analysis.vocabulary import Vocabulary

# "compare this month to last month" says "this month vs last month", 本周和上周的销售额对比 the like.
COMPARE = re.compile(r"\bcompare (.{1,200}?) (?:to|with|against|and) ", re.IGNORECASE)
COMPARE_ZH = re.compile(r"(?:和|与|跟|同)(昨天|上周|上个?月|去年|目标|上期)的?(.{1,40}?)(?:作?对比|比较|相比)")

# "what does conversion mean" asks for a definition.
MEANS = re.compile(r"^ *what (?:do|does)(?: an?| the)? (.{1,100}?) means? *\?? *$", re.IGNORECASE)


@dataclass(frozen=True)
class Reading:
    """What was asked: a query, or the id of a verb with its argument as typed; and whether in private."""

    query: Query | None
    verb: str | None = None
    rest: str = ""
    quietly: bool = False


@dataclass(frozen=True)
class Conversation:
    """Whom and when we are talking to: the names known, the instant, and the question before."""

    vocabulary: Vocabulary
    now: datetime
    base: Query | None = None

    @property
    def clock(self) -> Clock:
        """The shop's clock."""
        return Clock(self.now, self.vocabulary.zone, self.vocabulary.week_start)

    def read(self, text: str) -> Reading:
        """The reading of a text. Raises a Mistake."""
        lang = Lang.ZH if normal.is_chinese(text) else Lang.EN
        try:
            return self.attempt(text)
        except Refused as refused:
            why = refused.why
        raise self._mender().mistake(why, Slip(text[: normal.LIMIT * 4], lang))

    def attempt(self, text: str) -> Reading:
        """The reading of a text. Raises Refused, which names what to try but has not tried it."""
        cleaned = normal.cleaned(text[: normal.LIMIT * 4])
        if len(text) > normal.LIMIT * 4 or len(cleaned) > normal.LIMIT:
            holes = {"limit": Text(str(normal.LIMIT), str(normal.LIMIT))}
            raise Refused(Why(Mistake, complaints.TOO_LONG, holes=holes))
        cleaned = COMPARE_ZH.sub(r"对比\1 \2", COMPARE.sub(r"\1 vs ", cleaned))
        cleaned = MEANS.sub(r"define \1", cleaned)
        names = lexicon.of(self.vocabulary)
        days = Days(self.vocabulary.first_day, self.vocabulary.last_day)
        source = scan.source(cleaned, names, Reader(normal.lowered(cleaned), self.clock, days))
        verb = _verb(cleaned, source)
        if verb:
            return verb
        pieces = tuple(scan.pieces(source))
        lang = Lang.ZH if normal.is_chinese(cleaned) else Lang.EN
        question = Question(cleaned, pieces, source, self.vocabulary, self.clock, lang, self.base)
        return Reading(compose.query(question), quietly=bool(question.of(Quietly)))

    def _mender(self) -> Mender[Reading]:
        names = lexicon.of(self.vocabulary)

        def offer(text: str, reading: Reading, lang: Lang) -> str:
            return writing.write(reading.query, names, lang) if self.base and reading.query else text

        def plainest(lang: Lang) -> tuple[str, ...]:
            return tuple(names.metric_name(metric.id, lang) for metric in self.vocabulary.metrics[:MOST_SUGGESTIONS])

        return Mender(self.attempt, lambda query, lang: writing.write(query, names, lang), offer, plainest)


def _verb(text: str, source: Source) -> Reading | None:
    """A verb that the text opens with, after any courtesies; a longer metric's name is not one."""
    at, quietly = 0, False
    while at < len(text):
        mention = scan.MENTION.match(source.text, at)
        if mention or text[at].isspace() or text[at] in words.PUNCTUATION:
            at = mention.end() if mention else at + 1
            continue
        names, end = source.lexicon.named[Sort.VERB].longest(source.plain, at)
        if names and end > source.lexicon.named[Sort.METRIC].longest(source.plain, at)[1]:
            rest, hushed = _hushed(text[end:].strip(" :：,，"))
            return Reading(None, names[0].id, rest, quietly or hushed)
        clause, end = clauses.fixed(source, at)
        if not isinstance(clause, Noise | Quietly):
            return None
        quietly = quietly or isinstance(clause, Quietly)
        at = end
    return None


def _hushed(rest: str) -> tuple[str, bool]:
    """The argument of a verb without a closing "quietly"."""
    lowered = normal.lowered(rest)
    for phrase in sorted(words.spelled(words.QUIET), key=len, reverse=True):
        before = rest[: len(rest) - len(phrase)]
        apart = not before or before.endswith(" ") or normal.is_cjk(phrase[0])
        if lowered.endswith(phrase) and apart:
            return before.strip(), True
    return rest, False
