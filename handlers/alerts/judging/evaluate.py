"""Judging rules on time: each closed window of each rule once, and what follows from it written down with it."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from analysis.errors import Unavailable
from analysis.model import Text
from handlers.alerts.judging import broken, watchdog
from handlers.alerts.judging.hold import hold
from handlers.alerts.judging.round import Round, begin
from handlers.alerts.judging.waiting import wait
from handlers.alerts.judging.window import Bench, Look, States, judge
from handlers.alerts.past.due import Due, due, together
from handlers.alerts.past.gather import gather
from handlers.apart import apart
from handlers.command import Reply, Shop
from storage.records import Lost
from storage.records.alerts.model import Claim, Kept, Status

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Plan:
    """The windows of a rule that are judged in one go, oldest first; never none."""

    kept: Kept
    looks: tuple[Look, ...]


def evaluate(now: datetime, shop: Shop) -> tuple[Reply, ...]:
    """Judge every window that is due. Any number of processes may do so at once: each window counts once.

    One rule's failure stops no other. When the process is to end, what is left is handed back. Raises Unavailable
    when the memory cannot be read at all.
    """
    lasts = shop.records.windows.lasts()
    rules = broken.tend(shop.records.rules.all(Status.ACTIVE, Status.BROKEN), lasts, now, shop)
    dues = due(rules, lasts, shop.catalog, now)
    watchdog.gap(dues, now, shop)
    if dues:
        known = begin(rules, now, shop)
        for group in together(dues, shop.catalog):
            _judge(group, known)
        if shop.stopping.is_set():
            shop.records.windows.release(known.lease.owner)
            return ()
    watchdog.done(now, shop)
    return ()


def _judge(group: Sequence[Due], known: Round) -> None:
    """Judge rules that share their queries."""
    if known.stopping():
        return
    states = known.shop.records.windows.states(each.kept.id for each in group)
    claimed = []
    for each in group:
        with apart(f"R-{each.kept.id}"):
            plan = _plan(each, states[each.kept.id], known)
            claim = plan and _claim(plan.kept, plan.looks[0], known)
            if plan and claim:
                claimed.append((plan, claim))
    if not claimed:
        return
    material = gather([Due(plan.kept, tuple(look.end for look in plan.looks)) for plan, _ in claimed], known.shop)
    for plan, claim in claimed:
        if known.stopping():
            return
        with apart(f"R-{plan.kept.id}"):
            _rule(plan, Bench(plan.kept, plan.looks[0], claim, material[plan.kept.id], states[plan.kept.id]), known)


def _plan(each: Due, states: States, known: Round) -> Plan | None:
    """The windows of a rule up to the first one that has to wait; None where that is the first."""
    rule = each.kept.rule
    looks: list[Look] = []
    for end in each.ends:
        held = hold(rule, end, known.sources)
        if held and known.now < held.until:
            if not looks:
                wait(each.kept, end, held, states, known)
            break
        looks.append(Look(end, forced=held))
    late = [Look(look.end, late=True, forced=look.forced) for look in looks[:-1]]
    return Plan(each.kept, (*late, looks[-1])) if looks else None


def _claim(kept: Kept, look: Look, known: Round) -> Claim | None:
    return known.shop.records.windows.claim(kept.id, look.end, known.lease, known.now)


def _rule(plan: Plan, first: Bench, known: Round) -> None:
    """Judge the windows of a rule one after the other, each on the conditions that the one before it left."""
    states = _tried(first, known)
    for look in plan.looks[1:]:
        if states is None or known.stopping():
            return
        claim = _claim(plan.kept, look, known)
        if claim is None:
            return
        states = _tried(Bench(plan.kept, look, claim, first.material, states), known)


def _tried(bench: Bench, known: Round) -> States | None:
    """Judge a window; what goes wrong with it counts as a failure to measure it, and it is handed back."""
    try:
        return judge(bench, known)
    except (Lost, Unavailable):
        raise
    except Exception:
        log.exception("R-%d cannot judge the window that ends at %s", bench.kept.id, bench.look.end)
        return judge(replace(bench, material=Unavailable(_UNJUDGED)), known)


_UNJUDGED = Text("The rule could not be judged; the log says why.", "规则无法计算，原因见日志。")
