"""Decisions found again: listed, searched, told whole, compared, exported; and what is to be done about them."""

import csv
import io
from datetime import timedelta

import pytest

from analysis.errors import ImpossibleQuestion, UnclearName, UnknownName
from analysis.model import Lang
from bot.plain import text as plain
from handlers.command import Origin
from handlers.decide import todos
from storage.records.preferences import Setter
from storage.records.threads.model import Kind, Subject, Thread, Written
from tests.handlers.alert_stage import ANA, BO, NOW, SALES, TS, opened
from tests.handlers.decision_stage import WHAT, Desk, spelt


@pytest.fixture
def desk(shop):
    """Three decisions: on revenue and pricing, on e-mail in Chinese, on stock in another channel."""
    desk = Desk(shop)
    desk.send(thread="1.5")
    desk.send(
        what="把邮件预算提高一倍",
        why="搜索广告太贵",
        metric="spend",
        tags="广告",
        owner="U0SAM",
        at=NOW - timedelta(40),
    )
    desk.channel = "C0STOCK"
    desk.send(what="Order lamps earlier", why="", metric="", effect="", tags="", review="2026-11-22", consulted="")
    desk.channel = SALES
    return desk


def numbers(reply):
    return [item.step.value for item in reply.items]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("decide list", ["D-3", "D-2", "D-1"]),
        ("决策 列表", ["D-3", "D-2", "D-1"]),
        ("decide search email", ["D-1"]),
        ("decide search EMAIL spend", ["D-1"]),
        ("决策 搜索 邮件预算", ["D-2"]),
        ("decide list #pricing", ["D-1"]),
        ("决策 列表 标签 广告", ["D-2"]),
        ("decide list metric revenue", ["D-1"]),
        ("决策 列表 指标 销售额", ["D-1"]),
        ("decide list <@U0SAM>", ["D-2", "D-1"]),
        ("决策 列表 我的", ["D-3", "D-2", "D-1"]),
        ("decide list here", ["D-2", "D-1"]),
        ("decide list <#C0STOCK>", ["D-3"]),
        ("decide list last 30 days", ["D-3", "D-1"]),
        ("决策 列表 最近30天", ["D-3", "D-1"]),
        ("decide list to review", ["D-3"]),
        ("决策 列表 待复盘", ["D-3"]),
        ("decide list decided #pricing email", ["D-1"]),
        ("决策 列表 已决定 预算", ["D-2"]),
    ],
)
def test_decisions_are_found_by_words_people_tags_metrics_channels_states_and_days(desk, text, found):
    assert numbers(desk.say(text)) == found


@pytest.mark.parametrize("text", ["decide list proposed", "decide search zebra", "decide list metric aov"])
def test_where_nothing_fits_the_way_to_all_is_offered(desk, text):
    told = desk.say(text)
    assert told.items == ()
    assert numbers(desk.say(told.steps[0].value)) == ["D-3", "D-2", "D-1"]


def test_an_unknown_metric_is_said(desk):
    with pytest.raises(UnknownName, match="zebra"):
        desk.say("decide list metric zebra")


def test_a_list_says_what_who_and_when_in_both_languages(desk):
    line = spelt(desk.say("decide list #pricing").items[0].text)
    assert line == f"⚖️ D-1 · {WHAT} · decided · @U0BO · Revenue · review on 6 Dec 2026"
    assert "2026年12月6日复盘" in spelt(desk.say("决策 列表 #pricing", lang=Lang.ZH).items[0].text)


def test_private_decisions_are_for_their_people_and_numbers_for_their_channels(desk):
    desk.channel = "D0ANA"
    desk.send(what="Between us", consulted="", owner=ANA)
    desk.channel = "C-finance"
    desk.send(what="Margin", metric="gross_margin")
    assert numbers(desk.say("decide list", channel=SALES)) == ["D-4", "D-3", "D-2", "D-1"]
    assert numbers(desk.say("decide list", BO, channel=SALES)) == ["D-3", "D-2", "D-1"]
    assert "D-5" in numbers(desk.say("decide list", BO, channel="C-finance"))
    with pytest.raises(ImpossibleQuestion, match="D-5 is not for this channel"):
        desk.say("decide show D-5", channel=SALES)


@pytest.mark.parametrize("text", ["decide show D-1", "decide D-1", "决策 查看 D-1", "决策 查看D-1", "decide d-1"])
def test_the_whole_story_comes_with_its_picture_and_its_text(desk, text):
    told = desk.say(text)
    assert told.headline == f"⚖️ D-1 · {WHAT}"
    assert [each.name for each in told.attachments] == ["D-1.md", "D-1.png"]
    assert told.attachments[1].data.startswith(b"\x89PNG")


def test_the_story_tells_the_alert_the_changes_the_discussion_and_the_to_dos(shop):
    alert = opened(shop)
    desk = Desk(alert.shop)
    desk.send(thread=TS)
    desk.say("decide todo D-1 brief the agency")
    desk.press("decide.state", "in_progress", BO, text="D-1")
    log = Thread(SALES, TS)
    desk.shop.records.logs.bind(log, Subject(Kind.ALERT, alert.episode), Setter(ANA, NOW))
    desk.shop.records.comments.keep(log, "1700000100.000100", BO, Written("1700000100.000100", "Fine by <@U0SAM>"))
    told = desk.say("decide show", thread=TS)
    said = spelt(plain(told, Lang.EN))
    for part in (
        "Alert: 🔴 A-1",
        "@U0BO changed the state",
        "Discussion (1):",
        "• @U0BO: Fine by @U0SAM",
        "T-1 · brief",
    ):
        assert part in said, part
    story = told.attachments[0].data.decode()
    assert "Fine by @U0SAM" in story
    assert "- [x] Move 20%" in story
    assert "picture sha256" in story


def test_similar_decisions_come_by_their_words(desk):
    desk.send(what="Move search spend to social", metric="revenue")
    assert numbers(desk.say("decide similar D-1")) == ["D-4"]
    assert numbers(desk.say("decide similar search spend"))[0] == "D-4"
    assert numbers(desk.say("决策 类似 邮件预算")) == ["D-2"]
    assert desk.say("decide similar zebra").items == ()
    assert desk.say("decide similar").steps


@pytest.mark.parametrize(
    ("text", "what", "owner", "due"),
    [
        ("decide todo D-1 brief the agency <@U0BO> by tomorrow", "brief the agency", BO, "2026-11-23"),
        ("decide todo D-1 brief the agency by 2026-12-01", "brief the agency", ANA, "2026-12-01"),
        ("decide todo D-1 send it by email", "send it by email", ANA, "None"),
        ("决策 待办 D-1 通知代理商 <@U0BO> 周五前", "通知代理商", BO, "2026-11-27"),
    ],
)
def test_a_to_do_is_added_in_words_with_whom_and_when(desk, text, what, owner, due):
    desk.say(text)
    (todo,) = desk.shop.records.todos.of((1,))
    assert (todo.text, todo.owner, str(todo.due)) == (what, owner, due)
    assert f"T-1 · {what}" in desk.card()


def test_a_to_do_is_ticked_on_the_card_and_the_tick_taken_off(desk):
    desk.send("decide.todo", "D-1", text="Brief the agency", owner=BO, due="2026-11-29")
    item = desk.mail.notices[-2].reply.items[0]
    assert spelt(item.text) == "☐ T-1 · Brief the agency · @U0BO · by 29 Nov 2026"
    desk.press(item.step.action, item.step.value, BO)
    desk.press(item.step.action, item.step.value, ANA)
    assert "☑ T-1 · Brief the agency · @U0BO · done by @U0BO" in desk.card()
    assert desk.lines()[-1] == "☑ @U0BO has done: T-1 Brief the agency"
    desk.press("decide.undo", "T-1", ANA)
    assert "☐ T-1" in desk.card()
    assert desk.shop.records.todos.find(1).done_at is None
    assert desk.find().version == 4


def test_to_dos_are_listed_the_most_urgent_first_and_late_ones_say_so(desk):
    desk.say("decide todo D-1 later by 2026-12-01")
    desk.say("decide todo D-1 soon <@U0BO> by 2026-11-23")
    told = desk.say("decide todos", at=NOW + timedelta(3))
    assert told.headline == "To do: 2, 1 of them late"
    assert spelt(told.items[0].text).startswith("⚠️ late · ☐ T-2 · soon")
    assert [item.step.value for item in desk.say("decide todos mine").items] == ["T-1"]
    desk.say("decide done T-2")
    assert [item.step.value for item in desk.say("决策 待办列表").items] == ["T-1"]


def test_people_are_reminded_once_a_day_of_what_is_due(desk):
    """Whoever asked for it is told where the owner cannot be."""
    desk.say("decide todo D-1 soon <@U0BO> by 2026-11-23")
    later = NOW + timedelta(1)
    assert todos.remind(later, desk.shop) == ()
    waiting = desk.shop.records.outbox.waiting()
    assert todos.remind(later + timedelta(hours=1), desk.shop) == ()
    assert desk.shop.records.outbox.waiting() == waiting
    notice = desk.mail.notices[-1]
    assert (notice.key, notice.channel, notice.person) == ("todos/U0BO/2026-11-23", BO, ANA)
    assert notice.reply.headline == "Due today or late: 1"


@pytest.mark.parametrize("text", ["decide todo D-1", "decide todo D-1 <@U0BO>", "decide done", "decide todo something"])
def test_a_to_do_that_says_too_little_is_answered_with_what_works(desk, text):
    with pytest.raises((ImpossibleQuestion, UnclearName)) as refused:
        desk.say(text)
    assert refused.value.suggestions


def rows(attachment):
    return list(csv.DictReader(io.StringIO(attachment.data.decode("utf-8-sig"))))


def test_decisions_are_exported_with_where_they_came_from(desk):
    told = desk.say("decide export csv #pricing")
    (row,) = rows(told.attachments[0])
    known = desk.find().evidence
    expected = {
        "id": "D-1",
        "state": "decided",
        "what": WHAT,
        "options": "Wait\nMove 20%\nStop search",
        "chosen": "Move 20%",
        "owner": BO,
        "consulted": "U0SAM U0LI",
        "metric": "revenue",
        "effect": "'+5%",
        "review_on": "2026-12-06",
        "tags": "pricing, 双11",
        "channel": SALES,
        "thread": "1.5",
        "value": str(known.value),
        "definition_sha256": known.digest,
        "picture_sha256": known.chart,
        "decided_at": "2026-11-22T12:00:00+08:00",
        "decided_by": ANA,
        "zone": "Asia/Shanghai",
    }
    assert {name: row[name] for name in expected} == expected
    assert told.attachments[0].name == "decisions-2026-11-22.csv"
    assert len(rows(desk.say("决策 导出").attachments[0])) == 3


def test_a_spreadsheet_runs_nothing_of_an_export(desk):
    desk.send(what='=HYPERLINK("http://evil","x")', why="@SUM(1)", tags="-2+3", owner="")
    (row,) = rows(desk.say("decide export csv HYPERLINK").attachments[0])
    assert row["what"].startswith("'=")
    assert (row["why"], row["tags"]) == ("'@SUM(1)", "'-2+3")


def test_markdown_is_for_people_and_finds_no_markup_in_what_they_wrote(desk):
    desk.send(what="# Not a heading\n<b>no</b> [x](javascript:1)", thread="1.5")
    said = desk.say("decide export markdown", lang=Lang.EN).attachments[0].data.decode()
    assert said.startswith("# Decisions\n\n4 decisions, exported on 22 Nov 2026, 12:00 (Asia/Shanghai)")
    assert "\\# Not a heading" in said
    assert "\\<b\\>no\\</b\\> \\[x\\](javascript:1)" in said
    assert "决策" in desk.say("决策 导出 markdown", lang=Lang.ZH).attachments[0].data.decode()


def test_a_mention_is_answered_in_its_thread_and_the_rest_in_private(desk):
    assert desk.say("decide show D-1", origin=Origin.MENTION).audience.value == "thread"
    assert desk.say("decide show D-1").audience.value == "person"
