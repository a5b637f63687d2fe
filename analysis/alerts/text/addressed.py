"""Readers of whom a rule speaks to, under which name and at what length: owner, to, escalate, name, cap."""

import re

from analysis.alerts.rule import Escalation
from analysis.alerts.text import complaints, durations
from analysis.alerts.text.amounts import unfinished
from analysis.alerts.text.parts import Setting
from analysis.errors import UnknownName
from analysis.language import numerals
from analysis.language.pieces import Wrong
from analysis.language.source import NOTHING, Found, Source
from analysis.model import Text

_ANYONE = r"<(?:@|#|!subteam\^)(?P<id>[a-z0-9]+)>"
_PERSON = r"<@(?P<id>[a-z0-9]+)>"
_CHANNEL = r"<#(?P<id>[a-z0-9]+)>"
OWNER = re.compile(
    r"(?:owner|owned by|assign(?:ed)?(?: to)?|tell|notify|ping|cc|负责人|归|通知|提醒)(?: is|是|为)?"
    rf" ?[:：]? ?{_PERSON}"
)
CHANNEL = re.compile(
    rf"(?:(?:post(?:ed)?|send|sent|tell|notify) )?(?:to|in|into|channel|发送?到|推送到|通知到|发|到|在)? ?{_CHANNEL}"
)
ESCALATE = re.compile(
    rf"(?:escalate[sd]?(?: to)?|升级(?:给|到|至)?) ?{_ANYONE}"
    r"(?P<after> ?(?:after|if not handled (?:in|within|for)|在)?) ?"
)
ESCALATE_TAIL = re.compile(" ?(?:后|之后|未处理|没人处理)")
MENTION = re.compile(_ANYONE)
NAMED = re.compile(
    r"(?:(?:owner|owned by|escalate(?: to)?|to|tell|notify|负责人|发送?到|升级给?) ?)?[@#][^\s,;:\"<>]{1,80}"
)
CAP = re.compile(
    rf"(?:cap(?:ped)?(?: at)?|list(?: up to)?|show at most) (?P<n>{numerals.COUNT})"
    r"(?: (?:rows|items|instances|lines))?(?![a-z0-9])"
    rf"|(?:最多列?出?|列出|上限)(?:前)? ?(?P<zn>{numerals.COUNT})[个条项]?"
)
NAME = re.compile(
    "(?:name[d]?|called|titled?|名称|名字|取名|命名为?|叫做?|标题)"
    '(?: is|是|为)? ?[:：]? ?(?:"(?P<name>[^"]*)"|(?P<bare>[^\\s,;"]+))'
)
LONGEST_NAME = 80


def owner(source: Source, start: int) -> Found:
    """Owner <@U1>, 负责人 <@U1>."""
    match = OWNER.match(source.text, start)
    return (Setting("owner", match["id"].upper()), match.end()) if match else NOTHING


def channel(source: Source, start: int) -> Found:
    """To <#C1>, 发到 <#C1>, or the channel by itself."""
    match = CHANNEL.match(source.text, start)
    return (Setting("channel", match["id"].upper()), match.end()) if match else NOTHING


def escalate(source: Source, start: int) -> Found:
    """Escalate <@U2> after 2h, 升级 <@U2> 2小时后."""
    match = ESCALATE.match(source.text, start)
    if match is None:
        return NOTHING
    length, end = durations.at(source.text, match.end())
    if length is None:
        said = source.text[start : match.end("id") + 1]
        whom = said[said.index("<") :].upper().replace("SUBTEAM", "subteam")
        phrase = Text(f"escalate {whom} after 2h", f"升级 {whom} 2小时后")
        return unfinished(source, complaints.HOW_LONG, phrase), match.end("id") + 1
    tail = ESCALATE_TAIL.match(source.text, end)
    return Setting("escalation", Escalation(match["id"].upper(), length.whole)), tail.end() if tail else end


def mention(source: Source, start: int) -> Found:
    """Somebody who is named without a word on what for, or by a name that Slack has not made a link of."""
    if match := MENTION.match(source.text, start):
        whom = match[0].upper().replace("SUBTEAM", "subteam")
        person = match[0].startswith("<@")
        instead = Text(f"owner {whom}", f"负责人 {whom}") if person else Text("", "")
        sentence = Text(complaints.WHO.en.replace("{word}", whom), complaints.WHO.zh.replace("{word}", whom))
        return unfinished(source, sentence, instead), match.end()
    if match := NAMED.match(source.text, start):
        word = match[0].rpartition(" ")[2].replace("{", "{{").replace("}", "}}")
        sentence = complaints.NOT_LINKED
        told = Text(sentence.en.replace("{word}", word), sentence.zh.replace("{word}", word))
        return Wrong(UnknownName, told, ("",)), match.end()
    return NOTHING


def cap(source: Source, start: int) -> Found:
    """Cap 10, 最多列出10个."""
    match = CAP.match(source.text, start)
    return (Setting("cap", numerals.count(match["n"] or match["zn"])), match.end()) if match else NOTHING


def name(source: Source, start: int) -> Found:
    """Name "Morning check": where it stands in the text, for its case is lost here."""
    match = NAME.match(source.text, start)
    if match is None:
        return NOTHING
    if match["bare"]:
        bare = match["bare"]
        return unfinished(source, complaints.IN_QUOTES, Text(f'name "{bare}"', f'名称 "{bare}"')), match.end()
    if not 1 <= len(match["name"].strip()) <= LONGEST_NAME:
        short = match["name"].strip()[:LONGEST_NAME] or "KPI"
        return unfinished(source, complaints.LONG_NAME, Text(f'name "{short}"', f'名称 "{short}"')), match.end()
    return Setting("name", slice(*match.span("name"))), match.end()
