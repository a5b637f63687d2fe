"""The Home page as people use it: what is pressed on it shows on it, and it is right when it is opened again."""

import json

import pytest

from analysis.alerts.rule import Kind, Rule, Trigger
from analysis.model import Lang
from storage.records.alerts.model import Episode, Status
from tests.conftest import NOON

ANA, LIWEI, SALES = "U0LOCALANA1", "U0LOCALWEI1", "C0SALES0001"


@pytest.fixture
async def page(town):
    """Ana's Home, opened, its picture there; she made a rule that fires."""
    rule = Rule("revenue", Trigger(Kind.THRESHOLD, limit=1.0), channel=SALES)
    kept = town.records.rules.add(rule, ANA, Lang.EN, NOON, NOON)
    number = town.records.episodes.number()
    town.records.episodes.add(Episode(number, kept.id, SALES, NOON, NOON))
    await town.do("home")
    page = Page(town)
    await page.shows("slack_file", "A-1")
    return page


class Page:
    """One person's Home."""

    def __init__(self, town, person=ANA) -> None:
        self.town = town
        self.person = person

    @property
    def state(self):
        return self.town.workspace.office.state

    def said(self) -> str:
        view = self.state.homes.get(self.person)
        return json.dumps(view.body, ensure_ascii=False) if view else ""

    def pictures(self) -> list[str]:
        return [block["slack_file"]["id"] for block in self.blocks() if block["type"] == "image"]

    def blocks(self) -> list[dict]:
        return self.state.homes[self.person].body["blocks"]

    async def shows(self, *words: str) -> None:
        assert await self.state.feed.until(lambda: all(word in self.said() for word in words), 5), self.said()

    async def press(self, action: str, value: str) -> None:
        view = self.state.homes[self.person]
        answer = await self.town.do("action", view_id=view.id, action_id=action, value=value)
        assert answer["ok"], answer


async def test_a_press_on_home_shows_on_home_at_once(page):
    """Nobody opens it again, and its picture is not sent a second time."""
    picture = page.pictures()
    await page.press("home.set", "quietly on")
    await page.shows("Answer quietly: on", "slack_file")
    assert page.pictures() == picture


async def test_an_alert_is_taken_and_resolved_from_home(page):
    await page.press("alert.ack", "A-1")
    await page.shows("👀 A-1", "alert.unack")
    await page.press("alert.resolve", "A-1")
    await page.shows("✅ A-1", "alert.reopen")
    assert [deed.verb.value for deed in page.town.records.deeds.of(1)] == ["ack", "resolve"]


async def test_home_speaks_the_language_that_was_just_chosen_on_it(page):
    await page.press("home.set", "language zh")
    await page.shows("未关闭的预警", "保存的问题", "slack_file")


async def test_presses_in_a_row_leave_home_showing_all_of_them(page):
    """The last page shown is the last one made."""
    for action, value in (("home.set", "quietly on"), ("alert.ack", "A-1"), ("home.set", "language zh")):
        await page.press(action, value)
    await page.shows("私下回答：开", "👀 A-1", "slack_file")


async def test_what_changed_elsewhere_is_there_when_home_is_opened_again(page):
    await page.town.ask("/kpi save morning: orders yesterday")
    await page.town.see("Saved as")
    await page.town.do("home")
    await page.shows("morning — orders yesterday")
    assert len(page.pictures()) == 1


async def test_a_decision_logged_from_home_waits_on_home(page):
    """The form was opened there, so the page shows what came of it."""
    await page.press("alert.decide", "A-1")
    view = (await page.town.get("views", user="ana", wait_s="5"))["views"][0]
    answer = await page.town.do("submit", view_id=view["id"], values={"what": "Roll the app back"})
    assert (answer["acked"], answer.get("errors")) == (True, None)
    await page.shows("D-1 · Roll the app back", "decide.show")


async def test_an_answer_asked_for_on_home_comes_in_private_and_home_is_brought_up_to_date(page):
    view = page.state.homes[ANA]
    page.town.records.rules.mark(1, Status.DELETED)
    await page.town.do("action", view_id=view.id, action_id="kpi.ask", value="revenue last 7 days")
    await page.town.see("Revenue ¥", channel="dm")
    await page.shows("Nothing is wrong that concerns you", "slack_file")
