"""What to do next after an answer: the menus and buttons under it, each carrying the question it would ask."""

from dataclasses import replace

from analysis import language
from analysis.alerts.rule import Baseline, Kind, Rule, Side, Trigger
from analysis.model import Comparison, Direction, Grain, Lang, Op, Query, Text
from analysis.vocabulary import Vocabulary
from charts import CHARTS
from handlers.ask import Answered
from handlers.command import Audience, Option, Shop, Step
from handlers.labels import COMPARISONS, GRAINS, PICTURES
from storage.records.alerts import codec

MOST = 100
FALL = 0.2


def after(answered: Answered, shop: Shop, audience: Audience) -> tuple[Step, ...]:
    """Chart type, break down, compare; then share or post elsewhere, explain, CSV, save, and take it away."""
    lang, question = answered.lang, answered.canonical
    menus = [
        Step("kpi.picture", _PICTURE.of(lang), question, _pictures(answered)),
        Step("kpi.split", _SPLIT.of(lang), question, _splits(answered, shop)),
        Step("kpi.compare", _COMPARE.of(lang), question, _comparisons(answered)),
    ]
    private = audience is Audience.PERSON
    spread = Step("kpi.share", _SHARE.of(lang), question, primary=True) if private else _elsewhere(question, lang)
    buttons = [
        spread,
        Step("kpi.explain", _EXPLAIN.of(lang), question),
        Step("kpi.csv", "CSV", question),
        Step("kpi.save", _SAVE.of(lang), question),
        Step("alert.me", _ALERT.of(lang), codec.write(_watched(answered))),
    ]
    if not private:
        buttons.append(Step("kpi.remove", _REMOVE.of(lang), question, confirm=_SURE.of(lang)))
    return (*(menu for menu in menus if menu.options), *buttons)


def _watched(answered: Answered) -> Rule:
    """The rule that the form of "Alert me" starts from: what was asked, and a fall or the bound that was named."""
    query, metric = answered.query, answered.answer.metric
    grain = next((each for each in (query.grain, Grain.DAY) if each in metric.grains), metric.grains[0])
    weekly = grain in (Grain.HOUR, Grain.DAY)
    baseline = Baseline.SAME_WEEKDAY if weekly else Baseline.PREVIOUS
    side = Side.ABOVE if metric.direction is Direction.DOWN else Side.BELOW
    trigger = Trigger(Kind.CHANGE, side, FALL, baseline=baseline)
    if query.bound:
        below = query.bound.op is Op.BELOW
        trigger = Trigger(Kind.THRESHOLD, Side.BELOW if below else Side.ABOVE, query.bound.limit)
    return Rule(metric.id, trigger, grain, query.dimensions, query.filters)


def ask(query: Query, vocabulary: Vocabulary, lang: Lang) -> Step:
    """A button that asks a whole question, labelled in the person's language."""
    return Step("kpi.ask", language.write(query, vocabulary, lang), language.write(query, vocabulary, Lang.EN))


def _pictures(answered: Answered) -> tuple[Option, ...]:
    kinds = [name for name, kind in CHARTS.items() if name in PICTURES and kind.fits(answered.answer)]
    kinds = [name for name in kinds if name is not answered.chart.kind]
    return _options(answered, [(PICTURES[kind], replace(answered.query, picture=kind)) for kind in kinds])


def _splits(answered: Answered, shop: Shop) -> tuple[Option, ...]:
    query = replace(answered.query, picture=None, top=None, bottom=False, bound=None)
    taken = {*query.dimensions, *(item.dimension for item in query.filters if len(item.values) == 1)}
    # A dimension nothing was recorded for would only lead to an empty picture.
    held = {value.dimension for value in answered.vocabulary.values}
    names = [name for name in answered.answer.metric.dimensions if name in held and name not in taken]
    choices = [(shop.catalog.dimension(name).label, replace(query, dimensions=(name,), grain=None)) for name in names]
    if query.dimensions:
        choices.append((_WHOLE, replace(query, dimensions=(), grain=None)))
    elif query.grain is None and query.period.days > 1:
        grains = [grain for grain in (Grain.WEEK, Grain.MONTH) if grain in answered.answer.metric.grains]
        choices += [
            (GRAINS[grain], replace(query, grain=grain)) for grain in grains if query.period.days > _DAYS[grain]
        ]
    return _options(answered, choices[:MOST])


def _comparisons(answered: Answered) -> tuple[Option, ...]:
    kinds = [Comparison.PREVIOUS, Comparison.LAST_YEAR]
    if answered.query.period.days == 1:
        kinds.insert(1, Comparison.SAME_WEEKDAY)
    if answered.answer.target is not None:
        kinds.append(Comparison.TARGET)
    shown = answered.answer.change.kind if answered.answer.change else None
    wanted = [kind for kind in kinds if kind is not shown]
    return _options(answered, [(COMPARISONS[kind], replace(answered.query, comparison=kind)) for kind in wanted])


def _options(answered: Answered, choices: list[tuple[Text, Query]]) -> tuple[Option, ...]:
    return tuple(
        Option(label.of(answered.lang), language.write(query, answered.vocabulary, Lang.EN)) for label, query in choices
    )


def _elsewhere(question: str, lang: Lang) -> Step:
    return Step("kpi.post", _ELSEWHERE.of(lang), question, channels=True)


_DAYS = {Grain.WEEK: 14, Grain.MONTH: 62}
_PICTURE = Text("Chart type", "换图表")
_SPLIT = Text("Break down", "拆分")
_COMPARE = Text("Compare", "对比")
_WHOLE = Text("No breakdown", "不拆分")
_SHARE = Text("Share here", "发到本频道")
_ELSEWHERE = Text("Post elsewhere", "转发到…")
_EXPLAIN = Text("Explain", "口径说明")
_SAVE = Text("Save", "保存")
_ALERT = Text("Alert me", "设置预警")
_REMOVE = Text("Remove", "撤回")
_SURE = Text("Everyone here will lose this answer and its picture.", "本频道的人将看不到这条回答和图片。")
