"""The words that may follow `decide`, and what each of them does; anything else is a decision to be logged."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from analysis.language import normal
from analysis.model import Text
from handlers.command import Call, Item, Reply, Shop, Step
from handlers.decide import export, listing, moves, propose, story, todos


@dataclass(frozen=True)
class Verb:
    """One thing to do with decisions. `run` gets what follows the word as the call's text.

    One that is `bare` is meant only where nothing or a number follows: "show fewer ads" is a decision.
    """

    words: tuple[str, ...]
    usage: Text
    help: Text
    run: Callable[[Call, Shop], Reply]
    bare: bool = False


def decide(call: Call, shop: Shop) -> Reply:
    """Do what the first word says; show what is named alone; propose anything else as a decision."""
    text = call.text.strip()
    lowered = normal.lowered(text)
    if not text or lowered in _HELP:
        return guide(call)
    if re.fullmatch(r"d[-–]?\d{1,9}", lowered):
        return story.show(call, shop)
    for word, verb in _WORDS:
        ends = _NUMBERED if verb.bare else _ENDS
        if lowered.startswith(word) and ends.match(lowered, len(word)):
            return verb.run(replace(call, text=text[len(word) :].strip(" :,，：")), shop)
    return propose.proposed(call, shop)


def guide(call: Call) -> Reply:
    """How to log a decision, and everything else there is to say."""
    lines = tuple(Item(f"{verb.usage.of(call.lang)} — {verb.help.of(call.lang)}") for verb in VERBS)
    listed = Step("kpi.ask", _LIST.of(call.lang), _LIST.of(call.lang))
    steps = (propose.empty(call), listed)
    return Reply(_HEADLINE.of(call.lang), body=(_FORM.of(call.lang),), items=lines, steps=steps)


VERBS: tuple[Verb, ...] = (
    Verb(
        ("list", "列表", "查看列表"),
        Text("decide list open mine #pricing last 30 days", "决策 列表 未完成 我的 #定价 最近30天"),
        Text("decisions by state, person, tag, metric, channel, days", "按进展、人员、标签、指标、频道、日期筛选"),
        listing.listed,
    ),
    Verb(
        ("search", "搜索", "查找"),
        Text("decide search email budget", "决策 搜索 邮件预算"),
        Text("decisions by their words, the best first", "按内容搜索，最相关的在前"),
        listing.listed,
    ),
    Verb(
        ("show", "查看", "详情"),
        Text("decide show D-12", "决策 查看 D-12"),
        Text("the whole story, with its picture and a file", "完整记录，附当时的图表和文件"),
        story.show,
        bare=True,
    ),
    Verb(
        ("similar", "类似", "相似"),
        Text("decide similar D-12", "决策 类似 D-12"),
        Text("decisions like it, and what came of them", "类似的决策及其结果"),
        listing.similar,
    ),
    Verb(
        ("todos", "to-dos", "tasks", "待办列表", "所有待办"),
        Text("decide todos mine", "决策 待办列表 我的"),
        Text("what is not done yet", "未完成的待办"),
        todos.listed,
    ),
    Verb(
        ("todo", "to-do", "待办", "添加待办"),
        Text("decide todo D-12 brief the agency @bo by Friday", "决策 待办 D-12 通知代理商 @李 周五前"),
        Text("add something to be done", "添加待办"),
        todos.said,
    ),
    Verb(
        ("done", "完成"),
        Text("decide done T-5", "决策 完成 T-5"),
        Text("tick a to-do", "勾选待办"),
        todos.ticked,
        bare=True,
    ),
    Verb(
        ("supersede", "取代"),
        Text("decide supersede D-12 by D-15", "决策 取代 D-12 D-15"),
        Text("one decision takes the place of another", "用新决策取代旧决策"),
        moves.supersede,
        bare=True,
    ),
    Verb(
        ("export", "导出"),
        Text("decide export csv last 90 days", "决策 导出 csv 最近90天"),
        Text("a CSV or Markdown file, with the same words as a list", "导出 CSV 或 Markdown，筛选词与列表相同"),
        export.said,
    ),
)

_WORDS = sorted(((normal.lowered(word), verb) for verb in VERBS for word in verb.words), key=lambda row: -len(row[0]))
_HELP = ("help", "?", "帮助", "怎么用")
# A word ends where another begins, or before a number: 查看D-12. Words of a decision itself may begin like one.
_ENDS = re.compile(r"$|[\s:,，：#<]|(?<![a-z])[dt]-?[0-9]|(?<![a-z])(?:csv|markdown|md)")
_NUMBERED = re.compile(r"$|[\s:,，：]*(?:$|[dt][-–]?[0-9])")
_LIST = Text("decide list", "决策 列表")
_HEADLINE = Text("Log what was decided, and learn what came of it", "记录决策，跟踪效果")
_FORM = Text(
    "Press “Log decision” on an alert, pick it in the menu of any message, mention me in a thread with “decide …”, "
    "or write it here: decide move 20% of search spend to email",
    "在预警上点「记录决策」，在任意消息的菜单里选择它，在消息串里 @我 说「决策 …」，"
    "或直接写：决策 把搜索预算的20%转到邮件",
)
