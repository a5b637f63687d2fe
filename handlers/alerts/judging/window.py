"""One window of one rule: judged, its conditions moved on, and all of it written down at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from analysis.alerts import instances
from analysis.alerts.condition import Outcome, Seen, State
from analysis.alerts.judge import judge_all
from analysis.alerts.step import gone, step
from analysis.errors import Unavailable
from analysis.model import Lang, Text
from handlers.alerts.cards.times import Times
from handlers.alerts.judging import firstlook
from handlers.alerts.judging.hold import Hold
from handlers.alerts.judging.round import Round
from handlers.alerts.judging.settle import Settling, settle
from handlers.alerts.judging.telling import Case, Telling, tell
from handlers.alerts.past.due import windows
from handlers.alerts.past.gather import Failure, Material
from handlers.command import Shop
from storage.records import Transaction
from storage.records.alerts.model import Claim, Evaluation, Kept, Transition

TRIES: Final = 3
"""How many ticks in a row a window may fail to be measured before that is what is seen of it."""

States = Mapping[str, State]


@dataclass(frozen=True)
class Look:
    """A window to be judged, by its end; `late` if another missed one follows, `forced` if it waited in vain."""

    end: datetime
    late: bool = False
    forced: Hold | None = None

    @property
    def note(self) -> str:
        """What is special about it."""
        return "forced" if self.forced else "caught_up" if self.late else ""


@dataclass(frozen=True)
class Bench:
    """A window that is ours to judge, what it is judged on, and the conditions before it."""

    kept: Kept
    look: Look
    claim: Claim
    material: Material | Failure
    states: States


def judge(bench: Bench, known: Round) -> States | None:
    """Judge a window and write down what came of it: the conditions after it, None where it could not be measured.

    It is handed back then, to be tried again, until it failed TRIES times in a row. Raises Unavailable and Lost.
    """
    name = f"R-{bench.kept.id}"
    if isinstance(bench.material, Unavailable) and known.failing.get(name, 0) + 1 < TRIES:
        known.shop.records.runs.failed(name)
        known.shop.records.windows.drop(bench.claim)
        return None
    seen = _seen(bench, known.shop)
    before = bench.states or firstlook.states(bench.kept, seen, bench.look.end, known.shop)
    after = {key: step(bench.kept.rule, before.get(key, State()), each, known.now) for key, each in seen.items()}
    _settle(bench, after, known)
    if name in known.failing and not isinstance(bench.material, Unavailable):
        known.shop.records.runs.done(name, known.now)
    return {key: state for key, state in after.items() if not gone(state)}


def _seen(bench: Bench, shop: Shop) -> Mapping[str, Seen]:
    """How the window turned out for each instance; where the store failed, that it did."""
    rule, end = bench.kept.rule, bench.look.end
    span = (windows(rule, shop.catalog).start(end), end)
    if isinstance(bench.material, Material):
        histories = bench.material.histories(end, bench.states.keys())
        return judge_all(rule, histories, span, shop.catalog.zone) if histories else {}
    keys = bench.states.keys() or (() if rule.by else (instances.WHOLE,))
    return {key: Seen(*span, Outcome.ERROR, note=bench.material.code) for key in keys}


def _settle(bench: Bench, after: States, known: Round) -> None:
    kept, shop = bench.kept, known.shop
    case = Case(kept, after, *known.open_of(kept), known.now, late=bench.look.late)

    def write(telling: Telling, within: Transaction) -> None:
        shop.records.windows.finish(bench.claim, _evaluation(bench, after, telling, known.now), within)
        shop.records.windows.keep(kept.id, {key: state for key, state in after.items() if not gone(state)}, within)
        if over := [key for key, state in after.items() if gone(state)]:
            shop.records.windows.forget(kept.id, over, within)
        shop.records.windows.moved(_moves(bench, after, telling, known.now), within)

    settling = Settling(lambda each: tell(each, known.quiet), write, remark=_remark(bench, known))
    telling = settle(case, settling, shop)
    known.note(kept, telling.episode, case.firing)


def _evaluation(bench: Bench, after: States, telling: Telling, now: datetime) -> Evaluation:
    return Evaluation(
        bench.kept.id,
        bench.look.end,
        now,
        bench.kept.version,
        {key: state.seen for key, state in after.items() if state.seen},
        telling.episode.id if telling.episode else None,
        telling.told,
        telling.suppressed,
        bench.look.note,
    )


def _moves(bench: Bench, after: States, telling: Telling, now: datetime) -> list[Transition]:
    """The instances that changed their condition."""
    episode = telling.episode.id if telling.episode else None
    pairs = ((key, bench.states.get(key, State()), state) for key, state in after.items())
    return [
        Transition(bench.kept.id, key, now, bench.look.end, before, state, episode)
        for key, before, state in pairs
        if before.condition is not state.condition
    ]


def _remark(bench: Bench, known: Round) -> Text | None:
    """That a window was judged although its data is late or bad."""
    held = bench.look.forced
    if held is None:
        return None
    said = _FORCED_BAD if held.why == "bad" else _FORCED_LATE
    zone, now = known.shop.catalog.zone, known.now
    en, zh = (
        said.of(lang, table=held.table, as_of=Times(zone, lang, now).clock(held.as_of) if held.as_of else "–")
        for lang in (Lang.EN, Lang.ZH)
    )
    return Text(en, zh)


_FORCED_LATE = Text(
    "Judged with what there is: {table} has nothing newer than {as_of}.",
    "按已有数据判断：{table} 的数据只到 {as_of}。",
)
_FORCED_BAD = Text(
    "Judged with what there is: the last load of {table} was refused or incomplete.",
    "按已有数据判断：{table} 最近一次导入失败或不完整。",
)
