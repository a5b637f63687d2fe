"""The review of a decision: on its day, in its thread, what was measured, and what people make of it."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Final

from analysis.errors import Mistake, Unavailable
from analysis.model import Lang, Text
from handlers.command import Audience, Notice, Reply, Shop, Step, mention
from handlers.decide import card, named, written
from handlers.decide.findings import Findings
from handlers.decide.measured import measure
from handlers.manners import may_see
from storage.records.alerts.decision import Decision, Stage, Verdict
from storage.records.alerts.decisions import Search

log = logging.getLogger(__name__)

HOUR: Final = time(9)
LATEST: Final = timedelta(days=7)
"""How late a review may still be, for a bot that was off on its day."""
MOST: Final = 1_000
OPEN: Final = (Stage.DECIDED, Stage.IN_PROGRESS)


def review(now: datetime, shop: Shop) -> tuple[Reply, ...]:
    """Post the review of each decision whose day has come, once. A job."""
    for decision in _due(now, shop):
        try:
            notice = posted(decision, now, shop)
        except Unavailable as fault:
            log.warning("The review of D-%d waits: %s", decision.id, fault)
            continue
        shop.records.outbox.put(shop.mail.pack(notice), now)
        shop.mail.look()
    return ()


def posted(decision: Decision, now: datetime, shop: Shop) -> Notice:
    """The review as it is posted into the thread of its decision. Raises Unavailable."""
    lang = card.spoken(decision, shop)
    under, thread = card.place(decision, shop)
    if not under and not thread:
        under = decision.card
    reply = told(decision, now, shop, lang)
    person = decision.latest.said.owner or decision.person
    return Notice(_key(decision), reply, decision.origin.channel, lang, under=under, thread=thread, person=person)


def told(decision: Decision, now: datetime, shop: Shop, lang: Lang) -> Reply:
    """What came of a decision so far, and the question of what people make of it. Raises Unavailable."""
    said = decision.latest.said
    what = written.shown(written.short(said.what, card.LONGEST))
    asked = _ASK_OWNER.of(lang, owner=mention(said.owner)) if said.owner else _ASK.of(lang)
    try:
        findings = _findings(decision, now, shop, lang)
    except Mistake as slip:
        body = (what, slip.say(lang), asked)
        steps = _steps(decision, None, lang)
        return Reply(_BARE.of(lang, name=card.name(decision)), body=body, steps=steps, audience=Audience.THREAD)
    return Reply(
        _HEADLINE.of(lang, name=card.name(decision), said=findings.headline),
        facts=findings.facts,
        body=(what, *findings.body, asked),
        charts=(findings.chart(),),
        notes=findings.notes,
        steps=_steps(decision, findings.found.effect.relative, lang),
        audience=Audience.THREAD,
    )


def _findings(decision: Decision, now: datetime, shop: Shop, lang: Lang) -> Findings:
    metric = decision.latest.said.metric
    if metric and not may_see(shop.catalog.metric(metric), decision.origin.channel):
        raise Mistake(_HIDDEN)
    return Findings(decision, measure(decision, now, shop), shop, lang)


def _due(now: datetime, shop: Shop) -> Iterator[Decision]:
    """The decisions whose review has come and was not posted yet."""
    today = now.astimezone(shop.catalog.zone).date()
    for decision in shop.records.decisions.search(Search(stages=OPEN, review_by=today, limit=MOST)):
        day = decision.latest.said.review_on
        if day is None:
            continue
        begins = datetime.combine(day, HOUR, shop.catalog.zone).astimezone(UTC)
        if begins <= now < begins + LATEST and not _said(_key(decision), shop):
            yield decision


def _key(decision: Decision) -> str:
    return f"D-{decision.id}/review/{decision.latest.said.review_on}"


def _said(key: str, shop: Shop) -> bool:
    return shop.records.outbox.find(key) is not None or shop.records.standing.of(key) is not None


def _steps(decision: Decision, measured: float | None, lang: Lang) -> tuple[Step, ...]:
    """A button for each verdict; it carries what was measured."""
    known = {} if measured is None else {"measured": f"{measured:.4f}"}
    carried = {verdict: named.carry(about=card.name(decision), verdict=verdict.value, **known) for verdict in Verdict}
    steps = tuple(Step("decide.verdict", card.VERDICTS[verdict].of(lang), carried[verdict]) for verdict in Verdict)
    return tuple(replace(step, label=step.label[:1].upper() + step.label[1:]) for step in steps)


_HEADLINE = Text("🔎 Review of {name}: {said}", "🔎 {name} 复盘：{said}")
_BARE = Text("🔎 {name} is due for review", "🔎 {name} 该复盘了")
_ASK = Text("What came of it? Your verdict and what you learned are kept.", "结果如何？您的结论和经验会保留下来。")
_ASK_OWNER = Text(
    "{owner}, what came of it? The verdict and what was learned are kept.", "{owner}，结果如何？结论和经验会保留下来。"
)
_HIDDEN = Text("Its numbers may not be shown in this channel.", "该指标的数据不能在本频道显示。")
