"""`board …`: made, listed, changed and removed in words."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from analysis.errors import ImpossibleQuestion, UnclearName, UnknownName
from analysis.language import normal
from analysis.model import Lang, Text
from handlers.boards import content, keep
from handlers.command import Call, Item, Reply, Shop, Step, mention
from handlers.decide import moves
from storage.records.boards import Board, Kind, Status

CHANNELS: Final = ("C", "G")
MOST: Final = 10
_VERB = re.compile(
    r"(?P<create>create|new|add|新建|创建|添加)|(?P<edit>edit|change|修改|编辑)"
    r"|(?P<remove>remove|delete|移除|删除)|(?P<list>list|列表)|(?P<help>help|帮助|\?)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\s*[bB][-–]?(\d{1,9})(?!\w)[\s,，]*")


def board(call: Call, shop: Shop) -> Reply:
    """`board create …`, `board edit B-2 …`, `board remove B-2`, `boards`. Raises Mistake and Unavailable."""
    text = normal.cleaned(call.text)
    if not text:
        return listed(call, shop)
    found = _VERB.match(text)
    if found is None or found.lastgroup is None:
        raise ImpossibleQuestion(_HOW, (content.EXAMPLE.of(call.lang), "boards"))
    return _VERBS[found.lastgroup](replace(call, text=text[found.end() :].strip(" :：")), shop)


def create(call: Call, shop: Shop) -> Reply:
    """Put a new board up in the channel that it was asked for in."""
    channel = call.channel or ""
    if not channel.startswith(CHANNELS):
        raise ImpossibleQuestion(_CHANNEL, (content.EXAMPLE.of(call.lang),))
    if shop.mail.reaches(channel) is False:
        raise ImpossibleQuestion(_INVITE, (content.EXAMPLE.of(call.lang),))
    if len(shop.records.boards.live(channel)) >= MOST:
        raise ImpossibleQuestion(_MANY, ("boards",))
    asked = content.read(call.text, call, shop)
    number = shop.records.boards.number()
    made = Board(number, asked.name, asked.kind, asked.questions, call.person, channel, call.lang, call.now, call.now)
    keep.put_up(made, call, shop)
    return Reply(
        _MADE.of(call.lang, name=made.name, id=made.card),
        notes=(_KEPT[made.kind].of(call.lang), _END.of(call.lang, id=made.card)),
    )


def edit(call: Call, shop: Shop) -> Reply:
    """Let a board show something else from now on."""
    before, rest = _said(call, shop)
    asked = content.read(rest, replace(call, channel=before.channel), shop)
    after = replace(before, name=asked.name, kind=asked.kind, questions=asked.questions)
    keep.update(before, call.now, shop, after)
    return Reply(_CHANGED.of(call.lang, name=after.name, id=after.card))


def remove(call: Call, shop: Shop) -> Reply:
    """Take a board down, and its pin off."""
    found, _ = _said(call, shop)
    keep.take_down(found, call, shop)
    return Reply(_GONE.of(call.lang, name=found.name, id=found.card))


def pressed(call: Call, shop: Shop) -> Reply:
    """The button of a board in the list."""
    return replace(remove(replace(call, text=call.value), shop), replaces=False)


def moved(call: Call, shop: Shop) -> None:
    """A decision moved by its menu on a board, which then shows it there. Raises Mistake."""
    moves.picked(call, shop)
    for one in shop.records.boards.live(call.channel or "-"):
        if one.kind is Kind.DECISIONS:
            keep.update(one, call.now, shop)


def listed(call: Call, shop: Shop) -> Reply:
    """The boards of the channel; elsewhere those that the caller made."""
    here = bool(call.channel and call.channel.startswith(CHANNELS))
    found = [one for one in shop.records.boards.live() if (one.channel == call.channel if here else _own(one, call))]
    if not found:
        example = content.EXAMPLE.of(call.lang)
        return Reply((_NONE if here else _NONE_OWN).of(call.lang), body=(_FIRST.of(call.lang), example))
    headline = _HERE if here else _YOURS
    return Reply(headline.of(call.lang, n=len(found)), items=tuple(_item(one, call.lang) for one in found))


def helped(call: Call, _shop: Shop) -> Reply:
    """What can be said."""
    return Reply(_TITLE.of(call.lang), body=tuple(line.of(call.lang) for line in _USAGE))


def _item(one: Board, lang: Lang) -> Item:
    what = _OF_DECISIONS.of(lang) if one.kind is Kind.DECISIONS else ", ".join(one.questions)
    told = f"{one.card} · {one.name} · {what} · {mention(one.channel)} · {mention(one.person)}"
    confirm = _SURE.of(lang, name=one.name)
    return Item(told, Step("board.remove", _REMOVE.of(lang), one.card, confirm=confirm))


def _said(call: Call, shop: Shop) -> tuple[Board, str]:
    """The board that words begin with, and the rest. Raises Mistake where the caller may not change it."""
    named = _NAMED.match(call.text)
    if named is None:
        raise UnclearName(_WHICH, ("boards",))
    found = shop.records.boards.find(int(named[1]))
    # Whether there is one elsewhere is nobody's business here.
    mine = found is not None and (_own(found, call) or found.channel == call.channel)
    if found is None or not mine or found.status is not Status.LIVE:
        raise UnknownName(Text(_UNKNOWN.en.format(id=named[1]), _UNKNOWN.zh.format(id=named[1])), ("boards",))
    return found, call.text[named.end() :].strip()


def _own(one: Board, call: Call) -> bool:
    return one.person == call.person


_VERBS: Final[dict[str, Callable[[Call, Shop], Reply]]] = {
    "create": create,
    "edit": edit,
    "remove": remove,
    "list": listed,
    "help": helped,
}
_HOW = Text("Boards are made, listed, changed and removed like this:", "看板可以这样新建和查看：")
_CHANNEL = Text("A board hangs in a channel: ask for it there. Like this:", "看板要放在频道里，请在频道中这样说：")
_INVITE = Text("I am not in this channel: invite me first. Then:", "我还不在本频道，请先邀请我，然后：")
_MANY = Text("This channel has 10 boards already. Remove one first:", "本频道已有10个看板，请先移除一个：")
_MADE = Text("The board “{name}” ({id}) is up.", "看板「{name}」（{id}）已建好。")
_KEPT = {
    Kind.METRICS: Text(
        "It is pinned, and brought up to date when its numbers move, at most every 10 minutes.",
        "已置顶；数字有变化时更新，最多每10分钟一次。",
    ),
    Kind.DECISIONS: Text("It is pinned, and follows the decisions of this channel.", "已置顶，随本频道的决策更新。"),
}
_END = Text("To end it, unpin it, or say: board remove {id}", "不再需要时取消置顶，或说：看板 移除 {id}")
_CHANGED = Text("The board “{name}” ({id}) is changed.", "看板「{name}」（{id}）已修改。")
_GONE = Text("The board “{name}” ({id}) is removed.", "看板「{name}」（{id}）已移除。")
_NONE = Text("This channel has no board yet.", "本频道还没有看板。")
_NONE_OWN = Text("You have made no board yet. A board hangs in a channel.", "您还没有建过看板。看板放在频道里。")
_FIRST = Text("Make the first one, like this:", "可以这样新建：")
_HERE = Text("Boards in this channel: {n}", "本频道的看板：{n}")
_YOURS = Text("Your boards: {n}", "您的看板：{n}")
_OF_DECISIONS = Text("decisions of the channel", "本频道的决策")
_REMOVE = Text("Remove", "移除")
_SURE = Text("Remove the board “{name}”? Its message and its pin go.", "移除看板「{name}」？消息内容和置顶都会取消。")
_WHICH = Text("Which board? Name it, as in B-2. These are here:", "是哪个看板？请写编号，例如 B-2。本频道的看板：")
_UNKNOWN = Text("There is no board B-{id} here. These are:", "这里没有编号为 B-{id} 的看板。已有的：")
_TITLE = Text("Boards: pinned messages that stay up to date", "看板：置顶并自动更新的消息")
_USAGE = (
    content.EXAMPLE,
    Text("board create Decisions", "看板 新建 决策"),
    Text("board edit B-2 Sales: revenue, orders", "看板 修改 B-2 销售：销售额、订单数"),
    Text("board remove B-2", "看板 移除 B-2"),
    Text("boards", "看板"),
)
