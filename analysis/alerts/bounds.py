"""The bounds of a rule as people write them: in the unit of its trigger."""

from analysis import words
from analysis.alerts.rule import Kind, Rule
from analysis.model import Lang, Metric, Text, Unit


def written(value: float, rule: Rule, metric: Metric, currency: str = "") -> Text:
    """A limit or a recovery bound in both languages: "¥1,000", "20%", "3.5z", "6 hours"."""
    return Text(*(_written(value, rule, metric, currency, lang) for lang in (Lang.EN, Lang.ZH)))


def _written(value: float, rule: Rule, metric: Metric, currency: str, lang: Lang) -> str:
    match rule.trigger.kind:
        case Kind.THRESHOLD:
            return words.number(value, metric.unit, currency, lang, decimals=_places(value, metric.unit))
        case Kind.COVER:
            return words.number(value, Unit.DAYS, "", lang, decimals=_places(value, Unit.DAYS))
        case Kind.CHANGE | Kind.TARGET:
            return words.number(value, Unit.RATIO, "", lang, decimals=_places(value, Unit.RATIO))
        case Kind.FRESHNESS:
            return _HOURS.of(lang, n=f"{value:g}")
    return f"{value:g}z"


def _places(value: float, unit: Unit) -> int | None:
    """A bound is written as it was given: 20%, not 20.0%."""
    shown = value * 100 if unit is Unit.RATIO else value
    return 0 if round(shown, 6) == int(shown) and abs(shown) < 1e15 else None


_HOURS = Text("{n} hours", "{n}小时")
