"""A decision looked back on: measured in its thread on its day, judged by a button and a form, taken up again."""

import asyncio
from datetime import timedelta

from handlers.decide import card
from handlers.decide.review import review
from storage.records.alerts.decision import Decision, Origin, Revision, Stage, Statement, Verdict
from tests.conftest import NOON
from tests.scenarios.test_decisions import form
from tests.town import until

SALES, ANA = "C0SALES0001", "U0LOCALANA1"
SAID = Statement("Move spend to email", metric="revenue", owner=ANA, effect="+5%", review_on=NOON.date())


async def posted(town):
    """The card of a decision of a fortnight ago, and its review below it."""
    shop, at = town.bot.desk.shop, NOON - timedelta(days=15)
    new = Decision(1, at, ANA, Origin(SALES), Revision(1, at, ANA, SAID), None, 1, "D-1")

    def work():
        shop.records.decisions.add(new)
        shop.records.outbox.put(shop.mail.pack(card.notice(new, (), shop)), NOON)
        review(NOON, shop)

    await asyncio.to_thread(work)
    root = (await town.see("D-1"))["ts"]
    return root, await town.see("Review of D-1", thread_ts=root)


def buttons(message):
    return [each for block in message["blocks"] if block["type"] == "actions" for each in block["elements"]]


async def test_a_decision_is_reviewed_judged_and_taken_up_again(town):
    root, told = await posted(town)
    worked, *others = buttons(told)
    assert [each["text"]["text"] for each in (worked, *others)] == ["It worked", "It did not work", "Inconclusive"]

    await town.do("action", channel="sales", ts=told["ts"], action_id=worked["action_id"], value=worked["value"])
    view = await form(town)
    assert (await town.do("submit", view_id=view["id"], values={"lesson": "E-mail is sooner"}))["acked"]
    line = await town.see("it worked. Lesson: E-mail is sooner", thread_ts=root)
    kept = town.records.decisions.find(1).latest.said
    assert (kept.stage, kept.verdict, kept.lesson) == (Stage.REVIEWED, Verdict.WORKED, "E-mail is sooner")
    assert kept.measured is not None

    (undo,) = buttons(line)
    await town.do("action", channel="sales", ts=line["ts"], action_id=undo["action_id"], value=undo["value"])
    await town.see("took the verdict back", thread_ts=root)
    await until(lambda: town.records.decisions.find(1).latest.said.stage is Stage.IN_PROGRESS)
