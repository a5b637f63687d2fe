"""The fixed words of the grammar in both languages, as data: what each says, and how it may be said."""

from analysis.language.pieces import Against, Clause, Drawn, Every, Lead, Measure, Noise, Quietly, Without
from analysis.model import Comparison, Grain, Picture

# One line a meaning; spellings are parted by "|".
GRAINS = {
    Grain.HOUR: """
    hourly|by hour|per hour|each hour|every hour|by the hour|hour by hour|按小时|每小时|逐小时|分小时|小时级|
    各小时
""",
    Grain.DAY: """
    daily|by day|per day|each day|every day|day by day|by date|per date|a day|按天|按日|每天|每日|逐日|逐天|
    分天|日度|各天|按日期|每一天|分日
""",
    Grain.WEEK: """
    weekly|by week|per week|each week|every week|week by week|a week|按周|每周|逐周|分周|周度|各周|按星期看|
    每星期
""",
    Grain.MONTH: """
    monthly|by month|per month|each month|every month|month by month|a month|按月|每月|逐月|分月|月度|各月|
    每个月|按月份
""",
}

PICTURES = {
    Picture.LINE: "line|trend|trendline|over time|折线图|折线|趋势图|趋势|走势|走势图|线图|曲线图|曲线",
    Picture.BAR: "bar|bars|column|columns|柱状图|柱形图|条形图|柱图|柱状|条形",
    Picture.STACKED: """
    stacked|stacked bar|stacked bars|stacked column|堆叠图|堆积图|堆叠柱状图|堆积柱状图|堆叠|堆积
""",
    Picture.PIE: """
    pie|donut|doughnut|ring|share|shares|mix|饼图|饼状图|环形图|圆环图|扇形图|占比图|饼形图|占比|构成|比例
""",
    Picture.HEATMAP: "heatmap|heat map|热力图|热图",
    Picture.TABLE: "table|list|grid|表格|列表|表|明细表",
    Picture.TILES: "tiles|tile|card|cards|scorecard|指标卡|卡片|看板卡片",
}
# These are pictures without being called one; the others need "as …", "… chart" or 用/画/做成.
BARE_PICTURES = """
    trend|trendline|over time|pie|donut|doughnut|share|shares|mix|占比|构成|比例|heatmap|heat map|
    stacked bar|stacked bars|折线图|趋势图|趋势|
    走势|走势图|曲线图|柱状图|柱形图|条形图|柱图|堆叠图|堆积图|堆叠柱状图|堆积柱状图|饼图|饼状图|环形图|
    圆环图|扇形图|占比图|饼形图|热力图|热图|表格|明细表|指标卡|卡片
"""

# What follows "vs" or "比".
COMPARISONS = {
    Comparison.PREVIOUS: """
    previous|previous period|the previous period|prior|prior period|the prior period|the period before|
    period before|before|last period|prev|上期|上一期|上个周期|上一周期|上一个周期|前期|前一期|之前|
    previous one
""",
    Comparison.LAST_WEEK: """
    last week|the week before|a week ago|previous week|prior week|week ago|上周|上星期|上个星期|上一周|前一周|
    一周前
""",
    Comparison.LAST_MONTH: """
    last month|the month before|a month ago|previous month|prior month|month ago|上月|上个月|上一个月|上一月|
    前一个月
""",
    Comparison.LAST_YEAR: """
    last year|a year ago|the year before|previous year|prior year|year ago|same period last year|
    the same period last year|same time last year|the same time last year|same week last year|
    same month last year|same day last year|ly|去年|去年同期|上年同期|上年|上一年|同期|去年同月|去年这个时候|
    去年同一时期
""",
    Comparison.SAME_WEEKDAY: """
    same weekday|the same weekday|same weekday last week|same day last week|the same day last week|
    same day of last week|the same day of the week|同星期|同一星期|上周同一天|上周同期|上周同日|上周的同一天|
    上周今天
""",
    Comparison.TARGET: """
    target|targets|the target|our target|goal|goals|the goal|our goal|plan|the plan|budget|the budget|目标|
    目标值|计划|预算|既定目标|指标目标
""",
}
# Comparisons that need no "vs".
ALONE = {
    Comparison.PREVIOUS: "period over period|pop|环比|环比上期|与上期环比|day over day|dod",
    Comparison.LAST_WEEK: "week over week|week on week|wow|w/w|周环比|周同比|环比上周|同比上周",
    Comparison.LAST_MONTH: "month over month|month on month|mom|m/m|月环比|环比上月|环比上个月",
    Comparison.LAST_YEAR: """
    year over year|year on year|yoy|y/y|y o y|同比|同比去年|年同比|同比去年同期|和去年同比|与去年同比
""",
    Comparison.SAME_WEEKDAY: "同星期同比|周同比同一天",
    Comparison.TARGET: "达成率|目标达成|目标完成情况|目标完成率|完成率",
}

# A movement is one against the period before, unless another comparison is named.
MOVES = """
    growth|change|changes|growing|grew|增长|增长了|增长率|增幅|涨幅|上涨|涨了|下降|下降了|下滑|跌了|跌幅|变化|变化率|变动|涨跌
"""

QUIET = """
    quietly|privately|private|just for me|only for me|in private|only to me|私下|悄悄|悄悄地|私下里|
    仅自己可见|只给我看|仅我可见|偷偷
"""

# Verbs that stand for a metric when no other is named.
IDIOMS = {
    "revenue": """
    sell|sold|selling|sells|make|made|making|earn|earned|earning|earnings|take in|took in|how's business|
    how is business|卖|卖了|卖出|卖得|卖的|卖掉|售出|销售|成交|卖出了|进账|赚|赚了|生意|best sellers|
    bestsellers|best selling|bestselling
""",
    "spend": "spending|did we spend|do we spend|花|花了|花费|花掉|花出去",
    "orders": "order|ordered|下单|下了|单量",
    "buyers": "bought|buy|how many people bought|buying|customers bought|购买|买过|买了",
    "visits": "visited|visit|visiting|访问|来访|逛",
    "refunds": "refunded|退了",
}

# Openings that go on from the question before.
LEADS = """
    and|also|what about|how about|and what about|and how about|then|plus|now|那|那么|还有|再看|再看看|另外|
    换成|改成|改为|换|then show|instead|呢
"""

WITHOUT = {
    "filters": """
    without filters|without filter|no filters|no filter|clear filters|remove filters|drop filters|unfiltered|
    everything|whole shop|the whole shop|all of it|不筛选|去掉筛选|取消筛选|清除筛选|不限|不限条件|无筛选|
    全店|整店|全部不筛选
""",
    "split": """
    overall|in total|total|altogether|no split|without split|no breakdown|without breakdown|not split|unsplit|
    in all|不拆分|不分组|总体|整体|合计|汇总|总计|不细分|总共|一共
""",
    "comparison": """
    no comparison|without comparison|without comparing|not compared|no compare|不对比|不比较|去掉对比|
    不用对比|取消对比
""",
    "top": "without top|no top|no limit|不限名次|全部排名|不限条数",
    "grain": "no grain|不分时间",
    "picture": "any chart|default chart|默认图表|自动图表",
}

STOP = """
    how much|how many|how|what|what's|whats|which|who|where|when|did|do|does|we|our|ours|us|the|a|an|was|were|
    is|are|am|be|been|being|show|show me|give|give me|get|get me|please|pls|plz|i|me|my|want|want to|need|
    would like|like|see|to see|tell|tell me|can|you|could|would|will|let|let's|lets|let me|know|look|look at|
    looking|for|of|in|on|at|during|over|has|have|had|there|it|its|it's|that|this is|these|those|with|from|to|
    by the way|hey|hi|hello|thanks|thank you|so|far|so far|doing|go|going|chart|graph|plot|figure|figures|
    number|numbers|data|report|stats|display|pull|pull up|fetch|find|check|about|come|came|in at|just|all|
    whole|entire|only|value|values|amount|much|many|were there|may i|may we|happened|happen|happening|perform|
    performed|performing|performance|quick|quickly|people|person|anyone|through|via|within|as well|too|
    breakdown|break down|split|sorted|ranked|ranking|vs.|good|well|ok|okay|um|er|uh|right|currently|yet|'s|
    kpi|/kpi|where's|then please|的|了|吗|呢|吧|啊|呀|嘛|哦|是|有|在|里|中|内|我|我们|咱们|咱|你|您|请|请问|
    帮|帮我|帮忙|给|给我|看|看看|看下|看一下|看一看|查|查查|查下|查一下|查询|查看|想|想看|想知道|我想看|
    我想知道|要|想要|知道|显示|展示|统计|列出|告诉我|多少|是多少|有多少|几|几个|多少个|什么|怎么样|如何|怎样|
    咋样|情况|数据|数|数字|表现|一下|到底|大概|一共是|能|可以|能不能|可不可以|麻烦|谢谢|出来|来|去|得|地|个|
    们|哪|哪个|哪些|哪一个|各自|分别|排名|排行|排行榜|排序|都|只|仅|仅看|只看|就|这|那个|方面|来说|而言|
    图|图表|做|画|用|以|为|数值|具体|目前|现在|最新|到了|到|多少钱|钱|块钱|左右|进行|拆分|细分|拆开|分布|
    构成|维度|元|共|总的|哈|哎|嗯|喂|你好|想了解|了解|对于|关于|如果|当|所有的|所有|全部|每
"""
# Words that open a clause: read alone they say nothing, and what follows them is what went wrong.
OPENINGS = ("by", "per", "not", "except", "excluding", "without", "=", "按", "除", "非", "分", "各")
# Words that say nothing without the one they lead up to.
_BINDING = """
    of|in|on|at|during|for|with|from|to|via|within|through|over|the|a|an|and|or|by|about|where|who|which|all|just|
    only|our|和|与|跟|及|以及|在|从|为|对于|关于|只看|仅看|只|仅|就|那个|这|所有|所有的|全部
"""
JOINERS = ("和", "与", "跟", "及", "以及")
PUNCTUATION = ",.;:!?'\"()[]{}…、。！？；：·~*#|&+-–—/"


def spelled(text: str) -> list[str]:
    """The spellings of one entry of this module."""
    return [word.strip() for word in text.split("|")]


BINDING = frozenset(spelled(_BINDING))


def phrases() -> dict[str, Clause]:
    """Every fixed phrase with what it says. An earlier meaning of the same words gives way to a later one."""
    table: dict[str, Clause] = dict.fromkeys(spelled(STOP), Noise())
    table |= {word: Measure(metric, soft=True) for metric, words in IDIOMS.items() for word in spelled(words)}
    table |= {word: Without(what) for what, words in WITHOUT.items() for word in spelled(words)}
    table |= dict.fromkeys(spelled(MOVES), Against(Comparison.PREVIOUS, soft=True))
    table |= dict.fromkeys(spelled(LEADS), Lead())
    table |= dict.fromkeys(spelled(QUIET), Quietly())
    pictures = {word: picture for picture, words in PICTURES.items() for word in spelled(words)}
    table |= {word: Drawn(pictures[word]) for word in spelled(BARE_PICTURES)}
    table |= {word: Every(grain) for grain, words in GRAINS.items() for word in spelled(words)}
    return table
