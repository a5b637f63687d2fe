"""The `calendar` and `targets` of a shop.yaml: days that matter and numbers to reach."""

import re
from collections.abc import Collection
from datetime import date

from analysis.holiday import codes
from storage.catalog.fields import Place
from storage.catalog.model import Promotion, Target, YearDay

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
ORDINALS = ("first", "second", "third", "fourth", "fifth")
EVERY = ("day", "week", "month", "year")

DATE = re.compile(r"(?:(\d{4})-)?(\d{2})-(\d{2})")
NTH = re.compile(rf"({'|'.join(ORDINALS)}) ({'|'.join(WEEKDAYS)}) of ({'|'.join(MONTHS)})(?: *\+ *(\d+))?")


def promotions(place: Place) -> tuple[Promotion, ...]:
    """The promotions that can be placed in a year; the others are noted."""
    found = [_promotion(spec) for spec in place.items()]
    return tuple(promotion for promotion in found if promotion is not None)


def holidays(place: Place) -> tuple[str, ...]:
    """The countries, or parts of them, whose public holidays the shop keeps."""
    for item in place.items():
        if item.text() not in codes():
            item.faults.unknown(item.path, item.text(), codes())
    return place.texts()


def targets(place: Place, metrics: Collection[str], dimensions: Collection[str]) -> dict[str, tuple[Target, ...]]:
    """The targets of each metric."""
    found: dict[str, tuple[Target, ...]] = {}
    for metric, spec in place.entries():
        if metric not in metrics:
            place.faults.unknown(spec.path, metric, metrics)
        entries = [_target(item, dimensions) for item in spec.items()]
        found[metric] = tuple(entry for entry in entries if entry is not None)
    return found


def _promotion(place: Place) -> Promotion | None:
    """One promotion: `on` a day, or `from` one `to` another."""
    place.only(("id", "label", "on", "from", "to"))
    alone = place.at("on").value is not None
    first = _day(place.at("on" if alone else "from"))
    last = first if alone else _day(place.at("to"))
    if first is None or last is None:
        return None
    name = place.at("id").text()
    return Promotion(name, place.at("label").label(name), first, last)


def _day(place: Place) -> YearDay | None:
    """A day such as `11-11`, `2026-11-11` or `fourth thursday of november + 1`."""
    text = place.text().lower()
    if found := DATE.fullmatch(text):
        year, month, day = found.groups()
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            return YearDay(int(month), int(day), int(year) if year else None)
    if found := NTH.fullmatch(text):
        nth, weekday, month_name, plus = found.groups()
        return YearDay(
            MONTHS.index(month_name) + 1,
            nth=ORDINALS.index(nth) + 1,
            weekday=WEEKDAYS.index(weekday),
            plus=int(plus or 0),
        )
    place.fault(
        f"`{text}` is no day. Write `11-11`, `2026-11-11` or `fourth thursday of november + 1`.",
        f"`{text}` 不是日期，请写成 `11-11`、`2026-11-11` 或 `fourth thursday of november + 1`。",
    )
    return None


def _target(place: Place, dimensions: Collection[str]) -> Target | None:
    """One target: a value, how often, since when, until when, and for which part of the shop."""
    if isinstance(place.value, dict):
        place.only(("value", "every", "where", "from", "to"))
    spot = place.at("value") if isinstance(place.value, dict) else place
    number = spot.number()
    if spot.value is None:
        place.fault("a target needs a `value`, a number.", "目标需要数值 `value`。")
    every = place.at("every").text()
    if every and every not in EVERY:
        place.faults.unknown(place.at("every").path, every, EVERY)
    where = {name: spec.text() for name, spec in place.at("where").entries()}
    for name in where:
        if name not in dimensions:
            place.faults.unknown((*place.path, "where", name), name, dimensions)
    if number is None:
        return None
    return Target(number, every, where, _date(place.at("from")), _date(place.at("to")))


def _date(place: Place) -> date | None:
    """A full date, None if there is none."""
    if place.value is None:
        return None
    try:
        return date.fromisoformat(place.text())
    except ValueError:
        place.fault(
            f"`{place.text()}` is no date. Write 2026-11-30.", f"`{place.text()}` 不是日期，请写成 2026-11-30。"
        )
        return None
