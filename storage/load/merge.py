"""Good rows into the shop's table: new ones inserted, changed ones updated, the rest left alone."""

from dataclasses import dataclass

import duckdb

from storage.load.expressions import quoted
from storage.load.mapping import Keep, Target
from storage.load.select import WHY, certainties, stored
from storage.load.zones import AMBIGUOUS, NONEXISTENT

GOOD = "temp.chestnut_good"


@dataclass(frozen=True)
class Counts:
    """What became of the rows of a target, each counted once, and the doubtful times among the good ones."""

    loaded: int
    updated: int
    unchanged: int
    duplicate: int
    refused: int
    ambiguous: int
    nonexistent: int


def compare(connection: duckdb.DuckDBPyConnection, target: Target, finished: str) -> Counts:
    """Set the good rows of `finished`, one a key, against the table; they are kept in `GOOD`."""
    doubts = [_doubtful(target, kind) for kind in (AMBIGUOUS, NONEXISTENT)]
    counted = f"SELECT count(*) FILTER ({WHY} IS NULL), count({WHY}), {', '.join(doubts)} FROM {finished}"
    good, refused, ambiguous, nonexistent = _row(connection, counted)
    _compare(connection, target, finished)
    sides = "count(*) FILTER (NOT known), count(*) FILTER (known AND changed), count(*) FILTER (known AND NOT changed)"
    loaded, updated, unchanged = _row(connection, f"SELECT {sides} FROM {GOOD}")
    duplicate = good - loaded - updated - unchanged
    return Counts(loaded, updated, unchanged, duplicate, refused, ambiguous, nonexistent)


def write(connection: duckdb.DuckDBPyConnection, target: Target, counts: Counts) -> None:
    """Bring into the table what `compare` found new or changed. Columns the mapping does not make stay as they are."""
    table = stored(target.table)
    names, keys = _names(target)
    others = [name for name in names if name not in keys]
    if counts.updated:
        new = ", ".join(f"{name} = g.{name}" for name in others)
        same = " AND ".join(f"{table}.{key} = g.{key}" for key in keys)
        connection.execute(f"UPDATE {table} SET {new} FROM {GOOD} g WHERE g.changed AND {same}")
    if counts.loaded:
        listed = ", ".join(names)
        connection.execute(f"INSERT INTO {table} ({listed}) SELECT {listed} FROM {GOOD} WHERE NOT known")


def _names(target: Target) -> tuple[list[str], list[str]]:
    """The columns and, among them, the key's, by their names in the store."""
    columns = target.table.columns
    made = [quoted(columns[column].source) for column in target.columns]
    return made, [quoted(columns[column].source) for column in target.table.key]


def _compare(connection: duckdb.DuckDBPyConnection, target: Target, finished: str) -> None:
    names, keys = _names(target)
    order = "DESC" if target.keep is Keep.LAST else "ASC"
    one = f"row_number() OVER (PARTITION BY {', '.join(keys)} ORDER BY _file {order}, _row {order}) = 1"
    rows = f"SELECT {', '.join(names)} FROM {finished} WHERE {WHY} IS NULL QUALIFY {one}"
    differs = " OR ".join(f"g.{name} IS DISTINCT FROM o.{name}" for name in names if name not in keys) or "FALSE"
    same = " AND ".join(f"g.{key} = o.{key}" for key in keys)
    known = f"o.{keys[0]} IS NOT NULL"
    connection.execute(f"DROP TABLE IF EXISTS {GOOD}")
    connection.execute(
        f"CREATE TEMP TABLE {GOOD.removeprefix('temp.')} AS "
        f"SELECT g.*, {known} AS known, {known} AND ({differs}) AS changed "
        f"FROM ({rows}) g LEFT JOIN {stored(target.table)} o ON {same}"
    )


def _doubtful(target: Target, kind: int) -> str:
    """SQL: how many times of good rows are of a kind."""
    marks = [f"count(*) FILTER ({WHY} IS NULL AND {column} = {kind})" for column in certainties(target)]
    return " + ".join(marks) or "0"


def _row(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, ...]:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return tuple(int(value) for value in row)
