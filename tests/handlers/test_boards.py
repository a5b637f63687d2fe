"""Boards: what they can be made of, when they are brought up to date, and who may touch them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from analysis.errors import Mistake
from analysis.model import Lang
from bot.plain import text as plain
from handlers.boards import commands, decided, keep
from handlers.command import Call, Origin
from storage.records.alerts.decision import Decision, Revision, Stage, Statement, Verdict
from storage.records.alerts.decision import Origin as Made
from storage.records.boards import Kind, Status
from tests.handlers.alert_stage import ANA, BO, Outgoing
from tests.handlers.conftest import NOW

SALES, OTHER, FINANCE = "C0SALES", "C0OTHER", "C-finance"
BOARD = "create Sales: revenue, orders, aov by channel"


class Alone(Outgoing):
    """The mail of a bot that is in no channel any more."""

    def reaches(self, _channel):
        return False


@pytest.fixture
def here(shop):
    return replace(shop, mail=Outgoing())


def say(text, shop, person=ANA, channel=SALES, lang=Lang.EN):
    return commands.board(Call(text, person, lang, NOW, Origin.SLASH, channel), shop)


def shown(shop):
    """The board as it was told last."""
    notice = shop.mail.notices[-1]
    return plain(notice.reply, notice.lang)


@pytest.mark.parametrize(
    ("text", "lang"), [(BOARD, Lang.EN), ("新建 销售：销售额、订单数、客单价 按渠道", Lang.ZH)], ids=["en", "zh"]
)
def test_a_board_shows_its_rows_once_as_a_picture_and_once_as_text(here, text, lang):
    say(text, here, lang=lang)
    (notice,) = here.mail.notices
    assert (notice.key, notice.pin, notice.channel) == ("B-1", True, SALES)
    (chart,) = notice.reply.charts
    for metric in ("revenue", "orders", "aov"):
        label = here.catalog.metric(metric).label.of(lang)
        assert label.lower() in chart.twin.lower()
        assert label.lower() in shown(here).lower()


def test_a_period_after_the_last_question_holds_for_all(here):
    say("create Month: revenue, orders last 30 days", here)
    (made,) = here.records.boards.live(SALES)
    assert made.questions == ("revenue last 30 days", "orders last 30 days")


@pytest.mark.parametrize(
    "text",
    [
        "create",
        "create Sales",
        "create Sales:",
        "create : revenue",
        "create Sales: revenue, nonsense",
        "create Sales: revenue, help",
        "create " + "x" * 61 + ": revenue",
        "create Sales: revenue, orders, aov, visits, units, spend, clicks",
        "create Sales: gross margin",
        "frobnicate",
        "edit",
        "edit B-1",
        "edit B-99 Sales: revenue",
        "remove B-99",
        "remove",
    ],
)
def test_what_cannot_be_a_board_is_refused_with_something_that_works(here, text):
    with pytest.raises(Mistake) as refused:
        say(text, here)
    assert refused.value.suggestions
    assert not here.records.boards.live()


def test_a_metric_for_few_is_on_a_board_only_where_it_may_be_seen(here):
    say("create Margin: gross margin", here, channel=FINANCE)
    assert [one.channel for one in here.records.boards.live()] == [FINANCE]


def test_a_board_is_not_made_in_private_nor_where_the_bot_is_not(shop, here):
    for place, mail in (("D0ANA", here.mail), (SALES, Alone())):
        with pytest.raises(Mistake):
            say(BOARD, replace(shop, mail=mail), channel=place)


def test_a_board_is_told_anew_only_when_what_it_shows_moved_and_its_time_has_come(here):
    say(BOARD, here)
    told = len(here.mail.notices)
    keep.refresh(NOW + timedelta(days=1, minutes=-1), here)
    assert len(here.mail.notices) == told + 1
    keep.refresh(NOW + timedelta(days=1, minutes=5), here)
    keep.refresh(NOW + timedelta(days=1, minutes=9), here)
    keep.refresh(NOW + timedelta(days=1, minutes=20), here)
    assert len(here.mail.notices) == told + 1
    assert here.mail.notices[-1].edits == "B-1"


def test_two_replicas_that_refresh_at_once_tell_it_once(here):
    say(BOARD, here)
    before, later = here.records.boards.find(1), NOW + timedelta(days=1)
    keep.update(before, later, here)
    keep.update(before, later, here)
    assert here.records.boards.find(1).version == before.version + 1
    assert [here.records.outbox.find(f"B-1/v{number}") is not None for number in (2, 3)] == [True, False]


def test_a_colleague_in_the_channel_may_change_and_remove_a_board_and_nobody_elsewhere(here):
    say(BOARD, here)
    with pytest.raises(Mistake):
        say("remove B-1", here, BO, OTHER)
    say("edit B-1 Week: orders", here, BO)
    assert here.records.boards.find(1).name == "Week"
    say("remove B-1", here, ANA, OTHER)
    assert here.records.boards.find(1).status is Status.REMOVED
    assert here.mail.notices[-1].pin is False


def test_a_channel_lists_its_own_boards_only(here):
    say(BOARD, here)
    say("create Secret: revenue", here, BO, OTHER)
    assert "Secret" not in plain(say("", here), Lang.EN)
    assert "B-1" in plain(say("", here), Lang.EN)
    assert "Secret" in plain(say("list", here, BO, "D0BO"), Lang.EN)


def test_a_channel_holds_ten_boards_at_most(here):
    for number in range(commands.MOST):
        say(f"create N{number}: decisions", here)
    with pytest.raises(Mistake):
        say(BOARD, here)


def test_a_board_that_nobody_can_see_retires_and_its_maker_is_told_once(shop, here):
    say(BOARD, here)
    alone = replace(shop, mail=Alone())
    for minutes in (10, 20):
        keep.refresh(NOW + timedelta(minutes=minutes), alone)
    (told,) = alone.mail.notices
    assert told.channel == ANA
    assert here.records.boards.find(1).status is Status.RETIRED


def test_a_metric_that_is_gone_from_the_catalog_is_named_and_the_rest_is_shown(here):
    say(BOARD, here)
    before = here.records.boards.find(1)
    keep.update(before, NOW, here, replace(before, questions=(*before.questions, "vanished last 7 days")))
    assert "vanished last 7 days" in shown(here)
    assert "Revenue" in shown(here)


def decide(shop, what, stage, *, owner="", channel=SALES, days=0, verdict=None):
    at = NOW - timedelta(days)
    said = Statement(what, stage=stage, owner=owner, verdict=verdict)
    shop.records.decisions.add(
        Decision(shop.records.decisions.number(), at, ANA, Made(channel), Revision(1, at, ANA, said))
    )


def test_a_board_of_decisions_shows_those_of_its_channel_by_state_with_owner_and_age(here):
    say("新建 决策", here, lang=Lang.ZH)
    (board,) = here.records.boards.live()
    assert board.kind is Kind.DECISIONS
    decide(here, "Later", Stage.DECIDED, owner=BO, days=3)
    decide(here, "First", Stage.PROPOSED)
    decide(here, "Over", Stage.REVIEWED, days=9, verdict=Verdict.WORKED)
    decide(here, "Elsewhere", Stage.DECIDED, channel=OTHER)
    reply = decided.reply(replace(board, lang=Lang.EN), here, NOW)
    said = [item.text for item in reply.items]
    order = [text.split(" · ")[1] for text in said if text.startswith("D-")]
    assert order == ["First", "Later", "Over"]
    assert any("3 days" in text and BO in text for text in said)
    assert "it worked" in said[-1]
    assert not any("Elsewhere" in text for text in said)


def test_a_board_with_many_decisions_counts_those_it_has_no_room_for_and_keeps_to_the_lines_of_a_message(here):
    say("create Decisions", here)
    for stage in decided.SHOWN:
        for number in range(6):
            decide(here, f"{stage} {number}", stage, days=6 - number)
    reply = decided.reply(here.records.boards.find(1), here, NOW)
    assert len(reply.items) <= 20
    assert "💡 proposed 6, 4 shown; all: decide list" in [item.text for item in reply.items]


def test_a_decision_moved_on_the_board_is_shown_where_it_went(here):
    say("create Decisions", here)
    decide(here, "Cut the price", Stage.PROPOSED)
    commands.moved(Call("D-1", BO, Lang.EN, NOW, Origin.ACTION, SALES, value="in_progress"), here)
    assert here.records.decisions.find(1).latest.said.stage is Stage.IN_PROGRESS
    assert here.mail.notices[-1].edits == "B-1"
    assert "in progress 1" in shown(here)


def test_an_unpinned_message_that_is_no_board_changes_nothing(here):
    call = Call("", BO, Lang.EN, NOW, Origin.ACTION, SALES, message="1.1")
    assert keep.unpinned(call, here) is None
    assert not here.mail.notices
