"""Readers of what is bad by itself: below 1000, unusual, silent for 3 hours, 跌破3万, 异常, 断更3小时."""

import re

from analysis.alerts.rule import Side
from analysis.alerts.text import complaints, durations
from analysis.alerts.text.amounts import amount_at, unfinished
from analysis.alerts.text.parts import Odd, Silent
from analysis.language import clauses, numerals
from analysis.language.lexicon import ends_word
from analysis.language.pieces import Limit
from analysis.language.source import NOTHING, Found, Source
from analysis.model import Op, Text

FALLING = re.compile(
    "(?:falls?|drops?|goes|dips?|sinks?|gets|rises?|climbs?|stays?|hits?|is at|it is) "
    "(?=below|under|above|over|less|more|at|[<>])"
)
BARE = re.compile(
    "(?P<below>(?:is |falls |drops )?(?:below|under|less than)|低于|跌破|少于|小于)(?![a-z])"
    "|(?:(?:is |rises )?(?:above|over|more than)|高于|突破|多于|大于)(?![a-z])"
)
SIDE_AFTER = re.compile(" ?(?:以下|以上|之下|之上)")
CROSSED = re.compile(
    "(?:(?P<below>跌破|跌到|降到|降至|跌至|低过)|(?P<above>突破|涨破|升破|涨到|升到|升至|涨至|高过)) ?"
)
_LOW = "down|drops?|low|lower|falls?|dips?|decreases?|declines?|下降|下跌|下滑|偏低|走低|减少|变低|低|跌|降"
_HIGH = "up|high|higher|rises?|spikes?|increases?|surges?|jumps?|上升|上涨|增长|偏高|走高|增加|飙升|变高|高|涨|升"
ODD = re.compile(
    "(?:(?:is|are|looks?|behaves?) )?(?:(?:unusual(?:ly)?|anomal(?:y|ies|ous|ously)|abnormal(?:ly)?|strange(?:ly)?|odd"
    "|weird|unexpected(?:ly)?|out of the ordinary)(?![a-z])|(?:出现)?(?:异常波动|异常|反常|不正常))"
    rf"的? ?(?:(?P<down>{_LOW})(?![a-z])|(?P<up>{_HIGH})(?![a-z]))?"
)
ODD_LEAST = re.compile(" ?(?:by |幅度)(?:at least |more than |至少|超过)?(?=[0-9])")
_OVERLONG = "(?: for| over| more than| longer than| at least|超过|达到?|已?有| )*"
SILENT = re.compile(
    "(?:(?:is|goes|has been|been|was) )?(?:silent|stale|quiet|not updated|not refreshed|without (?:new )?data"
    f"|without updates?|no new data|no updates?|no data(?= for)|nothing new)(?![a-z]){_OVERLONG} ?"
    f"|(?:断更|断流|停更|没有?更新|未更新|没有?新?数据|无新?数据|无更新){_OVERLONG} ?"
)
SILENT_BEFORE = re.compile("(?:超过)?(?=[0-9一二两三四五六七八九十半])")
SILENT_AFTER = re.compile("(?:以上)?(?:都?没有?|未|无)(?:更新|新?数据)")


def level(source: Source, start: int) -> Found:
    """Below 1000, falls below 5%, 跌破3万."""
    text = source.text
    if crossed := CROSSED.match(text, start):
        number = numerals.AMOUNT.match(text, crossed.end())
        if number and ends_word(text, number.end()):
            op = Op.BELOW if crossed["below"] else Op.ABOVE
            after = SIDE_AFTER.match(text, number.end())
            end = after.end() if after else start + len(text[start : number.end()].rstrip())
            return Limit(op, numerals.amount(number), number["mark"] or ""), end
    falling = FALLING.match(text, start)
    clause, end = clauses.bound(source, falling.end() if falling else start)
    return (clause, start + len(text[start:end].rstrip())) if clause else NOTHING


def bare(source: Source, start: int) -> Found:
    """Below or above, and no number."""
    match = BARE.match(source.text, start)
    if match is None:
        return NOTHING
    low = match["below"] is not None
    amounts = (Text("below 1000", "低于1000"), Text("below 5%", "低于5%"))
    if not low:
        amounts = (Text("above 1000", "高于1000"), Text("above 5%", "高于5%"))
    return unfinished(source, complaints.WHICH_BOUND, *amounts), match.end()


def odd(source: Source, start: int) -> Found:
    """Unusual, unusually low, anomaly, 异常下降; by so much at least."""
    match = ODD.match(source.text, start)
    if match is None:
        return NOTHING
    side = Side.BELOW if match["down"] else Side.ABOVE if match["up"] else Side.EITHER
    end = match.end() - (source.text[match.end() - 1] == " ")
    by = ODD_LEAST.match(source.text, end)
    amount, stop = amount_at(source.text, by.end()) if by else (None, 0)
    return (Odd(side, amount), stop) if amount and amount.percent else (Odd(side), end)


def silent(source: Source, start: int) -> Found:
    """Silent for 3 hours, no data for 1d, 断更3小时, 3小时没有更新."""
    text = source.text
    if match := SILENT.match(text, start):
        length, end = durations.at(text, match.end())
        if length:
            return Silent(length.whole), end
        stop = match.start() + len(match[0].rstrip())
        alone = match[0].strip() in ("silent", "stale", "断更", "断流", "停更")
        return (
            (unfinished(source, complaints.HOW_LONG, Text("silent for 3 hours", "断更3小时")), stop)
            if alone
            else NOTHING
        )
    if match := SILENT_BEFORE.match(text, start):
        length, end = durations.at(text, match.end())
        after = SILENT_AFTER.match(text, end) if length else None
        if length and after:
            return Silent(length.whole), after.end()
    return NOTHING
