"""From files to a Catalog: the shop's own shop.yaml laid over the default one."""

from functools import cache
from pathlib import Path as File
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from analysis.model import Lang
from storage.catalog import calendar, dimensions, measures, metrics, tables
from storage.catalog.catalog import Catalog
from storage.catalog.document import merged, read
from storage.catalog.faults import Faults
from storage.catalog.fields import Place

DEFAULT = File(__file__).with_name("default.yaml")
KEYS = (
    "name", "zone", "currency", "week_start", "languages", "owners",
    "tables", "dimensions", "measures", "metrics", "calendar", "targets",
)  # fmt: skip
DECIMALS = {
    **dict.fromkeys(
        (
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ),
        0,
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}


@cache
def default() -> Catalog:
    """The catalog of a shop that has said nothing of its own."""
    document, faults = read(DEFAULT)
    return _build(document, faults)


def load(path: File) -> Catalog:
    """The catalog of the shop.yaml at `path`. Raises Unavailable with all that is wrong with it."""
    document, faults = read(path)
    return _build(merged(_without_rivals(_default_document(), document), document), faults)


@cache
def _default_document() -> dict[str, Any]:
    """The default, unread."""
    return read(DEFAULT)[0]


def _without_rivals(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """The default without the kinds of metric, and the measures, that the shop defines anew."""
    kept = dict(base)
    for section, rivals in (("metrics", metrics.KINDS), ("measures", None)):
        changed = over.get(section)
        if isinstance(changed, dict):
            kept[section] = {
                name: _without(spec, rivals) if _redefines(changed.get(name), rivals) else spec
                for name, spec in base[section].items()
            }
    return kept


def _redefines(spec: object, rivals: tuple[str, ...] | None) -> bool:
    """Whether an entry says anew how it is computed."""
    return isinstance(spec, dict) and (rivals is None or any(kind in spec for kind in rivals))


def _without(spec: dict[str, Any], rivals: tuple[str, ...] | None) -> dict[str, Any]:
    """An entry without the keys that are said anew; nothing of a measure is kept."""
    return {key: value for key, value in spec.items() if rivals is not None and key not in rivals}


def _build(document: dict[str, Any], faults: Faults) -> Catalog:
    """Every section read, and everything wrong with them said at once."""
    place = Place(document, (), faults)
    place.only(KEYS)
    declared = tables.read(place.at("tables"))
    split = dimensions.read(place.at("dimensions"), declared)
    counted = measures.read(place.at("measures"), declared)
    ground = metrics.Ground(declared, split, counted)
    asked = metrics.read(place.at("metrics"), place.at("owners"), ground)
    currency = _currency(place.at("currency"))
    catalog = Catalog(
        name=place.at("name").text(),
        zone=_zone(place.at("zone")),
        currency=currency,
        minor=10 ** DECIMALS.get(currency, 2),
        week_start=_week_start(place.at("week_start")),
        languages=tuple(item.one_of(Lang, Lang.EN) for item in place.at("languages").items()),
        tables=declared,
        dimensions=tuple(split.listed),
        homes=split.homes,
        clocks=split.clocks,
        measures=counted,
        metrics=asked,
        formulas=ground.formulas,
        targets=calendar.targets(
            place.at("targets"), [metric.id for metric in asked], [dimension.id for dimension in split.listed]
        ),
        promotions=calendar.promotions(place.at("calendar").at("promotions")),
        holidays=calendar.holidays(place.at("calendar").at("holidays")),
    )
    faults.settle()
    return catalog


def _zone(place: Place) -> ZoneInfo:
    """The shop's time zone."""
    try:
        return ZoneInfo(place.text())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        place.faults.unknown(place.path, place.text(), sorted(available_timezones()))
        return ZoneInfo("UTC")


def _currency(place: Place) -> str:
    """A currency by its ISO 4217 code."""
    code = place.text().upper()
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        place.fault(
            f"`{code}` is no currency code. Write one such as CNY, USD or EUR.",
            f"`{code}` 不是货币代码，请写 CNY、USD、EUR 等。",
        )
    return code


def _week_start(place: Place) -> int:
    """The day weeks begin on, 0 for Monday."""
    day = place.text().lower()
    if day not in calendar.WEEKDAYS:
        place.faults.unknown(place.path, day, calendar.WEEKDAYS)
        return 0
    return calendar.WEEKDAYS.index(day)
