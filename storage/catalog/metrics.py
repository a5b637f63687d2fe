"""The `metrics` of a shop.yaml: what people ask for, as a formula over measures."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlglot import exp

from analysis.model import Direction, Grain, Metric, Unit
from storage.catalog.dimensions import Dimensions
from storage.catalog.expressions import BadExpression
from storage.catalog.fields import Place
from storage.catalog.formulas import DAYS, check, expand, names
from storage.catalog.joins import routes
from storage.catalog.model import Clock, Measure, Table

KINDS = ("measure", "ratio", "formula")
KEYS = (*KINDS, "label", "synonyms", "unit", "direction", "description", "owner", "audience", "decimals", "parts")


@dataclass
class Ground:
    """What metrics stand on."""

    tables: Mapping[str, Table]
    dimensions: Dimensions
    measures: Mapping[str, Measure]
    formulas: dict[str, exp.Expression] = field(default_factory=dict)


def read(place: Place, owners: Place, ground: Ground) -> tuple[Metric, ...]:
    """All metrics that can be computed, their formulas added to `ground`; the others are noted.

    `owners` names whom to ask about a metric, or, under `default`, about any other.
    """
    for name, spec in owners.entries():
        if name not in {"default", *(place.value or {})}:
            owners.faults.unknown(spec.path, name, ["default", *(place.value or {})])
    written = {name: _written(spec, set(place.value or {}), ground) for name, spec in place.entries()}
    trees = {name: tree for name, tree in written.items() if tree is not None}
    for name in trees:
        _unfold(name, trees, ground, (), place)
    _unique(place)
    found = [_metric(name, place.at(name), ground) for name in trees if name in ground.formulas]
    return tuple(replace(metric, owner=metric.owner or _owner(owners, metric.id)) for metric in found)


def _owner(owners: Place, name: str) -> str:
    """Whom the shop says to ask about a metric."""
    return owners.at(name).text() or owners.at("default").text()


def _written(place: Place, metrics: set[str], ground: Ground) -> exp.Expression | None:
    """The metric's own formula, its names checked; None if it has none that can be used."""
    place.only(KEYS)
    kinds = [kind for kind in KINDS if place.at(kind).value is not None]
    if len(kinds) != 1:
        place.fault(
            "it needs exactly one of `measure`, `ratio` and `formula`.",
            "需要且只能有 `measure`、`ratio`、`formula` 之一。",
        )
        return None
    spot = place.at(kinds[0])
    text = " / ".join(spot.texts()) if kinds[0] == "ratio" else spot.text()
    try:
        tree = check(text)
    except BadExpression as fault:
        spot.bad(fault, ())
        return None
    allowed = {*ground.measures} if kinds[0] != "formula" else {*ground.measures, *metrics, DAYS}
    strange = [name for name in names(tree) if name not in allowed]
    for name in strange:
        place.faults.unknown(spot.path, name, allowed)
    if kinds[0] == "ratio" and len(spot.items()) != 2:
        spot.fault("a ratio has two measures: `[revenue, orders]`.", "比率需要两个度量：`[revenue, orders]`。")
        return None
    if kinds[0] != "formula" and not strange:
        ground.formulas[place.path[-1]] = tree  # type: ignore[index]
    return None if strange else tree


def _unfold(name: str, trees: dict[str, exp.Expression], ground: Ground, above: tuple[str, ...], place: Place) -> None:
    """Put the formula of `name` over measures alone into `ground.formulas`."""
    if name in ground.formulas:
        return
    if name in above:
        circle = " → ".join([*above[above.index(name) :], name])
        place.at(name).fault(f"its formula leads back to itself: {circle}.", f"公式循环引用：{circle}。")
        ground.formulas[name] = exp.column(DAYS)
        return
    inner = [
        other for other in names(trees[name]) if other in trees and not (other == name and name in ground.measures)
    ]
    for other in inner:
        _unfold(other, trees, ground, (*above, name), place)
    ground.formulas[name] = expand(trees[name], {other: ground.formulas[other] for other in inner})


def _unique(place: Place) -> None:
    """Note words that call two metrics."""
    owners: dict[str, str] = {}
    for name, spec in place.entries():
        label = spec.at("label").label(name)
        for word in {name, label.en, label.zh, *spec.at("synonyms").texts()}:
            other = owners.setdefault(" ".join(word.lower().replace("_", " ").split()), name)
            if other != name:
                spec.at("synonyms").fault(f"“{word}” already means `{other}`.", f"“{word}”已经是 `{other}` 的名称。")


def _metric(name: str, place: Place, ground: Ground) -> Metric:
    """A metric as the rest of the project knows it."""
    used = [ground.measures[word] for word in names(ground.formulas[name]) if word in ground.measures]
    decimals = place.at("decimals").number()
    return Metric(
        id=name,
        label=place.at("label").label(name.replace("_", " ").capitalize()),
        unit=place.at("unit").one_of(Unit, Unit.NUMBER),
        direction=place.at("direction").one_of(Direction, Direction.NEUTRAL),
        description=place.at("description").label(""),
        owner=place.at("owner").text(),
        synonyms=place.at("synonyms").texts(),
        dimensions=_split(used, ground),
        grains=_grains(used, ground.tables),
        parts=place.at("parts").flag(default=_adds_up(ground.formulas[name], ground.measures)),
        overlaps=tuple(
            name for name in _split(used, ground) if not all(_adds(measure, name, ground) for measure in used)
        ),
        level=bool(used) and all(measure.closing or measure.trailing for measure in used),
        audience=place.at("audience").texts(),
        decimals=None if decimals is None else int(decimals),
    )


def _adds_up(formula: exp.Expression, measures: Mapping[str, Measure]) -> bool:
    """Whether the metric is a sum or difference of sums, so that parts make a whole."""
    plain = all(
        isinstance(node, (exp.Add, exp.Sub, exp.Paren, exp.Coalesce, exp.Column, exp.Identifier, exp.Literal))
        for node in formula.walk()
    )
    return plain and all(name in measures and measures[name].additive for name in names(formula))


def _split(used: list[Measure], ground: Ground) -> tuple[str, ...]:
    """The dimensions that every measure of a metric has."""
    return tuple(
        dimension.id
        for dimension in ground.dimensions.listed
        if used
        and all(
            measure.across == dimension.id or any(_has(form, dimension.id, ground) for form in measure.forms)
            for measure in used
        )
    )


def _adds(measure: Measure, dimension: str, ground: Ground) -> bool:
    """Whether the form of a measure that answers for a dimension counts each thing under one value of it."""
    return next((form.additive for form in measure.forms if _has(form, dimension, ground)), True)


def _has(measure: Measure, dimension: str, ground: Ground) -> bool:
    """Whether one form of a measure can be split by a dimension."""
    clock = ground.dimensions.clocks.get(dimension)
    if clock is not None:
        timeless = bool(measure.closing or measure.trailing)
        return not timeless and (clock is Clock.WEEKDAY or ground.tables[measure.table].hours)
    homes = ground.dimensions.homes[dimension]
    return any(table in homes for table, _ in routes(ground.tables, measure.table))


def _grains(used: list[Measure], tables: Mapping[str, Table]) -> tuple[Grain, ...]:
    """The buckets of time that every measure of a metric can be counted in."""
    hours = all(tables[measure.table].hours and not measure.trailing for measure in used)
    return tuple(grain for grain in Grain if hours or grain is not Grain.HOUR)
