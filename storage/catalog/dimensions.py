"""The `dimensions` of a shop.yaml: what metrics can be split by, and where each is found."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.model import Dimension, Text
from storage.catalog import tables
from storage.catalog.expressions import BadExpression, columns, translate
from storage.catalog.fields import Place
from storage.catalog.model import Clock, Table

KEYS = ("label", "synonyms", "in", "clock", "names", "ordered", "sensitive")
HOURS = {f"{hour:02d}": Text(f"{hour:02d}:00", f"{hour} 点") for hour in range(24)}


@dataclass
class Dimensions:
    """The dimensions, the tables that have them, and those read from the clock."""

    listed: list[Dimension] = field(default_factory=list)
    homes: dict[str, dict[str, str]] = field(default_factory=dict)
    clocks: dict[str, Clock] = field(default_factory=dict)


def read(place: Place, declared: Mapping[str, Table]) -> Dimensions:
    """All dimensions; a wrong one is noted."""
    found = Dimensions()
    for name, spec in place.entries():
        spec.only(KEYS)
        if spec.at("clock").value is not None:
            found.clocks[name] = spec.at("clock").one_of(Clock, Clock.WEEKDAY)
        found.homes[name] = {
            table: home.text() for table, home in spec.at("in").entries() if _sound(table, home, declared)
        }
        if not spec.at("in").entries() and name not in found.clocks:
            spec.fault(
                "say in which tables it is: `in: {orders: channel}`.", "请注明所在的表：`in: {orders: channel}`。"
            )
        found.listed.append(_dimension(name, spec, found.clocks.get(name)))
    return found


def _dimension(name: str, place: Place, clock: Clock | None) -> Dimension:
    """The names people know it and its values by."""
    named = place.at("names").entries()
    names = {value: spec.label(value) for value, spec in named}
    others = {value: spec.at("synonyms").texts() for value, spec in named if spec.at("synonyms").value}
    return Dimension(
        id=name,
        label=place.at("label").label(name.replace("_", " ").capitalize()),
        synonyms=place.at("synonyms").texts(),
        names=names or (HOURS if clock is Clock.HOUR else {}),
        value_synonyms=others,
        ordered=place.at("ordered").flag(default=clock is not None),
        sensitive=place.at("sensitive").flag(),
    )


def _sound(table: str, place: Place, declared: Mapping[str, Table]) -> bool:
    """Whether the expression is one that the table can answer; noted if not."""
    if table not in declared:
        place.faults.unknown(place.path, table, declared)
        return False
    try:
        translate(place.text(), tables.resolver(declared, table))
    except BadExpression as fault:
        place.bad(fault, tables.known(declared, table))
        return False
    personal = [name for owner, name in columns(place.text()) if declared[owner or table].columns[name].personal]
    for name in personal:
        place.fault(
            f"`{name}` is personal, so nothing may be split by it. Use a segment or a region instead.",
            f"`{name}` 是个人信息，不能作为维度。请改用客群或地区等字段。",
        )
    return not personal
