"""What was said to be bad, as the trigger of a rule in the metric's unit."""

from dataclasses import dataclass, replace

from analysis.alerts.rule import Baseline, Kind, Side, Trigger, Volume
from analysis.alerts.text import complaints
from analysis.alerts.text.movement import BASELINES
from analysis.alerts.text.parts import (
    Amount,
    Average,
    Beyond,
    Least,
    Move,
    Odd,
    Recover,
    Reference,
    Score,
    Silent,
    Versus,
)
from analysis.anomalies import LIMIT
from analysis.errors import ImpossibleQuestion
from analysis.language import complaints as asked
from analysis.language import compose
from analysis.language.pieces import Clause, Limit, Piece
from analysis.language.question import Question, Refused, refuse
from analysis.model import Comparison, Grain, Lang, Metric, Op, Query, Text, Unit
from analysis.words import listing

COVER = "stock_cover"
BAD = (Limit, Move, Beyond, Odd, Silent)
_DAILY = (Grain.HOUR, Grain.DAY)
_BASELINES: dict[Comparison, Baseline] = {
    Comparison.PREVIOUS: Baseline.PREVIOUS,
    Comparison.SAME_WEEKDAY: Baseline.SAME_WEEKDAY,
    Comparison.LAST_YEAR: Baseline.LAST_YEAR,
}


@dataclass(frozen=True)
class Draft:
    """A rule on its way: what was said, and the metric, split, grain and filters it is about."""

    question: Question
    about: Query

    @property
    def metric(self) -> Metric:
        """The metric it watches."""
        return self.question.lexicon.metrics[self.about.metric]

    @property
    def lang(self) -> Lang:
        """The language it is in."""
        return self.question.lang

    def all(self, *kinds: type[Clause]) -> list[Piece]:
        """The pieces of these kinds."""
        return self.question.of(*kinds)

    def one(self, *kinds: type[Clause]) -> Piece | None:
        """The one piece of these kinds; two that differ are refused."""
        pieces = self.all(*kinds)
        clauses = list(dict.fromkeys(piece.clause for piece in pieces))
        if len(clauses) > 1:
            raise self.twice(pieces, complaints.TWO_TRIGGERS if kinds == BAD else complaints.TWO_OF_A_KIND)
        return pieces[0] if pieces else None

    def twice(self, pieces: list[Piece], sentence: Text) -> Refused:
        """The refusal of clauses of which only one can be; each is offered alone."""
        edits = [self.question.without([p for p in pieces if p.clause != kept.clause]) for kept in pieces]
        names = [f"“{self.question.text[piece.start : piece.end].strip()}”" for piece in pieces]
        return refuse(ImpossibleQuestion, sentence, *edits, names=Text(listing(names), listing(names, Lang.ZH)))

    def refuse(self, sentence: Text, piece: Piece, *phrases: Text, **holes: Text | str) -> Refused:
        """The refusal of one clause, with phrases to put in its place; an empty one takes it out."""
        edits = [
            self.question.with_words(piece.start, piece.end, phrase.of(self.lang))
            if phrase.en
            else self.question.without([piece])
            for phrase in phrases
        ]
        return refuse(ImpossibleQuestion, sentence, *edits, **holes)

    def said(self, piece: Piece) -> str:
        """The words of a piece."""
        return self.question.text[piece.start : piece.end].strip()


def trigger(draft: Draft) -> Trigger:
    """The one thing that is bad, with all that was said about it. Raises Refused."""
    bad = draft.one(*BAD)
    if bad is None:
        raise _nothing_bad(draft)
    found = _by_kind(draft, bad)
    found = _baseline(draft, bad, found)
    if (least := draft.one(Least)) and isinstance(least.clause, Least):
        found = replace(found, volume=_volume(draft, least, least.clause))
    if (recovery := draft.one(Recover)) and isinstance(recovery.clause, Recover):
        found = replace(found, recovery=_bound(draft, recovery, recovery.clause.amount, found.kind))
    if (score := draft.one(Score)) and isinstance(score.clause, Score):
        if found.kind is not Kind.ANOMALY:
            raise draft.refuse(complaints.NOT_HERE, score, OUT, word=draft.said(score))
        found = replace(found, limit=float(score.clause.limit))
    return found


def _by_kind(draft: Draft, bad: Piece) -> Trigger:
    match bad.clause:
        case Limit(op, number, mark):
            side = Side.BELOW if op is Op.BELOW else Side.ABOVE
            kind = Kind.COVER if draft.metric.id == COVER else Kind.THRESHOLD
            bound = compose.bounded(draft.question, draft.about).bound
            assert bound is not None, (number, mark)
            return Trigger(kind, side, bound.limit)
        case Move(side, amount):
            return Trigger(Kind.CHANGE, side, _share(draft, bad, amount))
        case Beyond(side, reference, amount):
            kind = Kind.TARGET if reference is Comparison.TARGET else Kind.CHANGE
            if amount is None and kind is Kind.CHANGE:
                raise _how_much(draft, bad)
            return Trigger(kind, side, _share(draft, bad, amount) if amount else 0.0)
        case Odd(side, least):
            share = _share(draft, bad, least) if least else 0.0
            return Trigger(Kind.ANOMALY, side, LIMIT, least_change=share)
        case Silent(length):
            return Trigger(Kind.FRESHNESS, Side.ABOVE, length.total_seconds() / 3600)
    raise AssertionError(bad.clause)


def _baseline(draft: Draft, bad: Piece, found: Trigger) -> Trigger:
    """What a change is measured from; a change against the target is one that lags behind it."""
    versus = draft.one(Versus)
    reference = versus.clause.reference if versus and isinstance(versus.clause, Versus) else None
    if isinstance(bad.clause, Beyond):
        if versus and reference != bad.clause.reference:
            raise draft.twice([bad, versus], complaints.TWO_OF_A_KIND)
        reference = bad.clause.reference
    if isinstance(bad.clause, Move) and reference is Comparison.TARGET:
        if found.side is Side.EITHER:
            raise draft.refuse(complaints.HOW_MUCH, bad, Text("behind target by 5%", "落后目标5%"))
        return replace(found, kind=Kind.TARGET)
    if versus and found.kind not in (Kind.CHANGE, Kind.TARGET):
        raise draft.refuse(complaints.NOTHING_MOVES, versus, OUT, word=draft.said(versus))
    if found.kind is not Kind.CHANGE:
        return found
    usual = Comparison.SAME_WEEKDAY if draft.about.grain in _DAILY else Comparison.PREVIOUS
    return _measured_from(draft, versus or bad, reference or usual, found)


def _measured_from(draft: Draft, piece: Piece, reference: Reference, found: Trigger) -> Trigger:
    grain = draft.about.grain or Grain.DAY
    if isinstance(reference, Average):
        # Alike are the same weekdays of weeks, or months: an average of anything else is none of like windows.
        unit = "month" if grain is Grain.MONTH else "week"
        if reference.unit not in ("", unit) or not 2 <= reference.count <= 52:
            phrase = Text(f"vs 4-{unit} average", f"对比4{'个月' if unit == 'month' else '周'}平均")
            raise _no_baseline(draft, piece, phrase)
        return replace(found, baseline=Baseline.AVERAGE, weeks=reference.count)
    if isinstance(piece.clause, Versus) and piece.clause.daily and grain is not Grain.DAY:
        raise _no_baseline(draft, piece, *BASELINES)
    if reference is Comparison.LAST_WEEK:
        weekly = grain is Grain.WEEK
        reference = Comparison.PREVIOUS if weekly else Comparison.SAME_WEEKDAY
    if reference is Comparison.LAST_MONTH and grain is Grain.MONTH:
        reference = Comparison.PREVIOUS
    baseline = _BASELINES.get(reference)
    if baseline is None or (baseline is Baseline.SAME_WEEKDAY and grain not in _DAILY):
        raise _no_baseline(draft, piece, *BASELINES)
    return replace(found, baseline=baseline)


def _no_baseline(draft: Draft, piece: Piece, *phrases: Text) -> Refused:
    if isinstance(piece.clause, Beyond):
        move = "drop" if piece.clause.side is Side.BELOW else "rise"
        phrases = tuple(
            Text(f"{move} 20% {p.en}", f"{'下降' if move == 'drop' else '上涨'}20% {p.zh}") for p in phrases
        )
    grain = complaints.NAMES[(draft.about.grain or Grain.DAY).value]
    return draft.refuse(complaints.NO_BASELINE, piece, *phrases, grain=grain)


def _how_much(draft: Draft, bad: Piece) -> Refused:
    said = draft.said(bad)
    return draft.refuse(complaints.HOW_MUCH, bad, Text(f"{said} by 20%", f"{said}20%"))


def _nothing_bad(draft: Draft) -> Refused:
    """No trigger: what there could be is put behind what was said."""
    text = draft.question.text
    falls = Text("drop 20% vs same weekday", "下降20% 对比同星期")
    phrases = (falls, Text("unusual", "异常")) if draft.about.grain in (None, *_DAILY) else (Text("unusual", "异常"),)
    edits = [f"{text} {phrase.of(draft.lang)}" for phrase in phrases]
    if (versus := draft.one(Versus)) is not None:
        moved = Text("drop 20%", "下降20%").of(draft.lang)
        edits = [draft.question.with_words(versus.start, versus.start, f"{moved} ")]
    if least := draft.all(Least):
        said = least[0].clause
        above = f"{Text('above ', '高于').of(draft.lang)}{said.amount.number:f}" if isinstance(said, Least) else ""
        edits.insert(0, draft.question.with_words(least[0].start, least[0].end, above))
        return refuse(ImpossibleQuestion, complaints.LEAST_ALONE, *edits)
    return refuse(ImpossibleQuestion, complaints.NO_TRIGGER, *edits)


def _share(draft: Draft, piece: Piece, amount: Amount) -> float:
    """A fraction that was said in percent."""
    if not amount.percent:
        number = f"{amount.number:f}"
        said = draft.said(piece)
        phrases = []
        if 0 < amount.number <= 100 and not amount.mark and number in said:
            phrases.append(Text(said.replace(number, number + "%"), said.replace(number, number + "%")))
        raise draft.refuse(complaints.IN_PERCENT, piece, *phrases, Text("drop 20%", "下降20%"))
    return float(amount.number / 100)


def _volume(draft: Draft, piece: Piece, least: Least) -> Volume:
    metric = draft.question.lexicon.metrics[least.metric] if least.metric else draft.metric
    if metric.unit is Unit.RATIO and not least.amount.percent and least.amount.number > 1:
        others = (Text("min 100 visits", "至少100 访问量"), Text("min 100 orders", "至少100 订单数"))
        raise draft.refuse(complaints.LEAST_OF_SHARE, piece, *others, OUT, metric=metric.label)
    number = in_unit(draft, piece, least.amount, metric)
    return Volume(number, "" if metric.id == draft.metric.id else metric.id)


def _bound(draft: Draft, piece: Piece, amount: Amount, kind: Kind) -> float:
    """A recovery bound in the unit of its trigger."""
    if kind in (Kind.CHANGE, Kind.TARGET):
        return _share(draft, piece, amount)
    if kind in (Kind.ANOMALY, Kind.FRESHNESS):
        return float(amount.number)
    return in_unit(draft, piece, amount, draft.metric)


def in_unit(draft: Draft, piece: Piece, amount: Amount, metric: Metric) -> float:
    """A number in a metric's unit. Raises Refused where it was said in another."""
    ratio, days = metric.unit is Unit.RATIO, amount.mark in ("day", "days", "d", "天", "日")
    number, said = f"{amount.number:f}", draft.said(piece)
    if ratio and not amount.percent and abs(amount.number) > 1:
        percent = said.replace(number, number + "%")
        raise draft.refuse(asked.PERCENT_NEEDED, piece, Text(percent, percent), metric=metric.label, number=number)
    if (amount.percent and not ratio) or (days and metric.unit is not Unit.DAYS):
        bare = said.replace(amount.mark, "").strip()
        raise draft.refuse(complaints.BAD_UNIT, piece, Text(bare, bare), metric=metric.label, mark=amount.mark)
    return float(amount.number / 100 if amount.percent else amount.number)


OUT = Text("", "")
