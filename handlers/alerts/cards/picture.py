"""The picture of an alert: its worst instance, window by window, as the rule saw it."""

import logging
from dataclasses import replace

from analysis.alerts.condition import Seen
from analysis.alerts.rule import Kind, Rule
from analysis.errors import Mistake, Unavailable
from analysis.model import Look, Metric, Text, Unit
from charts import watch
from charts.chart import Chart
from charts.watch import Watch
from handlers.alerts.cards.view import Breach, View
from handlers.alerts.cards.wording import Wording
from handlers.alerts.past import earlier
from handlers.command import Shop

log = logging.getLogger(__name__)


def charts(view: View, shop: Shop) -> tuple[Chart, ...]:
    """The picture of the worst instance; none where it cannot be had, for the card goes without."""
    wording, breach = Wording(view, shop), next(iter(view.breaches), None)
    metric = wording.metric
    if breach is None or breach.state.seen is None or metric is None:
        return ()
    try:
        last = breach.state.seen
        seen = (*earlier.seen(view.kept, breach.key, last.end, shop), last)
    except (Mistake, Unavailable) as fault:
        log.warning("No picture for A-%d: %s", view.episode.id, fault)
        return ()
    return (_drawn(wording, breach, seen, metric),) if len(seen) > 1 else ()


def _drawn(wording: Wording, breach: Breach, seen: tuple[Seen, ...], metric: Metric) -> Chart:
    count, unusual = len(wording.view.firing), wording.rule.trigger.kind is Kind.ANOMALY
    title = wording.subject(*breach.names)
    told = Watch(
        metric=_counted(wording.rule, metric),
        seen=seen,
        grain=wording.rule.grain,
        zone=wording.shop.catalog.zone,
        since=wording.began,
        title=_WORST.of(wording.lang, title=title, count=count) if count > 1 else title,
        verdict=wording.verdict(breach),
        short=wording.gap(breach),
        base=_EXPECTED.of(wording.lang) if unusual else wording.base(),
    )
    return watch.draw(told, Look(wording.lang, wording.shop.catalog.currency))


def _counted(rule: Rule, metric: Metric) -> Metric:
    """The metric in the unit that the rule judges: hours of silence are a number like any other."""
    return replace(metric, unit=Unit.NUMBER, decimals=0) if rule.trigger.kind is Kind.FRESHNESS else metric


_EXPECTED = Text("expected", "预期")
_WORST = Text("{title} (worst of {count})", "{title}（{count}项中最严重）")
