"""Logs from the outside of their handlers: what is said of comments, to whom, and what cannot be added."""

from dataclasses import replace

import pytest

import handlers
from analysis.errors import ImpossibleQuestion
from analysis.model import Lang
from bot.plain import text as plain
from handlers.command import Call, Origin
from handlers.said import Said
from handlers.threads.text import plain as spelt_out
from handlers.threads.text import short
from storage.records.threads.model import File, Gone, Kind, Subject, Thread, Written
from tests.handlers.alert_stage import ANA, BO, NOW, SALES, TS, opened, spelt

THREAD = Thread(SALES, TS)
FIRST, SECOND = "1700000100.000000", "1700000200.000000"
OVERHEARD = {row.id: row.run for row in handlers.TABLES.overheard}
ACTIONS = {row.id: row.run for row in handlers.TABLES.actions}
(ADD,) = (row.run for row in handlers.TABLES.shortcuts if row.id == "threads.add")


@pytest.fixture
def stage(shop):
    return opened(shop)


def overhear(stage, said, event="message", **more):
    given = {"person": said.person, "lang": Lang.EN, "now": NOW, "origin": Origin.OVERHEARD}
    where = {"channel": said.thread.channel, "message": said.ts, "said": said}
    OVERHEARD[event](Call("", **(given | where | more)), stage.shop)


def reply(text, ts=FIRST, person=ANA, thread=THREAD, **more):
    return Said(thread, ts, person, Written(ts, text, **more))


def say(stage, text, lang=Lang.EN, **more):
    call = Call(text, **({"person": ANA, "lang": lang, "now": NOW, "origin": Origin.SLASH, "channel": SALES} | more))
    return handlers.TABLES.answer(call, stage.shop)


def add(stage, said, lang=Lang.EN):
    where = {"channel": SALES, "thread": TS, "message": FIRST, "said": said}
    return ADD(Call("", BO, lang, NOW, Origin.SHORTCUT, **where), stage.shop)


def test_a_reply_elsewhere_leaves_no_trace(stage):
    overhear(stage, reply("Lunch?", thread=Thread(SALES, "1700000050.000000")))
    assert stage.shop.records.comments.find(SALES, FIRST) is None


def test_the_story_tells_what_was_said_edited_taken_back_and_hung_on_it_in_both_languages(stage):
    overhear(stage, reply("Look at <https://x.example/a|the page>", files=(File("F1", "plan.pdf"),)))
    overhear(stage, replace(reply("Again"), written=Written(SECOND, "See <#C0OPS>", (File("F1", "plan.pdf"),))))
    overhear(stage, reply("Oops", SECOND, BO))
    overhear(stage, Said(THREAD, SECOND, BO))
    english, chinese = (spelt(plain(say(stage, "alert history A-1", lang), lang)) for lang in Lang)
    assert "@U0ANA: See #C0OPS [plan.pdf] (edited)" in english
    assert "@U0BO: (deleted)" in english
    assert "@U0ANA：See #C0OPS [plan.pdf] （已编辑）" in chinese
    assert "@U0BO：（已删除）" in chinese


@pytest.mark.parametrize(("text", "counted"), [("alert history A-1", True), ("help", False)])
def test_what_was_said_in_one_channel_is_only_counted_in_another(stage, text, counted):
    overhear(stage, reply("For us alone"))
    told = spelt(plain(say(stage, text, channel="C0ELSEWHERE"), Lang.EN))
    assert "For us alone" not in told
    assert ("1 comment is to be read in #C0SALES." in told) is counted


def test_what_looks_like_a_mention_and_was_typed_names_nobody():
    assert spelt_out("&lt;@U0ANA&gt; &amp;lt;") == "<@U0ANA> &lt;"
    assert spelt(spelt_out("<@U0ANA|ana> <!here> <!subteam^S1|@ops> <mailto:a@b.c|a@b.c>")) == "@U0ANA @here @ops a@b.c"


def test_a_long_comment_is_shown_by_its_beginning_and_never_ends_within_a_mark():
    assert short("word " * 10, 12) == "word word wo…"
    assert short("call <@U0ANA> now", 9) == "call…"
    assert short("a\n  b") == "a b"


def test_add_to_log_says_where_it_went_and_keeps_the_message(stage):
    told = add(stage, reply("It was me", thread=Thread(SALES, FIRST)), Lang.ZH)
    assert told.headline.startswith("已记入 A-1 · R-1")
    assert stage.shop.records.comments.find(SALES, FIRST).text == "It was me"
    assert stage.shop.records.logs.subject(Thread(SALES, FIRST)) == Subject(Kind.ALERT, 1)


@pytest.mark.parametrize("lang", list(Lang))
def test_what_no_person_wrote_or_what_is_private_or_about_nothing_cannot_be_added(stage, lang):
    for said in (None, reply("x", thread=Thread("D0ANA", FIRST)), reply("x", thread=Thread("C0EMPTY", FIRST))):
        with pytest.raises(ImpossibleQuestion) as refused:
            add(stage, said, lang)
        assert refused.value.suggestions
        assert stage.shop.records.comments.find("C0EMPTY", FIRST) is None


def test_erasing_asks_first_takes_everything_of_ones_own_and_says_how_much(stage):
    assert say(stage, "erase my comments").headline == "Nothing that you wrote is kept in any log."
    overhear(stage, reply("Mine"))
    overhear(stage, reply("Theirs", SECOND, BO))
    asked = say(stage, "抹除 我的评论", Lang.ZH)
    (step,) = asked.steps
    assert (asked.headline, bool(step.confirm)) == ("记录里保留着您的 1 条评论", True)
    assert stage.shop.records.comments.find(SALES, FIRST).text == "Mine"
    done = ACTIONS[step.action](Call("", ANA, Lang.EN, NOW, Origin.ACTION, SALES), stage.shop)
    assert done.headline == "Erased: 1"
    comments = stage.shop.records.comments.of([THREAD])
    assert [(each.gone, each.text) for each in comments] == [(Gone.ERASED, ""), (None, "Theirs")]


def test_to_erase_anything_else_is_refused_with_what_works(stage):
    with pytest.raises(ImpossibleQuestion) as refused:
        say(stage, "erase everything of Bo")
    assert refused.value.suggestions == ("erase my comments",)
