"""KPI tiles: several numbers on one sheet, each with its change and its course."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from matplotlib.patches import Circle

from analysis import words
from analysis.answer import Answer
from analysis.model import Look, Picture, Text
from charts import fonts, scale, spoken, style, wording
from charts.chart import Chart
from charts.page import FOOT, RIGHT, Box, Page, Pen

MOST: Final = 12
COLUMNS: Final = {1: 1, 2: 2, 3: 3, 4: 2, 5: 3, 6: 3, 7: 3, 8: 3, 9: 3}
GAP: Final = 32
INSET: Final = 30
HEAD: Final = 128
TALLEST: Final = 380
LOW: Final = 420  # of the tiles of a single row
LARGEST: Final = 120
TITLE: Final = Text("Key figures", "关键指标")
EMPTY: Final = Text("Nothing to show yet", "暂无指标")


def draw(answer: Answer, look: Look) -> Chart:
    """One answer as a single large tile."""
    return sheet([answer], look)


def sheet(answers: Sequence[Answer], look: Look) -> Chart:
    """A dozen tiles at most, in reading order."""
    shown = list(answers[:MOST])
    one_row = len(shown) <= COLUMNS.get(len(shown), 4)
    page = Page(look, HEAD + FOOT + LOW if one_row else style.HEIGHT)
    title = _title(shown, look)
    page.write(
        (style.MARGIN, page.height - 72), title, Pen(style.TITLE, page.theme.ink, bold=True), RIGHT - style.MARGIN
    )
    if shown:
        fill(page, shown, _boxes(len(shown), page.height - HEAD))
    else:
        page.write(
            (style.WIDTH / 2, page.height / 2), EMPTY.of(look.lang), Pen(style.TITLE, page.theme.muted, align="center")
        )
    hidden = wording.left_out(len(answers) - len(shown), look.lang)
    page.source(wording.source(_oldest(shown), look, hidden) if shown else "")
    lines = [_line(answer, look) for answer in answers]
    heading = spoken.pair(spoken.KINDS[Picture.TILES].of(look.lang), title, look.lang)
    alt = spoken.bounded(spoken.list_of([heading, *lines], look.lang), spoken.ALT_LIMIT)
    return Chart(Picture.TILES, title, page.figure, alt, spoken.cut([title, *lines], look.lang))


def fill(page: Page, answers: Sequence[Answer], boxes: Sequence[Box]) -> None:
    """A tile in each box."""
    size = _size(answers, page.look, boxes[0])
    for answer, box in zip(answers, boxes, strict=True):
        _tile(page, answer, box, size)
        _course(page, answer, box)


def told(answers: Sequence[Answer], look: Look) -> str:
    """What tiles show, in words."""
    return spoken.list_of([_line(answer, look) for answer in answers], look.lang)


def _title(answers: Sequence[Answer], look: Look) -> str:
    """The period where all share it, the metric where there is only one."""
    if len(answers) == 1:
        return wording.title(answers[0], look)
    spans = {words.span(answer.query.period, look.lang) for answer in answers}
    return wording.DOT.join([TITLE.of(look.lang), *(spans if len(spans) == 1 else ())])


def _oldest(answers: Sequence[Answer]) -> Answer:
    """The answer whose data reaches least far: what the sheet as a whole can claim."""
    dated = [answer for answer in answers if answer.as_of]
    return min(dated, key=lambda answer: answer.as_of.timestamp() if answer.as_of else 0.0) if dated else answers[0]


def _boxes(count: int, top: float) -> list[Box]:
    columns = COLUMNS.get(count, 4)
    rows = math.ceil(count / columns)
    wide = (RIGHT - style.MARGIN - GAP * (columns - 1)) / columns
    tall = (top - FOOT - GAP * (rows - 1)) / rows
    corners = [(style.MARGIN + (i % columns) * (wide + GAP), top - (i // columns) * (tall + GAP)) for i in range(count)]
    return [Box(left, up - tall, left + wide, up) for left, up in corners]


def _size(answers: Sequence[Answer], look: Look, box: Box) -> float:
    """The size of the numbers: one for all tiles, so that the widest still fits."""
    texts = [fonts.drawable(wording.headline(answer, look)) for answer in answers]
    widest = max(fonts.width(text, 1, bold=True) for text in texts)
    return min((box.top - box.bottom) * 0.24, (box.right - box.left - 2 * INSET) / widest, LARGEST)


def _tile(page: Page, answer: Answer, box: Box, size: float) -> None:
    """Name, number and change, from the top down."""
    theme, lang = page.theme, page.look.lang
    tall, left, room = min(box.top - box.bottom, TALLEST), box.left + INSET, box.right - box.left - 2 * INSET
    page.fill(box, theme.heat[0])
    name = Pen(min(style.LABEL, tall * 0.15), theme.muted)
    page.write((left, box.top - tall * 0.15), answer.metric.label.of(lang), name, room)
    number = Pen(size, theme.ink, bold=True)
    page.write((left, box.top - tall * 0.38), wording.headline(answer, page.look), number, room + 1)
    change = wording.change(answer, lang)
    pen = Pen(min(style.SUBTITLE, tall * 0.13), page.verdict(answer), bold=True)
    if fonts.width(fonts.drawable(change), pen.size, bold=True) > room:
        change = wording.arrow(wording.moved(answer, lang))
    page.write((left, box.top - tall * 0.6), change, pen, room)


def _course(page: Page, answer: Answer, box: Box) -> None:
    """A sparkline: the series from its least to its most, and a dot where it stands now."""
    values = scale.finite(answer.series["value"]) if len(answer.series) else np.array([])
    known = np.flatnonzero(np.isfinite(values))
    if len(known) < 2:
        return
    tall = min(box.top - box.bottom, TALLEST)
    floor, ceiling, left = box.bottom + tall * 0.1, box.top - tall * 0.74, box.left + INSET
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    share = (values - low) / (high - low) if high > low else np.where(np.isnan(values), np.nan, 0.5)
    across = np.linspace(left, box.right - INSET - 8, len(values))
    points = np.column_stack([across, floor + share * (ceiling - floor)])
    stretches = np.split(known, np.flatnonzero(np.diff(known) > 1) + 1)
    course = [[(float(x), float(y)) for x, y in points[stretch]] for stretch in stretches]
    page.lines(course, page.theme.main, width=4)
    page.add(Circle(tuple(points[known[-1]]), 8, facecolor=page.theme.main, linewidth=0, zorder=3))


def _line(answer: Answer, look: Look) -> str:
    label, value = answer.metric.label.of(look.lang), wording.full(answer.value, answer.metric, look)
    return " ".join(filter(None, (label, value, wording.change(answer, look.lang, marked=False))))
