"""Pieces into a query: every clause in its place, none twice, on top of the question before where there is one."""

from dataclasses import replace
from typing import TypeVar

from analysis import words
from analysis.errors import ImpossibleQuestion, UnclearName
from analysis.language import complaints, nearest, relative, subject, writing
from analysis.language import words as grammar
from analysis.language.checks import SCOPE, Checked, check
from analysis.language.pieces import (
    Against,
    Drawn,
    Every,
    Lead,
    Limit,
    Measure,
    Piece,
    Ranked,
    Split,
    Unread,
    When,
    Where,
    Without,
    Wrong,
)
from analysis.language.question import Question, Refused, Why, refuse
from analysis.model import Bound, Comparison, Filter, Grain, Lang, Op, Picture, Query, Text, Unit
from analysis.periods import open_until

T = TypeVar("T", When, Against, Every, Ranked, Limit, Drawn)


def query(question: Question) -> Query:
    """The query of a question, or Refused."""
    question = understood(question)
    asked = _when(question, _about(question))
    asked = _split(question, asked)
    asked = _weekly(question, asked)
    asked = _filtered(question, asked)
    asked = _dressed(question, asked)
    asked = bounded(question, asked)
    return check(_checked(question, asked))


def scope(question: Question) -> Query:
    """What a sentence of another sort is about: its metric, split, grain and filters; or Refused."""
    question = understood(question)
    asked = _filtered(question, _split(question, _about(question)))
    return check(_checked(question, asked), SCOPE)


def understood(question: Question) -> Question:
    """The question, where every word of it was read and can be; or Refused."""
    if unread := _unread(question):
        raise nearest.unread(question, next((p for p in unread if not _is_opening(question, p)), unread[0]))
    for piece in question.of(Wrong):
        if isinstance(piece.clause, Wrong):
            instead = [writing.phrase(text, question.lang) for text in piece.clause.instead]
            edits = [question.with_words(piece.start, piece.end, text) for text in instead]
            raise Refused(Why(piece.clause.error, piece.clause.sentence, tuple(edits)))
    return subject.settled(question)


def _about(question: Question) -> Query:
    metric = subject.metric(question)
    return replace(subject.base(question, metric), metric=metric)


def _checked(question: Question, asked: Query) -> Checked:
    metric = question.lexicon.metrics[asked.metric]
    return Checked(asked, metric, question.lexicon, question.vocabulary, question.clock)


def _unread(question: Question) -> list[Piece]:
    """The words that nothing reads; an "and" between two metrics is none, for then two are asked for."""
    metrics = {clause.id for p in question.of(Measure) if isinstance(clause := p.clause, Measure) and not clause.soft}
    unread = question.of(Unread)
    others = [p for p in unread if question.source.text[p.start : p.end] not in grammar.JOINERS]
    return others if len(metrics) > 1 else unread


def _is_opening(question: Question, piece: Piece) -> bool:
    """Whether a word nothing reads is one that opens a clause: then what follows it is what went wrong."""
    return question.source.text[piece.start : piece.end] in grammar.OPENINGS


def only(question: Question, kind: type[T]) -> T | None:
    """The one clause of a kind; two that differ are a contradiction."""
    pieces = question.of(kind)
    clauses = list(dict.fromkeys(piece.clause for piece in pieces if isinstance(piece.clause, kind)))
    sure = [clause for clause in clauses if not (isinstance(clause, Against) and clause.soft)]
    clauses = sure or clauses
    if len(clauses) > 1:
        edits = [question.without([p for p in pieces if p.clause != kept]) for kept in clauses]
        names = [f"“{question.text[piece.start : piece.end]}”" for piece in pieces]
        listed = Text(words.listing(names, Lang.EN), words.listing(names, Lang.ZH))
        raise refuse(
            ImpossibleQuestion, complaints.TWO_OF_A_KIND, *edits, kind=complaints.KINDS[kind.__name__], names=listed
        )
    return clauses[0] if clauses else None


def _without(question: Question) -> set[str]:
    return {piece.clause.what for piece in question.of(Without) if isinstance(piece.clause, Without)}


def _when(question: Question, asked: Query) -> Query:
    said = only(question, When)
    period = said.period if said else asked.period
    return replace(asked, period=period, open_until=open_until(period, question.clock.now))


def _split(question: Question, asked: Query) -> Query:
    """The dimensions and the grain; "and by …" adds to those of the question before."""
    splits = [(piece, piece.clause) for piece in question.of(Split) if isinstance(piece.clause, Split)]
    said = tuple(dict.fromkeys(dimension for _, clause in splits for dimension in clause.dimensions))
    grain = _grain(question)
    gone = _without(question)
    if "split" in gone and not said:
        asked = replace(asked, dimensions=(), grain=None, top=None, bottom=False, bound=None, picture=None)
    if said:
        added = splits[0][0] is _after_lead(question) and asked.dimensions
        dimensions = tuple(dict.fromkeys((*asked.dimensions, *said))) if added else said
        asked = replace(asked, dimensions=dimensions)
    if (said or grain) and question.base:
        asked = replace(asked, picture=None)
    if "grain" in gone:
        asked = replace(asked, grain=None)
    return replace(asked, grain=grain or asked.grain)


def _weekly(question: Question, asked: Query) -> Query:
    """Weeks are counted whole where they are to be seen week by week."""
    whole = relative.in_whole_weeks(asked.period, question.clock) if asked.grain is Grain.WEEK else asked.period
    return replace(asked, period=whole)


def _after_lead(question: Question) -> Piece | None:
    """The piece that follows an opening such as "and", if the question begins with one."""
    pieces = question.pieces
    return pieces[1] if len(pieces) > 1 and isinstance(pieces[0].clause, Lead) else None


def _grain(question: Question) -> Grain | None:
    every = only(question, Every)
    beside = {clause.grain for p in question.of(Split) if isinstance(clause := p.clause, Split) and clause.grain}
    grains = beside | ({every.grain} if every else set())
    if len(grains) > 1:
        pieces = [
            p for p in question.of(Every, Split) if isinstance(p.clause, Every) or getattr(p.clause, "grain", None)
        ]
        edits = [question.without([piece]) for piece in pieces]
        names = words.listing([f"“{question.text[p.start : p.end]}”" for p in pieces])
        raise refuse(ImpossibleQuestion, complaints.TWO_OF_A_KIND, *edits, kind=complaints.KINDS["Every"], names=names)
    return next(iter(grains), None)


def _filtered(question: Question, asked: Query) -> Query:
    """The filters: values of one dimension said twice are joined, and replace those of the question before."""
    said: dict[tuple[str, Op], tuple[str, ...]] = {}
    for piece in question.of(Where):
        if isinstance(piece.clause, Where):
            condition = _meant(question, asked, piece, piece.clause)
            key = condition.dimension, condition.op
            said[key] = tuple(dict.fromkeys((*said.get(key, ()), *condition.values)))
            if piece.clause.apart and not asked.dimensions:
                asked = replace(asked, dimensions=(condition.dimension,))
    touched = {dimension for dimension, _ in said} | _without(question)
    kept = () if "filters" in touched else tuple(f for f in asked.filters if f.dimension not in touched)
    return replace(asked, filters=(*kept, *(Filter(d, op, values) for (d, op), values in said.items())))


def _meant(question: Question, asked: Query, piece: Piece, clause: Where) -> Filter:
    """The one filter the words mean for this metric."""
    has = question.lexicon.metric(asked.metric).dimensions
    possible = [condition for condition in clause.choices if condition.dimension in has] or list(clause.choices[:1])
    if len(possible) == 1:
        return possible[0]
    lexicon = question.lexicon
    edits = []
    for condition in possible:
        sign = {Op.IN: Text("=", "="), Op.NOT_IN: Text("not", "不是")}[condition.op].of(question.lang)
        values = ", ".join(f'"{lexicon.value_name(condition.dimension, v, question.lang)}"' for v in condition.values)
        name = lexicon.dimension_name(condition.dimension, question.lang)
        edits.append(question.with_words(piece.start, piece.end, f"{name} {sign} {values}"))
    labels = [lexicon.dimensions[condition.dimension].label for condition in possible]
    either = Text(" or a ".join(text.en.lower() for text in labels), "或".join(text.zh for text in labels))
    raise refuse(UnclearName, complaints.UNCLEAR_NAME, *edits, word=clause.word, names=either)


def _dressed(question: Question, asked: Query) -> Query:
    """Comparison, ranking and picture."""
    gone = _without(question)
    against, ranked, drawn = only(question, Against), only(question, Ranked), only(question, Drawn)
    if against and against.days and against.days != asked.period.days:
        previous = writing.phrase("vs previous", question.lang)
        edits = [question.with_words(p.start, p.end, previous) for p in question.of(Against)]
        raise refuse(ImpossibleQuestion, complaints.NO_SUCH_COMPARISON, *edits)
    comparison: Comparison | None = None if "comparison" in gone else asked.comparison
    asked = replace(asked, comparison=against.kind if against else comparison)
    if "top" in gone:
        asked = replace(asked, top=None, bottom=False)
    if ranked:
        asked = replace(asked, top=ranked.count, bottom=ranked.bottom)
    picture = drawn.picture if drawn else None if "picture" in gone else asked.picture
    return _heatmap(question, replace(asked, picture=picture))


def _heatmap(question: Question, asked: Query) -> Query:
    """A heatmap of nothing in particular is weekday by hour."""
    clock = ("weekday", "hour_of_day")
    metric = question.lexicon.metric(asked.metric)
    if asked.picture is Picture.HEATMAP and not asked.dimensions and all(d in metric.dimensions for d in clock):
        return replace(asked, dimensions=clock)
    return asked


def bounded(question: Question, asked: Query) -> Query:
    """A limit in the metric's own unit; a number that could be a fraction or a percentage is asked about."""
    said = only(question, Limit)
    if said is None:
        return asked
    metric = question.lexicon.metric(asked.metric)
    piece = question.of(Limit)[0]
    word = Text("below ", "低于") if said.op is Op.BELOW else Text("above ", "高于")
    number = f"{word.of(question.lang)}{said.number:f}"
    percent, days = said.mark in ("%", "percent", "per cent"), said.mark in ("day", "days", "d", "天", "日")
    if metric.unit is Unit.RATIO and not percent and abs(said.number) > 1:
        edit = question.with_words(piece.start, piece.end, number + "%")
        raise refuse(
            ImpossibleQuestion, complaints.PERCENT_NEEDED, edit, metric=metric.label, number=f"{said.number:f}"
        )
    if (percent and metric.unit is not Unit.RATIO) or (days and metric.unit is not Unit.DAYS):
        edit = question.with_words(piece.start, piece.end, number)
        raise refuse(ImpossibleQuestion, complaints.PERCENT_NOT_MEANT, edit, metric=metric.label, mark=said.mark)
    return replace(asked, bound=Bound(said.op, float(said.number / 100 if percent else said.number)))
