"""A table as a picture: the rows as they are ranked, numbers aligned right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analysis import words
from analysis.answer import Answer
from analysis.model import Look, Picture
from charts import fonts, frame, line, ranking, scale, spoken, style, wording
from charts.chart import Chart
from charts.page import FOOT, RIGHT, TOP, Page, Pen

MOST: Final = 15
ROW: Final = 58
TALLEST: Final = 92
HEAD: Final = 60
GAP: Final = 44


@dataclass(frozen=True)
class Column:
    """A heading and its cells; the first column holds the names."""

    head: str
    cells: tuple[str, ...]


def fits(answer: Answer) -> bool:
    """Rows, or a series."""
    return (len(answer.rows) > 0 and len(answer.dimensions) > 0) or len(answer.series) > 0


def draw(answer: Answer, look: Look) -> Chart:
    """Fifteen rows at most; the picture grows with them."""
    columns, hidden = _by_name(answer, look) if answer.dimensions and len(answer.rows) else _by_time(answer, look)
    count = len(columns[0].cells)
    page = Page(look, max(style.HEIGHT, TOP + FOOT + HEAD + ROW * count + 10))
    over_time = not answer.dimensions or not len(answer.rows)
    title = wording.title(answer, look, frame.grain(answer) if over_time else None)
    page.header(answer, title)
    _plot(page, columns)
    page.source(wording.source(answer, look, wording.left_out(hidden, look.lang)))
    whole = _by_time(answer, look, len(answer.series))[0] if over_time else None
    rows = _lines(whole) if whole else ranking.twin(answer, look)
    pairs = list(zip(columns[0].cells, _known(answer, look, over_time=over_time)[:count], strict=False))
    return Chart(
        Picture.TABLE,
        title,
        page.figure,
        spoken.alt(Picture.TABLE, title, answer, look, spoken.ends(pairs, answer, look)),
        spoken.twin(title, answer, look, rows),
    )


def _known(answer: Answer, look: Look, *, over_time: bool) -> list[float]:
    if over_time:
        return [float(v) for v in scale.finite(answer.series["value"])[-MOST:]]
    return [float(v) for v in ranking.ranking(answer, look, MOST).values]


def _by_name(answer: Answer, look: Look) -> tuple[list[Column], int]:
    listed, lang = ranking.ranking(answer, look, MOST), look.lang
    head = wording.DOT.join(d.label.of(lang) for d in answer.dimensions)
    columns = [Column(head, listed.names), *_values(answer, look, listed.values, listed.before)]
    if np.isfinite(listed.shares).any():
        shares = tuple(wording.percent(s, lang) if np.isfinite(s) else words.NOTHING for s in listed.shares)
        columns.insert(2, Column(wording.SHARE.of(lang), shares))
    return columns, listed.hidden


def _by_time(answer: Answer, look: Look, most: int = MOST) -> tuple[list[Column], int]:
    """The latest buckets, in their order."""
    grain, tail = frame.grain(answer), slice(-most, None)
    starts = pd.DatetimeIndex(answer.series["bucket"])[tail]
    names = tuple(wording.moment(at, grain, look.lang) for at in starts)
    values = _values(answer, look, scale.finite(answer.series["value"])[tail], line.before(answer)[tail])
    return [Column(wording.TIMES[grain].of(look.lang), names), *values], max(len(answer.series) - most, 0)


def _values(answer: Answer, look: Look, now: np.ndarray, before: np.ndarray) -> list[Column]:
    """The metric itself and, where it is compared, what it was and by how much it moved."""
    columns = [Column(answer.metric.label.of(look.lang), tuple(wording.full(v, answer.metric, look) for v in now))]
    if answer.change and np.isfinite(before).any():
        against = wording.capital(wording.COMPARISONS[answer.change.kind].of(look.lang))
        columns.append(Column(against, tuple(wording.full(v, answer.metric, look) for v in before)))
        pairs = zip(now, before, strict=True)
        moved = tuple(wording.step(float(a), float(b), answer.metric, look.lang) for a, b in pairs)
        columns.append(Column(wording.CHANGE.of(look.lang), moved))
    return columns


def _plot(page: Page, columns: Sequence[Column]) -> None:
    theme, top = page.theme, page.top + 6
    tall = min((top - HEAD - FOOT) / len(columns[0].cells), TALLEST)
    head, cell = Pen(style.AXIS, theme.muted, align="right"), Pen(style.LABEL, theme.ink, align="right")
    edge: float = RIGHT
    for index, column in enumerate(reversed(columns[1:])):
        wide = max(fonts.width(fonts.drawable(text), style.LABEL, bold=True) for text in (*column.cells, ""))
        wide = min(max(wide, fonts.width(fonts.drawable(column.head), style.AXIS)), 300)
        bold = index == len(columns) - 2
        page.write((edge, top - HEAD / 2), column.head, head, wide + 1)
        for row, text in enumerate(column.cells):
            pen = Pen(style.LABEL, theme.ink, bold=True, align="right") if bold else cell
            page.write((edge, top - HEAD - (row + 0.5) * tall), text, pen, wide + 1)
        edge -= wide + GAP
    room = edge - style.MARGIN
    page.write((style.MARGIN, top - HEAD / 2), columns[0].head, Pen(style.AXIS, theme.muted), room)
    for row, text in enumerate(columns[0].cells):
        page.write((style.MARGIN, top - HEAD - (row + 0.5) * tall), text, Pen(style.LABEL, theme.ink), room)
    levels = [top - HEAD - row * tall for row in range(len(columns[0].cells) + 1)]
    rules = [[(style.MARGIN, y), (RIGHT, y)] for y in levels]
    page.lines(rules, [theme.quiet, *[theme.grid] * (len(rules) - 1)])


def _lines(columns: Sequence[Column]) -> list[str]:
    heads = [column.head for column in columns]
    rows = zip(*(column.cells for column in columns), strict=True)
    return [" | ".join(heads), *(" | ".join(row) for row in rows)]
