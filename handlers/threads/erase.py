"""What a person wrote in logs, erased because they say so."""

from analysis.errors import ImpossibleQuestion
from analysis.model import Text
from handlers import kpi
from handlers.command import Call, Reply, Shop, Step

_MINE = frozenset({"my comments", "comments", "mine", "我的评论", "评论", "我的留言", "留言"})


def asked(call: Call, shop: Shop) -> Reply:
    """Say how much that is, and ask once more."""
    if " ".join(call.text.casefold().split()) not in _MINE:
        raise ImpossibleQuestion(_WRITE, (_EXAMPLE.of(call.lang),))
    count = shop.records.comments.count(call.person)
    if not count:
        return Reply(_NONE.of(call.lang))
    step = Step("threads.erase", _ERASE.of(call.lang), primary=True, confirm=_SURE.of(call.lang))
    return Reply((_ONE if count == 1 else _MANY).of(call.lang, n=count), notes=(_WHAT.of(call.lang),), steps=(step,))


def erased(call: Call, shop: Shop) -> Reply:
    """Erase it."""
    count = shop.records.comments.erase(call.person)
    kpi.note(call, shop, "erased", "comments")
    return Reply(_ERASED.of(call.lang, n=count), replaces=True)


_EXAMPLE = Text("erase my comments", "抹除 我的评论")
_WRITE = Text("I can erase what you wrote in logs. Say:", "我可以抹除您在记录里写过的内容。请这样说：")
_NONE = Text("Nothing that you wrote is kept in any log.", "没有任何记录保留着您写的内容。")
_ONE = Text("1 comment of yours is kept in logs", "记录里保留着您的 1 条评论")
_MANY = Text("{n} comments of yours are kept in logs", "记录里保留着您的 {n} 条评论")
_WHAT = Text(
    "Erased are their words, their earlier versions and your emoji on other comments; that you wrote something stays. "
    "The messages in Slack are yours to delete.",
    "将抹除评论内容、历次修改和您点的表情，只留下您曾经发言的标记。Slack 里的消息请自行删除。",
)
_ERASE = Text("Erase them", "抹除")
_SURE = Text("Nobody can bring them back.", "抹除后无法恢复。")
_ERASED = Text("Erased: {n}", "已抹除：{n} 条")
