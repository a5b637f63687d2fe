"""The words that stand in for a picture: alt text in a sentence or two, and a text twin with all its numbers."""

import math
from collections.abc import Iterable, Sequence
from typing import Final

from analysis import words
from analysis.answer import Answer
from analysis.model import Lang, Look, Picture, Text
from charts import wording

ALT_LIMIT: Final = 1_900
TWIN_LIMIT: Final = 24_000
KINDS: Final = {
    Picture.LINE: Text("Line chart", "折线图"),
    Picture.BAR: Text("Bar chart", "柱状图"),
    Picture.STACKED: Text("Stacked bars", "堆叠图"),
    Picture.PIE: Text("Donut chart", "环形图"),
    Picture.HEATMAP: Text("Heatmap", "热力图"),
    Picture.TABLE: Text("Table", "表格"),
    Picture.TILES: Text("KPI tiles", "指标卡"),
}


def alt(kind: Picture, heading: str, answer: Answer, look: Look, said: str) -> str:
    """One or two sentences for someone who cannot see the picture. `said` are its key numbers."""
    lang = look.lang
    total = Text("Overall {value}", "总体{value}").of(lang, value=wording.full(answer.value, answer.metric, look))
    moves = wording.change(answer, lang, marked=False)
    verdict = {True: Text("favourable", "有利"), False: Text("unfavourable", "不利")}
    favourable = answer.change.favourable if answer.change else None
    if moves and favourable is not None:
        moves += Text(" ({word})", "（{word}）").of(lang, word=verdict[favourable].of(lang))
    comma, stop = (", ", ". ") if lang is Lang.EN else ("，", "。")
    first = f"{KINDS[kind].of(lang)}{': ' if lang is Lang.EN else '：'}{heading}{stop}"
    return bounded(first + comma.join(filter(None, (total, moves, said))) + stop.rstrip(), ALT_LIMIT)


def ends(pairs: Sequence[tuple[str, float]], answer: Answer, look: Look) -> str:
    """The highest and the lowest of named values, as a clause."""
    known = [(text, value) for text, value in pairs if not math.isnan(value)]
    if len(known) < 2:
        return ""
    high, low = max(known, key=lambda pair: pair[1]), min(known, key=lambda pair: pair[1])
    text = Text("highest {a} ({b}), lowest {c} ({d})", "最高{a}（{b}），最低{c}（{d}）")
    most, least = (wording.full(value, answer.metric, look) for _, value in (high, low))
    return text.of(look.lang, a=high[0], b=most, c=low[0], d=least)


def lately(parts: Sequence[str], lang: Lang) -> str:
    """The latest values of several lines, as a clause."""
    if not parts:
        return ""
    return Text("at the end {list}", "期末{list}").of(lang, list=words.listing(list(parts), lang))


def twin(heading: str, answer: Answer, look: Look, lines: Iterable[str]) -> str:
    """All the numbers of a picture as text, one line each."""
    top = [
        heading,
        wording.subtitle(answer, look),
        f"{wording.headline(answer, look)}  {wording.change(answer, look.lang)}".rstrip(),
    ]
    return cut([*filter(None, top), *lines, wording.source(answer, look)], look.lang)


def cut(lines: Sequence[str], lang: Lang) -> str:
    """Lines within the limit of a text twin, the last of them saying what was left out."""
    kept, size = 0, 0
    while kept < len(lines) and (size := size + len(lines[kept]) + 1) <= TWIN_LIMIT - 100:
        kept += 1
    rest = len(lines) - kept
    more = Text("… and {n} more lines", "……还有{n}行").of(lang, n=rest)
    return "\n".join([*filter(None, lines[:kept]), *([more] if rest else [])])


def pair(label: str, value: str, lang: Lang, asides: Sequence[str] = ()) -> str:
    """A label with its value and what stands in brackets after it."""
    if lang is Lang.ZH:
        return f"{label}：{value}" + (f"（{'，'.join(asides)}）" if asides else "")
    return f"{label}: {value}" + (f" ({', '.join(asides)})" if asides else "")


def list_of(parts: Iterable[str], lang: Lang) -> str:
    """Short clauses in a row."""
    return ("；" if lang is Lang.ZH else "; ").join(parts)


def against(value: float, answer: Answer, look: Look) -> tuple[str, ...]:
    """What a value is set against, for the brackets after it; nothing where it is not compared."""
    if answer.change is None or math.isnan(value):
        return ()
    return (f"{wording.COMPARISONS[answer.change.kind].of(look.lang)} {wording.full(value, answer.metric, look)}",)


def bounded(text: str, limit: int) -> str:
    """The text, its end replaced by an ellipsis beyond the limit."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
