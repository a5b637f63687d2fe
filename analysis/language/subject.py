"""What a question is about: its metric, and the question before that it goes on from."""

from dataclasses import replace

from analysis import words
from analysis.errors import ImpossibleQuestion, UnknownName
from analysis.language import complaints
from analysis.language.pieces import Lead, Measure, Noise, Quietly
from analysis.language.question import Question, Refused, Why, refuse
from analysis.model import Lang, Query, Text
from analysis.periods import default

NAMED_METRICS = 5


def settled(question: Question) -> Question:
    """Words that are a metric and a value alike are a value beside another metric."""
    said = [clause for p in question.pieces if isinstance(clause := p.clause, Measure) and not clause.soft]
    sure = {clause.id for clause in said if clause.value is None}
    if not sure or len({clause.id for clause in said}) == 1:
        return question
    pieces = [
        replace(p, clause=p.clause.value) if isinstance(p.clause, Measure) and p.clause.value else p
        for p in question.pieces
    ]
    return replace(question, pieces=tuple(pieces))


def metric(question: Question) -> str:
    """The one metric that is asked for: named, meant by a verb, or that of the question before."""
    said = [(piece, piece.clause) for piece in question.of(Measure) if isinstance(piece.clause, Measure)]
    hard = list(dict.fromkeys(clause.id for _, clause in said if not clause.soft))
    if len(hard) > 1:
        edits = [question.without([p for p, clause in said if clause.id != kept]) for kept in hard]
        names = Text(
            words.listing([question.lexicon.metric(m).label.en for m in hard], Lang.EN),
            words.listing([question.lexicon.metric(m).label.zh for m in hard], Lang.ZH),
        )
        raise refuse(ImpossibleQuestion, complaints.TWO_METRICS, *edits, names=names)
    known = [*hard, *(clause.id for _, clause in said if clause.id in question.lexicon.metrics)]
    if known:
        return known[0]
    meaningful = any(not isinstance(piece.clause, Noise | Lead | Quietly) for piece in question.pieces)
    if question.base and meaningful:
        return question.base.metric
    raise _no_metric(question, question.text if meaningful else "")


def _no_metric(question: Question, text: str) -> Refused:
    metrics = [metric.id for metric in question.vocabulary.metrics][:NAMED_METRICS]
    if question.base:
        return refuse(UnknownName, complaints.NO_METRIC, question.base)
    names = [question.lexicon.metric_name(metric, question.lang) for metric in metrics]
    edits = [f"{name} {text}".strip() for name in names]
    return Refused(Why(UnknownName, complaints.NO_METRIC, (*edits, *names), nearest=tuple(metrics)))


def base(question: Question, metric: str) -> Query:
    """What the clauses are laid over: the question before, or an empty one over the default period."""
    period = default(question.clock)
    fresh = Query(metric, period)
    if question.base is None:
        return fresh
    named = bool(question.of(Measure))
    goes_on = bool(question.pieces) and (
        isinstance(question.pieces[0].clause, Lead) or isinstance(question.pieces[-1].clause, Lead)
    )
    return question.base if goes_on or not named else fresh
