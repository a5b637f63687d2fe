"""A new decision: bound to its thread and its alert, with what was known, and its card posted there."""

from collections.abc import Iterable
from dataclasses import replace

from analysis.alerts.people import Deed, Verb
from analysis.errors import Mistake
from analysis.model import Text
from handlers.alerts.cards.view import Known
from handlers.alerts.handling import handle
from handlers.command import Call, Notice, Reply, Shop, mention
from handlers.decide import card, evidence, form, named, settle
from handlers.decide.evidence import Frozen
from storage.records import Setter, Transaction
from storage.records.alerts.decision import STAGES, Decision, Origin, Revision, Stage, Statement


def submitted(call: Call, shop: Shop) -> Reply | None:
    """Keep what the form says; the card in the thread says the rest."""
    carried = named.carried(call)
    replaced, _ = named.first(carried.get("supersedes", ""))
    said = form.statement(call.fields, Statement("", supersedes=(replaced,) if replaced else ()))
    log(said, origin(call, shop), call, shop)
    return None


def origin(call: Call, shop: Shop) -> Origin:
    """Where a decision is made: the alert that a button carries or whose thread it is, else the thread, the channel."""
    carried = named.carried(call)
    about = carried.get("about", "")
    if about.startswith("A-"):
        episode = shop.records.episodes.find(int(about[2:]))
        return Origin(episode.channel if episode else call.channel or call.person, episode=int(about[2:]))
    if replaced := named.first(carried.get("supersedes", ""))[0]:
        return named.decision(replaced, shop).origin
    channel = call.channel or call.person
    thread = carried.get("thread", call.thread or "")
    found = shop.records.episodes.of_card(channel, thread) if thread else None
    return Origin(channel, episode=found.id) if found else Origin(channel, thread)


def log(said: Statement, where: Origin, call: Call, shop: Shop) -> Decision:
    """Keep a decision with what is known now, and post its card. Raises Mistake and Unavailable."""
    frozen = evidence.freeze(said, where, call, shop)
    if not said.metric and frozen.evidence:
        said = replace(said, metric=frozen.evidence.metric)
    number = shop.records.decisions.number()
    first = Revision(1, call.now, call.person, said)
    new = Decision(number, call.now, call.person, where, first, frozen.evidence, 1, f"D-{number}")
    if where.episode is None:
        settle.settle(lambda: _planned(new, frozen, call, shop), call, shop)
    else:
        _about_alert(new, frozen, call, shop)
    return new


def _planned(new: Decision, frozen: Frozen, call: Call, shop: Shop) -> settle.Change:
    """What is to be written of a new decision, and of those whose place it takes."""
    older = [_superseded(number, new, call, shop) for number in new.latest.said.supersedes]
    setter = Setter(call.person, call.now)

    def write(within: Transaction) -> None:
        if frozen.picture:
            shop.records.decisions.exhibit(frozen.picture, setter, within)
        shop.records.decisions.add(new, within)
        for change in older:
            change.write(within)

    notices = (card.notice(new, (), shop), *_notices(older))
    return settle.Change(write, notices, "decision.log", f"D-{new.id} {new.latest.said.what}")


def _notices(changes: Iterable[settle.Change]) -> Iterable[Notice]:
    return (notice for change in changes for notice in change.notices)


def _superseded(number: int, new: Decision, call: Call, shop: Shop) -> settle.Change:
    """The change of a decision whose place another takes. Raises Mistake when it was superseded already."""
    old = named.decision(number, shop)
    return superseded(old, new.id, call, shop)


def superseded(old: Decision, by: int, call: Call, shop: Shop) -> settle.Change:
    """The change of a decision whose place that of the number `by` takes. Raises Mistake where that cannot be."""
    said = old.latest.said
    if Stage.SUPERSEDED not in STAGES[said.stage]:
        there = f"D-{said.superseded_by}"
        sentence = Text(_TWICE.en.format(old=old.id, there=there), _TWICE.zh.format(old=old.id, there=there))
        raise Mistake(sentence, (f"decide show {there}",))
    after = replace(said, stage=Stage.SUPERSEDED, superseded_by=by)
    who = mention(call.person)
    line = Text(_LINE.en.format(who=who, old=old.id, by=by), _LINE.zh.format(who=who, old=old.id, by=by))
    return settle.revision(old, settle.Said(after, line), "decision.supersede", call, shop)


def _about_alert(new: Decision, frozen: Frozen, call: Call, shop: Shop) -> None:
    """The same, with the deed on the alert and its card; sent off twice, it is one."""
    assert new.origin.episode is not None
    deed = Deed(0, call.now, call.person, Verb.DECIDE, "alert.decide", why=new.latest.said.what)

    def change(known: Known) -> handle.Change | None:
        if any(_same(each, deed) for each in known.deeds):
            return None
        planned = _planned(new, frozen, call, shop)

        def write(within: Transaction) -> None:
            planned.write(within)
            shop.records.deeds.add(known.episode.id, deed, within)

        trace = f"D-{new.id} {deed.why}"
        return handle.Change((*known.deeds, deed), write, lambda _: "", trace, new.latest.said, planned.notices)

    handle.carry(new.origin.episode, "alert.decide", change, call, shop)


def _same(deed: Deed, other: Deed) -> bool:
    near = abs(deed.at - other.at) < handle.SAME
    return near and (deed.person, deed.verb, deed.why) == (other.person, other.verb, other.why)


_TWICE = Text("D-{old} has already been superseded by {there}.", "D-{old} 已被 {there} 取代。")
_LINE = Text("⏹️ {who}: D-{by} takes the place of D-{old}", "⏹️ {who}：D-{by} 取代了 D-{old}")
