"""A Reply as plain text, for the terminal."""

import unicodedata
from collections.abc import Iterator

from analysis.model import Lang, Text
from handlers.command import Reply, Table
from handlers.mentions import spoken, written

TONES = {
    "favourable": Text("(favourable)", "（有利）"),
    "unfavourable": Text("(unfavourable)", "（不利）"),
}
ASK = "kpi.ask"


def text(reply: Reply, lang: Lang = Lang.EN) -> str:
    """All of a reply that text can say: headline, facts, sentences, table, lists, questions to ask next, notes."""
    shown = written("\n".join(_lines(reply, lang)), spoken).rstrip() + "\n"
    # Names come from data: an escape sequence in one must not reach the terminal.
    return "".join(c for c in shown if c == "\n" or unicodedata.category(c) != "Cc")


def _lines(reply: Reply, lang: Lang) -> Iterator[str]:
    tone = TONES[reply.tone].of(lang) if reply.tone in TONES else ""
    yield f"{reply.headline}  {tone}".rstrip()
    width = max((_width(fact.label) for fact in reply.facts), default=0)
    yield from (f"  {_pad(fact.label, width)}  {fact.value}" for fact in reply.facts)
    yield from reply.body
    if reply.table is not None:
        yield ""
        yield from table(reply.table)
    for code in reply.code:
        yield ""
        yield from (f"    {line}" for line in code.splitlines())
    yield from (f"  • {item.text}" for item in reply.items)
    # A button is read here by what it would say.
    yield from (f"  {step.value}" for step in reply.steps if step.action == ASK)
    if reply.notes:
        yield ""
        yield from reply.notes


def table(rows: Table) -> Iterator[str]:
    """The lines of a table, its columns aligned even where Chinese characters take two cells."""
    everything = (rows.columns, *rows.rows)
    widths = [max(_width(row[i]) for row in everything) for i in range(len(rows.columns))]
    numeric = rows.numeric or (False,) * len(rows.columns)
    for number, row in enumerate(everything):
        cells = (_pad(cell, width, right=right) for cell, width, right in zip(row, widths, numeric, strict=True))
        yield "  " + "  ".join(cells).rstrip()
        if number == 0:
            yield "  " + "  ".join("-" * width for width in widths)


def _width(cells: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in cells)


def _pad(cells: str, width: int, *, right: bool = False) -> str:
    gap = " " * (width - _width(cells))
    return gap + cells if right else cells + gap
