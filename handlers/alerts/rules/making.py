"""What makes and changes rules: words, buttons and the form."""

from analysis.model import Text
from handlers import targets
from handlers.alerts.rules import create, form
from handlers.alerts.verbs import Verb
from handlers.tables import Action, Form

VERBS = (
    Verb(
        "new",
        ("new", "add", "create", "新建", "添加", "创建"),
        Text("new revenue drop 20% vs same weekday", "新建 销售额 下降20% 对比同星期"),
        Text(
            "try a rule on the past, then turn it on (the word “new” may be left out)", "先回测再启用（“新建”可省略）"
        ),
        create.new,
    ),
    Verb(
        "edit",
        ("edit", "change rule", "修改", "编辑"),
        Text("edit R-3 for 3 days", "修改 R-3 连续3天"),
        Text("change what is named of a rule; without words, in the form", "只改说到的部分；不写则打开表单"),
        create.edit,
    ),
    Verb(
        "target",
        ("target", "targets", "目标"),
        Text("target revenue 2026-11 1.2m", "目标 销售额 2026-11 120万"),
        Text("set what a metric should come to", "设定指标的目标"),
        targets.target,
    ),
)

ACTIONS = (
    Action("alert.create", Text("turn on the rule on the button", "启用按钮上的规则"), create.create),
    Action("alert.change", Text("put the rule on the button in place of the old one", "保存规则的修改"), create.change),
    Action("alert.preview", Text("try the rule on the button on the past", "回测按钮上的规则"), create.shown),
)

FORMS = tuple(
    Form(name, title, Text("Try it on the past", "用历史数据回测"), form.fields, form.check, form.submitted)
    for name, title in (
        ("alert.me", Text("Alert me", "设置预警")),
        ("alert.rule", Text("Alert rule", "预警规则")),
    )
)
