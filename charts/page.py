"""The sheet a picture is drawn on: its figure, title, headline and source, and where text still has room."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

from analysis.answer import Answer
from analysis.model import Look
from charts import fonts, style, wording

Align = Literal["left", "center", "right"]
TOP: Final = 196  # below the header, in pixels from the top
FOOT: Final = 72  # above the source line, in pixels from the bottom
CLEARANCE: Final = 12  # between one text and the next on the same line
HALF: Final = 0.58  # of a text's size, above and below its middle
RISE: Final = 0.36  # from the baseline to the middle of a capital or a figure
RIGHT: Final = style.WIDTH - style.MARGIN
PIXELS: Final = IdentityTransform()


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels, from the lower left corner of the figure."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: "Box") -> bool:
        """Whether the two share any ground."""
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )


@dataclass(frozen=True)
class Pen:
    """How a text is written: its size in pixels, its ink, its weight, and which end of it is fixed."""

    size: float
    ink: str
    bold: bool = False
    align: Align = "left"


@dataclass(frozen=True)
class Head:
    """The words on top: title and subtitle, the number, and its change in an ink that says whether that is good."""

    title: str
    subtitle: str
    value: str
    change: str
    ink: str


class Page:
    """A figure in the making. All positions are pixels from the lower left corner."""

    def __init__(self, look: Look, height: int = style.HEIGHT) -> None:
        self.look = look
        self.theme = style.theme(look)
        self.height = height
        size = (style.WIDTH / style.DPI, height / style.DPI)
        self.figure = Figure(figsize=size, dpi=style.DPI, facecolor=self.theme.paper)
        self._boxes: list[Box] = []

    @classmethod
    def above(cls, figure: Figure, room: int, look: Look) -> "Page":
        """A figure that is drawn already, with so many more pixels on top to draw on; all that is on it stays."""
        before = round(figure.get_figheight() * style.DPI)
        page = cls(look, before + room)
        page.figure = figure
        figure.set_figheight(page.height / style.DPI)
        for axes in figure.axes:
            box = axes.get_position()
            share = before / page.height
            axes.set_position((box.x0, box.y0 * share, box.width, box.height * share))
        return page

    @property
    def top(self) -> float:
        """The upper edge of the room for the picture itself."""
        return self.height - TOP

    def write(self, at: tuple[float, float], text: str, pen: Pen, room: float = style.WIDTH) -> float:
        """Write one line centred on a height, cut to `room` pixels; its width is given back."""
        shown = fonts.fit(text, room, pen.size, bold=pen.bold)
        if not shown:
            return 0.0
        wide = fonts.width(shown, pen.size, bold=pen.bold)
        self._boxes.append(_box(at, wide, pen))
        artist = Text(
            at[0],
            at[1] - pen.size * RISE,
            text=shown,
            color=pen.ink,
            fontproperties=fonts.dress(pen.size, bold=pen.bold),
            horizontalalignment=pen.align,
            verticalalignment="baseline",
            parse_math=False,
            transform=PIXELS,
        )
        self.figure.add_artist(artist)
        return wide

    def fits(self, at: tuple[float, float], text: str, pen: Pen) -> bool:
        """Whether a text written there would stay on the page and clear of every other."""
        box = _box(at, fonts.width(fonts.drawable(text), pen.size, bold=pen.bold), pen)
        inside = box.left >= 8 and box.right <= style.WIDTH - 8 and box.bottom >= FOOT and box.top <= self.height - 8
        near = Box(box.left - CLEARANCE, box.bottom, box.right + CLEARANCE, box.top)
        return inside and not any(near.meets(other) for other in self._boxes)

    def offer(
        self, places: Sequence[tuple[float, float]], text: str, pen: Pen, clear: Callable[[Box], bool] | None = None
    ) -> bool:
        """Write the text at the first place with room for it that is `clear` of strokes too, or leave it out."""
        wide = fonts.width(fonts.drawable(text), pen.size, bold=pen.bold)
        free = (at for at in places if self.fits(at, text, pen))
        place = next((at for at in free if clear is None or clear(_box(at, wide, pen))), None)
        if place:
            self.write(place, text, pen)
        return place is not None

    def insist(self, places: Sequence[tuple[float, float]], text: str, pen: Pen, ground: str) -> None:
        """Write the text at the first place free of other text; strokes make way for it and its ground."""
        place = next((at for at in places if self.fits(at, text, pen)), None)
        if place:
            box = _box(place, fonts.width(fonts.drawable(text), pen.size, bold=pen.bold), pen)
            self.fill(Box(box.left - 6, box.bottom, box.right + 6, box.top), ground)
            self.write(place, text, pen)

    def fill(self, box: Box, ink: str) -> None:
        """A filled rectangle."""
        corner, wide, high = (box.left, box.bottom), box.right - box.left, box.top - box.bottom
        self.figure.add_artist(Rectangle(corner, wide, high, facecolor=ink, linewidth=0, transform=PIXELS))

    def lines(
        self, strokes: Sequence[Sequence[tuple[float, float]]], inks: Sequence[str] | str, width: float = style.HAIR
    ) -> None:
        """Strokes in pixels."""
        self.add(LineCollection(strokes, colors=inks, linewidths=width, capstyle="round"))

    def add(self, artist: Artist) -> None:
        """Any other artist whose measures are pixels."""
        artist.set_transform(PIXELS)
        self.figure.add_artist(artist)

    def axes(self, box: Box, across: tuple[float, float], up: tuple[float, float]) -> Axes:
        """A bare coordinate system in a box: no frame and no ticks, which cost more than all else."""
        rect = (
            box.left / style.WIDTH,
            box.bottom / self.height,
            (box.right - box.left) / style.WIDTH,
            (box.top - box.bottom) / self.height,
        )
        axes: Axes = self.figure.add_axes(rect, xlim=across, ylim=up)
        axes.set_axis_off()
        return axes

    def header(self, answer: Answer, title: str, mark: str = "") -> None:
        """Title and subtitle on the left; on the right the number and its change.

        `mark` is how the picture draws what the answer is set against.
        """
        change = wording.change(answer, self.look.lang), self.verdict(answer)
        subtitle = wording.subtitle(answer, self.look, mark)
        self.head(Head(title, subtitle, wording.headline(answer, self.look), *change))

    def head(self, head: Head) -> None:
        """A header of these words. A title too long for its line gives its dates to the subtitle."""
        theme, title, subtitle = self.theme, head.title, head.subtitle
        value = Pen(style.HEADLINE, theme.ink, bold=True, align="right")
        taken = self.write((RIGHT, self.height - 72), head.value, value, 700)
        pen = Pen(style.SUBTITLE, head.ink, bold=True, align="right")
        below = self.write((RIGHT, self.height - 138), head.change, pen, 700)
        room = RIGHT - style.MARGIN - 48
        if fonts.width(fonts.drawable(title), style.TITLE, bold=True) > room - taken:
            title, _, span = title.rpartition(wording.DOT)
            subtitle = wording.DOT.join(filter(None, (span, subtitle)))
        self.write((style.MARGIN, self.height - 72), title, Pen(style.TITLE, theme.ink, bold=True), room - taken)
        self.write((style.MARGIN, self.height - 138), subtitle, Pen(style.SUBTITLE, theme.muted), room - below)

    def verdict(self, answer: Answer) -> str:
        """The ink of a change: good, bad or neither."""
        favourable = answer.change.favourable if answer.change else None
        if favourable is None:
            return self.theme.muted
        return self.theme.good if favourable else self.theme.bad

    def source(self, text: str) -> None:
        """The line at the foot: when the data is from and what to know about it."""
        self.write((style.MARGIN, 36), text, Pen(style.SOURCE, self.theme.muted), RIGHT - style.MARGIN)

    def empty(self) -> None:
        """Say in the middle of the page that there is nothing to draw."""
        middle = style.WIDTH / 2, (self.top + FOOT) / 2
        self.write(middle, wording.NOTHING.of(self.look.lang), Pen(style.TITLE, self.theme.muted, align="center"))


def _box(at: tuple[float, float], wide: float, pen: Pen) -> Box:
    left = at[0] - {"left": 0.0, "center": wide / 2, "right": wide}[pen.align]
    return Box(left, at[1] - pen.size * HALF, left + wide, at[1] + pen.size * HALF)
