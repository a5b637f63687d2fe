"""Threads as logs: what people write under an alert or a decision is kept with it."""

from analysis.model import Text
from handlers.tables import Action, Command, Overheard, Shortcut
from handlers.threads import add, erase, listen
from handlers.verbs import VERBS

COMMANDS: tuple[Command, ...] = (
    Command(
        "erase",
        VERBS["erase"],
        Text("erase my comments", "抹除 我的评论"),
        Text("erase what you wrote under alerts and decisions", "抹除您在预警和决策下写过的评论"),
        erase.asked,
    ),
)

ACTIONS: tuple[Action, ...] = (
    Action("threads.move", Text("put a thread into another log", "把话题换到另一份记录"), add.moved),
    Action("threads.erase", Text("erase all your comments", "抹除您的全部评论"), erase.erased),
)

SHORTCUTS: tuple[Shortcut, ...] = (
    Shortcut(
        "threads.add",
        Text("Add to log", "加入记录"),
        Text("Keep a message and its thread with an alert or a decision", "把消息和它的话题归入一个预警或决策"),
        add.add,
    ),
)

OVERHEARD: tuple[Overheard, ...] = (
    Overheard(
        "message",
        Text(
            "keeps the replies under alerts and decisions, with edits and deletions",
            "保留预警和决策下的回复，编辑和删除会同步",
        ),
        listen.wrote,
    ),
    Overheard("reaction_added", Text("counts the emoji on such a reply", "统计这些回复上的表情"), listen.reacted),
    Overheard(
        "reaction_removed", Text("counts them no more when they are taken off", "取消表情后不再统计"), listen.reacted
    ),
)
