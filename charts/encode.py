"""A figure to PNG bytes: Agg draws it, a palette of the house inks makes it small."""

import io
import threading
import zlib
from collections import OrderedDict
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import LoadFlags
from PIL import Image

from charts import fonts
from charts.style import DPI, THEMES, Theme, rgb

STEPS: Final = 10  # shades of each ink on its way to the paper, for the edges of letters and strokes
INSIDE: Final = 4  # shades between a letter and the fill it stands on
NEAR: Final = 8  # Pillow seeks the palette in cells of four levels: an entry closer to the paper would stain it
REMEMBERED: Final = 600
LARGE: Final = 80_000

_kept = threading.local()


class Line(NamedTuple):
    """A line of text as pixels: its size and how far it hangs below its baseline, and where its image begins."""

    image: np.ndarray
    metrics: tuple[float, float, float]
    offset: tuple[float, float]


class Renderer(RendererAgg):
    """Agg with a memory: a line of text is shaped and rasterised once, not twice a drawing.

    Shaping is four fifths of what a picture costs. One renderer serves one thread; figures
    come and go on it.
    """

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height, DPI)  # type: ignore[no-untyped-call]
        self._lines: OrderedDict[tuple[object, ...], Line] = OrderedDict()

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: object) -> tuple[float, float, float]:
        """The size of a line of text and how far it hangs below its baseline, in pixels."""
        assert not ismath
        return self._line(s, prop).metrics

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        *_: object,
        **__: object,
    ) -> None:
        """Paint a level line of text with its baseline starting at x, y."""
        image, (_wide, _high, descent), (left, top) = self._line(s, prop)
        self._renderer.draw_text_image(image, round(x + left), round(y + descent + top), angle, gc)

    def _line(self, text: str, prop: FontProperties) -> Line:
        key = (text, prop.get_size_in_points(), prop.get_file())
        if key in self._lines:
            self._lines.move_to_end(key)
            return self._lines[key]
        line = self._lines[key] = self._shape(text, prop)
        if len(self._lines) > REMEMBERED:
            self._lines.popitem(last=False)
        return line

    def _shape(self, text: str, prop: FontProperties) -> Line:
        font = get_font(fonts.files(text, bold=prop.get_weight() == "bold"))
        font.set_size(prop.get_size_in_points(), DPI)
        font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
        font.draw_glyphs_to_bitmap(antialiased=True)
        wide, high = font.get_width_height()
        left, top = font.get_bitmap_offset()
        metrics = wide / 64, high / 64, font.get_descent() / 64
        return Line(np.array(font.get_image()), metrics, (left / 64, top / 64))


def png(figure: Figure) -> bytes:
    """The figure as PNG, in at most 256 colours. Safe from any thread, one figure at a time each."""
    renderer = _renderer(*map(round, figure.bbox.size))
    figure.draw(renderer)
    buffer = renderer.buffer_rgba()  # type: ignore[no-untyped-call]
    pixels = Image.frombuffer("RGBA", (int(renderer.width), int(renderer.height)), buffer)
    palette = _palette(to_hex(figure.get_facecolor()))
    image = pixels.convert("RGB").quantize(palette=palette, dither=Image.Dither.NONE)
    # Run lengths alone take a third of deflate's time and a tenth more bytes, but for the busiest pictures.
    small = _deflated(image, compress_type=zlib.Z_RLE)
    return small if len(small) <= LARGE else _deflated(image, compress_level=6)


def _deflated(image: Image.Image, **how: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", **how)
    return out.getvalue()


def _renderer(width: int, height: int) -> Renderer:
    """The thread's own renderer, wiped; one of the usual size is kept, any other is made for the occasion."""
    kept: Renderer | None = getattr(_kept, "renderer", None)
    if kept is None or (kept.width, kept.height) != (width, height):
        kept = _kept.renderer = Renderer(width, height)
    kept.clear()  # type: ignore[no-untyped-call]
    return kept


def _palette(paper: str) -> Image.Image:
    """The thread's own palette image for a theme: Pillow writes its search cache into the image."""
    palettes = _kept.__dict__.setdefault("palettes", {})
    if paper not in palettes:
        image = Image.new("P", (1, 1))
        image.putpalette(_entries(THEMES[paper]))
        palettes[paper] = image
    return palettes[paper]  # type: ignore[no-any-return]


@lru_cache(len(THEMES))
def _entries(theme: Theme) -> bytes:
    """Paper, inks, and the shades between a letter or an edge and what lies behind it."""
    plain = (theme.ink, theme.muted, theme.quiet, theme.grid, theme.good, theme.bad, theme.target, *theme.series)
    shades = [_shade(ink, theme.paper, step / STEPS) for ink in plain for step in range(1, STEPS + 1)]
    fills = (*theme.heat, *theme.series)
    inside = [_shade(theme.on(fill), fill, step / INSIDE) for fill in fills for step in range(INSIDE)]
    paper = rgb(theme.paper)
    far = [entry for entry in (*inside, *shades) if max(abs(a - b) for a, b in zip(entry, paper, strict=True)) >= NEAR]
    colours = list(dict.fromkeys([paper, *map(rgb, (*plain, *theme.heat)), *far]))[:256]
    colours += [paper] * (256 - len(colours))
    return bytes(value for colour in colours for value in colour)


def _shade(ink: str, ground: str, share: float) -> tuple[int, int, int]:
    red, green, blue = (round(b + (a - b) * share) for a, b in zip(rgb(ink), rgb(ground), strict=True))
    return red, green, blue
