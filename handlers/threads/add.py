"""Add to log: a message from anywhere in a channel, put under the alert or the decision that it is about."""

from itertools import chain
from typing import Final

from analysis.errors import ImpossibleQuestion
from analysis.model import Lang, Text
from handlers import kpi
from handlers.alerts import naming
from handlers.command import Call, Option, Reply, Shop, Step
from handlers.said import Said
from handlers.threads.text import short
from storage.records import Setter
from storage.records.alerts.decisions import Search
from storage.records.threads.model import Kind, Subject, Thread

MOST: Final = 12
_NAME: Final = 60


def add(call: Call, shop: Shop) -> Reply:
    """Keep a message, and from now on its thread, in the log of the latest alert or decision of the channel."""
    said = call.said
    if said is None or said.written is None:
        raise ImpossibleQuestion(_NOBODYS, ("alert history",))
    if said.thread.channel.startswith("D"):
        raise ImpossibleQuestion(_PRIVATE, ("alert history",))
    bound = shop.records.logs.subject(said.thread)
    choices = _choices(said.thread.channel, call.lang, shop)
    if bound is None and not choices:
        raise ImpossibleQuestion(_NOTHING, ("help alert",))
    subject = bound or _subject(choices[0].value)
    _keep(said, subject, call, shop)
    label = next((each.label for each in choices if _subject(each.value) == subject), str(subject))
    return Reply(
        _ADDED.of(call.lang, subject=label), notes=(_FROM_NOW.of(call.lang),), steps=_steps(said, choices, call)
    )


def moved(call: Call, shop: Shop) -> Reply:
    """Let a thread belong to another alert or decision."""
    named, _, root = call.value.partition(" ")
    thread, subject = Thread(call.channel or "", root), _subject(named)
    choices = _choices(thread.channel, call.lang, shop)
    label = next((each.label for each in choices if _subject(each.value) == subject), None)
    if not root or label is None:
        raise ImpossibleQuestion(_NOTHING, ("alert history",))
    shop.records.logs.bind(thread, subject, Setter(call.person, call.now))
    kpi.note(call, shop, "logged", str(subject))
    return Reply(_ADDED.of(call.lang, subject=label), replaces=True)


def _keep(said: Said, subject: Subject, call: Call, shop: Shop) -> None:
    shop.records.logs.bind(said.thread, subject, Setter(call.person, call.now))
    if said.written is not None:
        shop.records.comments.keep(said.thread, said.ts, said.person, said.written)
    kpi.note(call, shop, "logged", str(subject))


def _steps(said: Said, choices: tuple[Option, ...], call: Call) -> tuple[Step, ...]:
    """To say that it is about something else."""
    options = tuple(Option(each.label, f"{each.value} {said.thread.root}") for each in choices)
    return (Step("threads.move", _MOVE.of(call.lang), options=options),) if len(options) > 1 else ()


def _choices(channel: str, lang: Lang, shop: Shop) -> tuple[Option, ...]:
    """The latest alerts and decisions of a channel, the latest first."""
    episodes = shop.records.episodes.recent(MOST, channel=channel)
    decisions = shop.records.decisions.search(Search(channel=channel, limit=MOST))
    alerts = (
        (each.fired_at, Subject(Kind.ALERT, each.id), _titled(each.rule_id, channel, lang, shop)) for each in episodes
    )
    decided = ((each.at, Subject(Kind.DECISION, each.id), each.latest.said.what) for each in decisions)
    latest = sorted((each for each in chain(alerts, decided) if each[2]), key=lambda each: each[0], reverse=True)
    return tuple(Option(short(f"{subject} · {what}", _NAME), str(subject)) for _, subject, what in latest[:MOST])


def _titled(rule_id: int, channel: str, lang: Lang, shop: Shop) -> str:
    """What an alert is about; nothing where the channel may not know."""
    kept = shop.records.rules.find(rule_id)
    return naming.title(kept, shop, lang) if kept and naming.seen(kept, channel, shop) else ""


def _subject(named: str) -> Subject:
    letter, _, number = named.partition("-")
    return Subject(Kind(letter), int(number))


_ADDED = Text("In the log of {subject}", "已记入 {subject}")
_FROM_NOW = Text(
    "This message is kept there, and what is said in its thread from now on; edits and deletions follow.",
    "这条消息已保留，之后话题里的回复也会一并记录；编辑和删除会同步。",
)
_MOVE = Text("About something else", "换一个归属")
_NOBODYS = Text(
    "Only what a person wrote can be added to a log. Open the menu of such a message, or look at the logs:",
    "只有成员写的消息才能加入记录。请在这样的消息上打开菜单，或先查看已有记录：",
)
_PRIVATE = Text(
    "This talk is between us, and stays out of every log. In a channel it works; look at the logs:",
    "这里是私聊，不会加入任何记录。请在频道里使用，或先查看已有记录：",
)
_NOTHING = Text(
    "There is no alert and no decision in this channel yet that this could be about. How alerts are made:",
    "本频道还没有可归属的预警或决策。先了解如何新建预警：",
)
