"""Short histories to judge rules on, in the words of the tests that use them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

from analysis.alerts.condition import History
from analysis.alerts.judge import judge_all
from analysis.model import Grain

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 6, 29)
STEPS = {Grain.HOUR: "h", Grain.DAY: "D", Grain.WEEK: "7D", Grain.MONTH: "MS"}
NOTHING = float("nan")


def history(values, last=MONDAY, grain=Grain.DAY, **more):
    """Windows one after the other, the last of which starts at `last` on the wall clock."""
    index = pd.date_range(end=last, periods=len(values), freq=STEPS[grain])
    series = {name: pd.Series(list(each), index=index, dtype=float) for name, each in more.items() if name in SERIES}
    rest = {name: each for name, each in more.items() if name not in SERIES}
    return History(pd.Series(list(values), index=index, dtype=float), **series, **rest)


SERIES = ("volume", "targets")


def window(last=MONDAY, grain=Grain.DAY, zone=SHANGHAI):
    """The window that starts then, in UTC."""
    index = pd.date_range(last, periods=2, freq=STEPS[grain])
    start, end = (each.to_pydatetime().replace(tzinfo=zone).astimezone(UTC) for each in index)
    return (start, start + timedelta(hours=1)) if grain is Grain.HOUR else (start, end)


def judged(rule, *values, last=MONDAY, zone=SHANGHAI, **more):
    """How the last of these windows turned out for the whole shop."""
    given = {"[]": history(values, last, rule.grain, **more)}
    return judge_all(rule, given, window(last, rule.grain, zone), zone)["[]"]
