"""Until when a snooze lasts: the presets of the menu, and a time that is picked."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from analysis import calendar
from analysis.alerts.people import Verb
from analysis.errors import ImpossibleQuestion
from analysis.model import Lang, Text
from handlers.alerts.handling import which
from handlers.alerts.handling.handle import Act, do
from handlers.command import Call, Reply, Shop
from handlers.tables import Field, Input
from storage.catalog import Catalog

LONGEST: Final = timedelta(days=92)
MORNING: Final = time(9)


def until(preset: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The end of a preset that begins now."""
    match preset:
        case "tomorrow":
            return _at(calendar.local_day(now, zone) + timedelta(1), MORNING, zone)
        case "4h":
            return now + timedelta(hours=4)
        case "1w":
            return now + timedelta(weeks=1)
        case _:
            return now + timedelta(hours=1)


def bounded(end: datetime, now: datetime) -> datetime:
    """The end of a snooze that someone named. Raises ImpossibleQuestion if it is over already, or far away."""
    if not now < end <= now + LONGEST:
        raise ImpossibleQuestion(_WHEN, ("alert snooze 4h", "alert snooze until tomorrow 9:00"))
    return end


def fields(call: Call, catalog: Catalog) -> tuple[Field, ...]:
    """A day and a time, on the shop's clock, and why."""
    lang, local = call.lang, call.now.astimezone(catalog.zone)
    tomorrow = (local + timedelta(1)).date().isoformat()
    zone = _ZONE.of(lang, zone=catalog.zone.key)
    return (
        Field("day", _DAY.of(lang), tomorrow, kind=Input.DATE),
        Field("time", _TIME.of(lang), f"{MORNING:%H:%M}", zone, kind=Input.TIME),
        Field("why", _WHY.of(lang), hint=_HINT.of(lang), optional=True),
    )


def check(values: Mapping[str, str], lang: Lang, catalog: Catalog) -> dict[str, str]:  # noqa: ARG001
    """A day and a time are needed."""
    faults = {}
    for name, read in (("day", date.fromisoformat), ("time", time.fromisoformat)):
        try:
            read(values.get(name, ""))
        except ValueError:
            faults[name] = _NEEDED.of(lang)
    return faults


def submitted(call: Call, shop: Shop) -> Reply | None:
    """Snooze the alert until the time that was picked."""
    picked = date.fromisoformat(call.fields["day"]), time.fromisoformat(call.fields["time"])
    end = bounded(_at(*picked, shop.catalog.zone), call.now)
    act = Act(Verb.SNOOZE, "alert.until", until=end, why=call.fields.get("why", "").strip())
    do(which.carried(call), act, call, shop)
    return None


def _at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone)


_WHEN = Text(
    "A snooze ends in the future, at most three months ahead. These work:",
    "暂停提醒的结束时间须在未来三个月以内，例如：",
)
_DAY = Text("Until", "到哪一天")
_TIME = Text("At", "几点")
_ZONE = Text("On the shop's clock ({zone})", "店铺时间（{zone}）")
_WHY = Text("Why", "原因")
_HINT = Text("Shown on the card, so that nobody asks", "会显示在卡片上，大家一看就明白")
_NEEDED = Text("Pick one.", "请选择。")
