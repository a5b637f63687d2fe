"""The ways in which a rule can be made calmer, the mildest first."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from math import ceil, floor, log10
from typing import Final

from analysis.alerts.backtest import Fired
from analysis.alerts.bounds import amount, written
from analysis.alerts.rule import Kind, Rule, Side, Trigger, Volume
from analysis.model import Grain, Metric, Text

_STEPS: Final = {
    Kind.CHANGE: (1.25, 1.5, 2.0),
    Kind.ANOMALY: (1.15, 1.3, 1.6),
    Kind.FRESHNESS: (1.5, 2.0, 3.0),
    Kind.THRESHOLD: (0.05, 0.1, 0.2),
    Kind.COVER: (0.15, 0.3, 0.5),
}
"""By what the limit is multiplied, or by which share of itself a level moves out."""
_BEHIND: Final = (0.025, 0.05, 0.1)
"""How much further behind its target it may be."""


@dataclass(frozen=True)
class Change:
    """A rule with one thing changed, and what that is, as an order: "fire only after 2 days in a row"."""

    rule: Rule
    what: Text


def changes(
    rule: Rule, spared: Collection[Fired], kept: Collection[Fired], metric: Metric, currency: str = ""
) -> Iterator[Change]:
    """Every change worth a try: wait longer, ask for more volume, set the limit further out, hold on for longer.

    `spared` are episodes that nobody needed, `kept` those that somebody acted on: a least volume is set
    where it lies between the two.
    """
    yield from _longer(rule)
    yield from _volumes(rule, spared, kept, metric, currency)
    yield from _further(rule, metric, currency)
    yield from _holding(rule)


def _longer(rule: Rule) -> Iterator[Change]:
    if rule.trigger.kind in (Kind.FRESHNESS, Kind.TARGET) or rule.grain is Grain.MONTH:
        return
    for more in (1, 2):
        pending = rule.pending + more
        yield Change(replace(rule, pending=pending), _filled(_LONGER[rule.grain], n=pending))


def _volumes(
    rule: Rule, spared: Collection[Fired], kept: Collection[Fired], metric: Metric, currency: str
) -> Iterator[Change]:
    """A least volume above what most of the noise was about, and not above what somebody acted on."""
    trigger = rule.trigger
    if trigger.kind not in (Kind.CHANGE, Kind.ANOMALY) or (trigger.volume and trigger.volume.metric):
        return
    small, large = sorted(_sizes(spared)), _sizes(kept)
    for place in {len(small) // 2, len(small) - 1} if small else ():
        least = _rounded_up(small[place] * 1.01)
        above = trigger.volume is None or least > trigger.volume.least
        if above and least > 0 and (not large or least <= min(large)):
            calmer = replace(rule, trigger=replace(trigger, volume=Volume(least)))
            yield Change(calmer, _filled(_VOLUME, least=amount(least, metric.unit, currency)))


def _further(rule: Rule, metric: Metric, currency: str) -> Iterator[Change]:
    for limit in dict.fromkeys(_limits(rule.trigger)):
        moved = replace(rule, trigger=replace(rule.trigger, limit=limit))
        yield Change(moved, _filled(_FURTHER, limit=written(limit, rule, metric, currency)))


def _limits(trigger: Trigger) -> Iterator[float]:
    limit = trigger.limit
    match trigger.kind:
        case Kind.TARGET:
            yield from (round(limit + more, 3) for more in _BEHIND)
        case Kind.THRESHOLD | Kind.COVER:
            sign = 1 if trigger.side is Side.ABOVE else -1
            room = abs(limit) or 1.0
            yield from (_significant(limit + sign * room * share) for share in _STEPS[trigger.kind])
        case Kind.CHANGE:
            most = 0.95 if trigger.side is Side.BELOW else float("inf")
            yield from (round(limit * times, 2) for times in _STEPS[trigger.kind] if round(limit * times, 2) <= most)
        case _:
            yield from (round(limit * times, 1) for times in _STEPS[trigger.kind])


def _holding(rule: Rule) -> Iterator[Change]:
    """Hold on for longer: what comes back soon is then the same alert."""
    for more in (1, 2):
        keep = rule.keep + more
        yield Change(replace(rule, keep=keep), _filled(_HOLDING[rule.grain], n=keep))


def _sizes(fired: Collection[Fired]) -> list[float]:
    """How much was at stake in each episode: its largest baseline, or value where there is none."""
    found = [[abs(seen.baseline or seen.value or 0.0) for seen in each.worst.values()] for each in fired]
    return [max(each) for each in found if each]


def _rounded_up(value: float) -> float:
    """The next number of two digits that a person would name."""
    if value <= 0:
        return 0.0
    unit = 10.0 ** (floor(log10(value)) - 1)
    return round(ceil(value / unit - 1e-9) * unit, 9)


def _significant(value: float) -> float:
    return float(f"{value:.3g}")


def _filled(sentence: Text, **values: Text | int) -> Text:
    en = sentence.en.format(**{k: v.en if isinstance(v, Text) else v for k, v in values.items()})
    zh = sentence.zh.format(**{k: v.zh if isinstance(v, Text) else v for k, v in values.items()})
    return Text(en, zh)


_LONGER = {
    Grain.HOUR: Text("fire only after {n} hours in a row", "连续{n}小时才报警"),
    Grain.DAY: Text("fire only after {n} days in a row", "连续{n}天才报警"),
    Grain.WEEK: Text("fire only after {n} weeks in a row", "连续{n}周才报警"),
}
_HOLDING = {
    Grain.HOUR: Text(
        "stay open for {n} good hours, so that it does not come back as new", "恢复后再观察{n}小时才关闭，避免反复报警"
    ),
    Grain.DAY: Text(
        "stay open for {n} good days, so that it does not come back as new", "恢复后再观察{n}天才关闭，避免反复报警"
    ),
    Grain.WEEK: Text(
        "stay open for {n} good weeks, so that it does not come back as new", "恢复后再观察{n}周才关闭，避免反复报警"
    ),
    Grain.MONTH: Text(
        "stay open for {n} good months, so that it does not come back as new", "恢复后再观察{n}个月才关闭，避免反复报警"
    ),
}
_VOLUME = Text("ignore what is smaller than {least}", "忽略小于{least}的部分")
_FURTHER = Text("set the limit to {limit}", "把界限改为{limit}")
