"""Ways from a table to the tables it joins to, all of them many-to-one."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from storage.catalog.model import Table


@dataclass(frozen=True)
class Join:
    """A step from a table, by one of its columns, to the table whose key it is."""

    table: str
    column: str
    target: str


Route = tuple[Join, ...]


def routes(tables: Mapping[str, Table], base: str) -> Iterator[tuple[str, Route]]:
    """Every table that `base` reaches and the shortest way there, nearest first, `base` included."""
    seen = {base}
    waiting: deque[tuple[str, Route]] = deque([(base, ())])
    while waiting:
        table, route = waiting.popleft()
        yield table, route
        for column, target in tables[table].joins.items():
            if target in tables and target not in seen:
                seen.add(target)
                waiting.append((target, (*route, Join(table, column, target))))
