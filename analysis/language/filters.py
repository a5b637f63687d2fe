"""Filters: region=East, in SP, channel not email, 华东的, 除了App, or a value by itself."""

import re
from dataclasses import dataclass

from analysis.language import normal
from analysis.language.lexicon import Name, Phrasebook, Sort
from analysis.language.pieces import Unread, Where, Without
from analysis.language.source import NOTHING, Found, Source
from analysis.model import Filter, Op

LIST_NEXT = re.compile(
    r"(?P<vs> (?:vs\.?|versus) |对比|比)| ?(?:,|、|/|\||;|&) ?(?:and |or )?| (?:or|and) |(?:或者?|和|与|及|以及|跟)"
)
EQUALS = re.compile(r" ?(?:==?|:|in\b|is\b|are\b|是|为|在|叫) ?")
EQUALS_SIGN = re.compile(r" ?(?:==?|:) ?")
NOT_EQUALS = re.compile(
    r" ?(?:!=|<>|(?:is |are )?not(?: in)?\b|isn't|except(?: for)?|excluding|不等于|不是|不为|不含|不包括|不包含"
    r"|不在|除了|除|排除|非|去掉|剔除) ?"
)
NOT = re.compile(
    r"(?:(?:but )?not(?: in| from| for)?|(?:all )?except(?: for)?|excluding|exclude|excl|without|other than"
    r"|apart from|minus|non"
    r"|outside(?: of)?) (?:the )?|(?:不是|不含|不包括|不包含|不算|不计|不要|不看|除了|除去|除|排除|去掉|剔除|去除"
    r"|扣除|非) ?"
)
IN = re.compile(
    r"(?:where|with|in|for|from|at|on|only|just|only in|only for|inside|within|among|and)(?: the)? |(?:只看|仅看"
    r"|只要|仅|只|在|来自|从|看|的) ?"
)
ALL = re.compile("(?:for )?(?:all|any)(?: of)?(?: the| our)? |(?:所有|全部|任意|不限)(?:的)?")
NOT_AFTER = re.compile(r" ?(?:以外|之外|外)(?:的)?")
WORD = re.compile(r'"[^"]*"?|[^\s,;"]+')


@dataclass(frozen=True)
class Values:
    """A list of values read off the text: by dimension, the stored ones. `apart` when set against one another."""

    by_dimension: dict[str, tuple[str, ...]]
    end: int
    apart: bool = False


def _values(source: Source, start: int, dimension: str | None) -> Values | None:
    """Values at `start`, all of one dimension (of any that has them all, unless one is given)."""
    book = source.lexicon.values_of[dimension] if dimension else source.lexicon.named[Sort.VALUE]
    found: dict[str, tuple[str, ...]] = {}
    end, at, apart, against = 0, start, False, False
    while True:
        names, stop = _quoted(book, source, at) if source.text.startswith('"', at) else book.longest(source.plain, at)
        held = _by_dimension(names)
        both = held if not found else {key: (*found[key], held[key]) for key in found if key in held}
        if not names or not both or (dimension is None and _is_longer(source, at, stop)):
            break
        found = {key: (value,) if isinstance(value, str) else value for key, value in both.items()}
        end, apart = stop, apart or against
        joint = LIST_NEXT.match(source.text, end)
        if joint is None:
            break
        at, against = joint.end(), bool(joint["vs"])
    listed = {key: tuple(dict.fromkeys(values)) for key, values in found.items()}
    return Values(listed, end, apart) if found else None


def _by_dimension(names: list[Name]) -> dict[str, str]:
    """The stored value each dimension has under a spelling: its most frequent."""
    return {name.dimension: name.id for name in reversed(names)}


def _quoted(book: Phrasebook[Name], source: Source, start: int) -> tuple[list[Name], int]:
    close = source.text.find('"', start + 1)
    if close < 0:
        return [], start
    return book.entries.get(normal.name(source.text[start + 1 : close]), []), close + 1


def _is_longer(source: Source, start: int, end: int) -> bool:
    """Whether a metric's name starts here and runs on past `end`: new customers are not new."""
    return source.lexicon.named[Sort.METRIC].longest(source.plain, start)[1] > end


def where(source: Source, start: int) -> Found:
    """A filter of any form that begins at `start`."""
    names, at = source.lexicon.named[Sort.DIMENSION].longest(source.plain, start)
    if names:
        named, listed = _named(source, names[0].id, at, Op.IN), _listed(source, start, Op.IN)
        return max(named, listed, key=lambda found: found[1])
    match = ALL.match(source.text, start)
    if match:
        names, at = source.lexicon.named[Sort.DIMENSION].longest(source.plain, match.end())
        return (Without(names[0].id), at) if names else NOTHING
    for opening, op in ((NOT, Op.NOT_IN), (IN, Op.IN)):
        match = opening.match(source.text, start)
        if match:
            found = _opened(source, match.end(), op)
            if found[0]:
                return found
    return _listed(source, start, Op.IN)


def _opened(source: Source, start: int, op: Op) -> Found:
    """What follows "in", "where" or "not": a dimension with values, or values."""
    names, at = source.lexicon.named[Sort.DIMENSION].longest(source.plain, start)
    found = _named(source, names[0].id, at, op) if names else NOTHING
    return found if found[0] else _listed(source, start, op)


def _named(source: Source, dimension: str, at: int, op: Op) -> Found:
    """The rest of a filter whose dimension was said."""
    negative = NOT_EQUALS.match(source.text, at)
    equals = EQUALS.match(source.text, at)
    mark = negative or equals
    begin = mark.end() if mark else at + source.text.startswith(" ", at)
    op = Op.NOT_IN if negative else op
    values = _values(source, begin, dimension)
    if values:
        outside = NOT_AFTER.match(source.text, values.end)
        condition = Filter(dimension, Op.NOT_IN if outside else op, values.by_dimension[dimension])
        said = Where((condition,), source.text[begin : values.end], values.apart)
        return said, outside.end() if outside else values.end
    word = WORD.match(source.text, begin)
    if word and (negative or EQUALS_SIGN.match(source.text, at)):
        return Unread(word[0].strip('"'), dimension), word.end()
    return NOTHING


def _listed(source: Source, start: int, op: Op) -> Found:
    """Values without a dimension; its name may follow them (华东地区, email channel)."""
    values = _values(source, start, None)
    if values is None:
        return NOTHING
    word, end, held = source.text[start : values.end].strip('"'), values.end, values.by_dimension
    after = end + source.text.startswith(" ", end)
    names, stop = source.lexicon.named[Sort.DIMENSION].longest(source.plain, after)
    sign = EQUALS_SIGN.match(source.text, stop) or NOT_EQUALS.match(source.text, stop)
    if names and names[0].id in held and not sign:
        held, end = {names[0].id: held[names[0].id]}, stop
    outside = NOT_AFTER.match(source.text, end)
    if outside:
        op, end = Op.NOT_IN, outside.end()
    return Where(tuple(Filter(dimension, op, kept) for dimension, kept in held.items()), word, values.apart), end
