"""The `tables` of a shop.yaml: their columns, keys, times and joins."""

from collections.abc import Mapping

from sqlalchemy import column as sql_column

from storage.catalog.expressions import BadExpression, Resolve, Typed
from storage.catalog.fields import Place
from storage.catalog.joins import routes
from storage.catalog.model import Column, Kind, Table

KEYS = ("source", "rename", "key", "time", "hours", "joins", "dated_by", "columns")
FLAGS = ("required", "personal")


def read(place: Place) -> dict[str, Table]:
    """All tables, those that make no sense noted and left out."""
    tables = {name: _table(name, spec) for name, spec in place.entries()}
    for name, table in tables.items():
        _check(place.at(name), table, tables)
    return tables


def resolver(tables: Mapping[str, Table], base: str) -> Resolve:
    """Finds the columns that a fragment over `base` may read: its own, and those of tables it joins to."""
    near = dict(routes(tables, base))

    def resolve(table: str, name: str) -> Typed:
        home = table or base
        if home not in near:
            raise BadExpression(f"`{base}` does not join to `{home}`", f"`{base}` 无法关联到 `{home}`", home)
        found = tables[home].columns.get(name)
        if found is None:
            raise BadExpression(f"`{home}` has no column `{name}`", f"`{home}` 没有列 `{name}`", name)
        return Typed(sql_column(f"{home}.{name}"), found.kind)

    return resolve


def known(tables: Mapping[str, Table], base: str) -> list[str]:
    """Names that a fragment over `base` may use, its own columns first."""
    others = [
        f"{table}.{column}" for table, _ in routes(tables, base) if table != base for column in tables[table].columns
    ]
    return [*tables[base].columns, *others]


def _table(name: str, place: Place) -> Table:
    """One table as declared."""
    place.only(KEYS)
    rename = {column: spec.text() for column, spec in place.at("rename").entries()}
    columns = {
        column: _column(column, spec, rename.get(column, column)) for column, spec in place.at("columns").entries()
    }
    for column in rename:
        if column not in columns:
            place.faults.unknown((*place.path, "rename", column), column, columns)
    return Table(
        id=name,
        source=place.at("source").text(name),
        columns=columns,
        key=place.at("key").texts(),
        time=place.at("time").text() or None,
        hours=place.at("hours").flag(default=True),
        joins={column: target.text() for column, target in place.at("joins").entries()},
        dated_by=place.at("dated_by").text(),
    )


def _column(name: str, place: Place, source: str) -> Column:
    """A column from its type and flags, such as `text required`."""
    kind, *flags = place.text("text").split() or ["text"]
    if kind not in list(Kind):
        place.faults.unknown(place.path, kind, list(Kind))
        kind = Kind.TEXT
    for flag in flags:
        if flag not in FLAGS:
            place.faults.unknown(place.path, flag, FLAGS)
    return Column(name, Kind(kind), source, "required" in flags, "personal" in flags)


def _check(place: Place, table: Table, tables: Mapping[str, Table]) -> None:
    """Note keys, times and joins that lead nowhere."""
    for name in (*table.key, *filter(None, [table.time]), *table.joins):
        if name not in table.columns:
            where = "joins" if name in table.joins else "key" if name in table.key else "time"
            place.faults.unknown((*place.path, where), name, table.columns)
    if table.time and table.time in table.columns and table.columns[table.time].kind is not Kind.TIME:
        place.at("time").fault(f"`{table.time}` is not a time column.", f"`{table.time}` 不是时间列。")
    if table.dated_by and table.dated_by not in table.joins.values():
        place.faults.unknown((*place.path, "dated_by"), table.dated_by, table.joins.values())
    for column, target in table.joins.items():
        spot = place.at("joins").at(column)
        if target not in tables:
            place.faults.unknown(spot.path, target, tables)
        elif len(tables[target].key) != 1:
            spot.fault(
                f"`{target}` needs a key of one column to be joined to.", f"要关联 `{target}`，它必须有单列主键。"
            )
