"""Windows that wait for their data: said once, on the conditions and in the thread of what is open."""

from dataclasses import replace
from datetime import datetime

from analysis.alerts.condition import Reason
from analysis.alerts.step import force
from analysis.model import Lang, Text
from handlers.alerts.cards.times import Times
from handlers.alerts.judging.hold import GRACE, Hold, Why
from handlers.alerts.judging.round import Round
from handlers.alerts.judging.settle import Settling, settle
from handlers.alerts.judging.telling import Case, Telling
from handlers.alerts.judging.window import States
from storage.records import Transaction
from storage.records.alerts.model import Kept


def wait(kept: Kept, end: datetime, held: Hold, states: States, known: Round) -> None:
    """Say that the window that ends then waits, unless that is said. Raises Unavailable and Lost."""
    windows = known.shop.records.windows
    if held.why is Why.LATE and known.now < held.until - 2 * GRACE[kept.rule.grain] / 3:
        # Hardly anything sells at night: a short silence is no news to anybody.
        return
    if not states or all(state.reason is Reason.DATA_HELD for state in states.values()):
        return
    claim = windows.claim(kept.id, end, known.lease, known.now)
    if claim is None:
        return
    marked = {key: force(state, Reason.DATA_HELD, known.now) for key, state in states.items()}

    def write(_: Telling, within: Transaction) -> None:
        windows.confirm(claim, within)
        windows.keep(kept.id, marked, within)

    case = Case(kept, marked, *known.open_of(kept), known.now)
    try:
        telling = settle(case, Settling(_going_on, write, _said(held, known)), known.shop)
    finally:
        windows.drop(claim)
    known.note(kept, telling.episode, case.firing)


def _going_on(case: Case) -> Telling:
    """The episode goes on; only its thread hears of it."""
    if case.episode is None:
        return Telling()
    return Telling(replace(case.episode, version=case.episode.version + 1), None, case.episode.suppressed)


def _said(held: Hold, known: Round) -> Text:
    en, zh = (_line(held, Times(known.shop.catalog.zone, lang, known.now)) for lang in (Lang.EN, Lang.ZH))
    return Text(en, zh)


def _line(held: Hold, times: Times) -> str:
    said = _BAD if held.why is Why.BAD else _LATE
    as_of = times.clock(held.as_of) if held.as_of else "–"
    return said.of(times.lang, table=held.table, as_of=as_of, until=times.clock(held.until))


_LATE = Text(
    "⏳ Waiting for data: {table} has nothing newer than {as_of}. I judge with what there is at {until} at the latest.",
    "⏳ 等待数据：{table} 的数据只到 {as_of}。最晚 {until} 按已有数据判断。",
)
_BAD = Text(
    "⏳ Waiting for data: the last load of {table} failed or was largely refused. "
    "I judge with what there is at {until} at the latest.",
    "⏳ 等待数据：{table} 最近一次导入失败或大部分被拒绝。最晚 {until} 按已有数据判断。",
)
