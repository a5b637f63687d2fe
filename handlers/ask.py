"""A question in words -> everything an answer needs: the one way in for Slack and the terminal alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from analysis import descriptive, language, periods
from analysis.answer import Answer
from analysis.errors import ImpossibleQuestion, NoData
from analysis.language import Reading
from analysis.model import Comparison, Lang, Look, Period, Query, Result, Text
from analysis.vocabulary import Vocabulary
from charts import draw
from charts.chart import Chart
from handlers import aims
from handlers.command import Shop
from handlers.verbs import VERBS


@dataclass(frozen=True)
class Answered:
    """A question, understood and measured. `question` is as typed, `canonical` what asks for the same again.

    `vocabulary` has the names it was read by, so that the next questions are written with them.
    """

    question: str
    canonical: str
    answer: Answer
    definition: str
    look: Look
    vocabulary: Vocabulary

    @property
    def query(self) -> Query:
        """What was understood."""
        return self.answer.query

    @property
    def lang(self) -> Lang:
        """The language it is to be told in."""
        return self.look.lang

    @cached_property
    def chart(self) -> Chart:
        """The picture of it, drawn when first looked at."""
        return draw(self.answer, self.look, self.query.picture)


def ask(text: str, shop: Shop, lang: Lang, now: datetime, base: Query | None = None) -> Answered:
    """Read a question and measure its answer; `base` is the question it follows up on.

    Raises Mistake when it cannot be understood or cannot be, Unavailable when a store fails.
    An answer without data is an answer: its value is None.
    """
    try:
        return measure(asked(language.read(text, words(shop), now, base)), shop, lang, text)
    except NoData as nothing:
        if nothing.query is None:
            raise
        return measure(nothing.query, shop, lang, text)


def words(shop: Shop) -> Vocabulary:
    """Every name a question or a command may use."""
    return shop.facts.vocabulary(VERBS)


def asked(reading: Reading) -> Query:
    """The question in a reading. Raises ImpossibleQuestion where it is a command."""
    if reading.query is None:
        raise ImpossibleQuestion(_NOT_A_QUESTION, ("revenue last 7 days",))
    return reading.query


def measure(query: Query, shop: Shop, lang: Lang, question: str = "") -> Answered:
    """Measure what a question needs and compose its answer. Raises Mistake and Unavailable."""
    (answered,) = measure_all((query,), shop, lang)
    return replace(answered, question=question) if question else answered


def measure_all(queries: Sequence[Query], shop: Shop, lang: Lang) -> list[Answered]:
    """The answers to several questions, with what they need asked for together."""
    plans = [_plan(query, shop) for query in queries]
    needs = tuple(dict.fromkeys(need for plan in plans for need in plan.needs.values()))
    found = dict(zip(needs, shop.facts.fetch_all(needs), strict=True))
    return [_composed(plan, {name: found[need] for name, need in plan.needs.items()}, shop, lang) for plan in plans]


@dataclass(frozen=True)
class _Plan:
    """What a question needs, by name, and what else its answer is made from."""

    query: Query
    needs: Mapping[str, Query]
    setting: descriptive.Setting
    vocabulary: Vocabulary


def _plan(query: Query, shop: Shop) -> _Plan:
    catalog = shop.catalog
    metric = catalog.metric(query.metric)
    target = aims.target(shop, metric.id, query.period, query.filters)
    if query.comparison is Comparison.TARGET and target is None:
        raise ImpossibleQuestion(
            Text(_NO_TARGET.en.format(id=metric.id), _NO_TARGET.zh.format(id=metric.id)), (f"{metric.id} vs previous",)
        )
    compared, vocabulary = _compared(query), words(shop)
    setting = descriptive.Setting(
        dimensions=tuple(catalog.dimension(name) for name in query.dimensions),
        compared=compared,
        currency=catalog.currency,
        week_start=catalog.week_start,
        target=target,
        since=vocabulary.first_day,
        occasions=catalog.occasions((compared or query.period).first_day, query.period.last_day),
    )
    return _Plan(query, descriptive.needs(query, metric, compared), setting, vocabulary)


def _composed(plan: _Plan, found: Mapping[str, Result], shop: Shop, lang: Lang) -> Answered:
    canonical = language.write(plan.query, plan.vocabulary, Lang.EN)
    answer = descriptive.answer(plan.query, found, plan.setting)
    definition = shop.catalog.definition(plan.query.metric, lang)
    return Answered(canonical, canonical, answer, definition, Look(lang, shop.catalog.currency), plan.vocabulary)


def _compared(query: Query) -> Period | None:
    kind = descriptive.kind(query)
    if kind is Comparison.TARGET or query.period.text == periods.ALL_TIME:
        return None
    return periods.compared(query, kind)


_NOT_A_QUESTION = Text("That is not a question about a metric. This works:", "这不是对指标的提问。可以这样问：")
_NO_TARGET = Text(
    "No target is set for that. Set one with `/kpi target {id} 2026-11 1.2m` (metric, month, amount), or compare with:",
    "还没有为它设定目标。可以说 `/kpi 目标 {id} 2026-11 120万`（指标、月份、数值），也可以这样比较：",
)
