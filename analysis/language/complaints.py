"""What is said to a person whose question cannot be answered as it was put."""

from analysis.model import Text

TOO_LONG = Text(
    "That is longer than the {limit} characters I can read. Ask for one metric, such as “{example}”.",
    "内容超过 {limit} 个字，读不完。请只问一个指标，例如“{example}”。",
)
NO_METRIC = Text(
    "Which metric? Name one, for example “{example}”.",
    "想看哪个指标？请说出一个，例如“{example}”。",
)
NOTHING_KNOWN = Text(
    "There is no metric to ask for yet. “help” says what works.",
    "目前还没有可以查询的指标，发送“help”看看能做什么。",
)
UNREAD = Text(
    "I don't know “{word}”. Try “{example}”.",
    "没看懂“{word}”。可以试试“{example}”。",
)
UNKNOWN_VALUE = Text(
    "There is no {dimension} called “{word}”. Try “{example}”.",
    "{dimension}里没有“{word}”。可以试试“{example}”。",
)
UNCLEAR_NAME = Text(
    "“{word}” can be a {names}. Say which: “{example}”.",
    "“{word}”可能是{names}，请说明是哪一个，例如“{example}”。",
)
TWO_METRICS = Text(
    "One metric at a time: that names {names}. Start with “{example}”.",
    "一次只能看一个指标，这里提到了{names}。先试试“{example}”。",
)
TWO_OF_A_KIND = Text(
    "That names two {kind}: {names}. Keep one: “{example}”.",
    "这里有两个{kind}：{names}，请只留一个，例如“{example}”。",
)
KINDS = {
    "When": Text("periods", "时间段"),
    "Against": Text("comparisons", "对比对象"),
    "Every": Text("time steps", "时间粒度"),
    "Ranked": Text("rankings", "排名要求"),
    "Limit": Text("limits on the value", "数值条件"),
    "Drawn": Text("pictures", "图表类型"),
}
TOO_MANY_SPLITS = Text(
    "Two dimensions at most: that names {names}. Try “{example}”.",
    "最多按两个维度拆分，这里提到了{names}。可以试试“{example}”。",
)
NO_SUCH_SPLIT = Text(
    "{metric} is not known by {dimension}. It has {names}; try “{example}”.",
    "{metric}没有“{dimension}”这个维度，可用的有{names}，例如“{example}”。",
)
NO_SPLIT_AT_ALL = Text(
    "{metric} is not known by {dimension}. Try “{example}”.",
    "{metric}没有“{dimension}”这个维度。可以试试“{example}”。",
)
NO_SUCH_GRAIN = Text(
    "{metric} is not recorded by the {grain}. Try “{example}”.",
    "{metric}没有按{grain}的记录。可以试试“{example}”。",
)
GRAIN_NAMES = {
    "hour": Text("hour", "小时"),
    "day": Text("day", "天"),
    "week": Text("week", "周"),
    "month": Text("month", "月"),
}
NEEDS_SPLIT = Text(
    "{clause} needs something to rank or part: say by what, such as “{example}”.",
    "{clause}需要先说明按什么维度，例如“{example}”。",
)
CLAUSES = {
    "top": Text("A top list", "排名"),
    "bound": Text("A limit on the value", "数值条件"),
    "pie": Text("A pie", "饼图"),
    "stacked": Text("A stacked chart", "堆叠图"),
}
NO_WHOLE = Text(
    "{metric} of the parts does not add up to a whole, so a pie would mislead. Try “{example}”.",
    "各部分的{metric}相加没有意义，不适合画饼图。可以试试“{example}”。",
)
BAD_COUNT = Text(
    "A list has 1 to 100 rows. Try “{example}”.",
    "排名条数要在 1 到 100 之间，例如“{example}”。",
)
PERCENT_NEEDED = Text(
    "{metric} is a percentage: is {number} meant as {number}%? Then ask “{example}”.",
    "{metric}是百分比，{number} 是指 {number}% 吗？请这样问：“{example}”。",
)
PERCENT_NOT_MEANT = Text(
    "{metric} is not counted in “{mark}”. Try “{example}”.",
    "{metric}的单位不是“{mark}”。可以试试“{example}”。",
)
CONTRADICTION = Text(
    "Nothing can be both: {names}. Try “{example}”.",
    "条件互相矛盾：{names}。可以试试“{example}”。",
)
NO_SUCH_COMPARISON = Text(
    "I can compare with the previous period, last week, last month, last year, the same weekday or the target. "
    "Try “{example}”.",
    "可以对比上期、上周、上月、去年、同星期或目标，例如“{example}”。",
)
NO_SUCH_DAY = Text(
    "There is no such date as {words}. Try “{example}”.",
    "没有{words}这个日期。可以试试“{example}”。",
)
TWO_READINGS = Text(
    "{words} can be read two ways. Ask “{example}” or “{other}”.",
    "{words}有两种读法，请明确：“{example}”或“{other}”。",
)
ENDS_FIRST = Text(
    "{words} ends before it starts. Try “{example}”.",
    "{words}的结束早于开始。可以试试“{example}”。",
)
FUTURE = Text(
    "{words} is still to come, so nothing is recorded yet. Try “{example}”.",
    "{words}还没到，还没有数据。可以试试“{example}”。",
)
BAD_LENGTH = Text(
    "{words} is not a span I can look back on. Try “{example}”.",
    "无法回溯{words}。可以试试“{example}”。",
)
AFTER_DATA = Text(
    "The data ends on {day}, before {words}. The last period with data: “{example}”.",
    "数据截至 {day}，{words}还没有数据。最近有数据的时间段：“{example}”。",
)
BEFORE_DATA = Text(
    "The data starts on {day}, after {words}. The first period with data: “{example}”.",
    "数据从 {day} 开始，{words}没有数据。最早有数据的时间段：“{example}”。",
)
