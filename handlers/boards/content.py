"""What a board is asked to show: its name and its questions, read from words."""

import re
from dataclasses import dataclass, replace
from typing import Final

from analysis import language, periods
from analysis.errors import ImpossibleQuestion
from analysis.language import normal
from analysis.model import Lang, Query, Text
from handlers import manners
from handlers.ask import asked, words
from handlers.command import Call, Shop
from storage.records.boards import Kind

MOST: Final = 6
LONGEST: Final = 60
EXAMPLE: Final = Text(
    "board create Sales: revenue, orders, aov, conversion by channel",
    "看板 新建 销售：销售额、订单数、客单价、转化率 按渠道",
)
_DECISIONS: Final = ("decisions", "decision", "决策", "决策看板")
_NAMED = re.compile(r"^([^:：]*)[:：](.*)$", re.DOTALL)
_BETWEEN = re.compile(r"[,，、;；\n]+")


@dataclass(frozen=True)
class Content:
    """A board's name, its kind, and its questions in canonical words; none for one of decisions."""

    name: str
    kind: Kind
    questions: tuple[str, ...] = ()


def read(text: str, call: Call, shop: Shop) -> Content:
    """The name before the colon and the questions after it; "Decisions" alone is a board of decisions.

    A period after the last question holds for all. Raises Mistake, also where the channel may not see a metric.
    """
    named = _NAMED.match(text.strip())
    name, rest = (named[1].strip(), named[2].strip()) if named else (text.strip(), "")
    if not name or len(name) > LONGEST:
        raise ImpossibleQuestion(_NAME, (EXAMPLE.of(call.lang),))
    if normal.lowered(rest or name) in _DECISIONS:
        return Content(name, Kind.DECISIONS)
    pieces = [piece.strip() for piece in _BETWEEN.split(rest) if piece.strip()]
    if not pieces:
        raise ImpossibleQuestion(_NOTHING, (EXAMPLE.of(call.lang),))
    if len(pieces) > MOST:
        raise ImpossibleQuestion(_MANY, (EXAMPLE.of(call.lang),))
    return Content(name, Kind.METRICS, _questions(pieces, call, shop))


def _questions(pieces: list[str], call: Call, shop: Shop) -> tuple[str, ...]:
    vocabulary = words(shop)
    queries = [asked(language.read(piece, vocabulary, call.now)) for piece in pieces]
    for query in queries:
        metric = shop.catalog.metric(query.metric)
        if not manners.may_see(metric, call.channel):
            name = {lang: metric.label.of(lang) for lang in Lang}
            refused = Text(_PRIVATE.of(Lang.EN, metric=name[Lang.EN]), _PRIVATE.of(Lang.ZH, metric=name[Lang.ZH]))
            raise ImpossibleQuestion(refused, (EXAMPLE.of(call.lang),))
    usual = periods.default(periods.Clock(call.now, vocabulary.zone, vocabulary.week_start))
    shared = [_over(query, queries[-1], usual.text) for query in queries]
    return tuple(dict.fromkeys(language.write(query, vocabulary, Lang.EN) for query in shared))


def _over(query: Query, last: Query, usual: str) -> Query:
    """The question over the period of the last one, unless it names its own."""
    if query.period.text != usual or last.period.text == usual:
        return query
    return replace(query, period=last.period, open_until=last.open_until)


_NAME = Text(
    "Give the board a name of up to 60 characters, and a colon after it:",
    "请给看板起名（最多60个字），后面加冒号：",
)
_NOTHING = Text("Say after a colon what the board should show:", "请在冒号后写明看板要显示的指标：")
_MANY = Text("A board shows at most 6 questions. Make two of it:", "一个看板最多6个指标，请分成两个：")
_PRIVATE = Text(
    "{metric} may not be shown in this channel, and so not on a board here. Without it:",
    "{metric} 不能在本频道显示，也就不能放进这里的看板。可以去掉它：",
)
