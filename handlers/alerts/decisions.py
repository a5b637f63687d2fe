"""A decision about an alert: what is done and why, with what was known then frozen beside it."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

from analysis import words
from analysis.alerts.people import Deed, Verb
from analysis.model import Lang, Text
from handlers.alerts import people, picture, which
from handlers.alerts import view as views
from handlers.alerts.handle import Change, carry
from handlers.alerts.times import Times
from handlers.alerts.view import Known, View
from handlers.command import Call, Reply, Shop, Step, mention
from handlers.tables import Field, Input
from storage.catalog import Catalog
from storage.records import Setter, Transaction
from storage.records.alerts.decision import Decision, Evidence, Origin, Revision, Statement

logger = logging.getLogger(__name__)

LONGEST: Final = 2_000
USUAL_REVIEW: Final = timedelta(days=14)
SAME: Final = timedelta(minutes=5)
"""One person's two decisions in the same words within this are one, sent off twice."""


def fields(call: Call, catalog: Catalog) -> tuple[Field, ...]:
    """What, why, who sees to it, and when its effect is looked at."""
    lang = call.lang
    review = (call.now.astimezone(catalog.zone) + USUAL_REVIEW).date().isoformat()
    return (
        Field("what", _WHAT.of(lang), hint=_WHAT_HINT.of(lang), kind=Input.LINES),
        Field("why", _WHY.of(lang), optional=True, kind=Input.LINES),
        Field("owner", _OWNER.of(lang), call.person, optional=True, kind=Input.PERSON),
        Field("review", _REVIEW.of(lang), review, _REVIEW_HINT.of(lang), optional=True, kind=Input.DATE),
    )


def check(values: Mapping[str, str], lang: Lang, catalog: Catalog) -> dict[str, str]:  # noqa: ARG001
    """Something must have been decided, and a review must have a date that exists."""
    faults = {}
    if not values.get("what", "").strip():
        faults["what"] = _EMPTY.of(lang)
    for name in ("what", "why"):
        if len(values.get(name, "")) > LONGEST:
            faults[name] = _LONG.of(lang, most=LONGEST)
    try:
        date.fromisoformat(values.get("review") or "2000-01-01")
    except ValueError:
        faults["review"] = _NO_DATE.of(lang)
    return faults


def submitted(call: Call, shop: Shop) -> Reply | None:
    """Keep the decision, show it on the card, and say it in the thread."""
    review = call.fields.get("review")
    said = Statement(
        what=call.fields["what"].strip(),
        why=call.fields.get("why", "").strip(),
        owner=call.fields.get("owner", ""),
        review_on=date.fromisoformat(review) if review else None,
    )
    log(which.carried(call), said, call, shop)
    return None


def log(episode_id: int, said: Statement, call: Call, shop: Shop) -> View:
    """Bind a decision to an episode, with the value, the baseline, the definition and the picture as they are now."""
    deed = Deed(0, call.now, call.person, Verb.DECIDE, "alert.decide", why=said.what)
    seen, setter = _picture(episode_id, call, shop), Setter(call.person, call.now)

    def change(known: Known) -> Change | None:
        if any(_same(each, deed) for each in known.deeds):
            return None
        evidence = _evidence(known, call, shop)

        def write(within: Transaction) -> None:
            origin = Origin(known.episode.channel, episode=episode_id)
            chart = shop.records.decisions.exhibit(seen, setter, within) if seen else ""
            first, number = Revision(1, call.now, call.person, said), shop.records.decisions.number(within)
            frozen = replace(evidence, chart=chart)
            shop.records.decisions.add(Decision(number, call.now, call.person, origin, first, frozen), within)
            shop.records.deeds.add(episode_id, deed, within)

        return Change((*known.deeds, deed), write, lambda times: line(deed, said, times), said.what, said)

    return carry(episode_id, "alert.decide", change, call, shop)


def prompt(call: Call, episode_id: int) -> Reply:
    """Offer the form: what a reaction cannot open by itself."""
    about = f"A-{episode_id}"
    step = Step("alert.decide", _LOG.of(call.lang), about, primary=True)
    return Reply(_PROMPT.of(call.lang, name=about), steps=(step,))


def line(deed: Deed, said: Statement, times: Times) -> str:
    """A decision as the thread is told of it."""
    lang = times.lang
    parts = [people.did(deed, times)]
    parts += [_BECAUSE.of(lang, why=said.why)] if said.why else []
    parts += [_SEES_TO_IT.of(lang, owner=mention(said.owner))] if said.owner else []
    parts += [_REVIEWED.of(lang, day=words.day(said.review_on, lang))] if said.review_on else []
    return "\n".join(parts)


def _same(deed: Deed, other: Deed) -> bool:
    near = abs(deed.at - other.at) < SAME
    return near and (deed.person, deed.verb, deed.why) == (other.person, other.verb, other.why)


def _picture(episode_id: int, call: Call, shop: Shop) -> bytes | None:
    """What people saw as they decided; a decision is kept without it where it cannot be drawn."""
    drawn = picture.charts(views.of(episode_id, shop, call.now), shop)
    try:
        return drawn[0].png() if drawn else None
    except (ValueError, RuntimeError, OSError):
        logger.exception("The picture for a decision on A-%d could not be drawn", episode_id)
        return None


def _evidence(known: Known, call: Call, shop: Shop) -> Evidence:
    """The worst instance's value and baseline, and what the metric means, as they are now."""
    view = views.made(known, shop, call.now)
    metric, seen = views.metric(view, shop), view.seen
    if metric is None:
        return Evidence(known.kept.rule.metric)
    definition = shop.catalog.definition(metric.id, view.lang)
    digest = sha256(definition.encode()).hexdigest()
    if seen is None:
        return Evidence(metric.id, definition=definition, digest=digest)
    return Evidence(metric.id, seen.value, seen.baseline, seen.end, definition, digest)


_WHAT = Text("What was decided", "决定做什么")
_WHAT_HINT = Text("For example: move 20% of the search budget to email", "例如：把搜索预算的20%转到邮件")
_WHY = Text("Why", "为什么")
_OWNER = Text("Who sees to it", "由谁负责")
_REVIEW = Text("Review on", "复盘日期")
_REVIEW_HINT = Text("The day to look at what came of it", "到这一天回看效果")
_EMPTY = Text("Say what was decided.", "请写下决定的内容。")
_LONG = Text("Keep it under {most} characters.", "请不要超过 {most} 个字。")
_NO_DATE = Text("Pick a day.", "请选择日期。")
_LOG = Text("Log decision", "记录决定")
_PROMPT = Text("Log a decision about {name}?", "为 {name} 记录一个决定？")
_BECAUSE = Text("Why: {why}", "原因：{why}")
_SEES_TO_IT = Text("Owner: {owner}", "负责人：{owner}")
_REVIEWED = Text("Review on {day}", "复盘日期：{day}")
