"""The whole loop, in a real browser: warned, understood, talked over, decided, reviewed, and remembered next time."""

import asyncio
import re
import shutil
import threading
from datetime import UTC, datetime, timedelta

import pytest

from analysis.model import Lang
from bot.bot import Manner
from bot.workspace import Settings
from handlers import TABLES
from handlers.alerts.judging.evaluate import evaluate
from handlers.command import Shop
from handlers.decide.review import review
from storage import catalog
from storage.facts import Facts
from storage.records import Records
from tests.scenarios.test_alerts import AFTER, ANA, BEFORE, DURING, HURRIED, RULE, Evening
from tests.town import opened, until

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make check installs it")
expect = playwright.expect
pytestmark = pytest.mark.check

LAPTOP = {"width": 1280, "height": 1000}
REVIEWED = datetime(2026, 11, 19, 1, 5, tzinfo=UTC)
AGAIN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
OUTAGE = "UPDATE visits SET visits = 0 WHERE channel = 'App' AND visited_at >= ? AND visited_at < ?"
DECISION = "Roll the app release back"
LESSON = "Stage releases before the evening peak"


class Days:
    """A team's workspace on a thread of its own, with its days in the test's hand."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.evening = Evening(None, BEFORE)
        self.url = ""
        self._up = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._over = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._live(),))

    def begin(self) -> None:
        self._thread.start()
        assert self._up.wait(20)
        self.it_is(BEFORE)

    def end(self) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(20)
        self._loop.close()

    def it_is(self, now: datetime) -> None:
        """Time goes by tick by tick."""
        self._do(self.evening.it_is(now))

    def later(self, now: datetime) -> None:
        """Days go by while the bot sleeps; then it looks at what is due."""
        self.evening.now = now
        shop = self.evening.town.bot.desk.shop
        for job in (evaluate, review):
            self._do(asyncio.to_thread(job, now, shop))
        self._do(self._sent())

    def app_is_down(self, start: datetime, hours: int) -> None:
        times = (start.replace(tzinfo=None), (start + timedelta(hours=hours)).replace(tzinfo=None))
        with self.shop.facts.begin() as connection:
            connection.exec_driver_sql(OUTAGE, times)

    def _do(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    async def _sent(self) -> None:
        await until(lambda: self.shop.records.outbox.waiting() == 0)

    async def _live(self) -> None:
        there = Settings(now=lambda: self.evening.now.timestamp())  # noqa: PLW0108 (its `now` is another one each time)
        manner = Manner(terms=HURRIED)
        async with opened(self.shop, TABLES, manner, lambda: self.evening.now, settings=there) as self.evening.town:
            self.url = self.evening.town.workspace.url
            self._up.set()
            await self._over.wait()


@pytest.fixture
def days(sample_home, tmp_path):
    """A shop of its own with one rule, an hour before its app breaks."""
    shutil.copytree(sample_home, tmp_path / "home")
    facts = Facts(f"duckdb:///{tmp_path / 'home' / 'facts.duckdb'}", catalog.load(tmp_path / "home" / "shop.yaml"))
    records = Records(f"sqlite:///{tmp_path / 'records.db'}")
    records.migrate()
    records.rules.add(RULE, ANA, Lang.EN, BEFORE, BEFORE.replace(minute=0))
    days = Days(Shop(facts.catalog, facts, records))
    days.begin()
    yield days
    days.end()
    records.close()
    facts.close()


@pytest.fixture
def page(browser, days):
    """#sales on a laptop; any error on the page fails the test."""
    here = browser.new_page(viewport=LAPTOP)
    faults = []
    here.on("pageerror", lambda fault: faults.append(str(fault)))
    here.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    here.goto(days.url)
    here.get_by_role("link", name="sales", exact=True).click()
    yield here
    here.close()
    assert not faults


def test_what_was_decided_about_an_alert_is_reviewed_and_comes_back_at_the_next_one(page, days, pictures):
    days.it_is(DURING)
    card = page.locator("main").get_by_role("article").filter(has_text="Visits (App)").first
    expect(card).to_contain_text("Nobody is on it yet", timeout=20_000)
    card.get_by_role("button", name="Acknowledge").click()
    expect(card).to_contain_text("Ana Souza is on it", timeout=10_000)
    card.get_by_role("button", name="Why", exact=True).click()
    why = page.get_by_role("article").filter(has_text="Only visible to you").last
    expect(why).to_contain_text("A-1", timeout=20_000)

    thread = _talk(page, card)
    _decide(page, thread)
    expect(card).to_contain_text(f"Decided: {DECISION}", timeout=10_000)
    page.screenshot(path=pictures / "decided.png")

    days.it_is(AFTER)
    expect(card).to_contain_text("Back to normal", timeout=10_000)
    days.later(REVIEWED)
    _judge(page, thread)
    page.screenshot(path=pictures / "reviewed.png")

    days.app_is_down(AGAIN, 3)
    days.later(AGAIN + timedelta(hours=2, minutes=10))
    again = page.locator("main").get_by_role("article").filter(has_text="Visits (App)").last
    expect(again).to_contain_text("Nobody is on it yet", timeout=20_000)
    expect(again).to_contain_text(DECISION)
    expect(again).to_contain_text(f"Lesson: {LESSON}")
    page.screenshot(path=pictures / "remembered.png")


def _talk(page, card):
    """A comment under the alert, mistyped and mended; the thread."""
    card.hover()
    card.get_by_role("button", name="Reply in thread").click()
    thread = page.locator("aside").get_by_role("article")
    _write(page, "The six o'clock relase broke the login")
    comment = thread.filter(has_text="broke the login")
    comment.hover()
    comment.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Edit message").click()
    field = page.locator("aside").get_by_role("textbox", name="Edit message")
    field.fill("The six o'clock release broke the login")
    field.press("Enter")
    expect(comment).to_contain_text("(edited)", timeout=10_000)
    return thread


def _decide(page, thread):
    """A decision proposed in the thread, logged in the form; its story has the comment as it was mended."""
    _write(page, f"@chestnut decide {DECISION}")
    thread.get_by_role("button", name="Log decision").last.click(timeout=20_000)
    form = page.get_by_role("dialog")
    expect(form.get_by_role("textbox").first).to_have_value(DECISION, timeout=10_000)
    form.get_by_label("Review on").fill("2026-11-19")
    form.get_by_role("button", name="Log", exact=True).click()
    decided = thread.filter(has_text=re.compile("D-1 · Roll"))
    expect(decided.first).to_be_visible(timeout=20_000)
    decided.get_by_role("button", name="Whole story").first.click()
    story = page.get_by_role("article").filter(has_text="Only visible to you").last
    expect(story).to_contain_text("release broke the login", timeout=20_000)


def _judge(page, thread):
    """The review in the thread, and the verdict on it."""
    found = thread.filter(has_text="Review of D-1").last
    expect(found).to_be_visible(timeout=30_000)
    found.get_by_role("button", name="It worked").click()
    form = page.get_by_role("dialog")
    form.get_by_role("textbox", name="What was learned").fill(LESSON, timeout=10_000)
    form.get_by_role("button", name=re.compile("^(Keep|Save|Log)")).click()
    expect(thread.filter(has_text=f"Lesson: {LESSON}").last).to_be_visible(timeout=20_000)


def _write(page, text):
    box = page.locator("aside textarea").last
    box.fill(text)
    box.press("Enter")
