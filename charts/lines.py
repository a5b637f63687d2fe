"""Several lines, one for each value of a dimension, named where they end."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analysis.answer import REST, Answer
from analysis.model import Look, Picture
from charts import frame, scale, spoken, stroke, style, wording
from charts.chart import Chart, Points
from charts.frame import Named
from charts.page import Page
from charts.stroke import Stroke

NATIVE: Final = 20
SMOOTH: Final = 600  # points in all; beyond it blended edges would double the size of the file


@dataclass(frozen=True)
class Strands:
    """A value for every bucket (rows) and every name (columns), the largest name first, the rest last."""

    buckets: pd.DatetimeIndex
    keys: tuple[str | None, ...]
    names: tuple[str, ...]
    values: np.ndarray

    @property
    def ranked(self) -> int:
        """How many of the names are things of their own, not the rest."""
        return len(self.keys) - (REST in self.keys)


def fits(answer: Answer) -> bool:
    """One dimension over at least two buckets."""
    return len(answer.dimensions) == 1 and len(answer.lines) > 0 and answer.lines["bucket"].nunique() > 1


def strands(answer: Answer, look: Look) -> Strands:
    """The lines of an answer side by side, on the buckets of its series."""
    dimension = answer.dimensions[0]
    tall = answer.lines.assign(
        key=answer.lines[dimension.id].astype(object).where(answer.lines[dimension.id].notna(), None)
    )
    wide = tall.pivot_table(index="bucket", columns="key", values="value", aggfunc="first", dropna=False)
    buckets = answer.series["bucket"] if len(answer.series) else sorted(answer.lines["bucket"].unique())
    wide = wide.reindex(pd.DatetimeIndex(buckets))
    size = np.nan_to_num(np.abs(scale.finite(wide))).sum(axis=0)
    order = sorted(range(len(wide.columns)), key=lambda i: (wide.columns[i] == REST, -size[i]))
    keys = tuple(None if pd.isna(wide.columns[i]) else str(wide.columns[i]) for i in order)
    names = tuple(wording.name(dimension, key, look.lang) for key in keys)
    return Strands(pd.DatetimeIndex(wide.index), keys, names, scale.finite(wide)[:, order])


def inks(page: Page, found: Strands) -> list[str]:
    """An ink for each name: the first few have their own, all others share the quiet one."""
    own = page.theme.series
    return [own[i] if i < len(own) and key != REST else page.theme.quiet for i, key in enumerate(found.keys)]


def draw(answer: Answer, look: Look) -> Chart:
    """Up to six lines in ink and the others in grey behind them."""
    page, found = Page(look), strands(answer, look)
    title = wording.title(answer, look, frame.grain(answer))
    page.header(answer, title)
    if np.isnan(found.values).all():
        page.empty()
        hidden = 0
    else:
        hidden = _plot(page, answer, found)
    page.source(wording.source(answer, look, wording.unnamed(hidden, look.lang)))
    return Chart(
        Picture.LINE,
        title,
        page.figure,
        spoken.alt(Picture.LINE, title, answer, look, said(answer, look, found)),
        spoken.twin(title, answer, look, twin(answer, look, found)),
        points("line", answer, look, found),
    )


def _plot(page: Page, answer: Answer, found: Strands) -> int:
    """Draw the lines and name them; how many stay without a name is given back."""
    colours = inks(page, found)
    named = [_named(page, found, i, colours[i]) for i in range(len(found.keys)) if colours[i] in page.theme.series]
    names = [name for name in named if name]
    if found.ranked < len(found.keys) and (rest := _named(page, found, found.ranked, page.theme.muted)):
        names.append(rest)
    plot = frame.lay(
        page, answer.metric, frame.times(answer, found.buckets, page.look), found.values.ravel(), frame.side(names)
    )
    for i in reversed(range(len(found.keys))):
        column = found.values[:, i]
        whole = frame.whole(answer, found.buckets, column)
        quiet = colours[i] == page.theme.quiet
        width = style.HAIR if quiet else style.STROKE * stroke.weight(len(column))
        stroke.draw(plot, column, Stroke(colours[i], width, whole, smooth=found.values.size <= SMOOTH))
    frame.name(page, plot, names)
    return len(found.keys) - len(names)


def _named(page: Page, found: Strands, index: int, ink: str) -> Named | None:
    known = found.values[np.isfinite(found.values[:, index]), index]
    # A pale line keeps its colour, its name is written in an ink that can be read.
    readable = ink if style.contrast(ink, page.theme.paper) >= 3 else page.theme.ink
    return Named(found.names[index], float(known[-1]), readable, bold=True, line=ink) if known.size else None


def said(answer: Answer, look: Look, found: Strands) -> str:
    """The last value of the first few names, as a clause."""
    first = range(min(found.ranked, 6))
    known = [(found.names[i], found.values[np.isfinite(found.values[:, i]), i]) for i in first]
    parts = [f"{name} {wording.short(float(v[-1]), answer.metric, look)}" for name, v in known if v.size]
    return spoken.lately(parts, look.lang)


def twin(answer: Answer, look: Look, found: Strands) -> list[str]:
    """Every bucket with every name, as text."""
    grain = frame.grain(answer)
    rows = []
    for at, values in zip(found.buckets, found.values, strict=True):
        cells = [
            f"{name} {wording.full(float(value), answer.metric, look)}"
            for name, value in zip(found.names, values, strict=True)
        ]
        rows.append(spoken.pair(wording.moment(at, grain, look.lang), spoken.list_of(cells, look.lang), look.lang))
    return rows


def points(kind: str, answer: Answer, look: Look, found: Strands) -> Points | None:
    """The numbers of few and short lines."""
    if len(found.buckets) > NATIVE or len(found.keys) > 6:
        return None
    labels = tuple(wording.moment(at, frame.grain(answer), look.lang) for at in found.buckets)
    columns = (tuple(None if np.isnan(v) else float(v) for v in column) for column in found.values.T)
    return Points(kind, labels, tuple(zip(found.names, columns, strict=True)))
