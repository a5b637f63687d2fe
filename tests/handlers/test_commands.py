"""The commands around the questions: root, help, metrics, define, saved questions, settings, status."""

import pytest

import handlers
from analysis.errors import Mistake, UnknownName
from analysis.model import Lang
from handlers.command import Audience
from storage.records import Post, Scope


@pytest.fixture
def say(shop, call):
    def said(text, **changes):
        return handlers.answer(call(text, **changes), shop)

    return said


def test_the_bare_command_offers_questions_that_work_and_the_callers_own(say):
    say("save morning: orders yesterday")
    reply = say("")
    assert [item.text for item in reply.items] == ["morning — orders yesterday"]
    for step in reply.steps:
        assert say(step.value).headline


def test_examples_come_from_what_the_shop_has(say):
    labels = [step.label for step in say("帮助", lang=Lang.ZH).steps]
    assert labels[0] == "销售额 最近7天"
    assert "按渠道" in labels[1]


def test_help_lists_every_command_and_explains_each(say):
    listed = " ".join(item.text for item in say("help").items)
    for command in handlers.COMMANDS:
        assert command.usage.en in listed
        assert say(f"help {command.id}").body == (command.help.en,)


def test_help_on_something_unknown_names_what_there_is(say):
    with pytest.raises(UnknownName) as refused:
        say("help astrology")
    assert say(refused.value.suggestions[0]).headline


def test_every_word_of_every_command_calls_it(say):
    """Words that need an argument are told so by a mistake; none is taken for a question."""
    for command in handlers.COMMANDS:
        for word in command.words:
            if command.id in ("save", "run", "forget", "erase"):
                with pytest.raises(Mistake):
                    say(word)
            else:
                assert say(word).about == "", word


def test_metrics_are_listed_by_group_in_the_callers_language(say):
    reply = say("指标", lang=Lang.ZH)
    assert any(line.startswith("销售：销售额") for line in reply.body)
    assert all(len(line) < 1200 for line in reply.body)


def test_define_tells_meaning_names_splits_and_whom_to_ask(say):
    reply = say("define revenue")
    assert reply.body[0].endswith("Ask Sam.")
    assert any("Also called" in line for line in reply.body)
    assert any("Region" in line for line in reply.body)
    assert say("定义 客单价", lang=Lang.ZH).headline.startswith("客单价")


def test_define_of_a_near_miss_suggests_the_right_definition(say):
    with pytest.raises(UnknownName) as refused:
        say("define revenu")
    assert say(refused.value.suggestions[0]).headline.startswith("Revenue: ")
    assert say("define").steps[0].value == "define aov"


def test_explain_takes_a_question_or_the_threads_last(say, shop, call):
    assert say("explain revenue by region").headline.startswith("Revenue: ")
    shop.records.posts.add(Post("C-general", "1.0", "U-uma", "orders last 30 days", call().now))
    assert say("explain", thread="1.0").headline.startswith("Orders: ")
    assert say("explain").steps[0].value.startswith("explain ")


def test_save_keeps_the_last_question_and_run_asks_it_again(say):
    say("revenue last 30 days by region")
    assert say("save morning").body == ("revenue last 30 days by region",)
    assert say("run Morning").about == "revenue last 30 days by region"
    assert say("已存", lang=Lang.ZH).items[0].step.label == "运行"


def test_a_saved_question_can_be_run_quietly_and_its_name_may_hold_a_colon(say):
    say("save 9:00 report: revenue by region")
    assert say("run 9:00 report quietly").audience is Audience.PERSON
    assert say("run 9:00 report").audience is Audience.CHANNEL


def test_save_in_a_thread_keeps_the_question_of_that_thread(say, shop, call):
    say("revenue")
    shop.records.posts.add(Post("C-general", "1.0", "U-li", "orders last 30 days", call().now))
    assert say("save it", thread="1.0").body == ("orders last 30 days",)


def test_forget_drops_a_question_and_its_undo_brings_it_back(say):
    say("save morning: orders yesterday")
    (undo,) = say("forget morning").steps
    assert say("saved").items == ()
    say(undo.value)
    assert [item.text for item in say("saved").items] == ["morning — orders yesterday"]


def test_nothing_to_save_run_or_forget_is_said_with_what_to_do(say):
    for text in ("save morning", "run morning", "forget morning"):
        with pytest.raises(Mistake) as refused:
            say(text)
        assert say(refused.value.suggestions[0]).headline
    say("save morning: orders yesterday")
    with pytest.raises(UnknownName) as refused:
        say("run evening")
    assert refused.value.suggestions == ("run morning",)


def test_a_person_may_be_answered_quietly_from_now_on(say):
    say("settings quietly on")
    assert say("revenue").audience is Audience.PERSON
    assert say("revenue", person="U-li").audience is Audience.CHANNEL
    say("设置 私下 关")
    assert say("revenue").audience is Audience.CHANNEL


def test_a_channel_may_be_quiet_for_everyone_in_it(say):
    say("settings channel quietly on")
    assert say("revenue", person="U-li").audience is Audience.PERSON
    assert say("revenue", channel="C-sales").audience is Audience.CHANNEL


def test_a_preferred_period_holds_unless_the_question_names_one(say):
    assert say("settings period last 30 days").headline.startswith("Default period: last 30 days")
    assert say("orders by region").about == "orders last 30 days by region"
    assert say("orders yesterday").about == "orders yesterday"
    assert say("orders last 7 days").about == "orders last 7 days"
    say("settings period default")
    assert say("orders").about == "orders last 7 days"


def test_settings_are_shown_and_kept_by_person_and_channel(say, shop):
    say("settings language zh")
    say("设置 频道 语言 英文")
    shown = {fact.label: fact.value for fact in say("settings").facts}
    assert shown["Language"] == "Chinese"
    assert shown["Language, this channel"] == "English"
    assert shop.records.preferences.of(Scope.PERSON, "U-uma") == {"language": "zh"}


@pytest.mark.parametrize(
    "text",
    [
        "settings volume 11",
        "settings language klingon",
        "settings quietly maybe",
        "settings period soonish",
        "settings period",
        "settings tiles",
    ],
)
def test_a_setting_that_cannot_be_is_refused_with_one_that_can(say, text):
    with pytest.raises(Mistake) as refused:
        say(text)
    assert say(refused.value.suggestions[0]).headline


def test_status_tells_the_days_covered(say):
    facts = {fact.label: fact.value for fact in say("status").facts}
    assert facts["Data"] == "23 Sep 2026 – 21 Nov 2026"
    assert facts["Time zone"] == "Asia/Shanghai"


def test_what_is_suggested_in_chinese_is_in_chinese_and_works(say):
    for text in ("保存 早会", "设置 音量", "设置 语言 火星语", "帮助 星座", "定义 销售而", "运行 早会"):
        with pytest.raises(Mistake) as refused:
            say(text, lang=Lang.ZH)
        for suggestion in refused.value.suggestions:
            assert not suggestion.isascii(), (text, suggestion)
            assert say(suggestion, lang=Lang.ZH).headline


def test_a_default_period_is_shown_in_the_language_of_the_reader(say):
    say("settings period last 30 days")
    shown = say("设置", lang=Lang.ZH)
    assert any("最近30天" in fact.value for fact in shown.facts)
