"""What a query must satisfy to be answerable; each check says what to ask instead."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from analysis import words
from analysis.errors import ImpossibleQuestion, ImpossibleSplit, NoData
from analysis.language import complaints
from analysis.language.lexicon import Lexicon
from analysis.language.question import Refused, Why, refuse
from analysis.model import Lang, Metric, Op, Picture, Query, Text
from analysis.periods import Clock, dates, open_until, over
from analysis.vocabulary import Vocabulary

MOST_DIMENSIONS = 2
NAMED_AT_MOST = 6


@dataclass(frozen=True)
class Checked:
    """A query with what it is checked against."""

    query: Query
    metric: Metric
    lexicon: Lexicon
    vocabulary: Vocabulary
    clock: Clock

    def dimension(self, dimension_id: str) -> Text:
        """How a dimension is called."""
        dimension = self.lexicon.dimensions.get(dimension_id)
        return Text(dimension.label.en.lower(), dimension.label.zh) if dimension else Text(dimension_id, dimension_id)

    def names(self, dimension_ids: tuple[str, ...]) -> Text:
        """Dimensions in a row."""
        texts = [self.dimension(identity) for identity in dimension_ids]
        return Text(words.listing([text.en for text in texts], Lang.EN), words.listing([t.zh for t in texts], Lang.ZH))

    def splits(self) -> list[Query]:
        """The query by each of the dimensions its metric has."""
        free = [d for d in self.metric.dimensions if d not in {f.dimension for f in self.query.filters}]
        return [replace(self.query, dimensions=(dimension,)) for dimension in free[:3]]


def dimensions(checked: Checked) -> Refused | None:
    """Two dimensions at most, each of which the metric has."""
    query, has = checked.query, checked.metric.dimensions
    used = (*query.dimensions, *(condition.dimension for condition in query.filters))
    lacking = next((dimension for dimension in used if dimension not in has), None)
    if lacking:
        kept = replace(
            query,
            dimensions=tuple(d for d in query.dimensions if d in has),
            filters=tuple(f for f in query.filters if f.dimension in has),
        )
        if not kept.dimensions:
            kept = replace(kept, top=None, bottom=False, bound=None, picture=None)
        others = [replace(kept, dimensions=(dimension,)) for dimension in has[:2]] if not kept.dimensions else []
        sentence = complaints.NO_SUCH_SPLIT if has else complaints.NO_SPLIT_AT_ALL
        instead = (*others, kept) if lacking in query.dimensions else (kept, *others)
        lack, names = checked.dimension(lacking), checked.names(has[:NAMED_AT_MOST])
        return refuse(ImpossibleSplit, sentence, *instead, metric=checked.metric.label, dimension=lack, names=names)
    if len(query.dimensions) > MOST_DIMENSIONS:
        first, second, third = query.dimensions[:3]
        pairs = [replace(query, dimensions=pair) for pair in ((first, second), (first, third), (second, third))]
        return refuse(ImpossibleQuestion, complaints.TOO_MANY_SPLITS, *pairs, names=checked.names(query.dimensions))
    return None


def grain(checked: Checked) -> Refused | None:
    """A grain the metric is recorded at."""
    query, grains = checked.query, checked.metric.grains
    if query.grain is None or query.grain in grains or not grains:
        return None
    others = [replace(query, grain=other) for other in grains[:2]]
    name = complaints.GRAIN_NAMES[query.grain]
    return refuse(ImpossibleSplit, complaints.NO_SUCH_GRAIN, *others, metric=checked.metric.label, grain=name)


def filters(checked: Checked) -> Refused | None:
    """No value both wanted and unwanted."""
    query = checked.query
    for wanted in query.filters:
        for unwanted in query.filters:
            both = [value for value in wanted.values if value in unwanted.values]
            if both and wanted.dimension == unwanted.dimension and (wanted.op, unwanted.op) == (Op.IN, Op.NOT_IN):
                names = [checked.lexicon.value_name(wanted.dimension, value, Lang.EN) for value in both]
                kept = [
                    replace(query, filters=tuple(f for f in query.filters if f != drop)) for drop in (unwanted, wanted)
                ]
                return refuse(ImpossibleQuestion, complaints.CONTRADICTION, *kept, names=words.listing(names))
    return None


def ranking(checked: Checked) -> Refused | None:
    """A ranking, a bound, a pie and a stack are about rows: they need a split."""
    query = checked.query
    clause = "top" if query.top else "bound" if query.bound else query.picture.value if query.picture else ""
    if query.dimensions or clause not in complaints.CLAUSES:
        return None
    plain = replace(query, top=None, bottom=False, bound=None, picture=None)
    return refuse(
        ImpossibleQuestion, complaints.NEEDS_SPLIT, *checked.splits(), plain, clause=complaints.CLAUSES[clause]
    )


def pie(checked: Checked) -> Refused | None:
    """A pie needs parts that make a whole."""
    query = checked.query
    if query.picture is not Picture.PIE or checked.metric.adds(query.dimensions):
        return None
    bars = [replace(query, picture=other) for other in (Picture.BAR, Picture.TABLE)]
    return refuse(ImpossibleQuestion, complaints.NO_WHOLE, *bars, metric=checked.metric.label)


def data(checked: Checked) -> Refused | None:
    """A period with a part inside the loaded data."""
    query, vocabulary = checked.query, checked.vocabulary
    first, last, period = vocabulary.first_day, vocabulary.last_day, query.period
    if first is None or last is None or first > last:
        return None
    days = min(period.days, (last - first).days + 1)
    if period.first_day > last:
        start, sentence, edge = last - timedelta(days - 1), complaints.AFTER_DATA, last
    elif period.last_day < first:
        start, sentence, edge = first, complaints.BEFORE_DATA, first
    else:
        return None
    end = start + timedelta(days)
    other = over(start, end, period.zone, dates(start, end))
    instead = replace(query, period=other, open_until=open_until(other, checked.clock.now))
    day = Text(words.day(edge, Lang.EN), words.day(edge, Lang.ZH))
    named = Text(words.span(period, Lang.EN), words.span(period, Lang.ZH))
    return Refused(Why(NoData, sentence, (instead,), query=query, holes={"day": day, "words": named}))


Check = Callable[[Checked], Refused | None]
SCOPE: tuple[Check, ...] = (dimensions, grain, filters)
CHECKS: tuple[Check, ...] = (*SCOPE, ranking, pie, data)


def check(checked: Checked, checks: tuple[Check, ...] = CHECKS) -> Query:
    """The query, if all checks pass."""
    for rule in checks:
        refused = rule(checked)
        if refused:
            raise refused
    return checked.query
