"""Whom to tell: Alertmanager's table of cases, in its order."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from analysis.alerts.condition import Told
from analysis.alerts.notify import notify

NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)
REPEAT = timedelta(hours=4)
OLD, FRESH = NOW - timedelta(hours=5), NOW - timedelta(hours=4)


@dataclass(frozen=True)
class Said:
    """What was said last."""

    firing: tuple[str, ...] = ()
    told: Told | None = None
    told_at: datetime | None = None


@pytest.mark.parametrize(
    ("last", "firing", "expected"),
    [
        (None, {"a"}, Told.FIRST),
        (None, set(), None),
        (Said(), {"a"}, Told.FIRST),
        (Said(), set(), None),
        (Said(("a",), Told.FIRST, FRESH), {"a", "b"}, Told.NEW),
        (Said(("a",), Told.FIRST, FRESH), {"b"}, Told.NEW),
        (Said((), Told.RESOLVED, FRESH), {"a"}, Told.FIRST),
        (Said(("a",), Told.FIRST, FRESH), set(), Told.RESOLVED),
        (Said((), Told.RESOLVED, OLD), set(), None),
        (Said(("a", "b"), Told.FIRST, FRESH), {"a"}, Told.RESOLVED_SOME),
        (Said(("a",), Told.FIRST, OLD), {"a"}, Told.REPEAT),
        (Said(("a",), Told.FIRST, FRESH), {"a"}, None),
        (Said(("a", "b"), Told.FIRST, OLD), {"a", "c"}, Told.NEW),
        (Said(("a", "b"), Told.FIRST, OLD), {"a"}, Told.RESOLVED_SOME),
    ],
    ids=[
        "no entry, something fires",
        "no entry, nothing fires",
        "nothing was said yet, something fires",
        "over before anything was said",
        "one more fires",
        "another one fires",
        "fires again after all was over",
        "all is over",
        "still over, however old the entry",
        "one of two is over",
        "unchanged for longer than the repeat interval",
        "unchanged for just the repeat interval",
        "a new one outranks an old entry",
        "one that is over outranks an old entry",
    ],
)
def test_people_are_told_for_alertmanagers_reasons_in_its_order(last, firing, expected):
    """First, new, all resolved, some resolved, repeat: the first that holds."""
    assert notify(last, frozenset(firing), NOW, REPEAT) is expected
