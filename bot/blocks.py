"""Reply -> Block Kit, pure, and within Slack's limits whatever the reply holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from analysis.model import Lang, Text
from bot.elements import Json, accessory, carried, literal, row_id, rows
from bot.mrkdwn import bold, clip, escape, size
from bot.native import TABLE_COLUMNS, TABLE_ROWS, chart, grid
from handlers.command import Item, Reply, Table

BLOCKS = 50
TEXT_BUDGET = 10_000
LINES = 20

_HEADLINE = 300
_PARAGRAPH = 1_200
_SECTION = 2_900
_ITEM = 300
_HEADING = 150
_TWIN = 2_500
_TWIN_LINES = 15
_NOTE = 600
_CELL = 60
_FACTS = 10

TONES = {
    "favourable": Text("🟢 favourable", "🟢 有利"),
    "unfavourable": Text("🔴 unfavourable", "🔴 不利"),
}
_MORE_ROWS = Text("… and {count} more rows.", "……另有 {count} 行。")
_MORE_ITEMS = Text("… and {count} more.", "……另有 {count} 条。")
_SHORTENED = Text("Shortened to fit into one Slack message.", "内容过长，已按 Slack 的限制截短。")


class Charts(StrEnum):
    """What stands for the charts: a picture that comes along, one sent elsewhere, or nothing but words."""

    PICTURED = "pictured"
    APART = "apart"
    TOLD = "told"


@dataclass(frozen=True)
class Room:
    """How many blocks and characters a place has room for, and how many lines of a list are read there."""

    blocks: int = BLOCKS
    text: int = TEXT_BUDGET
    lines: int = LINES


MESSAGE = Room()


@dataclass(frozen=True)
class Rendering:
    """How much of a reply a place can carry.

    `native` allows Slack's own table and chart blocks. Where no picture comes along, Slack
    draws the charts it can; the rest is told in words unless the picture is sent elsewhere.
    """

    native: bool = True
    charts: Charts = Charts.PICTURED
    remarks: tuple[str, ...] = ()
    room: Room = MESSAGE


@dataclass(frozen=True)
class Message:
    """What Slack is sent: `text` for notifications and screen readers, `blocks` for everyone else.

    `whole` unless some of it had to be left out.
    """

    text: str
    blocks: list[Json]
    whole: bool = True


@dataclass(frozen=True)
class Parts:
    """The blocks of a message: what stays on top, what may be cut, and what there is to press."""

    head: list[Json]
    middle: list[Json]
    steps: list[Json]


def render(reply: Reply, lang: Lang, how: Rendering = Rendering()) -> Message:
    """Most important first: headline, figures, sentences, table, list, notes, then what to do next."""
    head = _section(_headline(reply, lang))
    steps = rows(reply.steps, lang, reply.about)[: how.room.blocks]
    body = [*_facts(reply), *_paragraphs(reply.body), *_tables(reply, lang, native=how.native)]
    body += [*_code(reply.code), *_items(reply.items, lang, how.room.lines), *_charts(reply, how)]
    notes = _notes((*how.remarks, *reply.notes))
    return _within(summary(reply, lang), Parts([head], [*body, *notes], steps), lang, how.room)


def summary(reply: Reply, lang: Lang) -> str:
    """The reply as one text of at most 3,000 characters."""
    facts = [f"{fact.label}: {fact.value}" for fact in reply.facts]
    tone = TONES[reply.tone].of(lang) if reply.tone in TONES else ""
    lines = [f"{reply.headline} {tone}", *facts, *reply.body, *(item.text for item in reply.items)]
    return escape("\n".join(line for line in lines if line.strip()), 3_000) or "–"


def weight(block: Json) -> int:
    """How many characters of text a block shows."""
    texts = (value for key, value in _strings(block) if key in ("text", "alt_text", "label", "title"))
    return sum(size(text) for text in texts)


def _within(text: str, parts: Parts, lang: Lang, whole: Room) -> Message:
    """As much of the middle as the budget allows; head and steps always stay."""
    head, steps = parts.head, parts.steps
    left = whole.text - sum(weight(block) for block in (*head, *steps)) - 100
    room = whole.blocks - len(head) - len(steps) - 1
    kept: list[Json] = []
    for block in parts.middle:
        if weight(block) > left or len(kept) >= room:
            return Message(text, [*head, *kept, *_notes((_SHORTENED.of(lang),)), *steps], whole=False)
        left -= weight(block)
        kept.append(block)
    return Message(text, [*head, *kept, *steps])


def _strings(block: object, key: str = "") -> list[tuple[str, str]]:
    if isinstance(block, str):
        return [(key, block)]
    if isinstance(block, dict):
        return [found for name, value in block.items() for found in _strings(value, name)]
    if isinstance(block, list):
        return [found for value in block for found in _strings(value, key)]
    return []


def _headline(reply: Reply, lang: Lang) -> str:
    # The tone has a line of its own: on a phone the headline fills the first.
    tone = f"\n{TONES[reply.tone].of(lang)}" if reply.tone in TONES else ""
    return (bold(reply.headline, _HEADLINE) or "–") + tone


def _section(text: str) -> Json:
    # Verbatim: Slack makes no link of a word that looks like one.
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _facts(reply: Reply) -> list[Json]:
    pairs = [(bold(fact.label, 80), escape(fact.value, 160)) for fact in reply.facts[:_FACTS]]
    fields = [{"type": "mrkdwn", "text": f"{label}\n{value}", "verbatim": True} for label, value in pairs if value]
    return [{"type": "section", "fields": fields}] if fields else []


def _paragraphs(lines: Iterable[str]) -> list[Json]:
    """The lines in as few sections as their length allows, for each section costs space on a phone."""
    sections: list[str] = []
    for text in (escape(line, _PARAGRAPH) for line in lines):
        if text and sections and size(sections[-1]) + size(text) < _SECTION:
            sections[-1] += f"\n{text}"
        elif text:
            sections.append(text)
    return [_section(text) for text in sections]


def _code(texts: Iterable[str]) -> list[Json]:
    """A fence around each; a fence inside would end it early, so its marks become their look-alikes."""
    return [_section(f"```{escape(text, _SECTION).replace('`', 'ˋ')}```") for text in texts if text.strip()]


def _items(items: tuple[Item, ...], lang: Lang, most: int) -> list[Json]:
    """The lines in order; those without a control share as few sections as they fit into."""
    blocks: list[Json] = []
    bare: list[str] = []
    for number, item in enumerate(items[:most]):
        made = _pressed(item, number, lang)
        if not made and item.text.strip():
            bare.append(f"• {item.text}")
        elif made:
            blocks += [*_paragraphs(bare), *made]
            bare = []
    blocks += _paragraphs(bare)
    if len(items) > most:
        blocks += _notes((_MORE_ITEMS.of(lang, count=len(items) - most),))
    return blocks


def _pressed(item: Item, number: int, lang: Lang) -> list[Json]:
    """A line that is more than its words: a heading, or what can be pressed beside and below it."""
    if item.heading:
        return [{"type": "header", "block_id": f"part{number}", "text": literal(item.text, _HEADING)}]
    control = accessory(item.step, lang) if item.step else None
    below = rows(item.more, lang, name=f"item{number}row")
    if not control and not below:
        return []
    said = _section(escape(item.text, _ITEM) or "–")
    if not control or not item.step:
        return [said, *below]
    about = item.step.value if carried(item.step) else ""
    named = row_id(f"item{number}", about) if about else f"item{number}"
    return [{**said, "block_id": named, "accessory": control}, *below]


def _notes(notes: tuple[str, ...]) -> list[Json]:
    texts = [text for text in (escape(note, _NOTE) for note in notes) if text][:10]
    elements = [{"type": "mrkdwn", "text": text, "verbatim": True} for text in texts]
    return [{"type": "context", "elements": elements}] if elements else []


def _tables(reply: Reply, lang: Lang, *, native: bool) -> list[Json]:
    table = reply.table
    if table is None or not table.columns or not table.rows:
        return []
    more = len(table.rows) - TABLE_ROWS
    rest = _notes((_MORE_ROWS.of(lang, count=more),)) if more > 0 else []
    return [grid(table) if native else _section(_lines(table)), *rest]


def _lines(table: Table) -> str:
    """The table for a place without one: a line a row, its first cell and what follows it."""
    told = []
    for row in table.rows[:TABLE_ROWS]:
        cells = [clip(cell, _CELL) for _, cell in zip_longest(table.columns[:TABLE_COLUMNS], row, fillvalue="")]
        told.append(" · ".join(cell for cell in cells[:TABLE_COLUMNS] if cell))
    return escape("\n".join(told), _PARAGRAPH) or "–"


def _charts(reply: Reply, how: Rendering) -> list[Json]:
    if how.charts is Charts.PICTURED:
        return []
    blocks = []
    for number, drawn in enumerate(reply.charts[:2]):
        touched = chart(drawn) if how.native else None
        if touched:
            blocks.append(touched)
        elif how.charts is Charts.TOLD:
            blocks.append({**_section(_twin(drawn.twin)), "block_id": f"twin{number}"})
    return blocks


def _twin(told: str) -> str:
    lines = told.splitlines()
    shown = lines if len(lines) <= _TWIN_LINES else [*lines[:_TWIN_LINES], "…"]
    return escape("\n".join(shown), _TWIN) or "–"
