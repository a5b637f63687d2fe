"""Answers drawn: which picture suits which answer, and the table of all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from analysis.answer import Answer
from analysis.model import Look, Picture
from charts import bars, heatmap, line, lines, pie, stacked, table
from charts import board as board_
from charts import tiles as tiles_
from charts.chart import Chart, Points

__all__ = ["CHARTS", "Chart", "Points", "board", "choose", "draw", "tiles"]


@dataclass(frozen=True)
class Kind:
    """A way to draw: what it can show, how it does, and what stands in where it cannot."""

    fits: Callable[[Answer], bool]
    draw: Callable[[Answer, Look], Chart]
    instead: Picture


CHARTS: Final = {
    Picture.LINE: Kind(line.fits, line.draw, Picture.BAR),
    Picture.BAR: Kind(bars.fits, bars.draw, Picture.TILES),
    Picture.STACKED: Kind(stacked.fits, stacked.draw, Picture.LINE),
    Picture.PIE: Kind(pie.fits, pie.draw, Picture.BAR),
    Picture.HEATMAP: Kind(heatmap.fits, heatmap.draw, Picture.BAR),
    Picture.TABLE: Kind(table.fits, table.draw, Picture.TILES),
    Picture.TILES: Kind(lambda _: True, tiles_.draw, Picture.TILES),
}


def choose(answer: Answer) -> Picture:
    """The picture that suits an answer: lines over time, bars for names, a heatmap or stacks for two dimensions."""
    if lines.fits(answer):
        return Picture.LINE
    if len(answer.dimensions) == 2:
        ordered = any(dimension.ordered for dimension in answer.dimensions)
        return _possible(Picture.HEATMAP if ordered or not stacked.fits(answer) else Picture.STACKED, answer)
    if answer.dimensions:
        return _possible(Picture.BAR, answer)
    return Picture.LINE if line.fits(answer) else Picture.TILES


def draw(answer: Answer, look: Look, picture: Picture | None = None) -> Chart:
    """The answer as the picture asked for, here or in its question, or as what comes nearest to it."""
    kind = CHARTS[_possible(picture or answer.query.picture or choose(answer), answer)]
    return kind.draw(answer, look)


def tiles(answers: Sequence[Answer], look: Look) -> Chart:
    """Several answers on one sheet."""
    return tiles_.sheet(answers, look)


def board(name: str, answers: Sequence[Answer], main: Answer, look: Look) -> Chart:
    """Several answers as tiles above one of them drawn large, under a name."""
    return board_.sheet(name, answers, draw(main, look, main.query.picture), look)


def _possible(picture: Picture, answer: Answer) -> Picture:
    while not CHARTS[picture].fits(answer):
        picture = CHARTS[picture].instead
    return picture
