"""What a number means: the definition of a metric, the list of metrics, and how one answer was made."""

from dataclasses import replace

from analysis import language
from analysis import words as written
from analysis.errors import Mistake, UnknownName
from analysis.model import Lang, Metric, Text, Unit
from handlers import kpi, phrases, steps
from handlers.ask import Answered, words
from handlers.command import Call, Fact, Reply, Shop, Step
from storage.catalog.formulas import names

MOST_SQL = 1100
MOST_NAMES = 12
_LONGEST_WORD = 40


def explain(call: Call, shop: Shop) -> Reply:
    """How the answer to a question is made; without words, that to the thread's last question."""
    if call.text.strip():
        return _made(kpi.question(replace(call, value=""), shop), shop)
    query = kpi.last(call, shop)
    if query is None:
        return Reply(_EXPLAIN_WHAT.of(call.lang), steps=(_suggest(_EXPLAIN, call.lang),))
    return _made(kpi.question(replace(call, value=language.write(query, words(shop), Lang.EN)), shop), shop)


def pressed(call: Call, shop: Shop) -> Reply:
    """How the answer that carries the button was made, for the caller alone."""
    return _made(kpi.question(call, shop), shop)


def define(call: Call, shop: Shop) -> Reply:
    """What a metric means: its definition, other names, what it splits by, and whom to ask."""
    lang = call.lang
    if not call.text.strip():
        return Reply(_DEFINE_WHAT.of(lang), steps=(_suggest(_DEFINE_AOV, lang), _suggest(_METRICS, lang)))
    metric = _named(call, shop)
    dimensions = [shop.catalog.dimension(name).label.of(lang) for name in metric.dimensions]
    first, *rest = shop.catalog.definition(metric.id, lang).splitlines()
    return Reply(
        headline=first,
        facts=(
            Fact(_UNIT.of(lang), _UNITS[metric.unit].of(lang)),
            *(() if metric.owner else (Fact(_OWNER.of(lang), _NOBODY.of(lang)),)),
        ),
        body=(
            "\n".join(rest),
            _ALSO.of(lang, names=", ".join(metric.synonyms[:MOST_NAMES])) if metric.synonyms else "",
            _SPLITS.of(lang, names=written.listing(dimensions, lang)) if dimensions else "",
        ),
        steps=(Step("kpi.ask", metric.label.of(lang), metric.id, primary=True),),
    )


def metrics(call: Call, shop: Shop) -> Reply:
    """Everything that can be asked for, grouped by what it is counted from."""
    groups: dict[Text, list[str]] = {group: [] for group in (*_GROUPS.values(), _OTHER)}
    for metric in shop.catalog.metrics:
        groups[_group(metric, shop)].append(metric.label.of(call.lang))
    mark, comma = (": ", ", ") if call.lang is Lang.EN else ("：", "、")
    return Reply(
        headline=_CAN_ASK.of(call.lang, count=len(shop.catalog.metrics)),
        body=tuple(group.of(call.lang) + mark + comma.join(labels) for group, labels in groups.items() if labels),
        notes=(_DEFINE_HINT.of(call.lang),),
        steps=(_suggest(_DEFINE_AOV, call.lang), _suggest(_HELP, call.lang)),
    )


def _named(call: Call, shop: Shop) -> Metric:
    """The metric a text names, by any of its names. Raises UnknownName with the nearest definitions."""
    try:
        reading = language.read(call.text, words(shop), call.now)
    except Mistake as mistake:
        known = {metric.id: metric.label.of(call.lang) for metric in shop.catalog.metrics}
        near = [known[name] for name in getattr(mistake, "nearest", ()) if name in known][:3]
        define, everything = _DEFINE.of(call.lang), _METRICS.of(call.lang)
        instead = (*(f"{define} {name}" for name in near), everything)
        word = getattr(mistake, "word", "") or call.text[:_LONGEST_WORD]
        raise UnknownName(_no_metric(word, instead[0]), instead, word=word) from mistake
    if reading.query is None:
        raise UnknownName(_DEFINE_WHAT, (_DEFINE_AOV.of(call.lang), _METRICS.of(call.lang)))
    return shop.catalog.metric(reading.query.metric)


def _no_metric(word: str, example: str) -> Text:
    return Text(*(_UNKNOWN.of(lang, word=word, example=example) for lang in (Lang.EN, Lang.ZH)))


def _made(answered: Answered, shop: Shop) -> Reply:
    """Definition, period, conditions, freshness and the SQL of one answer."""
    answer, lang, query = answered.answer, answered.lang, answered.query
    zone = query.period.zone
    first, *rest = answered.definition.splitlines()
    told = phrases.value(answer.value, answer.metric, answered.look.currency, lang)
    facts = [
        Fact(_ANSWER.of(lang), told),
        Fact(_PERIOD.of(lang), f"{phrases.when(query.period, lang)}, {zone.key}"),
        Fact(_AS_OF.of(lang), written.moment(answer.as_of, zone, lang) if answer.as_of else written.NOTHING),
    ]
    if answer.change is not None and answer.change.period is not None:
        earlier = phrases.value(answer.change.value, answer.metric, answered.look.currency, lang)
        facts.append(Fact(phrases.against(answer.change, lang), earlier))
    limits = (phrases.filters(query.filters, shop, lang),) if query.filters else ()
    return Reply(
        headline=first,
        facts=tuple(facts),
        body=("\n".join(rest), *limits),
        code=tuple(_bounded(statement) for statement in answer.sql[:2]),
        steps=(steps.ask(query, answered.vocabulary, lang),),
        about=answered.canonical,
    )


def _bounded(statement: str) -> str:
    return statement if len(statement) <= MOST_SQL else f"{statement[:MOST_SQL]} …"


def _group(metric: Metric, shop: Shop) -> Text:
    used = [name for name in names(shop.catalog.formulas[metric.id]) if name in shop.catalog.measures]
    tables = [shop.catalog.measures[name].table for name in used]
    return next((_GROUPS[table] for table in tables if table in _GROUPS), _OTHER)


def _suggest(words_of: Text, lang: Lang) -> Step:
    return Step("kpi.ask", words_of.of(lang), words_of.of(lang))


_DEFINE = Text("define", "定义")
_DEFINE_AOV = Text("define aov", "定义 客单价")
_EXPLAIN = Text("explain revenue last 7 days", "解释 销售额 最近7天")
_METRICS = Text("metrics", "指标")
_HELP = Text("help", "帮助")
_SALES = Text("Sales", "销售")
_GROUPS = {
    "order_lines": _SALES,
    "orders": Text("Orders and customers", "订单与顾客"),
    "refunds": Text("Refunds", "退款"),
    "payments": Text("Payments", "支付"),
    "visits": Text("Visits and conversion", "流量与转化"),
    "spend": Text("Marketing", "营销"),
    "searches": Text("Search", "搜索"),
    "market": Text("Market", "市场"),
    "stock": Text("Stock", "库存"),
    "shipments": Text("Delivery", "物流"),
    "reviews": Text("Reviews", "评价"),
}
_OTHER = Text("Other", "其他")
_UNITS = {
    Unit.MONEY: Text("Money", "金额"),
    Unit.COUNT: Text("Count", "数量"),
    Unit.RATIO: Text("Percent", "百分比"),
    Unit.DAYS: Text("Days", "天数"),
    Unit.SCORE: Text("Score", "评分"),
    Unit.NUMBER: Text("Number", "数值"),
}
_UNKNOWN = Text("There is no metric called “{word}”. Try “{example}”.", "没有叫“{word}”的指标。可以试试“{example}”。")
_EXPLAIN_WHAT = Text("Explain which question? For example:", "要解释哪个问题？例如：")
_DEFINE_WHAT = Text("Define which metric? For example:", "要看哪个指标的定义？例如：")
_DEFINE_HINT = Text("define NAME tells what one means and whom to ask.", "「定义 指标名」可查看口径和负责人。")
_CAN_ASK = Text("{count} metrics you can ask for", "可以查询 {count} 个指标")
_UNIT = Text("Unit", "单位")
_OWNER = Text("Ask", "负责人")
_NOBODY = Text("no owner set in shop.yaml", "shop.yaml 中未填写")
_ALSO = Text("Also called: {names}", "也叫：{names}")
_SPLITS = Text("Can be split by: {names}", "可按以下维度拆分：{names}")
_ANSWER = Text("Answer", "结果")
_PERIOD = Text("Period", "周期")
_AS_OF = Text("Data as of", "数据截至")
