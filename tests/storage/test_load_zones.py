"""Local times become UTC as Python's own zone data has it, around every change of the clocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest

from storage.load import zones

ZONES = ["UTC", "Asia/Shanghai", "America/Sao_Paulo", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"]


@pytest.mark.parametrize("zone", ZONES)
def test_every_change_of_the_clocks_is_python_s(zone):
    """Each minute that matters: before, within and after a gap or an overlap, with its kind."""
    place = ZoneInfo(zone)
    edges = [stretch.start for stretch in zones.stretches(zone)]
    times = [edge + timedelta(minutes=minutes) for edge in edges for minutes in (-61, -1, 0, 1, 29, 31, 61)]
    expected = [(time, *_python(time, place)) for time in times]
    coded = f"SELECT t, {zones.code('t', zone)} AS p FROM times"
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE times AS SELECT unnest(?::TIMESTAMP[]) AS t", [times])
        found = connection.execute(f"SELECT t, {zones.utc('t', 'p')}, {zones.kind('p')} FROM ({coded})").fetchall()
    assert found == expected


def _python(time: datetime, zone: ZoneInfo) -> tuple[datetime, int]:
    """The instant by `fold=0`, and whether the time is lived twice or never."""
    first, second = (time.replace(tzinfo=zone, fold=fold).astimezone(UTC).replace(tzinfo=None) for fold in (0, 1))
    if first == second:
        return first, zones.CERTAIN
    return first, zones.AMBIGUOUS if first < second else zones.NONEXISTENT
