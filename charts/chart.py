"""What every picture comes out as: a figure, the words that stand in for it, and its bytes."""

from dataclasses import dataclass

from matplotlib.figure import Figure

from analysis.model import Picture
from charts import encode


@dataclass(frozen=True)
class Points:
    """The few numbers behind a small chart, for places that draw their own (`kind`: line, bar or pie)."""

    kind: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]


@dataclass(frozen=True)
class Chart:
    """A drawn picture. `alt` describes it in a sentence, `twin` says all of it as text.

    `points` is None where there are too many to touch or the kind has no native form.
    """

    kind: Picture
    title: str
    figure: Figure
    alt: str
    twin: str
    points: Points | None = None

    def png(self) -> bytes:
        """The picture as PNG, 1600x900 pixels unless its content asks for another height."""
        return encode.png(self.figure)
