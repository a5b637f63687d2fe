"""A decision changed in its form: with what stands when it opens, and nothing lost when two do it at once."""

from collections.abc import Mapping
from typing import Final

from analysis import words
from analysis.model import Lang, Text
from handlers.command import Call, Reply, Shop, Step, mention
from handlers.decide import form, named, written
from handlers.decide.settle import Said, revise
from handlers.tables import Field, Filled
from storage.catalog import Catalog
from storage.records.alerts.decision import Decision, Revision, Statement

CARRIED: Final = 1_800
"""As much as the button that opens the form again can carry of what somebody wrote."""


def fields(call: Call, catalog: Catalog) -> tuple[Field, ...]:
    """The form while nothing is known yet."""
    return form.filled(Statement(""), call, catalog)


def load(call: Call, shop: Shop) -> Filled:
    """The form with what stands, or with what its sender wrote when somebody else was quicker."""
    decision = named.decision(named.number(call), shop)
    said = decision.latest.said
    if draft := {name: text for name, text in named.carried(call).items() if name in _NAMES}:
        standing = {field.id: field.initial for field in form.filled(said, call, shop.catalog)}
        said = form.statement(standing | draft, said)
    about = named.carry(about=f"D-{decision.id}", version=str(decision.latest.number))
    return Filled(form.filled(said, call, shop.catalog), about)


def submitted(call: Call, shop: Shop) -> Reply | None:
    """Keep what the form says; whose form was opened before somebody else changed it is told, with their own text."""
    seen = int(named.carried(call).get("version", "0"))
    beaten: list[Decision] = []

    def say(decision: Decision) -> Said | None:
        after = form.statement(call.fields, decision.latest.said)
        if after == decision.latest.said:
            return None
        if decision.latest.number != seen:
            beaten.append(decision)
            return None
        return Said(after, _line(decision.latest.said, after, call))

    revise(named.number(call), say, "decision.edit", call, shop)
    return _beaten(beaten[-1], seen, call, shop) if beaten else None


def changed(before: Statement, after: Statement, lang: Lang) -> str:
    """What differs between two versions, by its names: "owner and review day"."""
    names = [name.of(lang) for part, name in PARTS.items() if getattr(before, part) != getattr(after, part)]
    return words.listing(names, lang)


def _line(before: Statement, after: Statement, call: Call) -> Text:
    told = (_LINE.of(lang, who=mention(call.person), what=changed(before, after, lang)) for lang in Lang)
    return Text(*told)


def _beaten(decision: Decision, seen: int, call: Call, shop: Shop) -> Reply:
    """Who changed what meanwhile; what the sender wrote, and a button that puts it into the form again."""
    lang = call.lang
    revisions = shop.records.decisions.revisions(decision.id)
    told = tuple(_told(revisions[at - 1], revisions[at], lang) for at in range(max(seen, 1), len(revisions)))
    was = revisions[min(max(seen, 1), len(revisions)) - 1].said
    mine = form.statement(call.fields, was)
    draft = _draft(call.fields, was)
    value = named.carry(about=f"D-{decision.id}", **draft)
    if len(value) > CARRIED:
        value = named.carry(about=f"D-{decision.id}")
    return Reply(
        _BEATEN.of(lang, name=f"D-{decision.id}"),
        body=(*told, _YOURS.of(lang, what=changed(was, mine, lang))),
        code=tuple(piece for text in draft.values() for piece in written.pieces(written.plain(text))),
        steps=(Step("decide.edit", _AGAIN.of(lang), value, primary=True),),
    )


def _draft(values: Mapping[str, str], was: Statement) -> dict[str, str]:
    """The fields that their sender changed."""
    return {
        name: values[name]
        for name, part in _NAMES.items()
        if name in values and getattr(form.statement(values, was), part) != getattr(was, part)
    }


def _told(before: Revision, after: Revision, lang: Lang) -> str:
    return _CHANGED.of(lang, who=mention(after.person), what=changed(before.said, after.said, lang))


_NAMES: Final = {
    "what": "what",
    "why": "why",
    "options": "options",
    "owner": "owner",
    "consulted": "consulted",
    "metric": "metric",
    "effect": "effect",
    "review": "review_on",
    "tags": "tags",
}
"""The fields of the form, and the part of a decision that each is."""
PARTS: Final = {
    "what": Text("what was decided", "决定内容"),
    "why": Text("the reason", "原因"),
    "stage": Text("the state", "进展"),
    "options": Text("the options", "方案"),
    "chosen": Text("the option chosen", "选定的方案"),
    "owner": Text("the owner", "负责人"),
    "consulted": Text("who was consulted", "征求意见的人"),
    "metric": Text("the metric", "指标"),
    "effect": Text("the expected effect", "预期效果"),
    "review_on": Text("the review day", "复盘日期"),
    "tags": Text("the tags", "标签"),
    "supersedes": Text("what it supersedes", "所取代的决策"),
    "verdict": Text("the verdict", "复盘结论"),
    "lesson": Text("the lesson", "经验"),
}
_LINE = Text("✏️ {who} changed {what}", "✏️ {who} 修改了{what}")
_BEATEN = Text(
    "{name} was changed while you had it open. Yours is not kept yet.",
    "您编辑期间，{name} 已被他人修改。您的修改尚未保存。",
)
_CHANGED = Text("{who} changed {what}.", "{who} 修改了{what}。")
_YOURS = Text("You changed {what}:", "您修改的是{what}：")
_AGAIN = Text("Edit again with my text", "带着我的内容重新编辑")
