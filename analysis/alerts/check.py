"""What is wrong with a rule before it ever runs: bounds that cannot be, and clauses that contradict one another."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from analysis.alerts.bounds import written
from analysis.alerts.rule import Baseline, Kind, Rule, Side
from analysis.model import Grain, Lang, Metric, Text, Unit

MOST_WINDOWS: Final = 90
MOST_INSTANCES_SHOWN: Final = 20
LONGEST_MUTE: Final = timedelta(days=366)
LEAST_REPEAT: Final = timedelta(minutes=5)

_LEVELS: Final = frozenset({Kind.THRESHOLD, Kind.COVER})
_BOTH_WAYS: Final = frozenset({Kind.CHANGE, Kind.ANOMALY})
_NEVER_NEGATIVE: Final = frozenset({Unit.COUNT, Unit.DAYS})


@dataclass(frozen=True)
class _Case:
    """A rule on the metric it watches."""

    rule: Rule
    metric: Metric
    currency: str

    def fill(self, sentence: Text, **values: float) -> Text:
        """A sentence in both languages, its holes filled with values of the trigger's unit."""
        bounds = {hole: written(value, self.rule, self.metric, self.currency) for hole, value in values.items()}
        return _filled(sentence, **bounds)


def problems(rule: Rule, metric: Metric, currency: str = "") -> tuple[Text, ...]:
    """Everything that keeps a rule on `metric` from ever working, each said with what would work."""
    case = _Case(rule, metric, currency)
    return tuple(found for check in CHECKS if (found := check(case)) is not None)


def advice(rule: Rule, metric: Metric) -> tuple[Text, ...]:
    """What would make a rule on `metric` that works calmer."""
    bare = rule.trigger.volume is None and rule.trigger.least_change == 0
    if rule.trigger.kind is not Kind.CHANGE or not rule.by or not bare:
        return ()
    return (_NO_VOLUME if metric.unit in (Unit.MONEY, Unit.COUNT) else _NO_ORDERS,)


def _filled(sentence: Text, **values: Text | str | int) -> Text:
    """A sentence in both languages, its holes filled."""
    en, zh = (
        sentence.of(
            lang, **{hole: value.of(lang) if isinstance(value, Text) else value for hole, value in values.items()}
        )
        for lang in (Lang.EN, Lang.ZH)
    )
    return Text(en, zh)


def _limit(case: _Case) -> Text | None:
    trigger, unit = case.rule.trigger, case.metric.unit
    match trigger.kind:
        case Kind.THRESHOLD if unit is Unit.RATIO and abs(trigger.limit) > 1:
            return case.fill(_OVER_ALL, limit=trigger.limit, less=trigger.limit / 100)
        case Kind.THRESHOLD if unit in _NEVER_NEGATIVE and trigger.side is Side.BELOW and trigger.limit <= 0:
            return case.fill(_NEVER_BELOW, limit=trigger.limit)
        case Kind.CHANGE if trigger.side is Side.BELOW and trigger.limit > 1:
            return case.fill(_DROP_OVER_ALL, limit=trigger.limit)
        case Kind.TARGET if not 0 <= trigger.limit < 1:
            return case.fill(_BEHIND, limit=trigger.limit)
        case Kind.CHANGE | Kind.ANOMALY | Kind.COVER | Kind.FRESHNESS if trigger.limit <= 0:
            return case.fill(_NOTHING, limit=trigger.limit)
    return None


def _recovery(case: _Case) -> Text | None:
    """A recovery bound lies on the good side of the limit, or on it."""
    trigger = case.rule.trigger
    if trigger.recovery is None:
        return None
    upwards = trigger.kind in _LEVELS and trigger.side is Side.BELOW
    wrong = trigger.recovery < trigger.limit if upwards else trigger.recovery > trigger.limit
    return case.fill(_HIGHER if upwards else _LOWER, recovery=trigger.recovery, limit=trigger.limit) if wrong else None


def _side(case: _Case) -> Text | None:
    trigger = case.rule.trigger
    return _ONE_SIDE if trigger.side is Side.EITHER and trigger.kind not in _BOTH_WAYS else None


def _baseline(case: _Case) -> Text | None:
    trigger = case.rule.trigger
    if trigger.kind is not Kind.CHANGE:
        return None
    if trigger.baseline is None:
        return _NO_BASELINE
    coarse = case.rule.grain in (Grain.WEEK, Grain.MONTH)
    return _NO_WEEKDAY if trigger.baseline is Baseline.SAME_WEEKDAY and coarse else None


def _scope(case: _Case) -> Text | None:
    rule, metric = case.rule, case.metric
    if rule.grain not in metric.grains:
        return _filled(_GRAIN, metric=metric.label)
    unknown = [name for name in (*rule.by, *(f.dimension for f in rule.filters)) if name not in metric.dimensions]
    if unknown:
        return _filled(_DIMENSION, metric=metric.label, name=unknown[0])
    return _TWICE if len(set(rule.by)) < len(rule.by) else None


def _counts(case: _Case) -> Text | None:
    rule = case.rule
    if not (1 <= rule.pending <= MOST_WINDOWS and 0 <= rule.keep <= MOST_WINDOWS):
        return _filled(_WINDOWS, most=MOST_WINDOWS)
    if not 1 <= rule.cap <= MOST_INSTANCES_SHOWN:
        return _filled(_CAP, most=MOST_INSTANCES_SHOWN)
    return None


def _times(case: _Case) -> Text | None:
    rule = case.rule
    if rule.settle < timedelta(0):
        return _SETTLE
    waits = (rule.repeat, rule.remind, rule.escalation.after if rule.escalation else None)
    return _OFTEN if any(wait is not None and wait < LEAST_REPEAT for wait in waits) else None


def _mutes(case: _Case) -> Text | None:
    if any(mute.last < mute.first for mute in case.rule.mutes):
        return _BACKWARDS
    return _LONG_MUTE if any(mute.last - mute.first > LONGEST_MUTE for mute in case.rule.mutes) else None


def _volume(case: _Case) -> Text | None:
    trigger = case.rule.trigger
    return _NEGATIVE if (trigger.volume and trigger.volume.least < 0) or trigger.least_change < 0 else None


CHECKS: Final[tuple[Callable[[_Case], Text | None], ...]] = (
    _limit,
    _recovery,
    _side,
    _baseline,
    _scope,
    _counts,
    _times,
    _mutes,
    _volume,
)

_OVER_ALL = Text(
    "{limit} is more than all there is, so the bound means nothing: did you mean {less}?",
    "{limit} 超过了全部，这个界限没有意义：是想说 {less} 吗？",
)
_NEVER_BELOW = Text(
    "It can never be below {limit}, so this would never fire: give a higher bound, or say `no data alert` "
    "to hear when nothing comes in.",
    "它不可能低于 {limit}，永远不会触发：请换一个更高的值；想在没有数据时收到提醒，请写“无数据 报警”。",
)
_DROP_OVER_ALL = Text(
    "It cannot drop by {limit}: 100% is all of it. Say for example `drop 20%`.",
    "不可能下降 {limit}：100% 就是全部。可以写“下降20%”。",
)
_BEHIND = Text(
    "Behind target by {limit} cannot be: say `behind target`, or by a share under 100%, as in `behind target by 5%`.",
    "落后目标 {limit} 不成立：请写“落后目标”，或 100% 以内的比例，例如“落后目标5%”。",
)
_NOTHING = Text(
    "{limit} would always be so: give a bound above zero, for example `drop 20%`, `unusual` or `cover below 7 days`.",
    "{limit} 永远成立：请给一个大于零的值，例如“下降20%”、“异常”或“可售天数低于7天”。",
)
_HIGHER = Text(
    "What fires below {limit} cannot recover at {recovery}, where it is still bad: say `recover at {limit}` or higher.",
    "低于 {limit} 才报警，不能在 {recovery} 就算恢复，那时仍然异常：恢复值请设为 {limit} 或更高。",
)
_LOWER = Text(
    "What fires at {limit} cannot recover at {recovery}, where it is still bad: say `recover at {limit}` or lower.",
    "达到 {limit} 才报警，不能在 {recovery} 就算恢复，那时仍然异常：恢复值请设为 {limit} 或更低。",
)
_ONE_SIDE = Text("Say on which side it is bad: `below` or `above`.", "请说明哪一侧算异常：“低于”或“高于”。")
_NO_BASELINE = Text(
    "A change needs something to be measured from: add `vs same weekday`, `vs previous`, `vs last year` "
    "or `vs 4-week average`.",
    "涨跌需要一个比较对象：请加上“对比同星期”、“环比”、“同比”或“对比4周平均”。",
)
_NO_WEEKDAY = Text(
    "A week or a month has no weekday of its own: say `vs previous` or `vs last year`.",
    "按周或按月没有“同星期”可比：请写“环比”或“同比”。",
)
_GRAIN = Text(
    "{metric} is not counted that finely: say `daily` or `weekly`.", "{metric}没有这么细的数据：请写“按天”或“按周”。"
)
_DIMENSION = Text(
    "{metric} cannot be split or filtered by {name}: leave that out, or ask `define` what it can be split by.",
    "{metric}不能按 {name} 拆分或筛选：请去掉它，或用“定义”查看可用的维度。",
)
_TWICE = Text("The same split is named twice: name it once.", "同一个拆分维度写了两次：写一次即可。")
_WINDOWS = Text(
    "It can wait or keep firing for up to {most} periods: say for example `for 2 days`.",
    "最多等待或保持 {most} 个周期：例如“连续2天”。",
)
_CAP = Text(
    "A card lists 1 to {most} of them: say for example `cap 5`.", "一张卡片列出 1 到 {most} 项：例如“最多5项”。"
)
_SETTLE = Text(
    "Data settles after the period, not before: say for example `settle 2h`.",
    "等数据到齐要在周期结束之后：例如“等待2小时”。",
)
_OFTEN = Text(
    "Repeating, reminding and escalating take at least 5 minutes: say for example `repeat 4h`.",
    "重复、催办和升级的间隔至少 5 分钟：例如“每4小时重复”。",
)
_BACKWARDS = Text(
    "A mute ends before it starts: say the earlier day first, as in `mute 2026-11-11..2026-11-12`.",
    "免打扰的结束早于开始：请先写较早的日期，例如“免打扰 2026-11-11..2026-11-12”。",
)
_LONG_MUTE = Text(
    "A mute of over a year is a rule that is off: pause the rule instead.", "免打扰超过一年等于停用：请直接暂停规则。"
)
_NEGATIVE = Text(
    "At least how much must be above zero: say for example `min 5k`.", "最低量必须大于零：例如“至少5000”。"
)
_NO_ORDERS = Text(
    "What is made of few orders swings a lot: `min 100 orders` keeps such from waking anyone.",
    "订单少时波动大：加上“至少100 订单数”，可以避免无谓的打扰。",
)
_NO_VOLUME = Text(
    "Small values swing a lot: `min 5k` keeps tiny ones from waking anyone.",
    "小数值波动大：加上“至少5000”，可以避免无谓的打扰。",
)
