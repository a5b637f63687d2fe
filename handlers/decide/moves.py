"""How far a decision is, moved by its menu or in words; one decision in the place of another."""

from dataclasses import replace

from analysis.errors import ImpossibleQuestion
from analysis.model import Lang, Text
from handlers.command import Call, Reply, Shop, mention
from handlers.decide import named, record
from handlers.decide.card import title
from handlers.decide.settle import Change, Said, revise, revision, settle
from storage.records import Transaction
from storage.records.alerts.decision import STAGE_NAMES, Decision, Stage


def picked(call: Call, shop: Shop) -> None:
    """Move to the stage that was picked in the menu of the card."""
    move(named.number(call), Stage(call.value), call, shop)


def move(number: int, stage: Stage, call: Call, shop: Shop) -> None:
    """Let a decision be as far as that; nothing happens where it is. Raises Mistake where it cannot be."""

    def say(decision: Decision) -> Said | None:
        said = decision.latest.said
        if said.stage is stage:
            return None
        told = (_MOVED.of(lang, who=mention(call.person), stage=STAGE_NAMES[stage].of(lang)) for lang in Lang)
        return Said(replace(said, stage=stage), Text(*told))

    revise(number, say, "decision.move", call, shop)


def supersede(call: Call, shop: Shop) -> Reply:
    """`supersede D-12 by D-15`: the second takes the place of the first, and each leads to the other."""
    old, rest = named.first(call.text)
    new = _within(rest)
    if old is None or new is None or old == new:
        raise ImpossibleQuestion(_HOW, (_EXAMPLE.of(call.lang),))
    settle(lambda: _linked(old, new, call, shop), call, shop)
    return Reply(title(named.decision(new, shop)), body=(_DONE.of(call.lang, old=old, new=new),))


def _within(text: str) -> int | None:
    """The first decision that a text names: "by D-15", 由D-15."""
    return next((found for at in range(len(text)) if (found := named.first(text[at:])[0])), None)


def _linked(old: int, new: int, call: Call, shop: Shop) -> Change:
    """Both ends of the link, in one change."""
    later, who = named.decision(new, shop), mention(call.person)
    gone = record.superseded(named.decision(old, shop), new, call, shop)
    said = replace(later.latest.said, supersedes=tuple(dict.fromkeys((*later.latest.said.supersedes, old))))
    line = Text(*(_TOOK.of(lang, who=who, old=old, new=new) for lang in Lang))
    kept = revision(later, Said(said, line), "decision.supersede", call, shop)

    def write(within: Transaction) -> None:
        gone.write(within)
        kept.write(within)

    return Change(write, (*gone.notices, *kept.notices), "decision.supersede", f"D-{old} by D-{new}")


_MOVED = Text("{who} moved it to: {stage}", "{who} 将进展更新为：{stage}")
_TOOK = Text("{who}: D-{new} takes the place of D-{old}", "{who}：D-{new} 取代了 D-{old}")
_DONE = Text("It takes the place of D-{old} now.", "它现在取代了 D-{old}。")
_HOW = Text("Name both, the old one first. Write it like this:", "请写明两条决策，旧的在前。可以这样写：")
_EXAMPLE = Text("decide supersede D-12 by D-15", "决策 取代 D-12 D-15")
