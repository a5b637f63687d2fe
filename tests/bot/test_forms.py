"""Forms and menus with Slack's own pickers, filled in as a person would."""

import json
from dataclasses import replace

import pytest

from analysis.model import Lang, Text
from bot.arrivals import Arrival, Place, keep
from bot.elements import rows
from bot.views import form_view
from handlers.command import Audience, Item, Option, Origin, Reply, Step
from handlers.tables import Action, Field, Filled, Form, Input

ANY = Text("any", "任意")
MANY = tuple(Option(f"Metric {number:03}", f"m{number}") for number in range(250))


def _fields(_call, catalog):
    return (
        Field("metric", "Metric", "m201", options=MANY),
        Field("owner", "Owner", "U0LOCALSAM1", kind=Input.PERSON),
        Field("to", "Channel", kind=Input.CONVERSATION),
        Field("day", "Day", "2026-11-23", kind=Input.DATE),
        Field("hour", "Hour", kind=Input.TIME, optional=True),
        Field("why", f"Why? ({catalog.zone.key})", kind=Input.LINES, optional=True),
    )


def _check(fields, lang, catalog):
    return {"day": f"{lang} {catalog.zone.key}"} if fields["day"] < "2026-11-23" else {}


FORM = Form(
    "rule.edit",
    Text("A rule", "规则"),
    Text("Keep", "保存"),
    _fields,
    _check,
    lambda call, _shop: Reply(str(sorted(call.fields.items())), audience=Audience.CHANNEL),
)
ASSIGN = Action(
    "rule.assign", ANY, lambda call, _shop: Reply(f"{call.value} for {call.text}", audience=Audience.CHANNEL)
)


@pytest.fixture
def tabled(tables):
    """Says a reply with a picker of people and the button of a form."""
    steps = (Step("rule.assign", "Assign to", "A-1", people=True), Step("rule.edit", "Edit", "R-1"))
    items = (Item("A-2 is open", Step("rule.assign", "Assign to", "A-2", people=True)),)
    said = Reply("Pick somebody", steps=steps, items=items, audience=Audience.CHANNEL)
    return replace(tables, answer=lambda *_: said, actions=(*tables.actions, ASSIGN), forms=(*tables.forms, FORM))


async def opened(here) -> dict:
    await here.ask("/kpi anything")
    ts = (await here.see("Pick somebody"))["ts"]
    await here.do("action", channel="sales", ts=ts, action_id="rule.edit")
    return (await here.get("views", user="ana", wait_s="4"))["views"][0]


async def test_what_is_picked_in_a_form_arrives_as_plain_text(town, tabled):
    async with town(tabled) as here:
        view = await opened(here)
        given = {"to": "C0SALES0001", "hour": "09:30", "why": "two\nlines"}
        assert (await here.do("submit", view_id=view["id"], values=given))["acked"]
        said = await here.see("two\nlines".replace("\n", "\\n"))
        assert said["text"] == str(
            [
                ("day", "2026-11-23"),
                ("hour", "09:30"),
                ("metric", "m201"),
                ("owner", "U0LOCALSAM1"),
                ("to", "C0SALES0001"),
                ("why", "two\nlines"),
            ]
        )


async def test_a_form_knows_the_catalog_when_it_opens_and_when_it_is_checked(town, tabled):
    async with town(tabled) as here:
        view = await opened(here)
        assert view["blocks"][-1]["label"]["text"] == "Why? (Asia/Shanghai)"
        answer = await here.do("submit", view_id=view["id"], values={"to": "sales", "day": "2026-11-01"})
        assert answer["errors"] == {"day": "en Asia/Shanghai"}


def _loaded(call, shop):
    """What the memory knows of the one who opened it."""
    when = Field("day", "Day", "2026-11-30", kind=Input.DATE)
    return Filled((when, Field("who", "Who", "U0LOCALSAM1", optional=True, kind=Input.PEOPLE)), f"{call.value} known")


async def test_a_form_that_asks_the_memory_opens_at_once_and_is_filled_in_then(town, tabled):
    """What it carries from then on is what the memory said; days that are over are refused with what works."""
    form = replace(FORM, check=lambda *_: {}, load=_loaded, ahead=("day",), run=_tells)
    async with town(replace(tabled, forms=(*tabled.forms[:-1], form))) as here:
        view = await opened(here)
        while not any(block["type"] == "input" for block in view["blocks"]):
            view = (await here.get("views", user="ana", wait_s="4"))["views"][0]
        refused = await here.do("submit", view_id=view["id"], values={"day": "2020-02-29"})
        assert "That day is over" in refused["errors"]["day"]
        assert (await here.do("submit", view_id=view["id"], values={"day": "2099-01-01", "who": ["sam", "liwei"]}))[
            "acked"
        ]
        await here.see("R-1 known: 2099-01-01 U0LOCALSAM1,U0LOCALWEI1")


def _tells(call, _shop):
    return Reply(f"{call.value}: {call.fields['day']} {call.fields['who']}", audience=Audience.CHANNEL)


@pytest.mark.parametrize(("where", "about"), [({"block_id": "row0?A-1"}, "A-1"), ({"block_id": "item0?A-2"}, "A-2")])
async def test_who_was_picked_arrives_with_what_it_is_about(town, tabled, where, about):
    async with town(tabled) as here:
        await here.ask("/kpi anything")
        ts = (await here.see("Pick somebody"))["ts"]
        await here.do("action", channel="sales", ts=ts, action_id="rule.assign", value="liwei", **where)
        await here.see(f"U0LOCALWEI1 for {about}")


def test_more_than_a_hundred_choices_come_in_groups_that_say_where_they_begin_and_end():
    view = form_view(FORM, (Field("metric", "Metric", "m201", options=MANY),), Lang.EN, "{}")
    menu = view["blocks"][0]["element"]
    assert [len(group["options"]) for group in menu["option_groups"]] == [100, 100, 50]
    assert menu["option_groups"][1]["label"]["text"] == "Metric 100 – Metric 199"
    assert menu["initial_option"]["value"] == "m201"


def test_choices_with_a_group_stand_under_its_name():
    options = (Option("Revenue", "revenue", "Sales"), Option("Orders", "orders", "Sales"), Option("CTR", "ctr", "Ads"))
    ((row,),) = [block["elements"] for block in rows((Step("pick", "Metric", options=options),), Lang.EN)]
    assert [group["label"]["text"] for group in row["option_groups"]] == ["Sales", "Ads"]


def test_a_form_remembers_what_its_button_carried_before_the_words_it_stood_under():
    pressed = Arrival(Place("U1", "C1"), Origin.ACTION, text="t" * 2_000, value='{"metric": "revenue"}' * 80)
    kept = json.loads(keep(pressed, Lang.EN))
    assert (kept["value"], kept["text"]) == (pressed.value, "")
