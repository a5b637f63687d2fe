"""A newcomer's first alert, in a real browser: seen, taken by an emoji, given back, decided about."""

import re

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make check installs it")
expect = playwright.expect
pytestmark = pytest.mark.check

LAPTOP = {"width": 1280, "height": 1000}
PHONE = {"width": 390, "height": 844}
TAKEN = re.compile("Ana Souza is on it")


@pytest.fixture
def page(browser, demo):
    """#marketing on a laptop; any error on the page fails the test."""
    opened = browser.new_page(viewport=LAPTOP)
    faults = []
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    opened.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    opened.goto(demo)
    opened.get_by_role("link", name="marketing").click()
    yield opened
    opened.close()
    assert not faults


def alert(page):
    """The card of the one thing that is wrong there."""
    return page.locator("main").get_by_role("article").filter(has_text=re.compile("moka pot|摩卡壶"))


def test_an_alert_is_taken_by_an_emoji_and_given_back_by_taking_it_off(page, pictures):
    """The card says so each time, and its thread remembers."""
    card = alert(page)
    expect(card).to_contain_text("above the 4-week average", timeout=20_000)
    expect(card).to_contain_text("Nobody is on it yet")

    card.hover()
    card.get_by_role("button", name="Add reaction").click()
    page.get_by_role("menuitem", name="eyes").click()
    expect(card).to_contain_text(TAKEN, timeout=10_000)
    card.get_by_role("button", name=re.compile("repl")).click()
    thread = page.locator("aside").get_by_role("article")
    expect(thread.filter(has_text=TAKEN).last).to_be_visible()
    image = thread.get_by_role("img").first
    expect(image).to_be_visible()
    page.wait_for_function("image => image.complete && image.naturalWidth > 600", arg=image.element_handle())
    page.screenshot(path=pictures / "alert.png")

    card.get_by_role("button", name=re.compile("^eyes, 1")).click()
    expect(card).to_contain_text("Nobody is on it yet", timeout=10_000)
    expect(card).not_to_contain_text(TAKEN)


def test_an_alert_is_given_to_a_colleague_and_a_decision_is_kept_with_it(page):
    """Slack's own picker of people, and a form."""
    card = alert(page)
    card.get_by_role("combobox", name="Assign").select_option(label="Sam Carter")
    expect(card).to_contain_text("Sam Carter", timeout=10_000)

    card.get_by_role("button", name="Log decision").click()
    form = page.get_by_role("dialog")
    expect(form).to_be_visible(timeout=10_000)
    form.get_by_role("textbox").first.fill("Order 500 more moka pots")
    form.get_by_role("button", name=re.compile("Log|Keep|Save")).click()
    expect(card).to_contain_text("Order 500 more moka pots", timeout=10_000)


def test_a_card_fits_a_phone_and_its_picture_is_a_tap_away(browser, demo):
    """Nothing is cut off at the side."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2)
    page = context.new_page()
    page.goto(demo)
    page.get_by_role("button", name=re.compile("menu|channels", re.IGNORECASE)).first.click()
    page.get_by_role("link", name="marketing").click()
    expect(alert(page)).to_be_visible(timeout=20_000)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
