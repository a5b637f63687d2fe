"""One target as one SELECT: rows of the source with their look-ups, their values, and what is wrong with them."""

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field

import duckdb

from storage.catalog.model import Kind, Table
from storage.load import casts, zones
from storage.load.checks import Check, checks, found_in, why
from storage.load.expressions import TEXT_TYPE, Expression, Known, Ref, quoted
from storage.load.grammar import write
from storage.load.mapping import Lookup, Mapping, Target
from storage.load.zones import CERTAIN

WHY, KIND = "_why", "_kind"


@dataclass(frozen=True)
class Prepared:
    """The SELECT of a target, and the checks that its `_why` column refers to."""

    sql: str
    checks: tuple[Check, ...]


@dataclass
class Select:
    """Builds the SELECT in layers: raw values, values, then verdicts.

    `staged` names the temporary table of each source, `tables` are the shop's.
    """

    connection: duckdb.DuckDBPyConnection
    mapping: Mapping
    target: Target
    staged: Dict[str, str]
    tables: Dict[str, Table]
    minor: int
    numbers: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def prepare(self) -> Prepared:
        """The whole SELECT: `_file`, `_row`, `_why`, `_kind<i>` of times, and the columns by name in the store."""
        raw = self._raw()
        types = {name: str(type_) for name, type_, *_ in self.connection.execute(f"DESCRIBE {raw}").fetchall()}
        valued = self._valued(raw, types)
        found = checks(self.target, self.minor, self.numbers)
        table = self.target.table
        columns = [
            f"v{place} AS {quoted(table.columns[made.column].source)}" for place, made in enumerate(self.target.fields)
        ]
        kinds = [f"k{place} AS {KIND}{place}" for place in _times(self.target)]
        chosen = ", ".join(["_file", "_row", f"{why(found)} AS {WHY}", *kinds, *columns])
        return Prepared(f"SELECT {chosen} FROM ({valued}) v {self._references()}", found)

    def _raw(self) -> str:
        """Each field's expression as `r<i>`, over the source and its look-ups."""
        staged = self.staged[self.target.source]
        scope = {Ref(name): known for name, known in self._columns(staged, "s").items()}
        joins = []
        for place, lookup in enumerate(self.target.lookups):
            sql, columns = self._lookup(lookup, f"l{place}", scope)
            joins.append(sql)
            scope |= {Ref(name, lookup.name): known for name, known in columns.items()}
        chosen = ["s._file", "s._row", "s._fault"]
        for place, made in enumerate(self.target.fields):
            written = write(made.expression, scope)
            names = tuple(f"n{place}_{nth}" for nth in range(len(written.numbers)))
            chosen += [f"{text} AS {name}" for name, text in zip(names, written.numbers, strict=True)]
            chosen.append(f"{written.sql} AS r{place}")
            self.numbers[place] = names
        only = ""
        if self.target.only:
            only = f"WHERE s._fault IS NOT NULL OR {write(self.target.only, scope).sql}"
        return f"SELECT {', '.join(chosen)} FROM {staged} s {' '.join(joins)} {only}"

    def _columns(self, table: str, alias: str) -> dict[str, Known]:
        """The columns of a table in the database, as references through `alias`. A float's NaN is nothing."""
        rows = self.connection.execute(f"DESCRIBE {table}").fetchall()
        known = {name: Known(f"{alias}.{quoted(name)}", str(type_)) for name, type_, *_ in rows}
        return {
            name: Known(f"nullif({there.sql}, 'NaN')", there.type) if there.type in {"FLOAT", "DOUBLE"} else there
            for name, there in known.items()
        }

    def _lookup(self, lookup: Lookup, alias: str, scope: Dict[Ref, Known]) -> tuple[str, dict[str, Known]]:
        """A join to at most one row, and the columns it offers by their name in the mapping."""
        if lookup.source:
            place, order = self.staged[lookup.source], "_file, _row"
            names = {name: name for name in self.mapping.sources[lookup.source].columns}
        else:
            table = self.tables[lookup.table]
            place, order = stored(table), ", ".join(quoted(table.columns[key].source) for key in table.key)
            names = {name: column.source for name, column in table.columns.items()}
        offered = self._columns(place, alias)
        inner = self._columns(place, "t")
        keys = {column: casts.text(inner[names[column]]) for column in lookup.on}
        matches = [f"{alias}.key{nth} = {_key(here, scope)}" for nth, here in enumerate(lookup.on.values())]
        named = ", ".join(f"{key} AS key{nth}" for nth, key in enumerate(keys.values()))
        rows = f"SELECT t.*, {named} FROM {place} t"
        if not self._unique(place, list(keys.values())):
            # The row of the lowest place stands for all that share the keys, so nothing is multiplied.
            rows = f"SELECT DISTINCT ON ({', '.join(keys.values())}) t.*, {named} FROM {place} t ORDER BY {order}"
        return f"LEFT JOIN ({rows}) {alias} ON {' AND '.join(matches)}", {
            name: offered[source] for name, source in names.items() if source in offered
        }

    def _unique(self, place: str, keys: list[str]) -> bool:
        """Whether no two rows share the keys, as is usual; sorting for the first of each would cost more."""
        row = self.connection.execute(
            f"SELECT count(*) = count(DISTINCT ({', '.join(keys)})) FROM {place} t"
        ).fetchone()
        return row is not None and bool(row[0])

    def _valued(self, raw: str, types: Dict[str, str]) -> str:
        """Each field's value as `v<i>`; of times also `k<i>`, how certain they are."""
        values, moments, packed, dated = [], [], [], []
        for place, made in enumerate(self.target.fields):
            known = casts.mapped(made, Known(f"r{place}", types[f"r{place}"]))
            kind = self.target.table.columns[made.column].kind
            if kind in {Kind.TIME, Kind.MONEY} and self._is_stored(place):
                values.append(f"r{place} AS v{place}")
                moments += [f"{CERTAIN} AS k{place}"] if kind is Kind.TIME else []
                continue
            if kind is not Kind.TIME:
                values.append(f"{casts.cast(kind, made, known, self.minor)} AS v{place}")
                continue
            moment = casts.moment(made, known)
            moments.append(f"{moment.local} AS t{place}, {moment.absolute} AS a{place}")
            dated.append(place)
            packed.append(f"{zones.code(f't{place}', made.zone or self.mapping.zone)} AS p{place}")
        layer = f"SELECT *, {', '.join([*values, *moments])} FROM ({raw}) r"
        if not dated:
            return layer
        coded = f"SELECT *, {', '.join(packed)} FROM ({layer}) m"
        times = [
            f"{casts.utc(f't{place}', f'a{place}', f'p{place}')} AS v{place}, "
            f"CASE WHEN a{place} IS NULL THEN {zones.kind(f'p{place}')} END AS k{place}"
            for place in dated
        ]
        return f"SELECT *, {', '.join(times)} FROM ({coded}) p"

    def _is_stored(self, place: int) -> bool:
        """Whether a field is taken as it stands from a table of the shop: in UTC and minor units already."""
        bare = self.target.fields[place].expression.bare
        return bare is not None and any(lookup.name == bare.lookup and lookup.table for lookup in self.target.lookups)

    def _references(self) -> str:
        """Joins that tell, for each rule about another table, whether the row is there."""
        places = {made.column: place for place, made in enumerate(self.target.fields)}
        wanted = {(column, to) for rule in self.target.rules for column, to in rule.refers.items() if column in places}
        joins = []
        for nth, (column, to) in enumerate(sorted(wanted)):
            table = self.tables[to]
            key = quoted(table.columns[table.key[0]].source)
            name, once = found_in(column, to), "DISTINCT " if len(table.key) > 1 else ""
            joins.append(
                f"LEFT JOIN (SELECT {once}{key} AS there, TRUE AS {name} FROM {stored(table)}) x{nth} "
                f"ON x{nth}.there = v{places[column]}"
            )
        return " ".join(joins)


def certainties(target: Target) -> list[str]:
    """The columns of a prepared target that tell how certain its times are."""
    return [f"{KIND}{place}" for place in _times(target)]


def _times(target: Target) -> list[int]:
    columns = target.table.columns
    return [place for place, made in enumerate(target.fields) if columns[made.column].kind is Kind.TIME]


def stored(table: Table) -> str:
    """The shop's table by its name in the store."""
    return ".".join(quoted(part) for part in table.source.split("."))


def _key(expression: Expression, scope: Dict[Ref, Known]) -> str:
    """An expression as the text that look-ups compare."""
    if expression.bare is not None:
        return casts.text(scope[expression.bare])
    return f"CAST({write(expression, scope).sql} AS {TEXT_TYPE})"
