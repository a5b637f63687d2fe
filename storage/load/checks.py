"""What a finished row must satisfy, as SQL that names the first thing wrong with it."""

from collections.abc import Iterator
from collections.abc import Mapping as Dict
from dataclasses import dataclass

from analysis.model import Text
from storage.catalog.model import Kind, Table
from storage.load import zones
from storage.load.casts import NOT_A
from storage.load.expressions import Known, Ref, quoted
from storage.load.grammar import write
from storage.load.mapping import Field, Rule, Target
from storage.load.texts import FAULTS

LONGEST_TEXT = 1_000
SHOWN = 60


@dataclass(frozen=True)
class Check:
    """A way for a row to be wrong: `broken` is SQL, `value` SQL of what to show in the reason's {value}."""

    rule: str
    broken: str
    reason: Text
    value: str = "NULL"


def why(checks: tuple[Check, ...]) -> str:
    """SQL: the place of the first broken check and the value to blame, NULL if the row is good."""
    shown = "coalesce(left({}, {}), '')"
    whens = [
        f"WHEN {check.broken} THEN '{place}:' || {shown.format(check.value, SHOWN)}"
        for place, check in enumerate(checks)
    ]
    return f"CASE {' '.join(whens)} END"


def reason(checks: tuple[Check, ...], found: str) -> tuple[str, Text]:
    """The rule that `why` named, and its reason with the value filled in."""
    place, _, value = found.partition(":")
    check = checks[int(place)]
    # Braces in a value are its own, never holes to fill.
    en, zh = (sentence.replace("{value}", value) for sentence in (check.reason.en, check.reason.zh))
    return check.rule, Text(en, zh)


def checks(target: Target, minor: int, numbers: Dict[int, tuple[str, ...]]) -> tuple[Check, ...]:
    """All checks of a target, in the order in which people would want to hear of them.

    Columns are `r<i>` (raw text), `v<i>` (value) for the i-th field; `numbers` gives for a field the
    columns that must hold numbers where they are filled.
    """
    found = [
        Check("readable", f"split_part(_fault, '|', 1) = '{name}'", said, "split_part(_fault, '|', 2)")
        for name, said in FAULTS.items()
    ]
    for place, made in enumerate(target.fields):
        found += _of_field(place, made, target, numbers.get(place, ()))
    for rule in target.rules:
        found += _of_rule(rule, target, minor)
    return tuple(found)


def _of_field(place: int, made: Field, target: Target, numbers: tuple[str, ...]) -> Iterator[Check]:
    name, raw, value = made.column, f"r{place}", f"v{place}"
    column = target.table.columns[name]
    for text in numbers:
        broken = f"{text} IS NOT NULL AND TRY_CAST({text} AS DOUBLE) IS NULL"
        yield Check(f"number: {name}", broken, _of(name, NOT_A[Kind.NUMBER]), text)
    if column.kind in NOT_A:
        shown = f"CAST({raw} AS VARCHAR)"
        yield Check(
            f"{column.kind}: {name}", f"{raw} IS NOT NULL AND {value} IS NULL", _of(name, NOT_A[column.kind]), shown
        )
    if column.required or name in target.table.key:
        yield Check(f"required: {name}", f"{value} IS NULL", _missing(made, target))
    if column.kind is Kind.TEXT:
        long = Text(f"{name} is over {LONGEST_TEXT} characters", f"{name} 超过 {LONGEST_TEXT} 个字符")
        yield Check(f"length: {name}", f"length({value}) > {LONGEST_TEXT}", long)
    if column.kind is Kind.TIME:
        first, last = zones.FIRST_YEAR, zones.LAST_YEAR
        outside = Text(
            f"{name} “{{value}}” is not between {first} and {last}", f"{name}“{{value}}”不在 {first}–{last} 年之间"
        )
        broken = f"year({value}) NOT BETWEEN {first} AND {last}"
        yield Check(f"range: {name}", broken, outside, f"CAST({value} AS VARCHAR)")


def _missing(made: Field, target: Target) -> Text:
    bare = made.expression.bare
    if bare is None or not bare.lookup:
        return Text(f"{made.column} is empty", f"{made.column} 为空")
    lookup = next(lookup for lookup in target.lookups if lookup.name == bare.lookup)
    where = lookup.source or lookup.table
    return Text(
        f"{made.column} is empty: nothing in {where} matches", f"{made.column} 为空：在 {where} 中找不到对应的记录"
    )


def _of(name: str, sentence: Text) -> Text:
    return Text(f"{name}: {sentence.en}", f"{name}：{sentence.zh}")


def _of_rule(rule: Rule, target: Target, minor: int) -> Iterator[Check]:
    places = {made.column: place for place, made in enumerate(target.fields)}
    values = {column: f"v{place}" for column, place in places.items()}
    for column in rule.required:
        empty = Text(f"{column} is empty", f"{column} 为空")
        yield Check(f"required: {column}", f"{values.get(column, 'NULL')} IS NULL", _or(rule, empty))
    for column, table in rule.refers.items():
        if column in places:
            value = values[column]
            lost = Text(f"{column} “{{value}}” is not in {table}", f"{table} 中没有 {column}“{{value}}”")
            broken = f"{value} IS NOT NULL AND {found_in(column, table)} IS NULL"
            yield Check(f"refers: {column}", broken, _or(rule, lost), f"CAST({value} AS VARCHAR)")
    if rule.check is not None:
        scope = {ref: _checked(ref, target.table, values, minor) for ref in rule.check.refs}
        against = Text(f"against the rule {rule.check.text}", f"不符合规则 {rule.check.text}")
        # A condition over something empty is neither true nor false, and breaks nothing.
        yield Check(rule.id, f"NOT coalesce({write(rule.check, scope).sql}, TRUE)", _or(rule, against))


def found_in(column: str, table: str) -> str:
    """The name under which the select offers whether `column` was found in `table`."""
    return quoted(f"found {column} {table}")


def _or(rule: Rule, otherwise: Text) -> Text:
    return rule.reason if rule.reason.en else otherwise


def _checked(ref: Ref, table: Table, values: Dict[str, str], minor: int) -> Known:
    """A finished column as a rule reads it: money in currency units, as people write it."""
    value = values.get(ref.name, "NULL")
    match table.columns[ref.name].kind:
        case Kind.MONEY:
            return Known(f"({value} / {minor}.0)", "DOUBLE")
        case Kind.INTEGER | Kind.NUMBER:
            return Known(value, "DOUBLE")
        case Kind.TIME:
            return Known(value, "TIMESTAMP")
        case Kind.FLAG:
            return Known(value, "BOOLEAN")
        case _:
            return Known(value, "VARCHAR")
