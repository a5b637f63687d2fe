"""When a rule may speak: active hours and mute windows, on the shop's clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from analysis.alerts.condition import Suppressor
from analysis.alerts.rule import Hours, Rule


def speaks(rule: Rule, now: datetime, zone: ZoneInfo) -> Suppressor | None:
    """Why a rule may not speak at `now`; None when it may. Hours are asked before mutes."""
    local = now.astimezone(zone)
    if rule.hours is not None and not _within(rule.hours, local):
        return Suppressor.HOURS
    return Suppressor.MUTE if _muted_until(rule, local.date()) else None


def opens(rule: Rule, now: datetime, zone: ZoneInfo) -> datetime:
    """The first instant from `now` on when a rule may speak, in UTC: `now` itself when it may."""
    if speaks(rule, now, zone) is None:
        return now.astimezone(UTC)
    day = now.astimezone(zone).date()
    while True:
        until = _muted_until(rule, day)
        if until is None:
            for start in sorted({time(0), rule.hours.start if rule.hours else time(0)}):
                when = datetime.combine(day, start, zone).astimezone(UTC)
                if when >= now and speaks(rule, when, zone) is None:
                    return when
        day = (until or day) + timedelta(days=1)


def _within(hours: Hours, local: datetime) -> bool:
    """Whether a local instant is in the hours: start included, end not; a night belongs to the day it began on."""
    clock, day = local.time(), local.weekday()
    if hours.start < hours.end:
        return hours.start <= clock < hours.end and _on(hours, day)
    return (clock >= hours.start and _on(hours, day)) or (clock < hours.end and _on(hours, (day - 1) % 7))


def _on(hours: Hours, weekday: int) -> bool:
    return not hours.weekdays or weekday in hours.weekdays


def _muted_until(rule: Rule, day: date) -> date | None:
    return max((mute.last for mute in rule.mutes if mute.first <= day <= mute.last), default=None)
