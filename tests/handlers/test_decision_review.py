"""The review of a decision: measured on its day, said once, judged by people, remembered at the next alert."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from analysis.model import Lang
from bot.plain import text as plain
from handlers import decide
from handlers.alerts.cards import view as views
from handlers.alerts.cards.card import card
from handlers.command import Call, Origin
from handlers.decide.review import review
from storage.records import Stand
from storage.records.alerts.decision import Decision, Revision, Stage, Statement, Verdict
from storage.records.alerts.decision import Origin as Made
from storage.records.alerts.model import Episode
from tests.handlers.alert_stage import DROP, Outgoing, fired, key, opened, spelt

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
MADE = datetime(2026, 11, 6, 3, 0, tzinfo=UTC)
SALES, TS = "C0SALES", "1700000000.000200"
ANA, BO = "U0ANA", "U0BO"
SAID = Statement(
    "Move spend to email", metric="revenue", owner=BO, effect="+5%", review_on=date(2026, 11, 22), stage=Stage.DECIDED
)
FORMS = {form.id: form for form in decide.FORMS}
ACTIONS = {action.id: action for action in decide.ACTIONS}


@pytest.fixture
def stage(shop):
    return replace(shop, mail=Outgoing())


def made(shop, said=SAID, at=MADE, origin=None):
    """A decision with its card standing in Slack."""
    number = shop.records.decisions.number()
    where = Made(SALES) if origin is None else origin
    new = Decision(number, at, ANA, where, Revision(1, at, ANA, said), None, 1, f"D-{number}")
    shop.records.decisions.add(new)
    shop.records.standing.put(f"D-{number}", Stand(SALES, TS), at)
    return new


def reviewed(shop, now=NOW):
    """What is posted when the clock strikes."""
    before = len(shop.mail.notices)
    review(now, shop)
    return shop.mail.notices[before:]


def judge(shop, notice, verdict, lesson="", person=BO):
    """A verdict button pressed and its form sent."""
    step = next(step for step in notice.reply.steps if f'"{verdict}"' in step.value)
    call = Call("", person, Lang.EN, NOW, Origin.ACTION, SALES, TS, "1700000000.000300", step.value)
    form = FORMS[step.action]
    fields = {field.id: field.initial for field in form.load(call, shop).fields} | (
        {"lesson": lesson} if lesson else {}
    )
    assert not form.check(fields, Lang.EN, shop.catalog)
    form.run(replace(call, fields=fields), shop)


def test_on_its_day_a_decision_is_measured_in_its_thread(stage):
    made(stage)
    (notice,) = reviewed(stage)
    said = plain(notice.reply, notice.lang)
    assert (notice.channel, notice.under) == (SALES, "D-1")
    assert "Review of D-1" in said
    assert "Revenue" in said
    assert "7–21 Nov 2026" in said
    assert "between" in said
    assert notice.reply.charts[0].png().startswith(b"\x89PNG")


def test_a_review_is_posted_once_however_often_the_clock_strikes(stage):
    made(stage)
    assert len(reviewed(stage)) == 1
    assert not reviewed(stage)
    assert not reviewed(stage, NOW + timedelta(days=1))


@pytest.mark.parametrize("early", [datetime(2026, 11, 22, 0, 59, tzinfo=UTC), NOW - timedelta(days=1)])
def test_nothing_is_posted_before_nine_on_its_day(stage, early):
    made(stage)
    assert not reviewed(stage, early)


def test_a_bot_that_was_off_reviews_late_but_not_what_is_old_news(stage):
    made(stage)
    assert not reviewed(stage, NOW + timedelta(days=8))
    assert reviewed(stage, NOW + timedelta(days=3))


@pytest.mark.parametrize("state", [Stage.PROPOSED, Stage.REVIEWED, Stage.SUPERSEDED])
def test_what_was_not_decided_or_is_over_is_not_reviewed(stage, state):
    made(stage, replace(SAID, stage=state))
    assert not reviewed(stage)


def test_of_a_decision_without_a_metric_the_verdict_is_asked_for_all_the_same(stage):
    made(stage, replace(SAID, metric=""))
    (notice,) = reviewed(stage)
    assert "names no metric" in plain(notice.reply, notice.lang)
    assert len(notice.reply.steps) == 3


def test_a_metric_that_the_channel_may_not_see_is_not_told_there(stage):
    made(stage, replace(SAID, metric="gross_margin"))
    (notice,) = reviewed(stage)
    assert "may not be shown" in plain(notice.reply, notice.lang)
    assert not notice.reply.charts


def test_several_decisions_on_one_metric_are_said_to_be_inseparable(stage):
    made(stage)
    made(stage, replace(SAID, review_on=None), MADE + timedelta(days=2))
    (notice,) = reviewed(stage)
    assert "D-2 was to move the same metric" in plain(notice.reply, notice.lang)


def test_a_verdict_and_its_lesson_are_kept_shown_and_told(stage):
    made(stage)
    (notice,) = reviewed(stage)
    judge(stage, notice, "worked", "E-mail reaches them sooner")
    now = stage.records.decisions.find(1).latest.said
    assert (now.stage, now.verdict, now.lesson) == (Stage.REVIEWED, Verdict.WORKED, "E-mail reaches them sooner")
    assert now.measured == pytest.approx(float(notice.reply.steps[0].value.split('measured":"')[1].rstrip('"}')))
    edited, line = stage.mail.notices[-2:]
    assert edited.edits == "D-1"
    assert "it worked" in plain(edited.reply, edited.lang)
    assert spelt(line.reply.headline) == "🏁 @U0BO: it worked. Lesson: E-mail reaches them sooner"
    assert [deed.deed for deed in stage.records.audit.recent()] == ["decide.verdict"]


def test_a_verdict_can_be_changed_and_keeps_its_lesson(stage):
    made(stage)
    (notice,) = reviewed(stage)
    judge(stage, notice, "worked", "Sooner")
    judge(stage, notice, "inconclusive")
    now = stage.records.decisions.find(1).latest.said
    assert (now.verdict, now.lesson) == (Verdict.INCONCLUSIVE, "Sooner")
    assert len(stage.records.decisions.revisions(1)) == 3


def test_the_same_verdict_twice_is_one(stage):
    made(stage)
    (notice,) = reviewed(stage)
    judge(stage, notice, "worked")
    judge(stage, notice, "worked")
    assert len(stage.records.decisions.revisions(1)) == 2


def test_a_verdict_can_be_taken_back(stage):
    made(stage)
    (notice,) = reviewed(stage)
    judge(stage, notice, "did_not")
    (undo,) = stage.mail.notices[-1].reply.steps
    call = Call("", ANA, Lang.EN, NOW, Origin.ACTION, SALES, TS, "1", undo.value)
    ACTIONS[undo.action].run(call, stage)
    now = stage.records.decisions.find(1).latest.said
    assert (now.stage, now.verdict) == (Stage.IN_PROGRESS, None)
    assert "took the verdict back" in stage.mail.notices[-1].reply.headline


def test_a_review_reads_in_chinese_where_the_channel_does(stage):
    made(stage, replace(SAID, what="把预算转到邮件"))
    (notice,) = reviewed(stage)
    said = plain(notice.reply, notice.lang)
    assert "D-1 复盘" in said
    assert "销售额" in said
    assert "预期效果" in said


WORKED = replace(SAID, stage=Stage.REVIEWED, verdict=Verdict.WORKED, lesson="Sooner is better", measured=0.042)


def alerted_before(shop, rule_id, values):
    """An alert of ten days ago that is over, of an instance."""
    at = NOW - timedelta(days=10)
    past = Episode(
        shop.records.episodes.number(), rule_id, SALES, at, at, at + timedelta(hours=2), firing=(key(*values),)
    )
    shop.records.episodes.add(past)
    return past


def memory(stage):
    """What the card of an alert says of the last time."""
    view = views.of(stage.episode, stage.shop, NOW)
    return [spelt(line) for line in card(view, stage.shop).body if "before" in line]


def test_the_next_alert_of_a_rule_says_what_was_decided_what_came_of_it_and_what_was_learned(shop):
    stage = opened(shop)
    before = alerted_before(shop, 1, ("South",))
    made(shop, WORKED, before.fired_at, Made(SALES, episode=before.id))
    (line,) = memory(stage)
    assert line.endswith("decided “Move spend to email”; +4.2% (worked). Lesson: Sooner is better")


def test_an_alert_of_another_rule_on_the_same_metric_and_part_remembers_it_too(shop):
    stage = opened(shop)
    other = shop.records.rules.add(replace(DROP, pending=5), ANA, Lang.EN, NOW - timedelta(30), NOW)
    before = alerted_before(shop, other.id, ("South",))
    made(shop, WORKED, before.fired_at, Made(SALES, episode=before.id))
    (line,) = memory(stage)
    assert line.startswith("Something similar before, D-1 on Thu 12 Nov: decided “Move spend to email”; +4.2% (worked)")


@pytest.mark.parametrize("values", [("North",), ("East",)])
def test_what_was_decided_about_another_part_is_not_brought_up(shop, values):
    stage = opened(shop)
    other = shop.records.rules.add(replace(DROP, pending=5), ANA, Lang.EN, NOW - timedelta(30), NOW)
    before = alerted_before(shop, other.id, values)
    made(shop, WORKED, before.fired_at, Made(SALES, episode=before.id))
    assert memory(stage) == []


def test_what_is_not_judged_yet_is_told_without_a_verdict(shop):
    stage = opened(shop)
    before = alerted_before(shop, 1, ("South",))
    made(shop, SAID, before.fired_at, Made(SALES, episode=before.id))
    (line,) = memory(stage)
    assert line.endswith("decided “Move spend to email”")


def test_a_decision_on_an_alert_is_measured_where_the_alert_was(shop):
    """In the East, where the sales of 20 November were ten times as large, and not in the whole shop."""
    stage = opened(shop, states={key("East"): fired()})
    made(stage.shop, SAID, MADE, Made(SALES, episode=stage.episode))
    (notice,) = reviewed(stage.shop)
    assert notice.under == f"A-{stage.episode}"
    said = plain(notice.reply, notice.lang)
    assert "Revenue (East)" in said
    assert "often goes back by itself" in said
