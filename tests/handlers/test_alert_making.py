"""Rules made in Slack: tried on the past before they are kept, turned on by a button, changed and refused."""

from dataclasses import replace
from datetime import timedelta

import pytest

import handlers
from analysis.alerts.rule import Kind, Side
from analysis.errors import Mistake, UnclearName, UnknownName
from analysis.model import Lang
from bot.plain import text as plain
from handlers.alerts.cards.sentence import sentence
from handlers.alerts.rules import create, form, proposed
from handlers.command import Shop
from storage.catalog import default
from storage.facts import Facts
from storage.records.alerts.model import Status
from tests.handlers.alert_stage import Outgoing

ANA, SALES, CLOSED = "U1ANA", "C1SALES", "C9CLOSED"
ACTIONS = {action.id: action.run for action in handlers.ACTIONS}
FORMS = {one.id: one for one in handlers.FORMS}
RULE = "revenue by region drop 20% vs same weekday for 2 days"


class Doors(Outgoing):
    """The mail of a bot that is in every channel but one."""

    def reaches(self, channel):
        return channel != CLOSED


@pytest.fixture
def mail():
    return Doors()


@pytest.fixture
def open_shop(shop, mail):
    return replace(shop, mail=mail)


@pytest.fixture
def say(open_shop, call):
    def said(text, **changes):
        return handlers.answer(call(text, **({"person": ANA, "channel": SALES} | changes)), open_shop)

    return said


@pytest.fixture
def press(open_shop, call):
    def pressed(action, value, **changes):
        given = {"person": ANA, "channel": SALES, "message": "1.2", "value": value} | changes
        run = ACTIONS[action] if action in ACTIONS else FORMS[action].run
        return run(call("", **given), open_shop)

    return pressed


def button(reply, action):
    return next(step for step in reply.steps if step.action == action)


def test_a_rule_is_told_in_a_sentence_with_what_it_would_have_done(say):
    """On 20 November the East sold ten times as much: a rise of 20 % is seen once in the sixty days there are."""
    reply = say("alert revenue by region rise 20% vs same weekday min 100")
    assert reply.headline == "Revenue, for each region: 20% or more above the same weekday, where it had ¥100 or more"
    assert reply.body[0].startswith("There is little history: 60 days are recorded") or "once" in reply.body[0]
    assert any("once in the last 60 days" in line for line in reply.body)
    assert any("Fri 20 Nov" in line and "East 900% above" in line for line in reply.body)
    assert reply.code[0].startswith("/alert revenue rise 20% vs same weekday min 100 by region")


def test_nothing_is_kept_before_the_button_is_pressed(say, open_shop):
    say(f"alert {RULE}")
    assert open_shop.records.rules.all() == ()


def test_the_same_in_chinese(say):
    reply = say("预警 销售额 按地区 上涨20% 对比同星期 至少100", lang=Lang.ZH)
    assert reply.headline == "销售额（按地区逐一判断）：比上周同日高20%以上，且至少有¥100"
    assert any("会触发1次" in line for line in reply.body)
    assert button(reply, "alert.create").label == "启用"


def test_the_button_turns_it_on_in_its_channel_for_its_owner(say, press, open_shop, call):
    reply = say(f"alert {RULE}")
    told = press("alert.create", button(reply, "alert.create").value)
    (kept,) = open_shop.records.rules.all()
    assert (kept.rule.channel, kept.rule.owner, kept.status) == (SALES, ANA, Status.ACTIVE)
    assert told.headline == f"R-{kept.id} is on"
    assert told.replaces
    assert [deed.deed for deed in open_shop.records.audit.recent(1)] == ["alert.create"]
    assert open_shop.records.windows.last(kept.id) is not None, "it was judged at once"
    assert kept.starts_at <= call().now


def test_what_may_soon_be_wrong_is_told_to_who_turned_it_on(say, press, mail):
    """Yesterday brought ¥300, the day before a peak: one bad day of the two it takes."""
    told = press("alert.create", button(say("alert revenue below 1000 for 2 days"), "alert.create").value)
    assert "It was bad at the last look, and fires if that goes on." in plain(told, Lang.EN)
    assert mail.notices == []


def test_data_that_has_time_to_settle_is_waited_for(say, press, mail):
    """A rule that waits 30 hours has nothing to say of yesterday before tomorrow, and looks at the day before."""
    told = press("alert.create", button(say("alert revenue below 1000 settle 30h"), "alert.create").value)
    assert "All is well at the last look." in plain(told, Lang.EN)
    assert mail.notices == []


def test_what_is_wrong_now_is_said_at_once(say, press, mail):
    """The last whole week brought ¥4,000: a rule on less than that fires when it is turned on."""
    told = press("alert.create", button(say("alert revenue below 10000 weekly"), "alert.create").value)
    assert "It fires now: A-1" in plain(told, Lang.EN)
    assert [notice.key for notice in mail.notices if not notice.under] == ["A-1"]


def test_pressed_twice_it_is_one_rule(say, press, open_shop):
    value = button(say(f"alert {RULE}"), "alert.create").value
    press("alert.create", value)
    assert press("alert.create", value).headline == "R-1 says that already"
    assert len(open_shop.records.rules.all()) == 1


def test_a_channel_the_bot_is_not_in_is_told_before_and_refused_at_the_button(say, press, open_shop):
    reply = say(f"alert {RULE} to <#{CLOSED}|closed>")
    assert any("/invite @chestnut" in note for note in reply.notes)
    with pytest.raises(Mistake, match="/invite @chestnut"):
        press("alert.create", button(reply, "alert.create").value)
    assert open_shop.records.rules.all() == ()


def test_a_metric_that_is_not_for_a_channel_may_not_speak_there(say, press):
    """shop.yaml keeps the gross margin for the finance channel."""
    reply = say("alert gross margin below 30%")
    with pytest.raises(Mistake, match="is not for"):
        press("alert.create", button(reply, "alert.create").value)


def test_without_a_channel_there_is_a_form_to_choose_one(say, press):
    reply = say(f"alert {RULE}", channel=None)
    assert [step.action for step in reply.steps][:1] == ["alert.rule"]
    assert button(reply, "alert.rule").label == "Choose a channel"


def test_a_change_without_a_least_volume_is_advised_with_a_button_that_adds_it(say, press):
    reply = say("alert revenue by region drop 20% vs same weekday")
    better = button(reply, "alert.preview")
    assert better.label == "Add “min 5”"
    shown = press("alert.preview", better.value)
    assert "min 5" in shown.code[0]
    assert shown.replaces


def test_too_much_noise_is_warned_of_with_a_calmer_rule(watched, call):
    """Every other day is a weak one: a bound between the two fires twice a week and more, two in a row never."""
    watched.sold(*(150, 20) * 20)
    asked = call("alert revenue below 100", person=ANA, channel=SALES)
    reply = handlers.answer(asked, watched.shop)
    assert any("times a month" in note for note in reply.notes)
    calmer = button(reply, "alert.preview")
    assert calmer.label == "For 2 days in a row"
    shown = ACTIONS["alert.preview"](replace(asked, value=calmer.value, message="1.2"), watched.shop)
    assert "for 2 days" in shown.code[0]
    assert not any("times a month" in note for note in shown.notes)


def test_an_empty_history_is_said_plainly(records, call, tmp_path, mail):
    facts = Facts(f"duckdb:///{tmp_path / 'empty.duckdb'}", default())
    facts.create()
    shop = Shop(facts.catalog, facts, records, mail)
    reply = handlers.answer(call("alert revenue below 5k", person=ANA, channel=SALES), shop)
    assert reply.body == ("Nothing is recorded that it could be tried on, so I can't tell how often it would fire.",)
    assert button(reply, "alert.create")
    facts.close()


def test_too_little_history_is_said_plainly(say):
    reply = say("alert revenue drop 20% vs last year")
    assert reply.body[0].startswith("There is little history: 60 days are recorded")


def test_a_rule_on_a_target_that_is_not_set_says_how_to_set_one(say):
    assert any("/kpi target orders 2026-11" in note for note in say("alert orders behind target").notes)
    assert not any("/kpi target" in note for note in say("alert revenue behind target").notes)


def test_slips_offer_whole_commands_that_work(say):
    for slip in ("alert revenu below 5k", "alert revenue", "预警 销售额", "alert revenue below 5k @ana"):
        with pytest.raises(Mistake) as refused:
            say(slip)
        for works in refused.value.suggestions:
            assert say(works).headline


def test_a_rule_is_edited_in_words_and_its_open_alert_closed_quietly(say, press, open_shop, mail):
    press("alert.create", button(say("alert revenue below 1000"), "alert.create").value)
    before = len(mail.notices)
    reply = say("alert edit R-1 revenue below 10 weekly")
    told = press("alert.change", button(reply, "alert.change").value)
    kept = open_shop.records.rules.find(1)
    assert (kept.version, kept.rule.trigger.limit, kept.rule.channel) == (2, 10.0, SALES)
    assert open_shop.records.episodes.open_of((1,)) == {}
    assert "A-1 is closed" in plain(told, Lang.EN)
    assert all(notice.edits or notice.under for notice in mail.notices[before:]), "nobody is called"


def test_one_clause_is_enough_to_change_a_rule(say, press, open_shop):
    """Whose it is and where it speaks stay as they were."""
    press("alert.create", button(say("alert revenue below 1000 by region"), "alert.create").value)
    for text in ("alert edit R-1 for 3 days", "预警 修改 R-1 连续3天"):
        reply = say(text, person="U2BO", channel="C2OTHER")
        press("alert.change", button(reply, "alert.change").value) if "edit" in text else None
        assert "3 days in a row" in reply.headline or "连续3天" in reply.headline
    rule = open_shop.records.rules.find(1).rule
    assert (rule.pending, rule.by, rule.owner, rule.channel) == (3, ("region",), ANA, SALES)


def test_a_button_that_the_rule_has_outlived_says_so(say, press):
    press("alert.create", button(say("alert revenue below 1000"), "alert.create").value)
    stale = button(say("alert edit R-1 revenue below 900"), "alert.change").value
    press("alert.change", button(say("alert edit R-1 revenue below 800"), "alert.change").value)
    with pytest.raises(UnclearName, match="was changed since"):
        press("alert.change", stale)


@pytest.mark.parametrize("value", ["", "{}", "revenue below 5k", '{"metric": 1}', "R-1 v1 {}"])
def test_a_button_of_another_time_is_refused_with_what_works(say, press, value):
    with pytest.raises(UnclearName) as refused:
        press("alert.create", value)
    assert say(refused.value.suggestions[0]).headline


def test_editing_a_rule_that_is_not_there_is_refused(say):
    with pytest.raises(UnknownName):
        say("alert edit R-99 revenue below 5k")


def filled(value, shop, call, **changes):
    fields = form.fields(call("", person=ANA, channel=SALES, value=value), shop.catalog)
    return {field.id: field.initial for field in fields} | changes


@pytest.mark.parametrize(
    "text",
    [
        RULE,
        "revenue below 5k",
        "orders unusual down at 4z",
        "conversion above 8% weekly recover at 6%",
        "revenue behind target by 5% monthly",
        "visits silent for 3 hours",
        "revenue channel = App region not East rise 25% vs last year min 100 orders by category and product",
        'revenue below 5k settle 2h active weekdays 9:00-21:00 repeat 4h cap 3 name "Night watch"',
    ],
)
def test_the_form_says_what_the_words_say(say, press, open_shop, call, text):
    """Opened from a rule and sent as it is, the form gives the rule again."""
    value = button(say(f"alert {text}"), "alert.rule").value
    fields = filled(value, open_shop, call)
    assert form.check(fields, Lang.EN, open_shop.catalog) == {}
    reply = press("alert.rule", value, fields=fields)
    assert button(reply, "alert.create").value == value


@pytest.mark.parametrize(
    ("field", "typed"),
    [("number", ""), ("number", "lots"), ("number", "150%"), ("least", "many"), ("run", "0 days"), ("run", "soon")],
)
def test_the_form_names_the_field_that_is_wrong(open_shop, call, field, typed):
    fields = filled("", open_shop, call, **{field: typed})
    faults = {lang: form.check(fields, lang, open_shop.catalog) for lang in Lang}
    assert list(faults[Lang.EN]) == list(faults[Lang.ZH]) == [field]
    assert faults[Lang.EN] != faults[Lang.ZH]


def test_alert_me_on_an_answer_opens_the_form_with_what_was_asked(say, open_shop, call):
    answer = say("revenue last 7 days by region in East")
    fields = filled(button(answer, "alert.me").value, open_shop, call)
    assert (fields["metric"], fields["by"], fields["bad"], fields["channel"]) == ("revenue", "region", "drop", SALES)
    assert "region = East" in fields["more"]


def test_the_first_window_is_far_enough_back_for_what_is_wrong_now(open_shop, call):
    rule = proposed.said("revenue below 1 for 3 days", call("", person=ANA), open_shop).rule
    now = call().now
    assert create.first(rule, now, open_shop) == create.closed(rule, now, open_shop) - timedelta(days=2)


def test_a_rise_is_bad_where_less_is_better(say, open_shop, call):
    fields = filled(button(say("refund rate last 7 days"), "alert.me").value, open_shop, call)
    assert (Kind.CHANGE, Side.ABOVE, fields["bad"]) == (Kind.CHANGE, Side.ABOVE, "rise")


def test_a_private_talk_is_no_channel_to_pick(open_shop, call):
    fields = {field.id: field for field in form.fields(call("", person=ANA, channel="D1ANA"), open_shop.catalog)}
    assert fields["channel"].initial == ""


def test_a_paused_rule_that_is_changed_stays_paused(say, press, open_shop):
    press("alert.create", button(say("alert revenue below 1000"), "alert.create").value)
    press("alert.pause", "R-1")
    told = press("alert.change", button(say("alert edit R-1 revenue below 900"), "alert.change").value)
    assert "It is paused" in plain(told, Lang.EN)
    assert open_shop.records.rules.find(1).status is Status.PAUSED


def test_a_rule_whose_metric_is_gone_is_mended_in_words(say, press, open_shop, call):
    """The catalog no longer has it: the form cannot say it, a new sentence can, and it is watched again."""
    lost = replace(proposed.said("revenue below 5", call("", person=ANA), open_shop).rule, metric="gone")
    kept = open_shop.records.rules.add(replace(lost, channel=SALES), ANA, Lang.EN, call().now, call().now)
    open_shop.records.rules.mark(kept.id, Status.BROKEN, "no such metric")
    assert say(f"alert edit R-{kept.id}").steps == ()
    reply = say(f"alert edit R-{kept.id} revenue below 5")
    press("alert.change", button(reply, "alert.change").value)
    assert open_shop.records.rules.find(kept.id).status is Status.ACTIVE


def test_the_words_of_a_rule_leave_out_what_they_would_mean_anyhow(say):
    """Mine, and here: nobody copies that. What changes a rule is said with its number."""
    assert say("alert revenue below 1000").code == ("/alert revenue below 1000",)
    assert say(f"alert revenue below 1000 owner <@U2BO> to <#{SALES}>").code == (
        "/alert revenue below 1000 owner <@U2BO>",
    )


def test_a_target_that_is_held_against_what_there_is_is_not_called_a_forecast(open_shop, call, say):
    """Only a month told day by day is heading anywhere."""
    assert say("alert revenue behind target by 5% monthly").headline == "Revenue: more than 5% short of its target"
    assert say("预警 转化率 落后目标", lang=Lang.ZH).headline == "转化率：未达到目标"


def test_the_help_names_everything_that_can_be_done(say):
    said = plain(say("alert"), Lang.EN)
    for verb in ("ack A-12", "reopen A-12", "silence", "edit R-3"):
        assert verb in said
    assert len(say("alert").items) <= 20


def test_what_fires_most_of_the_time_is_warned_of(say):
    """Every day but one is below ¥1,000, so it would be one alert without an end."""
    reply = say("alert revenue below 1000")
    assert any("of the time" in note for note in reply.notes)
    assert any(line.endswith("still so") for line in reply.body)


@pytest.mark.parametrize(
    ("rule", "english", "chinese"),
    [
        (
            "conversion below 2% recover at 2.5%",
            "Conversion rate: below 2%, until it is back at 2.5%",
            "低于2%，恢复到2.5%为止",
        ),
        (
            "orders unusual down at 4z",
            "Orders: unusually low, 4 times the usual swing below what was expected",
            "异常偏低（低于预期，偏离达4倍正常波动）",
        ),
        ("revenue behind target", "Revenue: heading for less than its target", "预计完不成目标"),
        ("revenue behind target by 5%", "Revenue: heading for more than 5% short of its target", "预计比目标少5%以上"),
        ("stock cover below 7 days", "Stock cover: less than 7 days left", "不足7天"),
        ("visits silent for 3 hours", "Visits: no new data for 3 hours", "3小时没有新数据"),
        ("revenue drop 20% vs previous weekly", "Revenue: 20% or more below the week before", "比前一周低20%以上"),
        (
            "revenue change 20% vs 3-month average monthly",
            "Revenue: 20% or more away from the 3-month average",
            "与3个月均值相差20%以上",
        ),
    ],
)
def test_each_kind_is_told_in_a_sentence(open_shop, call, rule, english, chinese):
    found = proposed.said(rule, call("", person=ANA, channel=SALES), open_shop).rule
    assert sentence(found, open_shop, Lang.EN) == english
    assert chinese in sentence(found, open_shop, Lang.ZH)
