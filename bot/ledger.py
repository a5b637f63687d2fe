"""What each load did, written down where alerts look whether a source can be trusted."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from analysis.errors import Unavailable
from storage.load import Loaded, Mapping, TableLoad
from storage.records import Records
from storage.records.alerts.loads import Load

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Entry:
    """A load: when it was asked for, from where, and by which mapping."""

    at: datetime
    place: str
    mapping: Mapping


def loaded(entry: Entry, result: Loaded, records: Records) -> None:
    """Write down a load that went through, table by table."""
    _write((_load(entry, table) for table in result.tables), records)


def failed(entry: Entry, fault: Unavailable, records: Records) -> None:
    """Write down, for each table that it was to fill, that a load came to nothing."""
    names = dict.fromkeys(target.table.id for target in entry.mapping.targets)
    said = fault.sentence.en
    _write((Load(entry.at, entry.place, entry.mapping.name, name, failure=said) for name in names), records)


def _load(entry: Entry, table: TableLoad) -> Load:
    changed, first = table.loaded + table.updated, next(iter(table.refusals), None)
    reason = first.reason.en if first else ""
    return Load(entry.at, entry.place, entry.mapping.name, table.table, table.read, changed, table.refused, reason)


def _write(loads: Iterable[Load], records: Records) -> None:
    """The rows are in by now, or known not to be: that this cannot be written down does not change it."""
    try:
        records.loads.add(loads)
    except Unavailable:
        log.exception("What a load did could not be written down")
