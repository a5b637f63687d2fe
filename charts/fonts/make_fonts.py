"""Makes the two font files from Debian's fonts-noto-cjk: `python -m charts.fonts.make_fonts [FOLDER]`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FAMILY: Final = "Noto Sans SC Chestnut"
WEIGHTS: Final = ("Regular", "Bold")
SOURCE: Final = Path("/usr/share/fonts/opentype/noto")
COPYRIGHT: Final = Path("/usr/share/doc/fonts-noto-cjk/copyright")
SIMPLIFIED: Final = 2  # the face of the collection that draws Chinese as mainland China does
KOREAN: Final = 1  # the face whose dots and quotes sit well between Latin letters
NARROW: Final = "·…‘’“”"
HERE: Final = Path(__file__).parent
# Latin-1 and Extended-A, general punctuation, currency, arrows, and the marks that the pictures draw.
LATIN: Final = (
    (0x20, 0x7F), (0xA0, 0x180), (0x2010, 0x2028), (0x2030, 0x203C), (0x20A0, 0x20C1), (0x2190, 0x219A),
)  # fmt: skip
MARKS: Final = "−×÷≈≤≥▲▼△▽●○■□◆◇★☆✓✗⚠"


def characters() -> set[int]:
    """Every code point the fonts should carry, if the source has it."""
    latin = {code for start, end in LATIN for code in range(start, end)}
    return latin | {ord(mark) for mark in MARKS} | set(gb2312())


def gb2312() -> Iterator[int]:
    """The code points of GB 2312: 6,763 Chinese characters and their punctuation."""
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            text = bytes((row, cell)).decode("gb2312", errors="ignore")
            yield from map(ord, text)


def subset(weight: str) -> TTFont:
    """One weight, cut down to `characters`, with kerning and without hints or vertical metrics."""
    source = SOURCE / f"NotoSansCJK-{weight}.ttc"
    font, korean = TTFont(source, fontNumber=SIMPLIFIED), TTFont(source, fontNumber=KOREAN)
    narrow = {ord(mark): korean.getGlyphName(korean.getGlyphID(korean.getBestCmap()[ord(mark)])) for mark in NARROW}
    for table in font["cmap"].tables:
        table.cmap.update({code: name for code, name in narrow.items() if code in table.cmap})
    options = Options(layout_features=["kern"], hinting=False, name_IDs=["*"])
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE"]
    cutter = Subsetter(options)
    cutter.populate(unicodes=characters())
    cutter.subset(font)
    rename(font, weight)
    return font


def rename(font: TTFont, weight: str) -> None:
    """Give the subset a name of its own, so that an installed Noto is never taken for it."""
    names = {1: FAMILY, 2: weight, 3: f"{FAMILY} {weight}", 4: f"{FAMILY} {weight}", 6: f"NotoSansSCChestnut-{weight}"}
    font["name"].names = [record for record in font["name"].names if record.nameID in (0, 5, 7, 13, 14)]
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)


def licence() -> str:
    """The copyright line and the Open Font License as the Debian package states them, word for word."""
    text = COPYRIGHT.read_text(encoding="utf-8")
    start = text.index("License: SIL-1.1\n ---") + len("License: SIL-1.1\n")
    body = text[start : text.index("\nLicense: GPL-3+", start)]
    lines = ["" if line == " ." else line.removeprefix(" ") for line in body.rstrip().split("\n")]
    return "\n".join(lines) + "\n"


def main(folder: Path) -> None:
    """Write both fonts and the licence into `folder`."""
    for weight in WEIGHTS:
        font = subset(weight)
        notice = str(font["name"].getDebugName(0))
        font.save(folder / f"NotoSansSC-{weight}.otf", reorderTables=True)
    (folder / "OFL.txt").write_text(f"{notice}\n\n{licence()}", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
