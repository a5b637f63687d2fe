"""What is said to a person whose rule cannot be read, or could never work."""

from analysis.model import Text

NO_TRIGGER = Text(
    "What is bad? Say for example “{example}”.",
    "什么情况算异常？例如“{example}”。",
)
LEAST_ALONE = Text(
    "That says how much must be at stake, not what is bad. Try “{example}”.",
    "这里只说了最低量，没有说什么情况算异常。可以试试“{example}”。",
)
TWO_TRIGGERS = Text(
    "A rule watches for one thing, and that names {names}. Start with “{example}”.",
    "一条规则只看一种情况，这里有{names}。先试试“{example}”。",
)
TWO_OF_A_KIND = Text(
    "That is said twice: {names}. Keep one: “{example}”.",
    "同一项说了两次：{names}。请只留一个，例如“{example}”。",
)
NO_PERIOD = Text(
    "A rule looks at each hour, day, week or month as it closes, so it takes no “{word}”. Try “{example}”.",
    "规则在每个小时、每天、每周或每月结束时判断，不需要“{word}”。可以试试“{example}”。",
)
NOT_HERE = Text(
    "“{word}” says nothing in a rule. Try “{example}”.",
    "“{word}”在规则里没有意义。可以试试“{example}”。",
)
HOW_MUCH = Text("By how much? Try “{example}”.", "变动多少才算？例如“{example}”。")
WHICH_BOUND = Text("At which number does it turn bad? Try “{example}”.", "到多少算异常？例如“{example}”。")
LEAST_OF_SHARE = Text(
    "{metric} is a share, so say how many of something else there must be. Try “{example}”.",
    "{metric}是比例，最低量请用另一个指标来说。例如“{example}”。",
)
ABOVE_ZERO = Text("A target is above zero. Try “{example}”.", "目标必须大于零。例如“{example}”。")
OVER_ALL = Text("{metric} cannot come to more than 100%. Try “{example}”.", "{metric}不会超过 100%。例如“{example}”。")
HOW_LONG = Text("For how long? Try “{example}”.", "多久才算？例如“{example}”。")
NO_NUMBER = Text("How much at least? Try “{example}”.", "最低是多少？例如“{example}”。")
IN_PERCENT = Text("A change is said in percent. Try “{example}”.", "变动幅度要用百分比。例如“{example}”。")
NO_BASELINE = Text(
    "That cannot be what each {grain} is measured from. Try “{example}”.",
    "按{grain}判断时不能这样对比。例如“{example}”。",
)
NO_SUCH_BASELINE = Text(
    "A change is measured from the window before, the same weekday, an average of weeks or last year. Try “{example}”.",
    "涨跌可以对比上期、同星期、几周平均或去年同期。例如“{example}”。",
)
NOTHING_MOVES = Text(
    "“{word}” is for a rule on a change, such as “drop 20%”. Without it: “{example}”.",
    "“{word}”只用于涨跌类规则，例如“下降20%”。去掉后：“{example}”。",
)
NO_RUN = Text(
    "It takes one {grain} at least, and whole ones. Try “{example}”.",
    "至少一个周期，并且是完整的{grain}。例如“{example}”。",
)
BAD_UNIT = Text(
    "{metric} is not counted in “{mark}”. Try “{example}”.",
    "{metric}的单位不是“{mark}”。可以试试“{example}”。",
)
BAD_SPAN = Text(
    "“{word}” is no length of time I can use. This works:",
    "看不懂时长“{word}”。可以这样写：",
)
BAD_MOMENT = Text(
    "“{word}” is no time I can wait for. This works:",
    "看不懂时间“{word}”。可以这样写：",
)
PAST = Text("“{word}” is over already. This works:", "“{word}”已经过去了。可以这样写：")
TOO_FAR = Text("“{word}” is more than a year away. This works:", "“{word}”超过了一年。可以这样写：")
WHO = Text(
    "What should {word} be? Say “owner” before the name. For example “{example}”.",
    "{word}负责什么？请在名字前写“负责人”。例如“{example}”。",
)
NOT_LINKED = Text(
    "I can't tell who or what “{word}” is: pick it from the list that Slack shows as you type. "
    "Without it: “{example}”.",
    "认不出“{word}”：请在输入 @ 或 # 时从 Slack 的列表里选。先不写它：“{example}”。",
)
POLICY = Text(
    "It can be ok, alert, keep or show. Try “{example}”.", "可以是 正常、报警、保持 或 显示。例如“{example}”。"
)
BAD_HOURS = Text("Say when it may speak. Try “{example}”.", "请说明什么时段可以提醒。例如“{example}”。")
BAD_DAY = Text("There is no such day. Try “{example}”.", "没有这个日期。例如“{example}”。")
IN_QUOTES = Text("Put the name in quotes. Try “{example}”.", "名称请加引号。例如“{example}”。")
LONG_NAME = Text("A name has 80 characters at most. Try “{example}”.", "名称最多 80 个字。例如“{example}”。")
BROKEN = Text("{problem} For example “{example}”.", "{problem}例如“{example}”。")
ONE_VALUE = Text(
    "A target is for one value, or for the whole shop. Try “{example}”.",
    "目标只能针对一个取值，或整个店铺。例如“{example}”。",
)
TARGET_SIZE = Text("How much is the target? Try “{example}”.", "目标是多少？例如“{example}”。")
WHICH_MONTH = Text("For which time? Try “{example}”.", "是哪个时间段的目标？例如“{example}”。")
NAMES = {
    "hour": Text("hour", "小时"),
    "day": Text("day", "天"),
    "week": Text("week", "周"),
    "month": Text("month", "月"),
}
