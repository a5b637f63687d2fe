"""One reader a clause: given a place in the text, what it says there and where it ends."""

import re
from collections.abc import Callable
from functools import cache

from analysis.errors import ImpossibleQuestion
from analysis.language import complaints, normal, numerals, words
from analysis.language.filters import where
from analysis.language.lexicon import Phrasebook, Sort, ends_word
from analysis.language.pieces import Against, Clause, Drawn, Limit, Measure, Ranked, Where, Wrong
from analysis.language.source import NOTHING, Found, Source
from analysis.language.splits import split
from analysis.model import Comparison, Op

MOST_ROWS = 100
FEW_ROWS = 5


TOP = re.compile(
    rf"(?:the )?(?P<word>top|best|highest|biggest|largest|leading|strongest|bottom|worst|lowest|smallest|weakest"
    rf"|most|least|fewest)"
    rf"(?:[ -]?(?P<n>[0-9]+|{'|'.join(w for w in numerals.ENGLISH if len(w) > 2)}))?(?![a-z0-9%])"
    rf"|(?:排名?|排行)?(?P<zh>前|后|倒数|末尾?|top|最(?:好|高|多|大|畅销|热销|热门|差|低|少|小|弱"
    rf"|强)的?) ?第?(?P<zn>[0-9]+|[一二两三四五六七八九十百]+)?"
    rf"(?:名|个|位|大|款|家|条)?(?:的)?"
)
BOTTOM = (
    "bottom",
    "worst",
    "lowest",
    "smallest",
    "weakest",
    "least",
    "fewest",
    "后",
    "倒数",
    "末",
    "最差",
    "最低",
    "最少",
    "最小",
    "最弱",
)
BOUND = re.compile(
    r"(?:(?:is |are |was |were )?(?P<below>below|under|less than|lower than|fewer than|smaller than|at most|up to"
    r"|no more than|<=?|≤|低于|小于等于|小于|少于|不足"
    r"|不到|不超过|不高于|不大于)|(?:is |are |was |were )?(?P<above>above|over|more than|greater than|higher than"
    r"|larger than|bigger than|at least"
    r"|no less than|exceed(?:s|ing)?|>=?|≥|高于|大于等于|大于|超过|多于|超出|不低于|不少于|不小于|至少)) ?"
)
BOUND_AFTER = re.compile(
    r" ?(?:(?P<above>以上|or more|or above|and above|and up|plus)|(?P<below>以下|以内|or less|or below|or fewer"
    r"|and below))"
)
VS = re.compile(
    r"(?:vs\.?|versus|compared?(?: it| that| them)? ?(?:to|with|against)|comparing (?:to|with)|relative to|against"
    r"|(?:相|对)?比较?起?来?于?|对比"
    r"|相较于?|较|对照|compare[ds]?) ?(?:the |our |其)?"
)
VS_AROUND = re.compile("(?:和|与|跟|同) ?")
VS_AFTER = re.compile(" ?(?:的?(?:数据|水平|情况)?)?(?:相比较?|比较|对比|比起来|比)(?:一下|起来)?")
VS_DAY = re.compile("yesterday|(?:the )?day before|昨天|昨日|前一天|前一日")
VS_LENGTH = re.compile(
    r"(?:last|previous|prior|preceding|前|上) ?(?P<n>[0-9]+) ?(?:(?P<day>days?|d|天)|(?P<week>weeks?|w|周))(?![a-z])"
)
RANKED_BY = re.compile("(?:(?:ranked |sorted |measured )?by|in terms of|in) (?:the |our )?|按照?|从")
AS = re.compile(
    "(?P<weak>(?:in|into|on|with)(?: a| an)? )|(?:as|using|make it|draw|draw it as)(?: a| an)? |(?:用|画成?|做成?"
    "|以|显示为|显示成|改成|换成|变成|出|来|生成|给我|要)(?:一?[个张幅])? ?"
)
CHART = re.compile(" ?(?:charts?|graphs?|plots?|diagrams?|view|picture)(?![a-z])|(?:的?形式)?(?:展示|显示|来看|呈现)")


@cache
def _book(kind: str) -> Phrasebook[Clause]:
    """The fixed phrases of one kind."""
    book: Phrasebook[Clause] = Phrasebook()
    if kind == "fixed":
        for phrase, clause in words.phrases().items():
            book.add(normal.plain(phrase), clause)
    tables: dict[str, dict[Comparison, str]] = {"vs": words.COMPARISONS, "alone": words.ALONE}
    for comparison, spellings in tables.get(kind, {}).items():
        for phrase in words.spelled(spellings):
            book.add(normal.plain(phrase), Against(comparison))
    if kind == "pictures":
        for picture, spellings in words.PICTURES.items():
            for phrase in words.spelled(spellings):
                book.add(phrase, Drawn(picture))
    return book


def _one(book: Phrasebook[Clause], text: str, start: int) -> Found:
    meanings, end = book.longest(text, start)
    return (meanings[0], end) if meanings else NOTHING


def period(source: Source, start: int) -> Found:
    """A span of time."""
    clause, end = source.periods.at(start)
    return (clause, end) if end and ends_word(source.text, end) else NOTHING


def comparison(source: Source, start: int) -> Found:
    """A comparison: vs last year, 同比, 和上周比."""
    alone = _one(_book("alone"), source.plain, start)
    for opening, closing in ((VS, False), (VS_AROUND, True)):
        match = opening.match(source.text, start)
        if match:
            clause, end = compared_with(source, match.end())
            after = VS_AFTER.match(source.text, end) if end else None
            if clause and (after or not closing):
                return max((clause, after.end() if after else end), alone, key=lambda found: found[1])
            if not closing and not alone[1]:
                return _incomparable(source, start, match.end())
    return alone


def compared_with(source: Source, start: int) -> Found:
    """What follows "vs": last year, the previous week, yesterday."""
    named = _one(_book("vs"), source.plain, start)
    if match := VS_LENGTH.match(source.text, start):
        days = int(match["n"][:6]) * (7 if match["week"] else 1)
        return max((Against(Comparison.PREVIOUS, days), match.end()), named, key=lambda found: found[1])
    if match := VS_DAY.match(source.text, start):
        return max((Against(Comparison.PREVIOUS, 1), match.end()), named, key=lambda found: found[1])
    return named


def _incomparable(source: Source, start: int, end: int) -> Found:
    """A comparison with something else: it takes the period it names with it."""
    _, stop = period(source, end)
    said = source.text[start:end].rstrip()
    if not stop and (normal.is_chinese(said) or not ends_word(source.text, start + len(said))):
        return NOTHING
    stop = stop or start + len(said)
    return Wrong(ImpossibleQuestion, complaints.NO_SUCH_COMPARISON, ("vs previous",)), stop


def top(source: Source, start: int) -> Found:
    """Top 10, worst 5, 前10, 卖得最好的: five when no number is said."""
    match = TOP.match(source.text, start)
    if match is None:
        return NOTHING
    word, number = (match["word"] or match["zh"]), match["n"] or match["zn"]
    if number is None and word in ("前", "后", "末"):
        return NOTHING
    count = numerals.count(number[:7]) if number else FEW_ROWS
    if not 1 <= count <= MOST_ROWS:
        sentence = complaints.BAD_COUNT
        return Wrong(ImpossibleQuestion, sentence, ("bottom 10" if word.startswith(BOTTOM) else "top 10",)), match.end()
    return Ranked(count, word.startswith(BOTTOM)), match.end()


def bound(source: Source, start: int) -> Found:
    """Below 7, above 1.2m, 超过5万, 100以上."""
    match = BOUND.match(source.text, start)
    number = numerals.AMOUNT.match(source.text, match.end() if match else start)
    if number is None:
        return NOTHING
    side, end = match, number.end()
    if match is None:
        side = BOUND_AFTER.match(source.text, end)
        end = side.end() if side else end
    if side is None or not ends_word(source.text, end):
        return NOTHING
    op = Op.BELOW if side["below"] else Op.ABOVE
    return Limit(op, numerals.amount(number), number["mark"] or ""), end


def picture(source: Source, start: int) -> Found:
    """As a line, bar chart, 用饼图."""
    match = AS.match(source.text, start)
    best = NOTHING
    for at, opened in ((match.end(), not match["weak"]), (start, False)) if match else ((start, False),):
        clause, end = _one(_book("pictures"), source.plain, at)
        after = CHART.match(source.text, end) if end else None
        if clause and (opened or after):
            best = max(best, (clause, after.end() if after else end), key=lambda found: found[1])
    return best


def metric(source: Source, start: int) -> Found:
    """A metric by name, also as what to rank by."""
    book = source.lexicon.named[Sort.METRIC]
    names, end = book.longest(source.plain, start)
    opening = None if names else RANKED_BY.match(source.text, start)
    if opening:
        names, end = book.longest(source.plain, opening.end())
    if not names:
        return NOTHING
    value, stop = NOTHING if opening else where(source, start)
    return Measure(names[0].id, value=value if isinstance(value, Where) and stop == end else None), end


def fixed(source: Source, start: int) -> Found:
    """A phrase that always says the same."""
    return _one(_book("fixed"), source.plain, start)


READERS: tuple[Callable[[Source, int], Found], ...] = (
    period,
    comparison,
    bound,
    top,
    split,
    picture,
    metric,
    where,
    fixed,
)
