"""What a person is sent on a schedule, and what they could be."""

from typing import Final

from analysis.model import Text
from handlers.command import Call, Item, Shop, Step
from handlers.digests import keeping

MOST: Final = 6


def items(call: Call, shop: Shop) -> tuple[Item, ...]:
    """The caller's digests, each with a button that pauses or resumes it; the morning digest where there is none."""
    found = shop.records.digests.of(call.person)
    if not found:
        return (Item(_NONE.of(call.lang), Step("kpi.ask", _MORNING.of(call.lang), _WORDS.of(call.lang))),)
    shown = tuple(item for each in found[:MOST] for item in keeping.lines(each, call, shop))
    more = len(found) - MOST
    rest = (Item(_MORE.of(call.lang, n=more), Step("kpi.ask", _ALL.of(call.lang), "digests")),) if more > 0 else ()
    return (*shown, *rest)


_NONE = Text(
    "Nothing is sent to you on a schedule. The morning digest tells what moved, what is open and what is due.",
    "您还没有定时报告。早报会告诉您：哪些指标有变化、哪些预警未关闭、哪些事项到期。",
)
_MORNING = Text("Weekdays at 8:30", "每个工作日8点半发送")
_WORDS = Text("every weekday 08:30 morning", "每个工作日 8点半 早报")
_MORE = Text("and {n} more", "另有 {n} 个")
_ALL = Text("All", "全部")
