"""What came of a decision, measured: its metric since, against what it would have been without."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from analysis import calendar, decisions, language, periods, words
from analysis.decisions import Effect, history
from analysis.decisions.counterfactual import WINDOW
from analysis.decisions.history import Series
from analysis.decisions.measuring import TRIES, WEEK
from analysis.errors import Mistake
from analysis.model import Filter, Grain, Lang, Metric, Query, Text
from handlers import ask
from handlers.alerts.cards import view as views
from handlers.alerts.cards.contributors import narrowed
from handlers.command import Shop
from storage.records.alerts.decision import Decision, Stage
from storage.records.alerts.decisions import Search

LONGEST: Final = 400
"""How many days before are asked for at most."""
SPAN: Final = 91
"""How many days since are looked at, at most: what comes later has too many other reasons."""
NAMED: Final = 3


@dataclass(frozen=True)
class Measured:
    """The effect of a decision on its metric, with the conditions that the metric was held to, and the picture of it.

    `first` is the first whole day after it was decided, `last` the last one that is looked at. `caveats` are those
    of the effect and of what else happened.
    """

    metric: Metric
    filters: tuple[Filter, ...]
    first: date
    last: date
    effect: Effect
    series: Series
    caveats: tuple[Text, ...]


def measure(decision: Decision, now: datetime, shop: Shop) -> Measured:
    """What became of its metric since it was decided. Raises Mistake where that cannot be told, and Unavailable."""
    said = decision.latest.said
    if not said.metric:
        raise Mistake(_NO_METRIC)
    metric = shop.catalog.metric(said.metric)
    if Grain.DAY not in metric.grains:
        raise Mistake(_NOT_DAILY)
    first, last = _span(decision, metric, now, shop)
    if last < first:
        raise Mistake(_TOO_SOON)
    filters = held_to(decision, now, shop)
    back = min(WINDOW + TRIES * ((last - first).days + 1), LONGEST)
    period = periods.over(first - timedelta(days=back), last + timedelta(days=1), shop.catalog.zone)
    series = history.daily(shop.facts.fetch(Query(metric.id, period, (), filters, Grain.DAY)))
    named = shop.catalog.occasions(period.first_day, last)
    left = history.without(series, named)
    ordinary = history.known(left, first, last) >= WEEK
    if not ordinary:
        left = history.without(series, [day for day in named if day < first])
    found = decisions.effect(left, first, last)
    meanwhile = {day: label for day, label in named.items() if first <= day <= last}
    around = (*_occasions(tuple(dict.fromkeys(meanwhile.values())), left_out=ordinary), *_others(decision, last, shop))
    kinds = ((metric.level, _LEVEL), (decision.origin.episode is not None, _REBOUND))
    told = (text for holds, text in kinds if holds)
    return Measured(metric, filters, first, last, found, series, (*found.caveats, *told, *around))


def held_to(decision: Decision, now: datetime, shop: Shop) -> tuple[Filter, ...]:
    """What its metric is limited to: the worst instance of its alert, or the question of its thread."""
    origin = decision.origin
    if origin.episode is not None:
        view = views.of(origin.episode, shop, now)
        worst = next(iter(view.breaches), None)
        rule = view.kept.rule
        if rule.metric != decision.latest.said.metric:
            return ()
        return (narrowed(rule, worst.key) if worst else None) or rule.filters
    asked = shop.records.posts.question(origin.channel, origin.thread) if origin.thread else None
    query = language.read(asked, ask.words(shop), now).query if asked else None
    return query.filters if query and query.metric == decision.latest.said.metric else ()


def _span(decision: Decision, metric: Metric, now: datetime, shop: Shop) -> tuple[date, date]:
    """From the first whole day after it was decided to the last one that is over and has data."""
    zone = shop.catalog.zone
    first = calendar.local_day(decision.at, zone) + timedelta(days=1)
    newest = shop.facts.as_of(metric.id) or decision.at
    last = calendar.local_day(min(now, newest + timedelta(days=1)), zone) - timedelta(days=1)
    return first, min(last, first + timedelta(days=SPAN - 1))


def _occasions(labels: tuple[Text, ...], *, left_out: bool) -> Iterable[Text]:
    """Promotions and holidays that explain some of the days since."""
    if labels:
        sentence = _LEFT_OUT if left_out else _OVERLAPS
        yield _filled(sentence, [[label.of(lang) for label in labels[:NAMED]] for lang in Lang])


def _others(decision: Decision, last: date, shop: Shop) -> Iterable[Text]:
    """Decisions that were to move the same metric at the same time."""
    until = calendar.instant(last + timedelta(days=1), shop.catalog.zone)
    since = decision.at - timedelta(days=WEEK)
    wanted = Search(metric=decision.latest.said.metric, since=since, until=until, stages=_LIVE)
    names = [f"D-{other.id}" for other in shop.records.decisions.search(wanted) if other.id != decision.id]
    if names:
        yield _filled(_SEVERAL, [names[:NAMED]] * len(Lang))


def _filled(sentence: Text, names: list[list[str]]) -> Text:
    told = (sentence.of(lang, names=words.listing(part, lang)) for lang, part in zip(Lang, names, strict=True))
    return Text(*told)


_LIVE: Final = (Stage.DECIDED, Stage.IN_PROGRESS, Stage.REVIEWED)
_NO_METRIC: Final = Text(
    "It names no metric, so there is nothing to measure. Edit it to name one.",
    "它没有关联指标，无法衡量。请修改并选择指标。",
)
_NOT_DAILY: Final = Text("Its metric is not counted day by day.", "它的指标不是按天统计的，无法比较前后。")
_TOO_SOON: Final = Text("There is no whole day with data since it was decided.", "决策之后还没有完整一天的数据。")
_LEVEL: Final = Text(
    "It is a level: where it stood before carries over, and shows late what was done.",
    "这是存量指标：之前的水平会延续，变化显现较慢。",
)
_REBOUND: Final = Text(
    "It was decided on an alert: what is unusual often goes back by itself, and that counts as an effect here.",
    "该决策因预警而起：异常往往会自行回落，这里也会算作效果。",
)
_LEFT_OUT: Final = Text("Left out, being special days: {names}.", "特殊日子未计入：{names}。")
_OVERLAPS: Final = Text(
    "{names} falls into this time, and cannot be told apart from the decision.",
    "期间有{names}，无法与该决策的效果区分。",
)
_SEVERAL: Final = Text(
    "{names} was to move the same metric at the same time: what each did cannot be told apart.",
    "同期还有{names}影响同一指标，无法区分各自的效果。",
)
