"""A digest made: from words, or from the button under an answer."""

from dataclasses import dataclass
from datetime import time

from analysis import language
from analysis.digests import reading
from analysis.digests.schedule import WEEKDAYS, Schedule
from analysis.errors import ImpossibleQuestion, Mistake, NoData, UnclearName
from analysis.model import Lang, Query, Text
from handlers import kpi, manners
from handlers.ask import asked, words
from handlers.command import Audience, Call, Origin, Reply, Shop, Step
from handlers.digests import place
from storage.records.digests.model import Digest, Request

NINE = time(9)


def create(call: Call, shop: Shop) -> Reply:
    """Keep the digest that the words ask for, for the channel or the person. Raises Mistake and Unavailable."""
    told = _scheduled(call, shop)
    try:
        wish = _wish(told, call, shop)
    except Mistake as fault:
        # What works of the question works on the same schedule.
        when = reading.write(told.schedule, call.lang)
        fault.suggestions = tuple(f"{when} {each}" for each in fault.suggestions)
        raise
    if call.origin is Origin.TERMINAL:
        raise ImpossibleQuestion(_IN_SLACK, () if wish.query is None else (wish.question,))
    wanted = Request(wish.question, told.schedule, call.person, _channel(wish, call, shop), call.lang)
    return _keep(wanted, call, shop)


def _scheduled(call: Call, shop: Shop) -> reading.Scheduled:
    """When and what. What it offers instead has been tried."""
    try:
        return reading.read(call.text)
    except Mistake as fault:
        sound = tuple(each for each in fault.suggestions if _works(each, call, shop))
        fault.suggestions = sound or (EXAMPLE.of(call.lang),)
        raise


def _works(text: str, call: Call, shop: Shop) -> bool:
    try:
        _wish(reading.read(text), call, shop)
    except Mistake:
        return False
    return True


def every(call: Call, shop: Shop) -> Reply:
    """The button under an answer: its question at nine on weekdays, in the person's direct messages."""
    question = language.write(_query(call.value or call.text, call, shop), words(shop), Lang.EN)
    return _keep(Request(question, Schedule(WEEKDAYS, NINE), call.person, call.person, call.lang), call, shop)


def buttons(digest: Digest, lang: Lang) -> tuple[Step, ...]:
    """What can be done with a digest that is on."""
    return tuple(
        Step(action, label.of(lang), digest.name)
        for action, label in (("digest.now", _NOW), ("digest.pause", _PAUSE), ("digest.remove", _REMOVE))
    )


@dataclass(frozen=True)
class _Wish:
    """What is to be asked, in the words it is kept in, and whether for the person alone; no query: the morning."""

    question: str
    query: Query | None
    quietly: bool


def _wish(told: reading.Scheduled, call: Call, shop: Shop) -> _Wish:
    hushed = language.read(f"digest {told.what}", words(shop), call.now)
    quietly = hushed.quietly or call.quietly
    if reading.is_morning(hushed.rest):
        return _Wish(reading.MORNING.en, None, quietly)
    if hushed.rest:
        held = shop.records.saved.find(call.person, hushed.rest)
        query: Query | None = _query(held.question if held else hushed.rest, call, shop)
    else:
        query = kpi.last(call, shop)
    if query is None:
        raise UnclearName(_WHAT, tuple(each.of(call.lang) for each in (_REVENUE, reading.MORNING)))
    return _Wish(language.write(query, words(shop), Lang.EN), query, quietly)


def _query(text: str, call: Call, shop: Shop) -> Query:
    """The question in a text. One that has no data today may have some when it is asked."""
    try:
        return asked(language.read(text, words(shop), call.now))
    except NoData as nothing:
        if nothing.query is None:
            raise
        return nothing.query


def _channel(wish: _Wish, call: Call, shop: Shop) -> str:
    """Where it is to go: here, or to the person's direct messages. Raises ImpossibleQuestion if I am not here."""
    here = call.channel
    if wish.quietly or here is None or here.startswith("D") or not _allowed(wish, here, shop):
        return call.person
    if shop.mail.reaches(here) is False:
        raise ImpossibleQuestion(_NOT_HERE, (f"{call.text} {_QUIETLY.of(call.lang)}",))
    return here


def _allowed(wish: _Wish, channel: str, shop: Shop) -> bool:
    return wish.query is None or manners.may_see(shop.catalog.metric(wish.query.metric), channel)


def _keep(wanted: Request, call: Call, shop: Shop) -> Reply:
    same = next((each for each in shop.records.digests.of(wanted.person) if _alike(each.request, wanted)), None)
    if same is not None:
        return _told(same, _ALREADY, call, shop)
    digest = shop.records.digests.add(wanted, call.now, wanted.schedule.after(call.now, shop.catalog.zone))
    kpi.note(call, shop, "digest.create", f"{digest.name} {wanted.question}")
    return _told(digest, _ON, call, shop)


def _alike(one: Request, other: Request) -> bool:
    return (one.question, one.schedule, one.channel) == (other.question, other.schedule, other.channel)


def _told(digest: Digest, headline: Text, call: Call, shop: Shop) -> Reply:
    """That it is on, what it asks, where and when it comes first."""
    lang, wanted = call.lang, digest.request
    first = place.when(digest, digest.next_at, call.now, shop, lang)
    next_one = _NEXT.of(lang, when=first, where=place.named(wanted, lang))
    asks = place.says(wanted, call.now, shop, lang)
    private = place.direct(wanted) or call.origin is Origin.ACTION
    audience = Audience.THREAD if call.origin is Origin.MENTION else Audience.CHANNEL
    return Reply(
        headline.of(lang, digest=digest.name, when=reading.write(wanted.schedule, lang)),
        body=(_ALL_OF_IT.of(lang) if wanted.question == reading.MORNING.en else asks, next_one),
        notes=(_CLOCK.of(lang, zone=wanted.schedule.clock(shop.catalog.zone).key),),
        steps=buttons(digest, lang),
        audience=Audience.PERSON if private else audience,
    )


EXAMPLE = Text("every weekday 09:00 revenue yesterday by channel", "每个工作日 9点 销售额 昨天 按渠道")
_ALL_OF_IT = Text(
    "The morning digest: what moved yesterday, what is open, what is due.",
    "早报：昨天有哪些变化、待处理的预警、今天到期的事。",
)
_NOW = Text("Send now", "立即发送")
_PAUSE = Text("Pause", "暂停")
_REMOVE = Text("Remove", "删除")
_ON = Text("⏰ {digest} is on: {when}", "⏰ {digest} 已启用：{when}")
_ALREADY = Text("⏰ {digest} does that already: {when}", "⏰ 已有同样的 {digest}：{when}")
_NEXT = Text("Next: {when}, in {where}", "下次：{when}，发到{where}")
_CLOCK = Text("Times are those of {zone}.", "时间按 {zone} 时区。")
_WHAT = Text("What shall I send then? Like this:", "到时发送什么？例如：")
_REVENUE = Text("revenue yesterday by channel", "销售额 昨天 按渠道")
_QUIETLY = Text("quietly", "私下")
_IN_SLACK = Text(
    "Digests are sent in Slack: ask for it there. Here this works:", "定时报告会发到 Slack，请在那里设置。这里可以问："
)
_NOT_HERE = Text(
    "I am not in this channel, so nothing can arrive here: invite me with /invite, or have it in our direct messages:",
    "我不在这个频道里，消息发不过来：请先用 /invite 邀请我，或改为发到我们的私信：",
)
