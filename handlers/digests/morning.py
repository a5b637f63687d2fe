"""The morning digest: what moved on the last full day, what is open, what is due."""

from collections.abc import Iterable
from datetime import timedelta

from analysis import periods, words
from analysis.model import Comparison, Lang, Look, Query, Text
from charts import tiles as tiled
from handlers import ask, manners, offers
from handlers.ask import Answered, measure
from handlers.command import Audience, Reply, Shop, Step
from handlers.digests import due
from handlers.digests.due import Readers
from handlers.phrases import DOT, moved, value
from storage.records import Scope


def compose(to: Readers, shop: Shop) -> Reply:
    """The whole of it for a channel or a person. Raises Unavailable."""
    answers = _answers(to, shop)
    open_now, reviews, todos = due.alerts(to, shop), due.reviews(to, shop), due.todos(to, shop)
    owed = (*reviews, *todos)
    body = (
        _section(_MOVED, [_line(one) for one in answers] or [_NO_DATA.of(to.lang)], to.lang),
        _section(_OPEN if open_now else _CALM, open_now, to.lang),
        _section(_DUE if owed else _NOTHING_DUE, owed, to.lang),
    )
    steps = (Step("kpi.ask", _ALERTS.of(to.lang), "alert list"),) if open_now else ()
    look = Look(to.lang, shop.catalog.currency)
    return Reply(
        _headline(answers, to, shop),
        body=body,
        charts=(tiled([one.answer for one in answers], look),) if answers else (),
        notes=(_AGAINST.of(to.lang),) if answers else (),
        steps=steps,
        audience=Audience.CHANNEL,
        about=answers[0].canonical if answers else "",
    )


def _answers(to: Readers, shop: Shop) -> list[Answered]:
    """The tiles of the channel or the person for the last full day that has data: what moved most comes first."""
    scope, subject = (Scope.CHANNEL, to.channel) if to.channel else (Scope.PERSON, to.person)
    chosen = shop.records.preferences.of(scope, subject).get(manners.TILES, "")
    vocabulary = ask.words(shop)
    clock = periods.Clock(to.now, vocabulary.zone, vocabulary.week_start)
    day = clock.today - timedelta(days=1)
    name = "yesterday"
    if vocabulary.last_day is not None and vocabulary.last_day < day:
        day, name = vocabulary.last_day, ""
    period = periods.over(day, day + timedelta(days=1), vocabulary.zone, name)
    answers = [
        measure(Query(metric.id, period, comparison=Comparison.SAME_WEEKDAY), shop, to.lang)
        for metric in offers.tiles(shop, chosen)
        if manners.may_see(metric, to.channel or None)
    ]
    known = [one for one in answers if one.answer.value is not None]
    return sorted(known, key=_moved, reverse=True)


def _moved(answered: Answered) -> float:
    """By which share it moved, up or down."""
    before = answered.answer.change.value if answered.answer.change else None
    return abs((answered.answer.value or 0.0) - before) / abs(before) if before else 0.0


def _headline(answers: list[Answered], to: Readers, shop: Shop) -> str:
    day = answers[0].query.period.first_day if answers else to.now.astimezone(shop.catalog.zone).date()
    weekday = words.weekday(day.weekday(), to.lang)
    return _TITLE.of(to.lang, shop=shop.catalog.name, weekday=weekday, day=words.day(day, to.lang))


def _line(answered: Answered) -> str:
    """A metric, its value, how it moved, and what stands out about it."""
    answer, lang = answered.answer, answered.lang
    parts = [f"{answer.metric.label.of(lang)} {value(answer.value, answer.metric, answered.look.currency, lang)}"]
    if answer.change is not None and answer.change.value is not None:
        parts.append(moved(answer.metric, answer.change.value, answer.value, lang))
    return DOT.join((*parts, *_standout(answered)))


def _standout(answered: Answered) -> tuple[str, ...]:
    return tuple(found.sentence.of(answered.lang) for found in answered.answer.findings if found.kind == "standout")


def _section(heading: Text, lines: Iterable[str], lang: Lang) -> str:
    return "\n".join((heading.of(lang), *(f"• {line}" for line in lines)))


_TITLE = Text("☀️ {shop} · {weekday} {day}", "☀️ {shop} · {day} {weekday}")
_MOVED = Text("📊 What moved", "📊 有哪些变化")
_OPEN = Text("🔴 What is open", "🔴 待处理的预警")
_DUE = Text("📌 What is due", "📌 今天到期的事")
_CALM = Text("🟢 No alert is open", "🟢 没有待处理的预警")
_NOTHING_DUE = Text("📌 Nothing is due today", "📌 今天没有到期的事")
_NO_DATA = Text("There are no numbers for that day yet.", "当天还没有数据。")
_AGAINST = Text("Changes are against the same weekday a week before.", "变化均与上周同一天相比。")
_ALERTS = Text("All alerts and rules", "全部预警和规则")
