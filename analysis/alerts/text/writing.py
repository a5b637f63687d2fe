"""A rule as text that reads back as the same rule, in either language."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time

from analysis.alerts.rule import Baseline, Hours, Kind, Mute, Policy, Rule, Side, Trigger
from analysis.alerts.text.durations import written
from analysis.language.lexicon import Lexicon
from analysis.language.points import WEEKDAY_NAMES
from analysis.language.writing import GRAINS, condition, number, split
from analysis.model import Grain, Lang, Metric, Query, Text, Unit

DEFAULT = Rule("", Trigger(Kind.THRESHOLD))
MOVES = {
    Side.BELOW: Text("drop {n}", "下降{n}"),
    Side.ABOVE: Text("rise {n}", "上涨{n}"),
    Side.EITHER: Text("change {n}", "变动{n}"),
}
BASELINES = {
    Baseline.PREVIOUS: Text("vs previous", "环比"),
    Baseline.SAME_WEEKDAY: Text("vs same weekday", "对比同星期"),
    Baseline.LAST_YEAR: Text("vs last year", "同比"),
}
ODD = {
    Side.BELOW: Text("unusual down", "异常下降"),
    Side.ABOVE: Text("unusual up", "异常上涨"),
    Side.EITHER: Text("unusual", "异常"),
}
POLICIES = {
    Policy.NORMAL: Text("ok", "正常"),
    Policy.ALERT: Text("alert", "报警"),
    Policy.SHOW: Text("show", "显示"),
    Policy.KEEP: Text("keep", "保持"),
}
UNITS = {
    Grain.HOUR: Text("hour", "小时"),
    Grain.DAY: Text("day", "天"),
    Grain.WEEK: Text("week", "周"),
    Grain.MONTH: Text("month", "个月"),
}


def write(rule: Rule, lexicon: Lexicon, lang: Lang) -> str:
    """The canonical text: what it is about, what is bad, then all that differs from the usual."""
    metric = lexicon.metric(rule.metric)
    parts = [lexicon.metric_name(rule.metric, lang)]
    parts += [condition(one, lexicon, lang) for one in rule.filters]
    parts += _trigger(rule, metric, lexicon, lang)
    if rule.by:
        parts.append(split(rule.by, lexicon, lang))
    if rule.grain is not _usual(rule):
        parts.append(GRAINS[rule.grain].of(lang))
    parts += _pace(rule, lang)
    parts += _times(rule, lang)
    parts += _people(rule, lang)
    return " ".join(parts)


def rest(rule: Rule, lexicon: Lexicon, lang: Lang) -> str:
    """What a form has no field for: all but the metric, what is bad, the first split, the run, the least and people."""
    metric = lexicon.metric(rule.metric)
    parts = [condition(one, lexicon, lang) for one in rule.filters]
    parts += _recovery(rule, metric, lang)
    if rule.by[1:]:
        parts.append(split(rule.by[1:], lexicon, lang))
    if rule.grain is not _usual(rule):
        parts.append(GRAINS[rule.grain].of(lang))
    calm = replace(rule, pending=1, owner="", channel="")
    return " ".join([*parts, *_pace(calm, lang), *_times(calm, lang), *_people(calm, lang)])


def about(query: Query, lexicon: Lexicon, lang: Lang) -> str:
    """What a rule is about, without what is bad."""
    parts = [lexicon.metric_name(query.metric, lang), *(condition(one, lexicon, lang) for one in query.filters)]
    if query.dimensions:
        parts.append(split(query.dimensions, lexicon, lang))
    return " ".join([*parts, *([GRAINS[query.grain].of(lang)] if query.grain else [])])


def run(count: int, grain: Grain) -> Text:
    """For so many windows in a row."""
    unit = UNITS[grain]
    return Text(f"for {count} {unit.en}{'s' * (count != 1)}", f"连续{count}{unit.zh}")


def keep(count: int, grain: Grain) -> Text:
    """Firing on for so many good windows."""
    unit = UNITS[grain]
    return Text(f"keep {count} {unit.en}{'s' * (count != 1)}", f"保持{count}{unit.zh}")


def trigger(rule: Rule, metric: Metric, lang: Lang) -> str:
    """What is bad, by itself."""
    spec = rule.trigger
    match spec.kind:
        case Kind.THRESHOLD | Kind.COVER:
            return _level(spec.side, _value(spec.limit, metric.unit, lang), lang)
        case Kind.CHANGE:
            return f"{MOVES[spec.side].of(lang, n=number(spec.limit, Unit.RATIO))} {_baseline(rule, lang)}"
        case Kind.TARGET:
            behind = spec.side is Side.BELOW
            word = Text("behind target", "落后目标") if behind else Text("ahead of target", "超出目标")
            by = Text(" by {n}", "{n}").of(lang, n=number(spec.limit, Unit.RATIO)) if spec.limit else ""
            return word.of(lang) + by
        case Kind.ANOMALY:
            by = (
                Text(" by {n}", "幅度{n}").of(lang, n=number(spec.least_change, Unit.RATIO))
                if spec.least_change
                else ""
            )
            return ODD[spec.side].of(lang) + by + Text(" at {n}z", " {n}倍标准差").of(lang, n=number(spec.limit))
    return Text("silent for {n} hours", "断更{n}小时").of(lang, n=number(spec.limit))


def _usual(rule: Rule) -> Grain:
    """The grain that a rule has where none is said: silence is told by the hour, all else by the day."""
    return Grain.HOUR if rule.trigger.kind is Kind.FRESHNESS else Grain.DAY


def _trigger(rule: Rule, metric: Metric, lexicon: Lexicon, lang: Lang) -> Iterator[str]:
    spec = rule.trigger
    yield trigger(rule, metric, lang)
    if spec.volume:
        of = lexicon.metric(spec.volume.metric or rule.metric)
        name = f" {lexicon.metric_name(of.id, lang)}" if spec.volume.metric else ""
        yield Text("min {n}", "至少{n}").of(lang, n=number(spec.volume.least, of.unit)) + name
    yield from _recovery(rule, metric, lang)


def _recovery(rule: Rule, metric: Metric, lang: Lang) -> Iterator[str]:
    spec = rule.trigger
    if spec.recovery is not None:
        yield Text("recover at {n}", "恢复到{n}").of(lang, n=_value(spec.recovery, _unit(spec.kind, metric), lang))


def _level(side: Side, limit: str, lang: Lang) -> str:
    return (Text("below {n}", "低于{n}") if side is Side.BELOW else Text("above {n}", "高于{n}")).of(lang, n=limit)


def _value(value: float, unit: Unit, lang: Lang) -> str:
    days = Text(" days", "天").of(lang) if unit is Unit.DAYS else ""
    return number(value, unit) + days


def _unit(kind: Kind, metric: Metric) -> Unit:
    if kind in (Kind.CHANGE, Kind.TARGET):
        return Unit.RATIO
    return Unit.NUMBER if kind in (Kind.ANOMALY, Kind.FRESHNESS) else metric.unit


def _baseline(rule: Rule, lang: Lang) -> str:
    spec = rule.trigger
    if spec.baseline is Baseline.AVERAGE:
        monthly = rule.grain is Grain.MONTH
        unit = Text("month", "个月") if monthly else Text("week", "周")
        return Text("vs {n}-{unit} average", "对比{n}{unit}平均").of(lang, n=spec.weeks, unit=unit.of(lang))
    return BASELINES[spec.baseline or Baseline.PREVIOUS].of(lang)


def _pace(rule: Rule, lang: Lang) -> Iterator[str]:
    if rule.pending != DEFAULT.pending:
        yield run(rule.pending, rule.grain).of(lang)
    if rule.keep != DEFAULT.keep:
        yield keep(rule.keep, rule.grain).of(lang)
    if rule.settle != DEFAULT.settle:
        yield Text("settle {n}", "等待{n}").of(lang, n=written(rule.settle, lang))
    if rule.no_data is not DEFAULT.no_data:
        yield Text("no data {word}", "无数据 {word}").of(lang, word=POLICIES[rule.no_data].of(lang))
    if rule.on_error is not DEFAULT.on_error:
        yield Text("on error {word}", "出错 {word}").of(lang, word=POLICIES[rule.on_error].of(lang))


def _times(rule: Rule, lang: Lang) -> Iterator[str]:
    if rule.hours:
        yield hours(rule.hours, lang)
    yield from (_mute(mute, lang) for mute in rule.mutes)
    if rule.repeat != DEFAULT.repeat:
        yield Text("repeat {n}", "每{n}重复").of(lang, n=written(rule.repeat, lang))
    if rule.remind is not None:
        yield Text("remind {n}", "催办{n}").of(lang, n=written(rule.remind, lang))


def hours(active: Hours, lang: Lang) -> str:
    """When a rule may speak."""
    parts = [Text("active", "时段").of(lang)]
    if active.weekdays:
        usual = {frozenset(range(5)): Text("weekdays", "工作日"), frozenset((5, 6)): Text("weekends", "周末")}
        names = [_weekday(index, lang) for index in sorted(active.weekdays)]
        known = usual.get(active.weekdays)
        parts.append(known.of(lang) if known else Text(", ", "、").of(lang).join(names))
    if not active.weekdays or (active.start, active.end) != (time(0), time(0)):
        parts.append(f"{active.start:%H:%M}-{active.end:%H:%M}")
    return " ".join(parts)


def _weekday(index: int, lang: Lang) -> str:
    return "周" + "一二三四五六日"[index] if lang is Lang.ZH else WEEKDAY_NAMES[index][:3]


def _mute(mute: Mute, lang: Lang) -> str:
    days = f"{mute.first}" if mute.first == mute.last else f"{mute.first}..{mute.last}"
    why = mute.why.replace('"', "'")
    return Text("mute {days}", "免打扰 {days}").of(lang, days=days) + (f' "{why}"' if why else "")


def _people(rule: Rule, lang: Lang) -> Iterator[str]:
    if rule.escalation:
        after = written(rule.escalation.after, lang)
        yield Text("escalate {to} after {n}", "升级 {to} {n}后").of(lang, to=link(rule.escalation.to), n=after)
    if rule.owner:
        yield Text("owner {to}", "负责人 {to}").of(lang, to=link(rule.owner))
    if rule.channel:
        yield Text("to {to}", "发到 {to}").of(lang, to=link(rule.channel))
    if rule.cap != DEFAULT.cap:
        yield Text("cap {n}", "最多列出{n}个").of(lang, n=rule.cap)
    if rule.name:
        yield Text("name", "名称").of(lang) + ' "' + rule.name.replace('"', "'") + '"'


def link(slack_id: str) -> str:
    """A person, a channel or a group in Slack's own markup."""
    sign = "!subteam^" if slack_id.startswith("S") else "#" if slack_id.startswith(("C", "G", "D")) else "@"
    return f"<{sign}{slack_id}>"
