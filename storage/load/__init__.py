"""Bringing files in: a mapping says how they become the shop's tables, every row is accounted for."""

from pathlib import Path

import duckdb

from analysis.errors import Unavailable
from analysis.model import Text
from storage.facts import Facts
from storage.load.mapping import Mapping
from storage.load.parsing import find, parse, shipped
from storage.load.refused import Refused
from storage.load.run import Run
from storage.load.summary import Loaded, Progress, Refusal, TableLoad

__all__ = ["Loaded", "Mapping", "Progress", "Refusal", "TableLoad", "find", "load", "parse", "shipped"]


def load(facts: Facts, place: Path, mapping: Mapping, refused: Path, progress: Progress | None = None) -> Loaded:
    """Load the files of `mapping` found at `place`, a folder or one file of it, in one transaction.

    Rows that break a rule go to JSON-lines files in `refused`. Loading the same files again changes nothing.
    `progress` hears the rows done, and of how many once that is known. Raises Unavailable, and then nothing
    has changed.
    """
    facts.create()
    kept = Refused(refused)
    try:
        with facts.transaction() as connection:
            run = Run(connection, facts.catalog, mapping, kept)
            tables = run.load(place, progress or _silently)
        return Loaded(mapping.name, tables, kept.settle())
    except duckdb.Error as fault:
        raise Unavailable(_refused_by_store(fault)) from fault
    finally:
        kept.forget()


def _refused_by_store(fault: duckdb.Error) -> Text:
    reason = (str(fault).strip().splitlines() or [type(fault).__name__])[0][:160]
    return Text(
        f"The store could not take these rows ({reason}), so nothing was loaded. "
        "`chestnut doctor` looks for the cause.",
        f"数据库无法写入这些数据（{reason}），因此未载入任何数据。运行 `chestnut doctor` 查找原因。",
    )


def _silently(_done: int, _total: int | None) -> None:
    """Nobody is watching."""
