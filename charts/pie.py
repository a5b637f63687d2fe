"""A donut: the parts of a whole, six at most and the rest, listed with their shares."""

from typing import Final

import numpy as np
from matplotlib.patches import Wedge

from analysis.answer import Answer
from analysis.model import Look, Picture
from charts import ranking, scale, spoken, style, wording
from charts.chart import Chart, Points
from charts.page import FOOT, RIGHT, Box, Page, Pen
from charts.ranking import Ranking

SLICES: Final = 6
LISTED: Final = 750  # where the list of slices begins
ROW: Final = 84
SHARED: Final = 0.06  # a slice must be this large to carry its share
WHOLE: Final = 0.005


def fits(answer: Answer) -> bool:
    """At least two parts, none negative, of a metric whose parts make a whole."""
    if not answer.metric.adds(answer.query.dimensions) or len(answer.dimensions) != 1 or len(answer.rows) < 2:
        return False
    values = scale.finite(answer.rows["value"])
    known = values[np.isfinite(values)]
    total = float(known.sum())
    return bool((known >= 0).all()) and total > 0 and (answer.value is None or total <= answer.value * (1 + WHOLE))


def draw(answer: Answer, look: Look) -> Chart:
    """The ring, and beside it a name, a share and a value for each slice."""
    page, sliced = Page(look), slices(answer, look)
    title = wording.title(answer, look)
    page.header(answer, title)
    inks = [*page.theme.series[: len(sliced) - sliced.rest], *[page.theme.quiet] * sliced.rest]
    _ring(page, sliced, inks)
    _list(page, answer, sliced, inks)
    page.source(wording.source(answer, look))
    parts = [
        f"{name} {wording.percent(share, look.lang)}" for name, share in zip(sliced.names, sliced.shares, strict=True)
    ]
    return Chart(
        Picture.PIE,
        title,
        page.figure,
        spoken.alt(Picture.PIE, title, answer, look, (", " if look.lang == "en" else "、").join(parts)),
        spoken.twin(title, answer, look, ranking.twin(answer, look)),
        _points(answer, look, sliced),
    )


def slices(answer: Answer, look: Look) -> Ranking:
    """The largest parts and, as one, everything that makes up the whole with them."""
    every = ranking.ranking(answer, look, len(answer.rows))
    values = np.nan_to_num(every.values)
    whole = max(float(values.sum()), answer.value or 0.0)
    own = values[: len(values) - every.rest]
    order = [int(i) for i in np.argsort(-own, kind="stable")[:SLICES] if own[i] > 0]
    rest = whole - float(own[order].sum())
    names, amounts = [every.names[i] for i in order], [float(own[i]) for i in order]
    more = bool(rest > whole * 1e-9 and (len(order) < np.count_nonzero(values) or rest > whole * WHOLE))
    if more:
        names, amounts = [*names, wording.OTHER.of(look.lang)], [*amounts, rest]
    shown = np.array(amounts)
    return Ranking(tuple(names), shown, np.full(len(shown), np.nan), shown / shown.sum(), rest=more)


def _ring(page: Page, sliced: Ranking, inks: list[str]) -> None:
    radius = (page.top - FOOT - 24) / 2
    middle = np.array([style.MARGIN + 10 + radius, FOOT + radius])
    turns = 90 - 360 * np.concatenate([[0.0], np.cumsum(sliced.shares)])
    for start, end, share, ink in zip(turns, turns[1:], sliced.shares, inks, strict=False):
        page.add(_slice((float(middle[0]), float(middle[1])), radius, (end, start), ink, page.theme.paper))
        if share >= SHARED:
            angle = np.radians((start + end) / 2)
            x, y = middle + radius * 0.8 * np.array([np.cos(angle), np.sin(angle)])
            pen = Pen(style.LABEL, page.theme.on(ink), bold=True, align="center")
            page.write((float(x), float(y)), wording.percent(float(share), page.look.lang), pen)


def _slice(middle: tuple[float, float], radius: float, turn: tuple[float, float], ink: str, paper: str) -> Wedge:
    return Wedge(middle, radius, *turn, width=radius * 0.4, facecolor=ink, edgecolor=paper, linewidth=3)


def _list(page: Page, answer: Answer, sliced: Ranking, inks: list[str]) -> None:
    top = (page.top - 10 + FOOT) / 2 + ROW * len(sliced) / 2
    ink = page.theme.ink
    for row, (name, value, share, colour) in enumerate(
        zip(sliced.names, sliced.values, sliced.shares, inks, strict=True)
    ):
        y = top - (row + 0.5) * ROW
        page.fill(Box(LISTED, y - 16, LISTED + 32, y + 16), colour)
        amount = wording.short(float(value), answer.metric, page.look)
        taken = page.write((RIGHT, y), amount, Pen(style.LABEL, page.theme.muted, align="right"), 260)
        part = wording.percent(float(share), page.look.lang)
        page.write((RIGHT - 250, y), part, Pen(style.LABEL, ink, bold=True, align="right"), 140)
        page.write((LISTED + 52, y), name, Pen(style.LABEL, ink), RIGHT - LISTED - 52 - max(taken, 250) - 130)


def _points(answer: Answer, look: Look, sliced: Ranking) -> Points | None:
    found = ranking.points("pie", answer, look, sliced)
    return found if found and bool((sliced.values > 0).all()) else None
