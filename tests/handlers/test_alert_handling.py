"""What people do to an alert: each deed changes the card, says one line, is audited, and can be taken back."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

import handlers
from analysis.alerts.condition import Reason, Told
from analysis.alerts.people import Handled
from analysis.errors import ImpossibleQuestion, Unavailable, UnclearName, UnknownName
from handlers.alerts.cards import choices
from handlers.alerts.handling import reactions
from handlers.command import Origin, Unsent
from tests.handlers.alert_stage import ANA, BO, NOW, SALES, TS, Outgoing, Stage, opened, spelt

LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def alert(shop) -> Stage:
    return opened(shop)


def test_an_eye_acknowledges_and_taking_it_off_restores(alert):
    """👀 is "I am on it": card and thread say who; without it everything is as it was before."""
    before = alert.card()

    alert.react("eyes")
    assert "👀 @U0ANA is on it since 12:00" in alert.cards()[-1]
    alert.react("eyes", removed=True, at=LATER)

    assert alert.card(LATER) == before
    assert alert.lines() == ["👀 @U0ANA is on it", "↩️ @U0ANA took 👀 back: no longer on it"]
    assert alert.deeds() == [(ANA, "ack", False)]
    assert alert.audit() == [(ANA, "alert.ack", "A-1"), (ANA, "alert.ack", "A-1 undone")]


@pytest.mark.parametrize(
    ("action", "value", "state", "told"),
    [
        ("alert.ack", None, Handled.ACKNOWLEDGED, "👀 @U0ANA is on it"),
        ("alert.snooze", "4h", Handled.SNOOZED, "💤 @U0ANA snoozed it until 16:00"),
        ("alert.snooze", "tomorrow", Handled.SNOOZED, "💤 @U0ANA snoozed it until Mon 23 Nov, 9:00"),
        ("alert.assign", BO, Handled.OPEN, "👉 @U0BO, @U0ANA asks you to look at this"),
        ("alert.resolve", None, Handled.RESOLVED, "✅ @U0ANA resolved it"),
        ("alert.false", "data", Handled.FALSE_ALARM, "🚫 @U0ANA called it a false alarm: a data issue"),
    ],
)
def test_each_button_is_a_deed_with_one_line_one_card_and_one_trace(alert, action, value, state, told):
    assert alert.press(action, value=value) is None

    assert alert.view().handling.state is state
    assert alert.lines() == [told]
    assert len(alert.cards()) == len(alert.audit()) == alert.mail.looks == 1


def test_a_deed_delivered_twice_is_done_once(alert):
    """Slack delivers again what it believes was not heard."""
    for action, value in (("alert.ack", None), ("alert.snooze", "1h"), ("alert.assign", BO), ("alert.false", "data")):
        alert.press(action, value=value)
        alert.press(action, value=value, at=LATER)
    alert.react("eyes", BO)

    assert len(alert.deeds()) == len(alert.lines()) == 4


def test_an_emoji_taken_off_before_it_is_heard_of_counts_for_nothing(alert):
    """Deliveries overtake one another: what counts is when it was done."""
    alert.react("eyes", removed=True, at=NOW, done=NOW)
    alert.react("eyes", at=LATER, done=NOW - timedelta(seconds=2))

    assert alert.view().handling.state is Handled.OPEN
    assert alert.lines() == []

    alert.react("eyes", at=LATER, done=LATER)
    assert alert.view(LATER).handling.state is Handled.ACKNOWLEDGED


def test_nobody_takes_back_what_another_did(alert):
    """Two people are on it; one leaves, the other stays."""
    alert.react("eyes", ANA)
    alert.react("eyes", BO, at=LATER)
    assert "@U0ANA and @U0BO are on it since 12:00" in alert.card(LATER)

    alert.react("eyes", BO, removed=True, at=LATER)
    assert "@U0ANA is on it since 12:00" in alert.card(LATER)

    alert.react("white_check_mark", BO, removed=True, at=LATER)
    assert alert.view(LATER).handling.state is Handled.ACKNOWLEDGED


def test_a_verdict_taken_back_shows_who_was_on_it_again(alert):
    alert.press("alert.ack", BO)
    alert.react("no_entry_sign", at=LATER)
    assert alert.buttons() == ["alert.assign", "alert.why", "alert.decide", "alert.false", "alert.reopen"]

    alert.react("no_entry_sign", removed=True, at=LATER + timedelta(seconds=5))
    assert alert.view(LATER).handling.by == BO


def test_two_people_at_once_both_count(alert):
    """Neither is lost, each has a line, and the last card shows both."""
    together = threading.Barrier(2)

    def act(person, emoji):
        together.wait()
        alert.react(emoji, person)

    threads = [threading.Thread(target=act, args=pair) for pair in ((ANA, "eyes"), (BO, "zzz"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    sent = [parcel for n in (1, 2) if (parcel := alert.shop.records.outbox.find(f"A-1/v{n}"))]
    assert len(sent) == 2
    assert {(person, verb) for person, verb, _ in alert.deeds()} == {(ANA, "ack"), (BO, "snooze")}
    assert "@U0ANA is on it" in alert.card()
    assert "@U0BO snoozed it" in alert.card()
    assert len(alert.audit()) == 2


def test_nothing_is_kept_that_cannot_be_told(alert):
    """A process that does not talk to Slack does not act behind people's backs."""
    mute = replace(alert, shop=replace(alert.shop, mail=Unsent()))
    with pytest.raises(Unavailable):
        mute.press("alert.ack")
    assert alert.deeds() == alert.audit() == []


def test_when_it_is_over_only_a_verdict_or_a_decision_makes_sense(alert):
    records = alert.shop.records
    episode = records.episodes.find(alert.episode)
    records.episodes.change(replace(episode, version=1, ended_at=NOW, end=Reason.RECOVERED))

    alert.react("eyes")
    alert.press("alert.snooze", value="1h")
    assert alert.deeds() == []
    assert alert.buttons() == ["alert.why", "alert.decide", "alert.false"]

    alert.press("alert.false", value="noise")
    assert "called it a false alarm (12:00): just noise" in alert.card()


def test_a_picked_time_snoozes_until_then_and_says_why(alert):
    alert.press("alert.until", fields={"day": "2026-11-25", "time": "09:30", "why": "supplier calls back"})

    assert alert.lines() == ["💤 @U0ANA snoozed it until Wed 25 Nov, 9:30: supplier calls back"]
    assert alert.view().handling.snoozed.until == datetime(2026, 11, 25, 1, 30, tzinfo=UTC)
    assert "alert.wake" in alert.buttons()


@pytest.mark.parametrize("day", ["2026-11-22", "2027-11-22"])
def test_a_time_that_is_past_or_far_off_is_refused_with_what_works(alert, day):
    with pytest.raises(ImpossibleQuestion) as refused:
        alert.press("alert.until", fields={"day": day, "time": "09:30"})
    assert refused.value.suggestions
    assert alert.deeds() == []


def test_a_decision_is_kept_with_what_was_known_then(alert):
    """What, why, who and when; the value, the baseline and the definition as they are now."""
    fields = {"what": "Move 20% of search spend to email", "why": "Search is dry", "owner": BO, "review": "2026-12-06"}
    alert.press("alert.decide", fields=fields)
    alert.press("alert.decide", fields=fields, at=LATER)

    (decision,) = alert.shop.records.decisions.of(alert.episode)
    evidence = decision.evidence
    assert (evidence.value, evidence.baseline, evidence.metric) == (812_000, 990_000, "revenue")
    assert evidence.definition.startswith("Revenue")
    assert alert.shop.records.decisions.exhibited(evidence.chart).startswith(b"\x89PNG")
    assert "⚖️ Decided: Move 20% of search spend to email" in alert.card()
    (card,) = [notice.reply for notice in alert.mail.notices if notice.under]
    assert card.headline == "⚖️ D-1 · Move 20% of search spend to email"
    assert card.body[0] == "Why: Search is dry"
    facts = [(fact.label, spelt(fact.value)) for fact in card.facts]
    assert facts == [
        ("State", "decided"),
        ("Owner", "@U0BO"),
        ("Expected", "Revenue"),
        ("Review on", "6 Dec 2026"),
    ]


def test_scales_offer_the_form_which_an_emoji_cannot_open(alert):
    offered = alert.react("scales")
    assert [(step.action, step.value) for step in offered.steps] == [("alert.decide", "A-1")]
    assert alert.deeds() == []


def test_emoji_elsewhere_or_without_a_meaning_are_none_of_ours(alert):
    assert alert.react("eyes", ts="1.0") is None
    assert alert.react("tada") is None
    assert alert.deeds() == []


def test_a_channel_may_give_emoji_a_meaning_of_its_own(alert, call):
    """`settings channel reactions fire=ack`: said once, it holds for all who are there."""
    handlers.answer(call("settings channel reactions :fire:=ack, eyes=decide", channel=SALES), alert.shop)

    alert.react("fire")
    assert alert.view().handling.state is Handled.ACKNOWLEDGED
    assert alert.react("eyes").steps[0].action == "alert.decide"
    for text in ("settings channel reactions fire=party", "settings reactions fire=ack"):
        with pytest.raises(ImpossibleQuestion) as refused:
            handlers.answer(call(text, channel=SALES), alert.shop)
        assert "channel reactions fire=ack" in refused.value.suggestions[0]


def test_there_are_emoji_enough():
    assert len(reactions.EMOJI) >= 24


def test_who_was_reminded_can_say_that_they_are_still_on_it(alert):
    """Without an answer the alert would be open to others again."""
    alert.press("alert.ack")
    records = alert.shop.records
    episode = records.episodes.find(alert.episode)
    asked = replace(episode, version=episode.version + 1, told=Told.REMINDER, told_at=LATER)
    records.episodes.change(asked)
    assert alert.buttons()[:2] == ["alert.ack", "alert.unack"]

    alert.press("alert.ack", at=LATER + timedelta(minutes=5))
    alert.press("alert.ack", at=LATER + timedelta(minutes=5))
    assert [verb for _, verb, _ in alert.deeds()] == ["ack", "ack"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("alert ack A-1", "👀 @U0ANA is on it"),
        ("alert ack 1 on the phone with them", "👀 @U0ANA is on it: on the phone with them"),
        ("预警 处理A-1", "👀 @U0ANA is on it"),
        ("alert snooze", "💤 @U0ANA snoozed it until 13:00"),
        ("alert snooze 2h because the supplier calls", "💤 @U0ANA snoozed it until 14:00: the supplier calls"),
        ("alert snooze A-1 until tomorrow 9:00, waiting", "💤 @U0ANA snoozed it until Mon 23 Nov, 9:00: waiting"),
        ("预警 暂停提醒 明早9点 等供应商", "💤 @U0ANA snoozed it until Mon 23 Nov, 9:00: 等供应商"),
        ("alert assign <@U0BO|bo>", "👉 @U0BO, @U0ANA asks you to look at this"),
        ("alert assign A-1 to me", "👉 @U0ANA, @U0ANA asks you to look at this"),
        ("alert resolve A-1 they delivered", "✅ @U0ANA resolved it: they delivered"),
        ("alert false alarm A-1", "🚫 @U0ANA called it a false alarm"),
        ("预警 误报 促销引起", "🚫 @U0ANA called it a false alarm: 促销引起"),
    ],
)
def test_words_do_what_buttons_do(alert, call, text, line):
    reply = handlers.answer(call(text, person=ANA, channel=SALES), alert.shop)
    assert alert.lines() == [line]
    assert reply.headline.startswith("Done: A-1, Revenue")


def test_words_in_the_thread_mean_the_threads_own_alert(alert, call):
    """Said under the card, no number is needed; elsewhere the channel's latest is meant."""
    other = opened(alert.shop)
    alert.shop.records.standing.put("A-2", replace(alert.shop.records.standing.of("A-1"), ts="2.0"), LATER)
    stage = replace(other, shop=replace(other.shop, mail=Outgoing()))

    said = call("alert ack", person=ANA, channel=SALES, thread=TS, origin=Origin.MENTION)
    handlers.answer(said, stage.shop)
    assert alert.deeds() == [(ANA, "ack", True)]


def test_without_any_hint_there_is_a_list_to_pick_from(alert, call):
    with pytest.raises(UnclearName) as unclear:
        handlers.answer(call("alert ack", person=ANA, channel="C0OTHER"), alert.shop)
    assert unclear.value.suggestions == ("alert ack A-1",)
    with pytest.raises(UnknownName):
        handlers.answer(call("alert ack A-99", person=ANA), alert.shop)


def test_every_close_reason_is_said_in_both_languages(alert):
    for reason, told in choices.CLOSE.items():
        assert told.en != told.zh
        alert.press("alert.false", value=reason)
        alert.press("alert.reopen")
    assert len(alert.lines()) == 2 * len(choices.CLOSE)
