"""What a digest says at a time that it is due."""

from dataclasses import replace
from datetime import datetime

from analysis.digests import reading
from analysis.digests.schedule import ON_TIME
from analysis.errors import ImpossibleQuestion
from analysis.model import Lang, Text
from handlers import manners, summary
from handlers.ask import ask
from handlers.command import Audience, Notice, Reply, Shop, mention
from handlers.digests import morning, place
from handlers.digests.due import Readers
from storage.records.digests.model import Digest


def notice(digest: Digest, due: datetime, now: datetime, shop: Shop) -> Notice:
    """The digest of `due`, its days counted from then. Raises Mistake where it cannot be sent, and Unavailable."""
    told = place.lang(digest.request, shop)
    reply = content(digest, due, told, shop)
    notes = (*reply.notes, _WHOSE.of(told, digest=digest.name, when=reading.write(digest.request.schedule, told)))
    if now - due > ON_TIME:
        notes = (_LATE.of(told, when=place.when(digest, due, now, shop, told)), *notes)
    key = f"{digest.name}/{due:%Y-%m-%dT%H:%MZ}"
    return Notice(key, replace(reply, notes=notes), digest.request.channel, told, person=digest.request.person)


def content(digest: Digest, due: datetime, told: Lang, shop: Shop) -> Reply:
    """What there is to say as of `due`. Raises Mistake and Unavailable."""
    wanted = digest.request
    if not place.direct(wanted) and shop.mail.reaches(wanted.channel) is False:
        raise _elsewhere(digest, _UNREACHED, due, shop)
    if wanted.question == reading.MORNING.en:
        channel = "" if place.direct(wanted) else wanted.channel
        return morning.compose(Readers(channel, wanted.person, told, due), shop)
    answered = ask(wanted.question, shop, told, due)
    if not place.direct(wanted) and not manners.may_see(answered.answer.metric, wanted.channel):
        raise _elsewhere(digest, _NOT_THERE, due, shop)
    return summary.reply(answered, shop, Audience.CHANNEL)


def _elsewhere(digest: Digest, sentence: Text, due: datetime, shop: Shop) -> ImpossibleQuestion:
    """It cannot go where it is to go: the same can be had in direct messages."""
    wanted = digest.request
    same = reading.write(wanted.schedule, wanted.lang), place.says(wanted, due, shop, wanted.lang)
    where = mention(wanted.channel)
    filled = Text(sentence.en.format(channel=where), sentence.zh.format(channel=where))
    return ImpossibleQuestion(filled, (" ".join((*same, _QUIETLY.of(wanted.lang))),))


_LATE = Text("Late: it was due {when}.", "迟到：原定{when}发送。")
_WHOSE = Text(
    "{digest} · {when} · to stop it: digest pause {digest}", "{digest} · {when} · 不再发送：定时 暂停 {digest}"
)
_QUIETLY = Text("quietly", "私下")
_UNREACHED = Text(
    "I am not in {channel}: invite me with /invite, or have it in our direct messages:",
    "我不在 {channel} 里：请用 /invite 邀请我，或改为发到我们的私信：",
)
_NOT_THERE = Text(
    "That metric is not for {channel}. In our direct messages it works:",
    "这个指标不对 {channel} 开放，可以改为发到我们的私信：",
)
