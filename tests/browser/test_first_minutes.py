"""A newcomer's first minutes, in a real browser: ask, see, press, react, reply, share."""

import re

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make check installs it")
expect = playwright.expect
pytestmark = pytest.mark.check

LAPTOP = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
QUESTION = "/kpi revenue last 30 days vs last year"


@pytest.fixture
def page(browser, demo):
    """A laptop's page of the workspace; any error on it fails the test."""
    opened = browser.new_page(viewport=LAPTOP)
    faults = []
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    opened.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    opened.goto(demo)
    yield opened
    opened.close()
    assert not faults


def enter(page, name):
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("main").get_by_role("heading", name=name, level=2)).to_be_visible()


def write(page, text, into="main"):
    box = page.locator(f"{into} textarea")
    box.fill(text)
    box.press("Enter")


def last(page, where="main"):
    return page.locator(where).get_by_role("article").last


def drawn(message):
    """Wait for the message's picture to have its pixels."""
    image = message.get_by_role("img").last
    expect(image).to_be_visible(timeout=20_000)
    message.page.wait_for_function("image => image.complete && image.naturalWidth > 600", arg=image.element_handle())
    return image


def test_a_question_is_asked_pressed_discussed_and_shared(page, pictures):
    """The whole loop of the first minutes."""
    enter(page, "sales")
    write(page, QUESTION)
    answer = last(page)
    expect(answer).to_contain_text("Revenue ¥", timeout=20_000)
    expect(answer).to_contain_text("favourable")
    image = drawn(answer)
    assert image.get_attribute("alt").startswith("Line chart: Revenue")
    page.screenshot(path=pictures / "answer.png")

    answer.get_by_role("button", name="Explain").click()
    expect(last(page)).to_contain_text("Only visible to you")
    expect(last(page)).to_contain_text("SELECT")

    answer = page.get_by_role("article").filter(has=page.get_by_role("img")).first
    answer.get_by_role("combobox", name="Break down").select_option(label="Channel")
    expect(answer).to_contain_text("Mini program", timeout=20_000)
    drawn(answer)

    answer.hover()
    answer.get_by_role("button", name="Add reaction").click()
    page.get_by_role("menuitem", name="eyes").click()
    expect(answer.get_by_role("button", name=re.compile("eyes"))).to_be_visible()

    answer.hover()
    answer.get_by_role("button", name="Reply in thread").click()
    write(page, "@chestnut by region", into="aside")
    reply = last(page, "aside")
    expect(reply).to_contain_text("Revenue by region", timeout=20_000)
    drawn(reply)
    page.screenshot(path=pictures / "thread.png")

    answer.get_by_role("combobox", name="Post elsewhere").select_option(label="#marketing")
    enter(page, "marketing")
    expect(last(page)).to_contain_text("Revenue by channel", timeout=20_000)
    drawn(last(page))


def test_a_typo_is_answered_with_buttons_that_work(page):
    """A misspelt metric is never guessed; its suggestion is one press away."""
    enter(page, "general")
    write(page, "/kpi revenu yesterday")
    expect(last(page)).to_contain_text("revenu", timeout=20_000)
    last(page).get_by_role("button", name="revenue yesterday").first.click()
    expect(last(page)).to_contain_text("Revenue ¥", timeout=20_000)


def test_a_chinese_reader_on_a_phone_is_answered_in_chinese(browser, demo, pictures):
    """Li Wei's Slack is in Chinese: so is his answer, on a narrow screen, in the dark."""
    context = browser.new_context(viewport=PHONE, color_scheme="dark", device_scale_factor=2)
    page = context.new_page()
    page.goto(demo)
    page.get_by_role("button", name=re.compile("menu|channels", re.IGNORECASE)).first.click()
    page.get_by_role("button", name=re.compile("^Act as")).click()
    page.get_by_role("menuitemradio", name=re.compile("李伟")).or_(
        page.get_by_role("menuitem", name=re.compile("李伟"))
    ).click()
    expect(page.locator("main textarea")).to_have_attribute("placeholder", re.compile("发消息到"))
    write(page, "/kpi 销售额 最近7天 按渠道 同比")
    answer = last(page)
    expect(answer).to_contain_text("销售额", timeout=20_000)
    expect(answer).to_contain_text("小程序")
    drawn(answer).scroll_into_view_if_needed()
    page.screenshot(path=pictures / "phone.png")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_the_home_page_is_useful_before_anything_was_saved(page, pictures):
    """Tiles, and questions to begin with."""
    page.get_by_role("link", name="chestnut").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("Revenue", timeout=20_000)
    drawn(page.get_by_role("tabpanel"))
    page.screenshot(path=pictures / "home.png")
    page.get_by_role("tabpanel").get_by_role("button", name="revenue last 7 days").first.click()
    page.get_by_role("tab", name="Messages").click()
    expect(last(page)).to_contain_text("Revenue ¥", timeout=20_000)
