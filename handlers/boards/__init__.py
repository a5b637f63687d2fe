"""Boards in Slack: pinned messages of numbers or of decisions, edited in place."""

from analysis.model import Text
from handlers.boards import commands, keep
from handlers.tables import Action, Command, Event, Job
from handlers.verbs import VERBS

COMMANDS = (
    Command(
        "board",
        VERBS["board"],
        Text("board create Sales: revenue, orders, aov", "看板 新建 销售：销售额、订单数、客单价"),
        Text(
            "a pinned message that stays up to date: numbers, or decisions; “boards” lists them",
            "置顶并自动更新的消息：指标或决策；「看板」查看列表",
        ),
        commands.board,
    ),
)

ACTIONS = (
    Action("board.remove", Text("take a board down", "移除看板"), commands.pressed),
    Action("board.move", Text("move a decision on its board", "在看板上更新决策进展"), commands.moved),
)

EVENTS = (Event("pin_removed", Text("stops a board that was unpinned", "看板被取消置顶后停止更新"), keep.unpinned),)

JOBS = (
    Job(
        "board.refresh",
        Text("brings boards up to date", "更新看板"),
        "* * * * *",
        keep.refresh,
        on_data=True,
        at_start=True,
    ),
)
