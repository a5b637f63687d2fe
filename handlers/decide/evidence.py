"""What was known as it was decided, frozen: the value, what it was set against, its definition, the picture."""

import logging
from dataclasses import dataclass, replace
from hashlib import sha256

from analysis import language
from analysis.errors import Mistake, Unavailable
from analysis.model import Query
from charts.chart import Chart
from handlers import ask, manners
from handlers.alerts.cards import picture
from handlers.alerts.cards import view as views
from handlers.command import Call, Shop
from storage.records.alerts.decision import Evidence, Origin, Statement

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Frozen:
    """Evidence, and the bytes of the picture that goes with it."""

    evidence: Evidence | None = None
    picture: bytes | None = None


def freeze(said: Statement, origin: Origin, call: Call, shop: Shop) -> Frozen:
    """What there is to know of a decision's metric now; nothing where it names none or the store fails.

    Of an alert it is its worst instance; in the thread of an answer that answer, asked again; else the last seven days.
    """
    try:
        if origin.episode is not None:
            return _of_alert(origin.episode, call, shop)
        return _of_metric(said.metric, origin, call, shop)
    except (Mistake, Unavailable) as fault:
        log.warning("A decision is kept without evidence: %s", fault)
        return Frozen()


def _of_alert(episode_id: int, call: Call, shop: Shop) -> Frozen:
    view = views.of(episode_id, shop, call.now)
    metric, seen = views.metric(view, shop), view.seen
    if metric is None:
        return Frozen(Evidence(view.kept.rule.metric))
    known = _defined(Evidence(metric.id), call, shop)
    if seen is not None:
        known = replace(known, value=seen.value, baseline=seen.baseline, window=seen.end)
    return _pictured(known, picture.charts(view, shop))


def _of_metric(metric_id: str, origin: Origin, call: Call, shop: Shop) -> Frozen:
    query = _question(metric_id, origin, call, shop)
    if query is None or not manners.may_see(shop.catalog.metric(query.metric), origin.channel):
        return Frozen()
    answered = ask.measure(query, shop, call.lang)
    change = answered.answer.change
    known = Evidence(
        query.metric, answered.answer.value, change.value if change else None, query.open_until or query.period.end
    )
    return _pictured(_defined(known, call, shop), (answered.chart,))


def _question(metric_id: str, origin: Origin, call: Call, shop: Shop) -> Query | None:
    """The question of the thread where it is about the metric, or none is named; else the metric's last seven days."""
    vocabulary = ask.words(shop)
    held = shop.records.posts.question(origin.channel, origin.thread) if origin.thread else None
    if held:
        query = language.read(held, vocabulary, call.now).query
        if query is not None and metric_id in ("", query.metric):
            return query
    if not metric_id:
        return None
    return language.read(shop.catalog.metric(metric_id).label.en, vocabulary, call.now).query


def _defined(evidence: Evidence, call: Call, shop: Shop) -> Evidence:
    definition = shop.catalog.definition(evidence.metric, call.lang)
    return replace(evidence, definition=definition, digest=sha256(definition.encode()).hexdigest())


def _pictured(evidence: Evidence, drawn: tuple[Chart, ...]) -> Frozen:
    """With what people saw as they decided; without it where it cannot be drawn."""
    try:
        png = drawn[0].png() if drawn else None
    except (ValueError, RuntimeError, OSError):
        log.exception("The picture for a decision on %s could not be drawn", evidence.metric)
        return Frozen(evidence)
    return Frozen(replace(evidence, chart=sha256(png).hexdigest()) if png else evidence, png)
