"""Is a rule worth hearing: what became of its alerts, and a calmer rule that is taken over by a button."""

from datetime import timedelta

import pytest

import handlers
from analysis.alerts.condition import Reason, Told
from analysis.alerts.people import Deed, Verb
from analysis.calendar import instant
from analysis.model import Lang
from bot.plain import text as plain
from handlers.command import Call, Origin
from storage.records.alerts.model import Episode
from tests.handlers.alert_stage import ANA, SALES, spelt
from tests.handlers.watched import SHANGHAI, WEAK, days_ago

ACTIONS = {action.id: action.run for action in handlers.TABLES.actions}
BLIPS, DIPS = (30, 24, 16, 12), (21, 6)


@pytest.fixture
def lived(watched):
    """Forty days of a rule: four single weak days that nobody acted on, two dips of three days that Ana resolved."""
    weak = {*BLIPS, *(dip - more for dip in DIPS for more in range(3))}
    with watched.shop.facts.transaction() as raw:
        for number in range(1, 41):
            day = instant(days_ago(number), SHANGHAI).replace(tzinfo=None)
            price = 6000 if number in weak else 15000
            raw.execute(
                "INSERT INTO orders (order_id, customer_id, ordered_at, status, customer_order)"
                " VALUES (?, ?, ?, 'paid', 1)",
                [f"d{number}", "c", day],
            )
            raw.execute(
                "INSERT INTO order_lines (line_id, order_id, product_id, ordered_at, quantity, unit_price, discount)"
                " VALUES (?, ?, 'p', ?, 1, ?, 0)",
                [f"d{number}", f"d{number}", day, price],
            )
    kept = watched.watch(WEAK)
    for first, long in sorted([*((blip, 1) for blip in BLIPS), *((dip, 3) for dip in DIPS)], reverse=True):
        fired = instant(days_ago(first - 1), SHANGHAI)
        number = watched.records.episodes.number()
        over = Episode(
            number, kept.id, SALES, fired, fired, fired + timedelta(days=long), Reason.RECOVERED, Told.RESOLVED, fired
        )
        watched.records.episodes.add(over)
        if long > 1:
            watched.records.deeds.add(number, Deed(0, fired + timedelta(hours=2), ANA, Verb.RESOLVE, "command"))
    return watched


@pytest.fixture
def say(lived):
    """What Ana is told when she says something."""

    def run(text, lang=Lang.EN):
        reply = handlers.TABLES.answer(Call(text, ANA, lang, lived.now, Origin.SLASH, SALES), lived.shop)
        return reply, spelt(plain(reply, lang))

    return run


@pytest.fixture
def press(lived):
    """What Ana is told when she presses a step."""

    def run(step):
        call = Call("", ANA, Lang.EN, lived.now, Origin.ACTION, SALES, None, "1700000000.000900", step.value)
        reply = ACTIONS[step.action](call, lived.shop)
        return reply, spelt(plain(reply, Lang.EN))

    return run


def test_the_report_counts_what_became_of_each_alert_and_proposes_what_would_calm_it(say):
    """Six fired, two were acted on; two days in a row would have spared the other four."""
    reply, told = say("alert noise R-1")
    assert "Fired         6" in told
    assert "Acted on      2" in told
    assert "Nobody acted  4" in told
    assert "Proposal: fire only after 2 days in a row" in told
    assert "spared 4 of 4 alerts that nobody needed, and missed none of 2 acted on." in told
    assert "it would have fired 2× instead of 6×" in told
    assert reply.steps[0].action == "alert.tune"
    _, zh = say("预警 噪音 R-1", Lang.ZH)
    assert "建议：连续2天才报警" in zh


def test_a_press_takes_the_proposal_over_and_another_takes_it_back(lived, say, press):
    """The rule's next version waits for two days; undone, it is what it was."""
    proposed, _ = say("alert noise R-1")
    tuned, told = press(proposed.steps[0])
    assert "for 2 days" in told
    assert (lived.records.rules.find(1).version, lived.records.rules.find(1).rule.pending) == (2, 2)
    press(tuned.steps[0])
    assert (lived.records.rules.find(1).version, lived.records.rules.find(1).rule) == (3, WEAK)
    assert lived.records.audit.recent(1)[0].deed == "alert.tune"


def test_a_proposal_pressed_after_the_rule_was_changed_does_nothing(lived, say, press):
    """Somebody was quicker: look anew."""
    proposed, _ = say("alert noise R-1")
    press(proposed.steps[0])
    _, told = press(proposed.steps[0])
    assert "was changed since this was proposed" in told
    assert lived.records.rules.find(1).version == 2


def test_the_report_of_all_rules_has_the_noisiest_first(lived, say):
    """A row each, in both languages; a rule that never fired has none."""
    lived.watch(WEAK)
    reply, _ = say("alert noise")
    (row,) = reply.table.rows
    assert row == ("R-1 · revenue below 100", "6", "2", "0", "4")
    assert say("预警 噪音", Lang.ZH)[0].table.columns == ("规则", "触发", "已处理", "误报", "无人处理")
    assert "Never fired" in say("alert noise R-2")[1]
