"""What must be said beside a number so that nobody misreads it: where its data or its buckets are cut."""

from datetime import date, datetime, timedelta

import pandas as pd

from analysis import words
from analysis.model import Grain, Lang, Period, Query, Text

UNIT = {Grain.WEEK: Text("week", "周"), Grain.MONTH: Text("month", "月")}


def ends_early(as_of: datetime, period: Period) -> Text:
    """Said when the data stops before the period does."""
    last = as_of.astimezone(period.zone).date()
    return Text(
        f"Data ends on {words.day(last, Lang.EN)}; the rest of the period is missing.",
        f"数据只到{words.day(last, Lang.ZH)}，之后的部分缺失。",
    )


def begins_late(since: date) -> Text:
    """Said when recording began only within the earlier period."""
    return Text(
        f"The earlier period is recorded only from {words.day(since, Lang.EN)}, so no change is stated.",
        f"此前周期只有{words.day(since, Lang.ZH)}以后的数据，因此不计算变化。",
    )


def cut_buckets(query: Query, starts: pd.DatetimeIndex) -> list[Text]:
    """Said when the period begins or ends inside a week or a month, which then looks lower than it was."""
    if not len(starts) or query.grain not in UNIT:
        return []
    end = starts[-1] + (timedelta(weeks=1) if query.grain is Grain.WEEK else pd.DateOffset(months=1))
    first, last = query.period.first_day, query.period.last_day
    unit, cut = UNIT[query.grain], []
    if starts[0].date() < first:
        day = Text(words.day(first, Lang.EN), words.day(first, Lang.ZH))
        cut.append(Text(f"The first {unit.en} counts only from {day.en}.", f"首{unit.zh}只从{day.zh}算起。"))
    if end.date() > last + timedelta(days=1):
        day = Text(words.day(last, Lang.EN), words.day(last, Lang.ZH))
        cut.append(Text(f"The last {unit.en} counts only up to {day.en}.", f"末{unit.zh}只算到{day.zh}。"))
    return cut
