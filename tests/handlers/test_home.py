"""The Home page and the welcome are useful before anything was asked."""

import pytest

import handlers
from analysis.model import Lang
from handlers.command import Audience, Origin, Shop
from storage import catalog
from storage.facts import Facts

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


def test_home_shows_tiles_as_one_picture_and_as_words(shop, call):
    reply = opened(call, shop)
    assert reply.headline == "Corner Shop · last 7 days (15–21 Nov 2026)"
    assert reply.body[0] == "Revenue  ¥3,540  +68.6%"
    assert len(reply.charts) == 1
    assert reply.charts[0].png().startswith(b"\x89PNG")


def test_home_lists_saved_questions_to_run(shop, call):
    handlers.answer(call("save morning: orders yesterday"), shop)
    (item,) = opened(call, shop).items
    assert (item.step.action, item.step.value) == ("kpi.ask", "orders yesterday")
    assert opened(call, shop, person="U-li").items == ()


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
