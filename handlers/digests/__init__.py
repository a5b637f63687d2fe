"""Digests in Slack: questions that are asked on a schedule, and the morning digest."""

from dataclasses import replace

from analysis.digests import reading
from analysis.language import normal
from analysis.model import Text
from handlers.command import Audience, Call, Reply, Shop
from handlers.digests import create, keeping, morning, sending
from handlers.digests.due import Readers
from handlers.tables import Action, Command, Job
from handlers.verbs import VERBS as WORDS

_VERBS = {
    keeping.everything: ("list", "ls", "列表", "有哪些"),
    keeping.pause: ("pause", "stop", "暂停", "停止"),
    keeping.resume: ("resume", "start", "恢复", "启用", "找回"),
    keeping.remove: ("remove", "delete", "删除", "取消"),
    keeping.now: ("now", "run now", "run", "send now", "send", "立即发送", "马上发送", "现在发送", "立即"),
}
_SPOKEN = sorted(((word, run) for run, words in _VERBS.items() for word in words), key=lambda row: -len(row[0]))


def digest(call: Call, shop: Shop) -> Reply:
    """What follows the word: a verb and the number of a digest, else a new digest; the morning digest at once."""
    text = normal.cleaned(call.text)
    lowered = normal.lowered(text)
    if not text:
        return keeping.everything(call, shop)
    if reading.is_morning(text):
        private = call.channel is None or call.channel.startswith("D")
        return replace(
            morning.compose(Readers("" if private else call.channel or "", call.person, call.lang, call.now), shop),
            audience=Audience.PERSON,
        )
    for word, run in _SPOKEN:
        rest = lowered.removeprefix(word)
        if rest != lowered and (not rest or not rest[0].isalpha() or rest[0] == "g"):
            return run(replace(call, text=text[len(word) :].strip(" :,，："), value=""), shop)
    return create.create(call, shop)


COMMANDS: tuple[Command, ...] = (
    Command(
        "digest",
        WORDS["digest"],
        Text("every weekday 09:00 revenue yesterday", "每个工作日 9点 销售额 昨天"),
        Text(
            "have a question or the morning digest (“morning”) sent on a schedule; “digests” lists them",
            "按时发送一个问题的回答或早报；「定时 列表」查看全部",
        ),
        digest,
    ),
)

ACTIONS: tuple[Action, ...] = (
    Action("digest.every", Text("have it sent every weekday at nine", "每个工作日9点发送"), create.every),
    Action("digest.now", Text("send a digest now", "立即发送定时报告"), keeping.now),
    Action("digest.pause", Text("send a digest no more for now", "暂停定时报告"), keeping.pause),
    Action("digest.resume", Text("send a digest again", "恢复定时报告"), keeping.resume),
    Action("digest.remove", Text("drop a digest", "删除定时报告"), keeping.remove),
)

JOBS: tuple[Job, ...] = (
    Job(
        "digest.send",
        Text("sends what was asked for on a schedule", "按时发送定时报告"),
        "* * * * *",
        sending.send,
        at_start=True,
    ),
)
