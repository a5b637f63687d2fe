"""The house style: inks that colour-blind readers can tell apart, and sizes that a phone can show.

A picture is 1600 pixels wide at 72 dots an inch, so that one point is one pixel. On a phone
it is shown at 360 to 480 pixels: a third. Labels are sized for that.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from analysis.model import Look

DPI: Final = 72
WIDTH: Final = 1600
HEIGHT: Final = 900
MARGIN: Final = 64

TITLE: Final = 46
HEADLINE: Final = 72
SUBTITLE: Final = 32
LABEL: Final = 34
AXIS: Final = 30
SOURCE: Final = 24

STROKE: Final = 5.0
THIN: Final = 3.0
HAIR: Final = 1.5
Dashes = Literal["-"] | tuple[float, tuple[float, float]]

SOLID: Final[Dashes] = "-"
DASHED: Final = (0, (3.0, 2.0))
DOTTED: Final = (0, (1.0, 1.6))


@dataclass(frozen=True)
class Theme:
    """The inks of one look. `series` are for kinds of things, `heat` runs from little to much."""

    paper: str
    ink: str
    muted: str
    quiet: str
    grid: str
    good: str
    bad: str
    target: str
    series: tuple[str, ...]
    heat: tuple[str, ...]

    @cached_property
    def main(self) -> str:
        """The ink of the thing asked about."""
        return self.series[0]

    def on(self, fill: str) -> str:
        """The ink that is easier to read on a fill: that of the page, or the page itself."""
        return max((self.ink, self.paper), key=lambda ink: contrast(ink, fill))


LIGHT: Final = Theme(
    paper="#ffffff",
    ink="#1b1f24",
    muted="#59616c",
    quiet="#9aa0a8",
    grid="#e3e6ea",
    good="#0b6e6e",
    bad="#b83a0b",
    target="#6b2a60",
    series=("#1f5fa8", "#e58a1f", "#1c8f4d", "#592250", "#61aee9", "#3b2211"),
    heat=("#edf3fa", "#d3e3f3", "#b0cde9", "#86b2dc", "#5a93cb", "#3576b6", "#1f5b9b", "#12417a", "#0a2a55"),
)
DARK: Final = Theme(
    paper="#16191f",
    ink="#f2f4f7",
    muted="#a9b1bc",
    quiet="#858c97",
    grid="#303640",
    good="#4fd1c5",
    bad="#ff9b63",
    target="#e1a8db",
    series=("#6aaefc", "#f2a541", "#129862", "#e1a8db", "#cbf6ef", "#b17c31"),
    heat=("#1d2735", "#213650", "#27486f", "#2f5c90", "#3b74b1", "#528fce", "#74abe4", "#9dc7f3", "#cde5ff"),
)
THEMES: Final = {theme.paper: theme for theme in (LIGHT, DARK)}


def theme(look: Look) -> Theme:
    """The theme a look asks for."""
    return DARK if look.dark else LIGHT


def rgb(ink: str) -> tuple[int, int, int]:
    """The red, green and blue of an ink, 0 to 255."""
    return int(ink[1:3], 16), int(ink[3:5], 16), int(ink[5:7], 16)


def contrast(ink: str, ground: str) -> float:
    """The contrast ratio of two inks as WCAG 2 defines it, 1 to 21."""
    low, high = sorted((_luminance(ink), _luminance(ground)))
    return (high + 0.05) / (low + 0.05)


def _luminance(ink: str) -> float:
    red, green, blue = (_linear(value / 255) for value in rgb(ink))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
