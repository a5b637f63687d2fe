"""What a rule is refused for, and with what that would work."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from analysis.alerts.check import CHECKS, advice, problems
from analysis.alerts.rule import Baseline, Escalation, Kind, Mute, Rule, Side, Trigger, Volume
from analysis.model import Filter, Grain, Lang, Op
from storage import catalog

METRICS = {metric.id: metric for metric in catalog.default().metrics}
DROP = Trigger(Kind.CHANGE, limit=0.2, baseline=Baseline.SAME_WEEKDAY)


def said(rule):
    return [problem.en for problem in problems(rule, METRICS[rule.metric], "CNY")]


def threshold(metric="revenue", side=Side.BELOW, limit=1000.0, recovery=None):
    return Rule(metric, Trigger(Kind.THRESHOLD, side, limit, recovery))


@pytest.mark.parametrize(
    "rule",
    [
        threshold(recovery=1000.0),
        threshold(recovery=1200.0),
        threshold(side=Side.ABOVE, recovery=900.0),
        threshold("gross_profit", limit=-50.0),
        threshold("refund_rate", Side.ABOVE, 0.05),
        Rule("revenue", replace(DROP, recovery=0.1), by=("region",)),
        Rule("revenue", replace(DROP, side=Side.ABOVE, limit=3.0)),
        Rule("revenue", Trigger(Kind.TARGET)),
        Rule("revenue", Trigger(Kind.ANOMALY, Side.EITHER, 3.0, recovery=2.0)),
        Rule("stock_cover", Trigger(Kind.COVER, limit=7.0, recovery=10.0), by=("product",)),
        Rule("orders", Trigger(Kind.FRESHNESS, Side.ABOVE, 3.0), grain=Grain.HOUR),
    ],
)
def test_a_rule_that_can_work_has_no_problem(rule):
    """Each kind, with a recovery bound on the good side or on the limit itself."""
    assert said(rule) == []


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        (threshold(recovery=900.0), "cannot recover at ¥900"),
        (threshold(side=Side.ABOVE, recovery=1200.0), "cannot recover at ¥1,200"),
        (Rule("revenue", replace(DROP, recovery=0.3)), "cannot recover at 30%"),
        (Rule("revenue", Trigger(Kind.ANOMALY, limit=3.0, recovery=4.0)), "cannot recover at 4z"),
        (threshold("conversion", limit=2.0), "did you mean 2%?"),
        (threshold("orders", limit=0.0), "can never be below 0"),
        (Rule("revenue", replace(DROP, limit=1.2)), "cannot drop by 120%"),
        (Rule("revenue", replace(DROP, limit=0.0)), "would always be so"),
        (Rule("revenue", replace(DROP, baseline=None)), "vs same weekday"),
        (Rule("revenue", DROP, Grain.WEEK), "has no weekday"),
        (Rule("revenue", Trigger(Kind.TARGET, limit=1.0)), "behind target by 5%"),
        (threshold(side=Side.EITHER), "`below` or `above`"),
        (replace(threshold("spend"), grain=Grain.HOUR), "not counted that finely"),
        (replace(threshold("visits"), by=("product",)), "cannot be split or filtered by product"),
        (replace(threshold("visits"), filters=(Filter("brand", Op.IN, ("x",)),)), "filtered by brand"),
        (replace(threshold(), by=("region", "region")), "named twice"),
        (replace(threshold(), pending=0), "up to 90 periods"),
        (replace(threshold(), keep=91), "up to 90 periods"),
        (replace(threshold(), cap=0), "1 to 20"),
        (replace(threshold(), settle=-timedelta(hours=1)), "after the period"),
        (replace(threshold(), repeat=timedelta(seconds=1)), "at least 5 minutes"),
        (replace(threshold(), escalation=Escalation("U1", timedelta(0))), "at least 5 minutes"),
        (replace(threshold(), mutes=(Mute(date(2026, 11, 12), date(2026, 11, 11)),)), "earlier day first"),
        (replace(threshold(), mutes=(Mute(date(2026, 1, 1), date.max),)), "pause the rule"),
        (Rule("revenue", replace(DROP, volume=Volume(-5.0))), "above zero"),
    ],
)
def test_a_rule_that_cannot_work_is_told_what_would(rule, says):
    """One sentence, in both languages, with no hole left open."""
    (sentence,) = said(rule)
    assert says in sentence
    (problem,) = problems(rule, METRICS[rule.metric], "CNY")
    assert "{" not in problem.of(Lang.EN) + problem.of(Lang.ZH)
    assert problem.zh != problem.en


def test_everything_that_is_wrong_is_said_at_once():
    """Several faults are several sentences, in the order of the checks."""
    assert len(said(replace(threshold(recovery=900.0), pending=0, cap=0, settle=-timedelta(hours=1)))) == 3
    assert len(CHECKS) == 9


def test_a_change_split_into_parts_is_advised_a_least_volume():
    """A percentage of a handful is noise."""
    assert "min 5k" in advice(Rule("revenue", DROP, by=("region",)), METRICS["revenue"])[0].en
    assert advice(Rule("revenue", replace(DROP, volume=Volume(5000.0)), by=("region",)), METRICS["revenue"]) == ()
    assert advice(Rule("revenue", DROP), METRICS["revenue"]) == ()
    assert "min 100 orders" in advice(Rule("conversion", DROP, by=("region",)), METRICS["conversion"])[0].en
