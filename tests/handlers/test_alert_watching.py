"""Rules in words: what is open, what a rule is and did, why people were told or not, and what keeps them quiet."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import time, timedelta
from functools import partial

import pytest

import handlers
from analysis.alerts.people import Deed, Silence, Verb
from analysis.alerts.rule import Baseline, Hours, Kind, Mute, Side, Trigger
from analysis.errors import Mistake, UnclearName, UnclearPeriod, UnknownName
from analysis.model import Lang
from bot.plain import text as plain
from handlers.command import Call, Origin, Reply
from storage.records import Records, Stand
from storage.records.alerts.model import Status
from tests.handlers.alert_stage import ANA, SALES, TS, Outgoing, spelt
from tests.handlers.watched import TODAY, WEAK, Watched, days_ago
from tests.handlers.watched import watched as watched_shop

ACTIONS = {action.id: action.run for action in handlers.TABLES.actions}
DROP = replace(WEAK, trigger=Trigger(Kind.CHANGE, Side.BELOW, 0.2, baseline=Baseline.SAME_WEEKDAY), by=("region",))


@pytest.fixture(scope="module")
def weak_day(empty_stores, tmp_path_factory):
    """A weak day, judged: an alert is open, and a rule waits for a second day. Its facts are not to be changed."""
    folder = tmp_path_factory.mktemp("weak")
    shutil.copytree(empty_stores, folder, dirs_exist_ok=True)
    shop = lived(watched_shop(folder / "facts.duckdb", folder / "records.db"))
    shop.records.close()
    yield shop, folder / "records.db"
    shop.shop.facts.close()


@pytest.fixture
def two(weak_day, tmp_path):
    """The weak day, with records of its own."""
    before, file = weak_day
    records, mail = Records(f"sqlite:///{shutil.copy(file, tmp_path / 'own.db')}"), Outgoing()
    yield replace(before, shop=replace(before.shop, records=records, mail=mail), mail=mail)
    records.close()


def lived(watched):
    """Two regions sold little yesterday."""
    for region, usual, last in (("East", 300, 90), ("North", 200, 200), ("South", 120, 60)):
        watched.sold(usual, *[None] * 6, last, region=region)
    watched.sells(5, TODAY, at=time(8))
    watched.watch(DROP)
    watched.watch(replace(WEAK, trigger=Trigger(Kind.THRESHOLD, limit=400.0), pending=2, name="Daily floor"))
    return watched.tick()


def talk(watched, text, lang=Lang.EN, **more):
    """What Ana is told when she says something."""
    given = {"person": ANA, "lang": lang, "now": watched.now, "origin": Origin.SLASH, "channel": SALES} | more
    return handlers.TABLES.answer(Call(text, **given), watched.shop)


@pytest.fixture
def say(two):
    """What Ana is told on the weak day."""
    return partial(talk, two)


@pytest.fixture
def press(two):
    """What Ana is told when she presses a button."""

    def run(action, value, lang=Lang.EN):
        call = Call("", ANA, lang, two.now, Origin.ACTION, SALES, None, "1700000000.000900", value)
        return ACTIONS[action](call, two.shop)

    return run


@dataclass
class Scene:
    """A shop under watch, and Ana who talks to it."""

    watched: Watched
    say: Callable[[str], Reply]


def read(reply, lang=Lang.EN):
    return spelt(plain(reply, lang))


def test_the_list_shows_what_is_open_first_then_every_rule(two, say):
    """Each rule by its number, its gist and its channel, with a button that shows it."""
    listed = read(say("alert list"))
    assert "Open alerts: 1" in listed
    assert "🔴 A-1 · Revenue by region: 2 are 20% or more below the same weekday. 78% of it is East" in listed
    assert listed.index("A-1") < listed.index("R-1 · revenue drop 20% vs same weekday by region")
    assert "R-2 · Daily floor" in listed
    assert "未关闭的预警：1" in read(say("预警 列表", Lang.ZH), Lang.ZH)


def test_an_empty_list_says_how_to_begin(watched):
    """And offers the first rule as a button."""
    reply = talk(watched, "alert list")
    assert "No rule watches anything yet" in read(reply)
    assert reply.steps[0].value == "alert revenue drop 20% vs same weekday"


@pytest.mark.parametrize(
    ("keep_quiet", "says"),
    [
        (lambda at: at.say("alert silence revenue 2h"), "silenced by @U0ANA until 14:00 (S-1)"),
        (lambda at: at.say("alert mute R-1 2026-11-22..2026-11-23"), "silenced by @U0ANA until Tue 24 Nov, 0:00"),
        (
            lambda at: act(at.watched, Verb.SNOOZE, until=at.watched.now + timedelta(hours=1)),
            "snoozed by @U0ANA until 13:00",
        ),
        (lambda at: act(at.watched, Verb.ACK), "@U0ANA is on it"),
        (lambda at: act(at.watched, Verb.RESOLVE), "✅ @U0ANA resolved it (12:00)"),
        (lambda at: edit(at.watched, hours=Hours(time(13), time(21))), "outside its active hours until 13:00"),
        (lambda at: edit(at.watched, mutes=(Mute(TODAY, TODAY),)), "muted until Mon 23 Nov, 0:00"),
    ],
)
def test_the_list_names_what_keeps_an_alert_quiet(two, say, keep_quiet, says):
    """Silence, mute, snooze, somebody on it, closed, hours, mute days: by name and with its end."""
    keep_quiet(Scene(two, say))
    assert says in read(say("alert list"))


def act(watched, verb, **more):
    watched.records.deeds.add(1, Deed(0, watched.now, ANA, verb, "command", **more))


def edit(watched, **changed):
    watched.records.rules.change(1, 1, replace(DROP, **changed), watched.now)


def test_an_alert_is_silenced_only_when_all_that_fires_of_it_is(two, say):
    """East alone is silenced: South still speaks."""
    say("alert silence revenue East 2h")
    assert "silenced" not in read(say("alert list"))


def test_showing_a_rule_says_it_in_its_own_words_and_what_it_does_next(two, say):
    """Its text can be said again; it is judged when the next day has closed."""
    shown = read(say("alert show R-2"))
    assert "alert revenue below 400 for 2 days" in shown
    assert "Mon 23 Nov, 0:00" in shown
    assert "It has not fired yet." in shown
    assert "Fired once so far, 12:00." in read(say("alert show R-1"))
    assert "🔴 A-1" in read(say("alert show A-1"))
    assert "迄今触发1次" in read(say("预警 查看 R-1", Lang.ZH), Lang.ZH)


def test_why_says_what_was_seen_and_what_it_made(two, say):
    """The value against its bound, how far it waited, whether it was sent."""
    told = read(say("alert why A-1"))
    assert told.startswith("People were told · R-1")
    assert "• East · ¥90 < ¥240 (the same weekday: ¥300), firing since 12:00" in told
    assert "• North · ¥200 ≥ ¥160 (the same weekday: ¥200), normal" in told
    assert "A-1 is on its way to #C0SALES" in told
    waits = read(say("alert why R-2"))
    assert waits.startswith("Nothing to tell · R-2 · Daily floor · 12:00")
    assert "• ¥350 < ¥400, pending 1 of 2" in waits
    assert "• ¥350 < ¥400，待确认 1/2" in read(say("预警 为什么 R-2", Lang.ZH), Lang.ZH)


def test_why_says_where_the_card_stands_once_it_was_sent(two, say):
    """The channel and the ts that Slack gave it."""
    two.records.standing.put("A-1", Stand(SALES, TS), two.now)
    assert f"A-1 stands in #C0SALES (ts {TS})" in read(say("alert why R-1"))


def test_why_answers_for_a_time_in_the_past(watched):
    """The state of then, played back from what was judged, not that of now."""
    lived(watched)
    watched.sells(900, TODAY, at=time(9))
    watched.sells(1, TODAY + timedelta(1), at=time(1))
    watched.tick(days=1)
    now, then = read(talk(watched, "alert why R-2")), read(talk(watched, "alert why R-2 yesterday 13:00"))
    assert "¥905 ≥ ¥400, normal" in now
    assert "¥350 < ¥400, pending 1 of 2" in then
    before = read(talk(watched, "预警 为什么 R-2 昨天上午9点", Lang.ZH), Lang.ZH)
    assert before.startswith("尚未计算")
    assert "当时还没有这条规则" in before


def test_why_names_what_kept_it_quiet_then(watched):
    """Judged at noon, outside its hours until one o'clock."""
    watched.sold(150, 60)
    watched.sells(5, TODAY, at=time(8))
    watched.watch(replace(WEAK, hours=Hours(time(13), time(21))))
    watched.tick()
    told = read(talk(watched, "alert why R-1"))
    assert told.startswith("Bad, but kept quiet")
    assert "Kept back: outside its active hours until 13:00" in told
    assert "A-1 has no card: nobody was told of it so far" in told


def test_why_says_what_a_rule_waits_for(watched):
    """No data since yesterday noon: the window waits for it; a paused rule waits for nobody."""
    watched.sold(150, 160, until=days_ago(2))
    watched.now -= timedelta(hours=11)
    watched.watch()
    watched.tick()
    assert "waits for data of" in read(talk(watched, "alert why R-1"))
    talk(watched, "alert pause R-1")
    assert "The rule is paused, nothing is judged." in read(talk(watched, "alert why R-1"))


@pytest.mark.parametrize("text", ["alert why R-1 blah", "预警 为什么 R-1 某个时候"])
def test_a_time_that_cannot_be_read_is_told_what_can(two, say, text):
    """One sentence with an example."""
    with pytest.raises(Mistake, match="yesterday 9:00"):
        say(text)


def test_the_story_of_an_alert_has_what_happened_and_who_did_what(two, say):
    """Oldest first; what was taken back too."""
    act(two, Verb.ACK)
    story = read(say("alert history A-1"))
    assert story.index("firing since 12:00") < story.index("👀 @U0ANA is on it")
    assert "A-1 · 12:00 · Revenue · East, South" in read(say("alert history R-1"))
    assert "acted on" in read(say("alert history"))
    assert "从未触发：R-2 · Daily floor" in read(say("预警 历史 R-2", Lang.ZH), Lang.ZH)


def test_pausing_closes_what_is_open_and_resuming_watches_from_then_on(two, say, press):
    """The card is edited, nobody is called, and a weak day in between is never judged."""
    two.sent()
    paused = say("alert pause R-1")
    assert "Its open alert A-1 is closed." in read(paused)
    assert two.sent() == ["A-1"]
    assert two.episodes()[0].end == "paused"
    assert two.records.rules.find(1).status is Status.PAUSED
    assert "Paused already" in read(say("alert pause R-1"))
    press("alert.resume", paused.steps[0].value)
    assert two.records.rules.find(1).status is Status.ACTIVE
    assert two.tick().episode(two.records.rules.find(1)) is None


def test_deleting_asks_first_and_can_be_undone(two, say, press):
    """A button with a confirmation deletes; another brings the rule back."""
    asked = say("alert delete R-1")
    assert two.records.rules.find(1).status is Status.ACTIVE
    assert asked.steps[0].confirm
    gone = press(asked.steps[0].action, asked.steps[0].value)
    assert two.records.rules.find(1).status is Status.DELETED
    assert "R-1 ·" not in read(say("alert list"))
    assert "was deleted before" in read(say("alert delete R-1"))
    press(gone.steps[0].action, gone.steps[0].value)
    assert two.records.rules.find(1).status is Status.ACTIVE


def test_a_test_card_is_marked_calls_nobody_and_changes_nothing(two, say):
    """The latest numbers, no buttons, no mention of the owner."""
    reply = say("alert test R-1")
    assert "is on its way to" in read(reply)
    card = two.mail.notices[-1]
    assert (card.channel, card.reply.steps) == (SALES, ())
    shown = read(card.reply)
    assert shown.startswith("🧪 TEST, nothing is wrong")
    assert "East −70%" in shown
    assert "North" not in shown
    assert "U0SAM" not in shown
    assert len(two.episodes()) == 1


def test_a_rule_never_judged_can_be_tested_too(watched):
    """It says that there are no numbers yet."""
    watched.watch()
    talk(watched, "预警 测试 R-1", Lang.ZH)
    assert "nothing judged yet" in read(watched.mail.notices[-1].reply)


def test_a_test_in_a_channel_that_the_bot_is_not_in_says_how_to_invite_it(two, say):
    """Nothing is put on its way."""
    two.mail.reaches = lambda _: False
    with pytest.raises(Mistake, match="/invite"):
        say("alert test R-1")


def test_a_silence_says_what_it_covers_and_can_be_lifted(two, say, press):
    """By names, values and a time in either language, with a reason."""
    kept = say('alert silence revenue East until tomorrow 9:00 "stocktaking"')
    assert read(kept).startswith("🔕 Quiet until Mon 23 Nov, 9:00: Revenue · East\nIt covers R-1.")
    assert "stocktaking" in read(say("alert silences"))
    assert "销售额 · 华东" in read(say("预警 静默列表", Lang.ZH), Lang.ZH)
    press("alert.unsilence", kept.steps[0].value)
    assert "Nothing is silenced" in read(say("alert silences"))
    assert "S-1 is over already" in read(press("alert.unsilence", "S-1"))


def test_a_silence_without_an_end_lasts_until_tomorrow_morning(two, say):
    """Nobody means for ever."""
    assert "Mon 23 Nov, 9:00" in read(say("alert silence R-2"))


def test_a_mute_of_days_holds_for_those_days(two, say):
    """Kept now, in force on its days; unmuting ends it."""
    assert "Quiet from Wed 25 Nov, 0:00 until Fri 27 Nov, 0:00" in read(say("alert mute R-2 2026-11-25..2026-11-26"))
    assert "Speaks again" in read(say("alert unmute R-2"))
    assert "was not muted" in read(say("alert unmute R-2"))
    with pytest.raises(Mistake, match="over or out of order"):
        say("alert mute R-2 2026-11-26..2026-11-25")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("alert silence 2h", Mistake),
        ("alert silence nonsense 2h", UnknownName),
        ("alert silence not East 2h", Mistake),
        ("alert show R-99", UnknownName),
        ("alert why A-99", UnknownName),
        ("alert pause", UnclearName),
        ("alert unsilence", UnclearName),
    ],
)
def test_what_cannot_be_done_ends_in_something_that_works(two, say, text, error):
    """Each suggestion is answered."""
    with pytest.raises(error) as refused:
        say(text)
    assert refused.value.suggestions
    for suggestion in refused.value.suggestions:
        assert say(suggestion).headline


def test_a_rule_is_found_by_its_name_and_in_the_thread_of_its_alert(two, say):
    """And the only rule needs no name at all."""
    assert "Daily floor" in read(say("alert show daily floor"))
    two.records.standing.put("A-1", Stand(SALES, TS), two.now)
    assert "R-1" in read(say("alert why", thread=TS))


def test_an_alert_that_is_over_is_explained_as_it_began(watched):
    """Not by how the rule stands now."""
    watched.sold(150, 60)
    watched.sells(200, TODAY, at=time(8))
    watched.watch()
    watched.tick()
    watched.sells(1, TODAY + timedelta(1), at=time(1))
    watched.tick(days=1)
    told = read(talk(watched, "alert why A-1"))
    assert told.startswith("People were told · R-1 · revenue below 100 · Sun 22 Nov, 12:00")
    assert "¥60 < ¥100, firing since" in told
    assert "¥200 ≥ ¥100, normal" in read(talk(watched, "alert why R-1"))


@pytest.mark.parametrize(
    "verb", ["list", "show R-3", "why R-3", "history R-3", "noise R-3", "noise", "pause R-3", "silences"]
)
def test_a_rule_on_a_metric_that_the_catalog_has_lost_can_still_be_looked_at(two, say, verb):
    """It goes by the id it had."""
    two.watch(replace(WEAK, metric="gone_metric"))
    two.records.silences.add(Silence(0, {"metric": ("gone_metric",)}, two.now, two.now + timedelta(hours=1), ANA))
    assert "gone_metric" in read(say(f"alert {verb}")) or verb == "noise"


def test_what_fires_and_is_better_is_not_called_bad(watched):
    """Back at 120, it is over after two more good days; at 110 it is better but not past its recovery bound."""
    rule = replace(WEAK, keep=2, trigger=replace(WEAK.trigger, recovery=115.0))
    for day, amount in ((2, 60), (1, 120)):
        watched.sells(amount, days_ago(day))
    watched.sells(5, TODAY, at=time(8))
    watched.watch(rule, since=days_ago(1))
    watched.tick()
    assert "Revenue is good again at ¥120, and over if it stays so for 2 days" in read(talk(watched, "alert list"))
    watched.sells(105, TODAY, at=time(9))
    watched.sells(1, TODAY + timedelta(1), at=time(1))
    watched.tick(days=1)
    assert "Revenue is at ¥110: better, but not good yet" in read(talk(watched, "alert list"))
    assert "销售额 ¥110，有所好转，尚未恢复" in read(talk(watched, "预警 列表", Lang.ZH), Lang.ZH)


def test_numbers_for_certain_channels_are_told_nowhere_else(shop_to_watch):
    """A rule on a metric of the finance channel is in no other channel's list, and explained only there."""
    default = shop_to_watch().shop.catalog
    metrics = tuple(replace(each, audience=("C0FIN",)) if each.id == "revenue" else each for each in default.metrics)
    watched = shop_to_watch(metrics=metrics)
    watched.sold(150, 60)
    watched.sells(5, TODAY, at=time(8))
    watched.watch(replace(WEAK, channel="C0FIN"))
    watched.tick()
    assert "A-1" in read(talk(watched, "alert list", channel="C0FIN"))
    assert "R-1" not in read(talk(watched, "alert list"))
    assert "A-1" not in read(talk(watched, "alert history"))
    for text in ("why R-1", "show R-1", "show A-1", "history A-1", "noise R-1"):
        with pytest.raises(Mistake, match="certain channels only"):
            talk(watched, f"alert {text}")


def test_a_muted_rule_says_so_in_the_list_and_to_who_asks_why(two, say):
    """Without a word of it, silence looks like good news."""
    kept = say("alert mute R-1 2h")
    assert "covers" not in read(kept)
    assert "It goes on being judged" in read(kept)
    for text in ("alert list", "alert why R-1"):
        assert "silenced by @U0ANA until 14:00 (S-1)" in read(say(text))


@pytest.mark.parametrize(
    "text", ["alert mute R-1 blah", "alert silence revenue until yesterday", "预警 静默 销售额 到昨天"]
)
def test_a_time_for_quiet_that_cannot_be_read_is_asked_about_with_commands_that_work(two, say, text):
    with pytest.raises(UnclearPeriod) as refused:
        say(text)
    for works in refused.value.suggestions:
        assert "🔕" in read(say(works))


def test_a_test_of_a_rule_that_was_resumed_does_not_claim_numbers(two, say):
    say("alert pause R-1")
    say("alert resume R-1")
    say("alert test R-1")
    assert "latest numbers" not in read(two.mail.notices[-1].reply)


def test_a_value_never_looks_like_the_bound_that_it_broke(watched):
    """¥99,964 is ¥100k in few characters, and yet below it."""
    watched.sold(150_000, 99_964)
    watched.watch(replace(WEAK, trigger=Trigger(Kind.THRESHOLD, Side.BELOW, 100_000.0)))
    watched.tick()
    assert "Revenue is ¥99,964, below ¥100k" in read(talk(watched, "alert list"))


def test_one_bad_window_is_named_and_not_counted(watched):
    """It is known for that one, however long its data was waited for."""
    watched.sold(150, 10)
    watched.watch(WEAK)
    watched.tick()
    assert watched.mail.notices[0].reply.facts[0].value == "Sat 21 Nov"
