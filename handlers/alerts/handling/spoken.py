"""What can be done to an alert in words: ack, snooze, assign and the rest; with its number, or of the thread's."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from analysis.alerts.people import Verb
from analysis.alerts.text.moments import until
from analysis.errors import ImpossibleQuestion, UnclearPeriod
from analysis.language import normal
from analysis.model import Text
from handlers.alerts.cards import people
from handlers.alerts.cards.view import View
from handlers.alerts.cards.wording import Wording
from handlers.alerts.handling import actions, snoozing, which
from handlers.alerts.handling.handle import Act, do
from handlers.alerts.handling.which import Which
from handlers.alerts.verbs import Verb as Word
from handlers.command import Call, Reply, Shop

SOURCE = "command"
MOST_WORDS = 8
LONGEST_WHY = 500
_PERSON = re.compile(r"<@([A-Za-z0-9]+)(?:\|[^>]*)?>[\s,:，：]*|(me|myself|我|自己)(?![a-z])[\s,:，：]*")
_TO = re.compile(r"(?:to|给)\s*", re.IGNORECASE)
_BEFORE_WHY = re.compile(
    r"^(?:because(?: of)?|since|reason|for|因为|原因|理由)[\s:：]*|^[,:，：;；\-–—\s]+", re.IGNORECASE
)


def unack(call: Call, shop: Shop) -> Reply:
    """`unack [A-12]`."""
    found = which.said(call, shop, "unack")
    return _told(found, actions.let_go(found.episode.id, SOURCE, call, shop), call, shop)


def snooze(call: Call, shop: Shop) -> Reply:
    """`snooze [A-12] [2h, until tomorrow 9:00] [why]`; an hour where no time is named."""
    found = which.said(call, shop, "snooze")
    try:
        end, why = _until(found.rest, call.now, shop.catalog.zone)
    except UnclearPeriod as slip:
        works = tuple(f"alert snooze A-{found.episode.id} {when}" for when in slip.suggestions)
        raise UnclearPeriod(slip.sentence, works) from slip
    act = Act(Verb.SNOOZE, SOURCE, until=snoozing.bounded(end, call.now), why=why)
    return _told(found, do(found.episode.id, act, call, shop), call, shop)


def assign(call: Call, shop: Shop) -> Reply:
    """`assign [A-12] @bo`, or `assign me`."""
    found = which.said(call, shop, "assign")
    rest = _TO.sub("", found.rest, count=1) if _TO.match(found.rest) else found.rest
    named = _PERSON.match(rest)
    if named is None:
        raise ImpossibleQuestion(_WHOM, (f"alert assign A-{found.episode.id} {_ME.of(call.lang)}",))
    whom = named[1].upper() if named[1] else call.person
    act = Act(Verb.ASSIGN, SOURCE, whom=whom, why=_why(rest[named.end() :]))
    return _told(found, do(found.episode.id, act, call, shop), call, shop)


def _plainly(verb: Verb, word: str) -> Callable[[Call, Shop], Reply]:
    """A deed that needs nothing but a reason, if there is one."""

    def run(call: Call, shop: Shop) -> Reply:
        found = which.said(call, shop, word)
        act = Act(verb, SOURCE, why=_why(found.rest))
        return _told(found, do(found.episode.id, act, call, shop), call, shop)

    return run


def _until(text: str, now: datetime, zone: ZoneInfo) -> tuple[datetime, str]:
    """The time that words begin with, as many of them as make one, and the reason after it."""
    words = normal.cleaned(text).split(" ")
    slips = []
    for count in range(min(len(words), MOST_WORDS), 0, -1):
        try:
            return until(" ".join(words[:count]).rstrip(",，;；:："), now, zone), _why(" ".join(words[count:]))
        except UnclearPeriod as slip:
            slips.append(slip)
    if text and not _BEFORE_WHY.match(text):
        raise slips[0]
    return snoozing.until("1h", now, zone), _why(text)


def _why(text: str) -> str:
    return _BEFORE_WHY.sub("", text.strip()).strip(" \"“”'")[:LONGEST_WHY]


def _told(found: Which, view: View, call: Call, shop: Shop) -> Reply:
    """What stands now, for the person who asked: the channel sees the card and its thread."""
    wording = Wording(replace(view, lang=call.lang), shop)
    done = view.episode.version != found.episode.version
    headline = (_DONE if done else _UNCHANGED).of(call.lang, name=f"A-{found.episode.id}", what=wording.subject())
    body = () if view.over else people.standing(wording.view, wording.times)
    notes = (_OVER.of(call.lang),) if view.over and not done else ()
    return Reply(headline, body=body, notes=notes)


VERBS = (
    Word(
        "ack",
        ("ack", "acknowledge", "take", "处理", "认领", "确认"),
        Text("ack A-12", "处理 A-12"),
        Text("say that you are on it", "表示由您处理"),
        _plainly(Verb.ACK, "ack"),
    ),
    Word(
        "unack",
        ("unack", "release", "不再处理", "放弃处理"),
        Text("unack A-12", "不再处理 A-12"),
        Text("let it go again", "表示不再处理"),
        unack,
    ),
    Word(
        "snooze",
        ("snooze", "暂停提醒", "稍后提醒", "延后"),
        Text("snooze A-12 until tomorrow 9:00 waiting for the supplier", "暂停提醒 A-12 明早9点 等供应商回复"),
        Text("no reminders for a while", "暂停提醒一段时间"),
        snooze,
    ),
    Word(
        "wake",
        ("wake", "unsnooze", "恢复提醒", "取消暂停"),
        Text("wake A-12", "恢复提醒 A-12"),
        Text("end the snooze", "恢复提醒"),
        _plainly(Verb.WAKE, "wake"),
    ),
    Word(
        "assign",
        ("assign", "指派", "分配", "转给"),
        Text("assign A-12 @bo", "指派 A-12 @小波"),
        Text("ask a person to look at it", "指派给某人"),
        assign,
    ),
    Word(
        "resolve",
        ("resolve", "resolved", "done", "已解决", "解决"),
        Text("resolve A-12 the supplier delivered", "已解决 A-12 供应商已补货"),
        Text("mark it as resolved", "标记为已解决"),
        _plainly(Verb.RESOLVE, "resolve"),
    ),
    Word(
        "false",
        ("false alarm", "false", "误报"),
        Text("false A-12 the promotion explains it", "误报 A-12 促销引起"),
        Text("mark it as a false alarm, and why", "标记为误报并说明原因"),
        _plainly(Verb.FALSE_ALARM, "false"),
    ),
    Word(
        "reopen",
        ("reopen", "open again", "重新打开"),
        Text("reopen A-12", "重新打开 A-12"),
        Text("open it again", "重新打开"),
        _plainly(Verb.REOPEN, "reopen"),
    ),
)
"""The words for what people do to an alert."""

_WHOM = Text("Assign it to whom? Name a person with @, or say me:", "要指派给谁？请 @ 一个人，或说「我」：")
_ME = Text("me", "我")
_DONE = Text("Done: {name}, {what}", "已处理：{name}，{what}")
_UNCHANGED = Text("{name} is as it was: {what}", "{name} 没有变化：{what}")
_OVER = Text("It is over already.", "这条预警已经结束。")
