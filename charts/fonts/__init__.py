"""The letters of every picture: our own fonts, loaded directly; a system font is looked for only when a letter asks."""

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Final

from matplotlib.font_manager import FontEntry, FontProperties, fontManager, get_font
from matplotlib.ft2font import FT2Font, LoadFlags

FAMILY: Final = "Noto Sans SC Chestnut"
SECOND: Final = "DejaVu Sans"  # comes with matplotlib: ł, ₹, Cyrillic and Greek, which Noto Sans SC does not have
FILES: Final = {
    bold: Path(__file__).parent / f"NotoSansSC-{'Bold' if bold else 'Regular'}.otf" for bold in (False, True)
}
ELLIPSIS: Final = "..."  # Noto sets … at mid-height, as Chinese has it
LIKELY: Final = ("CJK SC", "CJK", "Noto", "Hei", "Song", "Unifont")
LAST_RESORT: Final = "Last Resort"  # draws a box for every letter there is
ASKED_AT_MOST: Final = 300

for _path in FILES.values():
    fontManager.addfont(_path)

OWN: Final = frozenset(map(chr, get_font(FILES[False]).get_charmap()))
_SECOND_FILE: Final = fontManager.findfont(FontProperties(family=SECOND))
SECOND_SET: Final = frozenset(map(chr, get_font(_SECOND_FILE).get_charmap())) - OWN
INVISIBLE: Final = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def drawable(text: str) -> str:
    """The text on one line, without the characters that no font here has."""
    if OWN.issuperset(text):
        return text
    plain = "".join(" " if c.isspace() else c for c in unicodedata.normalize("NFC", text))
    kept = (c for c in plain if unicodedata.category(c) not in INVISIBLE and _family(c))
    return " ".join("".join(kept).split())


@lru_cache(1024)
def dress(text: str, size: float, *, bold: bool = False) -> FontProperties:
    """The font, and those it falls back on, for a drawable text at `size` pixels. Not to be changed by the caller."""
    families = dict.fromkeys((FAMILY, *(_family(c) or FAMILY for c in text)))
    return FontProperties(family=list(families), size=size, weight="bold" if bold else "normal")


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
    font = get_font(FILES[bold] if char in OWN else fontManager.findfont(_other(char, bold=bold)))
    font.set_size(100, 72)
    return float(font.load_char(ord(char), LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / 100


def _other(char: str, *, bold: bool) -> FontProperties:
    return FontProperties(family=_family(char) or SECOND, weight="bold" if bold else "normal")


def _family(char: str) -> str | None:
    if char in OWN:
        return FAMILY
    return SECOND if char in SECOND_SET else _system(char)


@lru_cache(4096)
def _system(char: str) -> str | None:
    """The family of an installed font that has the character, the likeliest asked first."""
    entries = [entry for entry in fontManager.ttflist if entry.style == "normal" and LAST_RESORT not in entry.name]
    entries.sort(key=lambda entry: ("Serif" in entry.name, *(word not in entry.name for word in LIKELY)))
    return next((entry.name for entry in entries[:ASKED_AT_MOST] if _has(entry, char)), None)


def _has(entry: FontEntry, char: str) -> bool:
    try:
        return bool(FT2Font(entry.fname, face_index=entry.index).get_char_index(ord(char)))
    except (OSError, RuntimeError):
        # A font that went away or cannot be read has nothing to offer.
        return False
