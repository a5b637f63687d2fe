"""An answer without data: why there is none, and the nearest question that has some."""

from dataclasses import replace
from datetime import timedelta

from analysis import periods
from analysis.model import Query, Text
from analysis.words import moment
from handlers import phrases, steps
from handlers.ask import Answered
from handlers.command import Reply, Shop, Step


def reply(answered: Answered, shop: Shop) -> Reply:
    """Say what was not found, where the data ends, and offer what works as buttons."""
    answer, lang = answered.answer, answered.lang
    what, when = phrases.title(answer, shop, lang), phrases.when(answer.query.period, lang)
    return Reply(
        headline=_NOTHING.of(lang, what=what, when=when),
        body=(_why(answered),),
        steps=_offers(answered),
        about=answered.canonical,
    )


def applies(answered: Answered) -> bool:
    """Whether there is nothing to tell but that there is nothing."""
    return answered.answer.value is None and answered.answer.rows.empty


def note(answered: Answered) -> str:
    """The same in one sentence, which ends in a question that has data."""
    return " ".join((_why(answered), *(step.label for step in _offers(answered)[:1])))


def _why(answered: Answered) -> str:
    answer, lang = answered.answer, answered.lang
    if answer.as_of is None:
        return _NEVER.of(lang, metric=answer.metric.label.of(lang))
    if answer.as_of < answer.query.period.start:
        return _ENDS.of(lang, when=moment(answer.as_of, answer.query.period.zone, lang))
    return (_FILTERED if answer.query.filters else _ELSEWHERE).of(lang)


def _offers(answered: Answered) -> tuple[Step, ...]:
    query, as_of = answered.query, answered.answer.as_of
    if as_of is None:
        return ()
    wanted = [replace(query, filters=())] if query.filters and as_of >= query.period.start else []
    wanted.append(_last(query, answered))
    return tuple(steps.ask(one, answered.vocabulary, answered.lang) for one in dict.fromkeys(wanted) if one != query)


def _last(query: Query, answered: Answered) -> Query:
    """The same question of as many days, ending with the last day that has data."""
    zone = query.period.zone
    assert answered.answer.as_of is not None
    end = answered.answer.as_of.astimezone(zone).date() + timedelta(days=1)
    days = min(query.period.days, 366)
    return replace(query, period=periods.over(end - timedelta(days=days), end, zone), open_until=None)


_NOTHING = Text("No data: {what} · {when}", "没有数据：{what} · {when}")
_NEVER = Text(
    "Nothing is loaded yet that {metric} is counted from. `chestnut load` brings data in; "
    "`metrics` lists what can be asked.",
    "还没有加载计算{metric}所需的数据。用 `chestnut load` 导入；「指标」可查看能问什么。",
)
_ENDS = Text("The data ends at {when}. The last days that have some:", "数据只到{when}。最近有数据的时段：")
_FILTERED = Text("Nothing there fits those conditions. Without them:", "没有符合这些条件的数据。去掉条件试试：")
_ELSEWHERE = Text("Nothing was recorded then. The last days that have some:", "这段时间没有记录。最近有数据的时段：")
