"""The form that says what a rule in words says: filled from a rule, read as one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from analysis.alerts import text
from analysis.alerts.rule import Baseline, Kind, Rule, Side, Trigger
from analysis.errors import Mistake
from analysis.language.writing import number
from analysis.model import Lang, Text, Unit
from analysis.vocabulary import Vocabulary
from handlers.alerts.cards.times import counted
from handlers.alerts.rules import preview as previews
from handlers.alerts.rules import proposed
from handlers.command import Call, Option, Reply, Shop
from handlers.tables import Field, Input
from storage.catalog import Catalog

USUAL: Final = Rule("", Trigger(Kind.CHANGE, Side.BELOW, 0.2, baseline=Baseline.SAME_WEEKDAY))
# Days are named in the free line alone, which is not read before the form is sent.
_ANY_DAY: Final = datetime(2000, 1, 1, tzinfo=UTC)
_NO_NUMBER: Final = frozenset({"behind", "unusual", "unusual down", "unusual up"})


def fields(call: Call, catalog: Catalog) -> tuple[Field, ...]:
    """One field a clause, filled from the rule that the button carries."""
    lang = call.lang
    rule = proposed.spec(call.value)[0] if call.value else USUAL
    metrics = tuple(Option(metric.label.of(lang), metric.id) for metric in catalog.metrics)[:100]
    names = [
        Option(dimension.label.of(lang), dimension.id) for dimension in catalog.dimensions if not dimension.sensitive
    ]
    kind, size = _bad(rule, catalog)
    return (
        Field("metric", _METRIC.of(lang), rule.metric or metrics[0].value, options=metrics),
        Field("bad", _BAD.of(lang), kind, options=_options(_KINDS, lang)),
        Field("number", _NUMBER.of(lang), size, _NUMBER_HINT.of(lang), optional=True),
        Field("versus", _VERSUS.of(lang), _versus(rule), options=_options(_VERSUSES, lang), optional=True),
        Field("by", _BY.of(lang), rule.by[0] if rule.by else "", options=tuple(names[:100]), optional=True),
        Field("run", _RUN.of(lang), counted(rule.pending, rule.grain, lang), _RUN_HINT.of(lang), optional=True),
        Field("least", _LEAST.of(lang), _least(rule, catalog), _LEAST_HINT.of(lang), optional=True),
        Field("more", _MORE.of(lang), _rest(rule, catalog, lang), _MORE_HINT.of(lang), optional=True),
        Field("channel", _CHANNEL.of(lang), _talk(rule.channel) or _talk(call.channel), kind=Input.CONVERSATION),
        Field("owner", _OWNER.of(lang), rule.owner or call.person, optional=True, kind=Input.PERSON),
    )


def check(values: Mapping[str, str], lang: Lang, catalog: Catalog) -> dict[str, str]:
    """What is wrong, at the field that brings it in; the free line is read when the form is sent."""
    if not values.get("number", "").strip() and values.get("bad", "") not in _NO_NUMBER:
        return {"number": _HOW_MUCH.of(lang)}
    vocabulary = _known(catalog)
    so_far: dict[str, str] = {name: values.get(name, "") for name in ("metric", "bad", "number")}
    for name in ("number", "versus", "by", "run", "least"):
        so_far[name] = values.get(name, "")
        try:
            text.read(composed(so_far), vocabulary, _ANY_DAY, catalog.currency)
        except Mistake as slip:
            return {name: slip.say(lang)}
    return {}


def submitted(call: Call, shop: Shop) -> Reply:
    """What the form says as a rule in words, with what it would have done. Raises Mistake and Unavailable."""
    before = proposed.pressed(call, shop).instead if call.value else None
    found = proposed.said(composed(call.fields), call, shop, before)
    chosen = replace(
        found.rule,
        channel=call.fields.get("channel", "") or found.rule.channel,
        owner=call.fields.get("owner", "") or found.rule.owner,
    )
    return previews.preview(replace(found, rule=chosen), call, shop)


def composed(values: Mapping[str, str]) -> str:
    """The fields as a rule in words."""
    said = {name: value.strip() for name, value in values.items()}
    parts = [said.get("metric", ""), _phrase(said.get("bad", ""), said.get("number", ""))]
    if said.get("bad") in ("drop", "rise", "change") and said.get("versus"):
        parts.append(f"vs {said['versus']}")
    clauses = (("by", "by {}"), ("run", "for {}"), ("least", "min {}"), ("more", "{}"))
    parts += [clause.format(said[name]) for name, clause in clauses if said.get(name) and not _once(name, said[name])]
    return " ".join(filter(None, parts))


def _phrase(bad: str, size: str) -> str:
    """What is bad, in words; a bare number of a change is one in percent, of silence one in hours."""
    plain = size.replace(".", "", 1).isdecimal()
    if bad in ("drop", "rise", "change"):
        return f"{bad} {size}{'%' * plain}"
    if bad == "behind":
        return f"behind target by {size}{'%' * plain}" if size else "behind target"
    if bad.startswith("unusual"):
        return f"{bad} at {size.rstrip('zZ')}z" if size else bad
    return f"silent for {size}{' hours' * plain}" if bad == "silent" else f"{bad} {size}"


def _once(name: str, said: str) -> bool:
    """Whether it says no more than that one bad period will do."""
    return name == "run" and said.split(maxsplit=1)[0].rstrip("天小时周个月次") == "1" and not said.startswith("1 0")


def _bad(rule: Rule, catalog: Catalog) -> tuple[str, str]:
    """The kind of a rule, and its number, as the form has them."""
    trigger, below = rule.trigger, rule.trigger.side is Side.BELOW
    share = number(trigger.limit, Unit.RATIO)
    match trigger.kind:
        case Kind.CHANGE:
            return {Side.BELOW: "drop", Side.ABOVE: "rise", Side.EITHER: "change"}[trigger.side], share
        case Kind.TARGET:
            return "behind", share if trigger.limit else ""
        case Kind.ANOMALY:
            sides = {Side.BELOW: "unusual down", Side.ABOVE: "unusual up", Side.EITHER: "unusual"}
            return sides[trigger.side], f"{trigger.limit:g}z"
        case Kind.FRESHNESS:
            return "silent", f"{trigger.limit:g}"
    unit = catalog.metric(rule.metric).unit
    return ("below" if below else "above"), number(trigger.limit, unit)


def _versus(rule: Rule) -> str:
    """What a change is measured from, as the form has it."""
    names = {Baseline.PREVIOUS: "previous", Baseline.LAST_YEAR: "last year", Baseline.AVERAGE: "4-week average"}
    return names.get(rule.trigger.baseline or Baseline.SAME_WEEKDAY, "same weekday")


def _least(rule: Rule, catalog: Catalog) -> str:
    volume = rule.trigger.volume
    if volume is None:
        return ""
    return f"{number(volume.least, catalog.metric(volume.metric or rule.metric).unit)} {volume.metric}".strip()


def _rest(rule: Rule, catalog: Catalog, lang: Lang) -> str:
    return text.rest(rule, _known(catalog), lang) if rule.metric else ""


def _known(catalog: Catalog) -> Vocabulary:
    """The names that the catalog alone knows: no store may be asked while a form waits."""
    return Vocabulary(tuple(catalog.metrics), tuple(catalog.dimensions), (), catalog.zone, catalog.week_start)


def _talk(channel: str | None) -> str:
    """A channel that can be picked: a private talk with one person cannot."""
    return channel if channel and not channel.startswith("D") else ""


def _options(table: Mapping[str, Text], lang: Lang) -> tuple[Option, ...]:
    return tuple(Option(label.of(lang), value) for value, label in table.items())


_KINDS: Final = {
    "drop": Text("drops by", "下降"),
    "rise": Text("rises by", "上涨"),
    "change": Text("changes by", "变动"),
    "below": Text("is below", "低于"),
    "above": Text("is above", "高于"),
    "behind": Text("is behind its target by", "落后目标"),
    "unusual": Text("is unusual", "异常"),
    "unusual down": Text("is unusually low", "异常偏低"),
    "unusual up": Text("is unusually high", "异常偏高"),
    "silent": Text("is silent for", "断更"),
}
_VERSUSES: Final = {
    "same weekday": Text("the same weekday", "同星期"),
    "previous": Text("the period before", "上一周期"),
    "4-week average": Text("the 4-week average", "4周平均"),
    "last year": Text("last year", "去年同期"),
}
_METRIC = Text("Metric", "指标")
_BAD = Text("When it", "触发条件")
_NUMBER = Text("How much", "数值")
_NUMBER_HINT = Text("20% · 5k · 3 hours; nothing for “unusual”", "20% · 5000 · 3小时；「异常」可不填")
_VERSUS = Text("Compared with (for drops and rises)", "对比对象（用于涨跌）")
_BY = Text("For each", "按维度逐一判断")
_RUN = Text("For how long in a row", "连续多久")
_RUN_HINT = Text("2 days", "2天")
_LEAST = Text("Only where there is at least", "最低量")
_LEAST_HINT = Text("5k · 100 orders", "5000 · 100 订单数")
_MORE = Text("Anything else, in words", "其他条件（用文字写）")
_MORE_HINT = Text(
    "region = East · weekly · recover at 10% · active weekdays 9:00-21:00 · repeat 4h",
    "地区 = 华东 · 按周 · 恢复到10% · 时段 工作日 9:00-21:00 · 每4小时重复",
)
_CHANNEL = Text("Tell", "发到")
_OWNER = Text("Owner", "负责人")
_HOW_MUCH = Text("How much? For example 20%, 5k or 3 hours.", "请填写数值，例如 20%、5000 或 3小时。")
