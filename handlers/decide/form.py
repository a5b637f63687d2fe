"""The form of a decision: what, why, the options, who, what is expected of it and when that is looked at."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from analysis.decisions.expected import expected
from analysis.model import Lang, Text
from handlers.command import Call, Option, Origin
from handlers.decide import named, written
from handlers.tables import Field, Input
from storage.catalog import Catalog
from storage.records.alerts.decision import STAGE_NAMES, Stage, Statement

LONGEST: Final = 3_000
MOST_OPTIONS: Final = 20
MOST_TAGS: Final = 10
LONGEST_TAG: Final = 40
USUAL_REVIEW: Final = timedelta(days=14)
CHOSEN: Final = ("*", "＊", "✓", "✔", "√")
FIRST: Final = (Stage.DECIDED, Stage.PROPOSED, Stage.IN_PROGRESS)


def fields(call: Call, catalog: Catalog) -> tuple[Field, ...]:
    """The form of a new decision, begun with the message it is made on or the words its button carries."""
    said = named.carried(call).get("what", "")
    if not said and call.origin is Origin.SHORTCUT:
        said = written.kept(call.text)
    review = call.now.astimezone(catalog.zone).date() + USUAL_REVIEW
    begun = Statement(said, owner=call.person, review_on=review)
    stages = tuple(Option(STAGE_NAMES[stage].of(call.lang), stage.value) for stage in FIRST)
    what, why, *rest = filled(begun, call, catalog)
    return (what, why, Field("stage", _STAGE.of(call.lang), Stage.DECIDED.value, options=stages), *rest)


def filled(said: Statement, call: Call, catalog: Catalog) -> tuple[Field, ...]:
    """The form as it is for what a decision says. A review day that is over is not asked for again."""
    lang, today = call.lang, call.now.astimezone(catalog.zone).date()
    metrics = tuple(Option(metric.label.of(lang), metric.id) for metric in catalog.metrics)
    hint = _CUT.of(lang, most=LONGEST) if len(said.what) > LONGEST else _WHAT_HINT.of(lang)
    over = said.review_on is not None and said.review_on < today
    day = said.review_on.isoformat() if said.review_on else ""
    review = Field("review", _REVIEW.of(lang), day, _REVIEW_HINT.of(lang), optional=True, kind=Input.DATE)
    return (
        Field("what", _WHAT.of(lang), said.what[:LONGEST], hint, kind=Input.LINES),
        Field("why", _WHY.of(lang), said.why, optional=True, kind=Input.LINES),
        Field("options", _OPTIONS.of(lang), _listed(said), _OPTIONS_HINT.of(lang), optional=True, kind=Input.LINES),
        Field("owner", _OWNER.of(lang), said.owner, optional=True, kind=Input.PERSON),
        Field("consulted", _CONSULTED.of(lang), ",".join(said.consulted), optional=True, kind=Input.PEOPLE),
        Field("metric", _METRIC.of(lang), said.metric, _METRIC_HINT.of(lang), metrics, optional=True),
        Field("effect", _EFFECT.of(lang), said.effect, _EFFECT_HINT.of(lang), optional=True),
        *(() if over else (review,)),
        Field("tags", _TAGS.of(lang), ", ".join(said.tags), _TAGS_HINT.of(lang), optional=True),
    )


def check(values: Mapping[str, str], lang: Lang, catalog: Catalog) -> dict[str, str]:  # noqa: ARG001
    """What is wrong, at the field that it is in."""
    faults = {}
    if not values.get("what", "").strip():
        faults["what"] = _EMPTY.of(lang)
    for name in ("what", "why", "options"):
        if len(values.get(name, "")) > LONGEST:
            faults[name] = _LONG.of(lang, most=LONGEST)
    lines = _lines(values.get("options", ""))
    if len(lines) > MOST_OPTIONS:
        faults["options"] = _MANY.of(lang, most=MOST_OPTIONS)
    elif sum(line.startswith(CHOSEN) for line in lines) > 1:
        faults["options"] = _ONE.of(lang)
    effect = values.get("effect", "").strip()
    if effect and expected(effect) is None:
        faults["effect"] = _NO_EFFECT.of(lang)
    tags = _tags(values.get("tags", ""))
    if len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags):
        faults["tags"] = _LONG_TAGS.of(lang, most=MOST_TAGS, long=LONGEST_TAG)
    return faults


def statement(values: Mapping[str, str], before: Statement) -> Statement:
    """What a decision says once the form is sent off; what the form did not ask stays as it was."""
    lines = _lines(values.get("options", ""))
    options = tuple(dict.fromkeys(line.lstrip("".join(CHOSEN)).strip() for line in lines))
    chosen = next((line.lstrip("".join(CHOSEN)).strip() for line in lines if line.startswith(CHOSEN)), "")
    review = values.get("review")
    return replace(
        before,
        what=values["what"].strip(),
        why=values.get("why", "").strip(),
        stage=Stage(values["stage"]) if values.get("stage") else before.stage,
        options=tuple(option for option in options if option),
        chosen=chosen,
        owner=values.get("owner", ""),
        consulted=tuple(person for person in values.get("consulted", "").split(",") if person),
        metric=values.get("metric", ""),
        effect=values.get("effect", "").strip(),
        review_on=before.review_on if review is None else date.fromisoformat(review) if review else None,
        tags=_tags(values.get("tags", "")),
    )


def _listed(said: Statement) -> str:
    return "\n".join(f"* {option}" if option == said.chosen else option for option in said.options)


def _lines(text: str) -> list[str]:
    return [line.strip().removeprefix("- ") for line in text.splitlines() if line.strip()]


def _tags(text: str) -> tuple[str, ...]:
    for separator in "，、;；\n":
        text = text.replace(separator, ",")
    return tuple(dict.fromkeys(tag.strip().lstrip("#").strip() for tag in text.split(",") if tag.strip("# ")))


_STAGE = Text("How far it is", "进展")
_WHAT = Text("What was decided", "决定做什么")
_WHAT_HINT = Text("For example: move 20% of the search budget to email", "例如：把搜索预算的20%转到邮件")
_CUT = Text(
    "The first {most} characters of the message: the rest stays where it was written.",
    "只带入消息的前 {most} 个字，其余内容仍在原消息里。",
)
_WHY = Text("Why", "为什么")
_OPTIONS = Text("Options considered", "考虑过的方案")
_OPTIONS_HINT = Text("One a line; put * before the one that was chosen.", "每行一个；在选定的方案前加 *。")
_OWNER = Text("Who sees to it", "由谁负责")
_CONSULTED = Text("Who was consulted", "征求过谁的意见")
_METRIC = Text("Metric it should move", "希望影响的指标")
_METRIC_HINT = Text("For an alert, its own metric where you pick none.", "若与预警有关，不选则用预警的指标。")
_EFFECT = Text("Expected effect", "预期效果")
_EFFECT_HINT = Text("For example: +5%, or -0.3 pts for a rate", "例如：+5%，比率可写 -0.3个百分点")
_REVIEW = Text("Review on", "复盘日期")
_REVIEW_HINT = Text("The day to look at what came of it", "到这一天回看效果")
_TAGS = Text("Tags", "标签")
_TAGS_HINT = Text("With commas between: pricing, double 11", "用逗号分隔：定价，双11")
_EMPTY = Text("Say what was decided.", "请写下决定的内容。")
_LONG = Text("Keep it under {most} characters.", "请不要超过 {most} 个字。")
_MANY = Text("Keep it to {most} options.", "方案请不要超过 {most} 个。")
_ONE = Text("Put * before one option only.", "只能在一个方案前加 *。")
_NO_EFFECT = Text("Name a change, such as +5% or -0.3 pts.", "请写出变化幅度，例如 +5% 或 -0.3个百分点。")
_LONG_TAGS = Text(
    "Keep it to {most} tags of at most {long} characters.", "标签请不要超过 {most} 个，每个不超过 {long} 个字。"
)
