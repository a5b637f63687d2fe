"""Where a gap comes from: the values of other dimensions that explain most of it, by a few cheap queries."""

import logging
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from analysis import calendar, language, periods, words
from analysis.alerts import instances
from analysis.alerts.condition import Seen
from analysis.alerts.movers import Mover, movers
from analysis.alerts.rule import Baseline, Kind, Rule
from analysis.errors import Mistake, Unavailable
from analysis.model import Filter, Grain, Lang, Metric, Op, Period, Query, Text
from handlers import offers, phrases
from handlers.alerts.cards.wording import DOT, Wording
from handlers.ask import words as known_words
from handlers.verbs import VERBS
from storage.facts import Facts

log = logging.getLogger(__name__)

MOST: Final = 3
DIMENSIONS: Final = (*offers.SPLITS[:3], "customer_type", "device", "product", "campaign")
NOTABLE: Final = 0.1
"""By how much a value's part of the gap must exceed its part of the whole to be worth a word."""
NOTHING_TO_SPLIT: Final = frozenset({Kind.FRESHNESS, Kind.TARGET, Kind.COVER})
WEEKS: Final = 4


def line(wording: Wording) -> str:
    """The top contributors to the gap of a single instance; nothing where none can be named."""
    firing = wording.view.firing
    if len(firing) != 1 or wording.rule.trigger.kind in NOTHING_TO_SPLIT or wording.metric is None:
        return ""
    seen = firing[0].state.seen
    if seen is None or seen.value is None:
        return ""
    try:
        found = _wrong(_found(wording.shop.facts, wording.rule, firing[0].key, (seen.start, seen.end)), seen)
    except (Mistake, Unavailable) as fault:
        # The card goes without them: it may not wait for a store, nor fail with it.
        log.warning("No contributors for A-%d: %s", wording.view.episode.id, fault)
        return ""
    return _said(wording, found) if found else ""


def question(wording: Wording) -> str:
    """The question an alert is about, in canonical words: it is what follow-ups in its thread change."""
    metric, firing = wording.metric, wording.view.firing
    if metric is None:
        return ""
    clock = periods.Clock(wording.view.now, wording.shop.catalog.zone, wording.shop.catalog.week_start)
    limits = narrowed(wording.rule, firing[0].key) if len(firing) == 1 else wording.rule.filters
    query = Query(metric.id, periods.default(clock), filters=limits or ())
    try:
        return language.write(query, known_words(wording.shop), Lang.EN)
    except Unavailable as fault:
        log.warning("A-%d binds no question: %s", wording.view.episode.id, fault)
        return ""


def narrowed(rule: Rule, key: str) -> tuple[Filter, ...] | None:
    """The filters that leave one instance alone; None where it has no value to filter by."""
    values = instances.values(key)
    own = [Filter(name, Op.IN, (value,)) for name, value in zip(rule.by, values, strict=False) if value is not None]
    return (*rule.filters, *own) if len(own) == len(values) else None


@lru_cache(256)
def _found(facts: Facts, rule: Rule, key: str, window: tuple[datetime, datetime]) -> tuple[Mover, ...]:
    """The first of each dimension, the clearest first. Remembered, for a card is written anew with each deed."""
    metric, limits = facts.catalog.metric(rule.metric), narrowed(rule, key)
    if limits is None:
        return ()
    zone = facts.catalog.zone
    start = window[0].astimezone(zone).replace(tzinfo=None)
    earlier = before(rule, start)
    span = Period(calendar.instant(min(earlier).date(), zone), window[1], zone, "")
    tried = [Query(metric.id, span, (name,), limits, rule.grain) for name in _dimensions(facts, metric, limits)]
    ranked = [movers(result, start, earlier) for result in facts.fetch_all(tried)]
    return tuple(sorted((found[0] for found in ranked if found), key=_clearest))


def before(rule: Rule, start: datetime) -> tuple[datetime, ...]:
    """The local starts of the windows that a window is set against to say where its gap comes from."""
    if rule.grain is Grain.MONTH:
        months = 12 if rule.trigger.baseline is Baseline.LAST_YEAR else 1
        return (datetime.combine(calendar.months_after(start.date(), -months), start.time()),)
    match rule.trigger.baseline:
        case Baseline.PREVIOUS:
            return (start - _LENGTHS[rule.grain],)
        case Baseline.SAME_WEEKDAY:
            return (start - timedelta(weeks=1),)
        case Baseline.LAST_YEAR:
            return (start - timedelta(weeks=52),)
        case Baseline.AVERAGE:
            return tuple(start - timedelta(weeks=n) for n in range(1, rule.trigger.weeks + 1))
        case None:
            return tuple(start - timedelta(weeks=n) for n in range(1, WEEKS + 1))


def _dimensions(facts: Facts, metric: Metric, limits: tuple[Filter, ...]) -> list[str]:
    """The few dimensions worth a query: not those that are held to one value, and only with values in the data."""
    taken = {limit.dimension for limit in limits if len(limit.values) == 1}
    held = {value.dimension for value in facts.vocabulary(VERBS).values}
    return [name for name in DIMENSIONS if name in metric.dimensions and name in held and name not in taken][:MOST]


def _clearest(mover: Mover) -> float:
    return -abs(mover.change) if mover.excess is None else -mover.excess


def _wrong(found: tuple[Mover, ...], seen: Seen) -> tuple[Mover, ...]:
    """Those that moved the way the whole did: where a promotion was expected, the bare figures can have gone the other.

    Without a baseline that is asked only of values that do not add up.
    """
    down = seen.baseline is None or (seen.value or 0) < seen.baseline
    adding = seen.baseline is None
    return tuple(mover for mover in found if (adding and mover.excess is not None) or (mover.change < 0) is down)


def _said(wording: Wording, found: tuple[Mover, ...]) -> str:
    lang, metric = wording.lang, wording.metric
    assert metric is not None
    notable = [mover for mover in found if mover.excess is None or mover.excess >= NOTABLE]
    if not notable:
        names = [wording.shop.catalog.dimension(mover.dimension).label.of(lang) for mover in found]
        return _EVEN.of(lang, names=words.listing([name.lower() for name in names], lang))
    parts = [_part(wording, metric, mover) for mover in notable]
    return (_MOVED if notable[0].share is None else _MOSTLY).of(lang, list=DOT.join(parts))


def _part(wording: Wording, metric: Metric, mover: Mover) -> str:
    name = wording.shop.catalog.dimension(mover.dimension).name(mover.value, wording.lang)
    if mover.share is None:
        told = phrases.moved(metric, mover.before, mover.now, wording.lang)
        return _ONE.of(wording.lang, name=name, change=told, part=wording.value(mover.now))
    sign = "+" if mover.change > 0 else ""
    share = _MORE_THAN_ALL.of(wording.lang) if mover.share > 1 else _OF_ALL.of(wording.lang, share=f"{mover.share:.0%}")
    return _ONE.of(wording.lang, name=name, change=sign + wording.value(mover.change), part=share)


_LENGTHS: Final = {Grain.HOUR: timedelta(hours=1), Grain.DAY: timedelta(1), Grain.WEEK: timedelta(7)}
_MOSTLY = Text("Where from: {list}", "主要来自：{list}")
_MOVED = Text("Moved most: {list}", "变化最大：{list}")
_EVEN = Text("Spread evenly over {names}", "在{names}上分布均匀，没有集中在某一项")
_ONE = Text("{name} {change} ({part})", "{name} {change}（{part}）")
_OF_ALL = Text("{share} of the change", "占变动的{share}")
_MORE_THAN_ALL = Text("more than the whole change", "超过总变动")
