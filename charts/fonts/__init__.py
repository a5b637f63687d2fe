"""The letters of every picture: our own fonts, loaded directly; a system font is looked for only when a letter asks."""

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Final

import matplotlib as mpl
from matplotlib.font_manager import FontEntry, FontPath, FontProperties, fontManager, get_font
from matplotlib.ft2font import FT2Font, LoadFlags

# DejaVu Sans comes with matplotlib: ł, ₹, Cyrillic and Greek, which Noto Sans SC does not have.
FILES: Final = {
    bold: tuple(
        FontPath(str(folder / name), 0)
        for folder, name in (
            (Path(__file__).parent, f"NotoSansSC-{'Bold' if bold else 'Regular'}.otf"),
            (Path(mpl.get_data_path(), "fonts", "ttf"), f"DejaVuSans{'-Bold' if bold else ''}.ttf"),
        )
    )
    for bold in (False, True)
}
OWN, SECOND = (frozenset(map(chr, get_font(path).get_charmap())) for path in FILES[False])
ELLIPSIS: Final = "..."  # Noto sets … at mid-height, as Chinese has it
LIKELY: Final = ("CJK SC", "CJK", "Noto", "Hei", "Song", "Unifont")
LAST_RESORT: Final = "Last Resort"  # draws a box for every letter there is
ASKED_AT_MOST: Final = 300
REGULAR: Final = 400
INVISIBLE: Final = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def drawable(text: str) -> str:
    """The text on one line, without the characters that no font here has."""
    if OWN.issuperset(text):
        return text
    plain = "".join(" " if c.isspace() else c for c in unicodedata.normalize("NFC", text))
    kept = (c for c in plain if unicodedata.category(c) not in INVISIBLE and _file(c, bold=False))
    return " ".join("".join(kept).split())


@lru_cache(256)
def dress(size: float, *, bold: bool = False) -> FontProperties:
    """Our font at `size` pixels. Not to be changed by the caller."""
    return FontProperties(fname=FILES[bold][0].path, size=size, weight="bold" if bold else "normal")


def files(text: str, *, bold: bool = False) -> list[FontPath]:
    """Our font, and those that have what it does not."""
    if OWN.issuperset(text):
        return [FILES[bold][0]]
    return list(dict.fromkeys([FILES[bold][0], *filter(None, (_file(c, bold=bold) for c in text))]))


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a drawable text comes out at `size`, in pixels (kerning left aside)."""
    return size * sum(_advance(c, bold) for c in text)


def fit(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """The drawable text, its end replaced by an ellipsis where it is wider than `room` pixels."""
    text = drawable(text[:1000])
    if width(text, size, bold=bold) <= room:
        return text
    left = room / size - width(ELLIPSIS, 1, bold=bold)
    end = 0
    while end < len(text) and (left := left - _advance(text[end], bold)) >= 0:
        end += 1
    return text[:end].rstrip() + ELLIPSIS if end else ELLIPSIS


@lru_cache(8192)
def _advance(char: str, bold: bool) -> float:  # noqa: FBT001 - the key of a cache
    font = get_font(_file(char, bold=bold) or FILES[bold][0])
    font.set_size(100, 72)
    return float(font.load_char(ord(char), LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / 100


def _file(char: str, *, bold: bool) -> FontPath | None:
    own, second = FILES[bold]
    if char in OWN:
        return own
    return second if char in SECOND else _system(char)


@lru_cache(4096)
def _system(char: str) -> FontPath | None:
    """An installed font that has the character, the likeliest asked first."""
    entries = [entry for entry in fontManager.ttflist if entry.style == "normal" and LAST_RESORT not in entry.name]
    entries.sort(key=lambda e: ("Serif" in e.name, *(word not in e.name for word in LIKELY), e.weight != REGULAR))
    return next((FontPath(e.fname, e.index) for e in entries[:ASKED_AT_MOST] if _has(e, char)), None)


def _has(entry: FontEntry, char: str) -> bool:
    try:
        return bool(FT2Font(entry.fname, face_index=entry.index).get_char_index(ord(char)))
    except (OSError, RuntimeError):
        # A font that went away or cannot be read has nothing to offer.
        return False
