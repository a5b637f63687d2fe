"""A board of metrics: tiles above one chart, and the same rows as text."""

from collections.abc import Sequence
from datetime import datetime

from analysis import language
from analysis.errors import Mistake
from analysis.model import Look, Text
from charts import board as drawn
from handlers import manners, phrases, summary
from handlers.ask import Answered, asked, measure, words
from handlers.command import Audience, Reply, Shop, Step
from storage.records.boards import Board


def reply(board: Board, shop: Shop, now: datetime) -> Reply:
    """The board as it is now. What cannot be asked any more, or not be shown here, is said so. Raises Unavailable."""
    found = [_asked(question, board, shop, now) for question in board.questions]
    known = [one for one in found if isinstance(one, Answered)]
    lost = tuple(one for one in found if isinstance(one, str))
    if not known:
        return Reply(f"📌 {board.name}", body=(*lost, _EMPTY.of(board.lang)), audience=Audience.CHANNEL)
    main = next((one for one in known if one.query.dimensions), known[0])
    look = Look(board.lang, shop.catalog.currency)
    tiles = [one.answer for one in known if not one.query.dimensions] or [main.answer]
    return Reply(
        _headline(board, known),
        body=(*(_line(one, known, shop) for one in known), *lost),
        table=summary.table(main),
        charts=(drawn(board.name, tiles, main.answer, look),),
        notes=(*_against(known), *_as_of(known)),
        steps=tuple(Step("kpi.ask", phrases.title(one.answer, shop, board.lang), one.canonical) for one in (main,)),
        audience=Audience.CHANNEL,
    )


def _asked(question: str, board: Board, shop: Shop, now: datetime) -> Answered | str:
    """The question measured, or a sentence why it cannot be."""
    try:
        query = asked(language.read(question, words(shop), now))
        if manners.may_see(shop.catalog.metric(query.metric), board.channel):
            return measure(query, shop, board.lang)
    except Mistake as mistake:
        return _LOST.of(board.lang, question=question, why=mistake.say(board.lang))
    return _LOST.of(board.lang, question=question, why=_HIDDEN.of(board.lang))


def _headline(board: Board, known: Sequence[Answered]) -> str:
    spans = {phrases.when(one.query.period, board.lang) for one in known}
    return phrases.DOT.join([f"📌 {board.name}", *(spans if len(spans) == 1 else ())])


def _line(answered: Answered, known: Sequence[Answered], shop: Shop) -> str:
    """A row of the picture in words; with its period where they differ."""
    answer, lang = answered.answer, answered.lang
    value = phrases.value(answer.value, answer.metric, answered.look.currency, lang)
    parts = [f"{phrases.title(answer, shop, lang)}  {value}"]
    if answer.change is not None and answer.change.value is not None:
        moved = phrases.moved(answer.metric, answer.change.value, answer.value, lang)
        parts.append(moved if _alike(known) else f"{moved} {phrases.against(answer.change, lang)}")
    if len({one.query.period for one in known}) > 1:
        parts.append(phrases.when(answered.query.period, lang))
    return phrases.DOT.join(parts)


def _alike(known: Sequence[Answered]) -> bool:
    """Whether all are set against the same."""
    return len({phrases.against(one.answer.change, one.lang) for one in known if one.answer.change}) < 2


def _against(known: Sequence[Answered]) -> tuple[str, ...]:
    """What all are set against."""
    change = known[0].answer.change
    return (phrases.against(change, known[0].lang),) if change and change.value is not None and _alike(known) else ()


def _as_of(known: Sequence[Answered]) -> tuple[str, ...]:
    """When the data is from that reaches least far."""
    dated = [(one.answer.as_of, one) for one in known if one.answer.as_of is not None]
    if not dated:
        return ()
    when, oldest = min(dated, key=lambda pair: pair[0])
    return (summary.as_of(when, oldest.query.period.zone, oldest.lang),)


_EMPTY = Text(
    "Nothing on this board can be shown. Change it: board edit, or take it away: board remove.",
    "这个看板没有可显示的内容。可以修改（看板 修改）或移除（看板 移除）。",
)
_LOST = Text("⚠️ {question}: {why}", "⚠️ {question}：{why}")
_HIDDEN = Text("it may not be shown in this channel.", "不能在本频道显示。")
