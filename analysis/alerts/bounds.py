"""The bounds of a rule as people write them: in the unit of its trigger."""

from analysis import words
from analysis.alerts.rule import Kind, Rule
from analysis.model import Lang, Metric, Text, Unit


def written(value: float, rule: Rule, metric: Metric, currency: str = "") -> Text:
    """A limit or a recovery bound in both languages: "¥1,000", "20%", "3.5z", "6 hours"."""
    match rule.trigger.kind:
        case Kind.THRESHOLD:
            return amount(value, metric.unit, currency)
        case Kind.COVER:
            return amount(value, Unit.DAYS)
        case Kind.CHANGE | Kind.TARGET:
            return amount(value, Unit.RATIO)
        case Kind.FRESHNESS:
            return Text(f"{value:g} hours", f"{value:g}小时")
    return Text(f"{value:g}z", f"{value:g}z")


def amount(value: float, unit: Unit, currency: str = "") -> Text:
    """A round value in both languages, as it was given: 20%, not 20.0%."""
    shown = value * 100 if unit is Unit.RATIO else value
    places = 0 if abs(shown) < 1e15 and round(shown, 6) == int(shown) else None
    en, zh = (words.number(value, unit, currency, lang, decimals=places) for lang in (Lang.EN, Lang.ZH))
    return Text(en, zh)
