"""A board of decisions: those of its channel by state, each with its owner, its age and a menu to move it."""

from datetime import datetime
from typing import Final

from analysis.model import Lang, Text
from handlers import phrases
from handlers.command import Audience, Item, Option, Reply, Shop, Step, mention
from handlers.decide import card, written
from storage.records.alerts.decision import STAGE_NAMES, STAGES, Decision, Stage
from storage.records.alerts.decisions import Search
from storage.records.boards import Board

SHOWN: Final = (Stage.PROPOSED, Stage.DECIDED, Stage.IN_PROGRESS, Stage.REVIEWED)
MOST: Final = 4
DONE: Final = 2
"""How many of a state are shown, and of those that were reviewed: a message lists twenty lines."""
LONGEST: Final = 90


def reply(board: Board, shop: Shop, now: datetime) -> Reply:
    """The board as it is now. Raises Unavailable."""
    lang, found = board.lang, shop.records.decisions.search(Search(channel=board.channel, stages=SHOWN))
    columns = {stage: [one for one in found if one.latest.said.stage is stage] for stage in SHOWN}
    counts = phrases.DOT.join(_head(stage, len(held), lang) for stage, held in columns.items())
    items = tuple(item for stage, held in columns.items() for item in _column(stage, held, now, board, shop))
    return Reply(
        f"📌 {board.name}",
        body=(counts,) if found else (_NONE.of(lang),),
        items=items,
        notes=(_HERE.of(lang),),
        steps=(Step("decide.log", _LOG.of(lang)),),
        audience=Audience.CHANNEL,
    )


def _column(stage: Stage, held: list[Decision], now: datetime, board: Board, shop: Shop) -> tuple[Item, ...]:
    """A state with its decisions, those that wait longest first."""
    if not held:
        return ()
    most = DONE if stage is Stage.REVIEWED else MOST
    ordered = held if stage is Stage.REVIEWED else sorted(held, key=lambda one: (one.latest.at, one.id))
    rows = [Item(_line(one, now, board, shop), _menu(one, board.lang)) for one in ordered[:most]]
    shown = _SHOWN.of(board.lang, n=most) if len(held) > most else ""
    return (Item(_head(stage, len(held), board.lang) + shown, heading=True), *rows)


def _head(stage: Stage, count: int, lang: Lang) -> str:
    return f"{card.MARKS[stage]} {STAGE_NAMES[stage].of(lang)} {count}"


def _line(decision: Decision, now: datetime, board: Board, shop: Shop) -> str:
    """D-12 · Move 20% of search spend to email · @Ana · 3 days; of one reviewed also what came of it."""
    lang, said = board.lang, decision.latest.said
    parts = [card.name(decision), written.shown(written.short(said.what, LONGEST))]
    parts += [card.VERDICTS[said.verdict].of(lang)] if said.verdict else []
    parts.append(mention(said.owner) if said.owner else _NOBODY.of(lang))
    zone = shop.catalog.zone
    days = (now.astimezone(zone).date() - decision.at.astimezone(zone).date()).days
    parts.append((_TODAY if days < 1 else _DAY if days == 1 else _DAYS).of(lang, n=days))
    return phrases.DOT.join(parts)


def _menu(decision: Decision, lang: Lang) -> Step | None:
    """Where it can go from here; a verdict is said on its card."""
    stage = decision.latest.said.stage
    to = [each for each in Stage if each in STAGES[stage] and each not in (Stage.SUPERSEDED, Stage.REVIEWED)]
    options = tuple(Option(STAGE_NAMES[each].of(lang), each.value) for each in to)
    return Step("board.move", _MOVE.of(lang), card.name(decision), options) if options else None


_NONE = Text("No decision was logged in this channel yet.", "本频道还没有记录决策。")
_HERE = Text(
    "Decisions logged in this channel; ages are since they were logged.",
    "本频道记录的决策；天数从记录之日算起。",
)
_LOG = Text("Log a decision", "记录决策")
_SHOWN = Text(", {n} shown; all: decide list", "，显示{n}条；全部：决策 列表")
_NOBODY = Text("no owner", "无负责人")
_TODAY = Text("today", "今天")
_DAY = Text("1 day", "1天")
_DAYS = Text("{n} days", "{n}天")
_MOVE = Text("Move to", "移到")
