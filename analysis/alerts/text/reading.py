"""Reading one rule: what it is about, what is bad, when it speaks and to whom; or a mistake with what works."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from analysis.alerts.check import problems
from analysis.alerts.rule import Mute, Rule
from analysis.alerts.text import addressed, amounts, complaints, movement, phrases, settings, triggers, writing
from analysis.alerts.text.changing import changed
from analysis.alerts.text.parts import Hush, Keep, Recover, Run, Setting, Silent
from analysis.alerts.text.trigger import OUT, Draft, trigger
from analysis.errors import ImpossibleQuestion, Mistake
from analysis.language import clauses, compose, lexicon, normal, scan, splits
from analysis.language import complaints as asked
from analysis.language.filters import where
from analysis.language.mending import MOST_SUGGESTIONS, Mender, Slip
from analysis.language.pieces import Clause, Drawn, Every, Limit, Measure, Piece, Ranked, Split, When, Where
from analysis.language.question import Question, Refused, Why, refuse
from analysis.language.spans import Days, Reader
from analysis.model import Grain, Lang, Query, Text, Unit
from analysis.periods import Clock
from analysis.vocabulary import Vocabulary

READERS = (
    movement.beyond,
    movement.move,
    movement.versus,
    triggers.odd,
    triggers.silent,
    amounts.least,
    triggers.level,
    amounts.score,
    amounts.recover,
    settings.run,
    settings.keep,
    settings.length,
    settings.policy,
    settings.hours,
    settings.hush,
    addressed.owner,
    addressed.channel,
    addressed.escalate,
    addressed.cap,
    addressed.name,
    addressed.mention,
    clauses.period,
    clauses.top,
    splits.split,
    clauses.metric,
    where,
    phrases.fixed,
    movement.bare,
    triggers.bare,
)
SCOPE: tuple[type[Clause], ...] = (Measure, Split, Every, Where)
_WINDOWS = {
    Grain.HOUR: {"hour": 1, "day": 24, "week": 168},
    Grain.DAY: {"day": 1, "week": 7},
    Grain.WEEK: {"week": 1},
    Grain.MONTH: {"month": 1},
}


@dataclass(frozen=True)
class Sentence:
    """Whom and when we are talking to: the names known and the instant. `currency` is for what is said of amounts."""

    vocabulary: Vocabulary
    now: datetime
    currency: str = ""

    def read(self, text: str) -> Rule:
        """The rule a text describes. Raises a Mistake whose suggestions are whole rules that read."""
        try:
            return self.attempt(text)
        except Refused as refused:
            why = refused.why
        lang = Lang.ZH if normal.is_chinese(text) else Lang.EN
        raise self._mender(text).mistake(why, Slip(text[: normal.LIMIT * 4], lang))

    def attempt(self, text: str) -> Rule:
        """The rule a text describes. Raises Refused, which names what to try but has not tried it."""
        question = self._question(text)
        about = _about(question)
        draft = Draft(question, replace(about, grain=about.grain or _grain(question, about)))
        rule = _rule(draft)
        wrong = problems(rule, draft.metric, self.currency)
        if wrong:
            raise _broken(draft, wrong[0])
        return rule

    def anew(self, before: str, said: str) -> Rule:
        """The rule of `before` with the clauses of `said` in place of its own. Raises Mistake."""
        try:
            whole = changed(self._question(before), self._question(said))
        except Refused:
            whole = said
        return self.read(whole)

    def _question(self, text: str) -> Question:
        cleaned = normal.cleaned(text[: normal.LIMIT * 4])
        if len(text) > normal.LIMIT * 4 or len(cleaned) > normal.LIMIT:
            raise Refused(Why(Mistake, asked.TOO_LONG, holes={"limit": Text(str(normal.LIMIT), str(normal.LIMIT))}))
        clock = Clock(self.now, self.vocabulary.zone, self.vocabulary.week_start)
        days = Days(self.vocabulary.first_day, self.vocabulary.last_day)
        source = scan.source(cleaned, lexicon.of(self.vocabulary), Reader(normal.lowered(cleaned), clock, days))
        lang = Lang.ZH if normal.is_chinese(cleaned) else Lang.EN
        pieces = tuple(scan.pieces(source, READERS))
        return Question(cleaned, pieces, source, self.vocabulary, clock, lang, grammar=phrases.GRAMMAR)

    def _mender(self, text: str) -> Mender[Rule]:
        names = lexicon.of(self.vocabulary)

        def spell(query: Query, lang: Lang) -> str:
            """The same rule about something else."""
            question = self._question(text)
            rest = question.without(question.of(*SCOPE)) if question.of(*SCOPE) else question.text
            return f"{writing.about(query, names, lang)} {rest}"

        def plainest(lang: Lang) -> tuple[str, ...]:
            falls = Text("drop 20% vs same weekday", "下降20% 对比同星期").of(lang)
            metrics = self.vocabulary.metrics[:MOST_SUGGESTIONS]
            return tuple(f"{names.metric_name(metric.id, lang)} {falls}" for metric in metrics)

        return Mender(self.attempt, spell, lambda said, _rule, _lang: " ".join(said.split()), plainest)


def _about(question: Question) -> Query:
    """The metric, split, grain and filters; what only a question can have is refused."""
    for piece in question.of(When, Ranked, Drawn):
        sentence = complaints.NO_PERIOD if isinstance(piece.clause, When) else complaints.NOT_HERE
        said = question.text[piece.start : piece.end].strip()
        compose.understood(question)
        raise refuse(ImpossibleQuestion, sentence, question.without([piece]), word=said)
    return compose.scope(question)


def _grain(question: Question, about: Query) -> Grain:
    """Days, unless it is said to be hours or months for so many of them, or silence, which is told by the hour."""
    grains = question.lexicon.metrics[about.metric].grains
    units = [piece.clause.unit for piece in question.of(Run, Keep) if isinstance(piece.clause, Run | Keep)]
    wanted = [Grain(unit) for unit in units if unit in ("hour", "month")]
    if question.of(Silent):
        wanted.append(Grain.HOUR)
    fits = [grain for grain in (*wanted, Grain.DAY, *grains) if grain in grains]
    return fits[0] if fits else Grain.DAY


def _rule(draft: Draft) -> Rule:
    about = draft.about
    rule = Rule(about.metric, trigger(draft), about.grain or Grain.DAY, about.dimensions, about.filters)
    if run := draft.one(Run):
        rule = replace(rule, pending=_windows(draft, run, 1))
    if keep := draft.one(Keep):
        rule = replace(rule, keep=_windows(draft, keep, 0))
    return replace(rule, mutes=tuple(_mute(draft, piece) for piece in draft.all(Hush)), **_settings(draft))


def _windows(draft: Draft, piece: Piece, least: int) -> int:
    """A length in windows of the rule's grain."""
    said, grain = piece.clause, draft.about.grain or Grain.DAY
    assert isinstance(said, Run | Keep)
    count = said.count * (_WINDOWS[grain].get(said.unit, 0) if said.unit else 1)
    if count >= least and (count or not said.count):
        return count
    phrase = writing.run(2, grain) if isinstance(said, Run) else writing.keep(2, grain)
    raise draft.refuse(complaints.NO_RUN, piece, phrase, OUT, grain=complaints.NAMES[grain.value])


def _mute(draft: Draft, piece: Piece) -> Mute:
    said = piece.clause
    assert isinstance(said, Hush)
    return Mute(said.first, said.last, draft.question.text[said.why].strip() if said.why else "")


def _settings(draft: Draft) -> dict[str, Any]:
    """The fields that were said outright; two values for one field are refused."""
    found: dict[str, Piece] = {}
    for piece in draft.all(Setting):
        assert isinstance(piece.clause, Setting)
        before = found.setdefault(piece.clause.field, piece)
        if before.clause != piece.clause:
            raise draft.twice([before, piece], complaints.TWO_OF_A_KIND)
    return {field: _value(draft, piece) for field, piece in found.items()}


def _value(draft: Draft, piece: Piece) -> object:
    assert isinstance(piece.clause, Setting)
    value = piece.clause.value
    return draft.question.text[value].strip() if isinstance(value, slice) else value


def _a_hundredth(draft: Draft) -> list[str]:
    """The bound that was meant by a share of more than all there is: 200% for 2%."""
    return [
        draft.question.with_words(piece.start, piece.end, draft.said(piece).replace(f"{said.number:f}", f"{less:f}"))
        for piece in draft.all(Limit)
        if isinstance(said := piece.clause, Limit) and draft.metric.unit is Unit.RATIO and said.number > 100
        for less in [(said.number / 100).normalize()]
    ]


def _broken(draft: Draft, problem: Text) -> Refused:
    """A rule that reads and could never work: without one clause or another it may."""
    loose = draft.all(Recover, Setting, Hush, Run, Keep)
    edits = [*_a_hundredth(draft), *(draft.question.without([piece]) for piece in loose)]
    name = draft.question.lexicon.metric_name(draft.metric.id, draft.lang)
    edits.append(f"{name} {Text('drop 20% vs same weekday', '下降20% 对比同星期').of(draft.lang)}")
    return refuse(ImpossibleQuestion, complaints.BROKEN, *edits, problem=problem)
