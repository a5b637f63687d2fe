"""A question in words is answered with its number, what it is set against, and what to do next."""

from datetime import UTC, datetime

import pytest

import handlers
from analysis.errors import ImpossibleSplit, Mistake, UnclearPeriod, UnknownName
from analysis.model import Lang, Picture
from handlers.ask import ask
from handlers.command import Audience, Origin
from storage.records import Post

LATE = datetime(2027, 3, 1, tzinfo=UTC)


def answer(call, shop):
    return handlers.answer(call, shop)


def test_the_headline_says_what_how_much_and_when(shop, call):
    reply = answer(call("revenue last 7 days"), shop)
    assert reply.headline == "Revenue ¥3,540 · last 7 days (15–21 Nov 2026)"
    assert reply.tone == "favourable"
    assert [(fact.label, fact.value) for fact in reply.facts] == [
        ("Against the period before (8–14 Nov 2026)", "+68.6%  (¥2,100)"),
        ("Target", "¥7,000 (50.6% reached)"),
    ]


def test_the_same_is_said_in_chinese(shop, call):
    reply = answer(call("销售额 最近7天", lang=Lang.ZH), shop)
    assert reply.headline == "销售额 ¥3,540 · 最近7天（2026年11月15日–21日）"
    assert reply.facts[0].label == "对比上一周期（2026年11月8日–14日）"
    assert reply.facts[1].value == "¥7,000（已完成 50.6%）"
    assert reply.body[0] == "11月20日（周五）最突出：¥1,740，是平常的 5.8 倍。"


def test_one_sentence_says_what_stands_out_and_one_line_the_plain_figures(shop, call):
    standing_out, figures = answer(call("revenue last 7 days"), shop).body
    assert standing_out == "Fri 20 Nov stands out: ¥1,740, 5.8 times a usual day."
    assert (
        figures == "Mean ¥505.71 per day · Median day ¥300 · Best day Fri 20 Nov: ¥1,740 · Worst day Sun 15 Nov: ¥300"
    )


def test_the_notes_tell_freshness_with_the_zone_and_the_definition_with_its_owner(shop, call):
    notes = answer(call("revenue last 7 days in East"), shop).notes
    assert notes[0] == "Only Region: East"
    assert notes[1] == "Data as of 21 Nov 2026, 12:00 (Asia/Shanghai)."
    assert notes[2].startswith("Revenue: ")
    assert notes[2].endswith("Ask Sam.")


def test_a_split_comes_with_a_table_of_value_share_and_change(shop, call):
    table = answer(call("revenue last 7 days by region"), shop).table
    assert table.columns == ("Region", "Revenue", "Share", "Change")
    assert table.rows[0] == ("East", "¥2,560", "72.3%", "+128.6%")
    assert table.numeric == (False, True, True, True)


def test_a_series_asked_as_a_table_has_a_row_for_each_day(shop, call):
    table = answer(call("revenue last 7 days as table"), shop).table
    assert table.columns == ("When", "Revenue", "Change")
    assert table.rows[5] == ("Fri 20 Nov", "¥1,740", "+480.0%")


def test_the_picture_is_drawn_and_described(shop, call):
    chart = answer(call("revenue last 7 days"), shop).charts[0]
    assert chart.kind is Picture.LINE
    assert chart.png().startswith(b"\x89PNG")
    assert "Revenue" in chart.alt


def test_every_step_carries_the_whole_question(shop, call):
    steps = {step.action: step for step in answer(call("revenue last 7 days"), shop).steps}
    assert list(steps) == [
        "kpi.picture",
        "kpi.split",
        "kpi.compare",
        "kpi.post",
        "kpi.explain",
        "kpi.csv",
        "kpi.save",
        "alert.me",
        "kpi.remove",
    ]
    assert {step.value for name, step in steps.items() if name != "alert.me"} == {"revenue last 7 days"}
    assert "revenue last 7 days by region" in [option.value for option in steps["kpi.split"].options]
    assert "revenue last 7 days vs target" in [option.value for option in steps["kpi.compare"].options]


def test_every_choice_of_every_menu_is_a_question_that_is_answered(shop, call):
    for step in answer(call("revenue last 7 days by region"), shop).steps:
        for option in step.options:
            assert ask(option.value, shop, Lang.EN, call().now).canonical == option.value


def test_dimensions_without_data_are_not_offered(shop, call):
    split = next(step for step in answer(call("revenue"), shop).steps if step.action == "kpi.split")
    assert "Brand" not in [option.label for option in split.options]


def test_a_slash_answer_stands_in_the_channel_and_quietly_keeps_it_private(shop, call):
    assert answer(call("revenue"), shop).audience is Audience.CHANNEL
    assert answer(call("revenue", origin=Origin.MENTION), shop).audience is Audience.THREAD
    for words in ("revenue quietly", "销售额 私下"):
        reply = answer(call(words), shop)
        assert reply.audience is Audience.PERSON
        assert "kpi.share" in [step.action for step in reply.steps]
        assert "kpi.remove" not in [step.action for step in reply.steps]


def test_a_metric_that_is_not_for_the_channel_is_answered_in_private(shop, call):
    assert answer(call("gross margin"), shop).audience is Audience.PERSON
    assert answer(call("orders"), shop).audience is Audience.CHANNEL


def test_in_a_thread_a_clause_alone_changes_the_last_question(shop, call):
    shop.records.posts.add(Post("C-general", "1.0", "U-uma", "orders last 30 days", call().now))
    reply = answer(call("by region", thread="1.0"), shop)
    assert reply.about == "orders last 30 days by region"


def test_a_thread_whose_question_no_longer_reads_is_no_hindrance(shop, call):
    shop.records.posts.add(Post("C-general", "1.0", "U-uma", "no such thing", call().now))
    assert answer(call("orders yesterday", thread="1.0"), shop).about == "orders yesterday"


def test_who_asked_what_is_written_down(shop, call):
    answer(call("revenue by region"), shop)
    (deed,) = shop.records.audit.recent()
    assert (deed.person, deed.deed, deed.subject, deed.channel) == (
        "U-uma",
        "asked",
        "revenue last 7 days by region",
        "C-general",
    )


def test_a_period_that_is_not_over_says_so_and_is_compared_alike(shop, call):
    reply = answer(call("revenue this month"), shop)
    assert reply.notes[0].startswith("Not over yet: counted up to 22 Nov 2026, 12:00 (Asia/Shanghai)")
    assert "same part of the earlier period" in reply.notes[0]
    assert "(1–22 Oct 2026)" in reply.facts[0].label


def test_a_period_that_is_not_over_is_set_against_its_whole_target(shop, call):
    reply = answer(call("revenue this month vs target"), shop)
    assert "the target is for the whole period" in reply.notes[0]


def test_a_comparison_with_a_time_before_all_data_is_said_and_not_made(shop, call):
    reply = answer(call("revenue last 7 days vs last year"), shop)
    assert reply.tone == ""
    assert any("nothing was recorded then" in note for note in reply.notes)


def test_an_empty_answer_says_where_the_data_ends_and_offers_the_last_days_that_have_some(shop, call):
    reply = answer(call("revenue last 7 days", now=LATE), shop)
    assert reply.body[0].startswith("The data ends at 21 Nov 2026")
    again = answer(call(reply.steps[0].value, now=LATE), shop)
    assert again.headline == "Revenue ¥3,540 · 15–21 Nov 2026"


def test_a_metric_whose_own_data_ends_before_the_shops_does_is_offered_its_last_days(shop, call):
    reply = answer(call("spend yesterday"), shop)
    assert reply.headline.startswith("No data: Ad spend · yesterday")
    assert reply.body == ("The data ends at 10 Nov 2026, 08:00 (Asia/Shanghai). The last days that have some:",)
    assert reply.charts == ()
    (step,) = reply.steps
    assert answer(call(step.value), shop).headline == "Ad spend ¥50 · 10 Nov 2026"


def test_conditions_that_nothing_fits_are_offered_without_them(shop, call):
    reply = answer(call("revenue yesterday region=South channel=App"), shop)
    assert reply.body == ("Nothing there fits those conditions. Without them:",)
    assert answer(call(reply.steps[0].value), shop).headline.startswith("Revenue ¥300")


def test_a_metric_whose_tables_are_empty_says_how_to_fill_them(shop, call):
    reply = answer(call("visits", lang=Lang.ZH), shop)
    assert "chestnut load" in reply.body[0]
    assert reply.steps == ()


def test_a_target_nobody_set_is_told_with_where_to_set_it(shop, call):
    with pytest.raises(Mistake, match="/kpi target orders") as refused:
        answer(call("orders vs target"), shop)
    assert answer(call(refused.value.suggestions[0]), shop).headline.startswith("Orders ")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("revenu", UnknownName),
        ("revenue by mood", UnknownName),
        ("revenue last blursday", Mistake),
        ("revenue 2026-02-30", UnclearPeriod),
        ("visits by product", ImpossibleSplit),
        ("revenue region=Atlantis", UnknownName),
    ],
)
def test_what_cannot_be_answered_ends_in_something_that_can(shop, call, text, error):
    with pytest.raises(error) as refused:
        answer(call(text), shop)
    assert refused.value.say(Lang.EN) != refused.value.say(Lang.ZH)
    for suggestion in refused.value.suggestions[:1]:
        assert answer(call(suggestion), shop).headline
    assert refused.value.suggestions


@pytest.mark.parametrize("text", ["revenue this month", "revenue mtd by channel", "revenue since monday weekly"])
def test_a_period_still_open_is_drawn_at_any_instant(text, shop, call):
    """Clocks do not tick in whole seconds."""
    now = datetime(2026, 11, 22, 4, 0, 0, 123456, tzinfo=UTC)
    reply = handlers.answer(call(text, now=now), shop)
    assert reply.charts[0].png().startswith(b"\x89PNG")
