"""The `measures` of a shop.yaml: one aggregate over one table each."""

from collections.abc import Mapping

from storage.catalog import tables
from storage.catalog.expressions import BadExpression, columns, translate
from storage.catalog.fields import Place
from storage.catalog.model import Aggregate, Kind, Measure, Table

KEYS = ("table", *Aggregate, "where", "time", "per", "at_least", "take", "closing", "trailing", "across", "or")
NUMERIC = {Aggregate.SUM, Aggregate.MEAN, Aggregate.MEDIAN}


def read(place: Place, declared: Mapping[str, Table]) -> dict[str, Measure]:
    """All measures that can be counted; the others are noted."""
    found = {name: _measure(name, spec, declared) for name, spec in place.entries()}
    return {name: measure for name, measure in found.items() if measure is not None}


def _measure(name: str, place: Place, declared: Mapping[str, Table]) -> Measure | None:
    """One measure, or None if it cannot be counted."""
    place.only(KEYS)
    table = declared.get(place.at("table").text())
    if table is None:
        place.faults.unknown(place.at("table").path, place.at("table").text(), declared)
        return None
    aggregates = [aggregate for aggregate in Aggregate if place.at(aggregate).value is not None]
    if len(aggregates) != 1:
        place.fault(
            f"it needs exactly one of {', '.join(Aggregate)}.", f"需要且只能有一个聚合方式：{'、'.join(Aggregate)}。"
        )
        return None
    time = place.at("time").text(table.time or "")
    if not time:
        place.fault(
            f"`{table.id}` has no time; name one with `time:`.", f"`{table.id}` 没有时间列，请用 `time:` 指定。"
        )
        return None
    others = [_measure(name, form, declared) for form in place.at("or").items()]
    at_least = place.at("at_least").number()
    measure = Measure(
        id=name,
        table=table.id,
        aggregate=aggregates[0],
        expression=place.at(aggregates[0]).text(),
        time=time,
        where=place.at("where").text(),
        per=place.at("per").text(),
        at_least=None if at_least is None else int(at_least),
        take=place.at("take").one_of(Aggregate, Aggregate.MEAN) if place.at("take").value else None,
        closing=place.at("closing").text(),
        trailing=int(place.at("trailing").number() or 0),
        across=place.at("across").text(),
        money=_money(place, aggregates[0], declared),
        otherwise=tuple(other for other in others if other is not None),
    )
    _check(place, measure)
    return measure


def _money(place: Place, aggregate: Aggregate, declared: Mapping[str, Table]) -> bool:
    """Check every fragment of a measure; whether it comes to money."""
    table = place.at("table").text()
    kinds = {key: _kind(place.at(key), table, declared) for key in (aggregate, "where", "time", "per", "closing")}
    if kinds["time"] not in (None, Kind.TIME):
        place.at("time").fault("this is not a time column.", "此列不是时间列。")
    if kinds["where"] not in (None, Kind.FLAG):
        place.at("where").fault(
            "this should be a condition, such as `quantity > 0`.", "此处应为条件，例如 `quantity > 0`。"
        )
    if aggregate in NUMERIC and kinds[aggregate] in {Kind.TEXT, Kind.TIME, Kind.FLAG}:
        place.at(aggregate).fault("this is not a number.", "此处不是数字。")
    counted = aggregate in {Aggregate.COUNT, Aggregate.COUNT_DISTINCT} or place.at("at_least").value is not None
    return kinds[aggregate] is Kind.MONEY and not counted


def _kind(place: Place, table: str, declared: Mapping[str, Table]) -> Kind | None:
    """What a fragment holds; None if it is empty, counts rows, or is wrong, which is noted."""
    text = place.text()
    if not text or text == "*":
        return None
    try:
        return translate(text, tables.resolver(declared, table)).kind
    except BadExpression as fault:
        place.bad(fault, tables.known(declared, table))
        return None


def _check(place: Place, measure: Measure) -> None:
    """Note clauses that contradict one another."""
    if measure.per and (measure.at_least is None) == (measure.take is None):
        place.fault("`per` needs either `at_least` or `take`.", "`per` 需要搭配 `at_least` 或 `take` 之一。")
    if bool(measure.per) + bool(measure.closing) + bool(measure.trailing) > 1:
        place.fault(
            "only one of `per`, `closing` and `trailing` can be used.", "`per`、`closing`、`trailing` 只能用一个。"
        )
    if measure.trailing and not measure.additive:
        place.fault("only sums and counts can be `trailing`.", "只有求和与计数可以使用 `trailing`。")
    if measure.expression == "*" and measure.aggregate is not Aggregate.COUNT:
        place.fault("`*` can only be counted.", "`*` 只能用于 count。")
    for name in (measure.per, measure.closing):
        if name and (len(columns(name)) != 1):
            place.fault(f"`{name}` should be one column.", f"`{name}` 应为单个列。")
