"""The public holidays of a country, by day and name."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

import holidays

from analysis.model import Lang, Text

LANGUAGES: Final = {Lang.EN: "en_US", Lang.ZH: "zh_CN"}


@lru_cache(maxsize=1)
def codes() -> tuple[str, ...]:
    """Every code that is known: a country ("BR"), or a part of one that has days of its own ("BR-SP")."""
    countries = holidays.list_supported_countries(include_aliases=False)
    parts = (f"{country}-{part}" for country, listed in countries.items() for part in listed)
    return tuple(sorted({*countries, *parts}))


@lru_cache(maxsize=256)
def holidays_of(code: str, year: int) -> Mapping[date, Text]:
    """The holidays of a known code in a year, days in lieu included, by local day.

    A name that is not told in Chinese is given in English, and said to be a holiday.
    """
    english, chinese = (_named(code, year, lang) for lang in Lang)
    told = LANGUAGES[Lang.ZH] in holidays.list_localized_countries().get(code.partition("-")[0], ())
    return {day: Text(name, chinese[day] if told else f"公共假日（{name}）") for day, name in sorted(english.items())}


def _named(code: str, year: int, lang: Lang) -> dict[date, str]:
    """The days by their names in a language, or in the country's own where it has no other."""
    country, _, part = code.partition("-")
    spoken = LANGUAGES[lang] if LANGUAGES[lang] in holidays.list_localized_countries().get(country, ()) else None
    found = holidays.country_holidays(country, subdiv=part or None, years=year, language=spoken)
    return {day: name.replace("; ", " / ") for day, name in found.items()}
