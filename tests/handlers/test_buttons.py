"""Menus and buttons under an answer do what they say, for the one who may."""

import pytest

import handlers
from analysis.model import Lang
from handlers.command import Audience, Origin
from storage.records import Post

ACTIONS = {action.id: action.run for action in handlers.ACTIONS}


@pytest.fixture
def press(shop, call):
    """Press a control that stands on the message "9.9"."""

    def pressed(action, value="", text="", **changes):
        given = {"origin": Origin.ACTION, "message": "9.9", "value": value}
        return ACTIONS[action](call(text, **(given | changes)), shop)

    return pressed


@pytest.fixture
def posted(shop, call):
    """Uma's public answer, which stands at "9.9" in #general."""
    shop.records.posts.add(Post("C-general", "9.9", "U-uma", "revenue last 7 days", call().now))


def test_the_askers_own_answer_gives_way_to_the_new_one(press, posted):
    reply = press("kpi.split", "revenue last 7 days by region")
    assert reply.headline.startswith("Revenue by region")
    assert (reply.replaces, reply.audience) == (True, Audience.CHANNEL)


def test_under_somebody_elses_answer_the_new_one_stands_in_its_thread(press, posted):
    reply = press("kpi.split", "revenue last 7 days by region", person="U-li")
    assert (reply.replaces, reply.audience) == (False, Audience.THREAD)


def test_a_private_answer_stays_private(press):
    reply = press("kpi.compare", "revenue last 7 days vs target")
    assert (reply.replaces, reply.audience) == (True, Audience.PERSON)
    assert reply.facts[0].label == "Against the target"


def test_another_chart_type_is_drawn(press, posted):
    assert press("kpi.picture", "revenue last 7 days by region as pie").charts[0].kind == "pie"


def test_sharing_shows_a_private_answer_to_the_channel(press, shop):
    reply = press("kpi.share", "revenue last 7 days")
    assert (reply.audience, reply.channel) == (Audience.CHANNEL, None)
    assert shop.records.audit.recent(deed="shared")[0].channel == "C-general"


def test_what_a_channel_may_not_see_is_not_shared_there(press, shop):
    for reply in (press("kpi.share", "gross margin"), press("kpi.post", "C-other", "gross margin")):
        assert "shop.yaml" in reply.headline
        assert reply.audience is Audience.PERSON
    assert shop.records.audit.recent(deed="shared") == ()
    assert press("kpi.post", "C-finance", "gross margin").channel == "C-finance"


def test_posting_elsewhere_names_the_channel_picked(press, shop):
    reply = press("kpi.post", "C-sales", "revenue last 7 days by region")
    assert (reply.channel, reply.about) == ("C-sales", "revenue last 7 days by region")
    assert shop.records.audit.recent(deed="shared")[0].channel == "C-sales"


def test_only_the_asker_may_take_an_answer_away(press, posted, shop):
    refused = press("kpi.remove", person="U-li")
    assert not refused.removes
    assert refused.headline == "Only the person who asked can remove this answer."
    assert press("kpi.remove").removes
    assert shop.records.posts.find("C-general", "9.9") is None


def test_explaining_tells_definition_period_freshness_and_sql(press):
    reply = press("kpi.explain", "revenue last 7 days in East")
    assert reply.headline.startswith("Revenue: ")
    labels = [fact.label for fact in reply.facts]
    assert labels[:3] == ["Answer", "Period", "Data as of"]
    assert "Asia/Shanghai" in reply.facts[1].value
    assert any(line.startswith("Only Region: East") for line in reply.body)
    assert any("SELECT" in line for line in reply.code)
    assert reply.audience is Audience.PERSON


def test_a_file_comes_to_the_caller_alone(press, shop):
    reply = press("kpi.csv", "revenue last 7 days by region")
    (file,) = reply.attachments
    assert file.name == "revenue-by-region-2026-11-15-2026-11-21.csv"
    assert file.data.decode("utf-8-sig").splitlines()[0] == "region,value,previous"
    assert reply.audience is Audience.PERSON
    assert shop.records.audit.recent(deed="exported")


def test_a_suggestion_is_answered_as_if_typed_whatever_it_says(press):
    assert press("kpi.ask", "revenue yesterday").audience is Audience.CHANNEL
    assert press("kpi.ask", "define aov").headline.startswith("Average order value")
    assert press("kpi.ask", "metrics", lang=Lang.ZH).headline.startswith("可以查询")


def test_the_save_form_is_checked_before_it_is_kept(shop, call):
    form = next(form for form in handlers.FORMS if form.id == "kpi.save")
    asked = call("", origin=Origin.ACTION, value="revenue last 7 days")
    (field,) = form.fields(asked, shop.catalog)
    assert field.initial == "revenue last 7 days"
    assert form.check({"name": " "}, Lang.EN, shop.catalog) == {"name": "Give it a name, such as: morning"}
    assert form.check({"name": "长" * 81}, Lang.ZH, shop.catalog) == {"name": "请不要超过 80 个字。"}
    assert form.check({"name": "早会"}, Lang.ZH, shop.catalog) == {}
    reply = form.run(call("", origin=Origin.ACTION, value="revenue last 7 days", fields={"name": "Morning"}), shop)
    assert reply.headline == "Saved as “Morning”"
    assert shop.records.saved.find("U-uma", "morning").question == "revenue last 7 days"
