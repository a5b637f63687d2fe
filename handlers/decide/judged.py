"""The verdict on a decision and what was learned, kept as a revision; and taken back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from analysis.model import Lang, Text
from handlers.command import Call, Notice, Option, Shop, Step, mention
from handlers.decide import card, named, written
from handlers.decide.settle import Change, Said, revision, settle
from handlers.tables import Field, Filled, Input
from storage.catalog import Catalog
from storage.records.alerts.decision import Decision, Stage, Statement, Verdict

LONGEST: Final = 2_000
SHOWN: Final = 600


def fields(call: Call, catalog: Catalog) -> tuple[Field, ...]:  # noqa: ARG001
    """The verdict that was pressed, and what was learned."""
    return _fields(named.carried(call).get("verdict", Verdict.INCONCLUSIVE), "", call.lang)


def load(call: Call, shop: Shop) -> Filled:
    """The same, with the lesson that stands."""
    decision = named.decision(named.number(call), shop)
    carried = dict(named.carried(call))
    return Filled(_fields(carried.get("verdict", ""), decision.latest.said.lesson, call.lang), named.carry(**carried))


def check(values: Mapping[str, str], lang: Lang, catalog: Catalog) -> dict[str, str]:  # noqa: ARG001
    """A lesson has a length people read."""
    return {"lesson": _LONG.of(lang, most=LONGEST)} if len(values.get("lesson", "")) > LONGEST else {}


def submitted(call: Call, shop: Shop) -> None:
    """Keep the verdict and the lesson; the card and the thread say so."""
    verdict, lesson = Verdict(call.fields["verdict"]), call.fields.get("lesson", "").strip()
    measured = named.carried(call).get("measured")

    def plan() -> Change | None:
        before = named.decision(named.number(call), shop)
        old = before.latest.said
        after = replace(old, stage=Stage.REVIEWED, verdict=verdict, lesson=lesson)
        after = replace(after, measured=float(measured) if measured else old.measured)
        if after == old:
            return None
        return _with_undo(before, after, _line(after, call), "decide.verdict", call, shop)

    settle(plan, call, shop)


def undone(call: Call, shop: Shop) -> None:
    """Take the verdict back: it says again what it said before. Nothing happens where there is none any more."""

    def plan() -> Change | None:
        before = named.decision(named.number(call), shop)
        said = before.latest.said
        if said.stage is not Stage.REVIEWED:
            return None
        line = Text(*(_UNDONE.of(lang, who=mention(call.person)) for lang in Lang))
        open_again = replace(said, stage=Stage.IN_PROGRESS, verdict=None, measured=None)
        return revision(before, Said(open_again, line), "decide.unreview", call, shop)

    settle(plan, call, shop)


def _with_undo(before: Decision, after: Statement, line: Text, deed: str, call: Call, shop: Shop) -> Change:
    """The change, with a button under its line that takes it back."""
    change = revision(before, Said(after, line), deed, call, shop)
    *others, told = change.notices
    undo = Step("decide.unreview", _UNDO.of(told.lang), card.name(before))
    shown: Notice = replace(told, reply=replace(told.reply, steps=(undo,)))
    return replace(change, notices=(*others, shown), subject=f"{change.subject} {after.verdict}")


def _line(after: Statement, call: Call) -> Text:
    assert after.verdict is not None
    verdict, who = card.VERDICTS[after.verdict], mention(call.person)
    english, chinese = (_SAID.of(lang, who=who, verdict=verdict.of(lang)) for lang in Lang)
    if not after.lesson:
        return Text(english, chinese)
    lesson = written.shown(written.short(after.lesson, SHOWN))
    return Text(f"{english} {_LESSON.en.format(lesson=lesson)}", f"{chinese}{_LESSON.zh.format(lesson=lesson)}")


def _fields(verdict: str, lesson: str, lang: Lang) -> tuple[Field, ...]:
    options = tuple(Option(label.of(lang), each.value) for each, label in card.VERDICTS.items())
    chosen = verdict if verdict in set(Verdict) else Verdict.INCONCLUSIVE.value
    return (
        Field("verdict", _VERDICT.of(lang), chosen, options=options),
        Field("lesson", _LEARNED.of(lang), lesson, _HINT.of(lang), optional=True, kind=Input.LINES),
    )


_VERDICT = Text("Verdict", "结论")
_LEARNED = Text("What was learned", "学到了什么")
_HINT = Text("It is shown at the next similar alert.", "下次出现类似预警时会显示。")
_LONG = Text("Keep it under {most} characters.", "请不要超过 {most} 个字。")
_SAID = Text("🏁 {who}: {verdict}.", "🏁 {who} 的结论：{verdict}。")
_LESSON = Text("Lesson: {lesson}", "经验：{lesson}")
_UNDONE = Text("↩️ {who} took the verdict back: it is in progress again.", "↩️ {who} 撤回了结论：重新变为执行中。")
_UNDO = Text("Undo", "撤销")
