"""One table of facts and the lookups joined to it: where the fragments of a catalog become SQL."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Double,
    FromClause,
    String,
    TableClause,
    and_,
    column,
    table,
)
from sqlalchemy.types import TypeEngine

from storage.catalog import Catalog, Kind, Table
from storage.catalog.expressions import Typed, translate
from storage.dialects import UtcTime

TYPES: Mapping[Kind, TypeEngine[Any]] = {
    Kind.TEXT: String(),
    Kind.INTEGER: BigInteger(),
    Kind.NUMBER: Double(),
    Kind.MONEY: BigInteger(),
    Kind.TIME: UtcTime(),
    Kind.FLAG: Boolean(),
}


class Source:
    """A base table that joins what its fragments ask for, and nothing else.

    Joins are many-to-one, so no row is doubled. `span` (naive UTC) bounds the table's own time.
    """

    def __init__(self, catalog: Catalog, base: str, span: tuple[datetime, datetime] | None = None) -> None:
        self.catalog = catalog
        self.base = base
        self._span = span
        self._tables: dict[str, TableClause] = {base: clause(catalog.tables[base])}
        self._from: FromClause = self._tables[base]

    def sql(self, fragment: str) -> Typed:
        """A fragment of the catalog over this table."""
        return translate(fragment, self._column)

    def dimension(self, dimension_id: str) -> Typed | None:
        """The expression of a dimension, None if this table does not reach it."""
        home = self.catalog.home(dimension_id, self.base)
        if home is None:
            return None
        where, fragment = home
        return translate(fragment, lambda other, name: self._column(other or where, name))

    @property
    def tables(self) -> FromClause:
        """The base table with all that was joined so far."""
        return self._from

    def _column(self, table_id: str, name: str) -> Typed:
        """A column, its table joined if it is another."""
        home = table_id or self.base
        self._join(home)
        declared = self.catalog.tables[home].columns[name]
        return Typed(self._tables[home].c[declared.source], declared.kind)

    def _join(self, target: str) -> None:
        """Join the tables on the way to `target`, once each."""
        for step in self.catalog.route(self.base, target) or ():
            if step.target in self._tables:
                continue
            origin, lookup = self.catalog.tables[step.table], self.catalog.tables[step.target]
            joined = clause(lookup)
            near = self._tables[step.table].c[origin.columns[step.column].source]
            far = joined.c[lookup.columns[lookup.key[0]].source]
            self._tables[step.target] = joined
            self._from = self._from.outerjoin(joined, and_(near == far, *self._bounds(step.target)))

    def _bounds(self, target: str) -> list[ColumnElement[bool]]:
        """The span as conditions on a joined table that shares it, so that no more of it is read than needed."""
        lookup = self.catalog.tables[target]
        if self._span is None or lookup.time is None or self.catalog.tables[self.base].dated_by != target:
            return []
        time = self._tables[target].c[lookup.columns[lookup.time].source]
        return [time >= self._span[0], time < self._span[1]]


def clause(declared: Table) -> TableClause:
    """A declared table by its name in the store."""
    *schema, name = declared.source.split(".")
    columns = [column(item.source, TYPES[item.kind]) for item in declared.columns.values()]
    return table(name, *columns, schema=".".join(schema) or None)
