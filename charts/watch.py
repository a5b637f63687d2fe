"""What an alert saw: a metric window by window, against the bound or the band it was held to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D

from analysis.alerts.condition import Outcome, Seen
from analysis.model import Grain, Look, Metric, Picture, Text, Unit
from charts import frame, scale, spoken, stroke, style, wording
from charts.chart import Chart, Points
from charts.frame import Frame, Named, Places
from charts.line import NATIVE, plain
from charts.page import Head, Page, Pen
from charts.stroke import Stroke

DOT: Final = 18.0
LIFT: Final = 26
REACH: Final = 1.0  # of the height of the line itself: as far as its bounds may stretch the plot


@dataclass(frozen=True)
class Watch:
    """An instance as a rule saw it, oldest window first. `since` is the start of the first window that was bad.

    `title` names what is watched, `verdict` says how bad it is and `short` the same in few words; `base`
    names what it is measured from.
    """

    metric: Metric
    seen: tuple[Seen, ...]
    grain: Grain
    zone: ZoneInfo
    since: datetime
    title: str
    verdict: str
    short: str
    base: str


@dataclass(frozen=True)
class Traces:
    """The numbers of a watch as they are drawn: all of one length, NaN where there is none."""

    starts: pd.DatetimeIndex
    value: np.ndarray
    base: np.ndarray
    low: np.ndarray
    high: np.ndarray
    bad: np.ndarray

    @property
    def banded(self) -> bool:
        """Whether it is held within two bounds."""
        return bool(np.isfinite(self.low).any() and np.isfinite(self.high).any())

    @property
    def bound(self) -> np.ndarray:
        """The one bound there is."""
        return self.low if np.isfinite(self.low).any() else self.high


def draw(watch: Watch, look: Look) -> Chart:
    """The series with its baseline, its threshold or band, the bad windows marked, and where they began."""
    page, found = Page(look), _traces(watch)
    first, last = (wording.moment(at, watch.grain, look.lang) for at in (found.starts[0], found.starts[-1]))
    title = f"{watch.title}{wording.DOT}{first}–{last}"
    value = wording.short(watch.seen[-1].value, watch.metric, look)
    page.head(Head(title, watch.verdict, value, watch.short, page.theme.bad))
    if np.isnan(found.value).all():
        page.empty()
    else:
        _plot(page, watch, found)
    page.source(_SOURCE.of(look.lang, zone=watch.zone.key))
    lines = [_told(watch, found, place, look) for place in range(len(found.starts))]
    return Chart(
        Picture.LINE,
        title,
        page.figure,
        spoken.bounded(_alt(watch, title, look), spoken.ALT_LIMIT),
        spoken.cut([title, watch.verdict, *lines], look.lang),
        _points(watch, found, look),
    )


def _traces(watch: Watch) -> Traces:
    local = [seen.start.astimezone(watch.zone).replace(tzinfo=None) for seen in watch.seen]
    columns = [[getattr(seen, name) for seen in watch.seen] for name in ("value", "baseline", "low", "high")]
    value, base, *edges = (scale.finite([np.nan if v is None else v for v in column]) for column in columns)
    low, high = (_within(edge, np.concatenate([value, base]), watch.metric) for edge in edges)
    bad = np.array([seen.outcome is Outcome.BREACH for seen in watch.seen])
    return Traces(pd.DatetimeIndex(local), value, base, low, high, bad)


def _within(edge: np.ndarray, near: np.ndarray, metric: Metric) -> np.ndarray:
    """A bound no further off than the line is high, lest the line become flat; none below zero where no value is."""
    known = near[np.isfinite(near)]
    if not known.size:
        return edge
    low, high = float(known.min()), float(known.max())
    room = REACH * max(high - low, abs(high) / 2)
    floor = 0.0 if low >= 0 and metric.unit in _POSITIVE else low - room
    return np.asarray(np.clip(edge, max(low - room, floor), high + room))


def _plot(page: Page, watch: Watch, found: Traces) -> None:
    names = _names(page, watch, found)
    levels = np.concatenate([found.value, found.base, found.low, found.high])
    places = Places(len(found.starts), lambda pitch: scale.dates(found.starts, watch.grain, page.look.lang, pitch))
    plot = frame.lay(page, watch.metric, places, levels, frame.side(names))
    _bounds(page, plot, found)
    thin = stroke.weight(len(found.value))
    if np.isfinite(found.base).any():
        stroke.draw(plot, found.base, Stroke(page.theme.quiet, style.THIN * thin, range(0)))
    stroke.draw(plot, found.value, Stroke(page.theme.main, style.STROKE * thin, range(len(found.value))))
    marked = np.flatnonzero(found.bad & np.isfinite(found.value))
    stroke.dots(plot, marked, found.value[marked], page.theme.bad, DOT)
    frame.name(page, plot, names)
    _beginning(page, plot, watch, found)


def _bounds(page: Page, plot: Frame, found: Traces) -> None:
    """A band where there are two bounds; else the bound as a dotted line."""
    if not found.banded:
        ink = page.theme.target
        line = Line2D(range(len(found.bound)), found.bound, color=ink, linewidth=style.THIN, linestyle=style.DOTTED)
        plot.axes.add_artist(line)
        return
    known = np.flatnonzero(np.isfinite(found.low) & np.isfinite(found.high))
    stretches = np.split(known, np.flatnonzero(np.diff(known) > 1) + 1)
    areas = [
        [*zip(part, found.low[part], strict=True), *zip(part[::-1], found.high[part[::-1]], strict=True)]
        for part in stretches
        if len(part) > 1
    ]
    plot.axes.add_artist(PolyCollection(areas, facecolors=page.theme.heat[1], linewidths=0, zorder=-1))


def _names(page: Page, watch: Watch, found: Traces) -> list[Named]:
    """What stands beside the plot: the value, what it is measured from, and its bound."""
    theme, lang, look = page.theme, page.look.lang, page.look
    names = []
    for text, values, ink, line in (
        ("", found.value, theme.main, theme.main),
        (wording.capital(watch.base), found.base, theme.muted, theme.quiet),
        (_BOUND.of(lang), np.full(1, np.nan) if found.banded else found.bound, theme.target, theme.target),
    ):
        known = values[np.isfinite(values)]
        if known.size:
            told = wording.short(float(known[-1]), watch.metric, look)
            named = f"{text} {told}".strip() if ink != theme.muted else text
            names.append(Named(named, float(known[-1]), ink, bold=not text, line=line))
    if found.banded and np.isfinite(found.high[-1]):
        names.append(Named(_WITHIN.of(lang), float(found.high[-1]), theme.muted, line=theme.heat[1]))
    return names


def _beginning(page: Page, plot: Frame, watch: Watch, found: Traces) -> None:
    """An upright line where it began, with its date."""
    local = pd.Timestamp(watch.since.astimezone(watch.zone).replace(tzinfo=None))
    place = int(found.starts.searchsorted(local))
    if place >= len(found.starts):
        return
    x = plot.x(place - 0.5)
    page.lines([[(x, plot.box.bottom), (x, plot.box.top)]], page.theme.bad, style.HAIR)
    text = _SINCE.of(page.look.lang, when=wording.moment(found.starts[place], watch.grain, page.look.lang))
    heights = (plot.box.top + LIFT, plot.box.bottom + LIFT)
    before = [(x - 12, height) for height in heights]
    if not page.offer(before, text, Pen(style.AXIS, page.theme.bad, bold=True, align="right")):
        page.offer([(x + 12, height) for height in heights], text, Pen(style.AXIS, page.theme.bad, bold=True))


def _told(watch: Watch, found: Traces, place: int, look: Look) -> str:
    """One window as text: its value, what it was held against, and whether it was bad."""
    lang, seen = look.lang, watch.seen[place]
    asides = [f"{watch.base} {wording.full(seen.baseline, watch.metric, look)}"] if seen.baseline is not None else []
    edges = [wording.full(edge, watch.metric, look) for edge in (seen.low, seen.high) if edge is not None]
    asides += [_HELD.of(lang, bounds="–".join(edges))] if edges else []
    mark = " 🔴" if found.bad[place] else ""
    label = wording.moment(found.starts[place], watch.grain, lang)
    return spoken.pair(label, wording.full(seen.value, watch.metric, look), lang, asides) + mark


def _alt(watch: Watch, title: str, look: Look) -> str:
    local = pd.Timestamp(watch.since.astimezone(watch.zone).replace(tzinfo=None))
    return _ALT.of(
        look.lang,
        title=title,
        verdict=watch.verdict,
        when=wording.moment(local, watch.grain, look.lang),
        count=sum(seen.outcome is Outcome.BREACH for seen in watch.seen),
        all=len(watch.seen),
    )


def _points(watch: Watch, found: Traces, look: Look) -> Points | None:
    if len(found.starts) > NATIVE:
        return None
    labels = tuple(wording.moment(at, watch.grain, look.lang) for at in found.starts)
    series = [(watch.metric.label.of(look.lang), plain(found.value))]
    series += [(watch.base, plain(found.base))] if np.isfinite(found.base).any() else []
    return Points("line", labels, tuple(series))


_POSITIVE = (Unit.MONEY, Unit.COUNT, Unit.RATIO, Unit.DAYS)
_BOUND = Text("Limit", "界限")
_WITHIN = Text("Within limits", "界限以内")
_SINCE = Text("since {when}", "{when}起")
_HELD = Text("limit {bounds}", "界限{bounds}")
_SOURCE = Text("Each window as it was judged · {zone}", "各时段按当时口径判断 · {zone}")
_ALT = Text(
    "Line chart: {title}. {verdict}. Bad since {when}; {count} of {all} windows shown were.",
    "折线图：{title}。{verdict}。{when}起异常；图中{all}个时段有{count}个异常。",
)
