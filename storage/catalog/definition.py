"""A metric's definition as a person reads it: what it is, how it is computed, from what, whom to ask."""

from collections.abc import Mapping

from sqlglot import exp

from analysis.model import Lang, Metric, Text
from storage.catalog.formulas import names
from storage.catalog.model import Aggregate, Measure

AGGREGATES: Mapping[Aggregate, Text] = {
    Aggregate.SUM: Text("sum of {what}", "{what} 之和"),
    Aggregate.COUNT: Text("number of {what}", "{what} 的数量"),
    Aggregate.COUNT_DISTINCT: Text("number of distinct {what}", "{what} 去重数"),
    Aggregate.MEAN: Text("mean of {what}", "{what} 的平均值"),
    Aggregate.MEDIAN: Text("median of {what}", "{what} 的中位数"),
    Aggregate.MIN: Text("smallest {what}", "{what} 的最小值"),
    Aggregate.MAX: Text("largest {what}", "{what} 的最大值"),
}

ROWS = Text("rows", "行")
FROM = Text("{body} in {table}", "{table} 中 {body}")
WHERE = Text(" where {where}", "（条件：{where}）")
PER = Text("number of {per} with at least {least}: {body}", "“{body}”不少于 {least} 的 {per} 数")
TAKE = Text("{take} over each {per}: {body}", "按每个 {per} 取 {take}：{body}")
CLOSING = Text(", last row of each {closing} in the period", "，取期间内每个 {closing} 的最后一行")
TRAILING = Text(", over the {days} days up to the end of the period", "，取截至期末的近 {days} 天")
ACROSS = Text(", all of {across} together", "，不区分 {across}")
DATED = Text(", by {time}", "，按 {time} 统计")
COMPUTED = Text("Computed as {formula}.", "计算方式：{formula}。")
OWNER = Text("Ask {owner}.", "负责人：{owner}。")


def write(metric: Metric, formula: exp.Expression, measures: Mapping[str, Measure], lang: Lang) -> str:
    """The definition in a few lines of plain text."""
    used = [measures[name] for name in names(formula) if name in measures]
    alone = isinstance(formula, exp.Column)
    lines = [f"{metric.label.of(lang)}{'：' if lang is Lang.ZH else ': '}{metric.description.of(lang)}"]
    if alone:
        lines.append(COMPUTED.of(lang, formula=measure_words(used[0], lang)))
    else:
        lines.append(COMPUTED.of(lang, formula=formula.sql()))
        lines += [f"• {measure.id} = {measure_words(measure, lang)}" for measure in used]
    if metric.owner:
        lines.append(OWNER.of(lang, owner=metric.owner))
    return "\n".join(lines)


def measure_words(measure: Measure, lang: Lang) -> str:
    """How one measure is counted."""
    what = ROWS.of(lang) if measure.expression == "*" else measure.expression
    words = FROM.of(lang, body=AGGREGATES[measure.aggregate].of(lang, what=what), table=measure.table)
    if measure.where:
        words += WHERE.of(lang, where=measure.where)
    if measure.at_least is not None:
        words = PER.of(lang, per=measure.per, least=measure.at_least, body=words)
    elif measure.take:
        words = TAKE.of(lang, per=measure.per, take=measure.take.value, body=words)
    if measure.closing:
        words += CLOSING.of(lang, closing=measure.closing)
    if measure.trailing:
        words += TRAILING.of(lang, days=measure.trailing)
    if measure.across:
        words += ACROSS.of(lang, across=measure.across)
    return words + DATED.of(lang, time=measure.time)
