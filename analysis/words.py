"""Numbers, changes, dates and spans as people write them, in English and Chinese."""

import math
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import pandas as pd
from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import get_currency_symbol

from analysis.model import Grain, Lang, Period, Text, Unit

NOTHING: Final = "–"
MINUS: Final = "−"
LOCALES: Final = {Lang.EN: Locale("en"), Lang.ZH: Locale("zh", "CN", script="Hans")}
SCALES: Final = {
    Lang.EN: ((1e12, "tn"), (1e9, "bn"), (1e6, "m"), (1e3, "k")),
    Lang.ZH: ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
}
DAYS: Final = Text("{n} days", "{n}天")
DAY: Final = Text("{n} day", "{n}天")


def number(
    value: float | None, unit: Unit, currency: str = "", lang: Lang = Lang.EN, *, decimals: int | None = None
) -> str:
    """A value in full: "¥1,234,567", "12.3%", "3.4 days"; "–" where nothing was recorded.

    Without `decimals`, money keeps its minor unit below 1,000 and drops it above.
    """
    if not _known(value):
        return NOTHING
    assert value is not None
    size = abs(value)
    match unit:
        case Unit.RATIO:
            text = _decimal(size * 100, 1 if decimals is None else decimals) + "%"
        case Unit.MONEY:
            places = (0 if size >= 1000 or size == int(size) else 2) if decimals is None else decimals
            text = symbol(currency) + _decimal(size, places)
        case Unit.DAYS:
            shown = _decimal(size, 1 if decimals is None else decimals)
            text = (DAY if shown == "1" else DAYS).of(lang, n=shown)
        case Unit.COUNT:
            text = _decimal(size, 0 if size == int(size) else 1)
        case _:
            text = _decimal(size, 2 if decimals is None else decimals)
    return _signed(text, value)


def short(value: float | None, unit: Unit, currency: str = "", lang: Lang = Lang.EN) -> str:
    """A value in few characters, for axes and labels: "¥1.23m", "¥123万"."""
    if not _known(value):
        return NOTHING
    assert value is not None
    size = abs(value)
    if unit not in (Unit.MONEY, Unit.COUNT, Unit.NUMBER) or size < SCALES[lang][-1][0]:
        return number(value, unit, currency, lang, decimals=_few(size, unit))
    # What rounds to the next scale belongs to it: 999,999 is 1m, not 1,000k.
    scale, name = next(row for row in SCALES[lang] if size >= row[0] * 0.9995)
    text = _significant(size / scale) + name
    return _signed(symbol(currency) + text if unit is Unit.MONEY else text, value)


def change(fraction: float | None, lang: Lang = Lang.EN) -> str:  # noqa: ARG001 - every word here is told its language
    """A relative change with its sign: "+12.3%"; "–" where there is none to state."""
    if not _known(fraction):
        return NOTHING
    assert fraction is not None
    places = 1 if abs(fraction) < 10 else 0
    text = _decimal(abs(fraction) * 100, places) + "%"
    shown = round(fraction, places + 2)
    return ("+" if shown > 0 else MINUS if shown < 0 else "") + text


def points(difference: float, lang: Lang = Lang.EN, *, decimals: int = 1) -> str:
    """The difference of two ratios in percentage points: "+1.2 pts"."""
    text = _decimal(abs(difference) * 100, decimals)
    shown = round(difference, decimals + 2)
    sign = "+" if shown > 0 else MINUS if shown < 0 else ""
    return Text("{sign}{n} pts", "{sign}{n}个百分点").of(lang, sign=sign, n=text)


def day(when: date, lang: Lang = Lang.EN) -> str:
    """A calendar day with its year: "16 Nov 2026", "2026年11月16日"."""
    return _date(when, "d MMM y", "y年M月d日", lang)


def bucket(start: datetime | pd.Timestamp, grain: Grain, lang: Lang = Lang.EN) -> str:
    """A bucket of time by its local start: "16 Nov", "14:00", "Nov 2026"; a week by its first day."""
    match grain:
        case Grain.HOUR:
            return f"{start:%H:%M}"
        case Grain.MONTH:
            return _date(start.date(), "MMM y", "y年M月", lang)
        case _:
            return _date(start.date(), "d MMM", "M月d日", lang)


def weekday(index: int, lang: Lang = Lang.EN) -> str:
    """The short name of a weekday, 0 = Monday."""
    return str(LOCALES[lang].days["stand-alone"]["abbreviated"][index])


def span(period: Period, lang: Lang = Lang.EN) -> str:
    """The days of a period, saying each part once: "16–22 Nov 2026", "2026年11月16日–22日"."""
    first, last = period.first_day, period.last_day
    if first == last:
        return day(first, lang)
    if lang is Lang.ZH:
        if first.year != last.year:
            return f"{day(first, lang)}–{day(last, lang)}"
        tail = f"{last.day}日" if first.month == last.month else f"{last.month}月{last.day}日"
        return f"{day(first, lang)}–{tail}"
    if first.year != last.year:
        return f"{day(first, lang)} – {day(last, lang)}"
    if first.month != last.month:
        return f"{_date(first, 'd MMM', '', lang)} – {day(last, lang)}"
    return f"{first.day}–{day(last, lang)}"


def moment(when: datetime, zone: ZoneInfo, lang: Lang = Lang.EN) -> str:
    """An instant on the shop's clock, with its zone: "22 Nov 2026, 14:05 (Asia/Shanghai)"."""
    local = when.astimezone(zone)
    pattern = "y年M月d日 HH:mm" if lang is Lang.ZH else "d MMM y, HH:mm"
    return f"{format_datetime(local, pattern, locale=LOCALES[lang])} ({zone.key})"


def listing(names: list[str], lang: Lang = Lang.EN) -> str:
    """Names in a row: "a, b and c", "a、b和c"."""
    if len(names) < 2:
        return "".join(names)
    comma, last = ("、", "和") if lang is Lang.ZH else (", ", " and ")
    return comma.join(names[:-1]) + last + names[-1]


@cache
def symbol(currency: str) -> str:
    """The sign of a currency as its own country writes it: "¥", "R$", "€"; its code where it has none."""
    if not currency:
        return ""
    if currency in ("CNY", "JPY"):
        return "¥"
    sign = get_currency_symbol(currency, locale=LOCALES[Lang.EN])
    return sign + (" " if sign == currency else "")


def _known(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


def _decimal(size: float, places: int) -> str:
    # English and Chinese group and point alike; babel's own formatter takes fifty times as long.
    return f"{size:,.{places}f}"


def _few(size: float, unit: Unit) -> int:
    match unit:
        case Unit.RATIO:
            return 0 if size >= 1 else 1
        case Unit.MONEY | Unit.COUNT:
            return 0 if size >= 100 or size == int(size) else 2
        case _:
            return 1 if size >= 10 else 2


def _significant(size: float) -> str:
    """Three significant digits without needless zeros."""
    places = 2 if size < 10 else 1 if size < 100 else 0
    text = f"{size:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _signed(text: str, value: float) -> str:
    return MINUS + text if value < 0 and any(c in "123456789" for c in text) else text


@lru_cache(2048)
def _date(when: date, english: str, chinese: str, lang: Lang) -> str:
    return str(format_date(when, chinese if lang is Lang.ZH else english, locale=LOCALES[lang]))
