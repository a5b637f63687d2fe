"""What is said of what is wrong, by kind and by side: the words, with holes for the numbers."""

from collections.abc import Mapping
from typing import Final

from analysis.alerts.condition import Outcome, Reason
from analysis.alerts.rule import Baseline, Kind, Side
from analysis.model import Grain, Text


def _sides(below: Text, above: Text, either: Text | None = None) -> Mapping[Side, Text]:
    return {Side.BELOW: below, Side.ABOVE: above, Side.EITHER: either or below}


ONE: Final[Mapping[Kind, Mapping[Side, Text]]] = {
    Kind.THRESHOLD: _sides(
        Text("{subject} is {value}, below {limit}", "{subject} {value}，低于{limit}"),
        Text("{subject} is {value}, above {limit}", "{subject} {value}，高于{limit}"),
    ),
    Kind.TARGET: _sides(
        Text(
            "{subject} is heading for {value}, {gap} short of the target {held}",
            "{subject} 预计{value}，比目标{held}少{gap}",
        ),
        Text(
            "{subject} has reached its target: {value} ({held})",
            "{subject} 已达成目标：{value}（{held}）",
        ),
    ),
    Kind.CHANGE: _sides(
        Text("{subject} {gap} below {base}: {value} ({held})", "{subject} 比{base}低{gap}：{value}（{held}）"),
        Text("{subject} {gap} above {base}: {value} ({held})", "{subject} 比{base}高{gap}：{value}（{held}）"),
    ),
    Kind.ANOMALY: _sides(
        Text("{subject} unusually low: {value} (usually {band})", "{subject} 异常偏低：{value}（正常{band}）"),
        Text("{subject} unusually high: {value} (usually {band})", "{subject} 异常偏高：{value}（正常{band}）"),
        Text("{subject} unusual: {value} (usually {band})", "{subject} 异常：{value}（正常{band}）"),
    ),
    Kind.COVER: _sides(
        Text("{subject}: {value} left, under {limit}", "{subject} 只够卖{value}，低于{limit}"),
        Text("{subject}: {value} in stock, over {limit}", "{subject} 够卖{value}，高于{limit}"),
    ),
    Kind.FRESHNESS: _sides(
        Text("{subject}: no new data for {value} (limit {limit})", "{subject} 已{value}没有新数据（上限{limit}）"),
        Text("{subject}: no new data for {value} (limit {limit})", "{subject} 已{value}没有新数据（上限{limit}）"),
    ),
}
CLOSED: Final = {
    Kind.TARGET: _sides(
        Text("{subject} is {value}, {gap} short of the target {held}", "{subject} {value}，比目标{held}少{gap}"),
        ONE[Kind.TARGET][Side.ABOVE],
    )
}
"""Of what is held against its target as it is, and not as its month will close."""
MANY: Final[Mapping[Kind, Mapping[Side, Text]]] = {
    Kind.THRESHOLD: _sides(
        Text("{n} are below {limit}", "{n}项低于{limit}"), Text("{n} are above {limit}", "{n}项高于{limit}")
    ),
    Kind.TARGET: _sides(
        Text("{n} are behind their target", "{n}项落后于目标"), Text("{n} are over their target", "{n}项超出目标")
    ),
    Kind.CHANGE: _sides(
        Text("{n} are {limit} or more below {base}", "{n}项比{base}低{limit}以上"),
        Text("{n} are {limit} or more above {base}", "{n}项比{base}高{limit}以上"),
        Text("{n} are {limit} or more away from {base}", "{n}项与{base}相差{limit}以上"),
    ),
    Kind.ANOMALY: _sides(
        Text("{n} are unusually low", "{n}项异常偏低"),
        Text("{n} are unusually high", "{n}项异常偏高"),
        Text("{n} are unusual", "{n}项异常"),
    ),
    Kind.COVER: _sides(
        Text("{n} have under {limit} left", "{n}项不足{limit}"),
        Text("{n} have over {limit} in stock", "{n}项超过{limit}"),
    ),
    Kind.FRESHNESS: _sides(
        Text("{n} are silent for {limit} or longer", "{n}项超过{limit}没有新数据"),
        Text("{n} are silent for {limit} or longer", "{n}项超过{limit}没有新数据"),
    ),
}
BEFORE: Final = {
    Grain.HOUR: Text("the hour before", "前一小时"),
    Grain.DAY: Text("the day before", "前一天"),
    Grain.WEEK: Text("the week before", "前一周"),
    Grain.MONTH: Text("the month before", "前一个月"),
}
BASES: Final = {
    Baseline.SAME_WEEKDAY: Text("the same weekday", "上周同日"),
    Baseline.LAST_YEAR: Text("a year earlier", "去年同期"),
}
CANNOT: Final = {
    Reason.ERROR: Text("{subject} could not be measured", "{subject} 无法计算"),
    Reason.MISSING_SERIES: Text("{subject} is no longer in the data", "{subject} 数据中已不存在"),
}
NO_DATA = Text("{subject}: nothing was recorded", "{subject} 没有数据")
USUAL = Text("the usual", "平时")
AVERAGE = Text("the {n}-week average", "{n}周均值")
TARGET = Text("the target", "目标")
ONLY = Text("{label} ({limits})", "{label}（{limits}）")
BY = Text("{subject} by {names}: {said}", "{subject}（按{names}）：{said}")
MOSTLY = Text(". {share} of it is {name}", "，其中{share}来自{name}")
LEAST = Text("{value} or more", "至少{value}")
MOST = Text("up to {value}", "不超过{value}")
VS = Text("{gap} vs {base}", "较{base} {gap}")
NOTHING = Text("nothing recorded", "没有数据")
ROW = Text("{name}: {value}", "{name}：{value}")
ROW_AGAINST = Text("{name} {change}: {value} ({base})", "{name} {change}：{value}（{base}）")
BETTER: Final[Mapping[Outcome, Text]] = {
    Outcome.CLEAR: Text(
        "{subject} is good again at {value}, and over if it stays so for {left}",
        "{subject} 已回到{value}，再保持{left}即恢复",
    ),
    Outcome.BETWEEN: Text("{subject} is at {value}: better, but not good yet", "{subject} {value}，有所好转，尚未恢复"),
}
"""What fires and is not bad any more, by what was seen of it last."""
