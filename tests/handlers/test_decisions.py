"""Decisions: logged four ways into one record, kept with what was known, changed by people one at a time."""

from dataclasses import replace

import pytest

from analysis.errors import Mistake, UnclearName, UnknownName
from analysis.model import Lang
from handlers.command import Call, Origin
from storage.records import Post
from storage.records.alerts.decision import Stage
from tests.handlers.alert_stage import ANA, BO, NOW, SALES, TS, opened
from tests.handlers.decision_stage import FORMS, GIVEN, WHAT, Desk, spelt


@pytest.fixture
def desk(shop):
    return Desk(shop)


def test_a_decision_has_one_card_that_says_what_why_who_and_what_is_expected(desk):
    assert desk.send(thread="1.5") is None
    (notice,) = desk.mail.notices
    assert (notice.key, notice.channel, notice.thread, notice.person) == ("D-1", SALES, "1.5", ANA)
    assert desk.card().startswith(f"⚖️ D-1 · {WHAT}\n")
    for said in (
        "State decided",
        "Owner @U0BO",
        "Expected Revenue +5%",
        "Review on 6 Dec 2026",
        "Why: Search is dry",
        "○ Wait",
        "✓ Move 20%",
        "Consulted: @U0SAM and @U0LI",
        "#pricing",
        "#双11",
    ):
        assert said in desk.card()


def test_what_was_known_is_frozen_with_the_decision(desk):
    """The value, what it is set against, the definition and the bytes of the picture, by their digests."""
    desk.send(thread="1.5")
    known = desk.find().evidence
    assert (known.metric, known.value, known.baseline) == ("revenue", 3540, 2100)
    assert known.definition.startswith("Revenue")
    assert desk.shop.records.decisions.exhibited(known.chart).startswith(b"\x89PNG")
    assert "When decided: Revenue ¥3,540 against ¥2,100 (+68.6%)" in desk.card()


def test_in_the_thread_of_an_answer_it_is_that_answer_that_is_frozen(desk):
    records = desk.shop.records
    records.posts.add(Post(SALES, "1.5", ANA, "orders 2026-11-20", NOW))
    desk.send(thread="1.5", metric="", effect="")
    assert (desk.find().evidence.metric, desk.find().evidence.value) == ("orders", 22)
    assert desk.find().latest.said.metric == "orders"


def test_a_decision_on_no_metric_is_kept_without_evidence(desk):
    desk.send(metric="", effect="")
    assert desk.find().evidence is None
    assert desk.mail.notices[0].thread is None


def test_a_decision_logged_in_the_thread_of_an_alert_belongs_to_the_alert(shop):
    alert = opened(shop)
    desk = Desk(alert.shop)
    desk.send(thread=TS)
    assert desk.find().origin.episode == alert.episode
    assert [notice.key for notice in desk.mail.notices if notice.under] == ["D-1"]
    assert "⚖️ Decided: Move 20% of search spend to email" in alert.card()


def test_words_in_a_thread_propose_a_decision_and_keep_nothing(desk):
    """The button opens the form filled in, for the very thread."""
    said = desk.say(f"decide {WHAT} <@U0BO>", thread="1.5", origin=Origin.MENTION)
    assert said.headline == "⚖️ Log this decision?"
    assert spelt(said.body[0]) == f"{WHAT} @U0BO"
    assert desk.find() is None
    (step,) = said.steps
    inputs, carried = desk.open(step.action, step.value)
    assert inputs["what"] == f"{WHAT} <@U0BO>"
    assert inputs["review"] == "2026-12-06"
    desk.send(value=carried, thread="9.9")
    assert desk.find().origin.thread == "1.5"


@pytest.mark.parametrize("text", ["decide", "decision", "decisions", "决定", "决策", "decide help"])
def test_the_bare_word_says_how_in_both_languages(desk, text):
    said = desk.say(text, lang=Lang.ZH)
    assert said.headline == "记录决策，跟踪效果"
    assert len(said.items) > 5
    assert said.steps[0].action == "decide.log"


def test_a_slash_command_proposes_for_the_channel_and_in_chinese(desk):
    said = desk.say("决策 把搜索预算的20%转到邮件", lang=Lang.ZH)
    desk.send(value=said.steps[0].value, thread="7.7", what="把搜索预算的20%转到邮件")
    assert desk.find().origin.thread == ""
    assert "进展 已决定" in desk.card()
    assert "决定时：销售额 ¥3,540，对比 ¥2,100（+68.6%）" in desk.card()


@pytest.mark.parametrize(
    "text", ["show fewer ads", "done is better: ship it", "supersede the old plan", "find an agency"]
)
def test_a_decision_may_begin_like_a_command(desk, text):
    assert desk.say(f"decide {text}").body[0] == text


def test_a_message_becomes_a_decision_by_its_menu(desk):
    """With Slack's markup as people read it; what is longer than the form takes is cut, and said to be."""
    text = "<@U0BO|bo> see <https://a.example/x|the plan> &amp; go\n" + "long " * 2_000
    call = Call(text, ANA, Lang.EN, NOW, Origin.SHORTCUT, SALES, "1.5", "1.6")
    what = next(field for field in FORMS["decide.log"].fields(call, desk.shop.catalog) if field.id == "what")
    assert what.initial.startswith("<@U0BO> see the plan (https://a.example/x) & go\n")
    assert len(what.initial) == 3_000
    assert "3000" in what.hint
    assert FORMS["decide.log"].check({**GIVEN, "what": what.initial}, Lang.EN, desk.shop.catalog) == {}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("what", "  \n ", "Say what was decided"),
        ("what", "x" * 10_000, "3000"),
        ("why", "x" * 10_000, "3000"),
        ("options", "* one\n* two", "one option only"),
        ("options", "\n".join(map(str, range(40))), "20 options"),
        ("effect", "better", "+5%"),
        ("tags", "t" * 60, "40"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(desk, field, value, said):
    assert said in desk.send(**{field: value})[field]
    assert desk.find() is None
    assert FORMS["decide.log"].ahead == ("review",)


def test_hostile_text_names_nobody_and_stays_as_it_was_written(desk):
    desk.send(what="<!channel> *bold* <@U0BO> =cmd()")
    shown = desk.mail.notices[0].reply.headline
    assert spelt(shown) == "⚖️ D-1 · <!channel> *bold* @U0BO =cmd()"


def test_a_decision_moves_by_its_menu_and_is_edited_in_place(desk):
    desk.send(thread="1.5")
    desk.press("decide.state", "in_progress", BO, text="D-1")
    assert desk.find().latest.said.stage is Stage.IN_PROGRESS
    assert desk.keys() == ["D-1", "D-1/v2", "D-1/v2/line"]
    assert [notice.edits for notice in desk.mail.notices] == ["", "D-1", ""]
    assert desk.lines() == ["@U0BO moved it to: in progress"]
    assert "State in progress" in desk.card()
    desk.press("decide.state", "in_progress", BO, text="D-1")
    assert len(desk.mail.notices) == 3
    with pytest.raises(Mistake, match="cannot become proposed"):
        desk.press("decide.state", "proposed", BO, text="D-1")


def test_the_form_opens_with_what_stands_and_keeps_what_changed(desk):
    desk.send()
    inputs, carried = desk.open("decide.edit", "D-1")
    assert (inputs["what"], inputs["options"]) == (WHAT, "Wait\n* Move 20%\nStop search")
    assert (inputs["consulted"], inputs["tags"]) == ("U0SAM,U0LI", "pricing, 双11")
    desk.send("decide.edit", carried, BO, **(inputs | {"owner": "U0SAM", "why": "Dry"}))
    assert desk.lines() == ["✏️ @U0BO changed the reason and the owner"]
    assert [each.said.owner for each in desk.shop.records.decisions.revisions(1)] == ["U0BO", "U0SAM"]
    assert desk.send("decide.edit", desk.open("decide.edit", "D-1")[1], **desk.open("decide.edit", "D-1")[0]) is None
    assert len(desk.shop.records.decisions.revisions(1)) == 2


def test_of_two_who_edit_at_once_the_second_is_told_who_changed_what_and_loses_nothing(desk):
    desk.send()
    (first, at_first), (second, at_second) = desk.open("decide.edit", "D-1"), desk.open("decide.edit", "D-1")
    desk.send("decide.edit", at_first, BO, **(first | {"owner": "U0SAM"}))
    told = desk.send("decide.edit", at_second, ANA, **(second | {"why": "My own long reason"}))
    assert told.headline == "D-1 was changed while you had it open. Yours is not kept yet."
    assert tuple(map(spelt, told.body)) == ("@U0BO changed the owner.", "You changed the reason:")
    assert told.code == ("My own long reason",)
    assert desk.find().latest.said.why == "Search is dry"
    inputs, carried = desk.open("decide.edit", told.steps[0].value)
    assert (inputs["why"], inputs["owner"]) == ("My own long reason", "U0SAM")
    assert desk.send("decide.edit", carried, ANA, **inputs) is None
    said = desk.find().latest.said
    assert (said.why, said.owner, said.chosen) == ("My own long reason", "U0SAM", "Move 20%")


def test_a_text_too_long_for_the_button_comes_back_in_the_reply(desk):
    desk.send()
    (first, at_first), (second, at_second) = desk.open("decide.edit", "D-1"), desk.open("decide.edit", "D-1")
    desk.send("decide.edit", at_first, BO, **(first | {"owner": "U0SAM"}))
    mine = "reason " * 400
    told = desk.send("decide.edit", at_second, ANA, **(second | {"why": mine}))
    assert " ".join(" ".join(told.code).split()) == mine.strip()


def test_a_review_day_that_is_over_is_kept_when_the_rest_is_edited(desk):
    desk.send(review="2026-11-23")
    form = FORMS["decide.edit"]
    later = replace(desk.call("D-1"), now=NOW.replace(year=2027))
    filled = form.load(later, desk.shop)
    inputs = {field.id: field.initial for field in filled.fields}
    assert "review" not in inputs
    form.run(replace(later, value=filled.value, fields=inputs | {"why": "Later"}), desk.shop)
    assert str(desk.find().latest.said.review_on) == "2026-11-23"


def test_a_new_decision_takes_the_place_of_an_old_one_and_each_leads_to_the_other(desk):
    desk.send(thread="1.5")
    supersede = next(step for step in desk.mail.notices[0].reply.steps if step.label == "Supersede")
    desk.send(supersede.action, supersede.value, what="Stop search")
    old, new = desk.find(1), desk.find(2)
    assert (old.latest.said.stage, old.latest.said.superseded_by) == (Stage.SUPERSEDED, 2)
    assert (new.latest.said.supersedes, new.origin) == ((1,), old.origin)
    assert desk.keys()[1:4] == ["D-2", "D-1/v2", "D-1/v2/line"]
    assert desk.lines() == ["⏹️ @U0ANA: D-2 takes the place of D-1"]
    assert desk.mail.notices[2].reply.steps == ()
    with pytest.raises(Mistake, match="already been superseded by D-2"):
        desk.send(supersede.action, supersede.value, what="Again")


@pytest.mark.parametrize("text", ["decide supersede D-1 by D-2", "决策 取代 D-1 D-2", "决策 取代D-1由D-2"])
def test_two_decisions_are_linked_in_words(desk, text):
    desk.send()
    desk.send(what="Stop search")
    desk.say(text)
    assert desk.find(1).latest.said.superseded_by == 2
    assert desk.find(2).latest.said.supersedes == (1,)
    with pytest.raises(Mistake) as refused:
        desk.say("decide supersede D-1")
    assert refused.value.suggestions


def test_everything_that_changes_is_audited(desk):
    desk.send()
    desk.press("decide.state", "in_progress", BO, text="D-1")
    said = [(deed.person, deed.deed, deed.subject) for deed in desk.shop.records.audit.recent()]
    assert said == [(BO, "decision.move", "D-1 in_progress"), (ANA, "decision.log", f"D-1 {WHAT}")]


def test_a_decision_that_is_not_there_is_said_with_what_is(desk):
    with pytest.raises(UnknownName) as refused:
        desk.say("decide show D-9")
    assert refused.value.suggestions == ("decide list",)
    with pytest.raises(UnclearName):
        desk.press("decide.show", "")
