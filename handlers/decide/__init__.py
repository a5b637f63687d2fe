"""Decisions in Slack: logged from an alert, a message, a thread or in words; kept, found again, followed up."""

from dataclasses import replace

from analysis.model import Text
from handlers.decide import edit, form, judged, moves, record, review, story, todos, verbs
from handlers.tables import Action, Command, Form, Job, Shortcut
from handlers.verbs import VERBS as WORDS

COMMANDS: tuple[Command, ...] = (
    Command(
        "decide",
        WORDS["decide"],
        Text("decide move 20% of search spend to email", "决策 把搜索预算的20%转到邮件"),
        Text(
            "log a decision; list, search, show, export decisions; to-dos",
            "记录决策；列表、搜索、查看、导出；待办",
        ),
        verbs.decide,
        slash=True,
    ),
)

ACTIONS: tuple[Action, ...] = (
    Action("decide.state", Text("say how far a decision is", "更新决策进展"), moves.picked),
    Action("decide.show", Text("show the whole story of a decision", "查看决策的完整记录"), story.pressed),
    Action("decide.done", Text("tick a to-do", "勾选待办"), todos.done),
    Action("decide.undo", Text("take the tick off a to-do", "取消勾选待办"), todos.undone),
    Action("decide.unreview", Text("take back the verdict on a decision", "撤回决策的结论"), judged.undone),
)

_LOG = Form(
    "decide.log",
    Text("Log a decision", "记录决策"),
    Text("Log", "记录"),
    form.fields,
    form.check,
    record.submitted,
    ahead=("review",),
)

FORMS: tuple[Form, ...] = (
    _LOG,
    # The button of alerts.
    replace(_LOG, id="alert.decide"),
    Form(
        "decide.edit",
        Text("Edit a decision", "修改决策"),
        Text("Save", "保存"),
        edit.fields,
        form.check,
        edit.submitted,
        edit.load,
        ahead=("review",),
    ),
    Form(
        "decide.todo",
        Text("Add a to-do", "添加待办"),
        Text("Add", "添加"),
        todos.fields,
        todos.check,
        todos.submitted,
        ahead=("due",),
    ),
    Form(
        "decide.verdict",
        Text("What came of it", "结果如何"),
        Text("Keep", "保存"),
        judged.fields,
        judged.check,
        judged.submitted,
        judged.load,
    ),
)

SHORTCUTS: tuple[Shortcut, ...] = (
    Shortcut(
        "decide.log",
        Text("Log decision", "记录决策"),
        Text("Log what a message decides, in its thread", "把这条消息记录为决策"),
        verbs.decide,
    ),
)

JOBS: tuple[Job, ...] = (
    Job(
        "decide.remind",
        Text("reminds people of to-dos that are due or late, once a day", "每天一次提醒到期或逾期的待办"),
        "0 9-18 * * *",
        todos.remind,
    ),
    Job(
        "decide.review",
        Text("measures what came of decisions on their review day", "在复盘日衡量决策的效果"),
        "* * * * *",
        review.review,
    ),
)
