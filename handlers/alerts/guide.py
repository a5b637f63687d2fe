"""What can be done with alerts: the bare command and its help."""

from collections.abc import Sequence
from typing import Protocol

from analysis.model import Text
from handlers.command import Call, Item, Reply, Step


class Row(Protocol):
    """A line of the help."""

    @property
    def usage(self) -> Text:
        """How it is said."""
        ...

    @property
    def help(self) -> Text:
        """What it does."""
        ...


def root(call: Call, rows: Sequence[Row]) -> Reply:
    """How to make a rule, with examples to tap, and everything else there is to say."""
    deeds = [row.usage.of(call.lang) for row in rows if DEED in row.usage.en]
    lines = [Item(f"{row.usage.of(call.lang)} — {row.help.of(call.lang)}") for row in rows if DEED not in row.usage.en]
    if deeds:
        lines.append(Item(_ON_ONE.of(call.lang, deeds=" · ".join(deeds))))
    examples = tuple(
        Step("kpi.ask", text.of(call.lang), f"{_ALERT.of(call.lang)} {text.of(call.lang)}") for text in EXAMPLES
    )
    form = Step("alert.me", _OPEN.of(call.lang), primary=True)
    return Reply(_HEADLINE.of(call.lang), body=(_FORM.of(call.lang),), items=tuple(lines), steps=(form, *examples))


DEED = "A-12"
"""The alert in the usage of what is done to one: that fits one line, where each rule's verb has its own."""
EXAMPLES = (
    Text("revenue by region drop 20% vs same weekday min 5k", "销售额 按地区 下降20% 对比同星期 至少5000"),
    Text("conversion below 2% for 2 days", "转化率 低于2% 连续2天"),
    Text("orders unusual down", "订单数 异常下降"),
)
_ALERT = Text("alert", "预警")
_OPEN = Text("Open the form", "打开表单")
_HEADLINE = Text("Alerts: hear of it when a number goes wrong", "预警：数据一出问题就通知您")
_ON_ONE = Text(
    "To an alert, or in its thread without the number: {deeds}", "处理预警（在它的话题里可省略编号）：{deeds}"
)
_FORM = Text(
    "Start with a metric, say what is bad, then add what you like in any order:\n"
    "revenue · drop 20% vs same weekday · by region · for 2 days · min 5k · to #channel\n"
    "You see how often it would have fired before anything is turned on.",
    "先写指标和触发条件，后面随意加，顺序不限：\n"
    "销售额 · 下降20% 对比同星期 · 按地区 · 连续2天 · 至少5000 · 发到 #频道\n"
    "启用之前，会先用历史数据告诉您过去会触发几次。",
)
