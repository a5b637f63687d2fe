"""What a silence covers, in words: rules by number, metrics and values by name."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from analysis.errors import ImpossibleQuestion, UnknownName
from analysis.language import clauses, filters, lexicon, normal, scan
from analysis.language.pieces import Measure, Noise, Piece, Where
from analysis.language.spans import Days, Reader
from analysis.model import Filter, Op, Text
from analysis.periods import Clock
from analysis.vocabulary import Vocabulary

_RULE: Final = re.compile(r"(?<![\w])(?:rule |规则 ?)?r[-–]?(\d{1,9})(?![\w])", re.IGNORECASE)
_READERS = (clauses.metric, filters.where, clauses.fixed)


def matchers(text: str, vocabulary: Vocabulary, now: datetime) -> Mapping[str, tuple[str, ...]]:
    """The labels that `text` names, each with its values. Several values of a label are any of them.

    Raises UnknownName for a word that is none, ImpossibleQuestion where nothing is named, or by what it is not.
    """
    found: dict[str, list[str]] = {}
    for number in _RULE.findall(text):
        found.setdefault("rule", []).append(f"R-{int(number)}")
    rest = normal.cleaned(_RULE.sub(" ", text))
    for piece in _pieces(rest, vocabulary, now):
        for label, values in _said(piece, rest).items():
            found.setdefault(label, []).extend(values)
    if not found:
        raise ImpossibleQuestion(_EMPTY, ("alert silences",))
    return {label: tuple(dict.fromkeys(values)) for label, values in found.items()}


def _pieces(text: str, vocabulary: Vocabulary, now: datetime) -> list[Piece]:
    clock = Clock(now, vocabulary.zone, vocabulary.week_start)
    reader = Reader(normal.lowered(text), clock, Days(vocabulary.first_day, vocabulary.last_day))
    return scan.pieces(scan.source(text, lexicon.of(vocabulary), reader), _READERS)


def _said(piece: Piece, text: str) -> Mapping[str, tuple[str, ...]]:
    match piece.clause:
        case Measure(id=metric):
            return {"metric": (metric,)}
        case Where(choices=(Filter(op=Op.IN) as chosen, *_)):
            return {chosen.dimension: chosen.values}
        case Where():
            raise ImpossibleQuestion(_ONLY_WHAT_IS, ("alert silences",))
        case Noise():
            return {}
    word = text[piece.start : piece.end].strip()
    said = {"word": word[:40]}
    raise UnknownName(Text(_UNKNOWN.en.format(**said), _UNKNOWN.zh.format(**said)), ("alert silences",), word=word)


_EMPTY = Text(
    "Say what to silence and until when: a rule, a metric or a value, as in `alert silence R-3 2h` or "
    "`alert silence revenue East until tomorrow 9:00`.",
    "请说明静默什么、到什么时候：规则、指标或某个值，例如“预警 静默 R-3 2小时”或“预警 静默 销售额 华东 明早9点”。",
)
_ONLY_WHAT_IS = Text(
    "A silence names what it covers, not what it leaves out: name the values, as in `alert silence revenue East 2h`.",
    "静默只能写覆盖哪些，不能写排除哪些：请列出值，例如“预警 静默 销售额 华东 2小时”。",
)
_UNKNOWN = Text(
    "I know no rule, metric or value “{word}”: say for example `alert silence revenue East 2h`.",
    "没有叫“{word}”的规则、指标或值：可以说“预警 静默 销售额 华东 2小时”。",
)
