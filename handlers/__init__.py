"""All that can be done here, in one place: commands, buttons, forms, events."""

from analysis.model import Text
from handlers import (
    alerts,
    boards,
    decide,
    digests,
    explain,
    guide,
    hear,
    home,
    kpi,
    saved,
    settings,
    share,
    status,
    targets,
    threads,
)
from handlers.tables import Action, Command, Event, Form, Job, Shortcut, Tables
from handlers.verbs import VERBS

COMMANDS: tuple[Command, ...] = (
    Command(
        "help",
        VERBS["help"],
        Text("help [topic]", "帮助 [主题]"),
        Text("what I can do, with examples", "我能做什么，附示例"),
        guide.over(lambda: COMMANDS),
    ),
    Command(
        "metrics",
        VERBS["metrics"],
        Text("metrics", "指标"),
        Text("every metric you can ask for", "所有可以查询的指标"),
        explain.metrics,
    ),
    Command(
        "define",
        VERBS["define"],
        Text("define aov", "定义 客单价"),
        Text("what a metric means, how it is computed, whom to ask", "指标的口径、算法和负责人"),
        explain.define,
    ),
    Command(
        "explain",
        VERBS["explain"],
        Text("explain revenue last 7 days", "解释 销售额 最近7天"),
        Text(
            "how an answer was made: definition, filters, time zone, SQL", "一个答案是怎么来的：口径、条件、时区、SQL"
        ),
        explain.explain,
    ),
    Command(
        "save",
        VERBS["save"],
        Text("save morning", "保存 早会"),
        Text(
            "keep the last question under a name (or: save morning: revenue yesterday)",
            "给上一个问题起名保存（或：保存 早会：销售额 昨天）",
        ),
        saved.save,
    ),
    Command(
        "saved",
        VERBS["saved"],
        Text("saved", "已存"),
        Text("your saved questions, each with a Run button", "您保存的问题，可一键运行"),
        saved.saved,
    ),
    Command(
        "run",
        VERBS["run"],
        Text("run morning", "运行 早会"),
        Text("ask a saved question again", "再问一次保存的问题"),
        saved.run,
    ),
    Command(
        "forget",
        VERBS["forget"],
        Text("forget morning", "忘记 早会"),
        Text("drop a saved question", "删除保存的问题"),
        saved.forget,
    ),
    Command(
        "settings",
        VERBS["settings"],
        Text("settings language zh", "设置 语言 中文"),
        Text(
            "language, quietly, default period, Home tiles; for you, or for the channel",
            "语言、私下回答、默认周期、首页指标；对您个人或本频道",
        ),
        settings.settings,
    ),
    Command(
        "status",
        VERBS["status"],
        Text("status", "状态"),
        Text("the version, and which days the data covers", "版本，以及数据覆盖的日期"),
        status.status,
    ),
    Command(
        "target",
        VERBS["target"],
        Text("target revenue 2026-11 1.2m in South", "目标 销售额 2026-11 120万 华南"),
        Text(
            "set what a metric should come to; “targets” lists them, “target remove …” takes one back",
            "设定指标的目标；「目标 列表」查看，「目标 删除 …」撤回",
        ),
        targets.target,
    ),
    *boards.COMMANDS,
    *alerts.COMMANDS,
    *digests.COMMANDS,
    *decide.COMMANDS,
    *threads.COMMANDS,
)

_BY_ID = {command.id: command for command in COMMANDS}

answer = hear.over(lambda: _BY_ID)
"""Anything said in words -> a Reply. Raises Mistake and Unavailable."""

ACTIONS = (
    Action("kpi.ask", Text("ask the question on the button", "提出按钮上的问题"), hear.pressed(answer)),
    Action("kpi.picture", Text("draw the answer another way", "换一种图表"), kpi.pressed),
    Action("kpi.split", Text("break the answer down by a dimension", "按维度拆分"), kpi.pressed),
    Action("kpi.compare", Text("set the answer against another period or the target", "换一个对比对象"), kpi.pressed),
    Action("kpi.share", Text("show a private answer to the channel", "把私下的回答发到本频道"), share.here),
    Action("kpi.post", Text("post the answer in another channel", "把回答转发到其他频道"), share.elsewhere),
    Action("kpi.explain", Text("tell how the answer was made", "说明答案是怎么来的"), explain.pressed),
    Action("kpi.csv", Text("get the rows as a CSV file", "导出 CSV 文件"), share.as_file),
    Action("kpi.remove", Text("take your own answer away", "撤回自己的回答"), share.remove),
    *home.ACTIONS,
    *boards.ACTIONS,
    *alerts.ACTIONS,
    *digests.ACTIONS,
    *decide.ACTIONS,
    *threads.ACTIONS,
)

FORMS = (
    Form(
        "kpi.save",
        Text("Save question", "保存问题"),
        Text("Save", "保存"),
        saved.fields,
        saved.check,
        saved.submitted,
    ),
    *alerts.FORMS,
    *decide.FORMS,
)

SHORTCUTS: tuple[Shortcut, ...] = (*decide.SHORTCUTS, *threads.SHORTCUTS)

EVENTS = (
    Event("app_home_opened", Text("shows the Home page", "显示首页"), home.opened),
    Event("member_joined_channel", Text("says hello in a channel it joined", "加入频道时打招呼"), home.welcome),
    *boards.EVENTS,
    *alerts.EVENTS,
)

JOBS: tuple[Job, ...] = (*boards.JOBS, *alerts.JOBS, *digests.JOBS, *decide.JOBS)

TABLES = Tables(answer, COMMANDS, ACTIONS, FORMS, SHORTCUTS, EVENTS, threads.OVERHEARD, JOBS)
