"""The card of an alert, read as people read it: in a few seconds, in both languages, whatever it is about."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.alerts.condition import Reason, Told
from analysis.alerts.people import Deed, Verb
from analysis.alerts.rule import Baseline, Escalation, Kind, Rule, Side, Trigger
from analysis.model import Filter, Grain, Lang, Op
from bot.blocks import BLOCKS, render, weight
from bot.plain import text as plain
from handlers.alerts.cards import view as views
from handlers.alerts.cards.card import card
from handlers.alerts.cards.publish import publish
from handlers.alerts.cards.view import Known
from storage.records import Scope, Setter
from storage.records.alerts.model import Episode, Kept, Status
from tests.handlers.alert_stage import ANA, BO, DROP, END, NOW, SALES, SAM, fired, key, opened, spelt, well

HOUR = timedelta(hours=1)


def known(rule=DROP, states=None, deeds=(), *, lang=Lang.EN, over=None, **more):
    """An episode as the machine hands it over, not yet in any record."""
    states = {key("South"): fired()} if states is None else states
    kept = Kept(7, rule, Status.ACTIVE, lang, SAM, NOW, NOW)
    since = min((state.breached for state in states.values() if state.breached), default=END)
    firing = tuple(states)
    episode = Episode(12, 7, SALES, since, NOW - 2 * HOUR, firing=firing, card="A-12", version=3, **more)
    if over is not None:
        episode = replace(episode, ended_at=NOW, end=over)
    return Known(kept, episode, states, tuple(deeds), ())


def told(shop, *args, **more):
    """The card as text, without its last line on the zone and the rule."""
    view = views.made(known(*args, **more), shop, NOW)
    shown = card(view, shop)
    return [spelt(shown.headline), *map(spelt, shown.body)]


def whole(rule):
    return replace(rule, by=())


@pytest.mark.parametrize(
    ("lang", "rule", "state", "headline"),
    [
        (Lang.EN, DROP, fired(), "🔴 Revenue · South 18% below the same weekday: ¥812k (¥990k)"),
        (Lang.ZH, DROP, fired(), "🔴 销售额 · 华南 比上周同日低18%：¥81.2万（¥99万）"),
        (
            Lang.EN,
            whole(Rule("conversion", Trigger(Kind.THRESHOLD, Side.BELOW, 0.02))),
            fired(0.014, 0, low=0.02),
            "🔴 Conversion rate is 1.4%, below 2%",
        ),
        (
            Lang.ZH,
            whole(Rule("conversion", Trigger(Kind.THRESHOLD, Side.BELOW, 0.02))),
            fired(0.014, 0, low=0.02),
            "🔴 转化率 1.4%，低于2%",
        ),
        (
            Lang.EN,
            Rule("orders", Trigger(Kind.ANOMALY, Side.EITHER, 3.0), filters=(Filter("channel", Op.IN, ("App",)),)),
            fired(1312, 900, low=751.3, high=1049.7),
            "🔴 Orders (App) unusually high: 1.31k (usually 751–1.05k)",
        ),
        (
            Lang.ZH,
            Rule("orders", Trigger(Kind.ANOMALY, Side.EITHER, 3.0)),
            fired(312, 900, low=751.3, high=1049.7),
            "🔴 订单数 异常偏低：312（正常751–1,050）",
        ),
        (
            Lang.EN,
            Rule("revenue", Trigger(Kind.TARGET, Side.BELOW, 0.05)),
            fired(1_056_000, 1_200_000, low=1_140_000),
            "🔴 Revenue is heading for ¥1.06m, 12% short of the target ¥1.2m",
        ),
        (
            Lang.EN,
            Rule("stock_cover", Trigger(Kind.COVER, Side.BELOW, 7), by=("product",)),
            fired(2.26, 0),
            "🔴 Stock cover · South: 2.3 days left, under 7 days",
        ),
        (
            Lang.EN,
            Rule("orders", Trigger(Kind.FRESHNESS, Side.ABOVE, 3), Grain.HOUR),
            fired(5, 0, high=3),
            "🔴 Orders: no new data for 5 h (limit 3 h)",
        ),
        (
            Lang.ZH,
            Rule("orders", Trigger(Kind.FRESHNESS, Side.ABOVE, 3), Grain.HOUR),
            fired(5, 0, high=3),
            "🔴 订单数 已5小时没有新数据（上限3小时）",
        ),
    ],
)
def test_the_headline_says_what_and_how_bad(shop, lang, rule, state, headline):
    values = ["South"] if rule.by else []
    if not state.seen.baseline:
        state = replace(state, seen=replace(state.seen, baseline=None))
    assert told(shop, rule, {key(*values): state}, lang=lang)[0] == headline


REGIONS = {
    "East": (1_500, 1_800),
    "South": (400, 1_000),
    "North": (300, 400),
    "West": (100, 150),
    "Far West": (50, 90),
    "Islands": (10, 20),
    "Coast": (1, 9),
}


def test_many_at_once_are_one_ranked_card(shop):
    """The worst first, as many as the rule allows, with the part of the whole gap that each is."""
    states = {key(name): fired(*pair) for name, pair in REGIONS.items()}
    lines = told(shop, replace(DROP, cap=3), states)

    assert lines[:5] == [
        "🔴 Revenue by region: 7 are 10% or more below the same weekday. 54% of it is South",
        "• South −60%: ¥400 (¥1k) · 54%",
        "• East −17%: ¥1.5k (¥1.8k) · 27%",
        "• North −25%: ¥300 (¥400) · 9%",
        "and 4 more",
    ]
    alike = {key(name): fired(800, 1_000) for name in "abcdefgh"}
    assert told(shop, DROP, alike)[0] == "🔴 Revenue by region: 8 are 10% or more below the same weekday"
    chinese = told(shop, replace(DROP, cap=3), states, lang=Lang.ZH)
    assert chinese[0] == "🔴 销售额（按地区）：7项比上周同日低10%以上，其中54%来自华南"
    assert chinese[4] == "另有4项"


def test_since_when_and_how_long(shop):
    view = views.made(known(), shop, NOW)
    facts = {fact.label: fact.value for fact in card(view, shop).facts}
    assert facts == {"Since": "Fri 20 Nov, 2 days", "Against the same weekday": "¥990k"}


@pytest.mark.parametrize(
    ("lang", "line"), [(Lang.EN, "Nobody is on it yet · owner: @U0SAM"), (Lang.ZH, "还没有人处理 · 负责人：@U0SAM")]
)
def test_as_long_as_nobody_acts_the_owner_is_named(shop, lang, line):
    assert line in told(shop, lang=lang)


@pytest.mark.parametrize(
    ("end", "lang", "headline", "line"),
    [
        (Reason.RECOVERED, Lang.EN, "🟢 Back to normal: Revenue · South ¥985k.", "It lasted 1 day, from Fri 20 Nov."),
        (Reason.RECOVERED, Lang.ZH, "🟢 已恢复正常：销售额 · 华南 ¥98.5万。", "持续1天，始于11月20日周五。"),
        (Reason.UPDATED, Lang.EN, "⚪ Closed: the rule was changed. Revenue", "It lasted 3 days, from Fri 20 Nov."),
    ],
)
def test_when_it_is_over_the_card_is_calm_and_short(shop, end, lang, headline, line):
    states = {key("South"): well()}
    ended = known(states=states, over=end, lang=lang)
    ended = replace(ended, episode=replace(ended.episode, since=END - timedelta(1)))
    shown = card(views.made(ended, shop, NOW), shop)
    assert (shown.headline, shown.body, shown.facts) == (headline, (line,), ())


def test_what_came_of_it_the_last_times_is_told(shop):
    """A decision counts most, then what people did; where nobody did anything that is said."""
    records = shop.records
    for number, (verb, why) in enumerate(((Verb.FALSE_ALARM, "expected"), (Verb.RESOLVE, "moved spend to email")), 1):
        at = NOW - timedelta(days=10 * (3 - number))
        past = Episode(records.episodes.number(), 7, SALES, at, at, at + 2 * HOUR, Reason.RECOVERED)
        records.episodes.add(past)
        records.deeds.add(past.id, Deed(0, at + HOUR, ANA, verb, "command", why=why))

    assert "2 similar episodes before. Last time (Thu 12 Nov): @U0ANA resolved it: moved spend to email" in told(shop)
    assert "之前发生过2次类似情况，上一次（11月12日周四）：@U0ANA 已解决：moved spend to email" in told(
        shop, lang=Lang.ZH
    )


def test_where_it_comes_from_is_told_of_the_whole(shop, facts):
    """On 20 November the East sold ten times as much: by region that explains the rise, by product two thirds."""
    rule = Rule("revenue", Trigger(Kind.CHANGE, Side.ABOVE, 0.5, baseline=Baseline.SAME_WEEKDAY), channel=SALES)
    state = fired(1_740, 300, breaches=1)
    peak = replace(state.seen, start=state.seen.start - timedelta(1), end=END - timedelta(1))
    lines = told(shop, rule, {"[]": replace(state, seen=peak)})
    (line,) = [line for line in lines if line.startswith("Where from")]
    assert "East +¥1.44k (100% of the change)" in line


def test_nothing_is_named_as_the_source_that_went_the_other_way(shop):
    """Where a rush was expected, even ten times as much can be too little: what sold more is not why it is less."""
    rule = Rule("revenue", Trigger(Kind.CHANGE, Side.BELOW, 0.1, baseline=Baseline.SAME_WEEKDAY), channel=SALES)
    state = fired(1_740, 3_000, breaches=1)
    peak = replace(state.seen, start=state.seen.start - timedelta(1), end=END - timedelta(1))
    lines = told(shop, rule, {"[]": replace(state, seen=peak)})
    assert not [line for line in lines if line.startswith(("Where from", "Moved most"))]


@pytest.mark.parametrize(
    ("reason", "headline"),
    [(Reason.NO_DATA, "🔴 Revenue: nothing was recorded"), (Reason.ERROR, "🔴 Revenue could not be measured")],
)
def test_no_data_is_not_zero(shop, reason, headline):
    state = fired()
    silent = replace(state, reason=reason, seen=replace(state.seen, value=None, baseline=None))
    assert told(shop, whole(DROP), {"[]": silent})[0] == headline


def test_a_metric_that_is_gone_leaves_a_card_that_can_be_read(shop):
    assert told(shop, replace(DROP, metric="gone"))[0].startswith("🔴 gone · South 18% below")


@pytest.mark.parametrize(
    ("reason", "line"),
    [
        (Told.NEW, "🔴 Now also South −18%: ¥812k (¥990k)"),
        (Told.REPEAT, "🔁 Still: Revenue · South 18% below the same weekday: ¥812k (¥990k)"),
        (
            Told.SNOOZE_OVER,
            "⏰ The snooze is over. Revenue · South 18% below the same weekday: ¥812k (¥990k)",
        ),
        (
            Told.REMINDER,
            "⏰ @U0SAM Nobody is on it yet. Revenue · South 18% below the same weekday: ¥812k (¥990k)",
        ),
        (
            Told.ESCALATED,
            "🚨 @S0LEADS Nobody has acted on this. Revenue · South 18% below the same weekday: ¥812k (¥990k)",
        ),
    ],
)
def test_each_transition_is_one_line_in_the_thread(shop, reason, line):
    rule = replace(DROP, escalation=Escalation("S0LEADS", 2 * HOUR))
    episode = known(rule)
    if reason is Told.NEW:
        episode = replace(episode, episode=replace(episode.episode, firing=(key("North"),)))
    edited, below = publish(views.made(episode, shop, NOW), reason, shop)
    assert (edited.key, edited.edits, below.key, below.under) == ("A-12/v3", "A-12", "A-12/v3/line", "A-12")
    assert spelt(below.reply.headline) == line


def test_an_escalation_to_a_channel_shows_the_card_there_too(shop):
    rule = replace(DROP, escalation=Escalation("C0LEADS", 2 * HOUR))
    *_, there = publish(views.made(known(rule), shop, NOW), Told.ESCALATED, shop)
    assert (there.channel, there.reply.steps) == ("C0LEADS", ())
    assert "Revenue · South 18% below" in there.reply.headline
    assert spelt(there.reply.body[-1]) == "It is handled in #C0SALES."


def test_the_first_word_is_the_card_with_its_picture(shop):
    fresh = known()
    (notice,) = publish(
        views.made(replace(fresh, episode=replace(fresh.episode, card="")), shop, NOW), Told.FIRST, shop
    )
    assert (notice.key, notice.edits, notice.under, notice.channel) == ("A-12", "", "", SALES)
    assert notice.reply.about == "revenue last 7 days region = South"
    assert [chart.kind.value for chart in notice.reply.charts] == ["line"]


def test_the_channels_language_comes_first(shop):
    shop.records.preferences.put(Scope.CHANNEL, SALES, {"language": "zh"}, Setter(ANA, NOW))
    assert told(shop)[0].startswith("🔴 销售额")


NAMES = st.text(min_size=0, max_size=120) | st.sampled_from(["<!channel>", "*x*", "\u202eevil", "a\nb", "<@U1>", ""])
NUMBERS = st.floats(allow_nan=True, allow_infinity=True) | st.sampled_from([0.0, -1.0, 1e300])


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    names=st.lists(st.none() | NAMES, min_size=1, max_size=4),
    value=st.none() | NUMBERS,
    baseline=st.none() | NUMBERS,
    impact=NUMBERS,
    kind=st.sampled_from(Kind),
    lang=st.sampled_from(Lang),
    why=NAMES,
)
def test_a_card_is_within_slacks_limits_whatever_it_holds(shop, names, value, baseline, impact, kind, lang, why):
    """Five hundred instances, names out of anybody's hands, numbers that are none."""
    state = fired()
    seen = replace(state.seen, value=value, baseline=baseline, impact=impact, low=baseline)
    states = {
        key(name if name is None else f"{name}{n}"): replace(state, seen=seen)
        for n in range(500 // len(names))
        for name in names
    }
    rule = replace(DROP, trigger=Trigger(kind, Side.EITHER, 0.1), by=("city",), name=why[:80], cap=500)
    deeds = (Deed(1, NOW, BO, Verb.ACK, "x", why=why), Deed(2, NOW, BO, Verb.SNOOZE, "x", NOW + HOUR, why=why))
    shown = card(views.made(known(rule, states, deeds, lang=lang), shop, NOW), shop)
    message = render(shown, lang)
    assert len(message.blocks) <= BLOCKS
    assert len(message.text) <= 3_000
    assert all(weight(block) <= 3_000 for block in message.blocks)
    assert "<!channel>" not in str(message.blocks)
    assert plain(shown, lang)


def test_a_card_stays_whole_where_many_things_are_said(shop):
    """What people can press is never what falls off."""
    stage = opened(shop)
    for n in range(5):
        fields = {"what": f"Decision {n} " + "x" * 500, "why": "", "owner": BO, "review": ""}
        stage.press("alert.decide", fields=fields)
    message = render(card(stage.view(), stage.shop), Lang.EN)
    assert message.whole
    assert [block["type"] for block in message.blocks].count("actions") >= 1


@pytest.mark.parametrize(
    ("deed", "line"),
    [
        (Deed(1, NOW - HOUR, ANA, Verb.ASSIGN, "x", whom=BO), "⏰ @U0BO, this still waits for you."),
        (Deed(1, NOW - HOUR, ANA, Verb.ACK, "x"), "⏰ @U0ANA, still on it since 11:00? Press “Still on it”"),
    ],
)
def test_a_reminder_speaks_to_whoever_it_waits_for(shop, deed, line):
    _, below = publish(views.made(known(deeds=(deed,)), shop, NOW), Told.REMINDER, shop)
    assert spelt(below.reply.headline).startswith(line)
