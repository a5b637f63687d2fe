"""The Home page and the welcome are useful before anything was asked; what waits for a person is there to press."""

from dataclasses import replace
from datetime import date

import pytest

import handlers
from analysis.model import Lang
from bot.blocks import TEXT_BUDGET, weight
from bot.home import home_view
from bot.letters import Letter
from handlers.command import Audience, Origin, Shop
from storage import catalog
from storage.facts import Facts
from storage.records import Deed, Scope
from storage.records.alerts.decision import Decision, Revision, Stage, Statement, Todo
from storage.records.alerts.decision import Origin as Made
from tests.handlers import alert_stage
from tests.handlers.alert_stage import ANA, BO, DROP, SALES, SAM, spelt
from tests.handlers.conftest import NOW

EVENTS = {event.id: event.run for event in handlers.EVENTS}


@pytest.fixture
def bare(tmp_path, records):
    """A shop with tables and nothing in them."""
    facts = Facts(f"duckdb:///{tmp_path / 'facts.duckdb'}", catalog.default())
    facts.create()
    yield Shop(facts.catalog, facts, records)
    facts.close()


def opened(call, shop, **changes):
    return EVENTS["app_home_opened"](call(origin=Origin.HOME, channel=None, **changes), shop)


def parts(reply):
    """The items below each heading."""
    found = {}
    for item in reply.items:
        if item.heading:
            found[item.text] = []
        else:
            found[list(found)[-1]].append(item)
    return found


def alerts(call, shop, person, **changes):
    return parts(opened(call, shop, person=person, **changes))["Open alerts"]


def press(action, value, call, shop, person=ANA):
    """A press on the Home page: it has no message and no channel."""
    run = next(row.run for row in handlers.ACTIONS if row.id == action)
    return run(call(origin=Origin.ACTION, channel=None, value=value, person=person), shop)


def decided(shop, what, owner=ANA, **said):
    """A decision that Sam logged."""
    number = shop.records.decisions.number()
    first = Revision(1, NOW, SAM, Statement(what, owner=owner, **said))
    return shop.records.decisions.add(Decision(number, NOW, SAM, Made(SALES), first, None, 1, f"D-{number}"))


def to_do(shop, decision, text, **more):
    todo = Todo(shop.records.todos.number(), decision.id, NOW, SAM, text, ANA, **more)
    return shop.records.todos.add(todo)


def test_home_shows_tiles_as_one_picture_and_as_words(shop, call):
    reply = opened(call, shop)
    assert reply.headline == "Corner Shop · last 7 days (15–21 Nov 2026)"
    assert reply.body[0] == "Revenue  ¥3,540  +68.6%"
    assert len(reply.charts) == 1
    assert reply.charts[0].png().startswith(b"\x89PNG")


def test_home_lists_saved_questions_to_run(shop, call):
    handlers.answer(call("save morning: orders yesterday"), shop)
    (item,) = parts(opened(call, shop))["Saved questions"]
    assert (item.step.action, item.step.value) == ("kpi.ask", "orders yesterday")
    (empty,) = parts(opened(call, shop, person="U-li"))["Saved questions"]
    assert "Save button" in empty.text


def test_home_tiles_can_be_chosen(shop, call):
    handlers.answer(call("设置 首页 订单数、销售额", lang=Lang.ZH), shop)
    lines = opened(call, shop).body
    assert [line.split()[0] for line in lines[:2]] == ["Orders", "Revenue"]


def test_home_keeps_what_has_an_audience_off_it(shop, call):
    handlers.answer(call("settings tiles gross margin, revenue"), shop)
    assert not any("margin" in line for line in opened(call, shop).body)


def test_home_of_an_empty_shop_tells_how_to_begin(bare, call):
    reply = opened(call, bare)
    assert reply.charts == ()
    assert any("chestnut load" in line for line in reply.body)


def test_the_welcome_says_how_to_ask_and_offers_questions(shop, call):
    reply = EVENTS["member_joined_channel"](call(lang=Lang.ZH, command="/shop"), shop)
    assert reply.audience is Audience.CHANNEL
    assert "/shop" in reply.body[0]
    assert len(reply.steps) >= 3


def test_an_alert_given_to_a_person_is_on_their_home_and_on_nobody_elses(shop, call):
    stage = alert_stage.opened(shop)
    stage.press("alert.assign", value=ANA, person=BO)

    (item,) = alerts(call, shop, ANA)
    assert spelt(item.text).startswith("🔴 A-1 · Revenue · South 18% below the same weekday")
    assert [step.action for step in item.more][:2] == ["alert.ack", "alert.resolve"]
    (nothing,) = alerts(call, shop, "U0LEE")
    assert "Nothing is wrong that concerns you" in nothing.text


def test_an_alert_is_taken_and_closed_and_opened_again_from_home(shop, call):
    """The buttons need no message: they carry the number of the alert."""
    shop = alert_stage.opened(shop).shop
    assert press("alert.ack", "A-1", call, shop, SAM) is None
    (item,) = alerts(call, shop, SAM)
    assert item.text.startswith("👀 A-1")
    assert "alert.unack" in [step.action for step in item.more]

    press("alert.resolve", "A-1", call, shop, SAM)
    (item,) = alerts(call, shop, SAM)
    assert item.text.startswith("✅ A-1")
    press("alert.reopen", "A-1", call, shop, SAM)
    assert alerts(call, shop, SAM)[0].text.startswith("👀 A-1")


def test_alerts_of_the_channels_somebody_works_in_come_after_their_own(shop, call):
    alert_stage.opened(shop)
    stage = alert_stage.opened(shop, rule=replace(DROP, metric="orders"))
    shop.records.audit.note(Deed(NOW, BO, "asked", "revenue yesterday", "slash", SALES))
    assert [item.text[:5] for item in alerts(call, shop, BO)] == ["🔴 A-2", "🔴 A-1"]

    press("alert.ack", "A-1", call, stage.shop, BO)
    assert [item.text.partition(" ·")[0] for item in alerts(call, shop, BO)] == ["👀 A-1", "🔴 A-2"]


def test_an_alert_on_numbers_with_an_audience_is_on_the_home_of_its_own_people_alone(shop, call):
    alert_stage.opened(shop, rule=replace(DROP, metric="gross_margin"))
    shop.records.audit.note(Deed(NOW, BO, "asked", "revenue yesterday", "slash", SALES))
    assert "A-1" not in alerts(call, shop, BO)[0].text
    assert "A-1" in alerts(call, shop, SAM)[0].text


def test_what_another_person_closed_leaves_the_home(shop, call):
    stage = alert_stage.opened(shop)
    stage.press("alert.resolve", person=BO)
    assert "A-1" not in alerts(call, shop, SAM)[0].text


def test_decisions_to_review_come_first_and_what_is_settled_or_anothers_is_not_there(shop, call):
    decided(shop, "Later", review_on=date(2026, 12, 24))
    decided(shop, "Due", stage=Stage.IN_PROGRESS, review_on=date(2026, 11, 20))
    decided(shop, "Settled", stage=Stage.REVIEWED)
    decided(shop, "Of another", owner=BO)
    decided(shop, "Whoever logged it sees to it", owner="")

    found = parts(opened(call, shop, person=ANA))["Decisions waiting for you"]
    assert [item.text.split(" · ")[1] for item in found] == ["Due", "Later"]
    assert "to review since 20 Nov 2026" in found[0].text
    assert (found[0].step.action, found[0].step.value) == ("decide.show", "D-2")
    assert "Whoever" in parts(opened(call, shop, person=SAM))["Decisions waiting for you"][0].text


def test_a_to_do_is_ticked_on_home_and_is_gone(shop, call):
    shop = replace(shop, mail=alert_stage.Outgoing())
    decision = decided(shop, "Move the budget")
    to_do(shop, decision, "Tell the agency", due=date(2026, 11, 30))
    to_do(shop, decision, "Cut the bids", due=date(2026, 11, 20))
    first, second = parts(opened(call, shop, person=ANA))["Your to-dos"]
    assert first.text.startswith("⚠️ late · ☐ T-2 · Cut the bids")

    press(first.step.action, first.step.value, call, shop)
    (left,) = parts(opened(call, shop, person=ANA))["Your to-dos"]
    assert left == second


def test_home_offers_the_morning_digest_and_lists_what_is_sent(shop, call):
    """One press has it sent, another pauses it."""
    (offer,) = parts(opened(call, shop))["Digests"]
    press(offer.step.action, offer.step.value, call, shop, "U-uma")
    (digest,) = parts(opened(call, shop))["Digests"]
    assert "G-1 · every weekday 08:30 · morning" in digest.text
    press(digest.step.action, digest.step.value, call, shop, "U-uma")
    (digest,) = parts(opened(call, shop))["Digests"]
    assert digest.text.startswith("⏸️")


def test_settings_are_changed_by_a_press_and_the_page_shows_it(shop, call):
    """No word is said of it elsewhere."""
    before = parts(opened(call, shop))["Settings"]
    quietly = next(item for item in before if item.step and item.step.value)
    assert quietly.text == "Answer quietly: off"
    assert press("home.set", quietly.step.value, call, shop, "U-uma") is None
    assert any(item.text == "Answer quietly: on" for item in parts(opened(call, shop))["Settings"])


def test_every_choice_of_a_setting_on_home_is_one_that_can_be_set(shop, call):
    menus = [item.step for item in parts(opened(call, shop))["Settings"] if item.step and item.step.options]
    for option in (option for step in menus for option in step.options):
        press("home.set", option.value, call, shop, "U-uma")
    own = shop.records.preferences.of(Scope.PERSON, "U-uma")
    assert (own.get("language"), own.get("period")) == ("zh", "this month")


def test_every_empty_part_of_home_teaches_how_it_fills(shop, call):
    for lang, taught in ((Lang.EN, "/alert revenue"), (Lang.ZH, "/alert 销售额")):
        found = parts(opened(call, shop, lang=lang))
        assert len(found) == 6
        assert all(items for items in found.values())
        assert any(taught in item.text for items in found.values() for item in items)


def test_every_button_of_home_is_one_that_works(shop, call):
    alert_stage.opened(shop)
    decision = decided(shop, "Move the budget", owner=SAM)
    shop.records.todos.add(Todo(1, decision.id, NOW, SAM, "Tell the agency", SAM))
    handlers.answer(call("save morning: orders yesterday", person=SAM), shop)
    reply = opened(call, shop, person=SAM)
    known = {row.id for row in (*handlers.ACTIONS, *handlers.FORMS)}
    steps = [step for item in reply.items for step in (item.step, *item.more) if step]
    assert {step.action for step in steps} <= known
    assert {step.action.partition(".")[0] for step in steps} >= {"alert", "decide", "kpi", "home"}


@pytest.mark.parametrize("lang", list(Lang))
def test_a_full_home_is_within_slacks_limits_and_loses_no_part(shop, call, lang):
    shop = alert_stage.opened(shop).shop
    for _ in range(9):
        alert_stage.opened(shop)
        decision = decided(shop, "Move a fifth of the search budget to e-mail " * 9, owner=SAM)
        shop.records.todos.add(Todo(shop.records.todos.number(), decision.id, NOW, SAM, "Tell everybody " * 30, SAM))
        question = f"revenue last {decision.id} days by channel"
        handlers.answer(call(f"save q{decision.id}: {question}", person=SAM), shop)
    reply = opened(call, shop, person=SAM, lang=lang)
    blocks = home_view(Letter(reply, lang))["blocks"]
    assert len(blocks) <= 100
    assert sum(map(weight, blocks)) <= TEXT_BUDGET
    headings = [block["text"]["text"] for block in blocks if block["type"] == "header"]
    assert headings == [item.text for item in reply.items if item.heading]
