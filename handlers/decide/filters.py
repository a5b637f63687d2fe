"""Which decisions are wanted, in words: people, states, tags, channels, metrics, days; what is left is looked for."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from analysis import language
from analysis.errors import Mistake, UnknownName
from analysis.language import normal
from analysis.model import Metric, Period, Text
from handlers.ask import words
from handlers.command import Call, Shop
from storage.records.alerts.decision import Stage
from storage.records.alerts.decisions import Search

OPEN: Final = (Stage.PROPOSED, Stage.DECIDED, Stage.IN_PROGRESS)
_STATES: Final = {
    "open": OPEN,
    "未完成": OPEN,
    "进行中": OPEN,
    "proposed": (Stage.PROPOSED,),
    "提议中": (Stage.PROPOSED,),
    "decided": (Stage.DECIDED,),
    "已决定": (Stage.DECIDED,),
    "in progress": (Stage.IN_PROGRESS,),
    "执行中": (Stage.IN_PROGRESS,),
    "reviewed": (Stage.REVIEWED,),
    "已复盘": (Stage.REVIEWED,),
    "superseded": (Stage.SUPERSEDED,),
    "已被取代": (Stage.SUPERSEDED,),
}
_PERIOD: Final = re.compile(
    r"\b(?:last|past) \d+ (?:days?|weeks?|months?)|\b(?:this|last) (?:week|month|quarter|year)\b"
    r"|\byesterday\b|\btoday\b"
    r"|\bsince \d{4}-\d\d-\d\d|\b\d{4}-\d\d(?:-\d\d)?(?:\.\.\d{4}-\d\d(?:-\d\d)?)?\b"
    r"|(?:最近|过去|近)\d+(?:天|周|个月)|本周|上周|本月|上月|上个月|今年|去年|昨天|今天",
    re.IGNORECASE,
)
_METRIC: Final = re.compile(r"(?:\bmetric\b|指标)\s*[:：=]?\s*(?P<name>.+)", re.IGNORECASE)
_TAG: Final = re.compile(r"(?:(?<!<)#|\btag\s*[:：=]?\s*#?|标签\s*[:：=]?\s*#?)(?P<tag>[^\s,，#<>]+)", re.IGNORECASE)
_PERSON: Final = re.compile(r"(?:\b(?:by|of|owner)\s+|负责人\s*)?<@(?P<id>[UW][A-Z0-9]+)>", re.IGNORECASE)
_MINE: Final = re.compile(r"\b(?:mine|my|me)\b|我的", re.IGNORECASE)
_CHANNEL: Final = re.compile(r"(?:\bin\s+)?<#(?P<id>[CG][A-Z0-9]+)>", re.IGNORECASE)
_HERE: Final = re.compile(r"\bhere\b|本频道|这里", re.IGNORECASE)
_DUE: Final = re.compile(r"\b(?:to review|due(?: for review)?)\b|待复盘|该复盘", re.IGNORECASE)


def read(text: str, call: Call, shop: Shop) -> Search:
    """The search that words ask for. Raises UnknownName for a metric nobody knows."""
    search = Search()
    for step in (_period, _tag, _person, _channel, _due, _state, _metric):
        search, text = step(search, text, call, shop)
    return replace(search, text=" ".join(text.strip(" ,，:：").split()))


_Step = Callable[[Search, str, Call, Shop], tuple[Search, str]]


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _period(search: Search, text: str, call: Call, shop: Shop) -> tuple[Search, str]:
    found = _PERIOD.search(text)
    period = _span(found[0], call, shop) if found else None
    if found is None or period is None:
        return search, text
    # What was decided today is of the last days, too.
    until = None if _running(found[0]) else period.end
    return replace(search, since=period.start, until=until), _without(text, found)


def _running(phrase: str) -> bool:
    return phrase.casefold().startswith(("last ", "past ", "最近", "过去", "近")) and any(c.isdigit() for c in phrase)


def _span(phrase: str, call: Call, shop: Shop) -> Period | None:
    vocabulary = words(shop)
    try:
        query = language.read(f"{vocabulary.metrics[0].label.en} {phrase}", vocabulary, call.now).query
    except Mistake:
        return None
    return query.period if query else None


def _tag(search: Search, text: str, call: Call, shop: Shop) -> tuple[Search, str]:  # noqa: ARG001
    found = _TAG.search(text)
    return (replace(search, tag=found["tag"]), _without(text, found)) if found else (search, text)


def _person(search: Search, text: str, call: Call, shop: Shop) -> tuple[Search, str]:  # noqa: ARG001
    if found := _PERSON.search(text):
        return replace(search, person=found["id"]), _without(text, found)
    found = _MINE.search(text)
    return (replace(search, person=call.person), _without(text, found)) if found else (search, text)


def _channel(search: Search, text: str, call: Call, shop: Shop) -> tuple[Search, str]:  # noqa: ARG001
    if found := _CHANNEL.search(text):
        return replace(search, channel=found["id"]), _without(text, found)
    found = _HERE.search(text)
    return (replace(search, channel=call.channel or ""), _without(text, found)) if found else (search, text)


def _due(search: Search, text: str, call: Call, shop: Shop) -> tuple[Search, str]:
    found = _DUE.search(text)
    if found is None:
        return search, text
    today = call.now.astimezone(shop.catalog.zone).date()
    return replace(search, review_by=today, stages=OPEN), _without(text, found)


def _state(search: Search, text: str, call: Call, shop: Shop) -> tuple[Search, str]:  # noqa: ARG001
    for word, stages in _STATES.items():
        edge = r"\b" if word.isascii() else ""
        if found := re.search(f"{edge}{word}{edge}", text, re.IGNORECASE):
            return replace(search, stages=stages), _without(text, found)
    return search, text


def _metric(search: Search, text: str, call: Call, shop: Shop) -> tuple[Search, str]:  # noqa: ARG001
    found = _METRIC.search(text)
    if found is None:
        return search, text
    said = normal.name(found["name"])
    for spelling, metric in _named(shop.catalog.metrics):
        if said.startswith(spelling):
            rest = found["name"].strip()[len(spelling) :]
            return replace(search, metric=metric.id), f"{text[: found.start()]} {rest}"
    raise UnknownName(
        Text(_NO_METRIC.en.format(name=said[:40]), _NO_METRIC.zh.format(name=said[:40])), ("metrics",), word=said
    )


def _named(metrics: Iterable[Metric]) -> list[tuple[str, Metric]]:
    """Every name of every metric, the longest first."""
    names = [
        (normal.name(spelling), metric)
        for metric in metrics
        for spelling in (metric.id, metric.label.en, metric.label.zh, *metric.synonyms)
    ]
    return sorted(names, key=lambda pair: -len(pair[0]))


_NO_METRIC = Text("I know no metric “{name}”. All of them:", "没有名为“{name}”的指标。全部指标：")
