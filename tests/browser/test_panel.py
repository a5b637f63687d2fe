"""The workspace's control panel in a real browser: order faults, move the clock, read the traffic."""

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make check installs it")
expect = playwright.expect
pytestmark = pytest.mark.check

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def page(browser, demo):
    """A page of the workspace; any error on it fails the test, and what it ordered is forgotten."""
    opened = browser.new_page(viewport={"width": 1280, "height": 860})
    faults = []
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    opened.goto(demo)
    yield opened
    opened.request.delete(f"{demo}_workspace/faults")
    opened.close()
    assert not faults


def panel(page):
    page.get_by_role("button", name="Control panel").click()
    shown = page.get_by_role("complementary", name="Control panel")
    expect(shown.get_by_text("Connections of the app: 1")).to_be_visible()
    return shown


def test_a_fault_is_ordered_seen_and_forgotten(page):
    shown = panel(page)
    shown.get_by_label("Next calls and events").select_option("files.*")
    shown.get_by_label("times").fill("3")
    shown.get_by_role("button", name="Lose response").click()
    ordered = shown.get_by_role("listitem").filter(has_text="lose_response · files.*")
    expect(ordered).to_contain_text("0 of 3")
    ordered.get_by_role("button", name="Forget").click()
    expect(shown.get_by_text("Nothing is ordered.")).to_be_visible()


def test_the_traffic_shows_a_command_its_ack_and_the_calls_it_led_to(page):
    shown = panel(page)
    box = page.locator("main textarea")
    box.fill("/kpi help")
    box.press("Enter")
    for words in ("envelope /kpi", "ack /kpi", "answer response_url"):
        kind, name = words.split()
        entry = shown.get_by_role("group").filter(has_text=kind).filter(has_text=name).first
        expect(entry).to_be_visible(timeout=10_000)
    shown.get_by_placeholder("Filter by method or event").fill("/kpi")
    entry = shown.get_by_role("group").filter(has_text="envelope").first
    entry.locator("summary").click()
    expect(entry.locator("pre")).to_contain_text('"command": "/kpi"')
    expect(entry.locator("pre")).not_to_contain_text("xoxb-local")


def test_the_clock_goes_ahead_and_the_panel_closes_by_escape(page, demo):
    shown = panel(page)
    before = page.request.get(f"{demo}_workspace/clock").json()["now"]
    with page.expect_response(lambda answer: answer.request.method == "POST" and "clock" in answer.url):
        shown.get_by_role("button", name="+1 min").click()
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    assert page.request.get(f"{demo}_workspace/clock").json()["now"] - before >= 60
    expect(page.get_by_role("button", name="Control panel")).to_be_focused()


def test_on_a_phone_the_drawer_closes_after_the_person_was_switched(page):
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="Open channels").click()
    page.get_by_role("button", name="Act as").click()
    page.get_by_role("menuitemradio", name="Sam Carter").click()
    expect(page.get_by_role("button", name="Control panel")).to_be_hidden()
    expect(page.get_by_role("main").get_by_role("heading", level=2)).to_be_visible()


def test_the_panel_speaks_the_language_of_whom_one_acts_as(page):
    panel(page)
    page.get_by_role("button", name="Act as").click()
    page.get_by_role("menuitemradio", name="李伟").click()
    expect(page.get_by_role("complementary", name="控制面板").get_by_text("应用的连接数：1")).to_be_visible()


def test_on_a_phone_the_panel_is_left_to_where_it_came_from(page):
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="Open channels").click()
    shown = panel(page)
    shown.get_by_role("button", name="Close", exact=True).first.click()
    expect(shown).to_be_hidden()
    expect(page.get_by_role("button", name="Open channels")).to_be_focused()
