"""A rule in words: what is read, that it is written so that it reads again, and what is said to a slip."""

import re
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.alerts.check import problems
from analysis.alerts.rule import (
    Baseline,
    Escalation,
    Hours,
    Kind,
    Mute,
    Policy,
    Rule,
    Side,
    Trigger,
    Volume,
)
from analysis.alerts.text import anew, read, write
from analysis.errors import ImpossibleQuestion, Mistake, UnknownName
from analysis.model import Filter, Grain, Lang, Op, Unit
from tests.analysis.alerts.rule_examples import EXAMPLES_EN, EXAMPLES_ZH, pairs
from tests.analysis.language_shop import NOW, VOCABULARY

METRICS = {metric.id: metric for metric in VOCABULARY.metrics}
LEVELS = (Kind.THRESHOLD, Kind.COVER)


@pytest.mark.parametrize(("typed", "canonical"), pairs(EXAMPLES_EN))
def test_english_rules_are_read_as_they_are_meant(typed, canonical):
    assert write(read(typed, VOCABULARY, NOW), VOCABULARY, Lang.EN) == canonical


@pytest.mark.parametrize(("typed", "canonical"), pairs(EXAMPLES_ZH))
def test_chinese_rules_are_read_as_they_are_meant(typed, canonical):
    assert write(read(typed, VOCABULARY, NOW), VOCABULARY, Lang.ZH) == canonical


@pytest.mark.parametrize(
    ("rule", "said", "canonical"),
    [
        ("revenue by region drop 20% for 2 days", "for 3 days", "revenue by region drop 20% for 3 days"),
        ("revenue by region drop 20% for 2 days", "连续3天", "revenue by region drop 20% for 3 days"),
        ("revenue drop 20% vs last year", "drop 30%", "revenue drop 30% vs last year"),
        ("revenue drop 20% vs last year", "vs previous", "revenue drop 20% vs previous"),
        ("revenue drop 20% vs last year", "below 5k", "revenue below 5k"),
        ("revenue below 5k recover at 6k repeat 2h", "below 7k", "revenue below 7k repeat 2h"),
        ("orders unusual down at 4z", "unusual up", "orders unusual up at 4z"),
        ("revenue below 5k repeat 2h", "repeat 4h name “Night”", "revenue below 5k repeat 4h name “Night”"),
        ("revenue below 5k by region", "by channel", "revenue below 5k by channel"),
        ("revenue below 5k in East", "in South", "revenue below 5k in South"),
        ("revenue below 5k for 2 days", "orders below 10", "orders below 10"),
    ],
)
def test_one_clause_said_anew_takes_the_place_of_what_was_said_of_the_same(rule, said, canonical):
    """Words that name a metric are a whole rule."""
    assert anew(read(rule, VOCABULARY, NOW), said, VOCABULARY, NOW) == read(canonical, VOCABULARY, NOW)


def test_a_clause_that_nothing_reads_is_asked_about_with_the_rule_as_it_is():
    with pytest.raises(UnknownName, match="blah") as refused:
        anew(read("revenue below 5k for 2 days", VOCABULARY, NOW), "blah", VOCABULARY, NOW)
    assert refused.value.suggestions
    for works in refused.value.suggestions:
        read(works, VOCABULARY, NOW)


def test_the_kinds_side_and_units_are_those_of_the_words():
    """Fractions for shares, the metric's unit for bounds, hours for silence, days for cover."""

    def trigger(text):
        return read(text, VOCABULARY, NOW).trigger

    assert trigger("refund rate above 8% recover at 6%") == Trigger(Kind.THRESHOLD, Side.ABOVE, 0.08, 0.06)
    assert trigger("revenue drop 20% vs 6-week average min 100 orders") == Trigger(
        Kind.CHANGE, Side.BELOW, 0.2, None, Baseline.AVERAGE, 6, Volume(100, "orders")
    )
    assert trigger("revenue behind target by 5%") == Trigger(Kind.TARGET, Side.BELOW, 0.05)
    assert trigger("stock cover below 7 days").kind is Kind.COVER
    assert trigger("visits silent for 2 days") == Trigger(Kind.FRESHNESS, Side.ABOVE, 48)
    assert trigger("orders unusual up by 10% at 4z") == Trigger(Kind.ANOMALY, Side.ABOVE, 4, least_change=0.1)


def test_people_channels_and_groups_are_kept_by_their_ids():
    rule = read("revenue below 5k owner <@U1|ana> to <#C7|sales> escalate <!subteam^S1|@ops> after 2h", VOCABULARY, NOW)
    assert (rule.owner, rule.channel) == ("U1", "C7")
    assert rule.escalation == Escalation("S1", timedelta(hours=2))


def test_a_mute_without_a_year_is_one_to_come():
    """Seen in November 2026, Christmas is this year's and 618 the next one's."""
    mutes = read("revenue below 5k mute christmas mute 618", VOCABULARY, NOW).mutes
    assert [mute.first for mute in mutes] == [date(2026, 12, 25), date(2027, 6, 18)]


@pytest.mark.parametrize(
    ("typed", "error", "suggested"),
    [
        ("revenue", ImpossibleQuestion, "revenue drop 20% vs same weekday"),
        ("revenu below 5k", UnknownName, "revenue below 5k"),
        ("blorp below 5k", UnknownName, "revenue below 5k"),
        ("revenue blow 5k", UnknownName, "revenue below 5k"),
        ("revenue below 5k banana", UnknownName, "revenue below 5k"),
        ("revenue in Atlantis below 5k", UnknownName, "revenue below 5k"),
        ("revenue region=Est below 5k", UnknownName, 'revenue region="East" below 5k'),
        ("revenue drop", ImpossibleQuestion, "revenue drop 20%"),
        ("revenue below", ImpossibleQuestion, "revenue below 1000"),
        ("conversion above", ImpossibleQuestion, "conversion above 5%"),
        ("销售额 低于", ImpossibleQuestion, "销售额 低于1000"),
        ("conversion below 200%", ImpossibleQuestion, "conversion below 2%"),
        ("conversion drop 20% min 5k", ImpossibleQuestion, "conversion drop 20% min 100 visits"),
        ("revenue drop 5000", ImpossibleQuestion, "revenue drop 20%"),
        ("revenue drop 20% vs last month", ImpossibleQuestion, "revenue drop 20% vs same weekday"),
        ("revenue drop 20% vs 7-day average", ImpossibleQuestion, "revenue drop 20% vs 4-week average"),
        ("revenue drop 20% vs same weekday weekly", ImpossibleQuestion, "revenue drop 20% vs previous weekly"),
        ("revenue drop 20% vs yesterday weekly", ImpossibleQuestion, "revenue drop 20% vs previous weekly"),
        ("revenue drop 150%", ImpossibleQuestion, "revenue drop 20% vs same weekday"),
        ("revenue unusual vs last year", ImpossibleQuestion, "revenue unusual"),
        ("conversion below 5", ImpossibleQuestion, "conversion below 5%"),
        ("revenue below 5%", ImpossibleQuestion, "revenue below 5"),
        ("orders below -5", ImpossibleQuestion, "orders drop 20% vs same weekday"),
        ("revenue below 5k above 10k", ImpossibleQuestion, "revenue below 5k"),
        ("revenue below 5k unusual", ImpossibleQuestion, "revenue below 5k"),
        ("revenue below 5k for 0 days", ImpossibleQuestion, "revenue below 5k for 2 days"),
        ("revenue below 5k for 1000 days", ImpossibleQuestion, "revenue below 5k"),
        ("revenue below 5k weekly for 2 days", ImpossibleQuestion, "revenue below 5k weekly for 2 weeks"),
        ("revenue below 5k recover at 4k", ImpossibleQuestion, "revenue below 5k"),
        ("revenue drop 20% recover at 30%", ImpossibleQuestion, "revenue drop 20%"),
        ("revenue drop 20% min", ImpossibleQuestion, "revenue drop 20% min 1000"),
        ("revenue at least 5k", ImpossibleQuestion, "revenue above 5000"),
        ("revenue last 7 days below 5k", ImpossibleQuestion, "revenue below 5k"),
        ("revenue top 5 below 5k", ImpossibleQuestion, "revenue below 5k"),
        ("revenue below 5k @ana", UnknownName, "revenue below 5k"),
        ("revenue below 5k to #sales", UnknownName, "revenue below 5k"),
        ("revenue below 5k <@U1>", ImpossibleQuestion, "revenue below 5k owner <@U1>"),
        ("revenue below 5k escalate <@U1>", ImpossibleQuestion, "revenue below 5k escalate <@U1> after 2h"),
        ("revenue below 5k repeat 1m", ImpossibleQuestion, "revenue below 5k"),
        ("revenue below 5k no data maybe", UnknownName, "revenue below 5k no data alert"),
        ("revenue below 5k mute 2026-02-30", ImpossibleQuestion, "revenue below 5k mute 2026-11-23"),
        ("revenue below 5k active", ImpossibleQuestion, "revenue below 5k active weekdays 9:00-21:00"),
        ("revenue below 5k cap 100", ImpossibleQuestion, "revenue below 5k"),
        ("revenue below 5k keep 2 days keep 3 days", ImpossibleQuestion, "revenue below 5k keep 2 days"),
        ("revenue by payment method below 5k", Mistake, "revenue by channel below 5k"),
        ("visits silent", ImpossibleQuestion, "visits silent for 3 hours"),
        ("销售额", ImpossibleQuestion, "销售额 下降20% 对比同星期"),
        ("销售额下降", ImpossibleQuestion, "销售额下降20%"),
        ("销售额低于5千 香蕉", UnknownName, "销售额低于5千"),
        ("销售额低于5千 连续0天", ImpossibleQuestion, "销售额低于5千 连续2天"),
        ("销售额低于5千 恢复到4千", ImpossibleQuestion, "销售额低于5千"),
    ],
)
def test_a_slip_is_told_with_a_rule_that_works(typed, error, suggested):
    with pytest.raises(error) as slip:
        read(typed, VOCABULARY, NOW)
    assert suggested in slip.value.suggestions
    for text in slip.value.suggestions:
        read(text, VOCABULARY, NOW)
    assert slip.value.say(Lang.EN) != slip.value.say(Lang.ZH)


TYPED = """
revenue 销售额 below 低于 5k 20% drop 下降 vs same weekday by region 按地区 for 2 days 连续 recover at min no data alert
mute <@U1> <#C1> escalate after 2h unusual 异常 silent { } " .. 2026-11-11 active 9:00-21:00 name target behind 目标
"""
WORDS = TYPED.split()


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)))
def test_anything_typed_is_a_rule_or_a_mistake_with_rules_that_work(text):
    try:
        read(text, VOCABULARY, NOW)
    except Mistake as slip:
        works = slip.suggestions
    else:
        return
    assert works
    for suggestion in works:
        read(suggestion, VOCABULARY, NOW)


spans = st.integers(5, 60 * 24 * 14).map(lambda minutes: timedelta(minutes=minutes))
people = st.sampled_from(["U1", "W2", "S3", "C4"])
days = st.dates(date(2026, 1, 1), date(2027, 12, 1))
names = st.text("abc XYZ 早会é", min_size=1, max_size=20).map(lambda text: " ".join(text.split())).filter(bool)
minutes = st.builds(time, st.integers(0, 23), st.integers(0, 59))
hours = st.builds(Hours, minutes, minutes, st.frozensets(st.integers(0, 6), max_size=6))
mutes = st.builds(lambda first, more, why: Mute(first, first + timedelta(more), why), days, st.integers(0, 9), names)


@st.composite
def triggers(draw, metric, grain):
    kind = draw(st.sampled_from([kind for kind in Kind if kind is not Kind.COVER]))
    side = draw(st.sampled_from([Side.BELOW, Side.ABOVE]))
    share = draw(st.integers(1, 95)) / 100
    if kind is Kind.THRESHOLD:
        share = share if metric.unit is Unit.RATIO else float(draw(st.integers(1, 10**7))) / 100
        return Trigger(Kind.COVER if metric.id == "stock_cover" else kind, side, share)
    if kind is Kind.CHANGE:
        kinds = [one for one in Baseline if one is not Baseline.SAME_WEEKDAY or grain in (Grain.HOUR, Grain.DAY)]
        baseline = draw(st.sampled_from(kinds))
        weeks = draw(st.integers(2, 8)) if baseline is Baseline.AVERAGE else 4
        volume = draw(st.one_of(st.none(), st.just(Volume(100.0, "" if metric.id == "orders" else "orders"))))
        return Trigger(kind, draw(st.sampled_from(Side)), share, None, baseline, weeks, volume)
    if kind is Kind.ANOMALY:
        least = draw(st.sampled_from([0.0, 0.1, 0.255]))
        return Trigger(kind, draw(st.sampled_from(Side)), draw(st.sampled_from([3.0, 3.5, 4.25])), least_change=least)
    if kind is Kind.TARGET:
        return Trigger(kind, side, draw(st.sampled_from([0.0, share])))
    return Trigger(kind, Side.ABOVE, float(draw(st.integers(1, 72))))


@st.composite
def rules(draw):
    metric = METRICS[draw(st.sampled_from(["revenue", "orders", "conversion", "aov", "stock_cover", "review_score"]))]
    grain = draw(st.sampled_from(metric.grains))
    trigger = draw(triggers(metric, grain))
    split = draw(st.sampled_from([(), metric.dimensions[:1], metric.dimensions[:2]]))
    wanted = [name for name in metric.dimensions if name == "channel" and name not in split]
    where = tuple(Filter(name, draw(st.sampled_from([Op.IN, Op.NOT_IN])), ("App", "Web")) for name in wanted)
    return Rule(
        metric.id,
        trigger,
        grain,
        split,
        where,
        pending=draw(st.integers(1, 5)),
        keep=draw(st.integers(0, 3)),
        settle=draw(st.one_of(st.just(timedelta(0)), spans)),
        no_data=draw(st.sampled_from(Policy)),
        on_error=draw(st.sampled_from(Policy)),
        hours=draw(st.one_of(st.none(), hours)),
        mutes=tuple(draw(st.lists(mutes, max_size=2))),
        repeat=draw(spans),
        remind=draw(st.one_of(st.none(), spans)),
        escalation=draw(st.one_of(st.none(), st.builds(Escalation, people, spans))),
        owner=draw(st.sampled_from(["", "U7"])),
        channel=draw(st.sampled_from(["", "C8"])),
        cap=draw(st.integers(1, 20)),
        name=draw(st.one_of(st.just(""), names)),
    )


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(rules(), st.sampled_from(Lang))
def test_what_is_written_is_read_as_the_same_rule(rule, lang):
    if not problems(rule, METRICS[rule.metric]):
        assert read(write(rule, VOCABULARY, lang), VOCABULARY, NOW) == rule


def test_every_rule_of_the_documents_is_read_and_written_as_the_same():
    """The examples and the clauses of docs/alerts.md, each in both languages."""
    page = (Path(__file__).parents[3] / "docs" / "alerts.md").read_text(encoding="utf-8")
    section = page.partition("## Writing a rule\n")[2].partition("\n## ")[0]
    rules = section.partition("```\n")[2].partition("```")[0].splitlines()
    assert len(rules) > 10
    for text in rules:
        rule = read(text, VOCABULARY, NOW)
        assert all(read(write(rule, VOCABULARY, lang), VOCABULARY, NOW) == rule for lang in Lang), text
    rows = [row.split("|")[1:3] for row in section.splitlines() if row.startswith("| `")]
    for english, chinese in rows:
        for opening, cell in (("revenue below 5k ", english), ("销售额 低于5000 ", chinese)):
            for clause in re.findall("`([^`]+)`", cell):
                _reads(opening, clause)


def _reads(opening, clause):
    """A clause of the table, with what it needs beside it; a bare word of a list goes on from the one before."""
    clause = clause.replace("@ana", "<@U1>").replace("#sales", "<#C1>")
    if clause in ("alert", "keep", "show", "报警", "保持", "显示") or "…" in clause:
        return
    metric = opening.split()[0]
    moves = clause.startswith(("vs", "对比", "环比", "同比", "recover", "恢复"))
    beginning = f"{metric} {'drop 20%' if opening.isascii() else '下降20%'} " if moves else opening
    beginning = f"{metric} " if clause.startswith(("unusual", "异常")) else beginning
    assert read(beginning + clause, VOCABULARY, NOW)
