"""Making the shop's tables in a store that has none yet."""

from collections.abc import Iterable

from sqlalchemy import Column, Connection, MetaData, Table

from storage.catalog import Catalog
from storage.catalog.model import Table as Declared
from storage.facts.source import TYPES


def create(connection: Connection, catalog: Catalog) -> None:
    """Make the catalog's tables that are not there; those that are stay as they are."""
    metadata(catalog.tables.values()).create_all(connection)


def metadata(tables: Iterable[Declared]) -> MetaData:
    """The declared tables as SQLAlchemy knows them, under their names in the store."""
    known = MetaData()
    for table in tables:
        *schema, name = table.source.split(".")
        columns = [
            Column(
                column.source,
                TYPES[column.kind],
                primary_key=column.name in table.key,
                nullable=not (column.required or column.name in table.key),
                autoincrement=False,
            )
            for column in table.columns.values()
        ]
        Table(name, known, *columns, schema=".".join(schema) or None)
    return known
