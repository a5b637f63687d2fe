"""Which of a customer's orders each order is."""

import duckdb

from storage.catalog.model import Table
from storage.load.expressions import quoted
from storage.load.mapping import Target
from storage.load.merge import GOOD
from storage.load.select import stored

AFFECTED = "temp.chestnut_affected"


NEEDED = frozenset({"order_id", "customer_id", "ordered_at", "customer_order"})


def numbers(target: Target) -> bool:
    """Whether a load into this target should number orders: the table can, and the mapping does not do it itself."""
    table = target.table
    return table.id == "orders" and table.columns.keys() >= NEEDED and "customer_order" not in target.columns


def note(connection: duckdb.DuckDBPyConnection, orders: Table) -> None:
    """Remember whose orders the compared rows touch; said before and after writing, it knows both owners."""
    key, customer = (quoted(orders.columns[column].source) for column in ("order_id", "customer_id"))
    connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {AFFECTED.removeprefix('temp.')} (customer VARCHAR)")
    connection.execute(
        f"INSERT INTO {AFFECTED} SELECT DISTINCT o.{customer} FROM {stored(orders)} o "
        f"JOIN {GOOD} g ON o.{key} = g.{key} WHERE g.changed OR NOT g.known"
    )


def number(connection: duckdb.DuckDBPyConnection, orders: Table) -> None:
    """Number anew the orders of the customers noted, by time and then id. An order of nobody has no number."""
    names = [
        quoted(orders.columns[name].source) for name in ("order_id", "customer_id", "ordered_at", "customer_order")
    ]
    key, customer, time, nth = names
    table = stored(orders)
    ranked = (
        f"SELECT {key}, row_number() OVER (PARTITION BY {customer} ORDER BY {time}, {key}) AS nth FROM {table} "
        f"WHERE {customer} IN (SELECT customer FROM {AFFECTED})"
    )
    connection.execute(
        f"UPDATE {table} SET {nth} = n.nth FROM ({ranked}) n "
        f"WHERE {table}.{key} = n.{key} AND {table}.{nth} IS DISTINCT FROM n.nth"
    )
    connection.execute(f"UPDATE {table} SET {nth} = NULL WHERE {customer} IS NULL AND {nth} IS NOT NULL")
    connection.execute(f"DROP TABLE {AFFECTED}")
