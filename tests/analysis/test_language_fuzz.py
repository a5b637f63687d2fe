"""Whatever is typed reads, or is answered with a sentence in both languages and questions that work."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.errors import Mistake
from analysis.language import read, write
from analysis.language.lexicon import of
from analysis.model import Bound, Comparison, Filter, Grain, Lang, Op, Picture, Query, Unit
from analysis.periods import open_until
from tests.analysis import examples_en, examples_zh
from tests.analysis.language_shop import NOW, VOCABULARY

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
PHRASES = """
today|yesterday|3 days ago|last 7 days|last 24 hours|this week|last week|2 weeks ago|week to date|this month
last month|month to date|last 3 months|this quarter|last quarter|quarter to date|last 2 quarters|this year
last year|2 years ago|year to date|all time|monday|friday last week|monday this week|last weekend|2025-11
2025-11-11|2025|q3 2025|h1 2026|2025-11-01..2025-11-11|since monday|since 2025-11-01|since double 11
since last month|double 11|black friday 2025|618
""".strip().replace("\n", "|")
EXAMPLES = [example.text for example in (*examples_en.EXAMPLES, *examples_zh.EXAMPLES)]
WORDS = sorted({word for text in EXAMPLES for word in text.split()} | {name.spelling for name in of(VOCABULARY).names})
WORDS += [
    "=",
    "!=",
    "<",
    ">",
    '"',
    "(",
    "vs",
    "by",
    "top",
    "0",
    "99999999999",
    "-1",
    "30 feb",
    "2月30日",
    "<@U1>",
    "and",
    "or",
]


def holds(text: str, base: Query | None = None) -> None:
    """The text reads, or its mistake helps."""
    try:
        reading = read(text, VOCABULARY, NOW, base)
    except Mistake as mistake:
        helps(mistake)
    else:
        assert (reading.query is None) is (reading.verb is not None)


def helps(mistake: Mistake) -> None:
    """There is a sentence in each language, and every suggestion reads by itself."""
    assert mistake.say(Lang.EN)
    assert mistake.say(Lang.ZH)
    assert mistake.suggestions
    for suggestion in mistake.suggestions:
        read(suggestion, VOCABULARY, NOW)


BASE = read("revenue last week by channel vs last year", VOCABULARY, NOW).query
arbitrary = st.one_of(
    st.text(max_size=40), st.text("收入销售额按渠道上周0123 .-/年月日<>=\"'@#|&;:\u200b\ud800", max_size=30)
)
shuffled = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
glued = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map("".join)
anything = st.one_of(arbitrary, shuffled, glued)


@settings(max_examples=2_000, suppress_health_check=QUIET)
@given(anything, st.sampled_from([None, BASE]))
def test_anything_typed_reads_or_is_answered(text, base):
    holds(text, base)


@pytest.mark.check
@pytest.mark.parametrize("part", range(10))
@settings(max_examples=10_000, suppress_health_check=QUIET, derandomize=False)
@given(data=st.tuples(anything, st.sampled_from([None, BASE])))
def test_anything_at_all_reads_or_is_answered(part, data):
    """A hundred thousand texts, other ones each time, in parts that several processes can share."""
    holds(*data)


@pytest.mark.parametrize(
    "text", ["", " ", "\n", '"', "<", "<@U1>", "?", "。", "\u200b", "\ud800", "x" * 1001, "销" * 900, "((" * 400]
)
def test_next_to_nothing_and_far_too_much_are_answered(text):
    holds(text)


@st.composite
def queries(draw) -> Query:
    """Queries of every form that the shop can answer."""
    metric = draw(st.sampled_from([m for m in VOCABULARY.metrics if m.dimensions]))
    period = read(f"{metric.label.en} {draw(st.sampled_from(PHRASES.split('|')))}", VOCABULARY, NOW).query.period
    dimensions = tuple(draw(st.lists(st.sampled_from(metric.dimensions), max_size=2, unique=True)))
    values: dict[str, list[str]] = {}
    for value in VOCABULARY.values:
        if value.dimension in metric.dimensions:
            values.setdefault(value.dimension, []).append(value.value)
    filters = []
    for dimension in draw(st.lists(st.sampled_from(sorted(values) or [""]), max_size=2, unique=True)):
        if dimension:
            chosen = draw(st.lists(st.sampled_from(values[dimension]), min_size=1, max_size=3, unique=True))
            filters.append(Filter(dimension, draw(st.sampled_from([Op.IN, Op.NOT_IN])), tuple(chosen)))
    pictures = [p for p in Picture if dimensions and (p is not Picture.PIE or metric.parts)]
    limit = draw(st.floats(0, 0.99) if metric.unit is Unit.RATIO else st.floats(0, 1e9, allow_nan=False))
    ranked = draw(st.none() | st.integers(1, 100)) if dimensions else None
    op = draw(st.sampled_from([Op.BELOW, Op.ABOVE]))
    return Query(
        metric.id,
        period,
        dimensions,
        tuple(filters),
        draw(st.none() | st.sampled_from(metric.grains or tuple(Grain))),
        draw(st.none() | st.sampled_from(list(Comparison))),
        ranked,
        bool(ranked) and draw(st.booleans()),
        draw(st.none() | st.just(Bound(op, limit))) if dimensions else None,
        draw(st.none() | st.sampled_from(pictures)) if pictures else None,
        open_until(period, NOW),
    )


@settings(max_examples=150, suppress_health_check=QUIET)
@given(queries(), st.sampled_from(list(Lang)))
def test_what_is_written_reads_as_what_was_meant(query, lang):
    assert read(write(query, VOCABULARY, lang), VOCABULARY, NOW).query == query


def test_a_canonical_question_is_what_a_person_would_type():
    query = read("上周 华东 按渠道 销售额 同比 前3", VOCABULARY, NOW).query
    assert write(query, VOCABULARY, Lang.EN) == "revenue last week region = East by channel vs last year top 3"
    assert write(query, VOCABULARY, Lang.ZH) == "销售额 上周 地区 = 华东 按渠道 同比 前3"
